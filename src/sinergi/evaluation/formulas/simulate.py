"""Is the interval honest? Thousands of made-up surveys with a known effect through the estimators of this
room.

The estimators are written again here for whole arrays of runs; a test holds them to those that the pages use.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sinergi.evaluation.formulas.designs import Design, TwoGroups, Waves
from sinergi.evaluation.formulas.draws import Draw, Floats, draw, latent_shift, treated_cells
from sinergi.evaluation.formulas.effect import detectable_effect
from sinergi.evaluation.formulas.words import MIN_ANSWERS, SIGNIFICANCE
from sinergi.surveys.formulas.student import t_quantile

_BLOCK = 2_500
_RESAMPLES = 400
# Refitting the waves for each of the 126 ways to draw five units again is slow; this many runs tell enough.
_WAVE_BOOTSTRAP_RUNS = 500
TOO_FEW = f"kurang dari {MIN_ANSWERS} jawaban dalam salah satu kelompok"


@dataclass(frozen=True)
class Figures:
    """What a design did at one effect; shares are of the admitted runs."""

    name: str
    effect: float
    runs: int
    admitted: int
    refused: dict[str, int]
    detectable: float
    coverage: float
    claimed_when_none: float
    power: float
    median_width: float
    bootstrap_coverage: float


@dataclass
class _Tally:
    """Per admitted run, one array a block."""

    estimate: list[Floats] = field(default_factory=list)
    error: list[Floats] = field(default_factory=list)
    truth: list[Floats] = field(default_factory=list)
    bootstrap: list[NDArray[np.bool_]] = field(default_factory=list)
    runs: int = 0
    df: int = 0


def simulate(design: Design, *, runs: int, effect: float | None, times: float | None, seed: int) -> Figures:
    """``runs`` surveys without effect and as many with ``effect``, or with ``times`` the detectable one.

    "Detectable" comes from the root mean square standard error over the runs without effect. Raises
    UnreachableEffect where the scale is too short for it.
    """
    none = _run(design, runs, 0.0, np.random.default_rng([seed, zlib.crc32(design.name.encode()), 0]))
    detectable = detectable_effect(float(np.sqrt(np.mean(np.concatenate(none.error) ** 2))), none.df)
    wanted = effect if effect is not None else (times or 0.0) * detectable
    some = none
    if wanted != 0:
        generator = np.random.default_rng([seed, zlib.crc32(design.name.encode()), 1])
        some = _run(design, runs, latent_shift(wanted, design), generator)
    estimate, error, truth = (np.concatenate(part) for part in (some.estimate, some.error, some.truth))
    half = t_quantile(1 - SIGNIFICANCE / 2, some.df) * error
    return Figures(
        name=design.name,
        effect=wanted,
        runs=runs,
        admitted=len(estimate),
        refused={TOO_FEW: some.runs - len(estimate)} if some.runs > len(estimate) else {},
        detectable=detectable,
        coverage=float(np.mean(np.abs(estimate - truth) <= half)),
        claimed_when_none=_claimed(none),
        power=_claimed(some),
        median_width=float(np.median(2 * half)),
        bootstrap_coverage=float(np.mean(np.concatenate(some.bootstrap))),
    )


def _claimed(tally: _Tally) -> float:
    """The share of runs whose interval excludes 0."""
    half = t_quantile(1 - SIGNIFICANCE / 2, tally.df) * np.concatenate(tally.error)
    return float(np.mean(np.abs(np.concatenate(tally.estimate)) > half))


def _run(design: Design, runs: int, shift: float, generator: np.random.Generator) -> _Tally:
    tally = _Tally(runs=runs)
    for size in _blocks(runs):
        sample = draw(design, size, shift, generator)
        kept = admitted(design, sample.counts)
        sample = Draw(sample.means[kept], sample.counts[kept], sample.truth[kept])
        if isinstance(design, TwoGroups):
            estimate, error, tally.df = two_groups(design, sample)
            boot = _bootstrap_cells(design, sample, generator)
        else:
            estimate, error, tally.df = waves(design, sample)
            boot = _bootstrap_units(design, sample, _WAVE_BOOTSTRAP_RUNS - sum(map(len, tally.bootstrap)))
        tally.estimate.append(estimate)
        tally.error.append(error)
        tally.truth.append(sample.truth)
        tally.bootstrap.append(boot)
    return tally


def _blocks(runs: int) -> Iterator[int]:
    """Blocks small enough that memory does not grow with the number of runs."""
    for start in range(0, runs, _BLOCK):
        yield min(_BLOCK, runs - start)


def admitted(design: Design, counts: Floats) -> NDArray[np.bool_]:
    """Which runs the guards let through; the months of every design satisfy theirs by construction."""
    if isinstance(design, TwoGroups):
        ours, theirs = counts[:, : design.treated], counts[:, design.treated :]
        groups = [part[:, :, months] for part in (ours, theirs) for months in _windows(design)]
        least: Floats = np.min([group.sum(axis=(1, 2)) for group in groups], axis=0)
        return least >= MIN_ANSWERS
    enough = np.ones(len(counts), dtype=np.bool_)
    for unit, month in enumerate(design.training):
        enough &= counts[:, unit, :month].sum(axis=1) >= MIN_ANSWERS
        enough &= counts[:, unit, month + 1 :].sum(axis=1) >= MIN_ANSWERS
    return enough


def _windows(design: TwoGroups) -> tuple[slice, slice]:
    return slice(0, design.before), slice(design.before, design.months)


def two_groups(design: TwoGroups, sample: Draw) -> tuple[Floats, Floats, int]:
    """Estimate and standard error per run, degrees of freedom: as ``effect.estimate_effect``."""
    difference = _group(sample, slice(0, design.treated)) - _group(
        sample, slice(design.treated, design.units)
    )
    before, after = (difference[:, months] for months in _windows(design))
    df = design.months - 2
    squares = sum(((part - part.mean(axis=1, keepdims=True)) ** 2).sum(axis=1) for part in (before, after))
    error: Floats = np.sqrt(squares / df * (1 / design.before + 1 / design.after))
    return after.mean(axis=1) - before.mean(axis=1), error, df


def _group(sample: Draw, units: slice) -> Floats:
    """Runs x months: the units' means, weighted by their answers over the whole window."""
    weights = sample.counts[:, units].sum(axis=2, keepdims=True)
    means: Floats = (weights * sample.means[:, units]).sum(axis=1) / weights.sum(axis=1)
    return means


