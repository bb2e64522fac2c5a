"""The satisfaction index per service and unit, ready to be shown: small cells are taken out here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache

from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.catalogue.models import Service
from sinergi.kept import Kept, Slot, kept_cursor
from sinergi.organization.models import Office, Unit
from sinergi.surveys.formulas import index
from sinergi.surveys.formulas.disclosure import SMALLEST, Cell, Standing, protected, standing
from sinergi.surveys.formulas.index import (
    HIGHEST,
    KEPT,
    LEGAL_ELEMENTS,
    LOWEST,
    SCALE,
    ElementScore,
    Grade,
    Interval,
    element_score,
    grade,
    rounded,
    score_interval,
    t_interval,
)
from sinergi.surveys.grade_names import grade_name
from sinergi.surveys.invitations import last_day, quarter_of
from sinergi.surveys.models import INDEX, Attribute, PublishedMargin
from sinergi.surveys.queries.published import Integers, Released, Sums, released

CLARITY = "kejelasan"
ROUNDING = 0.005  # of an index of two decimals
TO_INDEX = Fraction(SCALE, LEGAL_ELEMENTS)  # from a sum over nine elements, 9 to 36, to 25 to 100


@dataclass(frozen=True)
class ElementCell:
    """One element of a row: NRR, score and 95 % interval of the mean on the 1 to 4 scale."""

    key: str
    score: ElementScore
    interval: Interval | None


@dataclass(frozen=True)
class IndexRow:
    """The index of a service (None: all) at a unit (None: all), from sums that may be shown.

    ``index``, ``grade`` and ``label`` are empty where not all nine elements were asked; ``low`` and ``high`` are the
    95 % interval, empty where there is none for this index; everything is empty where hidden. Figures are computed
    when a page asks for them: a table of hundreds of rows costs only what it shows.
    """

    service_id: int | None
    service_name: str
    unit_id: int | None
    unit_name: str
    standing: Standing
    sums: Mapping[str, Integers] = field(default_factory=dict, repr=False)

    @property
    def provisional(self) -> bool:
        """Fewer than 30: the word "sementara" stands beside every figure."""
        return self.standing is Standing.PROVISIONAL

    @cached_property
    def figure(self) -> "Figure":
        """What the integers come to."""
        return _figure_of(tuple(map(self.sums.get, LEGAL_ORDER)), self.sums.get(INDEX))

    @property
    def n(self) -> int | None:
        """Respondents."""
        return self.figure.n

    @property
    def index(self) -> Decimal | None:
        """Sum of the nine NRR / 9 x 25 (PermenPANRB 14/2017), rounded once, half up."""
        return self.figure.index

    @property
    def low(self) -> Decimal | None:
        """Lower end of the 95 % t interval over the complete respondents' own indices."""
        return self.figure.low

    @property
    def high(self) -> Decimal | None:
        return self.figure.high

    @property
    def grade(self) -> str:
        return self.figure.grade.letter if self.figure.grade else ""

    @property
    def label(self) -> str:
        """The grade in words, in the language of the page."""
        return grade_name(self.figure.grade) if self.figure.grade else ""

    @cached_property
    def elements(self) -> tuple[ElementCell, ...]:
        """The elements that may be shown, in legal order, clarity last."""
        return tuple(self._element(key) for key in (*LEGAL_ORDER, CLARITY) if key in self.sums)

    def _element(self, key: str) -> ElementCell:
        n, total, squares = self.sums[key]
        return ElementCell(key, element_score(n, total), score_interval(n, total, squares))

    @property
    def weakest_key(self) -> str:
        """Key of the index element with the lowest mean, "" where none is shown."""
        return self.figure.weakest


@dataclass(frozen=True, slots=True)
class Figure:
    """What a row's integers come to; ``weakest_score`` is the NRR x 25 of the ``weakest`` element."""

    n: int | None
    index: Decimal | None
    grade: Grade | None
    low: Decimal | None
    high: Decimal | None
    weakest: str
    weakest_score: Decimal | None


