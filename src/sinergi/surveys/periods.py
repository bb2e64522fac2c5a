"""Periods that figures may be shown for: whole quarters and whole years, so that windows never overlap by a little."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sinergi.surveys.invitations import last_day

_CODE = re.compile(r"(20\d{2})(?:-([1-4]))?")
_NUMERALS = ("I", "II", "III", "IV")
MOST_YEARS = 5


@dataclass(frozen=True)
class Period:
    """``code`` as it stands in an address: "2026" or "2026-2"."""

    code: str
    label: str
    since: date
    until: date


def year(number: int) -> Period:
    return Period(
        f"{number}", _("Tahun %(year)s") % {"year": number}, date(number, 1, 1), date(number, 12, 31)
    )


def quarter(number: int, part: int) -> Period:
    since = date(number, part * 3 - 2, 1)
    label = _("Triwulan %(part)s %(year)s") % {"part": _NUMERALS[part - 1], "year": number}
    return Period(f"{number}-{part}", label, since, last_day(since, later=2))


def chosen(code: str, *, today: date) -> Period:
    """The period of an address, or the current year when the code says nothing."""
    found = _CODE.fullmatch(code)
    if not found:
        return year(today.year)
    return quarter(int(found[1]), int(found[2])) if found[2] else year(int(found[1]))


def offered(period: Period, *, today: date) -> tuple[Period, ...]:
    """This year and the ones before, with the quarters of the year that is being looked at."""
    years = range(today.year, today.year - MOST_YEARS, -1)
    found: list[Period] = []
    for number in years:
        found.append(year(number))
        if number == period.since.year:
            found += [
                quarter(number, part) for part in (1, 2, 3, 4) if date(number, part * 3 - 2, 1) <= today
            ]
    return tuple(found)
