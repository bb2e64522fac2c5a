"""What a sheet is once it has been read: a header and rows of text with their file lines, and its limits."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_UNPACKED_BYTES = 96 * 1024 * 1024
MAX_ROWS = 300_000
MAX_COLUMNS = 300
MAX_CELLS = 2_000_000
MAX_CELL_CHARACTERS = 100_000
MAX_CHARACTERS = 32 * 1024 * 1024
# Spreadsheets keep 15 digits of a number; what is longer (a NIK, a NIP) has lost its last digits already.
_EXACT_DIGITS = 10**15


class UnreadableSheet(ValueError):
    """The file cannot be used; the message is one Indonesian sentence for the person who chose it."""


@dataclass(frozen=True)
class Row:
    """One row with at least one filled cell: ``line`` counts the file's lines from 1 (the sheet's rows)."""

    line: int
    cells: tuple[str, ...]

    def cell(self, index: int) -> str:
        """The text of a column, "" where the row is shorter than that."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """The first filled row is the header. Cells and names are stripped; wholly empty rows are left out.

    Of a workbook: the name of its ``sheet``, and of those that are filled too and were left ``unread``.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_line: int = 1
    sheet: str = ""
    unread: tuple[str, ...] = ()


UNREAD = "Yang dibaca hanya lembar “%(sheet)s”. Lembar lain yang juga berisi tidak dibaca: %(others)s."
NAMED = 5  # sheets; a workbook may have hundreds


def unread_words(sheet: str, unread: Sequence[str]) -> str:
    """Which sheet of a workbook was read, and which were left."""
    return UNREAD % {"sheet": sheet, "others": unread_names(unread)}


def unread_names(unread: Sequence[str]) -> str:
    """The first of them by name."""
    named = ", ".join(f"“{name}”" for name in unread[:NAMED])
    return named if len(unread) <= NAMED else f"{named} (+{len(unread) - NAMED})"


def table_from(lines: Iterable[tuple[int, Sequence[str]]]) -> Table:
    """Header and rows from numbered lines of cells; the limits hold for every format."""
    header: tuple[str, ...] | None = None
    header_line = 1
    rows: list[Row] = []
    filled = characters = 0
    for line, raw in lines:
        cells = _trimmed(raw)
        if not cells:
            continue
        filled += len(cells)
        # One text that a workbook names a million times is small in the file only.
        characters += sum(map(len, cells))
        if characters > MAX_CHARACTERS:
            raise UnreadableSheet("Isi lembar kerja ini terlalu panjang; pecah menjadi beberapa berkas.")
        if len(cells) > MAX_COLUMNS:
            raise UnreadableSheet(f"Baris {line} memiliki lebih dari {MAX_COLUMNS} kolom.")
        if header is None:
            header, header_line = cells, line
            continue
        if len(rows) >= MAX_ROWS or filled > MAX_CELLS:
            raise UnreadableSheet(f"Berkas ini terlalu panjang; paling banyak {MAX_ROWS} baris.")
        rows.append(Row(line, cells))
    if header is None:
        raise UnreadableSheet("Berkas ini kosong.")
    return Table(header, tuple(rows), header_line)


def text_of(value: object) -> str:
    """A spreadsheet's value as the text a person would have typed.

    Whole numbers lose their ".0"; dates are ISO; a number too long to be exact keeps its exponent, so that no
    check can take the spoiled digits for real ones.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _number_text(value: float) -> str:
    if not math.isfinite(value):
        return str(value)
    if abs(value) >= _EXACT_DIGITS:
        return f"{value:.14E}"
    return str(int(value)) if value == int(value) else repr(value)


def _trimmed(raw: Sequence[str]) -> tuple[str, ...]:
    cells = [cell.strip().strip("\ufeff\u200b") for cell in raw]
    while cells and not cells[-1]:
        cells.pop()
    if any(len(cell) > MAX_CELL_CHARACTERS for cell in cells):
        raise UnreadableSheet(f"Ada sel yang isinya lebih dari {MAX_CELL_CHARACTERS} huruf.")
    return tuple(cells)
