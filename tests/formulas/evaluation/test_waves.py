"""Waves by lot: against statsmodels, the permutation test by hand, the lot."""

import itertools
import math
import random
from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from sinergi.evaluation.formulas import waves
from sinergi.evaluation.formulas.panel import Cell, month_number, two_way
from sinergi.evaluation.formulas.waves import detectable_in_waves, draw_waves, estimate_waves, possible_orders

JANUARY = month_number(date(2026, 1, 1))
WAVES = {"a": JANUARY + 3, "b": JANUARY + 5, "c": JANUARY + 7, "d": JANUARY + 9, "e": JANUARY + 11}
TWO_TWO_ONE = {"a": JANUARY + 4, "b": JANUARY + 4, "c": JANUARY + 6, "d": JANUARY + 6, "e": JANUARY + 8}


def panel(trained_in: dict[str, int], *, gain: float = 0.3, months: int = 14, seed: int = 2) -> list[Cell]:
    lot = random.Random(seed)
    shared = [lot.gauss(0, 0.2) for _ in range(months)]
    cells = []
    for unit, training in trained_in.items():
        own = lot.gauss(2.8, 0.2)
        for month in range(months):
            n = lot.randint(15, 60)
            mean = (
                own + shared[month] + (gain if JANUARY + month > training else 0) + lot.gauss(0, 0.6) / n**0.5
            )
            cells.append(Cell(unit, JANUARY + month, n, mean * n))
    return cells


def frame(cells: list[Cell], trained_in: dict[str, int]) -> pd.DataFrame:
    rows = [
        {
            "unit": c.unit,
            "month": c.month,
            "n": c.n,
            "y": c.mean,
            "trained": float(c.month > trained_in[str(c.unit)]),
        }
        for c in cells
        if c.month != trained_in[str(c.unit)]
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize("trained_in", [WAVES, TWO_TWO_ONE])
def test_equals_weighted_least_squares(trained_in: dict[str, int]) -> None:
    cells = panel(trained_in)
    data = frame(cells, trained_in)
    wanted = smf.wls("y ~ C(unit) + C(month) + trained", data, weights=data["n"]).fit()
    found = estimate_waves(cells, trained_in)
    low, high = wanted.conf_int().loc["trained"]
    assert found.estimate == pytest.approx(wanted.params["trained"], abs=1e-9)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)
    assert found.df == wanted.df_resid
    assert found.verdict == "Naik, sejalan dengan tindakan ini"


def test_channels_of_one_month_are_not_independent_answers() -> None:
    """Splitting each month's answers over two channels tells nothing new, so the interval stays as wide."""
    whole = panel(TWO_TWO_ONE)
    halves = [
        Cell(c.unit, c.month, part, c.mean * part, 0, channel)
        for c in whole
        for part, channel in ((c.n, "online"), (c.n * 2, "counter"))
    ]
    alone, split = estimate_waves(whole, TWO_TWO_ONE), estimate_waves(halves, TWO_TWO_ONE)
    assert split.df == alone.df
    assert (split.low, split.high) == pytest.approx((alone.low, alone.high), abs=1e-9)


def test_a_change_of_channels_is_not_a_change_of_quality() -> None:
    """Paper scores 0.5 higher throughout; a unit that drops it when it is trained does not look worse."""
    cells = []
    for c in panel(TWO_TWO_ONE, gain=0.0):
        cells.append(Cell(c.unit, c.month, c.n, c.mean * c.n, 0, "online"))
        if c.month <= TWO_TWO_ONE[str(c.unit)]:
            cells.append(Cell(c.unit, c.month, c.n, (c.mean + 0.5) * c.n, 0, "paper"))
    online = [cell for cell in cells if cell.channel == "online"]
    mixed, plain = estimate_waves(cells, TWO_TWO_ONE), estimate_waves(online, TWO_TWO_ONE)
    assert mixed.estimate == pytest.approx(plain.estimate, abs=0.03)


def test_a_unit_whose_channels_all_changed_is_refused_in_words() -> None:
    cells = [
        Cell(c.unit, c.month, c.n, c.mean * c.n, 0, "paper" if c.month < JANUARY + 4 else "online")
        for c in panel(TWO_TWO_ONE)
    ]
    found = estimate_waves(cells, TWO_TWO_ONE)
    assert found.estimate is None
    assert "saluran survei berganti seluruhnya" in found.reasons[0]


def test_two_way_with_holes_equals_least_squares() -> None:
    cells = [cell for place, cell in enumerate(panel(WAVES)) if place % 7]
    data = frame(cells, dict.fromkeys(WAVES, JANUARY - 1))
    wanted = smf.wls("y ~ C(unit) + C(month)", data, weights=data["n"]).fit()
    found = two_way(cells, [float(cell.n) for cell in cells])
    assert found is not None
    predicted = [found.strata[cell.stratum] + found.months[cell.month] for cell in cells]
    assert np.allclose(predicted, wanted.fittedvalues)


