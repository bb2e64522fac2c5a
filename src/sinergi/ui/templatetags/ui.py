"""Tags and filters of the house: `{% load ui %}`. docs/design.md shows how a page is built from them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, cast

from django import template
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .. import blocks, charts, formats, language, paging, pieces, scores
from .. import frame as drawing
from ..components import BarChart, DataTable, HeatChart, LineChart, Score, SummaryRow, TimelineEntry, Tone
from ..navigation import NavItem
from ..pieces import ICONS, NOTHING

register = template.Library()

LEVELS: Final = {"success": "good", "error": "bad", "warning": "warn", "info": "info", "debug": "mute"}


# Words and numbers


def _filter(name: str, function: Callable[..., str]) -> None:
    """A format as a filter; None and "" become an en dash, so that no page ever shows "None"."""

    def shown(value: Any, argument: Any = None) -> str:
        if value is None or value == "":
            return NOTHING
        return function(value) if argument is None else function(value, argument)

    register.filter(name, shown)


FORMATS: Final[dict[str, Callable[..., str]]] = {
    "number": formats.number,
    "signed": formats.signed,
    "rupiah": formats.rupiah,
    "percent": formats.percent,
    "file_size": formats.file_size,
    "clock": formats.clock,
    "named_clock": formats.named_clock,
    "plain_date": formats.date,
    "long_date": formats.long_date,
    "long_datetime": formats.long_datetime,
    "short_date": formats.short_date,
    "short_datetime": formats.short_datetime,
    "month": formats.month,
    "days": formats.days,
    "months": formats.months,
    "duration": formats.duration,
    "remaining": formats.remaining_words,
    "until_words": formats.due_words,
    "phone": formats.phone,
}
for _name, _function in FORMATS.items():
    _filter(_name, _function)


@register.filter
def dash(value: object) -> object:
    """Any value, or an en dash for None and "": `{{ employee.phone|dash }}`."""
    return NOTHING if value is None or value == "" else value


@register.filter
def slashes(number: str | None) -> SafeString:
    """`{{ letter.number|slashes }}`: a long number goes to the next line after a slash, never inside a year."""
    return format_html_join(SafeString("/<wbr>"), "{}", ((part,) for part in (number or NOTHING).split("/")))


@register.simple_tag
def lang_id() -> SafeString:
    """`<p{% lang_id %}>{{ service.intro }}</p>`: the whole element is Indonesian on a page in any language."""
    return language.attribute()


@register.filter
def in_indonesian(text: Any) -> SafeString:
    """`{{ service.name|in_indonesian }}`: the same for words inside a sentence. Not inside `<title>` or attributes."""
    return language.marked(text)


@register.simple_tag
def call_link(number: str) -> SafeString:
    """A telephone number that a phone dials when it is touched."""
    return format_html(
        '<a class="s-nowrap" href="tel:{}">{}</a>', formats.dialled(number), formats.phone(number)
    )


@register.simple_tag
def whatsapp_link(number: str) -> SafeString:
    """A WhatsApp number that opens the conversation when it is touched."""
    return format_html(
        '<a class="s-nowrap" href="https://wa.me/{}" rel="noreferrer">{}</a>',
        formats.dialled(number).lstrip("+"),
        formats.phone(number),
    )


@register.filter
def tone(level: str) -> str:
    """Django's message level as a tone."""
    return LEVELS.get(level.rsplit(" ", 1)[-1], level if level in list(Tone) else "info")


