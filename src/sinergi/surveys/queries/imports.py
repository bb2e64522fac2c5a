"""What an import would bring, before anybody keeps it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import connection

from sinergi.catalogue.element_names import element_name
from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.surveys.formulas.index import (
    LEGAL_ELEMENTS,
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
from sinergi.surveys.models import ImportBatch, Shape

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
    """Figures of a draft from its staged rows or counts, computed anew at each look; None when none are left."""
    if batch.shape == Shape.COUNTS:
        counts = [(row.n4, row.n3, row.n2, row.n1) for row in batch.counts.order_by("position")]
        if not counts:
            return None
        result = from_counts(counts, equal_weights(len(counts)))
    else:
        sums, complete = _staged(batch)
        if not sums or not all(n for n, _total in sums):
            return None
        result = from_rollup(sums, complete)
    columns = tuple(
        ColumnRow(label, key, element_name(key) if key else "", score)
        for label, key, score in zip(batch.columns, batch.elements, result.elements, strict=True)
    )
    return Preview(columns, result, _old(result), all(batch.elements))


def _old(result: Satisfaction) -> Decimal | None:
    if len(result.elements) != LEGAL_ELEMENTS:
        return None
    weights: tuple[Fraction, ...] = weights_from(OLD_WEIGHT, LEGAL_ELEMENTS)
    sums = [(element.n, element.total) for element in result.elements]
    return satisfaction(sums, weights, respondents=result.respondents).index


def _staged(batch: ImportBatch) -> tuple[list[tuple[int, int]], Sums]:
    """(n, sum) per column, and the plain totals of the rows without a blank."""
    width = len(batch.columns)
    if not width:
        return [], Sums(0, 0, 0)
    parts = ", ".join(f"count(answers[{i}]), coalesce(sum(answers[{i}]), 0)" for i in range(1, width + 1))
    total = " + ".join(f"answers[{i}]" for i in range(1, width + 1))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select count({total}), coalesce(sum({total}), 0), coalesce(sum(({total}) * ({total})), 0), {parts}
            from surveys_stagedanswer where batch_id = %s""",  # noqa: S608 - places are numbers
            [batch.pk],
        )
        n, whole, squares, *rest = (int(value) for value in cursor.fetchone())
    return list(zip(rest[::2], rest[1::2], strict=True)), Sums(n, whole, squares)
