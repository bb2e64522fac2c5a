"""The clock of a promise: it runs in working minutes while the office acts, and stops while the citizen does."""

from datetime import datetime

from sinergi.casework.models import Application
from sinergi.casework.standards import Standard
from sinergi.worktime.formulas import Schedule, due_at, working_minutes
from sinergi.worktime.queries import schedule_of

# What a clock changes on an application; operations save exactly these.
FIELDS = ("due_at", "promised_at", "promise_minutes", "used_minutes", "clock_since", "paused_at")


def start(case: Application, standard: Standard, *, now: datetime) -> None:
    """Begin to count: the promise of the version, from now."""
    schedule = schedule_of(case.office.calendar, case.office.time_zone)
    due = due_at(now, standard.promise_amount, standard.promise_unit, schedule)
    case.promise_minutes = working_minutes(now, due, schedule)
    case.due_at = case.promised_at = due
    case.used_minutes = 0
    case.clock_since = now


def stop(case: Application, *, now: datetime) -> None:
    """Stop for good."""
    case.used_minutes = used(case, now=now)
    case.clock_since = case.paused_at = case.due_at = None


def pause(case: Application, *, now: datetime) -> None:
    """Stop while the citizen mends."""
    stop(case, now=now)
    case.paused_at = now


def resume(case: Application, *, now: datetime) -> None:
    """Go on with what is left; a promise that was already over is due at once."""
    case.paused_at = None
    case.clock_since = now
    rest = (case.promise_minutes or 0) - case.used_minutes
    schedule = schedule_of(case.office.calendar, case.office.time_zone)
    # Whole minutes, as they are counted: a few seconds must not push the end of a day to the next morning.
    begin = now.replace(second=0, microsecond=0)
    case.due_at = due_at(begin, rest, "minutes", schedule) if rest > 0 else now


def used(case: Application, *, now: datetime, schedule: Schedule | None = None) -> int:
    """Working minutes used so far."""
    if case.clock_since is None:
        return case.used_minutes
    ran = working_minutes(
        case.clock_since, now, schedule or schedule_of(case.office.calendar, case.office.time_zone)
    )
    return case.used_minutes + max(0, ran)


def left(case: Application, *, now: datetime, schedule: Schedule | None = None) -> int:
    """Working minutes left; negative when late."""
    return (case.promise_minutes or 0) - used(case, now=now, schedule=schedule)
