"""What the office's survey pages show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User, within
from sinergi.catalogue.element_names import element_name
from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.organization.models import Office, Unit, is_root
from sinergi.surveys.formulas.disclosure import SMALLEST, STEP
from sinergi.surveys.formulas.index import rounded
from sinergi.surveys.models import Question, Rollup
from sinergi.surveys.periods import Period
from sinergi.surveys.queries.tables import Directory, IndexRow, IndexTable, directory_of, index_tables
from sinergi.ui import formats
from sinergi.ui.components import Score


@dataclass(frozen=True)
class Scope:
    """Units that somebody may look at; ``unit_paths`` None means the whole office."""

    unit_paths: tuple[str, ...] | None


@dataclass(frozen=True)
class MonthRow:
    """Answers to one service, month by month, in words that never tell a count below ten."""

    service: str
    counts: tuple[str, ...]


@dataclass(frozen=True)
class OverviewPage:
    table: IndexTable
    scores: tuple[Score, ...]
    months: tuple[date, ...]
    answers: tuple[MonthRow, ...]


def scope(user: User, office: Office, permission: Permission) -> Scope | None:
    """Where ``permission`` is held in this office, or None."""
    if not office or user.office_id != office.pk:
        return None
    paths = user.paths_for(permission)
    if not paths:
        return None
    return Scope(None if any(map(is_root, paths)) else paths)


def overview(office: Office, period: Period, *, scope: Scope) -> OverviewPage:
    """Index table, one score per element, and how many answers came in each month."""
    directory = directory_of(office)
    table = index_tables(
        office, [(period.since, period.until)], unit_paths=scope.unit_paths, directory=directory
    )[0]
    months, answers = _per_month(office, period, scope.unit_paths, directory)
    return OverviewPage(table, scores_of(table.office), months, answers)


def scores_of(row: IndexRow) -> tuple[Score, ...]:
    """The nine elements of a row and clarity as glyphs, the weakest marked."""
    found = {element.key: element for element in row.elements}
    scores = []
    for key in (*LEGAL_ORDER, "kejelasan"):
        element = found.get(key)
        if element is None:
            scores.append(Score(element_name(key), hidden=_("kurang dari 10 jawaban")))
            continue
        low, high = (element.interval.low, element.interval.high) if element.interval else (None, None)
        scores.append(
            Score(
                element_name(key),
                mean=rounded(element.score.mean),
                low=_two(low),
                high=_two(high),
                n=element.score.n,
                grade=element.score.grade.letter,
                provisional=row.provisional,
                low_rank=key == row.weakest_key,
            )
        )
    return tuple(scores)


def _two(value: object) -> Decimal | None:
    return rounded(value) if value is not None else None  # type: ignore[arg-type]


def _per_month(
    office: Office, period: Period, unit_paths: Iterable[str] | None, directory: Directory
) -> tuple[tuple[date, ...], tuple[MonthRow, ...]]:
    """Counts rounded down to tens: they follow the day, so exact ones would tell who has just answered."""
    rows = Rollup.objects.filter(
        office=office, month__gte=period.since, month__lte=period.until, element__in=LEGAL_ORDER
    )
    if unit_paths is not None:
        rows = rows.filter(within(unit_paths))
    counts: dict[str, dict[date, int]] = defaultdict(dict)
    for service_id, month, _element, n in rows.values_list("service_id", "month", "element").annotate(
        Sum("n")
    ):
        per_month = counts[directory.services[service_id].name]
        per_month[month] = max(per_month.get(month, 0), n)
    months = tuple(sorted({month for row in counts.values() for month in row}))
    return months, tuple(
        MonthRow(name, tuple(_count(row.get(month, 0)) for month in months))
        for name, row in sorted(counts.items())
    )


def _count(n: int) -> str:
    if n == 0:
        return "–"
    if n < SMALLEST:
        return _("< 10")
    return _("%(n)s+") % {"n": formats.number(n // STEP * STEP)}


def questions(office: Office) -> tuple[Question, ...]:
    """The questions of the newest questionnaire."""
    found = list(
        Question.objects.filter(questionnaire__office=office).order_by("-questionnaire__version", "position")
    )
    return tuple(question for question in found if question.questionnaire_id == found[0].questionnaire_id)


def units_under(office: Office, paths: Iterable[str]) -> QuerySet[Unit]:
    """Active units at or below one of ``paths``, in the order of the tree."""
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(path__startswith=path)
    return Unit.objects.filter(inside, office=office, is_active=True).order_by("path")
