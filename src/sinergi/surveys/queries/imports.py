"""What an import would bring, before anybody keeps it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import connection
from django.db.models import F, Max, OuterRef, QuerySet, Subquery

from sinergi.catalogue.element_names import element_name
from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.surveys.formulas.disclosure import SMALLEST
from sinergi.surveys.formulas.index import (
    LEGAL_ELEMENTS,
    MIN_ELEMENTS,
    ElementScore,
    Satisfaction,
    Sums,
    equal_weights,
    from_counts,
    from_rollup,
    rounded,
    satisfaction,
    weights_from,
)
from sinergi.surveys.grade_names import grade_name
from sinergi.surveys.models import ImportBatch, ImportedCount, Shape
from sinergi.surveys.workflow import BatchStatus

OLD_WEIGHT = "0.11"


@dataclass(frozen=True)
class ColumnRow:
    """One element column of the file: what it is called, what it holds, its figures."""

    label: str
    key: str
    name: str
    score: ElementScore

    @property
    def mean(self) -> Decimal:
        """NRR to four decimals."""
        return rounded(self.score.mean, 4)


@dataclass(frozen=True)
class Preview:
    """The index over the columns of this file; ``old_index`` with weight 0.11, for nine elements only."""

    columns: tuple[ColumnRow, ...]
    result: Satisfaction
    old_index: Decimal | None
    complete: bool

    @property
    def names_nine(self) -> bool:
        """Whether the file holds exactly the nine elements of the regulation."""
        return sorted(column.key for column in self.columns) == sorted(LEGAL_ORDER)

    @property
    def grade(self) -> str:
        """ "B (Baik)"."""
        return f"{self.result.grade.letter} ({grade_name(self.result.grade)})"


def preview(batch: ImportBatch) -> Preview | None:
    """Figures of a draft from its staged rows or counts, of a kept batch from what was kept of it: its columns that
    name an element. Computed anew at each look; None when none are left, or too few answered one of those kept."""
    kept = batch.status == BatchStatus.ACTIVE
    if not kept and batch.status != BatchStatus.DRAFT:
        return None
    places = [place for place, key in enumerate(batch.elements) if key or not kept]
    if batch.shape == Shape.COUNTS:
        rows = list(batch.counts.filter(position__in=places).order_by("position"))
        if len(rows) < MIN_ELEMENTS:
            return None
        result = from_counts([(row.n4, row.n3, row.n2, row.n1) for row in rows], equal_weights(len(rows)))
    else:
        sums, complete = _sums(batch, places)
        if len(sums) < MIN_ELEMENTS or not all(n for n, _total in sums):
            return None
        result = from_rollup(sums, complete)
    if kept and min(score.n for score in result.elements) < SMALLEST:
        return None
    columns = tuple(
        ColumnRow(batch.columns[place], batch.elements[place], _name(batch.elements[place]), score)
        for place, score in zip(places, result.elements, strict=True)
    )
    return Preview(columns, result, _old(result), all(batch.elements))


def _name(key: str) -> str:
    return element_name(key) if key else ""


def _old(result: Satisfaction) -> Decimal | None:
    if len(result.elements) != LEGAL_ELEMENTS:
        return None
    weights: tuple[Fraction, ...] = weights_from(OLD_WEIGHT, LEGAL_ELEMENTS)
    sums = [(element.n, element.total) for element in result.elements]
    return satisfaction(sums, weights, respondents=result.respondents).index


def _sums(batch: ImportBatch, places: list[int]) -> tuple[list[tuple[int, int]], Sums]:
    """(n, sum) of each column at ``places``, and the plain totals of the rows without a blank among them."""
    if not places:
        return [], Sums(0, 0, 0)
    if batch.status == BatchStatus.ACTIVE:
        source, values = "surveys_response", [_column(batch.elements[place]) for place in places]
    else:
        source, values = "surveys_stagedanswer", [f"answers[{place + 1}]" for place in places]
    parts = ", ".join(f"count({value}), coalesce(sum({value}), 0)" for value in values)
    total = " + ".join(values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select count({total}), coalesce(sum({total}), 0), coalesce(sum(({total}) * ({total})), 0), {parts}
            from {source} where batch_id = %s""",  # noqa: S608 - places are numbers, names those of the law
            [batch.pk],
        )
        n, whole, squares, *rest = (int(value) for value in cursor.fetchone())
    return list(zip(rest[::2], rest[1::2], strict=True)), Sums(n, whole, squares)


def _column(element: str) -> str:
    """The column of an element; raises ValueError for what is none."""
    return LEGAL_ORDER[LEGAL_ORDER.index(element)]


def respondents(batch: ImportBatch) -> int:
    """Whose answers a batch holds: its rows, or where it holds counts those of the element answered most."""
    if batch.shape != Shape.COUNTS:
        return batch.accepted
    return max((row.n1 + row.n2 + row.n3 + row.n4 for row in batch.counts.all()), default=0)


def with_respondents(batches: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
    """For a list: ``counted`` is `respondents` of the batches that hold counts."""
    answers = Max(F("n1") + F("n2") + F("n3") + F("n4"))
    rows = (
        ImportedCount.objects.filter(batch=OuterRef("pk")).order_by().values("batch").annotate(most=answers)
    )
    return batches.annotate(counted=Subquery(rows.values("most")))
