"""Training events and their participants, as rows for pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from sinergi.accounts.models import within
from sinergi.competency.models import Assessment, Participant, TrainingEvent
from sinergi.competency.workflow import Status
from sinergi.organization.models import Unit, UnitKind


@dataclass(frozen=True)
class EventStatus:
    """What became of a training: for rooms above that only need to know whether it is done."""

    event_id: int
    title: str
    status: str
    starts_on: date
    ends_on: date
    enrolled: int
    attended: int
    reassessed: int

    @property
    def is_held(self) -> bool:
        return self.status == Status.HELD


def event_status(ids: Iterable[int]) -> dict[int, EventStatus]:
    """The state of trainings by id, in one query; ids that do not exist are left out."""
    events: QuerySet[Any] = TrainingEvent.objects.filter(pk__in=list(ids)).annotate(
        enrolled=Count("participants", distinct=True),
        present=Count("participants", filter=Q(participants__attended=True), distinct=True),
        reassessed=Count("assessments__employee", distinct=True),
    )
    return {
        event.pk: EventStatus(
            event.pk,
            event.title,
            event.status,
            event.starts_on,
            event.ends_on,
            event.enrolled,
            event.present,
            event.reassessed,
        )
        for event in events
    }


def audience_of(event: TrainingEvent) -> list[Unit]:
    """The units whose people the training is for, by name; none where it is for the whole office."""
    return list(event.audience.order_by("name", "pk"))


def left_out(audience: Sequence[Unit]) -> list[Unit]:
    """Kelurahan whose people take no part in a training for ``audience``. They lie below the kecamatan, yet a training
    of its own team is none of theirs: they are what it is compared with, and their wave may be another."""
    if not audience:
        return []
    villages = Unit.objects.filter(office_id=audience[0].office_id, kind=UnitKind.VILLAGE)
    return [one for one in villages if not any(unit.path.startswith(one.path) for unit in audience)]


def units_to_choose_from(event: TrainingEvent, mine: Iterable[Unit]) -> list[Unit]:
    """Of the units that somebody sees (``mine``), or parts of them, those whose people may take part."""
    audience, tops = audience_of(event), list(mine)
    if not audience:
        return tops
    parts = {one.pk: one for one in audience if one.path.startswith(tuple(top.path for top in tops))}
    parts |= {top.pk: top for top in tops if top.path.startswith(tuple(one.path for one in audience))}
    strangers = tuple(one.path for one in left_out(audience))
    return [one for one in parts.values() if not one.path.startswith(strangers)]


@dataclass(frozen=True)
class ParticipantRow:
    """A participant: ``before`` is the level known when the training began, ``after`` the one found after it."""

    employee_id: int
    name: str
    unit: str
    attended: bool | None
    before: int | None
    after: int | None
    after_on: date | None


def participants_of(event: TrainingEvent, *, paths: Iterable[str] | None = None) -> list[ParticipantRow]:
    """Participants by name with their levels: those of the units at ``paths`` (None: all, for who manages it)."""
    of_person = Assessment.objects.filter(employee=OuterRef("employee"), competency=event.competency_id)
    before = of_person.filter(assessed_on__lt=event.starts_on).order_by("-assessed_on", "-id")
    after = of_person.filter(event=event).order_by("-assessed_on", "-id")
    shown = (
        event.participants.all()
        if paths is None
        else event.participants.filter(within(paths, "employee__unit"))
    )
    rows = (
        shown.select_related("employee__unit")
        .annotate(
            before=Subquery(before.values("level")[:1]),
            after=Subquery(after.values("level")[:1]),
            after_on=Subquery(after.values("assessed_on")[:1]),
        )
        .order_by("employee__name", "pk")
    )
    return [
        ParticipantRow(
            row.employee_id,
            row.employee.name,
            row.employee.unit.title,
            row.attended,
            row.before,
            row.after,
            row.after_on,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Trained:
    """How many people of one unit attended a training in one competency."""

    path: str
    competency_id: int
    people: int


def trained(office_id: int, *, since: date, until: date) -> list[Trained]:
    """Attendance by unit and competency in trainings that ended from ``since`` to ``until`` (both inside)."""
    rows = Participant.objects.filter(
        attended=True,
        event__office=office_id,
        event__status=Status.HELD,
        event__ends_on__range=(since, until),
    ).values_list("employee__unit__path", "event__competency")
    return [Trained(*row) for row in rows.annotate(Count("employee", distinct=True)).order_by()]
