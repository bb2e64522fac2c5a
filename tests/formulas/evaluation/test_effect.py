"""The effect of an action: against scipy and numpy, its guards, its words."""

import random
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sinergi.evaluation.formulas.effect import (
    Effect,
    detectable_effect,
    detectable_in_plan,
    estimate_effect,
    pooled,
    trend_before,
)
from sinergi.evaluation.formulas.panel import Cell, connected, month_number, month_text

JANUARY = month_number(date(2026, 1, 1))
START, DONE = date(2026, 4, 10), date(2026, 4, 30)
MEANS = st.lists(st.floats(-1, 1), min_size=2, max_size=9)


def panel(
    *, units: int = 5, months: int = 8, n: int = 40, gain: float = 0.0, seed: int = 1, drift: float = 0.0
) -> list[Cell]:
    """Unit 0 is treated in April 2026: ``gain`` from May on; ``drift`` per month on the treated unit alone."""
    lot = random.Random(seed)
    shared = [lot.gauss(0, 0.3) for _ in range(months)]
    cells = []
    for unit in range(units):
        for month in range(months):
            mean = 2.8 + shared[month] + lot.gauss(0, 0.05)
            if unit == 0:
                mean += drift * month + (gain if month > 3 else 0)
            cells.append(Cell(f"u{unit}", JANUARY + month, n, Fraction(round(mean * n * 1000), 1000)))
    return cells


def estimate(cells: list[Cell], treated: tuple[str, ...] = ("u0",)) -> Effect:
    return estimate_effect(cells, treated, START, DONE)


def test_equals_the_two_sample_t_over_monthly_differences() -> None:
    cells = panel(gain=0.3)
    found = estimate(cells)
    difference = {
        month: float(np.mean([c.mean for c in cells if c.unit == "u0" and c.month == month]))
        - float(np.mean([c.mean for c in cells if c.unit != "u0" and c.month == month]))
        for month in {c.month for c in cells}
    }
    before = [difference[JANUARY + m] for m in range(3)]
    after = [difference[JANUARY + m] for m in range(4, 8)]
    wanted = stats.ttest_ind(after, before).confidence_interval(0.95)
    assert found.estimate == pytest.approx(np.mean(after) - np.mean(before))
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high))
    assert found.months == (3, 4)
    assert (found.n.treated_before, found.n.treated_after) == (120, 160)
    assert (found.n.comparison_before, found.n.comparison_after) == (480, 640)
    assert found.verdict == "Naik, sejalan dengan tindakan ini"
    assert [month_text(month) for month, _, _ in found.differences][:4] == [
        "2026-01",
        "2026-02",
        "2026-03",
        "2026-05",
    ]


def test_words_follow_the_interval() -> None:
    assert estimate(panel(gain=-0.4)).verdict == "Turun"
    quiet = estimate(panel(gain=0.0, seed=7))
    assert quiet.low is not None and quiet.high is not None
    assert quiet.low <= 0 <= quiet.high
    assert quiet.verdict == "Belum terbukti berubah"


@given(MEANS, MEANS)
def test_pooled_equals_scipy(before: list[float], after: list[float]) -> None:
    if len(before) + len(after) < 3 or np.var(before) + np.var(after) < 1e-6:
        return
    value, error, df = pooled(before, after)
    wanted = stats.ttest_ind(after, before)
    assert df == wanted.df
    assert value / error == pytest.approx(wanted.statistic, rel=1e-6, abs=1e-9)


def test_what_all_units_share_in_a_month_changes_nothing() -> None:
    cells = panel(gain=0.3)
    flooded = [
        Cell(c.unit, c.month, c.n, c.total - (Fraction(c.n, 2) if c.month > JANUARY + 3 else 0))
        for c in cells
    ]
    assert estimate(flooded).estimate == pytest.approx(estimate(cells).estimate)
    assert estimate(flooded).high == pytest.approx(estimate(cells).high)


def test_a_change_of_channel_is_not_taken_for_quality() -> None:
    """Paper answers are half a point kinder; the treated unit moves from paper to phone, its quality stays."""
    cells = []
    for cell in panel(gain=0.0, seed=3):
        share = 35 if cell.month < JANUARY + 4 or cell.unit != "u0" else 5
        per_answer = Fraction(cell.total) / cell.n
        cells.append(
            Cell(cell.unit, cell.month, share, (per_answer + Fraction(1, 2)) * share, channel="kertas")
        )
        cells.append(Cell(cell.unit, cell.month, 40 - share, per_answer * (40 - share), channel="ponsel"))
    plain = [Cell(c.unit, c.month, c.n, c.total) for c in cells]
    kept, mixed = estimate(cells), estimate(plain)
    assert kept.estimate == pytest.approx(estimate(panel(gain=0.0, seed=3)).estimate, abs=1e-9)
    assert mixed.estimate is not None and kept.estimate is not None
    assert mixed.estimate < kept.estimate - 0.3


