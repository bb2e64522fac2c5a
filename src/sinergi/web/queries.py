"""What the home page shows, joined from several rooms."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sinergi.organization.models import Office
from sinergi.worktime.formulas import JAKARTA, next_opening
from sinergi.worktime.queries import schedule_of


@dataclass(frozen=True)
class Today:
    """Whether the counter is open: ``closes_at`` when it is, else ``opens_at``."""

    closes_at: datetime | None
    opens_at: datetime | None


@dataclass(frozen=True)
class HomePage:
    services: tuple[Any, ...]
    today: Today


def today_at(office: Office, *, now: datetime) -> Today:
    """Open until when, or closed until when."""
    schedule = schedule_of(office.calendar)
    day = schedule.stretches(now.astimezone(JAKARTA).date())
    for start, end in day:
        if start <= now < end:
            return Today(closes_at=day[-1][1], opens_at=None)
    return Today(closes_at=None, opens_at=next_opening(now, schedule))


def home_page(office: Office, *, now: datetime) -> HomePage:
    """Everything on the home page."""
    return HomePage(services=(), today=today_at(office, now=now))
