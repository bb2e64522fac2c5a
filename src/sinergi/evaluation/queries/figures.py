"""The evaluation's tables as they are drawn, in Python: hundreds of cells cost a template more than all queries."""

from collections.abc import Sequence
from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sinergi.evaluation.queries.facts import GapFact
from sinergi.evaluation.queries.overview import ElementRow, Moved
from sinergi.surveys.queries import IndexRow
from sinergi.ui import formats, pieces
from sinergi.ui.blocks import headed
from sinergi.ui.components import Column, DataTable

CLARITY = "kejelasan"  # asked beside the nine, outside the index


def elements_to_open(rows: Sequence[ElementRow], asked: str) -> DataTable:
    """Elements for the office: each opens its own page, for what is ``asked`` ("?periode=…"); the weakest is marked."""
    head = _("1 tidak baik – 4 sangat baik (titik nilai, pita rentang 95%%)") % {}
    return DataTable(
        caption=_("Nilai tiap unsur pada skala 1 sampai 4"),
        columns=(Column(_("Unsur")), Column(head, label=_("Nilai"))),
        rows=[
            (
                headed(row.name, _outside(row.key), _address(row.key) + asked),
                pieces.score(row.score),
            )
            for row in rows
        ],
        marks=[place for place, row in enumerate(rows) if row.score.low_rank],
    )


def _outside(element: str) -> str:
    """A note beside what is asked and does not count for the index."""
    return _("di luar indeks") if element == CLARITY else ""


@lru_cache(maxsize=32)
def _address(element: str) -> str:
    return reverse("evaluation:cell", args=[element])


def elements_to_read(rows: Sequence[ElementRow]) -> DataTable:
    """Elements for everybody."""
    return DataTable(
        caption=_("Nilai tiap unsur pada skala 1 sampai 4"),
        columns=(Column(_("Unsur")), Column(_("Nilai, 1 tidak baik – 4 sangat baik"), label=_("Nilai"))),
        rows=[(headed(row.name, _outside(row.key)), pieces.score(row.score)) for row in rows],
    )


def gaps(facts: Sequence[GapFact]) -> tuple[DataTable | None, DataTable | None]:
    """Teams with people below the level, and teams where nobody is."""
    short = [fact for fact in facts if fact.below]
    met = [fact for fact in facts if not fact.below]
    return (
        _gaps(short, _("Tim dengan orang di bawah level")) if short else None,
        _gaps(met, _("Tim tanpa orang di bawah level")) if met else None,
    )


def _gaps(facts: Sequence[GapFact], caption: str) -> DataTable:
    return DataTable(
        caption=caption,
        columns=(Column(_("Tim dan kompetensi")), Column(_("Di bawah level")), Column(_("Dilatih dalam 12 bulan"))),
        rows=[
            (headed(f"{fact.unit}: {fact.competency}", fact.team), fact.words, fact.training) for fact in facts
        ],
    )  # fmt: skip


def by_service(rows: Sequence[Moved]) -> DataTable:
    """The index of each service."""
    return _index(_("Layanan"), [moved.row.service_name for moved in rows], rows)


def by_unit(rows: Sequence[Moved]) -> DataTable:
    """The index of each unit."""
    return _index(_("Unit"), [moved.row.unit_name for moved in rows], rows)


def _index(first: str, names: Sequence[str], rows: Sequence[Moved]) -> DataTable:
    hidden = format_html('<span class="s-note">{}</span>', _("disembunyikan"))
    early = format_html(" <small>{}</small>", _("sementara"))
    write = formats.Numbers()
    return DataTable(
        caption=_("Indeks"),
        columns=(
            Column(first), Column(_("Indeks"), number=True), Column(_("Rentang 95%%") % {}, number=True),
            Column(_("Tren"), number=True), Column("n", number=True),
        ),
        rows=[
            (
                name,
                _graded(moved.row, early, write) if moved.row.index is not None else hidden,
                write.span(moved.row.low, moved.row.high, 2),
                pieces.trend(moved.trend),
                write.number(moved.row.n) if moved.row.n else "<10",
            )
            for name, moved in zip(names, rows, strict=True)
        ],
        empty=_("Belum ada jawaban pada triwulan ini."),
    )  # fmt: skip


def _graded(row: IndexRow, early: SafeString, write: formats.Numbers) -> str:
    words = f"{write.number(row.index or 0, 2)} {row.grade}"
    return format_html("{}{}", words, early) if row.provisional else words
