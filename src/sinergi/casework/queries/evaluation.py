"""Figures about cases for the evaluation: counted in SQL, no personal data, no row per case.

A period is half open: ``start`` <= finished < ``end``. ``unit`` is the team that served the case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from sinergi.casework.models import Application, Defect, Delay
from sinergi.casework.workflow import DelayReason, Status
from sinergi.catalogue.models import Service
from sinergi.kept import kept_cursor
from sinergi.organization.models import Office, Unit


@dataclass(frozen=True)
class Punctuality:
    """Finished cases of one team and service: working minutes and the kept promises.

    ``on_time`` and ``first_time_right`` are shares of ``n`` (0 to 1). First-time right: never sent back.
    """

    unit_id: int
    service_id: int
    n: int
    on_time: Decimal
    median_minutes: Decimal
    p90_minutes: Decimal
    first_time_right: Decimal


PUNCTUALITY = """
select a.team_id, v.service_id, count(*),
       avg((a.used_minutes <= a.promise_minutes)::int),
       percentile_cont(0.5) within group (order by a.used_minutes),
       percentile_cont(0.9) within group (order by a.used_minutes),
       avg((a.sent_back = 0)::int)
from casework_application a join catalogue_serviceversion v on v.id = a.version_id
where a.office_id = %s and a.status = %s and a.finished_at >= %s and a.finished_at < %s
group by a.team_id, v.service_id order by a.team_id, v.service_id
"""


def punctuality(office: Office, *, start: datetime, end: datetime) -> list[Punctuality]:
    """One row per team and service with finished cases in the period."""
    with connection.cursor() as cursor:
        cursor.execute(PUNCTUALITY, [office.pk, Status.FINISHED, start, end])
        return [
            Punctuality(unit, service, n, *(Decimal(str(value)) for value in rest))
            for unit, service, n, *rest in cursor.fetchall()
        ]


FINISHED = """
select count(*) from casework_application a
where a.office_id = %(office)s and a.status = %(status)s and a.finished_at >= %(start)s and a.finished_at < %(end)s
    and a.team_id in (
        select u.id from organization_unit u
        join unnest(%(paths)s::text[]) asked(path) on starts_with(u.path, asked.path))
    and (%(team)s::bigint is null or a.team_id = %(team)s::bigint)
    and (%(service)s::bigint is null or a.version_id in (
        select v.id from catalogue_serviceversion v where v.service_id = %(service)s::bigint))
"""


def finished(
    office: Office,
    *,
    start: datetime,
    end: datetime,
    unit_paths: Iterable[str],
    service: Service | None = None,
    team: Unit | None = None,
) -> int:
    """How many cases teams at or below ``unit_paths`` finished in the period; with ``team`` only those of this one."""
    values = {
        "office": office.pk, "status": Status.FINISHED.value, "start": start, "end": end,
        "paths": list(unit_paths), "service": service.pk if service else None, "team": team.pk if team else None,
    }  # fmt: skip
    with kept_cursor() as cursor:
        cursor.execute(FINISHED, values)
        return int(cursor.fetchone()[0])


@dataclass(frozen=True)
class SentBack:
    """How many of a service's submitted cases were sent back for one document or answer (``label``)."""

    unit_id: int
    service_id: int
    requirement_id: int | None
    field: str
    label: str
    sent_back: int
    cases: int

    @property
    def share(self) -> Decimal:
        return Decimal(self.sent_back) / self.cases if self.cases else Decimal(0)


def sent_back(office: Office, *, start: datetime, end: datetime) -> list[SentBack]:
    """Per handling unit, service and requirement: cases submitted in the period that came back for it."""
    period = Q(application__submitted_at__gte=start, application__submitted_at__lt=end)
    totals = {
        (row["unit"], row["version__service"]): row["n"]
        for row in Application.objects.filter(office=office, submitted_at__gte=start, submitted_at__lt=end)
        .values("unit", "version__service")
        .annotate(n=Count("pk"))
    }
    rows = (
        Defect.objects.filter(period, application__office=office)
        .values(
            "application__unit", "application__version__service", "requirement", "requirement__label", "field"
        )
        .annotate(n=Count("application", distinct=True))
        .order_by("application__unit", "application__version__service", "-n")
    )
    return [
        SentBack(
            unit_id=row["application__unit"],
            service_id=row["application__version__service"],
            requirement_id=row["requirement"],
            field=row["field"],
            label=row["requirement__label"] or row["field"] or _("Isian"),
            sent_back=row["n"],
            cases=totals.get((row["application__unit"], row["application__version__service"]), 0),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class DelayCount:
    """How often a unit told a new time for one reason."""

    unit_id: int
    service_id: int
    reason: DelayReason
    n: int


def delay_reasons(office: Office, *, start: datetime, end: datetime) -> list[DelayCount]:
    """Messages about lateness in the period, most frequent first."""
    rows = (
        Delay.objects.filter(application__office=office, at__gte=start, at__lt=end)
        .values("application__unit", "application__version__service", "reason")
        .annotate(n=Count("pk"))
        .order_by("-n", "application__unit", "reason")
    )
    return [
        DelayCount(
            row["application__unit"],
            row["application__version__service"],
            DelayReason(row["reason"]),
            row["n"],
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Volume:
    """Cases of a service in the period by what became of them."""

    unit_id: int
    service_id: int
    submitted: int
    finished: int
    rejected: int
    withdrawn: int


def volumes(office: Office, *, start: datetime, end: datetime) -> list[Volume]:
    """Per handling unit and service: cases submitted in the period, and their outcome so far."""
    rows = (
        Application.objects.filter(office=office, submitted_at__gte=start, submitted_at__lt=end)
        .values("unit", "version__service")
        .annotate(
            n=Count("pk"),
            finished=Count("pk", filter=Q(status=Status.FINISHED)),
            rejected=Count("pk", filter=Q(status=Status.REJECTED)),
            withdrawn=Count("pk", filter=Q(status=Status.WITHDRAWN)),
        )
        .order_by("unit", "version__service")
    )
    return [
        Volume(
            row["unit"], row["version__service"], row["n"], row["finished"], row["rejected"], row["withdrawn"]
        )
        for row in rows
    ]
