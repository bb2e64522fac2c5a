"""Figures for the evaluation, against cases made by hand."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations
from sinergi.casework.operations import Finding
from sinergi.casework.queries import evaluation
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import DelayReason
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from tests.factories import casework

pytestmark = pytest.mark.django_db


def test_figures(sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime) -> None:
    key = standard_of(sku).uploads[0].key
    for minutes in (60, 120, 300):
        case = casework.proposed(sku, terjun, budi, now=now)
        casework.finished(case, [lurah], budi, now=now + timedelta(minutes=minutes))
    case = casework.taken(sku, terjun, budi, now=now)
    case = operations.send_back(
        case,
        [Finding(words="Buram", requirement_key=key)],
        deadline=(now + timedelta(days=3)).date(),
        by=budi,
        now=now,
    )
    case = operations.mend_file(
        case, case.defects.get(), casework.photo(), by=APPLICANT, now=now + timedelta(days=1)
    )
    late = now + timedelta(days=7)
    operations.delay(
        case,
        reason=DelayReason.POWER_CUT,
        words="Contoh",
        new_due_at=late,
        by=budi.at(late),
        now=now + timedelta(days=6),
    )
    case = operations.propose(case, by=budi, now=late)
    casework.finished(case, [lurah], budi, now=late)
    end = now + timedelta(days=30)
    (row,) = evaluation.punctuality(terjun.office, start=now, end=end)
    assert (row.unit_id, row.service_id, row.n) == (terjun.pk, sku.service_id, 4)
    assert row.on_time == Decimal("0.75")
    assert row.first_time_right == Decimal("0.75")
    # 09.00 plus 300 minutes passes the lunch break: 60, 120, 240 working minutes and the late one
    assert row.median_minutes == Decimal("180")
    assert row.p90_minutes > 240
    (back,) = evaluation.sent_back(terjun.office, start=now, end=end)
    assert (back.requirement_id, back.sent_back, back.cases) == (standard_of(sku).uploads[0].id, 1, 4)
    assert back.share == Decimal("0.25")
    (reason,) = evaluation.delay_reasons(terjun.office, start=now, end=end)
    assert (reason.reason, reason.n) == (DelayReason.POWER_CUT, 1)
    (volume,) = evaluation.volumes(terjun.office, start=now, end=end)
    assert (volume.submitted, volume.finished) == (4, 4)
    assert evaluation.punctuality(terjun.office, start=end, end=end + timedelta(days=1)) == []
