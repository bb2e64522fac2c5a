"""How far a sheet reaches, read from its XML before any library makes room for it.

A parser is used, not a search for text: quotes, prefixes and entities can be written in many ways.
"""

import re
import zipfile
from typing import Protocol
from xml.parsers import expat

from sinergi.sheets.table import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, UnreadableSheet

TOO_LARGE = f"Lembar kerja ini terlalu besar; paling banyak {MAX_ROWS} baris dan {MAX_COLUMNS} kolom."
ERROR = "#GALAT"
UNCOMPUTED = "(rumus belum dihitung)"
_CHUNK = 1 << 18
_REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,8})")


class Scan(Protocol):
    def start(self, name: str, attributes: dict[str, str]) -> None: ...


def check(archive: zipfile.ZipFile, member: str, scan: Scan) -> None:
    """Read one member of the archive through ``scan``. Raises UnreadableSheet beyond the limits or for bad XML."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.start
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise UnreadableSheet(
            "Isi lembar kerja ini rusak; simpan ulang sebagai XLSX, ODS, atau CSV."
        ) from None


def _no_doctype(*_declaration: object) -> None:
    """Workbooks have no document type; entities that unfold into gigabytes need one."""
    raise UnreadableSheet("Isi lembar kerja ini tidak wajar; simpan ulang sebagai XLSX, ODS, atau CSV.")


class _Reach:
    """The furthest filled cell so far, and how many cells were named."""

    def __init__(self) -> None:
        self.rows = self.columns = self.cells = 0

    def fill(self, row: int, column: int, cells: int = 1) -> None:
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        self.cells += cells
        too_far = self.rows > MAX_ROWS + 1 or self.columns > MAX_COLUMNS
        if too_far or self.cells > MAX_CELLS or self.rows * self.columns > MAX_CELLS * 4:
            raise UnreadableSheet(TOO_LARGE)


class Names:
    """What a workbook calls its sheets: name -> relation, and relation -> place in the archive."""

    def __init__(self) -> None:
        self.relations: dict[str, str] = {}
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.relations[attributes.get("name", "")] = relation
        elif local == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class Xlsx:
    """Cells name their place ("AB12") or follow the one before; those without a value take no room.

    ``failed``: places of cells that hold an error, or a formula that no program has computed yet. The reader
    gives them out as empty, and an empty cell means that nobody answered.
    """

    def __init__(self) -> None:
        self.reach = _Reach()
        self.row = self.column = 0
        self.kind = ""
        self.failed: dict[tuple[int, int], str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() and len(number) < 9 else self.row + 1
            self.column = 0
        elif local == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", "").upper())
            self.column += 1
            if found:
                self.column, self.row = _column(found.group(1)), int(found.group(2))
            self.kind = attributes.get("t", "")
        elif local in ("v", "is", "f"):
            self.reach.fill(self.row, self.column)
            if self.kind == "e":
                self.failed[self.row, self.column] = ERROR
            elif local == "f" and self.kind in ("", "n"):
                self.failed[self.row, self.column] = UNCOMPUTED


class Ods:
    """One line can repeat a cell over all columns and its row over a million rows.

    ``failed``: by sheet, as for `Xlsx`; LibreOffice keeps an error as an empty text. ``filled``: sheets with a value.
    """

    def __init__(self) -> None:
        self.reach = _Reach()
        self.row = self.column = self.repeat = 0
        self.failed: dict[str, dict[tuple[int, int], str]] = {}
        self.filled: set[str] = set()
        self._name = ""
        self._sheet: dict[tuple[int, int], str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "table":
            self.row = 0
            self._name = _attribute(attributes, ":name")
            self._sheet = self.failed.setdefault(self._name, {})
        elif local == "table-row":
            self.repeat, self.column = _repeated(attributes, "number-rows-repeated"), 0
            self.row += self.repeat
        elif local in ("table-cell", "covered-table-cell"):
            repeat = _repeated(attributes, "number-columns-repeated")
            self.column += repeat
            self._cell(attributes, repeat)

    def _cell(self, attributes: dict[str, str], repeat: int) -> None:
        kinds = [value for key, value in attributes.items() if key.endswith("value-type")]
        formula = any(key.endswith(":formula") for key in attributes)
        if not kinds and not formula:
            return
        self.reach.fill(self.row, self.column, repeat * self.repeat)
        self.filled.add(self._name)
        if "error" in kinds or not kinds:
            words = ERROR if kinds else UNCOMPUTED
            for row in range(self.row - self.repeat + 1, self.row + 1):
                for column in range(self.column - repeat + 1, self.column + 1):
                    self._sheet[row, column] = words


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _attribute(attributes: dict[str, str], name: str, default: str = "") -> str:
    """By the end of its name: the prefix before it is the file's own choice."""
    return next((value for key, value in attributes.items() if key.endswith(name)), default)


def _repeated(attributes: dict[str, str], what: str) -> int:
    text = _attribute(attributes, what, "1").strip()
    if not text.isdecimal() or len(text) > 9:
        return 10**9
    return int(text)
