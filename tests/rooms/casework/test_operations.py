"""The main line of a case, and where it must stop."""

from datetime import datetime, timedelta

import pytest

from sinergi.accounts.models import User
from sinergi.audit.models import Event
from sinergi.casework import operations
from sinergi.casework.workflow import Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.notices.models import Message
from sinergi.organization.models import Unit
from tests.factories import casework

pytestmark = pytest.mark.django_db


def test_whole_line_from_draft_to_hand_over(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.submitted(sku, terjun, now=now)
    assert case.status == Status.RECEIVED
    assert case.unit == terjun
    assert case.due_at and case.due_at > now
    case = operations.take(case, by=budi, now=now + timedelta(minutes=10))
    assert (case.status, case.handler) == (Status.EXAMINED, budi)
    case = operations.propose(case, by=budi, now=now + timedelta(minutes=20))
    assert (case.status, case.turn_role, case.turn_unit) == (Status.AWAITING_SIGNATURE, "lurah", terjun)
    case = casework.ready(case, [lurah], budi, now=now + timedelta(minutes=30))
    assert case.status == Status.READY
    assert case.used_minutes == 30
    assert case.clock_since is None
    case = operations.hand_over(
        case,
        collected_by="Contoh Sari",
        by=budi,
        now=now + timedelta(minutes=90),
        shown=casework.originals(case),
    )
    assert (case.status, case.team) == (Status.FINISHED, terjun)
    assert case.survey_token
    codes = list(
        Event.objects.filter(subject_id=case.reference).order_by("id").values_list("code", flat=True)
    )
    assert codes == [
        "application.drafted", "application.submitted", "application.examined", "application.proposed",
        "application.approved", "application.ready", "application.finished",
    ]  # fmt: skip
    templates = list(
        Message.objects.filter(subject_id=case.reference)
        .order_by("created_at")
        .values_list("template", flat=True)
    )
    assert templates == ["casework/received", "casework/ready", "casework/finished"]
