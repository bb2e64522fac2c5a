"""Released sums of whole periods, added up by the database: per cell, per service, per unit, and of everything.

A page compares two quarters over all services, units and elements; adding their hundreds of sums up in Python took
most of its time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sinergi.kept import kept_cursor
from sinergi.organization.models import Office

Integers = tuple[int, int, int]
Sums = Mapping[str, Integers]  # element -> n, total, total of squares
WHOLE, UNIT, SERVICE, CELL = 3, 2, 1, 0  # what PostgreSQL's grouping() gives for (service, unit)
_SUMS = """
with summed as (
    select p.place, grouping(c.service_id, c.unit_id) as level, c.service_id, c.unit_id, c.element,
        sum(c.n)::bigint as n, sum(c.total)::bigint as total, sum(c.total_sq)::bigint as squares
    from unnest(%(first)s::date[], %(last)s::date[]) with ordinality as p(first, last, place)
    join surveys_publishedcell c on c.quarter between p.first and p.last
    left join organization_unit u on u.id = c.unit_id
    where c.office_id = %(office)s and (%(service)s::bigint is null or c.service_id = %(service)s::bigint)
        and (%(paths)s::text[] is null
            or exists (select from unnest(%(paths)s::text[]) path where starts_with(u.path, path)))
    group by grouping sets (
        (p.place, c.element), (p.place, c.service_id, c.element), (p.place, c.unit_id, c.element),
        (p.place, c.service_id, c.unit_id, c.element))
)
select place, level, service_id, unit_id, array_agg(element), array_agg(n), array_agg(total), array_agg(squares)
from summed group by place, level, service_id, unit_id
"""


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
) -> list[Released]:
    """The sums of each period, given by the first days of its first and last quarter; one query."""
    found = [Released() for _period in periods]
    values = {
        "first": [first for first, _last in periods],
        "last": [last for _first, last in periods],
        "office": office.pk,
        "service": service_id,
        "paths": None if unit_paths is None else list(unit_paths),
    }
    with kept_cursor() as cursor:
        cursor.execute(_SUMS, values)
        for place, level, service, unit, elements, *numbers in cursor.fetchall():
            _put(
                found[place - 1],
                level,
                service,
                unit,
                dict(zip(elements, zip(*numbers, strict=True), strict=True)),
            )
    return found


def _put(into: Released, level: int, service: int | None, unit: int | None, sums: Sums) -> None:
    if level == WHOLE:
        into.whole = sums
    elif level == SERVICE:
        into.services[service] = sums
    elif level == UNIT:
        into.units[unit] = sums
    else:
        into.cells[service, unit] = sums
