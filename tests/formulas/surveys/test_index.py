"""The satisfaction index against published results, and properties that no example covers."""

import csv
import math
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import statsmodels.stats.api as sms
from hypothesis import given
from hypothesis import strategies as st

from sinergi.surveys.formulas.index import (
    Grade,
    Sums,
    UnusableWeights,
    equal_weights,
    from_counts,
    from_respondents,
    from_rollup,
    grade,
    rounded,
    score_interval,
    t_interval,
    weights_from,
)
from sinergi.surveys.formulas.sampling import sample_size
from sinergi.surveys.formulas.student import t_quantile

FIXTURES = Path(__file__).parents[2] / "fixtures"
ANSWER = st.integers(1, 4)


def gaspul() -> list[tuple[int, ...]]:
    with (FIXTURES / "surveys/gaspul_tw3_counts.csv").open() as file:
        return [tuple(int(row[name]) for name in ("n4", "n3", "n2", "n1")) for row in csv.DictReader(file)]


def lab20() -> list[list[int]]:
    with (FIXTURES / "surveys/lab20_reliability_matrix.csv").open() as file:
        return [[int(row[name]) for name in ("U1", "U2", "U3")] for row in csv.DictReader(file)]


@st.composite
def surveys(draw: st.DrawFn) -> list[list[int]]:
    width = draw(st.integers(2, 9))
    return draw(st.lists(st.lists(ANSWER, min_size=width, max_size=width), min_size=2, max_size=25))


@pytest.mark.parametrize(
    ("weights", "index"),
    [("equal", "91.48"), ("0.111", "91.38"), ("0.11", "90.56"), ("1/9" + ",1/9" * 8, "91.48")],
)
def test_published_counts_give_published_index(weights: str, index: str) -> None:
    result = from_counts(gaspul(), weights_from(weights, 9))
    assert result.index == Decimal(index)
    assert result.grade is Grade.A
    assert (result.respondents, result.low, result.high) == (29, None, None)
    assert [element.total for element in result.elements] == [105, 101, 100, 116, 102, 105, 106, 105, 115]


def test_published_matrix_without_its_impossible_answer() -> None:
    rows = [row for row in lab20() if max(row) <= 4]
    result = from_respondents(rows, equal_weights(3))
    assert (result.respondents, result.index, result.grade) == (19, Decimal("87.28"), Grade.B)
    own = [float(sum(row)) * 25 / 3 for row in rows]
    low, high = sms.DescrStatsW(own).tconfint_mean()
    assert (float(result.low or 0), float(result.high or 0)) == pytest.approx((low, high), abs=0.006)


@pytest.mark.parametrize(
    ("value", "letter"),
    [
        ("100.00", "A"),
        ("88.31", "A"),
        ("88.30", "B"),
        ("76.61", "B"),
        ("76.60", "C"),
        ("65.00", "C"),
        ("64.99", "D"),
    ],
)
def test_grades_of_the_regulation(value: str, letter: str) -> None:
    assert grade(Decimal(value)).letter == letter


def test_grade_is_of_the_rounded_figure() -> None:
    # 88.305 lies between the regulation's intervals; rounded half up it is 88.31, so A.
    assert rounded(Fraction("88.305")) == Decimal("88.31")
    assert grade(rounded(Fraction("88.305"))) is Grade.A
    assert grade(rounded(Fraction("88.3049999999999999999"))) is Grade.B


def test_rounding_is_half_up_and_exact() -> None:
    # 2.675 as a binary float is below the half and would round down.
    assert rounded(Fraction("2.675")) == Decimal("2.68")
    assert rounded(Fraction(1, 3), 4) == Decimal("0.3333")


def test_a_blank_lowers_only_its_own_element() -> None:
    result = from_respondents([[4, 4], [None, 4], [4, None], [2, 2]], equal_weights(2))
    assert [(element.n, element.total) for element in result.elements] == [(3, 10), (3, 10)]
    assert result.respondents == 4
    # The interval rests on the two complete respondents, 100 and 50: wider than the scale, so clipped.
    assert (result.low, result.high) == (Decimal("25.00"), Decimal("100.00"))


def test_no_interval_below_two_complete_respondents() -> None:
    result = from_respondents([[4, 4], [4, None]], equal_weights(2))
    assert (result.low, result.high) == (None, None)


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("0.11", 8),
        ("0.111", 3),
        ("0.5,0.4", 2),
        ("0.5,0.5", 3),
        ("a,b", 2),
        ("1.5,-0.5", 2),
        ("", 2),
        ("1/0,1", 2),
        ("nan,nan", 2),
        ("inf,0", 2),
        ("1e400,0", 2),
        ("1e999999999,0", 2),
    ],
)
def test_unusable_weights_are_refused(text: str, elements: int) -> None:
    with pytest.raises(UnusableWeights):
        weights_from(text, elements)


