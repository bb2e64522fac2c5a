"""No figure about fewer than ten people, not even as a difference of others."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinergi.surveys.formulas.disclosure import (
    SMALLEST,
    Cell,
    Standing,
    held_back,
    leaving,
    protected,
    renewed,
    standing,
)


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, Standing.EMPTY), (1, Standing.HIDDEN), (9, Standing.HIDDEN), (10, Standing.PROVISIONAL),
        (29, Standing.PROVISIONAL), (30, Standing.FIRM),
    ],
)  # fmt: skip
def test_standing(n: int, expected: Standing) -> None:
    assert standing(n) is expected


@pytest.mark.parametrize(
    ("published", "now", "expected"),
    [
        (0, 9, False),
        (0, 10, True),
        (10, 19, False),
        (10, 20, True),
        (40, 31, False),
        (40, 30, True),
        (12, 2, False),
    ],
)
def test_published_figures_move_in_steps_of_ten(published: int, now: int, expected: bool) -> None:
    assert renewed(published, now) is expected


def test_a_single_small_cell_takes_a_second_one_with_it() -> None:
    hidden = protected({("sku", "terjun"): 40, ("sku", "rengas"): 12, ("sku", "labuhan"): 6})
    assert ("sku", "labuhan") in hidden
    assert ("sku", "rengas") in hidden  # otherwise total - 40 - 12 = 6
    assert ("sku", "terjun") not in hidden


def test_small_cells_that_are_many_enough_together_need_no_company_in_a_list() -> None:
    assert held_back({"januari": 6, "februari": 7, "maret": 40}) == {"januari", "februari"}
    assert held_back({"januari": 3, "februari": 4, "maret": 40, "april": 50}) == {
        "januari",
        "februari",
        "maret",
    }
    assert held_back({"januari": 10, "februari": 0}) == frozenset()


def test_a_member_leaves_the_rest_when_it_can_stand_alone() -> None:
    assert leaving({"a": 10, "b": 8}, rest_is_published=False) == {"a"}
    assert leaving({"a": 9, "b": 8}, rest_is_published=False) == frozenset()


def test_a_member_stays_when_the_published_rest_would_lay_the_others_open() -> None:
    assert leaving({"a": 10, "b": 8}, rest_is_published=True) == frozenset()
    assert leaving({"a": 30, "b": 12, "c": 8}, rest_is_published=True) == {"a"}
    assert leaving({"a": 30, "b": 12}, rest_is_published=True) == {"a", "b"}  # nobody stays behind


tables = st.integers(1, 4).flatmap(
    lambda rows: st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.one_of(st.integers(0, 25), st.just(0), st.integers(1, 9)),
            min_size=rows * columns, max_size=rows * columns,
        ).map(lambda ns: dict(zip(product(map(str, range(rows)), map(str, range(columns))), ns, strict=True)))
    )
)  # fmt: skip


def solved(table: dict[Cell, int], hidden: frozenset[Cell]) -> dict[Cell, Fraction]:
    """What an attacker computes: every hidden value that the shown totals determine, by exact elimination."""
    unknown = sorted(hidden, key=str)
    whole: dict[Cell, int] = dict(table)
    for (row, column), n in table.items():
        for total in ((row, None), (None, column), (None, None)):
            whole[total] = whole.get(total, 0) + n
    rows, columns = {cell[0] for cell in whole}, {cell[1] for cell in whole}
    lines = [[cell for cell in whole if cell[0] == row] for row in rows]
    lines += [[cell for cell in whole if cell[1] == column] for column in columns]
    matrix = []
    for line in lines:
        total = (
            next(cell for cell in line if cell == (line[0][0], None))
            if len({c[0] for c in line}) == 1 and (line[0][0], None) in line
            else next(cell for cell in line if cell[0] is None)
        )
        signs = {cell: (-1 if cell == total else 1) for cell in line}
        known = -sum(signs[cell] * whole[cell] for cell in line if cell not in hidden)
        matrix.append([Fraction(signs.get(cell, 0)) for cell in unknown] + [Fraction(known)])
    place = 0
    for column_number in range(len(unknown)):
        pivot = next((r for r in range(place, len(matrix)) if matrix[r][column_number]), None)
        if pivot is None:
            continue
        matrix[place], matrix[pivot] = matrix[pivot], matrix[place]
        lead = matrix[place][column_number]
        matrix[place] = [value / lead for value in matrix[place]]
        for other, row_values in enumerate(matrix):
            if other != place and row_values[column_number]:
                factor = row_values[column_number]
                matrix[other] = [a - factor * b for a, b in zip(row_values, matrix[place], strict=True)]
        place += 1
    return {
        unknown[filled[0]]: row_values[-1]
        for row_values in matrix
        if len(filled := [i for i, value in enumerate(row_values[:-1]) if value]) == 1
    }


@given(tables)
@settings(max_examples=300, deadline=None)
def test_no_small_cell_follows_from_what_is_shown(table: dict[Cell, int]) -> None:
    hidden = protected(table)
    assert all(cell in hidden for cell, n in table.items() if 0 < n < SMALLEST)
    revealed = {cell: n for cell, n in solved(table, hidden).items() if 0 < n < SMALLEST}
    assert revealed == {}


@given(tables)
@settings(max_examples=200, deadline=None)
def test_what_is_hidden_beside_a_shown_total_is_at_least_ten(table: dict[Cell, int]) -> None:
    hidden = protected(table)
    for row in {cell[0] for cell in table}:
        rest = sum(n for cell, n in table.items() if cell[0] == row and cell in hidden)
        assert (row, None) in hidden or rest == 0 or rest >= SMALLEST


@given(tables)
@settings(max_examples=100, deadline=None)
def test_a_table_without_small_cells_is_shown_whole(table: dict[Cell, int]) -> None:
    assert protected({cell: n + 10 for cell, n in table.items()}) == frozenset()


def test_the_attacker_of_these_tests_can_attack() -> None:
    table: dict[Cell, int] = {("a", "x"): 40, ("a", "y"): 6, ("b", "x"): 20, ("b", "y"): 30}
    assert solved(table, frozenset({("a", "y")})) == {("a", "y"): 6}
