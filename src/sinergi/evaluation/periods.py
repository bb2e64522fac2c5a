"""The periods that satisfaction is reported for: quarters (triwulan) of a year."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

MONTHS = 3
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


@dataclass(frozen=True, order=True)
class Quarter:
    """One triwulan: ``year`` and ``number`` 1-4."""

    year: int
    number: int

    @property
    def key(self) -> str:
        """``2026-TW2``, as it stands in addresses."""
        return f"{self.year}-TW{self.number}"

    @property
    def label(self) -> str:
        """``Triwulan III 2026``, as people write it."""
        return _("Triwulan %(number)s %(year)s") % {"number": ROMAN[self.number], "year": self.year}

    @property
    def since(self) -> date:
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def until(self) -> date:
        """First day of the last month."""
        return date(self.year, MONTHS * self.number, 1)

    @property
    def end(self) -> date:
        """First day after the quarter."""
        return self.next.since

    @property
    def dates(self) -> tuple[date, date]:
        """``since`` and ``until``."""
        return self.since, self.until

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


def parse(text: str) -> Quarter | None:
    """A quarter from an address, or None for anything else."""
    year, mark, number = text[:4], text[4:7], text[7:]
    if mark != "-TW" or not (year.isascii() and year.isdigit()) or number not in {"1", "2", "3", "4"}:
        return None
    return Quarter(int(year), int(number)) if int(year) >= 2000 else None


def add_months(month: date, count: int) -> date:
    """The first day of the month ``count`` months on."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)
