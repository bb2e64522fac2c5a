"""XLSX and ODS: checked from outside (sizes, encryption, extent of the sheet) before the reader unpacks them.

A workbook of a few kilobytes can ask for a hundred gigabytes: by what its zip directory declares, or by one
cell in the last corner of the sheet. Both are refused before any library allocates for them.
"""

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sinergi.sheets import extent
from sinergi.sheets.table import MAX_CELLS, MAX_UNPACKED_BYTES, UnreadableSheet, text_of

Failed = Mapping[str, Mapping[tuple[int, int], str]]

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_MEMBERS = 2_000
# What the standard library raises for damaged, exotic or locked archives.
_ZIP_TROUBLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
)

_DAMAGED = "Berkas ini rusak atau bukan lembar kerja; simpan ulang sebagai XLSX, ODS, atau CSV."
_LOCKED = "Berkas ini dikunci dengan kata sandi; simpan ulang tanpa kata sandi."
_BOMB = f"Isi berkas ini terlalu besar setelah dibuka (lebih dari {MAX_UNPACKED_BYTES // (1024 * 1024)} MB)."


def ole_trouble(data: bytes) -> str:
    """What to say of an OLE container: a workbook under a password, or the format of before 2007."""
    locked = "EncryptedPackage".encode("utf-16-le") in data
    return (
        _LOCKED if locked else "Format lama (XLS) tidak didukung; simpan ulang sebagai XLSX, ODS, atau CSV."
    )


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook: its name, its lines numbered as the spreadsheet numbers its rows, and the names of the
    other sheets that are filled."""

    name: str
    lines: Iterator[tuple[int, list[str]]]
    unread: tuple[str, ...]


def read(data: bytes) -> Page:
    """The first sheet that holds anything."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive)
            failed, filled = _check_kind(archive)
    except UnreadableSheet:
        raise
    except _ZIP_TROUBLE as error:
        locked = isinstance(error, RuntimeError) and "encrypted" in str(error)
        raise UnreadableSheet(_LOCKED if locked else _DAMAGED) from None
    names, name, values = _chosen(data, failed)
    unread = tuple(other for other in names if other != name and other in filled)
    return Page(name, _lines(values), unread)


def _lines(values: list[list[Any]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(values, start=1):
        yield number, [text_of(cell) for cell in row]


def _chosen(data: bytes, failed: Failed) -> tuple[list[str], str, list[list[Any]]]:
    """The names of the sheets in the order of the workbook, the name of the one to read, and its cells."""
    # Only whoever opens a workbook pays for the reader.
    from python_calamine import (  # noqa: PLC0415
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        pages = [one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        names = [one.name for one in pages]
        # What somebody has hidden is not what he means to hand in, unless there is nothing else.
        pages.sort(key=lambda one: one.visible != SheetVisibleEnum.Visible)
        for page in pages:
            sheet = workbook.get_sheet_by_name(page.name)
            if sheet.total_height * sheet.total_width > MAX_CELLS:
                raise UnreadableSheet(extent.TOO_LARGE)
            values = sheet.to_python(skip_empty_area=False)
            _mark(values, failed.get(page.name, {}))
            if any(cell != "" for row in values for cell in row):
                return names, page.name, values
    except PasswordError:
        raise UnreadableSheet(_LOCKED) from None
    except (CalamineError, OSError, ValueError) as error:
        raise error if isinstance(error, UnreadableSheet) else UnreadableSheet(_DAMAGED) from None
    except BaseException as error:
        # A panic of the Rust reader arrives as a BaseException of its own; all others go on their way.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableSheet(_DAMAGED) from None
    return names, "", []


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """Declared sizes first, then the real ones: reading stops at the declared size and the checksum tells a
    lie.
    """
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise UnreadableSheet(_BOMB)
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableSheet(_LOCKED)
    if archive.testzip() is not None:
        raise UnreadableSheet(_DAMAGED)


def _mark(values: list[list[Any]], failed: Mapping[tuple[int, int], str]) -> None:
    """Say in words what stands in cells that the reader gives out as empty."""
    for (row, column), words in failed.items():
        if row <= len(values) and column <= len(values[row - 1]) and values[row - 1][column - 1] == "":
            values[row - 1][column - 1] = words


def _check_kind(archive: zipfile.ZipFile) -> tuple[Failed, set[str]]:
    """Refuses what is no sheet or reaches too far; the failed cells by the names of the sheets, and which of
    them are filled."""
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        raise UnreadableSheet("Format XLSB tidak didukung; simpan ulang sebagai XLSX, ODS, atau CSV.")
    if "xl/workbook.xml" in names:
        scans = {name: extent.Xlsx() for name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)}
        for name, scan in scans.items():
            extent.check(archive, name, scan)
        found = {title: scans[name] for title, name in _places(archive, names).items() if name in scans}
        filled = {title for title, scan in found.items() if scan.reach.cells}
        return {title: scan.failed for title, scan in found.items()}, filled
    if "content.xml" not in names:
        raise UnreadableSheet("Berkas ini bukan lembar kerja; gunakan CSV, XLSX, atau ODS.")
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableSheet(_LOCKED)
    ods = extent.Ods()
    extent.check(archive, "content.xml", ods)
    return ods.failed, ods.filled


def _places(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """Where each sheet lies in the archive."""
    found = extent.Names()
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        if name in names:
            extent.check(archive, name, found)
    targets = {
        key: posixpath.normpath(posixpath.join("/xl", target))[1:] for key, target in found.targets.items()
    }
    return {title: targets.get(relation, "") for title, relation in found.relations.items()}
