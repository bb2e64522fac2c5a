"""Released sums of whole periods, added up: per cell, per service, per unit, and of everything.

The database makes one row of a cell out of its quarters and elements. It adds up the totals too where nobody asks for
cells; where cells come anyway, a few hundred additions here cost less than it takes to group everything four times.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sinergi.kept import kept_cursor
from sinergi.organization.models import Office

Integers = tuple[int, int, int]
Sums = Mapping[str, Integers]  # element -> n, total, total of squares
WHOLE, UNIT, SERVICE, CELL = 3, 2, 1, 0  # what PostgreSQL's grouping() gives for (service, unit)
_CHOSEN = """
    from unnest(%(first)s::date[], %(last)s::date[]) with ordinality as p(first, last, place)
    join surveys_publishedcell c on c.quarter between p.first and p.last
    where c.office_id = %(office)s and (%(service)s::bigint is null or c.service_id = %(service)s::bigint)
        and (%(paths)s::text[] is null or c.unit_id in (
            select u.id from organization_unit u
            join unnest(%(paths)s::text[]) asked(path) on starts_with(u.path, asked.path)))
"""
_SUMS = "sum(c.n)::bigint as n, sum(c.total)::bigint as total, sum(c.total_sq)::bigint as squares"
_ARRAYS = "array_agg(element), array_agg(n), array_agg(total), array_agg(squares)"
_TOTALS = f"""
with summed as (
    select p.place, grouping(c.service_id, c.unit_id) as level, c.service_id, c.unit_id, c.element, {_SUMS} {_CHOSEN}
    group by grouping sets ((p.place, c.element), (p.place, c.service_id, c.element), (p.place, c.unit_id, c.element))
)
select place, level, service_id, unit_id, {_ARRAYS} from summed group by place, level, service_id, unit_id
"""  # noqa: S608 - constants of this module
_CELLS = f"""
with summed as (
    select p.place, c.service_id, c.unit_id, c.element, {_SUMS} {_CHOSEN}
    group by p.place, c.service_id, c.unit_id, c.element
)
select place, {CELL}, service_id, unit_id, {_ARRAYS} from summed group by place, service_id, unit_id
"""  # noqa: S608


@dataclass
class Released:
    """Sums of one period. ``cells`` are by service and unit; None stands for what may not stand alone."""

    cells: dict[tuple[int | None, int | None], Sums] = field(default_factory=dict)
    services: dict[int | None, Sums] = field(default_factory=dict)
    units: dict[int | None, Sums] = field(default_factory=dict)
    whole: Sums = field(default_factory=dict)


def released(
    office: Office,
    periods: Sequence[tuple[date, date]],
    *,
    unit_paths: Iterable[str] | None = None,
    service_id: int | None = None,
    cells: bool = True,
) -> list[Released]:
    """The sums of each period, given by the first days of its first and last quarter; one query.

    Without ``cells`` only the totals of services, of units and of everything.
    """
    found = [Released() for _period in periods]
    values = {
        "first": [first for first, _last in periods],
        "last": [last for _first, last in periods],
        "office": office.pk,
        "service": service_id,
        "paths": None if unit_paths is None else list(unit_paths),
    }
    with kept_cursor() as cursor:
        cursor.execute(_CELLS if cells else _TOTALS, values)
        for place, level, service, unit, elements, *numbers in cursor.fetchall():
            _put(
                found[place - 1],
                level,
                service,
                unit,
                dict(zip(elements, zip(*numbers, strict=True), strict=True)),
            )
    if cells:
        for one in found:
            _add_up(one)
    return found


def _add_up(released: Released) -> None:
    """Totals from cells, which the database has made few already."""
    for (service, unit), sums in released.cells.items():
        released.services[service] = _sum(released.services.get(service, {}), sums)
        released.units[unit] = _sum(released.units.get(unit, {}), sums)
    for sums in released.services.values():
        released.whole = _sum(released.whole, sums)


def _sum(one: Sums, other: Sums) -> Sums:
    added = dict(one)
    for key, (n, total, squares) in other.items():
        before = added.get(key, (0, 0, 0))
        added[key] = (before[0] + n, before[1] + total, before[2] + squares)
    return added


def _put(into: Released, level: int, service: int | None, unit: int | None, sums: Sums) -> None:
    if level == WHOLE:
        into.whole = sums
    elif level == SERVICE:
        into.services[service] = sums
    elif level == UNIT:
        into.units[unit] = sums
    else:
        into.cells[service, unit] = sums
