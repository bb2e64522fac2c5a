"""Typesetting: data in, PDF/A-2a and PDF/UA-1 out. Only the job worker may call it (typst is loaded on first use).

Typst reads nothing but the folder ``typeset``, ``fonts`` and the data; text that people typed arrives as JSON
strings in ``sys.inputs`` and cannot become markup.
"""

import io
import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
STANDARDS = ["a-2a", "ua-1"]
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _compiler() -> Any:
    import typst  # noqa: PLC0415 - 80 MB that a web worker never needs

    root = FOLDER / "typeset"
    return typst.Compiler(
        str(root / "letter.typ"), root=str(root), font_paths=[str(FOLDER / "fonts")], ignore_system_fonts=True
    )


def pdf(data: Mapping[str, Any], *, at: datetime, source: Path | None = None) -> bytes:
    """One document. ``at`` is its creation time, so that equal data give equal bytes.

    ``source`` is another room's typst file; it may import ``/office.typ``. About 10 ms of CPU a page.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    with _lock:
        made: bytes = _compiler().compile(
            input=source.read_bytes() if source else str(FOLDER / "typeset" / "letter.typ"),
            format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=int(at.timestamp()),
        )  # fmt: skip
    return made


def qr_svg(address: str) -> str:
    """A QR code (error correction M) of ``address`` as SVG.

    The mask is fixed: choosing the best of eight takes five times as long, and with random addresses none is
    better than another for long. Every reader takes any mask (ISO/IEC 18004).
    """
    import segno  # noqa: PLC0415 - only where codes are drawn

    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=3).save(
        drawn, kind="svg", border=4, xmldecl=False, svgns=True
    )
    return drawn.getvalue().decode()


def picture(content: bytes, media_type: str) -> str:
    """A raster image wrapped as SVG, the form in which pictures travel to typst."""
    import base64  # noqa: PLC0415 - see above

    from PIL import Image  # noqa: PLC0415 - see above

    with Image.open(io.BytesIO(content)) as image:
        width, height = image.size
    coded = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:{media_type};base64,{coded}"/></svg>'
    )
