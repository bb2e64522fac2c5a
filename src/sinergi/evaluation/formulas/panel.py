"""Cells of a roll-up, and least squares with one effect per stratum and one per month, without numpy.

A web process must stay small, and these panels are: tens of strata, tens of months. Stratum effects are swept
out within each stratum, so the equations to solve have one unknown per month.
"""

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

Stratum = tuple[Hashable, Hashable]
Number = int | float | Fraction


@dataclass(frozen=True)
class Cell:
    """Sums of one unit's answers in one month: ``month`` = year x 12 + month - 1; ``channel`` keeps paper and
    phone apart where both were used. ``squares`` is the sum of squares (kept by the roll-up).
    """

    unit: Hashable
    month: int
    n: int
    total: Number
    squares: Number = 0
    channel: Hashable = ""

    @property
    def stratum(self) -> Stratum:
        return (self.unit, self.channel)

    @property
    def mean(self) -> float:
        return float(self.total / self.n)


@dataclass(frozen=True)
class Fit:
    """Month effects relative to the first month, stratum effects, the last column's coefficient if any.

    ``variance`` is that of the residuals at weight 1, ``spread`` what the design makes of it: the standard error of
    the coefficient is the root of their product.
    """

    months: Mapping[int, float]
    strata: Mapping[Stratum, float]
    coefficient: float
    variance: float
    spread: float
    df: int

    @property
    def standard_error(self) -> float:
        return math.sqrt(self.variance * self.spread)


def month_number(day: date) -> int:
    """The month of a day as a running number."""
    return day.year * 12 + day.month - 1


