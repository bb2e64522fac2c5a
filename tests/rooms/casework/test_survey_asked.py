"""Who is asked the survey, and for how long the status page offers it."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.operations import Finding
from sinergi.casework.standards import standard_of
from sinergi.catalogue.models import ServiceVersion
from sinergi.notices.models import Message
from sinergi.organization.models import Unit
from sinergi.surveys import operations as surveys
from sinergi.surveys.models import Invitation
from tests.factories import casework
from tests.factories import surveys as make
from tests.rooms.casework.test_views_citizen import get
from tests.rooms.casework.test_views_status import open_status

pytestmark = pytest.mark.django_db
OFFERED = re.compile(r'href="/survei/([\w-]+)/"')


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def offered(client: Client, case: Application) -> bool:
    open_status(client, case)
    return bool(OFFERED.search(get(client, f"/status/{case.reference}/")))


@pytest.fixture
def rejected(sku: ServiceVersion, terjun: Unit, budi: User, now: datetime) -> Application:
    make.questionnaire(terjun.office)
    case = casework.taken(sku, terjun, budi, now=now)
    return operations.reject(case, legal_reason="Dasar contoh", explanation="Contoh", by=budi, now=now)


def test_refused_applicant_is_asked_and_the_team_is_fixed(
    client: Client, rejected: Application, terjun: Unit
) -> None:
    assert Application.objects.get(pk=rejected.pk).team == terjun
    assert Invitation.objects.get().unit == terjun
    body = Message.objects.get(template="casework/rejected").body or ""
    assert "survei pelayanan (tanpa nama)" in body
    assert offered(client, rejected)


def test_survey_is_not_offered_once_it_was_answered(
    client: Client, rejected: Application, now: datetime
) -> None:
    assert offered(client, rejected)
    before = Application.objects.filter(pk=rejected.pk).values().get()
    surveys.redeem(rejected.survey_token or "", answers=make.GOOD, now=now)
    assert not offered(client, rejected)
    assert Application.objects.filter(pk=rejected.pk).values().get() == before  # the case learns nothing
    surveys.sweep_invitations(now=now)
    assert not offered(client, rejected)


def test_survey_is_not_offered_after_its_time(client: Client, rejected: Application, clock: Any) -> None:
    clock.move_to(datetime(2026, 7, 31, 9, 0, tzinfo=clock_zone()))
    assert offered(client, rejected)
    clock.move_to(datetime(2026, 8, 1, 9, 0, tzinfo=clock_zone()))
    assert not offered(client, rejected)


def clock_zone() -> Any:
    from tests.conftest import JAKARTA

    return JAKARTA


def test_withdrawn_case_is_asked_only_if_somebody_had_examined_it(
    client: Client, sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    untouched = operations.withdraw(casework.submitted(sku, terjun, now=now), by=APPLICANT, now=now)
    assert (untouched.team, untouched.survey_token) == (None, None)
    assert not offered(client, untouched)
    served = operations.withdraw(casework.taken(sku, terjun, budi, now=now), by=APPLICANT, now=now)
    assert served.team == terjun
    assert offered(client, served)
    bodies = {row.subject_id: row.body or "" for row in Message.objects.filter(template="casework/withdrawn")}
    assert "Survei tanpa nama" in bodies[served.reference]
    assert "Survei" not in bodies[untouched.reference]
    assert "gratis.\n\nhttp" in bodies[untouched.reference]


def test_case_that_is_closed_for_want_of_mending_is_asked(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    finding = Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)
    operations.send_back(case, [finding], deadline=(now + timedelta(days=3)).date(), by=budi, now=now)
    operations.follow_defects(now=now + timedelta(days=4))
    operations.follow_defects(now=now + timedelta(days=18))
    closed = Application.objects.get(pk=case.pk)
    assert closed.team == terjun
    assert closed.survey_token


def test_key_of_a_refused_case_is_forgotten_when_its_time_is_over(
    rejected: Application, now: datetime
) -> None:
    assert operations.sweep_survey_keys(now=now + timedelta(days=30)) == 0
    assert operations.sweep_survey_keys(now=now + timedelta(days=60)) == 1
    assert Application.objects.get(pk=rejected.pk).survey_token is None
