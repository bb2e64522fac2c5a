"""The roll-up's integers, for computing. Never show a cell without `formulas.disclosure`."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from sinergi.accounts.models import within
from sinergi.catalogue.models import Service
from sinergi.organization.models import Office
from sinergi.surveys.invitations import LEEWAY_MONTHS, last_day
from sinergi.surveys.models import PooledAnswer, Rollup


@dataclass(frozen=True, slots=True)
class CellRow:
    """n answers, their sum and sum of squares. For the element "index": complete respondents' totals, 9 to 36."""

    unit_id: int
    service_id: int
    channel: str
    month: date
    element: str
    n: int
    total: int
    total_sq: int


def cells(
    office: Office,
    *,
    service: Service | None = None,
    unit_paths: Iterable[str] | None = None,
    element: str | None = None,
    elements: Collection[str] | None = None,
    services: Collection[int] | None = None,
    since: date,
    until: date,
    channel: str | None = None,
) -> list[CellRow]:
    """Cells of the months ``since`` to ``until`` (both included), questionnaire versions added up; one query.

    ``elements`` and ``services`` (by id) ask for several at once. None means all: rows of every service, unit and
    channel come apart. ``unit_paths`` includes what lies below.
    """
    rows = Rollup.objects.filter(office=office, month__gte=since.replace(day=1), month__lte=until)
    if service is not None:
        rows = rows.filter(service=service)
    if unit_paths is not None:
        rows = rows.filter(within(unit_paths))
    if element is not None:
        rows = rows.filter(element=element)
    if elements is not None:
        rows = rows.filter(element__in=elements)
    if services is not None:
        rows = rows.filter(service__in=services)
    if channel is not None:
        rows = rows.filter(channel=channel)
    keys = ("unit_id", "service_id", "channel", "month", "element")
    summed = rows.values_list(*keys).annotate(Sum("n"), Sum("total"), Sum("total_sq")).order_by(*keys)
    return [CellRow(*row) for row in summed]


def last_final_month(office: Office, *, today: date) -> date:
    """First day of the newest month to which no answer can come any more; one query.

    Its links have ended, and of what was said before they did nothing waits in the pool.
    """
    waiting = (row.payload for row in PooledAnswer.objects.all())
    given = [f"{today:%Y-%m}", *(one["answered"] for one in waiting if one["office"] == office.pk)]
    return last_day(date.fromisoformat(f"{min(given)}-01"), later=-(LEEWAY_MONTHS + 1)).replace(day=1)
