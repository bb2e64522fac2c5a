"""Workbooks that go out: typed cells, text always as text, so that ``=1+1`` stays what somebody wrote."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | Decimal | Fraction | date | datetime | time | bool | None
MAX_TEXT = 32_767
_EXACT_DIGITS = 10**15


@dataclass(frozen=True)
class Sheet:
    """One sheet: a name, one header row, typed rows; ``widths`` in characters, 18 where it says nothing."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()


def workbook(sheets: Sequence[Sheet], *, created: datetime) -> bytes:
    """An XLSX file of these sheets. ``created`` is handed in, so that the same figures give the same bytes.

    Raises ValueError for no sheet, two sheets of one name, or a text longer than a cell can hold.
    """
    import xlsxwriter  # noqa: PLC0415 - a tenth of a web worker's start, for files that few people fetch

    if not sheets:
        raise ValueError("a workbook needs at least one sheet")
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": created.replace(tzinfo=None)})
        formats = {
            "header": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "time": book.add_format({"num_format": "hh:mm"}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        }
        names: set[str] = set()
        for sheet in sheets:
            name = sheet_name(sheet.name)
            if name.casefold() in names:
                raise ValueError(f"two sheets named {name!r}")
            names.add(name.casefold())
            _fill(book.add_worksheet(name), sheet, formats)
    return target.getvalue()


def sheet_name(name: str) -> str:
    """A name that spreadsheets accept: at most 31 characters, none of ``[]:*?/\\``, no quote at its ends."""
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip().strip("'").strip()[:31].strip()
    return clean or "Lembar"


def _fill(page: "Worksheet", sheet: Sheet, formats: dict[str, object]) -> None:
    for column, title in enumerate(sheet.header):
        page.write_string(0, column, _short_enough(title), formats["header"])
        page.set_column(column, column, sheet.widths[column] if column < len(sheet.widths) else 18)
    page.freeze_panes(1, 0)
    for number, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells):
            _write(page, number, column, cell, formats)


def _write(page: "Worksheet", row: int, column: int, cell: Cell, formats: dict[str, object]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, str):
        page.write_string(row, column, _short_enough(cell), formats["text"])
    elif isinstance(cell, datetime):
        page.write_datetime(row, column, cell.replace(tzinfo=None), formats["datetime"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, formats["date"])
    elif isinstance(cell, time):
        page.write_datetime(row, column, cell, formats["time"])
    elif isinstance(cell, int) and abs(cell) >= _EXACT_DIGITS:
        # A number of this length would lose digits in the spreadsheet.
        page.write_string(row, column, str(cell), formats["text"])
    else:
        page.write_number(row, column, float(cell))


def _short_enough(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueError(f"a cell holds at most {MAX_TEXT} characters, not {len(text)}")
    return text
