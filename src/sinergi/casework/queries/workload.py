"""Figures about how work moves through the hands of a team: hand-offs, open cases, drafts never sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from sinergi.access.permissions import Permission, roles_with
from sinergi.accounts.models import RoleAssignment
from sinergi.casework.models import AbandonedDraft, Application
from sinergi.casework.workflow import Status
from sinergi.organization.models import Office, Unit


@dataclass(frozen=True)
class HandOffs:
    """Finished cases of one team and service: officers' steps, and how often the next step was another officer's."""

    unit_id: int
    service_id: int
    n: int
    steps: int
    hand_offs: int


HAND_OFFS = """
select team_id, service_id, count(distinct id), count(*),
       count(*) filter (where before is not null and before <> by_label)
from (
    select a.id, a.team_id, v.service_id, m.by_label,
           lag(m.by_label) over (partition by a.id order by m.revision) as before
    from casework_application a
    join catalogue_serviceversion v on v.id = a.version_id
    join casework_move m on m.application_id = a.id and m.unit_id is not null
    where a.office_id = %s and a.status = %s and a.finished_at >= %s and a.finished_at < %s
) steps group by team_id, service_id order by team_id, service_id
"""


def hand_offs(office: Office, *, start: datetime, end: datetime) -> list[HandOffs]:
    """One row per team and service with finished cases in the period; steps of citizens and jobs are left out."""
    with connection.cursor() as cursor:
        cursor.execute(HAND_OFFS, [office.pk, Status.FINISHED, start, end])
        return [HandOffs(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Workload:
    """Open cases and examining officers of a unit with everything below it."""

    officers: int
    open: int
    received: int


def workload(
    unit: Unit, *, start: datetime, end: datetime, on: date, parts: Collection[int] | None = None
) -> Workload:
    """Officers on the day ``on``; cases still open at ``end``, and those received since ``start``.

    Of the unit and all below it, or of those units only that ``parts`` names.
    """
    place = Q(unit__path__startswith=unit.path) if parts is None else Q(unit__in=parts)
    officers = _examining(on).filter(place).aggregate(n=Count("user", distinct=True))["n"]
    cases = Application.objects.filter(place, office=unit.office_id, submitted_at__lt=end).aggregate(
        open=Count("pk", filter=Q(finished_at__isnull=True) | Q(finished_at__gte=end)),
        received=Count("pk", filter=Q(submitted_at__gte=start)),
    )
    return Workload(officers, cases["open"], cases["received"])


def _examining(on: date) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.held_on(on).filter(
        role__in=roles_with(Permission.CASE_EXAMINE), user__is_active=True
    )


def examiners(office: Office, *, on: date) -> list[tuple[int, str]]:
    """Who examines on the day ``on``, each with the path of the unit where; twice who does so at two."""
    return list(_examining(on).filter(unit__office=office).values_list("user", "unit__path").distinct())


@dataclass(frozen=True)
class Abandoned:
    """Drafts of one service that were begun in the period and never sent, by the part where they stopped."""

    unit_id: int | None
    service_id: int
    version_id: int
    part: str
    n: int


def abandoned(office: Office, *, since: date, until: date) -> list[Abandoned]:
    """Months ``since`` to ``until`` (both inside). A draft counts once it is erased, up to 14 days after its start."""
    rows = (
        AbandonedDraft.objects.filter(office=office, month__gte=since, month__lte=until)
        .values_list("unit", "version__service", "version", "part")
        .annotate(Sum("n"))
        .order_by("unit", "version__service", "version", "part")
    )
    return [Abandoned(*row) for row in rows]