def test_permutation_goes_through_every_order_once() -> None:
    cells = panel(TWO_TWO_ONE, seed=9)
    found = estimate_waves(cells, TWO_TWO_ONE)
    assert (found.orders, found.exact) == (30, True)
    effects = []
    for order in sorted(set(itertools.permutations(TWO_TWO_ONE.values()))):
        other = dict(zip(TWO_TWO_ONE, order, strict=True))
        data = frame(cells, other)
        effects.append(
            smf.wls("y ~ C(unit) + C(month) + trained", data, weights=data["n"]).fit().params["trained"]
        )
    assert found.estimate is not None
    assert found.p_value == sum(abs(e) >= abs(found.estimate) - 1e-9 for e in effects) / 30
    assert estimate_waves(panel(WAVES), WAVES).orders == possible_orders(list(WAVES.values())) == 120


def test_too_many_orders_are_sampled_by_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waves, "SAMPLED_ORDERS", 60)
    many = {f"u{place}": JANUARY + 3 + place % 8 for place in range(9)}
    cells = panel(many)
    found = estimate_waves(cells, many, seed=4)
    assert (found.exact, found.orders) == (False, 60)
    assert found.p_value == estimate_waves(cells, many, seed=4).p_value
    assert found.p_value is not None and found.p_value > 0


@pytest.mark.parametrize(
    ("trained_in", "months", "words"),
    [
        (dict.fromkeys("abcde", JANUARY + 4), 14, "dua gelombang"),
        ({**WAVES, "a": JANUARY + 2}, 14, "baru ada 2 bulan sebelum gelombang pertama (2026-03), perlu 3"),
        (WAVES, 13, "baru ada 1 bulan sesudah gelombang terakhir (2026-12), perlu 2"),
    ],
)
def test_guards(trained_in: dict[str, int], months: int, words: str) -> None:
    found = estimate_waves(panel(trained_in, months=months), trained_in)
    assert found.estimate is None
    assert words in found.verdict


def test_each_unit_needs_answers_on_both_sides() -> None:
    few = [
        Cell(c.unit, c.month, 5, c.mean * 5) if c.unit == "c" and c.month > WAVES["c"] + 1 else c
        for c in panel(WAVES)
        if not (c.unit == "c" and c.month == WAVES["c"] + 1)
    ]
    found = estimate_waves(few, WAVES)
    assert found.verdict == "Data belum cukup: c sesudah dilatih: baru 25 jawaban, perlu 30."


def test_units_outside_the_plan_are_left_out() -> None:
    cells = panel(WAVES)
    assert estimate_waves([*cells, Cell("x", JANUARY, 50, 200)], WAVES) == estimate_waves(cells, WAVES)


def test_a_month_of_one_unit_alone_changes_nothing() -> None:
    """An old paper survey of one kelurahan, typed in later, must not undo what the others show."""
    cells = panel(WAVES)
    old = Cell("c", JANUARY - 9, 40, 120, channel="paper")
    assert estimate_waves([*cells, old], WAVES) == estimate_waves(cells, WAVES)


def test_the_lot_is_public_and_fair() -> None:
    units = ["Labuhan Deli", "Rengas Pulau", "Terjun", "Tanah Enam Ratus", "Paya Pasir"]
    drawn = draw_waves(units, (2, 2, 1), "2026-04-01")
    assert drawn == draw_waves(list(reversed(units)), (2, 2, 1), "2026-04-01")
    assert sorted(itertools.chain(*drawn)) == sorted(units)
    assert [len(wave) for wave in drawn] == [2, 2, 1]
    first = Counter(draw_waves(units, (1, 1, 1, 1, 1), str(seed))[0][0] for seed in range(2_000))
    assert min(first.values()) > 320  # 400 expected each; 320 is more than four standard deviations below
    with pytest.raises(ValueError, match="add up"):
        draw_waves(units, (2, 2), "x")


def test_what_a_plan_could_detect_is_what_the_estimate_later_could() -> None:
    """By the scatter of the months before, close to what the whole panel says, over fifty worlds."""
    planned, found = [], []
    for seed in range(50):
        whole = panel(TWO_TWO_ONE, gain=0, seed=seed)
        before = [cell for cell in whole if cell.month < min(TWO_TWO_ONE.values())]
        told = detectable_in_waves(before, TWO_TWO_ONE, JANUARY + 13 - max(TWO_TWO_ONE.values()))
        later = estimate_waves(whole, TWO_TWO_ONE).detectable
        assert told is not None and later is not None
        planned.append(told**2)
        found.append(later**2)
    assert math.sqrt(sum(planned) / sum(found)) == pytest.approx(1, abs=0.1)


def test_a_longer_plan_detects_less_and_a_plan_without_data_or_waves_nothing() -> None:
    before = [cell for cell in panel(TWO_TWO_ONE) if cell.month < min(TWO_TWO_ONE.values())]
    short, long = (detectable_in_waves(before, TWO_TWO_ONE, months) for months in (1, 6))
    assert short is not None and long is not None and long < short
    at_once = dict.fromkeys(TWO_TWO_ONE, min(TWO_TWO_ONE.values()))
    assert detectable_in_waves(before, at_once, 3) is None
    assert detectable_in_waves([], TWO_TWO_ONE, 3) is None
    assert detectable_in_waves(before, {**TWO_TWO_ONE, "f": JANUARY + 9}, 3) is None
    assert detectable_in_waves(panel(TWO_TWO_ONE), TWO_TWO_ONE, 3) is None  # it has begun