@lru_cache(maxsize=KEPT)
def _figure_of(nine: tuple[Integers | None, ...], complete: Integers | None) -> Figure:
    """The figure of a row from the sums of its nine elements, in legal order, and of its complete respondents."""
    known = {key: sums for key, sums in zip(LEGAL_ORDER, nine, strict=True) if sums}
    exact = _index_of(list(known.values())) if len(known) == LEGAL_ELEMENTS else None
    interval = None
    if exact is not None and complete is not None:
        interval = t_interval(index.Sums(*complete).scaled(TO_INDEX), SCALE * LOWEST, SCALE * HIGHEST)
        if interval and not _is_about(interval, exact, complete):
            interval = None
    weakest = min(known, key=lambda key: Fraction(known[key][1], known[key][0]), default="")
    return Figure(
        n=max((n for n, _total, _squares in known.values()), default=None),
        index=exact,
        grade=grade(exact) if exact is not None else None,
        low=rounded(interval.low) if interval else None,
        high=rounded(interval.high) if interval else None,
        weakest=weakest,
        weakest_score=element_score(*known[weakest][:2]).score if weakest else None,
    )


def _is_about(interval: Interval, shown: Decimal, complete: Integers) -> bool:
    """Whether the interval of the complete respondents can stand beside an index that others move too: imported counts,
    which know no respondents, answers with gaps. Its middle may be off by half of its own reach, and by rounding.
    """
    middle = float(Fraction(complete[1], complete[0]) * TO_INDEX)
    reach = max(float(interval.high) - middle, middle - float(interval.low))
    return abs(float(shown) - middle) <= reach / 2 + ROUNDING


def _index_of(nine: Sequence[Integers]) -> Decimal:
    n, total, _squares = nine[0]  # the sum of the nine NRR, as one numerator over one denominator
    for more_n, more, _squares in nine[1:]:
        n, total = (n, total + more) if more_n == n else (n * more_n, total * more_n + more * n)
    return rounded(Fraction(total * SCALE, n * LEGAL_ELEMENTS))


@dataclass(frozen=True)
class MarginRow:
    """How many respondents gave this answer about themselves; None where too few."""

    attribute: str
    value: str
    n: int | None


@dataclass(frozen=True)
class Directory:
    """An office's services (in their own order) and units (by path), by key: for tables and for choices."""

    services: Mapping[int, Service]
    units: Mapping[int, Unit]

    @cached_property
    def titles(self) -> Mapping[int, str]:
        """Names of the units with their kinds, in the reader's language. A figure of a unit is of what that unit served
        itself, so the office's own row says that the kelurahan are not in it."""
        return {key: unit.title_alone for key, unit in self.units.items()}


@dataclass(frozen=True)
class IndexTable:
    """Totals of services and of units, cells (service and unit), and the whole, in the directory's order.

    ``others`` are the services' teams too small to stand alone, together. ``since`` and ``until`` are the whole
    quarters that the figures are of. Rows are made when a page asks for them; ``complete`` is False where cells
    were not asked from the database.
    """

    since: date
    until: date
    directory: Directory = field(repr=False)
    released: Released = field(repr=False)
    complete: bool = True

    @cached_property
    def office(self) -> IndexRow:
        return _row(None, "", None, "", self.released.whole)

    @cached_property
    def services(self) -> tuple[IndexRow, ...]:
        sums = self.released.services
        return tuple(
            _row(key, service.name, None, "", sums[key])
            for key, service in self.directory.services.items()
            if key in sums
        )

    @cached_property
    def units(self) -> tuple[IndexRow, ...]:
        sums = self.released.units
        return tuple(
            _row(None, "", key, self.directory.titles[key], sums[key])
            for key in self.directory.units
            if key in sums
        )

    @cached_property
    def cells(self) -> tuple[IndexRow, ...]:
        sums, titles = self._cells, self.directory.titles
        return tuple(
            _row(key, service.name, unit, titles[unit], sums[key, unit])
            for key, service in self.directory.services.items()
            for unit in titles
            if (key, unit) in sums
        )

    @cached_property
    def others(self) -> tuple[IndexRow, ...]:
        sums = self._cells
        return tuple(
            _row(key, service.name, None, "", sums[key, None])
            for key, service in self.directory.services.items()
            if (key, None) in sums
        )

    @property
    def _cells(self) -> Mapping[tuple[int | None, int | None], Sums]:
        if not self.complete:
            raise LookupError("the table was asked for without its cells")
        return self.released.cells


def directory_of(office: Office) -> Directory:
    """All services and units of the office; two queries."""
    return Directory(
        {row.pk: row for row in _services.rows(office=office.pk)},
        {row.pk: row for row in _units.rows(office=office.pk)},
    )


_services = Kept(lambda: Service.objects.filter(office=Slot("office")).order_by("position", "id"))
_units = Kept(lambda: Unit.objects.filter(office=Slot("office")).order_by("path"))


