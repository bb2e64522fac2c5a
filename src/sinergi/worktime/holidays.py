"""Indonesian holidays and cuti bersama as shipped data: what the joint decrees of three ministers name."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Holiday:
    """``kind`` is libur_nasional, cuti_bersama or libur_pemilu; ``provisional`` until an official text was
    read.
    """

    date: date
    kind: str
    name: str
    decree: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class HolidayList:
    """Holidays with the years they speak for."""

    holidays: tuple[Holiday, ...]

    @property
    def dates(self) -> frozenset[date]:
        return frozenset(holiday.date for holiday in self.holidays)

    def settled_years(self) -> frozenset[int]:
        """Years of which at least one row is official; a year of provisional rows only may still change
        anywhere.
        """
        return frozenset(holiday.date.year for holiday in self.holidays if not holiday.provisional)

    def is_provisional(self, start: date, due: date) -> bool:
        """Whether a due date may still move: the span touches a year without an official list, or an
        estimated holiday."""
        settled = self.settled_years()
        if any(year not in settled for year in range(start.year, due.year + 1)):
            return True
        return any(holiday.provisional and start <= holiday.date <= due for holiday in self.holidays)


def holidays_from(rows: Iterable[dict[str, str]]) -> HolidayList:
    """Rows with date, kind, name, decree and provisional ("ya" or "")."""
    return HolidayList(
        tuple(
            Holiday(
                date.fromisoformat(row["date"]),
                row["kind"],
                row["name"],
                row["decree"],
                row["provisional"] == "ya",
            )
            for row in rows
        )
    )


@cache
def shipped() -> HolidayList:
    """The list that comes with the program, 2024 to 2027."""
    text = files("sinergi.worktime").joinpath("data/holidays.csv").read_text(encoding="utf-8")
    return holidays_from(csv.DictReader(text.splitlines()))
