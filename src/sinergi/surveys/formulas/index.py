"""The public satisfaction index (IKM) of PermenPANRB 14/2017.

NRR of an element = sum of its answers / n; index = sum over elements of NRR x weight, x 25. Everything is an
exact fraction until one rounding at the end, half up to two decimals, and the grade is that of the rounded
figure: the regulation's intervals leave gaps of 0.01 (64.99 to 65.00), so an unrounded value may fit none.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from sinergi.surveys.formulas.student import t_quantile

SCALE = 25
LOWEST, HIGHEST = 1, 4
MIN_ELEMENTS, MAX_ELEMENTS = 2, 30
LEGAL_ELEMENTS = 9
KEPT = 1024  # figures kept by what they are computed from; released sums change seldom
WEIGHT_TOLERANCE = Fraction(2, 100)
_DECIMAL_COMMA = re.compile(r"0,[0-9]+(?: *[,;] *0,[0-9]+)*")
# Bounded, because "1e999999999" is a number too, of a thousand million digits.
_WEIGHT = re.compile(r"-?[0-9.]{1,40}(?:/[0-9]{1,20}|[eE]-?[0-9]{1,2})?")


class Grade(Enum):
    """Mutu pelayanan with its label and the least converted value (NIK) that earns it."""

    A = ("A", "Sangat Baik", Decimal("88.31"))
    B = ("B", "Baik", Decimal("76.61"))
    C = ("C", "Kurang Baik", Decimal("65.00"))
    D = ("D", "Tidak Baik", Decimal("0"))

    def __init__(self, letter: str, label: str, least: Decimal) -> None:
        self.letter = letter
        self.label = label
        self.least = least


_GRADES = tuple(Grade)


@dataclass(frozen=True)
class Sums:
    """What a roll-up keeps of a set of values: how many, their sum, the sum of their squares."""

    n: int
    total: Fraction | int
    squares: Fraction | int

    @classmethod
    def of(cls, values: Iterable[Fraction | int]) -> "Sums":
        listed = list(values)
        return cls(len(listed), sum(listed), sum(value * value for value in listed))

    def scaled(self, factor: Fraction) -> "Sums":
        return Sums(self.n, self.total * factor, self.squares * factor * factor)


@dataclass(frozen=True)
class Interval:
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class ElementScore:
    """One element: answers, their sum, exact NRR, and NRR x 25 rounded and graded."""

    n: int
    total: int
    mean: Fraction
    score: Decimal
    grade: Grade


@dataclass(frozen=True)
class Satisfaction:
    """The index of one survey; ``interval`` is None below two complete respondents or from counts alone."""

    respondents: int
    elements: tuple[ElementScore, ...]
    exact: Fraction
    index: Decimal
    grade: Grade
    low: Decimal | None
    high: Decimal | None


class UnusableWeights(ValueError):
    """The weights do not fit; the message is one Indonesian sentence."""


def rounded(value: Fraction | int, places: int = 2) -> Decimal:
    """``value`` rounded half up to ``places`` decimals, exactly (no binary fraction on the way)."""
    # In integers: floor(value x 10^places + 1/2). A page of figures rounds hundreds of values.
    doubled = 2 * value.denominator
    whole = (doubled // 2 + 2 * value.numerator * 10**places) // doubled
    return Decimal(whole).scaleb(-places)


def grade(value: Decimal) -> Grade:
    """The grade of a converted value that has been rounded already."""
    return next(step for step in _GRADES if value >= step.least)


def equal_weights(elements: int) -> tuple[Fraction, ...]:
    return (Fraction(1, elements),) * elements


def weights_from(text: str, elements: int) -> tuple[Fraction, ...]:
    """Weights named "equal", "0.111", "0.11" (old reports, nine elements only), or listed "w1,w2,…".

    A list has one weight per element, none negative, and sums to 1 within 0.02; it is used as it stands, not
    stretched to 1. Raises UnusableWeights.
    """
    name = text.strip()
    if name == "equal":
        return equal_weights(elements)
    if name in ("0.111", "0.11"):
        if elements != LEGAL_ELEMENTS:
            raise UnusableWeights(
                f"Bobot {name} hanya berlaku untuk sembilan unsur, berkas ini berisi {elements}."
            )
        return (Fraction(name),) * elements
    parts = name.replace(",", ".").split(";") if ";" in name else name.split(",")
    try:
        weights = tuple(_weight(part.strip()) for part in parts)
    except (ValueError, ZeroDivisionError):
        raise UnusableWeights(
            f"Bobot “{name}” tidak dikenal; tulis equal, 0.111, 0.11, atau daftar seperti 0.5,0.3,0.2."
        ) from None
    if len(weights) != elements:
        raise UnusableWeights(_number_of_weights(name, len(weights), elements))
    if any(weight < 0 for weight in weights):
        raise UnusableWeights("Bobot tidak boleh negatif.")
    if abs(sum(weights, Fraction(0)) - 1) > WEIGHT_TOLERANCE:
        raise UnusableWeights(
            f"Jumlah bobot {float(sum(weights)):.4g}, seharusnya 1 (selisih paling banyak 0,02)."
        )
    return weights


def _number_of_weights(name: str, found: int, elements: int) -> str:
    """Why the number of weights is wrong; most often the comma was meant as a decimal one."""
    if _DECIMAL_COMMA.fullmatch(name) and found in (2, 2 * elements):
        point = re.sub(r"\b(0),([0-9]+)", r"\1.\2", name)
        return (
            f"Bobot “{name}” terbaca sebagai {found} bilangan, karena koma memisahkan bobot; "
            f"tulis pecahan dengan titik: {point}."
        )
    if found == 1:
        return (
            f"Bobot “{name}” hanya satu bilangan; tulis satu bobot untuk tiap unsur ({elements} bobot, dipisah "
            "koma), atau equal bila semua unsur sama beratnya."
        )
    return f"Ada {found} bobot untuk {elements} unsur; jumlahnya harus sama."


def _weight(text: str) -> Fraction:
    if not _WEIGHT.fullmatch(text):
        raise ValueError(text)
    return Fraction(text)


def t_interval(
    sums: Sums, lower: Fraction | int, upper: Fraction | int, confidence: float = 0.95
) -> Interval | None:
    """t interval (n - 1 degrees of freedom) of a mean from its sums, clipped to what the scale allows.

    None below two values: one value says nothing about scatter.
    """
    if sums.n < 2:
        return None
    n, total, squares = sums.n, sums.total, sums.squares
    # Everything as numerator and denominator: exact like fractions, without reducing each step of the way.
    mean, below = total.numerator, total.denominator * n
    scatter = squares.numerator * total.denominator * below - total.numerator * mean * squares.denominator
    if scatter < 0:
        raise ValueError("sum of squares is smaller than the sum allows")
    half, part = 0, 1
    if scatter:
        variance_below = squares.denominator * total.denominator * below * (n - 1)
        width = t_quantile((1 + confidence) / 2, n - 1) * math.sqrt(scatter / (variance_below * n))
        half, part = width.as_integer_ratio()
    middle, reach, below = mean * part, half * below, below * part
    return Interval(
        _clipped(middle - reach, below, lower, upper), _clipped(middle + reach, below, lower, upper)
    )


def _clipped(edge: int, below: int, lower: Fraction | int, upper: Fraction | int) -> Fraction:
    """``edge`` / ``below``, not under ``lower`` and not over ``upper``."""
    if edge <= lower * below:
        return Fraction(lower)
    return Fraction(upper) if edge >= upper * below else Fraction(edge, below)


@lru_cache(maxsize=KEPT)
def score_interval(n: int, total: int, squares: int) -> Interval | None:
    """95 % t interval of one element's mean on the 1 to 4 scale, from the roll-up's integers."""
    return t_interval(Sums(n, total, squares), LOWEST, HIGHEST)


@lru_cache(maxsize=KEPT)
def element_score(n: int, total: int) -> ElementScore:
    """NRR and grade of one element with ``n`` >= 1 answers that sum to ``total``."""
    if n < 1:
        raise ValueError("an element without answers has no score")
    mean = Fraction(total, n)
    score = rounded(mean * SCALE)
    return ElementScore(n, total, mean, score, grade(score))


def satisfaction(
    elements: Sequence[tuple[int, int]],
    weights: Sequence[Fraction],
    *,
    respondents: int,
    complete: Sums | None = None,
) -> Satisfaction:
    """The index from each element's (n, sum); ``complete`` holds the complete respondents' own indices (25 to
    100).
    """
    if len(elements) != len(weights):
        raise ValueError("one weight per element")
    scores = tuple(element_score(n, total) for n, total in elements)
    exact = (
        sum((score.mean * weight for score, weight in zip(scores, weights, strict=True)), Fraction(0)) * SCALE
    )
    index = rounded(exact)
    interval = t_interval(complete, SCALE * LOWEST, SCALE * HIGHEST) if complete else None
    return Satisfaction(
        respondents,
        scores,
        exact,
        index,
        grade(index),
        rounded(interval.low) if interval else None,
        rounded(interval.high) if interval else None,
    )


def from_respondents(rows: Sequence[Sequence[int | None]], weights: Sequence[Fraction]) -> Satisfaction:
    """The index from one row of answers per respondent; None lowers only that element's n.

    The interval rests on the complete respondents alone: a missing answer has no weighted index.
    """
    width = len(weights)
    counts, totals = [0] * width, [0] * width
    # One common denominator keeps the loop in integers: exact, and fast enough for a city.
    denominator = math.lcm(*(weight.denominator for weight in weights))
    scaled = [int(weight * denominator) for weight in weights]
    n = total = squares = 0
    for row in rows:
        own, whole = 0, True
        for position, answer in enumerate(row):
            if answer is None:
                whole = False
                continue
            counts[position] += 1
            totals[position] += answer
            own += answer * scaled[position]
        if whole:
            n, total, squares = n + 1, total + own, squares + own * own
    complete = Sums(n, total, squares).scaled(Fraction(SCALE, denominator))
    return satisfaction(
        list(zip(counts, totals, strict=True)), weights, respondents=len(rows), complete=complete
    )


def from_counts(counts: Sequence[Sequence[int]], weights: Sequence[Fraction]) -> Satisfaction:
    """The index from (n4, n3, n2, n1) of each element; who gave which answers is lost, so there is no
    interval.
    """
    elements = [
        (sum(row), sum(value * n for value, n in zip((4, 3, 2, 1), row, strict=True))) for row in counts
    ]
    return satisfaction(elements, weights, respondents=max(n for n, _ in elements))


def from_rollup(elements: Sequence[tuple[int, int]], answered_all: Sums) -> Satisfaction:
    """The equally weighted index from the roll-up's integers.

    ``elements`` are (n, sum) per element; ``answered_all`` is the pseudo-element ``index``: over the
    respondents who answered everything, their number, the sum and the sum of squares of their plain totals (9
    to 36 with nine elements).
    """
    respondents = max((n for n, _ in elements), default=0)
    complete = answered_all.scaled(Fraction(SCALE, len(elements)))
    return satisfaction(elements, equal_weights(len(elements)), respondents=respondents, complete=complete)
