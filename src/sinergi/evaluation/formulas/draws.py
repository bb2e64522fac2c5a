"""Made-up surveys with a known effect: answers 1 to 4 by rounding and clipping a latent normal opinion.

The effect is known on the scale that is measured: a latent shift is found such that the mean of the rounded
and clipped answers moves by the effect asked for, and each run's truth is what its own treated cells gained.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sinergi.evaluation.formulas.designs import (
    ANSWER_SD,
    BASE_MEAN,
    LEAST_ANSWERS,
    MOST_ANSWERS,
    Design,
    TwoGroups,
)

Floats = NDArray[np.float64]
_GRID = np.linspace(-4.0, 10.0, 14_001)
_STEPS = np.array(
    [[NormalDist(mean, ANSWER_SD).cdf(edge) for mean in _GRID] for edge in (1.5, 2.5, 3.5)], dtype=np.float64
)
_MEANS = 4.0 - _STEPS.sum(axis=0)


class UnreachableEffect(ValueError):
    """The scale ends at 4 (or 1): no shift of opinion can move the mean of the answers that far."""


@dataclass(frozen=True)
class Draw:
    """``means`` and ``counts`` are runs x units x months; ``truth`` is each run's realised effect."""

    means: Floats
    counts: Floats
    truth: Floats


def latent_shift(effect: float, design: Design) -> float:
    """The latent shift whose realised effect is ``effect``, averaged over the cells a design can draw."""
    if effect == 0:
        return 0.0
    shocks = design.shocks
    spread = (shocks.unit**2 + shocks.month**2 + shocks.unit_month**2) ** 0.5
    quantiles = np.array([NormalDist().inv_cdf((place + 0.5) / 201) for place in range(201)])
    cells = BASE_MEAN + spread * quantiles

    def realised(shift: float) -> float:
        return float(np.mean(_mean_answer(cells + shift) - _mean_answer(cells)))

    low, high = -5.0, 5.0
    if not realised(low) < effect < realised(high):
        raise UnreachableEffect(f"{effect:g}")
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if realised(middle) < effect else (low, middle)
    return (low + high) / 2


def draw(design: Design, runs: int, shift: float, generator: np.random.Generator) -> Draw:
    """``runs`` surveys of a design, its treated cells shifted by ``shift`` on the latent scale."""
    shape = (runs, design.units, design.months)
    shocks = design.shocks
    size = generator.uniform(LEAST_ANSWERS, MOST_ANSWERS, (runs, design.units, 1))
    counts = np.clip(generator.poisson(size, shape), LEAST_ANSWERS, MOST_ANSWERS)
    latent = (
        BASE_MEAN
        + shocks.unit * generator.standard_normal((runs, design.units, 1))
        + shocks.month * generator.standard_normal((runs, 1, design.months))
        + shocks.unit_month * generator.standard_normal(shape)
    )
    treated = treated_cells(design)
    shifted = latent + shift * treated
    answers = generator.multinomial(counts, _answer_shares(shifted))
    totals = answers @ np.array([1.0, 2.0, 3.0, 4.0])
    gains = _mean_answer(shifted) - _mean_answer(latent)
    return Draw(totals / counts, counts.astype(np.float64), _truth(design, counts, gains, treated))


def treated_cells(design: Design) -> Floats:
    """1 where a unit x month cell carries the effect, else 0."""
    cells = np.zeros((design.units, design.months))
    if isinstance(design, TwoGroups):
        cells[: design.treated, design.before :] = 1.0
        return cells
    for unit, month in enumerate(design.training):
        cells[unit, month + 1 :] = 1.0
    return cells


def _truth(design: Design, counts: NDArray[np.int64], gains: Floats, treated: Floats) -> Floats:
    """The mean gain of a run's treated cells, weighted as the design's estimator weights them."""
    weights = counts * treated
    if isinstance(design, TwoGroups):
        weights = counts.sum(axis=2, keepdims=True) * treated
    truth: Floats = (weights * gains).sum(axis=(1, 2)) / weights.sum(axis=(1, 2))
    return truth


def _mean_answer(latent: Floats) -> Floats:
    means: Floats = np.interp(latent, _GRID, _MEANS)
    return means


def _answer_shares(latent: Floats) -> Floats:
    edges = [np.interp(latent, _GRID, step) for step in _STEPS]
    shares = np.stack([edges[0], edges[1] - edges[0], edges[2] - edges[1], 1.0 - edges[2]], axis=-1)
    clipped: Floats = np.clip(shares, 0.0, 1.0)
    return clipped
