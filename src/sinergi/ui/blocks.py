"""Timeline, summary list and tables of figures in Python: where pages are opened most or cells are many, a template
costs more.
"""

import html
from collections.abc import Iterable
from typing import Final

from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import formats, language
from .components import DataTable, Moment, SummaryRow, TimelineEntry

MOMENT_ICONS: Final = {
    Moment.DONE: "check",
    Moment.NOW: "next",
    Moment.NEXT: "",
    Moment.WAIT: "pause",
    Moment.BAD: "cross",
}
STACKED: Final = " s-table--stack"
MARKED: Final = '<tr class="is-mark">'


def summary_list(rows: Iterable[SummaryRow]) -> SafeString:
    """Facts as `<dl>`; every value passes through `conditional_escape`."""
    own = language.attribute()
    parts = ['<dl class="govuk-summary-list">']
    for row in rows:
        plain = "" if row.url else " govuk-summary-list__row--no-actions"
        parts.append(
            f'<div class="govuk-summary-list__row{plain}">'
            f'<dt class="govuk-summary-list__key"{own if row.kept_label else ""}>{esc(row.label)}</dt>'
            f'<dd class="govuk-summary-list__value s-keep"{own if row.kept_value else ""}>{esc(row.value) or "–"}</dd>'
        )
        if row.url:
            parts.append(
                f'<dd class="govuk-summary-list__actions"><a href="{esc(row.url)}">{esc(row.action or _("Ubah"))}'
                f'<span class="govuk-visually-hidden"{own if row.kept_label else ""}> {esc(row.label)}</span></a></dd>'
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
            own = "" if isinstance(entry.note, SafeString) else language.attribute()  # markup says it itself
            parts.append(f'<p class="s-keep"{own}>{esc(entry.note)}</p>')
        if entry.until:
            until = formats.short_datetime(entry.until)
            words = esc(_("Paling lambat"))
            parts.append(f'<p class="s-line__until">{words} <span class="s-nowrap">{until}</span></p>')
        parts.append("</li>")
    parts.append("</ol>")
    return SafeString("".join(parts))


def data_table(table: DataTable) -> SafeString:
    """A `DataTable` as `<table>`; whatever is not safe markup already is escaped."""
    if not table.rows and table.empty:
        return SafeString(f'<p class="s-note">{esc(table.empty)}</p>')
    rights = [' class="s-num"' if column.number else "" for column in table.columns]
    heads = "".join(
        f'<th scope="col"{right}>{esc(column.head)}</th>'
        for right, column in zip(rights, table.columns, strict=True)
    )
    # What stands before each cell of a row is the same in all rows.
    labels = [f' data-label="{esc(column.label or column.head)}"' for column in table.columns]
    starts = [
        f"<td{right}{label if table.stacked else ''}>"
        for right, label in zip(rights[1:], labels[1:], strict=True)
    ]
    parts = [
        f'<table class="s-table{STACKED if table.stacked else ""}"><caption class="govuk-visually-hidden">',
        f"{esc(table.caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>",
    ]
    for place, (name, *cells) in enumerate(table.rows):
        parts += (MARKED if place in table.marks else "<tr>", '<th scope="row">', _escaped(name), "</th>")
        for start, cell in zip(starts, cells, strict=True):
            parts += (start, _escaped(cell), "</td>")
        parts.append("</tr>")
    parts.append("</tbody></table>")
    return SafeString("".join(parts))


def options(choices: Iterable[tuple[str, str]], chosen: str = "") -> SafeString:
    """Pairs of value and label as `<option>`s, the chosen one selected."""
    return SafeString(
        "".join(
            f'<option value="{esc(value)}"{" selected" if value == chosen else ""}>{esc(label)}</option>'
            for value, label in choices
        )
    )


def headed(name: str, note: str = "", url: str = "") -> SafeString:
    """The head of a row: its name, as a link where there is an address, and a small note below."""
    name = esc(name)
    link = f'<a href="{esc(url)}">{name}</a>' if url else name
    return SafeString(f"{link}<small>{esc(note)}</small>" if note else link)


def _escaped(cell: str) -> str:
    """`conditional_escape` without its detours: a page has hundreds of cells."""
    return cell if isinstance(cell, SafeString) else html.escape(cell)
