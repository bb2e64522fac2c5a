"""The score glyph: a dot on a line from 1 to 4, its interval as a bar; the same everywhere."""

from decimal import Decimal
from functools import lru_cache
from typing import Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .components import Score
from .formats import Numbers

# Lower bounds of C, B and A on the scale 1-4: PermenPANRB 14/2017, annex, table of index values (65, 76.61,
# 88.31 over 25).
BOUNDS: Final = (Decimal("2.60"), Decimal("3.0644"), Decimal("3.5324"))
GRADE_TONES: Final = {"A": "good", "B": "good", "C": "warn", "D": "bad"}
LEFT: Final = 6
NARROW: Final = 240
WIDE: Final = 420


def _x(value: Decimal, span: int) -> str:
    clipped = min(max(value, Decimal(1)), Decimal(4))
    return f"{LEFT + float(clipped - 1) / 3 * span:.1f}"


def _axis(span: int) -> SafeString:
    ticks = "".join(f"M{_x(bound, span)} 8v12" for bound in BOUNDS)
    return format_html(
        '<path class="s-axis" d="M{0} 14H{1}M{0} 9v10M{1} 9v10"/><path class="s-grid" d="{2}"/>',
        LEFT,
        LEFT + span,
        ticks,
    )


AXES: Final = {span: _axis(span) for span in (NARROW, WIDE)}


@lru_cache(maxsize=8)
def _words(language: str | None) -> tuple[str, str, str]:
    """What every description says, in the active language."""
    return _("dari 4"), _("rentang"), _("sementara")


def describe(score: Score) -> str:
    """The glyph in one sentence, for those who hear the page."""
    if score.hidden:
        return f"{score.label}: {score.hidden}"
    if score.mean is None:
        return f"{score.label}: " + _("belum ada jawaban")
    out_of, interval, early = _words(get_language())
    write = Numbers()
    words = f"{score.label}: {write.number(score.mean, 2)} {out_of}"
    if score.low is not None and score.high is not None:
        words += f", {interval} {write.span(score.low, score.high, 2)}"
    return f"{words}, {early}" if score.provisional else words


def line(score: Score, span: int = NARROW) -> SafeString:
    """Only the drawing; `span` is its length in pixels, NARROW or WIDE."""
    interval = dot = ""
    if score.mean is not None and not score.hidden:
        if score.low is not None and score.high is not None:
            start, end = _x(score.low, span), _x(score.high, span)
            width = f"{float(end) - float(start):.1f}"
            interval = f'<rect class="s-span" x="{start}" y="5" width="{width}" height="18" rx="2"/>'
        kind = "s-dot--hollow" if score.provisional else "s-dot"
        dot = f'<circle class="{kind}" cx="{_x(score.mean, span)}" cy="14" r="4.5"/>'
    wide = " s-score__line--wide" if span == WIDE else ""
    low = " is-low" if score.low_rank else ""
    return SafeString(
        f'<svg class="s-score__line{wide}{low}" viewBox="0 0 {span + 2 * LEFT} 28" role="img">'
        f"<title>{conditional_escape(score.label)}</title><desc>{conditional_escape(describe(score))}</desc>"
        f"{AXES[span]}{interval}{dot}</svg>"
    )
