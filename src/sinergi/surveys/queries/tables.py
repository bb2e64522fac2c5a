"""The satisfaction index per service and unit, ready to be shown: small cells are taken out here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import Max, Min, Sum

from sinergi.catalogue.element_names import element_name
from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.catalogue.models import Service
from sinergi.kept import Kept, Slot
from sinergi.organization.models import Office, Unit
from sinergi.surveys.formulas import index
from sinergi.surveys.formulas.disclosure import SMALLEST, Cell, Standing, protected, standing
from sinergi.surveys.formulas.index import (
    HIGHEST,
    LEGAL_ELEMENTS,
    LOWEST,
    SCALE,
    ElementScore,
    Interval,
    element_score,
    grade,
    rounded,
    score_interval,
    t_interval,
)
from sinergi.surveys.invitations import last_day, quarter_of
from sinergi.surveys.models import INDEX, Attribute, Population, RespondentMargin, Rollup
from sinergi.surveys.queries.published import Integers, Released, Sums, released
from sinergi.ui import formats

CLARITY = "kejelasan"
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

    ``index``, ``grade`` and ``label`` are empty where not all nine elements were asked; ``low`` and ``high`` are
    the 95 % interval; everything is empty where hidden. Figures are computed when a page asks for them: a table
    of hundreds of rows costs only what it shows.
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

    @property
    def n(self) -> int | None:
        """Respondents."""
        return max((self.sums[key][0] for key in LEGAL_ORDER if key in self.sums), default=None)

    @cached_property
    def index(self) -> Decimal | None:
        """Sum of the nine NRR / 9 x 25 (PermenPANRB 14/2017), rounded once, half up."""
        nine = [self.sums[key] for key in LEGAL_ORDER if key in self.sums]
        if len(nine) < len(LEGAL_ORDER):
            return None
        if len({n for n, *_rest in nine}) == 1:
            mean = Fraction(sum(total for _n, total, _squares in nine), nine[0][0])
        else:
            mean = sum((Fraction(total, n) for n, total, _squares in nine), Fraction(0))
        return rounded(mean * TO_INDEX)

    @cached_property
    def interval(self) -> Interval | None:
        """95 % t interval over the complete respondents' own indices."""
        if self.index is None or INDEX not in self.sums:
            return None
        return t_interval(index.Sums(*self.sums[INDEX]).scaled(TO_INDEX), SCALE * LOWEST, SCALE * HIGHEST)

    @property
    def low(self) -> Decimal | None:
        return rounded(self.interval.low) if self.interval else None

    @property
    def high(self) -> Decimal | None:
        return rounded(self.interval.high) if self.interval else None

    @property
    def grade(self) -> str:
        return grade(self.index).letter if self.index is not None else ""

    @property
    def label(self) -> str:
        return grade(self.index).label if self.index is not None else ""

    @cached_property
    def elements(self) -> tuple[ElementCell, ...]:
        """The elements that may be shown, in legal order, clarity last."""
        return tuple(self._element(key) for key in (*LEGAL_ORDER, CLARITY) if key in self.sums)

    def _element(self, key: str) -> ElementCell:
        n, total, squares = self.sums[key]
        return ElementCell(key, element_score(n, total), score_interval(n, total, squares))

    @cached_property
    def weakest_key(self) -> str:
        """Key of the index element with the lowest mean, "" where none is shown."""
        means = {key: Fraction(*self.sums[key][1::-1]) for key in LEGAL_ORDER if key in self.sums}
        return min(means, key=lambda key: means[key], default="")

    @property
    def weakest_name(self) -> str:
        """Its name with its score, "Waktu penyelesaian (71,25)"."""
        if not self.weakest_key:
            return ""
        n, total, _squares = self.sums[self.weakest_key]
        score = rounded(Fraction(total * SCALE, n))
        return f"{element_name(self.weakest_key)} ({formats.number(score, 2)})"