def waves(design: Waves, sample: Draw) -> tuple[Floats, Floats, int]:
    """Estimate and standard error per run, degrees of freedom: as ``waves.estimate_waves``."""
    regressors, kept = _wave_regressors(design)
    values = sample.means[:, kept]
    weights = sample.counts[:, kept]
    normal, right = _normal_equations(regressors, weights, values)
    inverse = np.linalg.inv(normal)
    beta = np.einsum("rij,rj->ri", inverse, right)
    residuals = values - beta @ regressors.T
    df = regressors.shape[0] - regressors.shape[1]
    variance = (weights * residuals**2).sum(axis=1) / df
    return beta[:, -1], np.sqrt(variance * inverse[:, -1, -1]), df


def _wave_regressors(design: Waves) -> tuple[Floats, NDArray[np.bool_]]:
    """One row per cell that is kept: unit dummies, month dummies but the first, "trained" last."""
    kept = np.ones((design.units, design.months), dtype=np.bool_)
    kept[np.arange(design.units), list(design.training)] = False
    unit, month = np.nonzero(kept)
    columns = [unit == u for u in range(design.units)] + [month == m for m in range(1, design.months)]
    trained = treated_cells(design)[kept]
    return np.column_stack([*(column.astype(np.float64) for column in columns), trained]), kept


