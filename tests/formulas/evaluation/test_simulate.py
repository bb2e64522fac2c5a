"""The simulator: same estimators as the pages, known effect, honest intervals (the full run is a bench)."""

from datetime import date

import numpy as np
import pytest

from sinergi.evaluation.formulas.designs import DESIGNS, TwoGroups, Waves
from sinergi.evaluation.formulas.draws import UnreachableEffect, draw, latent_shift, treated_cells
from sinergi.evaluation.formulas.effect import detectable_effect, estimate_effect
from sinergi.evaluation.formulas.panel import Cell
from sinergi.evaluation.formulas.simulate import simulate, two_groups, waves
from sinergi.evaluation.formulas.waves import estimate_waves

NAMES = ["1v4-3+3", "1v4-6+2", "1v4-6+6", "1v4-12+6", "2v3-6+3", "waves-5"]


def cells_of(means: np.ndarray, counts: np.ndarray, gap_after: int | None) -> list[Cell]:
    """One run as roll-up cells; for two groups one month of action is put between before and after."""
    cells = []
    for unit, month in np.ndindex(means.shape):
        later = 1 if gap_after is not None and month >= gap_after else 0
        n = int(counts[unit, month])
        cells.append(Cell(int(unit), int(month) + later + 24_000, n, round(float(means[unit, month]) * n)))
    return cells


def test_all_designs_are_there() -> None:
    assert [name for name in DESIGNS if not name.endswith("-tanpa-guncangan")] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_arrays_estimate_what_the_pages_estimate(name: str) -> None:
    design = DESIGNS[name]
    sample = draw(design, 6, 0.2, np.random.default_rng(3))
    for run in range(6):
        if isinstance(design, TwoGroups):
            cells = cells_of(sample.means[run], sample.counts[run], design.before)
            action = date(24_000 // 12 + design.before // 12, design.before % 12 + 1, 5)
            page = estimate_effect(cells, range(design.treated), action, action)
            estimate, error, df = two_groups(design, sample)
            assert page.detectable == pytest.approx(detectable_effect(float(error[run]), df))
        else:
            trained_in = {unit: month + 24_000 for unit, month in enumerate(design.training)}
            page = estimate_waves(cells_of(sample.means[run], sample.counts[run], None), trained_in)  # type: ignore[assignment]
            estimate, error, df = waves(design, sample)
            assert page.detectable == pytest.approx(detectable_effect(float(error[run]), df))
        assert page.estimate == pytest.approx(estimate[run])


def test_answers_are_rounded_and_clipped_and_the_effect_is_realised() -> None:
    design = DESIGNS["1v4-6+6"]
    shift = latent_shift(0.5, design)
    assert shift > 0.5  # the ceiling at 4 swallows a part
    sample = draw(design, 4_000, shift, np.random.default_rng(1))
    totals = sample.means * sample.counts
    assert np.allclose(totals, np.round(totals))
    assert sample.means.min() >= 1 and sample.means.max() <= 4
    assert sample.counts.min() >= 15 and sample.counts.max() <= 60
    assert sample.truth.mean() == pytest.approx(0.5, abs=0.005)
    treated = treated_cells(design).astype(bool)
    gained = sample.means[:, treated].mean() - sample.means[:, ~treated].mean()
    assert gained == pytest.approx(0.5, abs=0.01)


def test_impossible_effects_are_refused() -> None:
    with pytest.raises(UnreachableEffect):
        latent_shift(1.5, DESIGNS["1v4-3+3"])


def test_no_shift_for_no_effect() -> None:
    assert latent_shift(0.0, DESIGNS["waves-5"]) == 0.0


def test_waves_leave_the_training_month_between() -> None:
    design = DESIGNS["waves-5"]
    assert isinstance(design, Waves)
    cells = treated_cells(design)
    assert [int(row.sum()) for row in cells] == [design.months - month - 1 for month in design.training]


@pytest.mark.parametrize("name", NAMES)
def test_intervals_are_honest_in_a_small_run(name: str) -> None:
    """600 runs: two standard errors of a 95 % share are 1.8 points, so the bounds are wide on purpose."""
    figures = simulate(DESIGNS[name], runs=600, effect=None, times=2.0, seed=1)
    assert figures.admitted == 600
    assert figures.refused == {}
    assert 0.92 <= figures.coverage <= 0.985
    assert figures.claimed_when_none <= 0.085
    assert figures.power >= 0.95
    assert figures.effect == pytest.approx(2 * figures.detectable)


def test_same_seed_same_figures() -> None:
    first, again, other = (
        simulate(DESIGNS["1v4-3+3"], runs=200, effect=0.2, times=None, seed=seed) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_waves_are_narrower_than_two_groups() -> None:
    one = simulate(DESIGNS["waves-5"], runs=400, effect=0.0, times=None, seed=1)
    two = simulate(DESIGNS["1v4-6+6"], runs=400, effect=0.0, times=None, seed=1)
    assert one.median_width < two.median_width
    assert one.power == one.claimed_when_none
