"""A calendar as the pure `Schedule` of the formulas."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from sinergi.worktime.formulas import Opening, Schedule
from sinergi.worktime.models import Calendar, Holiday, OpeningHours


def schedule_of(calendar: Calendar, zone: str) -> Schedule:
    """The schedule of a calendar whose hours are read in ``zone`` (``Asia/Makassar``), kept in memory until the
    calendar's version grows."""
    return _loaded(calendar.pk, calendar.version, zone)


@lru_cache(maxsize=64)
def _loaded(calendar_id: int, version: int, zone: str) -> Schedule:
    openings = tuple(
        Opening(
            weekday=row.weekday,
            opens=row.opens,
            closes=row.closes,
            break_starts=row.break_starts,
            break_ends=row.break_ends,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            season=row.season,
        )
        for row in OpeningHours.objects.filter(calendar_id=calendar_id)
    )
    days = Holiday.objects.filter(calendar_id=calendar_id).values_list("date", flat=True)
    return Schedule(openings=openings, holidays=frozenset(days), zone=ZoneInfo(zone))
