"""Small pieces of markup in Python, cheap enough for every row of a table: icon, status tag, trend, score glyph."""

from decimal import Decimal
from functools import lru_cache
from typing import Final

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import formats, scores
from .components import Score, Tone
from .icons import OUTLINES

NOTHING: Final = "–"
ICONS: Final[dict[str, SafeString]] = {
    name: format_html(
        '<svg class="s-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        outline,
    )
    for name, outline in OUTLINES.items()
}
TAG_STARTS: Final = {str(tone): f'<span class="s-tag s-tag--{tone}">' for tone in Tone}


def status_tag(tone: str, words: str, picture: str = "") -> SafeString:
    """Icon, word, colour. `tone`: good, warn, bad, info, mute; `picture` another icon."""
    return SafeString(f"{TAG_STARTS[tone]}{ICONS[picture or tone]}{conditional_escape(words)}</span>")


def trend(change: Decimal | int | float | None, places: int = 2) -> SafeString:
    """Arrow, figure and word for the ear; None shows a dash."""
    if change is None:
        return SafeString(f'<span class="s-note">{NOTHING}</span>')
    if not change:
        words = escape(_("tidak jelas berubah"))
        return SafeString(f'{ICONS["flat"]}<span class="govuk-visually-hidden">{words}</span>')
    name, words = ("up", escape(_("naik"))) if change > 0 else ("down", escape(_("turun")))
    figure = formats.number(change.copy_abs() if isinstance(change, Decimal) else abs(change), places)
    return SafeString(
        f'<span class="s-nowrap">{ICONS[name]}<span class="govuk-visually-hidden">{words}</span> {figure}</span>'
    )


def score(score: Score) -> SafeString:
    """Dot on a line from 1 to 4, interval, figure, grade, n, trend; says so when hidden or provisional."""
    return _score(score, get_language(), type(score.label), type(score.hidden))


@lru_cache(maxsize=512)
def _score(score: Score, language: str | None, *_kinds: type) -> SafeString:
    """The glyph in the active ``language``. ``_kinds`` keep safe markup and plain text of equal letters apart."""
    drawing = scores.line(score)
    if score.hidden or score.mean is None:
        words = conditional_escape(score.hidden or _("Belum ada jawaban"))
        return SafeString(f'<span class="s-score">{drawing}<span class="s-note">{words}</span></span>')
    tone = scores.GRADE_TONES.get(score.grade, "mute")
    grade = f'<span class="s-tag s-tag--{tone}">{escape(score.grade)}</span>' if score.grade else ""
    early = status_tag("mute", _("sementara")) if score.provisional else ""
    change = trend(score.trend) if score.trend is not None else ""
    write = formats.Numbers()
    return SafeString(
        f'<span class="s-score{" s-score--bad" if score.low_rank else ""}">{drawing}'
        f"<b>{write.number(score.mean, 2)}</b>{grade}{early}{change}"
        f'<span class="s-note">n {write.number(score.n)}</span></span>'
    )
