"""The measured effect of an action on its cell, from the exact monthly roll-up."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext, gettext_noop

from sinergi.competency.workflow import Status as EventState
from sinergi.evaluation.formulas.effect import Effect, detectable_in_plan, estimate_effect
from sinergi.evaluation.formulas.panel import Cell, month_number
from sinergi.evaluation.formulas.waves import WaveEffect, estimate_waves
from sinergi.evaluation.models import Action, TreatedUnit
from sinergi.evaluation.periods import add_months
from sinergi.evaluation.workflow import Status
from sinergi.surveys import queries as surveys

WINDOW_BEFORE = 12  # months looked at before the first unit's start
PLANNED_MONTHS_AFTER = 3
# The formulas know no Django and say these words in Indonesian; the page says them in the reader's language.
VERDICTS = (
    gettext_noop("Naik, sejalan dengan tindakan ini"),
    gettext_noop("Turun"),
    gettext_noop("Belum terbukti berubah"),
)


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
    def is_estimated(self) -> bool:
        return self.estimate is not None


def effect_of(action: Action, *, today: date) -> MeasuredEffect | None:
    """The effect of an action that has begun; None before that."""
    if action.started_on is None or action.status == Status.CANCELLED:
        return None
    treated = list(action.treated_units.select_related("event", "unit"))
    cells = _cells(action, since=add_months(action.started_on.replace(day=1), -WINDOW_BEFORE), until=today)
    trained_in = _training_months(treated)
    if len(set(trained_in.values())) > 1:
        names = {row.unit_id: row.unit.name for row in treated}  # the words name units, not numbers
        named = [replace(cell, unit=names[cell.unit]) for cell in cells if cell.unit in names]
        trained: dict[Hashable, int] = {names[unit]: month for unit, month in trained_in.items()}
        return _from_waves(estimate_waves(named, trained, seed=action.pk))
    ours = {row.unit_id for row in treated}
    others = _touched_by_others(action, ours)
    usable = [cell for cell in cells if cell.unit not in others]
    return _from_groups(estimate_effect(usable, ours, action.started_on, action.completed_on or today))


def detectable_before(action: Action, *, today: date) -> float | None:
    """The smallest effect that three months after could show, by the scatter of the months so far."""
    since = add_months(today.replace(day=1), -WINDOW_BEFORE)
    ours = {row.unit_id for row in action.treated_units.all()}
    others = _touched_by_others(action, ours)
    cells = [cell for cell in _cells(action, since=since, until=today) if cell.unit not in others]
    probe = estimate_effect(cells, ours, today, today)
    before = [difference for _month, difference, after in probe.differences if not after]
    return detectable_in_plan(before, PLANNED_MONTHS_AFTER)


def _cells(action: Action, *, since: date, until: date) -> list[Cell]:
    rows = surveys.cells(
        action.office, service=action.service, element=action.element, since=since, until=until
    )
    return [
        Cell(
            unit=row.unit_id,
            month=month_number(row.month),
            n=row.n,
            total=row.total,
            squares=row.total_sq,
            channel=row.channel,
        )
        for row in rows
    ]


def _training_months(treated: Sequence[TreatedUnit]) -> Mapping[int, int]:
    """Unit -> running number of the month in which its event was held; units still waiting are left out."""
    return {
        row.unit_id: month_number(row.event.ends_on)
        for row in treated
        if row.event is not None and row.event.status == EventState.HELD
    }


def _touched_by_others(action: Action, ours: set[int]) -> set[int]:
    """Units that another action on the same cell touched: they compare with nothing."""
    rows = TreatedUnit.objects.filter(
        action__office_id=action.office_id,
        action__element=action.element,
        action__service=action.service,
        action__started_on__isnull=False,
    ).exclude(action_id=action.pk)
    return set(rows.values_list("unit_id", flat=True)) - ours


def _from_waves(found: WaveEffect) -> MeasuredEffect:
    return MeasuredEffect(
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        verdict=gettext(found.verdict),
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
        verdict=gettext(found.verdict),
        warnings=found.warnings,
        detectable=found.detectable,
        n_before=found.n.treated_before,
        n_after=found.n.treated_after,
        months=found.months,
        by_waves=False,
        series=found.differences,
    )
