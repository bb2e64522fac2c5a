"""Setting up and changing calendars."""

import csv
from collections.abc import Iterable
from datetime import date
from importlib.resources import files

from django.db import transaction
from django.db.models import F

from sinergi.worktime.formulas import RAMADAN, Opening, perpres_week
from sinergi.worktime.models import Calendar, Holiday, OpeningHours

PERPRES = "Perpres 21/2023"


@transaction.atomic
def found_calendar(name: str) -> Calendar:
    """A calendar with the working hours of Perpres 21/2023 and the holidays of the joint decrees."""
    calendar = Calendar.objects.create(name=name)
    _add_openings(calendar, perpres_week())
    load_holidays(calendar)
    return calendar


@transaction.atomic
def add_ramadan(calendar: Calendar, *, first: date, last: date) -> None:
    """The shorter hours of Ramadan between two days, both included."""
    _add_openings(calendar, perpres_week(first, last, season=RAMADAN))
    touch(calendar)


def _add_openings(calendar: Calendar, openings: Iterable[Opening]) -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(
            calendar=calendar,
            season=row.season,
            weekday=row.weekday,
            opens=row.opens,
            closes=row.closes,
            break_starts=row.break_starts,
            break_ends=row.break_ends,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            legal_basis=PERPRES,
        )
        for row in openings
    )


def touch(calendar: Calendar) -> None:
    """Tell every process that its copy of this calendar is out of date."""
    Calendar.objects.filter(pk=calendar.pk).update(version=F("version") + 1)
    calendar.refresh_from_db()


@transaction.atomic
def load_holidays(calendar: Calendar) -> int:
    """Add the shipped holidays that are not there yet; returns how many rows the list has."""
    with (files("sinergi.worktime") / "data" / "holidays.csv").open(encoding="utf-8") as file:
        rows = [
            Holiday(
                calendar=calendar,
                date=date.fromisoformat(row["date"]),
                kind=row["kind"],
                name=row["name"],
                decree=row["decree"],
                provisional=row["provisional"] == "ya",
            )
            for row in csv.DictReader(file)
        ]
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    touch(calendar)
    return len(rows)