@dataclass(frozen=True)
class IndexTable:
    """Cells (service and unit), totals of services and of units, and the whole.

    ``others`` are the services' teams too small to stand alone, together. ``since`` and ``until`` are the whole
    quarters that the figures are of.
    """

    since: date
    until: date
    office: IndexRow
    services: tuple[IndexRow, ...]
    units: tuple[IndexRow, ...]
    cells: tuple[IndexRow, ...]
    others: tuple[IndexRow, ...] = ()


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
) -> list[IndexTable]:
    """The index of each period's quarters; three queries at any number of answers, one with a ``directory``.

    Reads what `operations.publish_figures` has released, so figures may lag by up to nine answers. With
    ``unit_paths`` only teams that stand alone are counted.
    """
    quarters = [(quarter_of(since), quarter_of(until)) for since, until in periods]
    directory = directory or directory_of(office)
    found = released(office, quarters, unit_paths=unit_paths, service_id=service.pk if service else None)
    return [
        _table(sums, directory, first, last_day(last, later=2))
        for (first, last), sums in zip(quarters, found, strict=True)
    ]


def _table(found: Released, directory: Directory, since: date, until: date) -> IndexTable:
    services = {key: row.name for key, row in directory.services.items()}
    units = {key: row.title for key, row in directory.units.items()}
    cells = found.cells
    pairs = [(service, unit) for service in services for unit in units if (service, unit) in cells]
    return IndexTable(
        since=since,
        until=until,
        office=_row(None, "", None, "", found.whole),
        services=tuple(
            _row(key, services[key], None, "", found.services[key])
            for key in services
            if key in found.services
        ),
        units=tuple(_row(None, "", key, units[key], found.units[key]) for key in units if key in found.units),
        cells=tuple(_row(s, services[s], u, units[u], cells[s, u]) for s, u in pairs),
        others=tuple(_row(s, services[s], None, "", cells[s, None]) for s in services if (s, None) in cells),
    )


def _row(
    service_id: int | None, service_name: str, unit_id: int | None, unit_name: str, sums: Sums
) -> IndexRow:
    # The element that was answered least is what protects a respondent who left one out.
    now = standing(min((sums[key][0] for key in LEGAL_ORDER if key in sums), default=0))
    if now in {Standing.HIDDEN, Standing.EMPTY}:
        return IndexRow(service_id, service_name, unit_id, unit_name, now)
    shown = {key: integers for key, integers in sums.items() if integers[0] >= SMALLEST}
    return IndexRow(service_id, service_name, unit_id, unit_name, now, shown)


def margins(office: Office, *, since: date, until: date, today: date) -> tuple[MarginRow, ...]:
    """Respondents per attribute and answer in the quarters that hold ``since`` to ``until``, months that have ended.

    Small counts are hidden, and with them what would give them away, across all quarters of the years concerned:
    a quarter and its year are shown beside each other.
    """
    first, last = quarter_of(since), last_day(quarter_of(until), later=2)
    rows = RespondentMargin.objects.filter(
        office=office, month__gte=date(first.year, 1, 1), month__lte=date(last.year, 12, 1),
        month__lt=today.replace(day=1),
    )  # fmt: skip
    counts: dict[str, dict[tuple[str, date], int]] = defaultdict(lambda: defaultdict(int))
    for attribute, value, month, n in (
        rows.values_list("attribute", "value", "month").annotate(Sum("n")).order_by()
    ):
        counts[attribute][value, quarter_of(month)] += n
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
    ends = Rollup.objects.filter(office=office).aggregate(first=Min("month"), last=Max("month"))
    return (ends["first"], ends["last"]) if ends["first"] else ()


def population(
    office: Office, *, since: date, until: date, service: Service | None = None, unit: Unit | None = None
) -> int | None:
    """Users recorded for exactly this period, or None: then finished cases are the best estimate."""
    return (
        Population.objects.filter(
            office=office, service=service, unit=unit, since=since.replace(day=1), until=until.replace(day=1)
        )
        .values_list("users", flat=True)
        .first()
    )