def _normal_equations(regressors: Floats, weights: Floats, values: Floats) -> tuple[Floats, Floats]:
    size = regressors.shape[1]
    products = (regressors[:, :, None] * regressors[:, None, :]).reshape(len(regressors), size * size)
    return (weights @ products).reshape(-1, size, size), (weights * values) @ regressors


def _bootstrap_cells(design: TwoGroups, sample: Draw, generator: np.random.Generator) -> NDArray[np.bool_]:
    """Percentile bootstrap that draws whole unit x month cells again within each of the four groups."""
    edges: Floats = np.zeros((len(sample.means), _RESAMPLES))
    for units, sign in ((slice(0, design.treated), 1.0), (slice(design.treated, design.units), -1.0)):
        for months, phase in zip(_windows(design), (-1.0, 1.0), strict=True):
            counts = sample.counts[:, units, months].reshape(len(sample.means), -1)
            totals = (sample.counts * sample.means)[:, units, months].reshape(len(sample.means), -1)
            cells = counts.shape[1]
            times = generator.multinomial(cells, np.full(cells, 1 / cells), size=_RESAMPLES).astype(
                np.float64
            )
            edges += sign * phase * (totals @ times.T) / (counts @ times.T)
    low, high = np.quantile(edges, [SIGNIFICANCE / 2, 1 - SIGNIFICANCE / 2], axis=1)
    held: NDArray[np.bool_] = (low <= sample.truth) & (sample.truth <= high)
    return held


def _bootstrap_units(design: Waves, sample: Draw, runs: int) -> NDArray[np.bool_]:
    """Percentile bootstrap that draws whole units again: every way to draw them, weighted by its chance."""
    if runs <= 0:
        return np.zeros(0, dtype=np.bool_)
    regressors, kept = _wave_regressors(design)
    owner = np.nonzero(kept)[0]
    values, weights = sample.means[:runs, kept], sample.counts[:runs, kept]
    truth = sample.truth[:runs]
    estimates, chances = [], []
    for times, chance in _draws_again(design.units):
        own = np.array(times, dtype=np.float64)[owner]
        present = own > 0
        columns = np.any(regressors[present] != 0, axis=0)
        used = regressors[np.ix_(present, columns)]
        if not columns[-1] or np.linalg.matrix_rank(used) < used.shape[1]:
            continue
        normal, right = _normal_equations(used, (weights * own)[:, present], values[:, present])
        estimates.append(np.linalg.solve(normal, right[:, :, None])[:, -1, 0])
        chances.append(chance)
    low, high = _weighted_quantiles(np.array(estimates), np.array(chances))
    return (low <= truth) & (truth <= high)


def _draws_again(units: int) -> Iterator[tuple[tuple[int, ...], float]]:
    """How often each unit may come when as many are drawn with replacement, and the chance of each case."""

    def place(left: int, slots: int) -> Iterator[tuple[int, ...]]:
        if slots == 1:
            yield (left,)
            return
        for first in range(left + 1):
            for rest in place(left - first, slots - 1):
                yield (first, *rest)

    factorial = [1.0]
    for number in range(1, units + 1):
        factorial.append(factorial[-1] * number)
    for times in place(units, units):
        chance = factorial[units] / units**units
        for often in times:
            chance /= factorial[often]
        yield times, chance


def _weighted_quantiles(estimates: Floats, chances: Floats) -> tuple[Floats, Floats]:
    """The 2.5 % and 97.5 % points per run (columns) of estimates (rows) that come with these chances."""
    order = np.argsort(estimates, axis=0)
    ranked = np.take_along_axis(estimates, order, axis=0)
    reached = np.cumsum(chances[order], axis=0) / chances.sum()
    columns = np.arange(estimates.shape[1])
    low = ranked[np.argmax(reached >= SIGNIFICANCE / 2, axis=0), columns]
    high = ranked[np.argmax(reached >= 1 - SIGNIFICANCE / 2, axis=0), columns]
    return low, high
