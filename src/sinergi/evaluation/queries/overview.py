"""Satisfaction of one quarter, by service, unit and element, with its trend and the sample that it needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter

from django.utils import timezone

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User
from sinergi.casework.queries.evaluation import finished
from sinergi.catalogue.element_names import element_name
from sinergi.catalogue.models import Service
from sinergi.evaluation.periods import Quarter, quarter_of
from sinergi.organization.models import Office, Unit, is_root
from sinergi.surveys.formulas.disclosure import Standing
from sinergi.surveys.formulas.index import KEPT, score_interval
from sinergi.surveys.formulas.sampling import sample_size
from sinergi.surveys.models import Population
from sinergi.surveys.queries import (
    Directory,
    IndexRow,
    IndexTable,
    index_tables,
    months_with_answers,
    population,
)
from sinergi.surveys.queries.published import Integers
from sinergi.ui.components import Score

YEARS_SHOWN = 2


@dataclass(frozen=True)
class Choice:
    """What a page shows: quarter, service (None: all) and unit (None: all that one may see)."""

    quarter: Quarter
    service: Service | None
    unit: Unit | None

    @property
    def unit_key(self) -> str:
        """The unit as it stands in an address."""
        return str(self.unit.pk) if self.unit else ""

    @property
    def unit_title(self) -> str:
        """The unit as its figures name it."""
        return self.unit.title_alone if self.unit else ""

    @property
    def asked(self) -> str:
        """The same choice as it stands in an address, "?periode=…"."""
        service = f"&layanan={self.service.slug}" if self.service else ""
        return f"?periode={self.quarter.key}{service}" + (f"&unit={self.unit_key}" if self.unit else "")


@dataclass(frozen=True)
class ElementRow:
    """One element of the chosen row."""

    key: str
    name: str
    score: Score


@dataclass(frozen=True)
class Moved:
    """The index of a row and its change since the quarter before; None: unknown, 0: no clear change."""

    row: IndexRow
    trend: Decimal | None


@dataclass(frozen=True)
class Overview:
    """The page: the chosen row with its elements, weakest first, and the rows beside it."""

    choice: Choice
    row: IndexRow
    trend: Decimal | None
    elements: tuple[ElementRow, ...]
    services: tuple[Moved, ...]
    units: tuple[Moved, ...]
    users: int | None
    target: int | None
    quarters: tuple[Quarter, ...]

    @property
    def target_met(self) -> bool:
        return bool(self.target and (self.row.n or 0) >= self.target)


def figures_paths(user: User) -> tuple[str, ...] | None:
    """Where figures may be read from; None for the whole office, whose teams too small to stand alone count too.

    Whoever heads the office must read the index that the public reads.
    """
    paths = user.paths_for(Permission.EVALUATION_VIEW)
    return None if any(map(is_root, paths)) else paths


def overview(office: Office, *, user: User, choice: Choice, directory: Directory) -> Overview:
    """Everything on the overview. Users are the finished cases where nobody recorded another figure."""
    paths = user.paths_for(Permission.EVALUATION_VIEW)
    quarter = choice.quarter
    now, before = index_tables(
        office, [quarter.dates, quarter.previous.dates], unit_paths=figures_paths(user), directory=directory,
        cells=bool(choice.service or choice.unit),
    )  # fmt: skip
    row, earlier = (row_of(table, choice.service, choice.unit) for table in (now, before))
    counted = population(
        office,
        since=quarter.since,
        until=quarter.until,
        service=choice.service,
        unit=choice.unit,
    )
    served = counted or finished(
        office, start=_midnight(quarter.since), end=_midnight(quarter.end), service=choice.service,
        unit_paths=paths, team=choice.unit,
    )  # fmt: skip
    return Overview(
        choice=choice,
        row=row,
        trend=index_change(earlier, row),
        elements=element_rows(row, earlier),
        services=moved(_services(now, choice.unit), _services(before, choice.unit)),
        units=moved(_units(now, choice.service), _units(before, choice.service)),
        users=served or None,
        target=sample_size(served) if served else None,
        quarters=quarters_of(office),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _services(table: IndexTable, unit: Unit | None) -> tuple[IndexRow, ...]:
    return table.services if unit is None else _cells(table, unit=unit)


def _units(table: IndexTable, service: Service | None) -> tuple[IndexRow, ...]:
    return table.units if service is None else _cells(table, service=service)


def moved(rows: Iterable[IndexRow], before: Iterable[IndexRow]) -> tuple[Moved, ...]:
    """Each row with its change; it is matched by service and unit, never by place."""
    known = {(row.service_id, row.unit_id): row for row in before}
    return tuple(Moved(row, index_change(known.get((row.service_id, row.unit_id)), row)) for row in rows)


def _cells(
    table: IndexTable, *, service: Service | None = None, unit: Unit | None = None
) -> tuple[IndexRow, ...]:
    return tuple(
        cell
        for cell in table.cells
        if (service and cell.service_id == service.pk) or (unit and cell.unit_id == unit.pk)
    )


def row_of(table: IndexTable, service: Service | None, unit: Unit | None) -> IndexRow:
    """The row of a service at a unit, taken from the table that was protected as a whole."""
    if service is None and unit is None:
        return table.office
    rows: tuple[IndexRow, ...]
    wanted: tuple[int | None, int | None]
    if unit is None:
        rows, wanted = table.services, (service.pk if service else None, None)
    elif service is None:
        rows, wanted = table.units, (None, unit.pk)
    else:
        rows, wanted = table.cells, (service.pk, unit.pk)
    empty = IndexRow(
        wanted[0],
        service.name if service else "",
        wanted[1],
        unit.title_alone if unit else "",
        Standing.EMPTY,
    )
    return next((row for row in rows if (row.service_id, row.unit_id) == wanted), empty)


def element_rows(row: IndexRow, before: IndexRow) -> tuple[ElementRow, ...]:
    """Elements of a row, lowest mean first, each with its change against the quarter before."""
    rows = []
    for cell in row.elements:
        name = element_name(cell.key)
        mean, low, high, trend = _measured(row.sums[cell.key], before.sums.get(cell.key))
        score = Score(
            name, mean, low, high, cell.score.n, cell.score.grade.letter, trend, provisional=row.provisional,
            low_rank=cell.key == row.weakest_key,
        )  # fmt: skip
        rows.append((mean, ElementRow(cell.key, name, score)))
    return tuple(element for _mean, element in sorted(rows, key=itemgetter(0)))


@lru_cache(maxsize=KEPT)
def _measured(
    now: Integers, before: Integers | None
) -> tuple[Decimal, Decimal | None, Decimal | None, Decimal | None]:
    """Mean of one element, its interval, and its change since ``before``, from (n, sum, sum of squares)."""
    n, total, _squares = now
    interval = score_interval(*now)
    return (
        _decimal(Fraction(total, n)),
        _decimal(interval.low) if interval else None,
        _decimal(interval.high) if interval else None,
        change(before, now) if before else None,
    )


def _decimal(value: Fraction) -> Decimal:
    """To 28 digits, which leaves the one rounding to whoever writes the figure."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def change(before: Integers, now: Integers) -> Decimal | None:
    """Difference of two means; 0 where it is within the interval of the difference (both half-widths combined)."""
    earlier, later = score_interval(*before), score_interval(*now)
    if not earlier or not later:
        return None
    difference = Fraction(now[1], now[0]) - Fraction(before[1], before[0])
    widths = (later.high - later.low, earlier.high - earlier.low)
    clear = 4 * difference * difference > sum(width * width for width in widths)
    return _decimal(difference) if clear else Decimal(0)


def index_change(before: IndexRow | None, now: IndexRow) -> Decimal | None:
    """Difference of two indices as shown; 0 where it is within the interval of the difference, as for elements."""
    if before is None or now.index is None or before.index is None:
        return None
    if now.low is None or now.high is None or before.low is None or before.high is None:
        return None
    difference = now.index - before.index
    widths = (now.high - now.low, before.high - before.low)
    return difference if 4 * difference**2 > sum(width * width for width in widths) else Decimal(0)


def quarters_of(office: Office) -> tuple[Quarter, ...]:
    """Quarters that hold answers, newest first."""
    ends = months_with_answers(office)
    if not ends:
        return ()
    first, current = quarter_of(ends[0]), quarter_of(ends[1])
    found = []
    while current >= first:
        found.append(current)
        current = current.previous
    return tuple(found)


def population_of(office: Office, choice: Choice) -> Population | None:
    """The recorded number of users of exactly this choice, with its source."""
    return Population.objects.filter(
        office=office,
        service=choice.service,
        unit=choice.unit,
        since=choice.quarter.since,
        until=choice.quarter.until,
    ).first()
