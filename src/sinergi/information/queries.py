"""Reading programmes and reports."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from sinergi.access.permissions import Permission, roles_with
from sinergi.accounts.models import RoleAssignment, User
from sinergi.information.models import AccuracyReport, Programme
from sinergi.organization.models import Office, Unit


@dataclass(frozen=True)
class ProgrammePage:
    """The public page of a programme; ``paragraphs`` are plain text."""

    slug: str
    title: str
    summary: str
    paragraphs: tuple[str, ...]
    unit: str
    owner: str
    checked_on: date
    valid_until: date
    is_stale: bool


def programme_page(office: Office, slug: str, *, today: date) -> ProgrammePage | None:
    """A shown programme, in one query; None when there is none."""
    row = Programme.objects.public(office).select_related("unit", "owner").filter(slug=slug).first()
    if row is None:
        return None
    paragraphs = tuple(part.strip() for part in row.body.replace("\r\n", "\n").split("\n\n") if part.strip())
    return ProgrammePage(
        row.slug, row.title, row.summary, paragraphs, row.unit.title, row.owner.name, row.checked_on, row.valid_until,
        row.is_stale(today),
    )  # fmt: skip


def public_programmes(office: Office) -> QuerySet[Programme]:
    """Shown programmes for a list by key (``-checked_on``, ``pk``)."""
    return Programme.objects.public(office).select_related("unit")


def desk_programmes(user: User) -> QuerySet[Programme]:
    """Programmes of one's units with the number of open reports, for a list by key (``valid_until``, ``pk``)."""
    waiting = Count("reports", filter=Q(reports__answered_at__isnull=True))
    return Programme.objects.visible_to(user).select_related("unit", "owner").annotate(waiting=waiting)


def desk_reports(user: User) -> QuerySet[AccuracyReport]:
    """Reports that one answers for, for a list by key."""
    return AccuracyReport.objects.visible_to(user).select_related("programme", "service", "answered_by")


def writable_units(user: User) -> QuerySet[Unit]:
    """Units for which ``user`` may write."""
    paths = user.paths_for(Permission.INFORMATION_EDIT)
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return Unit.objects.filter(condition, is_active=True).order_by("path")


def possible_owners(user: User, *, today: date) -> QuerySet[User]:
    """Active people of the office who may write information somewhere; the operation checks the very unit."""
    roles = roles_with(Permission.INFORMATION_EDIT)
    held = RoleAssignment.objects.held_on(today).filter(role__in=roles, unit__office=user.office)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("name", "pk")
