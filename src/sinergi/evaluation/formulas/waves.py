"""Training in waves by lot: every unit is its own comparison before its wave, and others' after it.

Model: unit x month means on unit effects, month effects and "trained", weighted by n, each unit's own
training month left out. A unit's channels are joined first, at fixed weights: they share the shocks of their unit
and month, so as rows of their own they would make the interval too narrow. Interval by t on the residual degrees of
freedom; beside it an exact permutation test over the orders that the lot could have drawn.
"""

import hashlib
import math
import random
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sinergi.evaluation.formulas.effect import detectable_effect
from sinergi.evaluation.formulas.panel import (
    Cell,
    Fit,
    connected,
    fixed_mix_means,
    merged,
    month_text,
    two_way,
)
from sinergi.evaluation.formulas.words import (
    MIN_ANSWERS,
    MIN_MONTHS_AFTER,
    MIN_MONTHS_BEFORE,
    SIGNIFICANCE,
    not_enough,
    verdict,
)
from sinergi.surveys.formulas.student import t_quantile

MAX_ORDERS = 5_040
SAMPLED_ORDERS = 2_000
_SAME = 1e-9


@dataclass(frozen=True)
class WaveEffect:
    """Figures in points of the 1 to 4 scale, None where a guard refuses. ``p_value`` is the share of possible
    orders with an effect at least as large; ``orders`` how many were tried, ``exact`` whether that is all of
    them.
    """

    estimate: float | None
    low: float | None
    high: float | None
    df: int
    p_value: float | None
    orders: int
    exact: bool
    months: tuple[int, int]
    n: tuple[int, int]
    detectable: float | None
    verdict: str
    reasons: tuple[str, ...] = ()


def draw_waves(units: Sequence[str], sizes: Sequence[int], seed: str) -> tuple[tuple[str, ...], ...]:
    """The waves of a public lot: units ordered by SHA-256 of "seed:unit", cut into waves of these sizes.

    Anyone can repeat it by hand with the announced seed. Raises ValueError where sizes and units do not
    match.
    """
    if len(set(units)) != len(units) or sum(sizes) != len(units) or any(size < 1 for size in sizes):
        raise ValueError("wave sizes must be positive and add up to the number of different units")
    drawn = sorted(units, key=lambda unit: hashlib.sha256(f"{seed}:{unit}".encode()).hexdigest())
    waves, taken = [], 0
    for size in sizes:
        waves.append(tuple(drawn[taken : taken + size]))
        taken += size
    return tuple(waves)


def estimate_waves(cells: Iterable[Cell], trained_in: Mapping[Hashable, int], *, seed: int = 0) -> WaveEffect:
    """The effect over the units of ``trained_in`` (unit -> running number of its training month).

    Units that are not in it are left out. ``seed`` serves only where there are more than 5,040 orders, of
    which a sample is then tried.
    """
    panel = _compared([cell for cell in merged(cells) if cell.unit in trained_in])
    waves = sorted(set(trained_in.values()))
    months = {cell.month for cell in panel}
    before = sum(month < waves[0] for month in months) if waves else 0
    after = sum(month > waves[-1] for month in months) if waves else 0
    untrained, trained = _split(panel, trained_in)
    sizes = (sum(untrained.values()), sum(trained.values()))
    reasons = _missing(trained_in, untrained, trained, before, after) or _changed_channels(panel)
    panel = [] if reasons else _joined(panel)
    fit = None if reasons else _fit(panel, trained_in)
    if not reasons and (fit is None or fit.df < 1):
        reasons = ["susunan gelombang dan bulan yang terisi tidak cukup untuk memisahkan pengaruhnya"]
    if fit is None or reasons:
        return WaveEffect(
            None,
            None,
            None,
            0,
            None,
            0,
            True,
            (before, after),
            sizes,
            None,
            not_enough(reasons),
            tuple(reasons),
        )
    half = t_quantile(1 - SIGNIFICANCE / 2, fit.df) * fit.standard_error
    low, high = fit.coefficient - half, fit.coefficient + half
    p_value, orders, exact = _permutation(panel, trained_in, fit.coefficient, seed)
    return WaveEffect(
        fit.coefficient,
        low,
        high,
        fit.df,
        p_value,
        orders,
        exact,
        (before, after),
        sizes,
        detectable_effect(fit.standard_error, fit.df),
        verdict(low, high),
    )


def detectable_in_waves(
    cells: Iterable[Cell], planned: Mapping[Hashable, int], months_after: int
) -> float | None:
    """Before the first wave: what ``months_after`` months after the last one would let the estimate detect.

    ``planned`` is unit -> running number of its training month. The scatter is that of the units' months so far;
    months to come are taken to bring each unit as many answers as its months did. None where that is too little.
    """
    so_far = _compared([cell for cell in merged(cells) if cell.unit in planned])
    waves = set(planned.values())
    months = {cell.month for cell in so_far}
    if len(waves) < 2 or len(months) < 2 or max(months) >= min(waves) or _changed_channels(so_far):
        return None
    so_far = _joined(so_far)
    noise = two_way(so_far, [float(cell.n) for cell in so_far])
    coming = range(max(months) + 1, max(waves) + months_after + 1)
    usual = {unit: sum(cell.n for cell in own) / len(own) for unit, own in _by_unit(so_far).items()}
    plan = so_far + [Cell(unit, month, max(round(n), 1), 0) for unit, n in usual.items() for month in coming]
    fit = _fit(plan, planned) if noise and noise.df > 0 and set(usual) == set(planned) else None
    if noise is None or fit is None or fit.df < 1:
        return None
    return detectable_effect(math.sqrt(noise.variance * fit.spread), fit.df)


