"""How many answers came in each month: counts of the roll-up itself, ahead of the figures that are released."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.kept import kept_cursor
from sinergi.organization.models import Office
from sinergi.surveys.formulas.disclosure import SMALLEST, STEP
from sinergi.surveys.models import INDEX
from sinergi.surveys.periods import Period
from sinergi.surveys.queries.desk import Scope
from sinergi.surveys.queries.tables import directory_of
from sinergi.ui import formats, pieces
from sinergi.ui.components import Column, DataTable


@dataclass(frozen=True)
class MonthRow:
    """Answers to one service, month by month, in words that never tell a count below ten."""

    service: str
    counts: tuple[str, ...]


@dataclass(frozen=True)
class MonthsPage:
    """The months of a period that hold answers, and a row for each service."""

    months: tuple[date, ...]
    answers: tuple[MonthRow, ...]

    def table(self) -> DataTable:
        """As it is drawn."""
        return DataTable(
            caption=_("Jumlah jawaban, dibulatkan ke bawah per sepuluh"),
            columns=(
                Column(_("Layanan")), *(Column(formats.month(month), number=True) for month in self.months)
            ),
            rows=[(row.service, *row.counts) for row in self.answers],
            stacked=False,
        )  # fmt: skip


# Complete respondents are counted by their index; of the others the element that was answered most counts. Counts of
# months come from the roll-up itself. Two branches, because each reads only its own stretch of the index.
_PER_MONTH = """
with answered as (
    select service_id, unit_id, month, element, n from surveys_rollup
    where office_id = %(office)s and month between %(since)s and %(until)s and element = %(index)s and complete
    union all
    select service_id, unit_id, month, element, n from surveys_rollup
    where office_id = %(office)s and month between %(since)s and %(until)s
        and element = any(%(elements)s::text[]) and not complete
), summed as (
    select service_id, month, element, sum(n)::bigint as n from answered
    where (%(paths)s::text[] is null or unit_id in (
        select u.id from organization_unit u
        join unnest(%(paths)s::text[]) asked(path) on starts_with(u.path, asked.path)))
    group by service_id, month, element
), together as (
    select service_id, month, coalesce(max(n) filter (where element = %(index)s), 0)
        + coalesce(max(n) filter (where element <> %(index)s), 0) as n
    from summed group by service_id, month
)
select service_id, array_agg(month), array_agg(n) from together group by service_id
"""


def months(office: Office, period: Period, *, scope: Scope) -> MonthsPage:
    """Counts rounded down to tens: they follow the day, so exact ones would tell who has just answered."""
    directory = directory_of(office)
    values = {
        "office": office.pk, "since": period.since, "until": period.until, "index": INDEX,
        "elements": list(LEGAL_ORDER), "paths": None if scope.unit_paths is None else list(scope.unit_paths),
    }  # fmt: skip
    counts: dict[str, dict[date, int]] = defaultdict(dict)
    with kept_cursor() as cursor:
        cursor.execute(_PER_MONTH, values)
        for service_id, of_months, numbers in cursor.fetchall():
            per_month = counts[directory.services[service_id].name]
            for month, n in zip(of_months, numbers, strict=True):
                per_month[month] = max(per_month.get(month, 0), n)
    found = tuple(sorted({month for row in counts.values() for month in row}))
    few, more, write = _("< 10"), _("%(n)s+"), formats.Numbers()

    def words(n: int) -> str:
        if n < SMALLEST:
            return few if n else pieces.NOTHING
        return more % {"n": write.number(n // STEP * STEP)}

    rows = (
        MonthRow(name, tuple(words(row.get(month, 0)) for month in found))
        for name, row in sorted(counts.items())
    )
    return MonthsPage(found, tuple(rows))
