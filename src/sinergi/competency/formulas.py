"""Arithmetic of competencies: job-person match, gaps, training hours. Pure: numbers in, exact numbers out."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MIN_TEAM = 3  # below this a figure would be a figure of a person
LEVELS = range(6)


def job_person_match(pairs: Iterable[tuple[int, int]]) -> Fraction | None:
    """JPM = Σ attained ÷ Σ required × 100 (Peraturan BKN 26/2019; BRIN 3/2023 article 33).

    ``pairs`` are (attained 0-5, required 1-5). Exact and unrounded. Above 100 where more is attained than
    required in sum: no source caps it, so neither do we. None without any required level.
    """
    attained = required = 0
    for has, needs in pairs:
        if has not in LEVELS or needs not in LEVELS:
            raise ValueError(f"levels run from 0 to 5, not {has} and {needs}")
        attained, required = attained + has, required + needs
    return Fraction(100 * attained, required) if required else None


def rounded(match: Fraction) -> Decimal:
    """Two decimals, half up, as the figure is shown; categories are judged after this rounding."""
    exact = Decimal(match.numerator) / Decimal(match.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def selection_category(match: Fraction) -> str:
    """For filling a post: >= 80 memenuhi syarat, 68 to < 80 masih memenuhi syarat, < 68 kurang memenuhi syarat."""
    score = rounded(match)
    if score >= 80:
        return "memenuhi_syarat"
    return "masih_memenuhi_syarat" if score >= 68 else "kurang_memenuhi_syarat"


def mapping_category(match: Fraction) -> str:
    """For mapping talent: >= 90 optimal, 78 to < 90 cukup optimal, < 78 kurang optimal."""
    score = rounded(match)
    if score >= 90:
        return "optimal"
    return "cukup_optimal" if score >= 78 else "kurang_optimal"


def gap(level: int | None, required: int) -> int | None:
    """How many levels are missing; 0 when met, None when nobody has assessed yet."""
    return None if level is None else max(required - level, 0)


def mean_level(counts: Iterable[tuple[int, int]]) -> Decimal | None:
    """Mean of (level, people) pairs, two decimals half up; None for nobody."""
    total = people = 0
    for level, number in counts:
        total, people = total + level * number, people + number
    return rounded(Fraction(total, people)) if people else None


def heat(below: int, assessed: int) -> str:
    """Tile of the gap table by the share below the requirement: a none, b up to 1/4, c up to 1/2, d more."""
    if assessed == 0:
        return "none"
    share = Fraction(below, assessed)
    if share == 0:
        return "a"
    if share <= Fraction(1, 4):
        return "b"
    return "c" if share <= Fraction(1, 2) else "d"
