"""Reading accounts and roles for the administrator."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from sinergi.access.permissions import Permission
from sinergi.accounts.models import RoleAssignment, User
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit


def managed_units(by: User) -> QuerySet[Unit]:
    """Active units that ``by`` administers, the larger ones first."""
    condition = Q(pk__in=[])
    for path in by.paths_for(Permission.USER_MANAGE):
        condition |= Q(path__startswith=path)
    return Unit.objects.filter(condition, is_active=True).order_by("path")


def governing_unit(user: User, *, on: date) -> Unit:
    """The smallest unit that contains every role the account holds on a day or later.

    Whoever changes an account as a whole (password, on and off) must be administrator there: an administrator of
    one kelurahan must not take over an account that also signs for the kecamatan. The office itself where there
    is no role.
    """
    if user.office_id is None:
        raise ValueError("a citizen's account belongs to no unit")
    held = RoleAssignment.objects.filter(user=user).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    paths = [path.strip("/").split("/") for path in held.values_list("unit__path", flat=True)]
    shared = ""
    for step in zip(*paths, strict=False):
        if len(set(step)) > 1:
            break
        shared = step[0]
    return Unit.objects.get(pk=shared) if shared else root_unit(Office(pk=user.office_id))


def found(users: QuerySet[User], *, text: str, active: bool, on: date) -> QuerySet[User]:
    """Accounts of a search by name or user name, each with ``held``: its roles of the day."""
    for word in text.split()[:5]:
        users = users.filter(Q(name__icontains=word) | Q(username__icontains=word))
    held = RoleAssignment.objects.held_on(on).select_related("unit").order_by("role", "pk")
    return users.filter(is_active=active).prefetch_related(Prefetch("role_assignments", held, to_attr="held"))


def coming_role(user: User) -> RoleAssignment | None:
    """The role that begins next, after the day on which ``user`` acts."""
    later = RoleAssignment.objects.filter(user=user, starts_on__gt=user.today).select_related("unit")
    return later.order_by("starts_on", "pk").first()


@dataclass(frozen=True)
class RoleRow:
    """A role of an account: ``state`` is now, later or past; ``last_day`` None without end."""

    pk: int
    role: str
    unit: str
    acting: bool
    starts_on: date
    last_day: date | None
    state: str


def roles_of(user: User, *, on: date) -> list[RoleRow]:
    """All roles of an account: those of the day first, then coming ones, then past ones, newest first."""
    rows = []
    for one in RoleAssignment.objects.filter(user=user).select_related("unit").order_by("-starts_on", "-pk"):
        state = "now" if one.starts_on <= on and (one.ends_on is None or one.ends_on > on) else "past"
        state = "later" if one.starts_on > on else state
        last = one.ends_on - timedelta(days=1) if one.ends_on else None
        role = str(one.get_role_display())
        rows.append(RoleRow(one.pk, role, one.unit.title, one.acting, one.starts_on, last, state))
    return sorted(rows, key=lambda row: ("now", "later", "past").index(row.state))