def index_table(
    office: Office,
    *,
    since: date,
    until: date,
    unit_paths: Iterable[str] | None = None,
    service: Service | None = None,
) -> IndexTable:
    """The index of the quarters that hold ``since`` to ``until``; see `index_tables`."""
    return index_tables(office, [(since, until)], unit_paths=unit_paths, service=service)[0]


def index_tables(
    office: Office,
    periods: Sequence[tuple[date, date]],
    *,
    unit_paths: Iterable[str] | None = None,
    service: Service | None = None,
    directory: Directory | None = None,
    cells: bool = True,
) -> list[IndexTable]:
    """The index of each period's quarters; three queries at any number of answers, one with a ``directory``.

    Reads what `operations.publish_figures` has released, so figures may lag by up to nine answers. With
    ``unit_paths`` only teams that stand alone are counted. ``cells=False`` leaves cells and others out.
    """
    quarters = [(quarter_of(since), quarter_of(until)) for since, until in periods]
    directory = directory or directory_of(office)
    service_id = service.pk if service else None
    found = released(office, quarters, unit_paths=unit_paths, service_id=service_id, cells=cells)
    return [
        IndexTable(first, last_day(last, later=2), directory, sums, complete=cells)
        for (first, last), sums in zip(quarters, found, strict=True)
    ]


def _row(
    service_id: int | None, service_name: str, unit_id: int | None, unit_name: str, sums: Sums
) -> IndexRow:
    # The element that was answered least is what protects a respondent who left one out.
    now = standing(min((sums[key][0] for key in LEGAL_ORDER if key in sums), default=0))
    if now in {Standing.HIDDEN, Standing.EMPTY}:
        return IndexRow(service_id, service_name, unit_id, unit_name, now)
    shown = {key: integers for key, integers in sums.items() if integers[0] >= SMALLEST}
    return IndexRow(service_id, service_name, unit_id, unit_name, now, shown)


def margins(office: Office, *, since: date, until: date) -> tuple[MarginRow, ...]:
    """Respondents per attribute and answer in the quarters that hold ``since`` to ``until``, as released.

    Small counts are hidden, and with them what would give them away, across all quarters of the years concerned:
    a quarter and its year are shown beside each other.
    """
    first, last = quarter_of(since), last_day(quarter_of(until), later=2)
    rows = PublishedMargin.objects.filter(
        office=office, quarter__gte=date(first.year, 1, 1), quarter__lte=date(last.year, 12, 1)
    )
    counts: dict[str, dict[tuple[str, date], int]] = defaultdict(dict)
    for row in rows:
        counts[row.attribute][row.value, row.quarter] = row.n
    found: list[MarginRow] = []
    for attribute in Attribute.values:
        table = counts.get(attribute, {})
        cells: dict[Cell, int] = {key: n for key, n in table.items()}  # noqa: C416 - widens the type of the key
        hidden = protected(cells)
        for value in sorted({key[0] for key in table}):
            found.append(MarginRow(attribute, value, _margin(table, hidden, value, first, last)))
    return tuple(found)


def _margin(
    table: Mapping[tuple[str, date], int], hidden: frozenset[Cell], value: str, first: date, last: date
) -> int | None:
    """The count of one answer: one quarter's cell, a whole year's total, or a sum of shown quarters."""
    years_whole = first.month == 1 and last.month == 12 and first.year == last.year
    if years_whole:
        return None if (value, None) in hidden else sum(n for (name, _q), n in table.items() if name == value)
    quarters = [key for key in table if key[0] == value and first <= key[1] <= last]
    if any(key in hidden for key in quarters):
        return None
    return sum(table[key] for key in quarters)


def months_with_answers(office: Office) -> tuple[date, ...]:
    """First and last month that hold answers, or nothing; for the choice of periods."""
    with kept_cursor() as cursor:
        cursor.execute("select min(month), max(month) from surveys_rollup where office_id = %s", [office.pk])
        first, last = cursor.fetchone()
    return (first, last) if first else ()


_POPULATION = """
select users from surveys_population
where office_id = %s and since = %s and until = %s
    and service_id is not distinct from %s and unit_id is not distinct from %s
"""


def population(
    office: Office, *, since: date, until: date, service: Service | None = None, unit: Unit | None = None
) -> int | None:
    """Users recorded for exactly this period, or None: then finished cases are the best estimate."""
    exactly = [service.pk if service else None, unit.pk if unit else None]
    with kept_cursor() as cursor:
        cursor.execute(_POPULATION, [office.pk, since.replace(day=1), until.replace(day=1), *exactly])
        found = cursor.fetchone()
    return int(found[0]) if found else None
