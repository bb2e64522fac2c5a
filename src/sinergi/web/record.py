"""The record of what happened, as the people who supervise an office read it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User, within
from sinergi.audit.actors import ids_named, shown_name
from sinergi.audit.models import Event
from sinergi.casework.models import Application
from sinergi.organization.models import Office, Unit
from sinergi.web.record_details import reason_words, subject_words
from sinergi.web.record_words import WORDS, meaning


@dataclass(frozen=True)
class Asked:
    """The filters of the page; empty ones ask for nothing."""

    actor: str = ""
    subject: str = ""
    code: str = ""
    day: date | None = None

    def __bool__(self) -> bool:
        return bool(self.actor or self.subject or self.code or self.day)


@dataclass(frozen=True)
class Line:
    """One event in words."""

    pk: int
    at: datetime
    actor: str
    words: str
    subject: str
    reason: str


def visible_events(user: User) -> QuerySet[Event]:
    """All events of the office for who supervises it whole; below, those by accounts or about cases of the units."""
    paths = user.paths_for(Permission.AUDIT_VIEW)
    if not paths or user.office_id is None:
        return Event.objects.none()
    events = Event.objects.filter(office_id=user.office_id)
    if Unit.objects.filter(office=user.office_id, parent=None, path__in=paths).exists():
        return events
    people = User.objects.filter(within(paths, "role_assignments__unit")).values_list("pk", flat=True)
    cases = Application.objects.filter(within(paths)).submitted().values("reference")
    return events.filter(
        Q(actor_id__in=[f"user:{pk}" for pk in people.distinct()])
        | Q(subject_kind="application", subject_id__in=cases)
    )


def asked_for(events: QuerySet[Event], asked: Asked, *, office: Office) -> QuerySet[Event]:
    """The events that the filters leave."""
    if asked.actor:
        named = Q(actor_name__icontains=asked.actor)
        if ids := ids_named(asked.actor):  # "System" on an English page
            named |= Q(actor_id__in=ids)
        events = events.filter(named)
    if asked.subject:
        events = events.filter(Q(subject_id=asked.subject) | Q(subject_label__icontains=asked.subject))
    if asked.code:
        events = events.filter(code=asked.code)
    if asked.day:
        start = datetime.combine(asked.day, time.min, ZoneInfo(office.time_zone))
        after = datetime.combine(asked.day + timedelta(days=1), time.min, ZoneInfo(office.time_zone))
        events = events.filter(at__gte=start, at__lt=after)
    return events


def line(event: Event) -> Line:
    """One row of the page."""
    actor = shown_name(event.actor_name, event.actor_id)
    return Line(event.pk, event.at, actor, meaning(event.code), subject_words(event), reason_words(event))


def code_choices() -> list[tuple[str, str]]:
    """Every kind of event by its words."""
    return sorted(((code, meaning(code)) for code in WORDS), key=lambda choice: choice[1])