def test_listed_weights_are_used_as_they_stand() -> None:
    assert from_respondents([[4, 2]], weights_from("0.7,0.3", 2)).index == Decimal("85.00")
    assert from_respondents([[4, 4]], weights_from("0.49,0.49", 2)).index == Decimal("98.00")
    assert weights_from("0,7;0,3", 2) == (Fraction(7, 10), Fraction(3, 10))


@given(surveys(), st.randoms(use_true_random=False))
def test_order_of_respondents_and_elements_does_not_matter(rows: list[list[int]], lot: random.Random) -> None:
    width = len(rows[0])
    weights = [Fraction(place + 1, width * (width + 1) // 2) for place in range(width)]
    order = lot.sample(range(width), width)
    shuffled = [[row[place] for place in order] for row in lot.sample(rows, len(rows))]
    one, other = (
        from_respondents(rows, weights),
        from_respondents(shuffled, [weights[place] for place in order]),
    )
    assert (one.exact, one.low, one.high) == (other.exact, other.low, other.high)


@given(surveys())
def test_index_lies_on_the_scale_and_in_its_interval(rows: list[list[int]]) -> None:
    result = from_respondents(rows, equal_weights(len(rows[0])))
    assert result.low is not None and result.high is not None
    assert Decimal(25) <= result.low <= result.index <= result.high <= Decimal(100)


@given(surveys())
def test_mirrored_answers_mirror_the_index(rows: list[list[int]]) -> None:
    weights = equal_weights(len(rows[0]))
    mirrored = [[5 - answer for answer in row] for row in rows]
    assert from_respondents(rows, weights).exact + from_respondents(mirrored, weights).exact == 125


@given(surveys())
def test_rollup_equals_respondents(rows: list[list[int]]) -> None:
    width = len(rows[0])
    columns = [(len(rows), sum(row[place] for row in rows)) for place in range(width)]
    assert from_rollup(columns, Sums.of([sum(row) for row in rows])) == from_respondents(
        rows, equal_weights(width)
    )


@given(surveys())
def test_counts_equal_respondents_but_for_the_interval(rows: list[list[int]]) -> None:
    width = len(rows[0])
    counts = [
        tuple(sum(row[place] == value for row in rows) for value in (4, 3, 2, 1)) for place in range(width)
    ]
    one, other = from_counts(counts, equal_weights(width)), from_respondents(rows, equal_weights(width))
    assert (one.exact, one.elements) == (other.exact, other.elements)


@given(st.lists(ANSWER, min_size=2, max_size=60))
def test_score_interval_equals_the_textbook(answers: list[int]) -> None:
    interval = score_interval(len(answers), sum(answers), sum(a * a for a in answers))
    assert interval is not None
    if len(set(answers)) == 1:
        assert interval.low == interval.high == answers[0]
        return
    low, high = sms.DescrStatsW([float(a) for a in answers]).tconfint_mean()
    assert float(interval.low) == pytest.approx(max(low, 1), abs=1e-9)
    assert float(interval.high) == pytest.approx(min(high, 4), abs=1e-9)


@given(st.lists(st.fractions(min_value=1, max_value=4, max_denominator=27), min_size=2, max_size=30))
def test_an_interval_in_integers_is_that_of_the_formula_in_fractions(values: list[Fraction]) -> None:
    n, total, squares = len(values), sum(values, Fraction(0)), sum((v * v for v in values), Fraction(0))
    variance = (squares - total**2 / n) / (n - 1)
    half = Fraction(t_quantile(0.975, n - 1) * math.sqrt(variance / n)) if variance else Fraction(0)
    interval = t_interval(Sums(n, total, squares), 1, 4)
    assert interval is not None
    assert (interval.low, interval.high) == (
        max(total / n - half, Fraction(1)),
        min(total / n + half, Fraction(4)),
    )


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 4))
def test_rounding_is_half_up_of_the_exact_value(value: Fraction, places: int) -> None:
    shown = Fraction(rounded(value, places)) * 10**places
    assert shown.denominator == 1
    assert shown - Fraction(1, 2) <= value * 10**places < shown + Fraction(1, 2)


def test_impossible_sums_are_refused() -> None:
    with pytest.raises(ValueError, match="sum of squares"):
        t_interval(Sums(3, 9, 20), 1, 4)


def test_sample_size_reproduces_the_published_table() -> None:
    with (FIXTURES / "sampling/krejcie_morgan.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 47
    assert {int(row["N"]): sample_size(int(row["N"])) for row in rows} == {
        int(row["N"]): int(row["table_S"]) for row in rows
    }
    # The rows from 4,000 to 40,000 tell 3.841 from 3.84 and 3.8416.
    more = {
        4000: 351,
        8000: 367,
        15_000: 375,
        40_000: 380,
        200: 132,
        1000: 278,
        5000: 357,
        10_000: 370,
        75_000: 382,
        1_000_000: 384,
        1: 1,
    }
    assert {population: sample_size(population) for population in more} == more


@given(st.integers(1, 10**9))
def test_sample_never_exceeds_population_and_grows(population: int) -> None:
    assert 1 <= sample_size(population) <= min(population, 384)
    assert sample_size(population) <= sample_size(population + 1)
