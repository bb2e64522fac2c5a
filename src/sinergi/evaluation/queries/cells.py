"""The page of one cell: its history, the evidence beside it, and what has been done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Sum
from django.utils.translation import gettext as _

from sinergi.accounts.models import User, within
from sinergi.catalogue.element_names import element_name
from sinergi.catalogue.elements import BY_KEY
from sinergi.evaluation.models import Action, ActionKind, TreatedUnit
from sinergi.evaluation.periods import add_months, quarter_of
from sinergi.evaluation.queries.effects import EffectBook, MeasuredEffect
from sinergi.evaluation.queries.evidence import evidence_for
from sinergi.evaluation.queries.facts import Evidence, Scope, scope_of
from sinergi.evaluation.queries.overview import Choice, element_rows, figures_paths, row_of
from sinergi.organization.models import Office
from sinergi.surveys import queries as surveys
from sinergi.surveys.formulas.disclosure import FIRM, SMALLEST
from sinergi.surveys.formulas.index import score_interval
from sinergi.surveys.models import PublishedCell
from sinergi.surveys.queries import Directory
from sinergi.ui.components import Line, LineChart, Point, Score

QUARTERS_SHOWN = 6
FEWEST_POINTS = 2


@dataclass(frozen=True)
class ActionEffect:
    action: Action
    effect: MeasuredEffect | None


@dataclass(frozen=True)
class CellPage:
    """``score`` None: nothing may be shown of this quarter."""

    choice: Choice
    element: str
    name: str
    score: Score | None
    chart: LineChart | None
    evidence: Evidence
    actions: tuple[ActionEffect, ...]

    @property
    def plan(self) -> str:
        """The address of a new action for this cell: it repeats what the page found, so that nobody types it again."""
        asked = {"unsur": self.element}
        if self.evidence.levers:
            asked["jenis"] = self.evidence.levers[0].kind.value
        worst = self.evidence.gaps[0] if self.evidence.gaps else None
        if worst and worst.below and asked.get("jenis") == ActionKind.TRAINING:
            asked |= {"kompetensi": worst.key, "level": str(worst.required)}
            # Teams of another level need another training; the office itself is left to whoever plans.
            same = [gap for gap in self.evidence.gaps if gap.key == worst.key and gap.below]
            alike = [gap for gap in same if gap.required == worst.required]
            if worst.unit_id and not self.choice.unit:
                asked["untuk"] = ",".join(str(gap.unit_id) for gap in alike if gap.unit_id)
        return f"{self.choice.asked}&{urlencode(asked)}"


def cell_page(
    office: Office, *, user: User, choice: Choice, element: str, directory: Directory, today: date
) -> CellPage | None:
    """Everything about one cell, or None for an element that does not exist."""
    if element not in BY_KEY:
        return None
    paths = figures_paths(user)
    quarter = choice.quarter
    now, before = surveys.index_tables(
        office, [quarter.dates, quarter.previous.dates], unit_paths=paths, directory=directory
    )
    rows = element_rows(row_of(now, choice.service, choice.unit), row_of(before, choice.service, choice.unit))
    scope = scope_of(office, choice, user=user)
    return CellPage(
        choice=choice,
        element=element,
        name=element_name(element),
        score=next((row.score for row in rows if row.key == element), None),
        chart=_chart(office, choice, element, paths),
        evidence=evidence_for(office, choice, element, user=user),
        actions=_actions(user, choice, scope, element, today),
    )


def _actions(user: User, choice: Choice, scope: Scope, element: str, today: date) -> tuple[ActionEffect, ...]:
    """What has been done about the element. At a chosen unit only what its own team took part in."""
    found = Action.objects.visible_to(user).filter(element=element).select_related("service", "office")
    if choice.service:
        found = found.filter(service=choice.service) | found.filter(service=None)
    if choice.unit:
        here = TreatedUnit.objects.filter(unit__in=scope.units)
        found = found.filter(pk__in=here.values("action_id"))
    book = EffectBook(found.order_by("-pk")[:5], today=today)
    return tuple(ActionEffect(action, book.effect_of(action)) for action in book.actions)


def _chart(office: Office, choice: Choice, element: str, paths: tuple[str, ...] | None) -> LineChart | None:
    """The last quarters, from the published sums: months would give small cells away as differences."""
    first = choice.quarter.since
    for _quarter in range(QUARTERS_SHOWN - 1):
        first = add_months(first, -3)
    rows = PublishedCell.objects.filter(
        office=office, element=element, quarter__gte=first, quarter__lte=choice.quarter.since
    )
    if choice.unit:
        rows = rows.filter(unit=choice.unit)  # the team alone, as its score above the chart
    elif paths is not None:
        rows = rows.filter(within(paths))
    if choice.service:
        rows = rows.filter(service=choice.service)
    sums = rows.values_list("quarter").annotate(Sum("n"), Sum("total"), Sum("total_sq")).order_by("quarter")
    points = [_point(quarter_of(day).label, values) for day, *values in sums if values[0] >= SMALLEST]
    if len(points) < FEWEST_POINTS:
        return None
    return LineChart(
        title=_("Bagaimana nilainya berubah?"),
        lines=[Line(label=element_name(element), points=points)],
        bottom=1,
        top=4,
        source=_("Survei kepuasan masyarakat, per triwulan. Pita: rentang 95%."),
    )


def _point(label: str, values: Sequence[int]) -> Point:
    n, total, squares = values
    interval = score_interval(n, total, squares) if n >= FIRM else None
    return Point(
        period=label,
        value=Decimal(total) / n,
        low=float(interval.low) if interval else None,
        high=float(interval.high) if interval else None,
    )
