"""Effect of one action on one cell: treated units against comparison units, differenced within each month.

What all units share in a month (a flood, a broken printer, Ramadan) falls out of the monthly difference d(t);
the scatter of d over the months carries the rest. Effect = mean of d after - mean of d before; interval =
two-sample t with pooled variance over the months. It needs the monthly roll-up only.
"""

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sinergi.evaluation.formulas.panel import (
    Cell,
    connected,
    fixed_mix_means,
    merged,
    month_number,
    month_text,
)
from sinergi.evaluation.formulas.words import (
    MIN_ANSWERS,
    MIN_MONTHS_AFTER,
    MIN_MONTHS_BEFORE,
    POWER,
    SIGNIFICANCE,
    not_enough,
    verdict,
)
from sinergi.surveys.formulas.student import t_cdf, t_quantile

_NOTHING = 1e-12
MOST_NAMED = 6  # months named in a warning


@dataclass(frozen=True)
class GroupSizes:
    """Answers in the months that were compared."""

    treated_before: int = 0
    treated_after: int = 0
    comparison_before: int = 0
    comparison_after: int = 0


@dataclass(frozen=True)
class Effect:
    """``estimate``, ``low``, ``high`` and ``detectable`` in points of the 1 to 4 scale, None where a guard
    refuses; ``months`` compared before and after; ``differences`` are (month, d, is_after) for the chart.
    """

    estimate: float | None
    low: float | None
    high: float | None
    months: tuple[int, int]
    n: GroupSizes
    detectable: float | None
    warnings: tuple[str, ...]
    verdict: str
    reasons: tuple[str, ...] = ()
    differences: tuple[tuple[int, float, bool], ...] = ()


def estimate_effect(
    cells: Iterable[Cell], treated: Collection[Hashable], started: date, completed: date
) -> Effect:
    """The effect of an action that ran from ``started`` to ``completed`` on the units ``treated``.

    All other units of ``cells`` are the comparison. Before = whole months that end before the start, after =
    whole months that begin after completion; those between are left out. Raises ValueError where completion
    is earlier than the start.
    """
    if completed < started:
        raise ValueError("completed before it started")
    first, last = month_number(started), month_number(completed)
    window = [cell for cell in merged(cells) if cell.month < first or cell.month > last]
    ours = [cell for cell in window if cell.unit in treated]
    others = [cell for cell in window if cell.unit not in treated]
    shared = {cell.month for cell in ours} & {cell.month for cell in others}
    if ours and others:  # where a group is missing altogether, what there is is told as it is
        ours = [cell for cell in ours if cell.month in shared]
        others = [cell for cell in others if cell.month in shared]
    months = (sum(month < first for month in shared), sum(month > last for month in shared))
    sizes = GroupSizes(
        *(_answers(group, first, after) for group in (ours, others) for after in (False, True))
    )
    warnings = _skipped_months(window, shared) + _empty_months(window, first, last)
    reasons = _no_group(window, treated) or _too_little(months, sizes)
    if shared and not (connected(ours) and connected(others)):
        reasons.append("unit atau saluran survei berganti seluruhnya, jadi bulan-bulannya tidak sebanding")
        return _refused(months, sizes, warnings, reasons, ())
    series = _differences(ours, others, last)
    if reasons:
        return _refused(months, sizes, warnings, reasons, series)
    return _estimated(series, months, sizes, warnings)


def pooled(before: Sequence[float], after: Sequence[float]) -> tuple[float, float, int]:
    """Mean after - mean before, its standard error from the pooled variance, degrees of freedom."""
    df = len(before) + len(after) - 2
    center_before, center_after = math.fsum(before) / len(before), math.fsum(after) / len(after)
    squares = math.fsum((d - center_before) ** 2 for d in before) + math.fsum(
        (d - center_after) ** 2 for d in after
    )
    error = math.sqrt(squares / df * (1 / len(before) + 1 / len(after)))
    return center_after - center_before, (error if error > _NOTHING else 0.0), df


def detectable_effect(standard_error: float, df: int) -> float:
    """The smallest effect that has an 80 % chance to be found at 5 %: (t at 0.975 + t at 0.80) x standard
    error.
    """
    return (t_quantile(1 - SIGNIFICANCE / 2, df) + t_quantile(POWER, df)) * standard_error


def detectable_in_plan(before: Sequence[float], months_after: int) -> float | None:
    """Before an action starts: what ``months_after`` months would let it detect, by the scatter of d so far.

    None below two months of d or without a month after.
    """
    if len(before) < 2 or months_after < 1:
        return None
    center = math.fsum(before) / len(before)
    variance = math.fsum((d - center) ** 2 for d in before) / (len(before) - 1)
    error = math.sqrt(variance * (1 / len(before) + 1 / months_after))
    return detectable_effect(error, len(before) + months_after - 2)


