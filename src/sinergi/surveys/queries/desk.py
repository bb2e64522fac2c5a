"""What the office's survey pages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User
from sinergi.catalogue.element_names import element_name
from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.organization.models import Office, Unit, is_root
from sinergi.surveys.formulas.index import KEPT, rounded
from sinergi.surveys.grade_names import grade_name
from sinergi.surveys.models import Question
from sinergi.surveys.periods import Period
from sinergi.surveys.queries.tables import (
    CLARITY,
    Figure,
    IndexRow,
    IndexTable,
    directory_of,
    index_tables,
)
from sinergi.ui import formats, pieces
from sinergi.ui.blocks import headed
from sinergi.ui.components import Column, DataTable, Score

ELEMENTS = (*LEGAL_ORDER, CLARITY)


@dataclass(frozen=True)
class Scope:
    """Units that somebody may look at; ``unit_paths`` None means the whole office."""

    unit_paths: tuple[str, ...] | None


@dataclass(frozen=True)
class OverviewPage:
    """Index table and one score per element; the tables as they are drawn."""

    table: IndexTable
    scores: tuple[Score, ...]

    def elements(self) -> DataTable:
        """The elements' scores, the weakest marked."""
        lowest, outside = _("terendah"), _("di luar indeks")
        notes = [lowest if one.low_rank else "" for one in self.scores]
        notes[ELEMENTS.index(CLARITY)] = outside
        return DataTable(
            caption=_("Nilai rata-rata 1 sampai 4 per unsur dengan rentang 95%%") % {},
            columns=(Column(_("Unsur")), Column(_("Nilai 1–4, mutu, jumlah jawaban"), label=_("Nilai"))),
            rows=[
                (headed(one.label, note), pieces.score(one))
                for one, note in zip(self.scores, notes, strict=True)
            ],
            marks=[place for place, one in enumerate(self.scores) if one.low_rank],
        )

    def per_service(self) -> DataTable:
        """The index of each service."""
        return figures(self.table.services, _("Layanan"), caption=_("Indeks per layanan"))

    def per_unit(self) -> DataTable:
        """The index of each unit."""
        return figures(self.table.units, _("Unit"), caption=_("Indeks per unit"))

    def per_cell(self) -> DataTable:
        """The index of each service at each unit."""
        caption = _("Indeks per layanan dan unit")
        return figures(self.table.cells, _("Layanan"), caption=caption, units=True)


def figures(rows: Sequence[IndexRow], first: str, *, caption: str, units: bool = False) -> DataTable:
    """Rows of the index with their interval, grade and weakest element; ``units`` adds a column for the unit."""
    language = get_language()
    columns = [
        Column(first), Column(_("Unit")), Column(_("Responden"), number=True), Column(_("Indeks"), number=True),
        Column(_("Rentang 95%%") % {}, number=True), Column(_("Mutu")), Column(_("Unsur terendah")),
    ]  # fmt: skip
    if not units:
        del columns[1]
    return DataTable(
        caption,
        columns,
        [
            (
                row.service_name or row.unit_name,
                *((row.unit_name,) if units else ()),
                *_written(row.figure, row.provisional, language),
            )
            for row in rows
        ],
        empty=_("Belum ada yang mencapai 10 jawaban."),
    )


@lru_cache(maxsize=KEPT)
def _written(figure: Figure, provisional: bool, language: str | None) -> tuple[str, ...]:
    """Respondents, index, interval, grade and weakest element in words; ``language`` is the active one."""
    write = formats.Numbers()
    graded = f"{figure.grade.letter} ({grade_name(figure.grade)})" if figure.grade else pieces.NOTHING
    if provisional:
        graded = format_html("{} {}", graded, pieces.status_tag("warn", _("Sementara")))
    weakest = pieces.NOTHING
    if figure.weakest_score is not None:
        weakest = f"{element_name(figure.weakest)} ({write.number(figure.weakest_score, 2)})"
    return (
        _("kurang dari 10") if figure.n is None else write.number(figure.n),
        pieces.NOTHING if figure.index is None else write.number(figure.index, 2),
        write.span(figure.low, figure.high, 2),
        graded,
        weakest,
    )


def scope(user: User, office: Office, permission: Permission) -> Scope | None:
    """Where ``permission`` is held in this office, or None."""
    if not office or user.office_id != office.pk:
        return None
    paths = user.paths_for(permission)
    if not paths:
        return None
    return Scope(None if any(map(is_root, paths)) else paths)


def moderates(user: User) -> bool:
    """Whether comments are this person's to read; the same as `Comment.objects.visible_to`."""
    return any(map(is_root, user.paths_for(Permission.COMMENT_MODERATE)))


def overview(office: Office, period: Period, *, scope: Scope) -> OverviewPage:
    """Index table and one score per element."""
    directory = directory_of(office)
    table = index_tables(
        office, [(period.since, period.until)], unit_paths=scope.unit_paths, directory=directory
    )[0]
    return OverviewPage(table, scores_of(table.office))


def scores_of(row: IndexRow) -> tuple[Score, ...]:
    """The nine elements of a row and clarity as glyphs, the weakest marked."""
    found = {element.key: element for element in row.elements}
    scores = []
    for key in ELEMENTS:
        element = found.get(key)
        if element is None:
            scores.append(Score(element_name(key), hidden=_("kurang dari 10 jawaban")))
            continue
        low, high = (element.interval.low, element.interval.high) if element.interval else (None, None)
        scores.append(
            Score(
                element_name(key),
                mean=rounded(element.score.mean),
                low=_two(low),
                high=_two(high),
                n=element.score.n,
                grade=element.score.grade.letter,
                provisional=row.provisional,
                low_rank=key == row.weakest_key,
            )
        )
    return tuple(scores)


def _two(value: object) -> Decimal | None:
    return rounded(value) if value is not None else None  # type: ignore[arg-type]


def questions(office: Office) -> tuple[Question, ...]:
    """The questions of the newest questionnaire."""
    found = list(
        Question.objects.filter(questionnaire__office=office).order_by("-questionnaire__version", "position")
    )
    return tuple(question for question in found if question.questionnaire_id == found[0].questionnaire_id)


def units_under(office: Office, paths: Iterable[str]) -> QuerySet[Unit]:
    """Active units at or below one of ``paths``, in the order of the tree."""
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(path__startswith=path)
    return Unit.objects.filter(inside, office=office, is_active=True).order_by("path")
