"""What a table of survey results says: which columns are elements, which rows count, which are refused and
why.

Used by the command line and by the import page alike; no Django, no database.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sinergi.catalogue.elements import ORDERS, key_of, plain
from sinergi.sheets.reading import Row, Table
from sinergi.surveys.formulas.index import HIGHEST, LEGAL_ELEMENTS, LOWEST, MAX_ELEMENTS, MIN_ELEMENTS

COUNT_COLUMNS = ("n4", "n3", "n2", "n1")
_ELEMENT_NUMBER = re.compile(r"u ?0*([1-9][0-9]{0,3})(?: (.+))?")
_WHOLE = re.compile(r"([0-9]{1,9})(?:[.,]0*)?")
# As a count, "1.000" is a thousand to an office and one to a program: nobody but the sender can say.
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")


class UnusableTable(ValueError):
    """The table holds no survey results that can be used; the message is one Indonesian sentence."""


@dataclass(frozen=True)
class ElementColumn:
    """``position`` in the header, ``key`` of the element, ``label`` as the file writes it."""

    position: int
    key: str
    label: str


@dataclass(frozen=True)
class Refused:
    """One row left out: its number among the data rows, its line in the file, the cell at fault, and why."""

    row: int
    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Respondent:
    row: int
    line: int
    answers: tuple[int | None, ...]


@dataclass(frozen=True)
class Responses:
    """One row per respondent; ``unanswered`` counts rows that hold no answer at all."""

    elements: tuple[ElementColumn, ...]
    respondents: tuple[Respondent, ...]
    refused: tuple[Refused, ...]
    ignored: tuple[str, ...]
    unanswered: int

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Columns left out that carry the number of an element ("U8 Keluhan") which no other column has."""
        scored = {element_number(element.label) for element in self.elements}
        strange = [name for name in self.ignored if element_number(name) is None]
        numbers = {name: _ELEMENT_NUMBER.fullmatch(plain(name)) for name in strange}
        return tuple(name for name, found in numbers.items() if found and int(found.group(1)) not in scored)


@dataclass(frozen=True)
class Counts:
    """One row per element: (n4, n3, n2, n1)."""

    elements: tuple[ElementColumn, ...]
    counts: tuple[tuple[int, int, int, int], ...]
    refused: tuple[Refused, ...]


def whole_number(text: str) -> int | None:
    """ "4", "4.0" and "4,0" as 4; None for anything else ("3,5", "-1", "empat")."""
    found = _WHOLE.fullmatch(text.strip())
    return int(found.group(1)) if found and found.group(1).isascii() else None


def interpret(table: Table, order: str = "legal") -> Responses | Counts:
    """Counts where the columns unsur, n4, n3, n2, n1 are there, else a row per respondent. Raises
    UnusableTable.
    """
    names = [name.casefold() for name in table.header]
    if all(name in names for name in ("unsur", *COUNT_COLUMNS)):
        return read_counts(table, order)
    return read_responses(table, order)


def read_responses(table: Table, order: str = "legal") -> Responses:
    """Answers 1 to 4 per element; a blank is no answer, an invalid value leaves its whole respondent out."""
    elements = element_columns(table.header, order)
    if not table.rows:
        raise UnusableTable("Berkas ini hanya berisi judul kolom, tanpa satu baris pun.")
    respondents: list[Respondent] = []
    refused: list[Refused] = []
    unanswered = 0
    for number, row in enumerate(table.rows, start=1):
        fault = _fault(number, row, elements, len(table.header))
        if fault:
            refused.append(fault)
            continue
        answers = tuple(whole_number(row.cell(element.position)) for element in elements)
        if any(answer is not None for answer in answers):
            respondents.append(Respondent(number, row.line, answers))
        else:
            unanswered += 1
    if not respondents:
        raise UnusableTable(_nobody(refused))
    for place, element in enumerate(elements):
        if all(person.answers[place] is None for person in respondents):
            raise UnusableTable(f"Kolom {element.label} tidak berisi satu jawaban pun.")
    used = {element.position for element in elements}
    ignored = tuple(name for place, name in enumerate(table.header) if name and place not in used)
    return Responses(elements, tuple(respondents), tuple(refused), ignored, unanswered)


def _fault(number: int, row: Row, elements: Sequence[ElementColumn], width: int) -> Refused | None:
    if len(row.cells) > width:
        return Refused(
            number, row.line, "", row.cells[width], f"Baris ini lebih panjang dari judul ({width} kolom)."
        )
    wrong = [
        (element.label, value)
        for element in elements
        if (value := row.cell(element.position)) and whole_number(value) not in range(LOWEST, HIGHEST + 1)
    ]
    if not wrong:
        return None
    column, value = wrong[0]
    reason = f"Jawaban harus bilangan bulat {LOWEST} sampai {HIGHEST}."
    if len(wrong) > 1:
        reason += " Juga salah: " + ", ".join(f"{name} = {text}" for name, text in wrong[1:]) + "."
    return Refused(number, row.line, column, value, reason)


def _nobody(refused: Sequence[Refused]) -> str:
    if not refused:
        return "Tidak ada satu jawaban pun di berkas ini."
    first = refused[0]
    return (
        f"Semua baris ditolak ({len(refused)}); yang pertama di baris {first.line}, "
        f"kolom {first.column or '-'}, isi “{first.value}”: {first.reason.rstrip('.')}."
    )


