"""What the home page shows, joined from several rooms."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from sinergi.catalogue.queries import ServiceRow, published_services
from sinergi.evaluation.queries.public import latest_quarter
from sinergi.information.models import Programme
from sinergi.organization.models import Office
from sinergi.surveys.queries import index_table
from sinergi.ui import formats
from sinergi.worktime.formulas import next_opening
from sinergi.worktime.queries import schedule_of

SERVICES_SHOWN = 6
GRADE_TONES = {"A": "good", "B": "good", "C": "warn", "D": "bad"}


@dataclass(frozen=True)
class Today:
    """Whether the counter is open: ``closes_at`` when it is, else ``opens_at``."""

    closes_at: datetime | None
    opens_at: datetime | None


@dataclass(frozen=True)
class Figure:
    """The one honest figure: index with n and interval."""

    index: Decimal
    tone: str
    words: str
    about: str


@dataclass(frozen=True)
class HomePage:
    office: Office
    services: tuple[ServiceRow, ...]
    today: Today
    figure: Figure | None
    programme: Programme | None
    complaint_url: str


def today_at(office: Office, *, now: datetime) -> Today:
    """Open until when, or closed until when."""
    schedule = schedule_of(office.calendar, office.time_zone)
    stretches = schedule.stretches(office.day(now))
    if any(start <= now < end for start, end in stretches):
        return Today(closes_at=stretches[-1][1], opens_at=None)
    return Today(closes_at=None, opens_at=next_opening(now, schedule))


def figure_of(office: Office, *, today: date) -> Figure | None:
    """The published index of the last quarter, or None while there is nothing to publish."""
    quarter = latest_quarter(office, today=today)
    row = index_table(office, since=quarter.since, until=quarter.until).office
    if row.index is None:
        return None
    facts = {"quarter": quarter.label, "n": formats.number(row.n or 0)}
    if row.low is None or row.high is None:  # counts from paper know no respondents
        about = _("%(quarter)s, %(n)s jawaban.") % facts
    else:
        facts |= {"low": formats.number(row.low, 2), "high": formats.number(row.high, 2)}
        about = _("%(quarter)s, %(n)s jawaban, rentang %(low)s–%(high)s.") % facts
    return Figure(
        row.index,
        GRADE_TONES[row.grade],
        f"{row.grade} · {row.label}",
        about,
    )


def fresh_programme(office: Office, *, today: date) -> Programme | None:
    """The programme that was checked last and is still valid: never a stale one."""
    valid = Programme.objects.public(office).filter(valid_until__gte=today)
    return valid.order_by("-checked_on", "-pk").first()


def home_page(office: Office, *, now: datetime, today: date) -> HomePage:
    """Everything on the home page."""
    return HomePage(
        office=office,
        services=tuple(published_services(office)[:SERVICES_SHOWN]),
        today=today_at(office, now=now),
        figure=figure_of(office, today=today),
        programme=fresh_programme(office, today=today),
        complaint_url=reverse("web:complain"),
    )
