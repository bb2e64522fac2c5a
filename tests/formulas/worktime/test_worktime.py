"""Working days and working minutes, holidays as shipped."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.worktime.formulas import (
    JAKARTA,
    RAMADAN,
    NoOpening,
    Opening,
    Schedule,
    due_at,
    due_date,
    is_open,
    is_working_day,
    next_open_day,
    next_opening,
    perpres_week,
    week_minutes,
    working_minutes,
)
from sinergi.worktime.holidays import Holiday, HolidayList, shipped

RAMADAN_2026 = (date(2026, 2, 18), date(2026, 3, 19))
SCHEDULE = Schedule((*perpres_week(), *perpres_week(*RAMADAN_2026, season=RAMADAN)), shipped().dates)
DAYS = st.dates(date(2024, 1, 1), date(2027, 6, 30))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 1), timezones=st.just(JAKARTA))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-03-13", 5, "2026-03-27"),  # Nyepi and Idul Fitri 2026 with their cuti bersama
        ("2026-03-13", 0, "2026-03-13"),
        ("2026-03-13", 1, "2026-03-16"),
        ("2026-03-14", 1, "2026-03-16"),  # received on a Saturday
        ("2026-03-17", 1, "2026-03-25"),
        ("2025-08-15", 1, "2025-08-19"),  # 18 August was added within the year
        ("2024-02-13", 1, "2024-02-15"),  # election day
    ],
)
def test_due_dates(start: str, days: int, due: str) -> None:
    assert due_date(date.fromisoformat(start), days, shipped().dates) == date.fromisoformat(due)


@given(DAYS, st.integers(0, 80))
def test_due_date_grows_and_is_a_working_day(start: date, days: int) -> None:
    holidays = shipped().dates
    due = due_date(start, days, holidays)
    assert due_date(start, days + 1, holidays) > due
    assert due_date(start + timedelta(days=1), days, holidays) >= due
    assert days == 0 or is_working_day(due, holidays)
    between = [start + timedelta(days=step) for step in range(1, (due - start).days + 1)]
    assert sum(is_working_day(day, holidays) for day in between) == days


def test_shipped_list_counts_as_the_decrees_say() -> None:
    counts = Counter((holiday.date.year, holiday.kind) for holiday in shipped().holidays)
    assert [(counts[year, "libur_nasional"], counts[year, "cuti_bersama"]) for year in range(2024, 2028)] == [
        (17, 10),
        (17, 11),
        (17, 8),
        (18, 8),
    ]
    assert len(shipped().dates) == len(shipped().holidays)
    assert all(holiday.decree and holiday.name for holiday in shipped().holidays)


def test_provisional_where_no_official_list_was_read() -> None:
    known = shipped()
    assert known.settled_years() == {2024, 2025, 2026}
    assert not known.is_provisional(date(2026, 3, 13), date(2026, 3, 27))
    assert known.is_provisional(date(2026, 12, 30), date(2027, 1, 4))
    assert known.is_provisional(date(2027, 2, 10), date(2027, 2, 12))
    assert known.is_provisional(date(2023, 12, 30), date(2024, 1, 2))
    mixed = HolidayList(
        (Holiday(date(2030, 1, 1), "x", ""), Holiday(date(2030, 5, 5), "x", "", provisional=True))
    )
    assert not mixed.is_provisional(date(2030, 2, 1), date(2030, 5, 4))
    assert mixed.is_provisional(date(2030, 2, 1), date(2030, 5, 5))


def test_the_weeks_of_the_regulation() -> None:
    assert sum(week_minutes(perpres_week()).values()) == 37 * 60 + 30
    assert sum(week_minutes(perpres_week(season=RAMADAN)).values()) == 32 * 60 + 30


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2026-05-18T09:00", 30, "minutes", "2026-05-18T09:30"),
        ("2026-05-18T11:45", 30, "minutes", "2026-05-18T13:15"),  # over the break
        ("2026-05-18T12:20", 15, "minutes", "2026-05-18T13:15"),  # received in the break
        ("2026-05-18T15:50", 30, "minutes", "2026-05-19T07:50"),  # over night
        ("2026-05-18T15:30", 30, "minutes", "2026-05-18T16:00"),  # ends with the day, not next morning
        ("2026-05-18T06:00", 1, "hours", "2026-05-18T08:30"),
        ("2026-05-13T15:30", 1, "hours", "2026-05-18T08:00"),  # two holidays and a weekend
        ("2026-05-22T11:00", 1, "hours", "2026-05-22T13:30"),  # Friday's longer break
        ("2026-03-02T14:45", 30, "minutes", "2026-03-03T08:15"),  # Ramadan closes at 15.00, opens at 08.00
        ("2026-05-18T09:00", 1, "days", "2026-05-19T16:00"),
        ("2026-05-21T09:00", 1, "days", "2026-05-22T16:30"),
        ("2026-03-13T10:00", 5, "days", "2026-03-27T16:30"),
        ("2026-03-13T10:00", 1, "weeks", "2026-03-27T16:30"),
        ("2026-05-18T09:00", 2, "weeks", "2026-06-04T16:00"),  # Idul Adha, its cuti bersama, Pancasila
    ],
)
def test_promises_run_only_while_the_counter_is_open(start: str, amount: int, unit: str, due: str) -> None:
    assert due_at(at(start), amount, unit, SCHEDULE) == at(due)


def test_moments_of_other_zones_are_converted() -> None:
    due = due_at(datetime(2026, 5, 18, 2, 0, tzinfo=UTC), 30, "minutes", SCHEDULE)
    assert due.isoformat() == "2026-05-18T09:30:00+07:00"


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        ("2026-06-09", "2026-06-09"),
        ("2026-06-14", "2026-06-15"),  # a Sunday
        ("2026-03-19", "2026-03-25"),  # Nyepi and Idul Fitri with their cuti bersama
    ],
)
def test_the_next_day_on_which_the_counter_is_open(day: str, opens: str) -> None:
    assert next_open_day(date.fromisoformat(day), SCHEDULE) == date.fromisoformat(opens)
    with pytest.raises(NoOpening):
        next_open_day(date.fromisoformat(day), Schedule(()))


def test_open_and_next_opening() -> None:
    assert is_open(at("2026-05-18T07:30"), SCHEDULE)
    assert not is_open(at("2026-05-18T16:00"), SCHEDULE)
    assert not is_open(at("2026-05-18T12:30"), SCHEDULE)
    assert not is_open(at("2026-05-14T10:00"), SCHEDULE)
    assert next_opening(at("2026-05-18T10:00"), SCHEDULE) == at("2026-05-18T10:00")
    assert next_opening(at("2026-05-18T12:30"), SCHEDULE) == at("2026-05-18T13:00")
    assert next_opening(at("2026-05-13T16:00"), SCHEDULE) == at("2026-05-18T07:30")


@given(MOMENTS, st.integers(1, 6_000))
def test_a_promise_in_minutes_holds_exactly_its_minutes(start: datetime, minutes: int) -> None:
    due = due_at(start, minutes, "minutes", SCHEDULE)
    assert working_minutes(start, due, SCHEDULE) == minutes
    assert due_at(start, minutes + 1, "minutes", SCHEDULE) > due
    assert due_at(start + timedelta(minutes=7), minutes, "minutes", SCHEDULE) >= due


@given(MOMENTS, st.integers(1, 60))
def test_a_promise_in_days_ends_at_closing_of_its_due_date(start: datetime, days: int) -> None:
    due = due_at(start, days, "days", SCHEDULE)
    assert due.date() == due_date(start.date(), days, shipped().dates)
    assert not is_open(due, SCHEDULE)
    assert is_open(due - timedelta(minutes=1), SCHEDULE)


@given(st.tuples(MOMENTS, MOMENTS, MOMENTS))
def test_working_minutes_add_up(moments: tuple[datetime, datetime, datetime]) -> None:
    first, second, third = (moment.replace(second=0, microsecond=0) for moment in sorted(moments))
    parts = working_minutes(first, second, SCHEDULE) + working_minutes(second, third, SCHEDULE)
    assert working_minutes(first, third, SCHEDULE) == parts == -working_minutes(third, first, SCHEDULE)


def test_later_hours_replace_earlier_ones() -> None:
    new = Opening(0, time(9), time(12), valid_from=date(2026, 6, 1))
    schedule = Schedule((*perpres_week(), new))
    assert not is_open(at("2026-06-08T08:00"), schedule)
    assert is_open(at("2026-05-18T08:00"), schedule)


def test_an_empty_calendar_ends_in_an_error_not_a_loop() -> None:
    for schedule in (Schedule(()), Schedule(perpres_week(valid_until=date(2025, 1, 1)))):
        for unit in ("minutes", "days"):
            with pytest.raises(NoOpening):
                due_at(at("2026-05-18T09:00"), 1, unit, schedule)
        with pytest.raises(NoOpening):
            next_opening(at("2026-05-18T09:00"), schedule)
    days_off = {date(2026, 1, 1) + timedelta(days=step) for step in range(500)}
    with pytest.raises(NoOpening):
        due_date(date(2026, 1, 1), 1, days_off)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        due_at(at("2026-05-18T09:00"), 0, "days", SCHEDULE)
    with pytest.raises(ValueError, match="unit"):
        due_at(at("2026-05-18T09:00"), 1, "years", SCHEDULE)
    with pytest.raises(ValueError, match="time zone"):
        is_open(datetime(2026, 5, 18, 9), SCHEDULE)
    with pytest.raises(ValueError, match="negative"):
        due_date(date(2026, 1, 1), -1, ())
    with pytest.raises(ValueError, match="before"):
        Opening(0, time(16), time(8))
    with pytest.raises(ValueError, match="break"):
        Opening(0, time(8), time(16), time(7), time(9))