def read_counts(table: Table, order: str = "legal") -> Counts:
    """Counts per element. A row that names no element ("Jumlah") is refused; a count that is none makes the
    file unusable, because an index over the other elements would be a different one."""
    names = [name.casefold() for name in table.header]
    for name in ("unsur", *COUNT_COLUMNS):
        if names.count(name) > 1:
            raise UnusableTable(f"Kolom {name} muncul lebih dari sekali.")
    if not table.rows:
        raise UnusableTable("Berkas ini hanya berisi judul kolom, tanpa satu baris pun.")
    places = [names.index(name) for name in COUNT_COLUMNS]
    unsur = names.index("unsur")
    kept: list[tuple[Row, str]] = []
    refused: list[Refused] = []
    for number, row in enumerate(table.rows, start=1):
        label = row.cell(unsur)
        if element_number(label) is None and key_of(label) is None:
            refused.append(Refused(number, row.line, table.header[unsur], label, "Bukan nama unsur."))
        else:
            kept.append((row, label))
    elements, ordered = _counted_elements([label for _, label in kept], order)
    counts = [_counts_of(kept[place][0], kept[place][1], places) for place in ordered]
    return Counts(elements, tuple(counts), tuple(refused))


def _counted_elements(labels: list[str], order: str) -> tuple[tuple[ElementColumn, ...], list[int]]:
    elements = element_columns(labels, order)
    if len(elements) != len(labels):
        raise UnusableTable("Nama unsur dan nomor unsur tercampur; gunakan salah satunya.")
    return elements, [element.position for element in elements]


def _counts_of(row: Row, label: str, places: Sequence[int]) -> tuple[int, int, int, int]:
    found = []
    for name, place in zip(COUNT_COLUMNS, places, strict=True):
        text = row.cell(place)
        count = whole_number(text)
        if count is None or _THOUSANDS.fullmatch(text):
            shown = f"“{text}”" if text else "kosong"
            raise UnusableTable(f"Baris {row.line}, unsur {label}, kolom {name}: {shown}, {_wanted(text)}.")
        found.append(count)
    if not any(found):
        raise UnusableTable(f"Unsur {label} (baris {row.line}) tidak memiliki satu jawaban pun.")
    return (found[0], found[1], found[2], found[3])


def _wanted(text: str) -> str:
    if _THOUSANDS.fullmatch(text):
        return "tulis tanpa tanda ribuan, misalnya 1000"
    if text.isascii() and text.isdecimal():
        return "seharusnya paling banyak sembilan angka"
    return "seharusnya bilangan bulat 0 atau lebih"


def element_number(label: str) -> int | None:
    """8 for "U8", "u08", "U8 - Sarana dan prasarana"; None where the text behind it names no element."""
    found = _ELEMENT_NUMBER.fullmatch(plain(label))
    if not found or (found.group(2) and key_of(found.group(2)) is None):
        return None
    return int(found.group(1))


def element_columns(header: Sequence[str], order: str = "legal") -> tuple[ElementColumn, ...]:
    """The columns that hold elements, numbered ones by their number, named ones as the file has them.

    With nine, the keys are the legal ones; numbers are read in ``order`` ("legal" or "annex"). Otherwise keys
    are U1, U2, … Raises UnusableTable below 2, above 30, or where two columns are the same element.
    """
    numbered = [(number, place) for place, name in enumerate(header) if (number := element_number(name))]
    named = [place for place, name in enumerate(header) if key_of(name)]
    if len(numbered) < MIN_ELEMENTS:
        chosen = named
    elif len(numbered) < LEGAL_ELEMENTS and len(numbered) + len(named) == LEGAL_ELEMENTS:
        chosen = sorted([place for _, place in numbered] + named)
    else:
        # Beside numbered columns, one called "waktu" is a time of day, not a second U3.
        chosen = [place for _, place in sorted(numbered)]
    _check_number_of(chosen)
    keys = (
        _legal_keys(header, chosen, order) if len(chosen) == LEGAL_ELEMENTS else _plain_keys(header, chosen)
    )
    for place, key in enumerate(keys):
        if key in keys[:place]:
            first, second = header[chosen[keys.index(key)]], header[chosen[place]]
            raise UnusableTable(f"Kolom {first} dan {second} menunjuk unsur yang sama.")
    return tuple(ElementColumn(place, key, header[place]) for place, key in zip(chosen, keys, strict=True))


def _check_number_of(chosen: Sequence[int]) -> None:
    if not chosen:
        raise UnusableTable(
            "Tidak ada kolom unsur; beri judul U1, U2, … atau nama unsur seperti Persyaratan di baris pertama "
            "(judul laporan di atasnya dihapus dahulu)."
        )
    if not MIN_ELEMENTS <= len(chosen) <= MAX_ELEMENTS:
        raise UnusableTable(
            f"Ada {len(chosen)} kolom unsur; indeks memerlukan {MIN_ELEMENTS} sampai {MAX_ELEMENTS}."
        )


def _plain_keys(header: Sequence[str], chosen: Sequence[int]) -> list[str]:
    numbers = [element_number(header[place]) for place in chosen]
    if all(number is not None for number in numbers):
        return [f"U{number}" for number in numbers]
    names = [key_of(header[place]) for place in chosen]
    return [f"U{names.index(name) + 1 if name else place + 1}" for place, name in enumerate(names)]


def _legal_keys(header: Sequence[str], chosen: Sequence[int], order: str) -> list[str]:
    """A name says more than a number; numbers 1 to 9 are read by the order, others by their place."""
    numbers = [element_number(header[place]) for place in chosen]
    within = all(number is None or number <= LEGAL_ELEMENTS for number in numbers)
    keys = []
    for place, (column, number) in enumerate(zip(chosen, numbers, strict=True)):
        named = key_of(header[column]) or _name_behind(header[column])
        keys.append(named or ORDERS[order][(number or place + 1) - 1 if within else place])
    return keys


def _name_behind(label: str) -> str | None:
    found = _ELEMENT_NUMBER.fullmatch(plain(label))
    return key_of(found.group(2)) if found and found.group(2) else None
