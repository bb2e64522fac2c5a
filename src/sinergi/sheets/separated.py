"""CSV as it is found in offices: any of three separators, several encodings, with or without a byte order
mark.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from sinergi.sheets.table import MAX_CELL_CHARACTERS, UnreadableSheet

SEPARATORS = (",", ";", "\t")
_SAMPLE_ROWS = 30
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")


def read(data: bytes, filename: str = "") -> Iterator[tuple[int, list[str]]]:
    """The lines of a text file of values, each with the number of the line it begins on."""
    text = decoded(data, filename)
    separator, text, skipped = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins + skipped, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise UnreadableSheet(
            f"Baris {begins + skipped} tidak dapat dibaca; mungkin ada tanda kutip yang tidak ditutup."
        ) from None


def decoded(data: bytes, filename: str = "") -> str:
    """The text of the bytes: UTF-8, UTF-16 (marked or plainly so), else the Windows code page 1252."""
    not_text = UnreadableSheet(
        f"{filename or 'Berkas ini'} bukan tabel yang dapat dibaca; gunakan CSV, XLSX, atau ODS."
    )
    if data.startswith(_FOREIGN):
        raise not_text
    for encoding in _encodings(data):
        try:
            # Old programs end a text file with Ctrl-Z.
            text = data.decode(encoding).rstrip("\x1a")
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            raise not_text
        return text
    raise not_text


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    head = data[:2000]
    # Latin letters in UTF-16 have a zero in every second byte; which one tells the byte order.
    if head[1::2].count(0) > len(head) * 0.4:
        return ("utf-16-le",)
    if head[::2].count(0) > len(head) * 0.4:
        return ("utf-16-be",)
    return ("utf-8-sig", "cp1252")


def _separator(text: str) -> tuple[str, str, int]:
    """The separator, the text to read, and how many lines were dropped (Excel's own ``sep=;`` line)."""
    declared = re.match(r'"?sep=([,;\t])"?\r?\n', text, re.IGNORECASE)
    if declared:
        return declared.group(1), text[declared.end() :], 1
    return max(SEPARATORS, key=lambda separator: _agreement(text, separator)), text, 0


def _agreement(text: str, separator: str) -> tuple[float, int]:
    """How well the first rows agree on one width above 1, then how wide they are."""
    csv.field_size_limit(MAX_CELL_CHARACTERS + 10_000)
    widths: list[int] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
            if len(widths) > _SAMPLE_ROWS:
                break
    except csv.Error:
        return (0.0, 0)
    if not widths or widths[0] < 2:
        return (0.0, 0)
    same = sum(1 for width in widths[1:] if width == widths[0])
    return ((same + 1) / len(widths), widths[0])
