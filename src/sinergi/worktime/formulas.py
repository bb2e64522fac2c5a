"""Working days and working minutes: pure arithmetic over opening hours and holidays that are handed in.

Perpres 21/2023 fixes the week of public offices (Monday to Friday, 37.5 hours; 32.5 in Ramadan); offices that
serve the public directly may differ (article 7), so every hour here is data. Moments are aware; hours and days are
those of the schedule's own zone (WIB, WITA or WIT).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
FRIDAY, SATURDAY = 4, 5
DAYS_PER_WEEK = 5
MAX_SEARCH_DAYS = 400
UNITS = ("minutes", "hours", "days", "weeks")
NORMAL, RAMADAN = "normal", "ramadan"


class NoOpening(ValueError):
    """No opening hour within 400 days: the calendar is empty, and a promise would never fall due."""


@dataclass(frozen=True)
class Opening:
    """Opening hours of one weekday (Monday = 0) with at most one break, valid from and until (inclusive) a
    date.
    """

    weekday: int
    opens: time
    closes: time
    break_starts: time | None = None
    break_ends: time | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    season: str = NORMAL

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError("weekday must be 0 (Monday) to 6")
        if self.opens >= self.closes:
            raise ValueError("opening must be before closing")
        if (self.break_starts is None) != (self.break_ends is None):
            raise ValueError("a break needs both its times")
        if (
            self.break_starts
            and self.break_ends
            and not (self.opens <= self.break_starts < self.break_ends <= self.closes)
        ):
            raise ValueError("a break must lie within the opening hours")

    def holds_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)

    def stretches(self, day: date, zone: ZoneInfo = JAKARTA) -> list[tuple[datetime, datetime]]:
        """The open stretches of ``day`` in ``zone``: two where a break parts them, none of length zero."""
        edges = [(self.opens, self.closes)]
        if self.break_starts and self.break_ends:
            edges = [(self.opens, self.break_starts), (self.break_ends, self.closes)]
        return [
            (datetime.combine(day, start, tzinfo=zone), datetime.combine(day, end, tzinfo=zone))
            for start, end in edges
            if start < end
        ]


@dataclass(frozen=True)
class Schedule:
    """Openings and holidays of one office, in its own time zone. Ramadan rows replace all normal ones on the days
    they hold; of several normal rows for one weekday those with the latest ``valid_from`` hold.
    """

    openings: tuple[Opening, ...]
    holidays: Collection[date] = frozenset()
    zone: ZoneInfo = JAKARTA
    _days: dict[date, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def stretches(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The open stretches of a day in order, overlaps merged; empty on a holiday."""
        if day not in self._days:
            self._days[day] = () if day in self.holidays else self._merged(day)
        return self._days[day]

    def _merged(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        valid = [opening for opening in self.openings if opening.holds_on(day)]
        season = [opening for opening in valid if opening.season == RAMADAN] or valid
        today = [opening for opening in season if opening.weekday == day.weekday()]
        if not today:
            return ()
        latest = max(opening.valid_from or date.min for opening in today)
        parts = sorted(
            stretch
            for opening in today
            if (opening.valid_from or date.min) == latest
            for stretch in opening.stretches(day, self.zone)
        )
        merged: list[tuple[datetime, datetime]] = []
        for start, end in parts:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(merged)


def perpres_week(
    valid_from: date | None = None, valid_until: date | None = None, *, season: str = NORMAL
) -> tuple[Opening, ...]:
    """The week of Perpres 21/2023: 07.30, break 60 minutes (Friday 90), 37.5 hours; in Ramadan 08.00, break
    30 (Friday 60), 32.5 hours. The regulation fixes the lengths; when the break begins is the office's
    choice.
    """
    regular = (time(7, 30), time(16), time(12), time(13))
    friday = (time(7, 30), time(16, 30), time(11, 30), time(13))
    if season == RAMADAN:
        regular = (time(8), time(15), time(12), time(12, 30))
        friday = (time(8), time(15, 30), time(11, 30), time(12, 30))
    return tuple(
        Opening(weekday, *(friday if weekday == FRIDAY else regular), valid_from, valid_until, season)
        for weekday in range(DAYS_PER_WEEK)
    )


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def next_open_day(day: date, schedule: Schedule) -> date:
    """``day`` itself when the office opens on it, else the next day on which it does. Raises NoOpening where 400 days
    in a row are closed."""
    for later in range(MAX_SEARCH_DAYS + 1):
        found = day + timedelta(days=later)
        if schedule.stretches(found):
            return found
    raise NoOpening("no opening hour within 400 days")


def due_date(start: date, working_days: int, holidays: Collection[date]) -> date:
    """The last day of a promise of working days; counting starts the day after receipt (``start``).

    0 working days are due on the day itself. Raises ValueError below 0 and NoOpening where 400 days in a row
    are off.
    """
    if working_days < 0:
        raise ValueError("working_days must not be negative")
    day, left, idle = start, working_days, 0
    while left:
        day += timedelta(days=1)
        if is_working_day(day, holidays):
            left, idle = left - 1, 0
        else:
            idle += 1
            if idle > MAX_SEARCH_DAYS:
                raise NoOpening("no working day within 400 days")
    return day


def due_at(start: datetime, amount: int, unit: str, schedule: Schedule) -> datetime:
    """When a promise that begins at ``start`` falls due, in the schedule's zone.

    Minutes and hours run only while the counter is open; one that ends with the day is due at closing, not
    next morning. Days are whole working days from the day after receipt and end at closing; a week is five of
    them. Raises ValueError for another unit, an amount below 1 or a naive moment, NoOpening where nothing
    opens.
    """
    if amount < 1:
        raise ValueError("a promise is at least 1")
    moment = _local(start, schedule)
    if unit in ("minutes", "hours"):
        return _after_working_time(
            moment, timedelta(minutes=amount * (60 if unit == "hours" else 1)), schedule
        )
    if unit not in ("days", "weeks"):
        raise ValueError(f"unit must be one of {', '.join(UNITS)}")
    left = amount * (DAYS_PER_WEEK if unit == "weeks" else 1)
    for stretches in _open_days(moment.date() + timedelta(days=1), schedule):
        left -= 1
        if left == 0:
            return stretches[-1][1]
    raise NoOpening("no opening within 400 days")


def working_minutes(start: datetime, end: datetime, schedule: Schedule) -> int:
    """Whole minutes between two moments with the counter open; negative where ``end`` is earlier."""
    first, last = _local(start, schedule), _local(end, schedule)
    if last < first:
        return -working_minutes(end, start, schedule)
    total = timedelta()
    day = first.date()
    while day <= last.date():
        for opens, closes in schedule.stretches(day):
            total += max(timedelta(), min(closes, last) - max(opens, first))
        day += timedelta(days=1)
    return total // timedelta(minutes=1)


def is_open(at: datetime, schedule: Schedule) -> bool:
    """Whether the counter is open at this moment; closing time itself is closed."""
    moment = _local(at, schedule)
    return any(opens <= moment < closes for opens, closes in schedule.stretches(moment.date()))


def next_opening(at: datetime, schedule: Schedule) -> datetime:
    """The moment itself while open, else the next at which the counter opens. Raises NoOpening."""
    moment = _local(at, schedule)
    for stretches in _open_days(moment.date(), schedule):
        for opens, closes in stretches:
            if moment < closes:
                return max(opens, moment)
    raise NoOpening("no opening within 400 days")


def week_minutes(openings: Collection[Opening]) -> Mapping[int, int]:
    """Open minutes per weekday, to show an office what its own hours add up to."""
    totals: dict[int, int] = {}
    for opening in openings:
        for start, end in opening.stretches(date(2026, 1, 1)):
            totals[opening.weekday] = totals.get(opening.weekday, 0) + (end - start) // timedelta(minutes=1)
    return totals


def _after_working_time(moment: datetime, left: timedelta, schedule: Schedule) -> datetime:
    for stretches in _open_days(moment.date(), schedule):
        for opens, closes in stretches:
            begin = max(opens, moment)
            if begin >= closes:
                continue
            if closes - begin >= left:
                return begin + left
            left -= closes - begin
    raise NoOpening("no opening within 400 days")


def _open_days(first: date, schedule: Schedule) -> Iterator[tuple[tuple[datetime, datetime], ...]]:
    """The open days from ``first`` on; ends after 400 closed days in a row, so no caller loops for ever."""
    day, idle = first, 0
    while idle <= MAX_SEARCH_DAYS:
        stretches = schedule.stretches(day)
        if stretches:
            idle = 0
            yield stretches
        else:
            idle += 1
        day += timedelta(days=1)


def _local(moment: datetime, schedule: Schedule) -> datetime:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("moments must carry a time zone")
    return moment.astimezone(schedule.zone)
