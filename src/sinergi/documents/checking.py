"""Is this file what it claims, small enough, and harmless? Proven by opening it in another process (`opener`)."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.access.verdict import Refused
from sinergi.documents import limits, virus
from sinergi.documents.limits import EXTENSIONS, LIMITS, Limits
from sinergi.documents.models import Purpose
from sinergi.ui import formats

OPENER = Path(__file__).with_name("opener.py")
# No thread pools and few memory arenas: they would eat the address space that the limit leaves.
ENVIRONMENT: Mapping[str, str] = {
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
MOST_NAME = 120
UNSEEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

WORDS: Mapping[str, Any] = {
    "empty": gettext_lazy("Berkas ini kosong. Pilih berkas yang lain."),
    "size": gettext_lazy("Berkas ini terlalu besar. Paling besar %(limit)s."),
    "kind": gettext_lazy("Berkas ini bukan %(kinds)s. Pilih berkas yang lain."),
    "heic": gettext_lazy(
        "Foto HEIC belum dapat dibuka. Ubah pengaturan kamera ke “Paling Kompatibel” (JPEG), atau "
        "kirim tangkapan layarnya."
    ),
    "office": gettext_lazy("Berkas Word, Excel, atau ZIP tidak dapat diterima di sini. Kirim %(kinds)s."),
    "markup": gettext_lazy("Berkas SVG, HTML, atau XML tidak dapat diterima. Kirim %(kinds)s."),
    "encrypted": gettext_lazy(
        "Berkas ini dikunci dengan kata sandi. Simpan ulang tanpa kunci, atau foto halamannya."
    ),
    "truncated": gettext_lazy(
        "Berkas ini terpotong, mungkin belum selesai diunduh atau disalin. Kirim ulang."
    ),
    "pdf": gettext_lazy("PDF ini rusak dan tidak dapat dibuka. Simpan ulang, atau foto halamannya."),
    "image": gettext_lazy("Foto ini rusak dan tidak dapat dibuka. Ambil foto baru."),
    "pages": gettext_lazy("PDF ini berisi %(pages)s halaman. Paling banyak %(most_pages)s."),
    "pixels": gettext_lazy("Foto ini terlalu besar: %(width)s × %(height)s titik. Perkecil dahulu."),
    "bomb": gettext_lazy("Berkas ini terlalu rumit untuk dibuka. Simpan ulang, atau foto halamannya."),
    "macros": gettext_lazy("Lembar kerja ini berisi makro. Simpan tanpa makro."),
    "virus": gettext_lazy(
        "Berkas ini terdeteksi berbahaya dan tidak disimpan. Bersihkan perangkat Anda, lalu kirim ulang."
    ),
    "unscanned": gettext_lazy("Pemeriksa virus sedang tidak dapat dihubungi. Coba lagi beberapa menit lagi."),
}
KIND_NAMES = {
    limits.JPEG: gettext_lazy("foto JPEG"),
    limits.PNG: "PNG",
    limits.PDF: "PDF",
    limits.CSV: "CSV",
    limits.XLSX: "XLSX",
    limits.ODS: "ODS",
}


class UnacceptableFile(Refused):
    """A file cannot be stored; ``words`` tell the citizen why and what to do. ``reason`` is a key of `WORDS`."""

    def __init__(self, reason: str, words: Any) -> None:
        super().__init__(words)
        self.reason = reason


@dataclass
class Checked:
    """A clean copy: ``content`` is a temporary file at its start, ``name`` safe to show, ``side`` the longest side of
    a picture in pixels."""

    content: IO[bytes]
    size: int
    media_type: str
    name: str
    side: int | None = None


def check(source: IO[bytes], *, name: str, size: int, purpose: str) -> Checked:
    """The clean copy of an uploaded file for ``purpose``. Raises `UnacceptableFile`.

    ``size`` in bytes. The caller closes ``content`` of the answer. Takes at most `limits.CPU_SECONDS` of processor
    time and `limits.ADDRESS_SPACE` bytes, whatever the file holds.
    """
    allowed = LIMITS[Purpose(purpose)]
    if size > allowed.size:
        raise refused("size", allowed)
    found = virus.scan(source)
    if found:
        raise refused(found, allowed)
    source.seek(0)
    clean = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the caller
    try:
        answer = _open_elsewhere(source, clean, allowed)
    except BaseException:
        clean.close()
        raise
    if "refused" in answer:
        clean.close()
        raise refused(answer.pop("refused"), allowed, **answer)
    written = clean.seek(0, 2)
    clean.seek(0)
    return Checked(clean, written, answer["type"], safe_name(name, answer["type"]), answer.get("side"))


def refused(reason: str, allowed: Limits, **facts: Any) -> UnacceptableFile:
    """The refusal in words; numbers in Indonesian form."""
    kinds = [str(words) for kind, words in KIND_NAMES.items() if kind in allowed.kinds]
    told = {key: formats.number(value) if isinstance(value, int) else value for key, value in facts.items()}
    told |= {"limit": formats.file_size(allowed.size), "most_pages": allowed.pages, "kinds": _or(kinds)}
    return UnacceptableFile(reason, str(WORDS[reason]) % told)


def _or(names: list[str]) -> str:
    return (
        names[0]
        if len(names) == 1
        else _("%(many)s atau %(last)s") % {"many": ", ".join(names[:-1]), "last": names[-1]}
    )


def _order(allowed: Limits) -> dict[str, Any]:
    return {
        **asdict(allowed),
        "kinds": sorted(allowed.kinds),
        "pixels": dict(limits.PIXELS),
        "unpacked": limits.UNPACKED,
        "unpacked_sheet": limits.UNPACKED_SHEET,
        "pdf_objects": limits.PDF_OBJECTS,
        "cpu_seconds": limits.CPU_SECONDS,
        "address_space": limits.ADDRESS_SPACE,
    }


def _open_elsewhere(source: IO[bytes], target: IO[bytes], allowed: Limits) -> dict[str, Any]:
    """Run the opener. A process that dies (out of memory or time) means the file is refused, never that we fail."""
    command = [sys.executable, "-I", str(OPENER), json.dumps(_order(allowed))]
    with (
        tempfile.TemporaryFile() as plain
    ):  # an upload may be held in memory: the other process needs a real file
        while piece := source.read(1 << 18):
            plain.write(piece)
        plain.seek(0)
        try:
            done = subprocess.run(
                command, stdin=plain, stdout=target, stderr=subprocess.PIPE, env=dict(ENVIRONMENT),
                timeout=limits.WALL_SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return {"refused": "bomb"}
    try:
        answer = json.loads(done.stderr.decode(errors="replace").rpartition("\n")[2] or "{}")
    except ValueError:
        answer = {}
    if done.returncode or not ("type" in answer or "refused" in answer):
        return {"refused": "bomb"}
    return dict(answer)


def safe_name(name: str, media_type: str) -> str:
    """A name to show and to save under: no path, no invisible characters, the ending of what the file really is."""
    last = re.split(r"[\\/]", UNSEEN.sub("", name))[-1].strip(" .")
    stem = last.rsplit(".", 1)[0] if "." in last else last
    stem = re.sub(r'[<>:"|?*]', "_", stem).strip(" .")[:MOST_NAME] or "berkas"
    return f"{stem}.{EXTENSIONS.get(media_type, 'bin')}"
