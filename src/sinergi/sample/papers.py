"""The files of the sample: pictures that say "DATA CONTOH", drawn here, the same for every case.

A real office stores tens of thousands of different photos; the sample draws one for each requirement and one
signed scan. The bulk path keeps one copy of each on disk and gives every Document its own name for it (a hard
link, see `by_rows.shelf`), so that erasing one document never touches another.
"""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

SIGNED_SCAN = "pindaian"
MEETING_PHOTO = "musyawarah"
_COLORS = ("#dbeafe", "#fef3c7", "#dcfce7", "#fce7f3", "#e0e7ff", "#fee2e2", "#f1f5f9")


@cache
def picture(key: str) -> bytes:
    """A small JPEG for a requirement, a scan or a meeting."""
    tall = key == SIGNED_SCAN
    size = (420, 594) if tall else (480, 300)
    image = Image.new("RGB", size, "#ffffff" if tall else _COLORS[sum(key.encode()) % len(_COLORS)])
    draw = ImageDraw.Draw(image)
    draw.rectangle((10, 10, size[0] - 11, size[1] - 11), outline="#475569", width=2)
    draw.text((30, 30), "DATA CONTOH", fill="#1e293b", font_size=28)
    draw.text((30, 74), _TITLES.get(key, key.replace("_", " ")), fill="#334155", font_size=18)
    if tall:
        for line in range(9):
            draw.line((40, 140 + 26 * line, 380 - 40 * (line % 3), 140 + 26 * line), fill="#94a3b8", width=3)
        draw.ellipse((215, 430, 325, 540), outline="#7c3aed", width=3)
        draw.text((238, 474), "CONTOH", fill="#7c3aed", font_size=16)
    content = BytesIO()
    image.save(content, "JPEG", quality=60, optimize=True)
    return content.getvalue()


_TITLES = {SIGNED_SCAN: "Pindaian surat bertanda tangan", MEETING_PHOTO: "Foto musyawarah warga"}


def file_name(key: str) -> str:
    """The name under which the applicant's phone sends it."""
    return f"{key}.jpg"
