"""Whether everybody whom a signing chain needs is there."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from sinergi.access.permissions import Role
from sinergi.accounts.models import RoleAssignment
from sinergi.casework.models import Application
from sinergi.casework.models.application import signs_for
from sinergi.casework.workflow import Status
from sinergi.letters.operations.numbers import local_date
from sinergi.organization.models import UnitKind


def missing_signers(case: Application, *, now: datetime) -> list[str]:
    """One sentence for each step that waits for a role which nobody holds today at its unit. At most two queries."""
    if case.status != Status.AWAITING_SIGNATURE:
        return []
    waiting = list(case.approvals.filter(round=case.signing_round, outcome="").select_related("unit"))
    if not waiting:
        return []
    wanted = Q(pk__in=[])
    for step in waiting:
        wanted |= signs_for(step.role, step.unit)
    rows = RoleAssignment.objects.held_on(local_date(case.office, now)).filter(wanted, user__is_active=True)
    held: set[tuple[str, int | None]] = set()
    for role, unit, kind, above in rows.values_list("role", "unit_id", "unit__kind", "unit__parent_id"):
        held.add((role, unit))
        if role == Role.KASI and kind == UnitKind.SECTION:
            held.add((role, above))
    return [
        _("Belum ada pejabat %(role)s di %(place)s; hubungi administrator.")
        % {"role": step.get_role_display(), "place": step.unit.title}
        for step in waiting
        if (step.role, step.unit_id) not in held
    ]