def _compared(panel: Sequence[Cell]) -> list[Cell]:
    """Cells of months in which two units or more have answers; a unit that stands alone is compared with nobody."""
    units: dict[int, set[Hashable]] = {}
    for cell in panel:
        units.setdefault(cell.month, set()).add(cell.unit)
    return [cell for cell in panel if len(units[cell.month]) > 1]


def possible_orders(waves: Sequence[Hashable]) -> int:
    """How many different orders a lot of these wave labels can give: n! / product of each wave's size
    factorial.
    """
    orders = math.factorial(len(waves))
    for wave in set(waves):
        orders //= math.factorial(waves.count(wave))
    return orders


def _split(
    panel: Sequence[Cell], trained_in: Mapping[Hashable, int]
) -> tuple[dict[Hashable, int], dict[Hashable, int]]:
    untrained: dict[Hashable, int] = dict.fromkeys(trained_in, 0)
    trained: dict[Hashable, int] = dict.fromkeys(trained_in, 0)
    for cell in panel:
        if cell.month < trained_in[cell.unit]:
            untrained[cell.unit] += cell.n
        elif cell.month > trained_in[cell.unit]:
            trained[cell.unit] += cell.n
    return untrained, trained


def _missing(
    trained_in: Mapping[Hashable, int],
    untrained: Mapping[Hashable, int],
    trained: Mapping[Hashable, int],
    before: int,
    after: int,
) -> list[str]:
    if len(set(trained_in.values())) < 2:
        return ["perlu paling sedikit dua gelombang, supaya yang belum dilatih menjadi pembanding"]
    reasons = []
    if before < MIN_MONTHS_BEFORE:
        first = month_text(min(trained_in.values()))
        reasons.append(
            f"baru ada {before} bulan sebelum gelombang pertama ({first}), perlu {MIN_MONTHS_BEFORE}"
        )
    if after < MIN_MONTHS_AFTER:
        last = month_text(max(trained_in.values()))
        reasons.append(
            f"baru ada {after} bulan sesudah gelombang terakhir ({last}), perlu {MIN_MONTHS_AFTER}"
        )
    for unit in trained_in:
        for when, n in (("sebelum", untrained[unit]), ("sesudah", trained[unit])):
            if n < MIN_ANSWERS:
                reasons.append(f"{unit} {when} dilatih: baru {n} jawaban, perlu {MIN_ANSWERS}")
    return reasons


def _changed_channels(panel: Sequence[Cell]) -> list[str]:
    return [
        f"{unit}: saluran survei berganti seluruhnya, jadi bulan-bulannya tidak sebanding"
        for unit, own in _by_unit(panel).items()
        if not connected(own)
    ]


def _joined(panel: Sequence[Cell]) -> list[Cell]:
    """One cell per unit and month, its mean at the unit's own weights of channels over all months."""
    joined = []
    for unit, own in _by_unit(panel).items():
        n: dict[int, int] = {}
        for cell in own:
            n[cell.month] = n.get(cell.month, 0) + cell.n
        joined += [
            Cell(unit, month, n[month], mean * n[month])
            for month, mean in sorted(fixed_mix_means(own).items())
        ]
    return joined


def _by_unit(panel: Sequence[Cell]) -> dict[Hashable, list[Cell]]:
    units: dict[Hashable, list[Cell]] = {}
    for cell in panel:
        units.setdefault(cell.unit, []).append(cell)
    return units


def _fit(panel: Sequence[Cell], trained_in: Mapping[Hashable, int]) -> Fit | None:
    kept = [cell for cell in panel if cell.month != trained_in[cell.unit]]
    trained = [1.0 if cell.month > trained_in[cell.unit] else 0.0 for cell in kept]
    return two_way(kept, [float(cell.n) for cell in kept], trained)


def _permutation(
    panel: Sequence[Cell], trained_in: Mapping[Hashable, int], observed: float, seed: int
) -> tuple[float | None, int, bool]:
    units = sorted(trained_in, key=str)
    drawn = [trained_in[unit] for unit in units]
    exact = possible_orders(drawn) <= MAX_ORDERS
    orders = _all_orders(sorted(drawn)) if exact else _some_orders(drawn, seed)
    tried = extreme = 0
    for order in orders:
        fit = _fit(panel, dict(zip(units, order, strict=True)))
        if fit is None:
            continue
        tried += 1
        extreme += abs(fit.coefficient) >= abs(observed) - _SAME
    return (extreme / tried if tried else None), tried, exact


def _all_orders(waves: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every different arrangement once."""
    if not waves:
        yield ()
        return
    for wave in sorted(set(waves)):
        rest = list(waves)
        rest.remove(wave)
        for order in _all_orders(rest):
            yield (wave, *order)


def _some_orders(drawn: Sequence[int], seed: int) -> Iterator[tuple[int, ...]]:
    """The order drawn itself, then a seeded sample: counting the observed one keeps the test valid."""
    yield tuple(drawn)
    lot = random.Random(seed)  # noqa: S311 - a repeatable sample, not a secret
    for _ in range(SAMPLED_ORDERS - 1):
        yield tuple(lot.sample(drawn, len(drawn)))
