"""Follow-up actions as rows for pages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from sinergi.catalogue.element_names import element_name
from sinergi.competency.workflow import Status as EventState
from sinergi.evaluation.models import Action, TreatedUnit
from sinergi.evaluation.queries.effects import EffectBook, MeasuredEffect, detectable_before, effect_of
from sinergi.evaluation.workflow import Status
from sinergi.organization.models import Office


@dataclass(frozen=True)
class WaveRow:
    """One wave: its units, and the event that trains them."""

    number: int
    units: tuple[str, ...]
    event_id: int | None
    event_title: str
    starts_on: date | None
    ends_on: date | None
    event_status: str
    event_label: str
    people: int  # enrolled in the event

    @property
    def is_empty(self) -> bool:
        """Whether its training is still to come and nobody is enrolled."""
        return self.event_status == EventState.PLANNED and not self.people


@dataclass(frozen=True)
class ActionPage:
    """Everything on the page of one action."""

    action: Action
    element: str
    waves: tuple[WaveRow, ...]
    effect: MeasuredEffect | None
    detectable: float | None
    all_held: bool

    @property
    def empty_waves(self) -> tuple[WaveRow, ...]:
        """Waves whose training nobody is enrolled in."""
        return tuple(wave for wave in self.waves if wave.is_empty)

    @property
    def ends_late(self) -> date | None:
        """The last day of the last wave where that is after the due date."""
        last = max((wave.ends_on for wave in self.waves if wave.ends_on), default=None)
        return last if last and last > self.action.due_on else None


@dataclass(frozen=True)
class FateRow:
    """What became of an agreement: the action that it opened, for the forum's public page."""

    agreement_id: int
    action_id: int
    title: str
    status: str
    status_label: str
    due_on: date
    completed_on: date | None
    verdict: str


def action_page(action: Action, *, today: date) -> ActionPage:
    """Waves, measured effect, or before the start the smallest detectable one."""
    waves = waves_of(action)
    return ActionPage(
        action=action,
        element=element_name(action.element),
        waves=waves,
        effect=effect_of(action, today=today),
        detectable=detectable_before(action, today=today) if action.status == Status.PLANNED else None,
        all_held=bool(waves) and all(wave.event_status == EventState.HELD for wave in waves),
    )


def waves_of(action: Action) -> tuple[WaveRow, ...]:
    """Units by wave, in order."""
    rows: dict[int, list[TreatedUnit]] = defaultdict(list)
    people = {}
    treated = action.treated_units.select_related("unit", "event").annotate(
        people=Count("event__participants")
    )
    for row in treated.order_by("wave", "unit__name"):
        rows[row.wave].append(row)
        people[row.wave] = row.people
    return tuple(_wave(number, members, people[number]) for number, members in sorted(rows.items()))


def _wave(number: int, members: Sequence[TreatedUnit], people: int) -> WaveRow:
    event = members[0].event
    return WaveRow(
        number=number,
        units=tuple(row.unit.name for row in members),
        event_id=event.pk if event else None,
        event_title=event.title if event else "",
        starts_on=event.starts_on if event else None,
        ends_on=event.ends_on if event else None,
        event_status=event.status if event else "",
        event_label=event.get_status_display() if event else "",
        people=people,
    )


def fates_of(agreement_ids: Iterable[int], *, today: date) -> dict[int, FateRow]:
    """The newest action of each agreement that opened one."""
    actions = Action.objects.filter(agreement_id__in=list(agreement_ids)).exclude(status=Status.CANCELLED)
    found = {}
    book = EffectBook(actions.select_related("office", "service").order_by("pk"), today=today)
    for action in book.actions:
        effect = book.effect_of(action)
        found[action.agreement_id or 0] = FateRow(
            agreement_id=action.agreement_id or 0,
            action_id=action.pk,
            title=action.title,
            status=action.status,
            status_label=action.get_status_display(),
            due_on=action.due_on,
            completed_on=action.completed_on,
            verdict=effect.verdict if effect else "",
        )
    return found


@dataclass(frozen=True)
class TellRow:
    """One entry of "Anda bilang, kami lakukan"."""

    action_id: int
    service: str
    service_slug: str
    element: str
    said: str
    did: str
    units: tuple[str, ...]
    completed_on: date | None
    effect: MeasuredEffect | None


def told(
    office: Office, *, today: date, service_slug: str | None = None, limit: int = 20
) -> tuple[TellRow, ...]:
    """What the public was told, newest first. What was done for all services was done for each of them."""
    actions = Action.objects.public().filter(office=office).select_related("service", "office")
    if service_slug:
        actions = actions.filter(Q(service__slug=service_slug) | Q(service=None))
    book = EffectBook(actions.order_by("-published_at", "-pk")[:limit], today=today)
    return tuple(_told(action, book.effect_of(action)) for action in book.actions)


def _told(action: Action, effect: MeasuredEffect | None) -> TellRow:
    return TellRow(
        action_id=action.pk,
        service=action.service.name if action.service else "",
        service_slug=action.service.slug if action.service else "",
        element=element_name(action.element),
        said=action.said,
        did=action.did,
        units=tuple(sorted(row.unit.name for row in action.treated_units.all())),
        completed_on=action.completed_on,
        effect=effect,
    )