# Small pieces, cheap enough for table rows


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "print" %}`: a drawing that says nothing alone; a word stands beside it. Names:
    `icons.OUTLINES`.
    """
    return ICONS[name]


@register.simple_tag
def status_tag(tone: str, words: str, picture: str = "") -> SafeString:
    """`{% status_tag "warn" "Sisa 8 menit" %}`: icon, word, colour. `tone`: good, warn, bad, info, mute;
    `picture` another icon.
    """
    return pieces.status_tag(tone, words, picture)


@register.simple_tag
def meter(share: float | Decimal, tone: str = "") -> SafeString:
    """`{% meter 0.73 "warn" %}`: used part of a promise as a bar; the figure stands in words beside it."""
    width = min(100, max(0, round(float(share) * 100)))
    return format_html(
        '<svg class="s-meter s-meter--{}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="100" height="6"/><rect width="{}" height="6"/></svg>',
        tone or "plain",
        width,
    )


@register.simple_tag
def score_line(score: Score) -> SafeString:
    """`{% score_line s %}`: only the glyph's drawing, for a table that holds the figures in its own cells."""
    return scores.line(score, scores.WIDE)


@register.simple_tag
def trend(change: Decimal | int | float | None, places: int = 2) -> SafeString:
    """`{% trend s.trend %}`: arrow, figure and word for the ear; None shows a dash."""
    return pieces.trend(change, places)


@register.simple_tag
def score(score: Score) -> SafeString:
    """`{% score s %}`: dot on a line from 1 to 4, interval, figure, grade, n, trend; says so when hidden or
    provisional.
    """
    return pieces.score(score)


@register.simple_tag
def back_link(url: str, label: str = "") -> SafeString:
    """`{% back_link url %}` in block `before`: "Kembali"."""
    return format_html('<a href="{}" class="govuk-back-link">{}</a>', url, label or _("Kembali"))


@register.simple_tag
def title_prefix(*forms: BaseForm | Sequence[BaseForm]) -> str:
    """First thing in block `title` of a page with a form: "Kesalahan: " when it has errors, else nothing."""
    return _("Kesalahan:") + " " if any(form.is_bound and form.errors for form in _each(forms)) else ""


def _each(forms: Iterable[BaseForm | Sequence[BaseForm]]) -> Iterator[BaseForm]:
    """Forms, and those in lists of forms; what a template did not find is left out."""
    for form in forms:
        if isinstance(form, list | tuple):
            yield from form
        elif form:
            yield cast(BaseForm, form)


# Blocks


@register.simple_tag(takes_context=True)
def frame(context: Context, part: str, desk: bool = False) -> SafeString:
    """`{% frame "top" %}`: part of the frame around a page; only the base templates use it."""
    return drawing.draw(part, context.get("chrome"), desk=desk)


@register.inclusion_tag("ui/breadcrumbs.html")
def breadcrumbs(items: Sequence[NavItem]) -> dict[str, object]:
    """`{% breadcrumbs items %}` in block `before`; the last item is the page itself and gets no link."""
    return {"items": items}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms: BaseForm | Sequence[BaseForm]) -> dict[str, object]:
    """`{% error_summary form %}` above the h1: every error of all forms (or lists of forms), each linked to its
    field. Nothing when all is well.
    """
    rows: list[tuple[str, str]] = []
    for form in _each(forms):
        if not form.is_bound:
            continue
        rows += [("", str(error)) for error in form.non_field_errors()]
        for bound in form:
            target = f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label
            rows += [("" if bound.is_hidden else target, str(error)) for error in bound.errors]
    return {"rows": rows, "count": len(rows)}


@register.inclusion_tag("ui/step_indicator.html")
def steps(number: int, total: int, label: str) -> dict[str, object]:
    """`{% steps 2 4 "Unggah berkas" %}` above the h1: "Langkah 2 dari 4: Unggah berkas"."""
    marks = [
        "is-done" if step < number else "is-now" if step == number else "" for step in range(1, total + 1)
    ]
    return {"number": number, "total": total, "label": label, "marks": marks}


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str = "") -> SafeString:
    """`{% options pairs chosen %}` inside a `<select>` of a filter: pairs of value and label."""
    return blocks.options(choices, chosen)


@register.simple_tag
def data_table(table: DataTable) -> SafeString:
    """`{% data_table table %}`: rows that become blocks on a phone; for tables of many figures."""
    return blocks.data_table(table)


@register.simple_tag
def summary_list(rows: Sequence[SummaryRow]) -> SafeString:
    """`{% summary_list rows %}`: facts, or answers to check; a row with `url` gets its own "Ubah"."""
    return blocks.summary_list(rows)


@register.simple_tag
def timeline(entries: Sequence[TimelineEntry]) -> SafeString:
    """`{% timeline entries %}`: what happened, when, who acts next, until when. One for citizen, officer and
    complaint.
    """
    return blocks.timeline(entries, ICONS)


@register.inclusion_tag("ui/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "") -> dict[str, object]:
    """`{% empty "Belum ada permohonan" "Yang baru muncul di sini." url "Terima di loket" %}`: an empty list
    says what comes.
    """
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("ui/notification_banner.html")
def banner(tone: str, title: str = "", text: str = "") -> dict[str, object]:
    """`{% banner "warn" "Jam pelayanan berhenti" "Kami menunggu foto baru dari Anda." %}`: one thing to know
    on this page.
    """
    return {"tone": tone, "title": title, "text": text, "icon": ICONS[tone]}


@register.inclusion_tag("ui/card.html")
def card(title: str, text: str = "", url: str = "", label: str = "") -> dict[str, object]:
    """`{% card "Sudah mengajukan?" "Masukkan nomor." url "Cek status" %}`; richer ones write `<section
    class="s-card">`.
    """
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(
    context: Context, page: "paging.Page[Any]", parameter: str = paging.PARAMETER
) -> dict[str, object]:
    """`{% pagination page %}` below a list: earlier and later, other parameters of the address kept."""
    request: HttpRequest | None = context.get("request")

    def url(cursor: str | None) -> str:
        if cursor is None:
            return ""
        query = request.GET.copy() if request is not None else None
        if query is None:
            return f"?{parameter}={cursor}"
        query[parameter] = cursor
        return "?" + query.urlencode()

    return {"next": url(page.next), "previous": url(page.previous)}


@register.inclusion_tag("ui/chart_lines.html")
def chart_lines(chart: LineChart) -> dict[str, object]:
    """`{% chart_lines chart %}`: up to three lines with bands, labelled at their ends; the table is in
    `<details>`.
    """
    periods = list(dict.fromkeys(point.period for line in chart.lines for point in line.points))
    values = [{point.period: point for point in line.points} for line in chart.lines]
    table = [(period, [row.get(period) for row in values]) for period in periods]
    return {"chart": chart, "drawn": charts.draw_lines(chart), "table": table}


@register.inclusion_tag("ui/chart_bars.html")
def chart_bars(chart: BarChart) -> dict[str, object]:
    """`{% chart_bars chart %}`: a table whose middle column is the bar with its interval; reads well at 360
    px and aloud.
    """
    return {"chart": chart, "bars": charts.draw_bars(chart)}


@register.inclusion_tag("ui/heat_tiles.html")
def heat_tiles(chart: HeatChart) -> dict[str, object]:
    """`{% heat_tiles chart %}`: units against elements; every tile carries its figure."""
    return {"chart": chart}
