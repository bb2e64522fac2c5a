"""The published figures of the office, for anybody."""

from dataclasses import dataclass
from datetime import date

from sinergi.catalogue.models import Service
from sinergi.evaluation.periods import Quarter, quarter_of
from sinergi.evaluation.queries.overview import ElementRow, Moved, element_rows, moved
from sinergi.kept import kept_cursor
from sinergi.organization.models import Office
from sinergi.surveys.queries import IndexRow, VoiceRow, index_tables, shown_comments


@dataclass(frozen=True)
class Performance:
    """One quarter of the whole office. ``row`` has no figures where nothing may be shown."""

    quarter: Quarter
    row: IndexRow
    elements: tuple[ElementRow, ...]
    services: tuple[Moved, ...]


_NEWEST = "select max(quarter) from surveys_publishedcell where office_id = %s and quarter < %s"


def latest_quarter(office: Office, *, today: date) -> Quarter:
    """The newest quarter with published figures that has ended, else the one before today's."""
    with kept_cursor() as cursor:
        cursor.execute(_NEWEST, [office.pk, quarter_of(today).since])
        newest = cursor.fetchone()[0]
    return quarter_of(newest) if newest else quarter_of(today).previous


def performance(office: Office, *, today: date) -> Performance:
    """Index of the office and of each service, elements weakest first."""
    quarter = latest_quarter(office, today=today)
    now, before = index_tables(office, [quarter.dates, quarter.previous.dates], cells=False)
    return Performance(
        quarter=quarter,
        row=now.office,
        elements=element_rows(now.office, before.office),
        services=moved(now.services, before.services),
    )


def voices(office: Office, service: Service | None) -> tuple[VoiceRow, ...]:
    """Released comments."""
    return shown_comments(office, service=service, limit=5)
