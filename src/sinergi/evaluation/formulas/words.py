"""What may be said about an effect. Never "karena": the figures show company, not cause."""

RISEN = "Naik, sejalan dengan tindakan ini"
FALLEN = "Turun"
NOT_SHOWN = "Belum terbukti berubah"
NOT_ENOUGH = "Data belum cukup"

MIN_ANSWERS = 30
MIN_MONTHS_BEFORE = 3
MIN_MONTHS_AFTER = 2
SIGNIFICANCE = 0.05
POWER = 0.80


def verdict(low: float, high: float, *, hold_back: bool = False) -> str:
    """The words for an interval; with ``hold_back`` (a trend before the start) they stay at "not shown"."""
    if hold_back or low <= 0 <= high:
        return NOT_SHOWN
    return RISEN if low > 0 else FALLEN


def not_enough(reasons: list[str]) -> str:
    """One sentence that names everything still missing."""
    return f"{NOT_ENOUGH}: {'; '.join(reasons)}."
