"""Meetings as the public and the desk read them. Names never leave the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User
from sinergi.catalogue.element_names import ELEMENT_NAMES
from sinergi.organization.models import Office, Unit, UnitKind
from sinergi.participation.models import PEKPPP_UNSUR, Agreement, Kind, Meeting, Unsur
from sinergi.participation.workflow import Status


@dataclass(frozen=True)
class UnsurCount:
    """How many people of one unsur came; ``women`` only where it was written down."""

    unsur: str
    label: str
    people: int
    women: int | None
    invited: int


@dataclass(frozen=True)
class ProblemRow:
    text: str
    service: str
    element: str


@dataclass(frozen=True)
class AgreementRow:
    """``about`` names service and element, where the agreement has them."""

    id: int
    text: str
    is_agreed: bool
    reason: str
    about: str
    owner: str
    due_on: date | None


@dataclass(frozen=True)
class PublicMeeting:
    """The public page of a meeting. Results are empty until the minutes are published."""

    id: int
    title: str
    slug: str
    kind: str
    unit: str
    status: str
    status_label: str
    invitation: str
    held_at: datetime
    place: str
    cancelled_reason: str
    published_at: datetime | None
    agenda: tuple[str, ...]
    attendance: tuple[UnsurCount, ...]
    problems: tuple[ProblemRow, ...]
    agreements: tuple[AgreementRow, ...]
    photo_text: str
    has_photo: bool
    has_minutes: bool
    is_over: bool  # its time is over; nobody is invited to it any more

    @property
    def people(self) -> int:
        return sum(row.people for row in self.attendance)

    @property
    def women(self) -> int | None:
        """Women among all who came, or None when it was not written down for everybody."""
        counts = [row.women for row in self.attendance if row.people]
        return sum(count or 0 for count in counts) if counts and None not in counts else None

    @property
    def pekppp_unsur(self) -> int:
        """How many of the five unsur counted by PEKPPP took part (Pedoman MenPANRB 1/2022)."""
        return sum(row.people > 0 for row in self.attendance if row.unsur in PEKPPP_UNSUR)

    @property
    def agreed(self) -> tuple[AgreementRow, ...]:
        return tuple(row for row in self.agreements if row.is_agreed)

    @property
    def not_agreed(self) -> tuple[AgreementRow, ...]:
        return tuple(row for row in self.agreements if not row.is_agreed)


def public_meetings(office: Office) -> QuerySet[Meeting]:
    """All announced meetings, for `page_by_key(..., "-held_at", "-pk")`."""
    rows = Meeting.objects.public(office).select_related("unit")
    return rows.annotate(agreement_count=Count("agreements"))


def published_meeting(office: Office, slug: str) -> Meeting | None:
    """The meeting whose minutes are published, for its files."""
    rows = Meeting.objects.public(office).select_related("photo", "public_minutes")
    return rows.filter(slug=slug, status=Status.PUBLISHED).first()


def public_meeting(office: Office, slug: str, *, now: datetime) -> PublicMeeting | None:
    """The page of one meeting: the invitation before, the results after. None when there is none."""
    meeting = Meeting.objects.public(office).select_related("unit").filter(slug=slug).first()
    if meeting is None:
        return None
    shown = meeting.status == Status.PUBLISHED
    return PublicMeeting(
        id=meeting.pk, title=meeting.title, slug=meeting.slug, kind=str(Kind(meeting.kind).label),
        unit=meeting.unit.title, status=meeting.status, status_label=str(meeting.get_status_display()),
        invitation=meeting.invitation, held_at=meeting.held_at, place=meeting.place,
        cancelled_reason=meeting.cancelled_reason, published_at=meeting.published_at,
        agenda=tuple(item.text for item in meeting.agenda.all()),
        attendance=unsur_counts(meeting) if shown else (),
        problems=problem_rows(meeting) if shown else (),
        agreements=agreement_rows(meeting) if shown else (),
        photo_text=meeting.photo_text, has_photo=shown and meeting.photo_id is not None,
        has_minutes=shown and meeting.public_minutes_id is not None, is_over=meeting.held_at <= now,
    )  # fmt: skip


def unsur_counts(meeting: Meeting) -> tuple[UnsurCount, ...]:
    """Invited and present by unsur, in the order of `Unsur`; unsur that were neither are left out."""
    came = {
        row["unsur"]: row
        for row in meeting.attendance.values("unsur").annotate(
            people=Sum("count"), known=Sum("women"), rows=Count("pk"), with_women=Count("women")
        )
    }
    invited = dict(meeting.invitations.values_list("unsur").annotate(n=Count("pk")))
    return tuple(
        UnsurCount(
            unsur=unsur, label=str(unsur.label), people=came[unsur]["people"] if unsur in came else 0,
            women=_women(came.get(unsur)), invited=invited.get(unsur, 0),
        )
        for unsur in Unsur
        if unsur in came or unsur in invited
    )  # fmt: skip


def _women(row: Any) -> int | None:
    return row["known"] if row and row["rows"] == row["with_women"] else None


def problem_rows(meeting: Meeting) -> tuple[ProblemRow, ...]:
    """Problems in the order in which they were raised."""
    return tuple(
        ProblemRow(row.text, row.service.name if row.service else "", element_name(row.element))
        for row in meeting.problems.select_related("service")
    )


def agreement_rows(meeting: Meeting) -> tuple[AgreementRow, ...]:
    """Agreements in order; the fate of each is known to `evaluation`, by id."""
    return tuple(map(_agreement_row, meeting.agreements.select_related("service", "owner_unit")))


def _agreement_row(row: Agreement) -> AgreementRow:
    parts = (row.service.name if row.service else "", element_name(row.element))
    return AgreementRow(
        id=row.pk, text=row.text, is_agreed=row.is_agreed, reason=row.reason,
        about=": ".join(part for part in parts if part), owner=row.owner_unit.title if row.owner_unit else "",
        due_on=row.due_on,
    )  # fmt: skip


def element_name(key: str) -> str:
    """Name of an element; empty for none."""
    return str(ELEMENT_NAMES[key]) if key else ""


def open_agreements(office: Office) -> QuerySet[Agreement]:
    """Agreements of published meetings, newest meeting first: what follow-up actions are opened for."""
    rows = Agreement.objects.filter(meeting__office=office, meeting__status=Status.PUBLISHED, is_agreed=True)
    return rows.select_related("meeting", "service", "owner_unit").order_by("-meeting__held_at", "id")


def managed_units(user: User) -> list[Unit]:
    """Kecamatan, kelurahan and seksi for which this person prepares meetings, the office first."""
    return _under(user.paths_for(Permission.MEETING_MANAGE))


def _under(paths: Iterable[str]) -> list[Unit]:
    found: dict[int, Unit] = {}
    for path in paths:
        rows = Unit.objects.under(path).filter(is_active=True).exclude(kind=UnitKind.NEIGHBORHOOD)
        found |= {unit.pk: unit for unit in rows.select_related("office")}
    return sorted(found.values(), key=lambda unit: unit.path)
