"""Agreements of musyawarah that wait for a follow-up action."""

from django.db.models import Exists, OuterRef

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User, within
from sinergi.evaluation.models import Action
from sinergi.evaluation.workflow import Status
from sinergi.participation.models import Agreement

MOST = 20


def waiting_agreements(user: User) -> list[Agreement]:
    """Published agreements about an element of the survey without an action, the nearest date first.

    Only those whose responsible unit this person may act for.
    """
    followed = Action.objects.filter(agreement=OuterRef("pk")).exclude(status=Status.CANCELLED)
    rows = Agreement.objects.filter(
        within(user.paths_for(Permission.EVALUATION_ACT), "owner_unit"),
        ~Exists(followed),
        meeting__office=user.office,
        meeting__status="published",
        is_agreed=True,
    )
    return list(
        rows.exclude(element="")
        .select_related("service", "owner_unit", "meeting")
        .order_by("due_on", "pk")[:MOST]
    )
