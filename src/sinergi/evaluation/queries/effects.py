"""The measured effect of an action on its cell, from the exact monthly roll-up of the months that are final.

A month is final when its survey links have ended: a later answer cannot move a public figure, so no difference of two
days is about that answer.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import prefetch_related_objects

from sinergi.competency.workflow import Status as EventState
from sinergi.evaluation.formulas.effect import Effect, detectable_in_plan, estimate_effect
from sinergi.evaluation.formulas.panel import Cell, month_number
from sinergi.evaluation.formulas.waves import WaveEffect, detectable_in_waves, estimate_waves
from sinergi.evaluation.models import Action, TreatedUnit
from sinergi.evaluation.periods import add_months
from sinergi.evaluation.queries import effect_words
from sinergi.evaluation.workflow import Status
from sinergi.surveys import queries as surveys

WINDOW_BEFORE = 12  # months looked at before the first unit's start
PLANNED_MONTHS_AFTER = 3


@dataclass(frozen=True)
class MeasuredEffect:
    """Either estimate, in one dress: numbers on the 1-4 scale, the words, and how it was computed."""

    estimate: float | None
    low: float | None
    high: float | None
    verdict: str
    warnings: tuple[str, ...]
    detectable: float | None
    n_before: int
    n_after: int
    months: tuple[int, int]
    by_waves: bool
    p_value: float | None = None
    orders: int = 0
    series: tuple[tuple[int, float, bool], ...] = ()

    @property
    def answers(self) -> tuple[str, str]:
        """Answers before and after, in tens: nobody counts who has answered."""
        return effect_words.in_tens(self.n_before), effect_words.in_tens(self.n_after)

    @property
    def is_estimated(self) -> bool:
        return self.estimate is not None


class EffectBook:
    """What the effects of some actions of one office are computed from, in five queries however many actions."""

    def __init__(self, actions: Iterable[Action], *, today: date) -> None:
        self.today = today
        self.actions = list(actions)
        prefetch_related_objects(self.actions, "treated_units__event", "treated_units__unit")
        if not self.actions:
            return
        self._rows = self._cells()
        self._treated = self._treated_cells()

    def effect_of(self, action: Action) -> MeasuredEffect | None:
        """The effect of an action that has begun; None before that."""
        if action.started_on is None or action.status == Status.CANCELLED:
            return None
        treated = list(action.treated_units.all())
        cells = self.cells(action, since=_window_start(action.started_on))
        trained_in = _training_months(treated)
        if len(set(trained_in.values())) > 1:
            names = {row.unit_id: row.unit.name for row in treated}  # the words name units, not numbers
            named = [replace(cell, unit=names[cell.unit]) for cell in cells if cell.unit in names]
            trained: dict[Hashable, int] = {names[unit]: month for unit, month in trained_in.items()}
            return _from_waves(estimate_waves(named, trained, seed=action.pk))
        ours = {row.unit_id for row in treated}
        others = self.touched_by_others(action, ours)
        usable = [cell for cell in cells if cell.unit not in others]
        completed = action.completed_on or self.today
        return _from_groups(estimate_effect(usable, ours, action.started_on, completed))

    def cells(self, action: Action, *, since: date) -> list[Cell]:
        """The monthly roll-up of the action's service (None: each) and element."""
        return [
            Cell(
                unit=row.unit_id,
                month=month_number(row.month),
                n=row.n,
                total=row.total,
                squares=row.total_sq,
                channel=row.channel,
            )
            for row in self._rows.get(action.element, ())
            if row.month >= since and action.service_id in (None, row.service_id)
        ]

    def touched_by_others(self, action: Action, ours: set[int]) -> set[int]:
        """Units that another action on the same cell touched: they compare with nothing.

        An action for all services touches the cell of each, and each service is part of the cell of all.
        """
        return {
            unit
            for service, other, unit in self._treated.get(action.element, ())
            if other != action.pk and (service == action.service_id or None in (service, action.service_id))
        } - ours

    def _cells(self) -> Mapping[str, list[surveys.CellRow]]:
        services = {action.service_id for action in self.actions}
        rows = surveys.cells(
            self.actions[0].office,
            services=None if None in services else {key for key in services if key is not None},
            elements={action.element for action in self.actions},
            since=min(_window_start(action.started_on or self.today) for action in self.actions),
            until=surveys.last_final_month(self.actions[0].office, today=self.today),
        )
        found = defaultdict(list)
        for row in rows:
            found[row.element].append(row)
        return found

    def _treated_cells(self) -> Mapping[str, list[tuple[int | None, int, int]]]:
        """Element -> service (None: all), action and unit."""
        rows = TreatedUnit.objects.filter(
            action__office_id=self.actions[0].office_id,
            action__element__in={action.element for action in self.actions},
            action__started_on__isnull=False,
        )
        found: dict[str, list[tuple[int | None, int, int]]] = defaultdict(list)
        for element, *touched in rows.values_list("action__element", "action__service", "action", "unit"):
            found[element].append((touched[0], touched[1], touched[2]))
        return found


def _window_start(day: date) -> date:
    return add_months(day.replace(day=1), -WINDOW_BEFORE)


def effect_of(action: Action, *, today: date) -> MeasuredEffect | None:
    """The effect of one action that has begun; None before that."""
    return EffectBook([action], today=today).effect_of(action)


def detectable_before(action: Action, *, today: date) -> float | None:
    """The smallest effect that three months after could show, by the scatter of the months so far.

    Where waves have been drawn, after the last wave.
    """
    book = EffectBook([action], today=today)
    treated = list(action.treated_units.all())
    ours = {row.unit_id for row in treated}
    planned: dict[Hashable, int] = {
        row.unit_id: month_number(row.event.ends_on)
        for row in treated
        if row.event is not None and row.event.status != EventState.CANCELLED
    }
    if len(set(planned.values())) > 1:
        return detectable_in_waves(
            book.cells(action, since=_window_start(today)), planned, PLANNED_MONTHS_AFTER
        )
    others = book.touched_by_others(action, ours)
    cells = [cell for cell in book.cells(action, since=_window_start(today)) if cell.unit not in others]
    probe = estimate_effect(cells, ours, today, today)
    before = [difference for _month, difference, after in probe.differences if not after]
    return detectable_in_plan(before, PLANNED_MONTHS_AFTER)


def _training_months(treated: Sequence[TreatedUnit]) -> Mapping[int, int]:
    """Unit -> running number of the month in which its event was held; units still waiting are left out."""
    return {
        row.unit_id: month_number(row.event.ends_on)
        for row in treated
        if row.event is not None and row.event.status == EventState.HELD
    }


def _from_waves(found: WaveEffect) -> MeasuredEffect:
    return MeasuredEffect(
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        verdict=effect_words.verdict(found.verdict, found.reasons),
        warnings=(),
        detectable=found.detectable,
        n_before=found.n[0],
        n_after=found.n[1],
        months=found.months,
        by_waves=True,
        p_value=found.p_value,
        orders=found.orders,
    )


def _from_groups(found: Effect) -> MeasuredEffect:
    return MeasuredEffect(
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        verdict=effect_words.verdict(found.verdict, found.reasons),
        warnings=tuple(effect_words.said(one) for one in found.warnings),
        detectable=found.detectable,
        n_before=found.n.treated_before,
        n_after=found.n.treated_after,
        months=found.months,
        by_waves=False,
        series=found.differences,
    )
