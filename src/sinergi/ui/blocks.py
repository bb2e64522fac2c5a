"""Timeline and summary list in Python: they stand on the pages that citizens open most, where a template costs more."""

from collections.abc import Iterable
from typing import Final

from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import formats
from .components import Moment, SummaryRow, TimelineEntry

MOMENT_ICONS: Final = {
    Moment.DONE: "check",
    Moment.NOW: "next",
    Moment.NEXT: "",
    Moment.WAIT: "pause",
    Moment.BAD: "cross",
}


def summary_list(rows: Iterable[SummaryRow]) -> SafeString:
    """Facts as `<dl>`; every value passes through `conditional_escape`."""
    parts = ['<dl class="govuk-summary-list">']
    for row in rows:
        plain = "" if row.url else " govuk-summary-list__row--no-actions"
        parts.append(
            f'<div class="govuk-summary-list__row{plain}">'
            f'<dt class="govuk-summary-list__key">{esc(row.label)}</dt>'
            f'<dd class="govuk-summary-list__value s-keep">{esc(row.value) or "–"}</dd>'
        )
        if row.url:
            parts.append(
                f'<dd class="govuk-summary-list__actions"><a href="{esc(row.url)}">{esc(row.action or _("Ubah"))}'
                f'<span class="govuk-visually-hidden"> {esc(row.label)}</span></a></dd>'
            )
        parts.append("</div>")
    parts.append("</dl>")
    return SafeString("".join(parts))


def timeline(entries: Iterable[TimelineEntry], icons: dict[str, SafeString]) -> SafeString:
    """Entries as `<ol>`, in the order given; every value passes through `conditional_escape`."""
    parts = ['<ol class="s-line">']
    for entry in entries:
        dot = icons.get(MOMENT_ICONS[entry.moment], "")
        parts.append(
            f'<li class="is-{entry.moment}"><span class="s-line__dot">{dot}</span><b>{esc(entry.title)}</b>'
        )
        if entry.at:
            parts.append(f'<time datetime="{entry.at.isoformat()}">{formats.short_datetime(entry.at)}</time>')
        if entry.actor:
            parts.append(f"<small>{esc(entry.actor)}</small>")
        if entry.note:
            parts.append(f'<p class="s-keep">{esc(entry.note)}</p>')
        if entry.until:
            until = formats.short_datetime(entry.until)
            words = esc(_("Paling lambat"))
            parts.append(f'<p class="s-line__until">{words} <span class="s-nowrap">{until}</span></p>')
        parts.append("</li>")
    parts.append("</ol>")
    return SafeString("".join(parts))