def month_text(month: int) -> str:
    """YYYY-MM of a running month number."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def merged(cells: Iterable[Cell]) -> list[Cell]:
    """One cell per stratum and month, empty ones left out, in a fixed order."""
    sums: dict[tuple[Stratum, int], Cell] = {}
    for cell in cells:
        if cell.n < 0:
            raise ValueError("a cell cannot hold fewer than 0 answers")
        if cell.n == 0:
            continue
        place = (cell.stratum, cell.month)
        old = sums.get(place)
        sums[place] = (
            cell
            if old is None
            else Cell(
                cell.unit,
                cell.month,
                old.n + cell.n,
                old.total + cell.total,
                old.squares + cell.squares,
                cell.channel,
            )
        )
    return sorted(sums.values(), key=lambda cell: (str(cell.unit), str(cell.channel), cell.month))


def connected(cells: Collection[Cell]) -> bool:
    """Whether all months can be compared: each is tied to every other over strata that both have."""
    months: dict[Stratum, set[int]] = {}
    for cell in cells:
        months.setdefault(cell.stratum, set()).add(cell.month)
    groups: list[set[int]] = []
    for own in months.values():
        touching = [group for group in groups if group & own]
        groups = [group for group in groups if not group & own]
        groups.append(own.union(*touching))
    return len(groups) <= 1


def fixed_mix_means(group: Sequence[Cell]) -> dict[int, float]:
    """The group's mean score per month, strata weighted by their answers over the whole window.

    A stratum that misses a month is filled in from stratum and month effects, so that its absence is not
    taken for a change of quality. Raises ValueError where months are not connected.
    """
    weight: dict[Stratum, int] = {}
    for cell in group:
        weight[cell.stratum] = weight.get(cell.stratum, 0) + cell.n
    months = sorted({cell.month for cell in group})
    whole = sum(weight.values())
    if len(group) == len(weight) * len(months):
        means: dict[int, float] = dict.fromkeys(months, 0.0)
        for cell in group:
            means[cell.month] += weight[cell.stratum] * cell.mean / whole
        return means
    fit = two_way(group, [float(weight[cell.stratum]) for cell in group])
    if fit is None:
        raise ValueError("months are not connected")
    base = math.fsum(weight[stratum] * effect for stratum, effect in fit.strata.items()) / whole
    return {month: base + effect for month, effect in fit.months.items()}


def two_way(
    cells: Sequence[Cell], weights: Sequence[float], treated: Sequence[float] | None = None
) -> Fit | None:
    """Weighted least squares of cell means on stratum and month effects, and on ``treated`` where given.

    None where the data cannot tell the effects apart. The standard error is that of the coefficient, from the
    residual variance (0 and df below 1 where nothing is left over).
    """
    months = sorted({cell.month for cell in cells})
    width = len(months) - 1 + (treated is not None)
    # A row has at most two entries: its month (the first has none) and the treatment in the last column.
    rows: list[list[tuple[int, float]]] = []
    for place, cell in enumerate(cells):
        column = months.index(cell.month) - 1
        rows.append([(column, 1.0)] if column >= 0 else [])
        if treated is not None and treated[place]:
            rows[-1].append((width - 1, treated[place]))
    values = [cell.mean for cell in cells]
    by_stratum: dict[Stratum, list[int]] = {}
    for place, cell in enumerate(cells):
        by_stratum.setdefault(cell.stratum, []).append(place)
    matrix = [[0.0] * width for _ in range(width)]
    right = [0.0] * width
    centers = {
        stratum: _sweep(matrix, right, [(rows[i], values[i], weights[i]) for i in places])
        for stratum, places in by_stratum.items()
    }
    solved = _solve(matrix, right)
    if solved is None:
        return None
    beta, last_inverse = solved
    strata = {
        stratum: middle - sum(a * b for a, b in zip(center, beta, strict=True))
        for stratum, (center, middle) in centers.items()
    }
    rest = sum(
        weights[i] * (values[i] - strata[cell.stratum] - sum(size * beta[k] for k, size in rows[i])) ** 2
        for i, cell in enumerate(cells)
    )
    df = len(cells) - len(by_stratum) - width
    variance = rest / df if df > 0 else 0.0
    effects = dict(zip(months, [0.0, *beta[: len(months) - 1]], strict=True))
    return Fit(effects, strata, beta[-1] if treated is not None else 0.0, variance, last_inverse, df)


def _sweep(
    matrix: list[list[float]],
    right: list[float],
    cells: Sequence[tuple[Sequence[tuple[int, float]], float, float]],
) -> tuple[list[float], float]:
    """Add one stratum's cells (row, value, weight) to the normal equations with its own mean swept out; returns
    the weighted mean row and value."""
    width = len(right)
    whole = sum(weight for _, _, weight in cells)
    middle = sum(weight * value for _, value, weight in cells) / whole
    center = [0.0] * width
    for row, value, weight in cells:
        for j, left in row:
            center[j] += weight * left / whole
            right[j] += weight * left * (value - middle)
            for k, other in row:
                matrix[j][k] += weight * left * other
    for j, left in enumerate(center):
        if left:
            line = matrix[j]
            for k, other in enumerate(center):
                line[k] -= whole * left * other
    return center, middle


def _solve(matrix: list[list[float]], right: list[float]) -> tuple[list[float], float] | None:
    """Solution by Cholesky, and the last diagonal element of the inverse; None where singular."""
    size = len(right)
    lower = [[0.0] * size for _ in range(size)]
    for j in range(size):
        pivot = matrix[j][j] - sum(lower[j][k] ** 2 for k in range(j))
        if pivot <= 1e-9 * max(matrix[j][j], 1e-300):
            return None
        lower[j][j] = pivot**0.5
        for i in range(j + 1, size):
            lower[i][j] = (matrix[i][j] - sum(lower[i][k] * lower[j][k] for k in range(j))) / lower[j][j]
    forward: list[float] = []
    for j in range(size):
        forward.append((right[j] - sum(lower[j][k] * forward[k] for k in range(j))) / lower[j][j])
    solution = [0.0] * size
    for j in range(size - 1, -1, -1):
        below = sum(lower[i][j] * solution[i] for i in range(j + 1, size))
        solution[j] = (forward[j] - below) / lower[j][j]
    return solution, (1.0 / lower[-1][-1] ** 2 if size else 0.0)
