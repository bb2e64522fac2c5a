"""The score glyph: a dot on a line from 1 to 4, its interval as a bar; the same everywhere."""

from decimal import Decimal
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .components import Score
from .formats import number

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


def describe(score: Score) -> str:
    """The glyph in one sentence, for those who hear the page."""
    if score.hidden:
        return f"{score.label}: {score.hidden}"
    if score.mean is None:
        return f"{score.label}: " + _("belum ada jawaban")
    words = f"{score.label}: {number(score.mean, 2)} " + _("dari 4")
    if score.low is not None and score.high is not None:
        words += ", " + _("rentang") + f" {number(score.low, 2)}–{number(score.high, 2)}"
    return words + (", " + _("sementara") if score.provisional else "")


def line(score: Score, span: int = NARROW) -> SafeString:
    """Only the drawing; `span` is its length in pixels, NARROW or WIDE."""
    interval = dot = SafeString("")
    if score.mean is not None and not score.hidden:
        if score.low is not None and score.high is not None:
            start, end = _x(score.low, span), _x(score.high, span)
            interval = format_html(
                '<rect class="s-span" x="{}" y="5" width="{}" height="18" rx="2"/>',
                start,
                f"{float(end) - float(start):.1f}",
            )
        kind = "s-dot--hollow" if score.provisional else "s-dot"
        dot = format_html('<circle class="{}" cx="{}" cy="14" r="4.5"/>', kind, _x(score.mean, span))
    return format_html(
        '<svg class="s-score__line{}{}" viewBox="0 0 {} 28" role="img">'
        "<title>{}</title><desc>{}</desc>{}{}{}</svg>",
        " s-score__line--wide" if span == WIDE else "",
        " is-low" if score.low_rank else "",
        span + 2 * LEFT,
        score.label,
        describe(score),
        AXES[span],
        interval,
        dot,
    )