def test_a_unit_that_misses_a_month_is_filled_in_by_its_own_level() -> None:
    """Additive unit and month levels, no noise: leaving one cell out must change nothing."""
    level = {"u0": 2.0, "u1": 3.5, "u2": 2.5}
    cells = [
        Cell(
            unit,
            JANUARY + m,
            40,
            Fraction(str(base + (0.2 if m % 2 else 0) + (0.4 if unit == "u0" and m > 3 else 0))) * 40,
        )
        for unit, base in level.items()
        for m in range(8)
    ]
    holed = [cell for cell in cells if not (cell.unit == "u1" and cell.month == JANUARY + 5)]
    assert estimate(holed).estimate == pytest.approx(0.4, abs=1e-9)


def test_a_complete_change_of_channel_is_refused() -> None:
    cells = [
        Cell(c.unit, c.month, c.n, c.total, channel="kertas" if c.month <= JANUARY + 3 else "ponsel")
        for c in panel()
    ]
    assert not connected([c for c in cells if c.unit == "u0"])
    found = estimate(cells)
    assert found.estimate is None
    assert "berganti seluruhnya" in found.verdict


@pytest.mark.parametrize(
    ("cells", "treated", "words"),
    [
        (panel(months=8), ("u0", "u1", "u2", "u3", "u4"), "tidak ada unit pembanding"),
        (panel(months=8), (), "tidak ada jawaban dari unit yang menerima tindakan"),
        (panel(months=5), ("u0",), "baru ada 1 bulan sesudah tindakan, perlu 2"),
        ([c for c in panel() if c.month > JANUARY], ("u0",), "baru ada 2 bulan sebelum tindakan, perlu 3"),
        (panel(n=9), ("u0",), "unit yang menerima tindakan, sebelum: baru 27 jawaban, perlu 30"),
        (panel(n=5, units=2), ("u0",), "unit pembanding, sesudah: baru 20 jawaban, perlu 30"),
        ([], ("u0",), "tidak ada jawaban"),
    ],
)
def test_guards_refuse_in_words(cells: list[Cell], treated: tuple[str, ...], words: str) -> None:
    found = estimate_effect(cells, treated, START, DONE)
    assert (found.estimate, found.low, found.high) == (None, None, None)
    assert found.verdict.startswith("Data belum cukup: ")
    assert words in found.verdict


def test_exactly_enough_is_enough() -> None:
    found = estimate_effect(panel(n=15, months=6, units=2), ("u0",), START, DONE)
    assert found.months == (3, 2)
    assert found.n.treated_after == 30
    assert found.estimate is not None


def test_a_trend_before_the_start_holds_the_words_back() -> None:
    cells = [Cell(c.unit, c.month, c.n, c.total) for c in panel(months=8, drift=0.4)]
    found = estimate(cells)
    assert found.low is not None and found.low > 0
    assert found.verdict == "Belum terbukti berubah"
    assert "naik sebelum tindakan" in found.warnings[0]


def test_trend_is_the_slope_test_of_scipy() -> None:
    lot = random.Random(5)
    for _ in range(200):
        series = [(month, lot.gauss(0.1 * month, 0.2)) for month in range(lot.randint(3, 8))]
        wanted = stats.linregress([m for m, _ in series], [d for _, d in series])
        found = trend_before(series)
        assert (found is not None) == (wanted.pvalue < 0.05)
        if found is not None:
            assert found == pytest.approx(wanted.slope)
    assert trend_before([(1, 0.1), (2, 0.9)]) is None
    assert trend_before([(1, 0.5), (2, 0.5), (3, 0.5)]) is None


def test_months_of_the_action_are_left_out() -> None:
    # An action within April: March is before, May after; one that starts on 1 April ends "before" in March too.
    for started, completed, months in (
        (date(2026, 4, 1), date(2026, 4, 1), (3, 4)),
        (date(2026, 4, 30), date(2026, 5, 1), (3, 3)),
        (date(2026, 5, 1), date(2026, 5, 31), (4, 3)),
    ):
        assert estimate_effect(panel(), ("u0",), started, completed).months == months
    with pytest.raises(ValueError, match="before it started"):
        estimate_effect(panel(), ("u0",), DONE, START)


def test_a_month_that_one_group_lacks_is_skipped_and_said() -> None:
    cells = [c for c in panel() if not (c.unit == "u0" and c.month == JANUARY + 6)]
    found = estimate(cells)
    assert found.months == (3, 3)
    assert any("1 bulan tidak dibandingkan" in warning for warning in found.warnings)


def test_detectable_is_t_for_error_plus_t_for_power() -> None:
    assert detectable_effect(0.1, 4) == pytest.approx(0.1 * (stats.t.ppf(0.975, 4) + stats.t.ppf(0.8, 4)))
    assert detectable_in_plan([0.1], 3) is None
    scatter = np.std([0.1, 0.3, 0.2], ddof=1) * (1 / 3 + 1 / 2) ** 0.5
    assert detectable_in_plan([0.1, 0.3, 0.2], 2) == pytest.approx(detectable_effect(float(scatter), 3))