def trend_before(series: Sequence[tuple[int, float]]) -> float | None:
    """The slope of d per month before the start where it differs from 0 at 5 %, else None (also below 3
    months).
    """
    if len(series) < 3:
        return None
    center = math.fsum(month for month, _ in series) / len(series)
    middle = math.fsum(d for _, d in series) / len(series)
    spread = math.fsum((month - center) ** 2 for month, _ in series)
    slope = math.fsum((month - center) * (d - middle) for month, d in series) / spread
    rest = math.fsum((d - middle - slope * (month - center)) ** 2 for month, d in series)
    df = len(series) - 2
    error = math.sqrt(rest / df / spread)
    if abs(slope) < _NOTHING:
        return None
    if error < _NOTHING:
        return slope
    p = 2 * (1 - t_cdf(abs(slope) / error, df))
    return slope if p < SIGNIFICANCE else None


def _answers(group: Sequence[Cell], first: int, after: bool) -> int:
    return sum(cell.n for cell in group if (cell.month >= first) is after)


def _skipped_months(window: Sequence[Cell], shared: Collection[int]) -> list[str]:
    skipped = {cell.month for cell in window} - set(shared)
    if not skipped or not shared:
        return []
    return [f"{len(skipped)} bulan tidak dibandingkan karena salah satu kelompok tidak memiliki jawaban."]


def _empty_months(window: Sequence[Cell], first: int, last: int) -> list[str]:
    """Months in between for which nobody has an answer: the series has a hole that no figure shows."""
    seen = {cell.month for cell in window}
    holes = [
        month
        for month in range(min(seen, default=0), max(seen, default=0))
        if month not in seen and not first <= month <= last
    ]
    if not holes:
        return []
    names = ", ".join(map(month_text, holes[:MOST_NAMED])) + (", …" if len(holes) > MOST_NAMED else "")
    return [f"{len(holes)} bulan tanpa satu jawaban pun dari unit mana pun: {names}."]


def _no_group(window: Sequence[Cell], treated: Collection[Hashable]) -> list[str]:
    sides = {cell.unit in treated for cell in window}
    if True not in sides:
        return ["tidak ada jawaban dari unit yang menerima tindakan"]
    return [] if False in sides else ["tidak ada unit pembanding"]


def _too_little(months: tuple[int, int], sizes: GroupSizes) -> list[str]:
    """Every guard that refuses, in words that say what is still missing."""
    reasons = []
    for found, least, when in zip(
        months, (MIN_MONTHS_BEFORE, MIN_MONTHS_AFTER), ("sebelum tindakan", "sesudah tindakan"), strict=True
    ):
        if found < least:
            reasons.append(f"baru ada {found} bulan {when}, perlu {least}")
    names = (
        ("unit yang menerima tindakan, sebelum", sizes.treated_before),
        ("unit yang menerima tindakan, sesudah", sizes.treated_after),
        ("unit pembanding, sebelum", sizes.comparison_before),
        ("unit pembanding, sesudah", sizes.comparison_after),
    )
    reasons += [f"{name}: baru {n} jawaban, perlu {MIN_ANSWERS}" for name, n in names if n < MIN_ANSWERS]
    return reasons


def _differences(
    ours: Sequence[Cell], others: Sequence[Cell], last: int
) -> tuple[tuple[int, float, bool], ...]:
    if not (ours and others):
        return ()
    own, theirs = fixed_mix_means(ours), fixed_mix_means(others)
    return tuple((month, own[month] - theirs[month], month > last) for month in sorted(own))


def _refused(
    months: tuple[int, int],
    sizes: GroupSizes,
    warnings: Sequence[str],
    reasons: list[str],
    series: tuple[tuple[int, float, bool], ...],
) -> Effect:
    before = [d for _, d, after in series if not after]
    planned = None
    if len(before) >= MIN_MONTHS_BEFORE:
        planned = detectable_in_plan(before, max(months[1], MIN_MONTHS_AFTER))
    return Effect(
        None, None, None, months, sizes, planned, tuple(warnings), not_enough(reasons), tuple(reasons), series
    )


def _estimated(
    series: tuple[tuple[int, float, bool], ...],
    months: tuple[int, int],
    sizes: GroupSizes,
    warnings: list[str],
) -> Effect:
    before = [d for _, d, after in series if not after]
    after = [d for _, d, is_after in series if is_after]
    estimate, error, df = pooled(before, after)
    half = t_quantile(1 - SIGNIFICANCE / 2, df) * error
    slope = trend_before([(month, d) for month, d, is_after in series if not is_after])
    if slope is not None:
        direction = "naik" if slope > 0 else "turun"
        warnings.append(f"Selisih dengan unit pembanding sudah {direction} sebelum tindakan dimulai.")
    if not error:
        warnings.append(
            "Selisih tiap bulan persis sama, jadi rentangnya tampak lebih pasti daripada yang dapat diketahui; "
            "periksa apakah nilainya tidak tersalin."
        )
    low, high = estimate - half, estimate + half
    words = verdict(low, high, hold_back=slope is not None)
    return Effect(
        estimate,
        low,
        high,
        months,
        sizes,
        detectable_effect(error, df),
        tuple(warnings),
        words,
        differences=series,
    )


def as_numbers(sizes: GroupSizes) -> Mapping[str, int]:
    """The four group sizes by name."""
    return {
        "treated_before": sizes.treated_before,
        "treated_after": sizes.treated_after,
        "comparison_before": sizes.comparison_before,
        "comparison_after": sizes.comparison_after,
    }
