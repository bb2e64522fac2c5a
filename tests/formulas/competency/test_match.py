"""JPM (Peraturan BKN 26/2019) and the figures of the gap table."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.competency import formulas

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), min_size=1, max_size=30)


def test_job_person_match_is_attained_over_required():
    assert formulas.job_person_match([(2, 3), (3, 3), (1, 2), (4, 2)]) == 100
    assert formulas.rounded(formulas.job_person_match([(2, 3), (3, 3), (1, 3)])) == Decimal("66.67")
    assert formulas.job_person_match([]) is None
    with pytest.raises(ValueError):
        formulas.job_person_match([(6, 3)])


@pytest.mark.parametrize(
    ("score", "selection", "mapping"),
    [
        (Fraction(100), "memenuhi_syarat", "optimal"),
        (Fraction(90), "memenuhi_syarat", "optimal"),
        (Fraction(899949, 10000), "memenuhi_syarat", "cukup_optimal"),
        (Fraction(899950, 10000), "memenuhi_syarat", "optimal"),
        (Fraction(80), "memenuhi_syarat", "cukup_optimal"),
        (Fraction(7999, 100), "masih_memenuhi_syarat", "cukup_optimal"),
        (Fraction(78), "masih_memenuhi_syarat", "cukup_optimal"),
        (Fraction(7799, 100), "masih_memenuhi_syarat", "kurang_optimal"),
        (Fraction(68), "masih_memenuhi_syarat", "kurang_optimal"),
        (Fraction(6799, 100), "kurang_memenuhi_syarat", "kurang_optimal"),
    ],
)
def test_categories_have_closed_lower_bounds_after_rounding(score, selection, mapping):
    assert formulas.selection_category(score) == selection
    assert formulas.mapping_category(score) == mapping


@given(PAIRS)
def test_meeting_every_requirement_is_at_least_100(pairs):
    met = [(max(has, needs), needs) for has, needs in pairs]
    assert formulas.job_person_match(met) >= 100


@given(PAIRS, PAIRS)
def test_match_of_a_whole_lies_between_its_parts(first, second):
    one, other = formulas.job_person_match(first), formulas.job_person_match(second)
    assert min(one, other) <= formulas.job_person_match(first + second) <= max(one, other)


def test_gap_and_mean():
    assert formulas.gap(1, 3) == 2
    assert formulas.gap(4, 3) == 0
    assert formulas.gap(None, 3) is None
    assert formulas.mean_level([(1, 2), (2, 1)]) == Decimal("1.33")
    assert formulas.mean_level([]) is None


@pytest.mark.parametrize(
    ("below", "assessed", "tile"),
    [(0, 0, "none"), (0, 4, "a"), (1, 4, "b"), (2, 4, "c"), (3, 4, "d"), (1, 3, "c"), (2, 3, "d")],
)
def test_heat(below, assessed, tile):
    assert formulas.heat(below, assessed) == tile
