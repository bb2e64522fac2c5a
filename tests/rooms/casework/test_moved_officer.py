"""Who enters cases at a counter and is moved to another kelurahan leaves them there."""

import uuid
from datetime import datetime
from typing import Any

import pytest
import time_machine

from sinergi.accounts import operations as accounts
from sinergi.accounts.models import RoleAssignment, User
from sinergi.audit.actors import SYSTEM
from sinergi.casework import operations, policies
from sinergi.casework.models import Application
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from tests.factories import casework, people

pytestmark = pytest.mark.django_db
QUEUE = "/meja/permohonan/"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(terjun: Unit, now: datetime) -> User:
    return people.staff("loket", "counter", terjun, now=now)


def entered(version: ServiceVersion, village: Unit, by: User, *, now: datetime) -> Application:
    draft = operations.enter(
        version=version, key=uuid.uuid4(), applicant=casework.applicant(village),
        answers=casework.answers(version, village), by=by, now=now,
    )  # fmt: skip
    casework.attach_all(draft, now=now)
    return Application.objects.get(pk=draft.pk)


def sent(draft: Application, by: User, *, now: datetime) -> Application:
    return operations.submit(draft, seen=draft.revision, by=by, now=now)


def move(officer: User, to: Unit, *, now: datetime) -> User:
    accounts.end_role(RoleAssignment.objects.get(user=officer), ends_on=now.date(), by=SYSTEM, now=now)
    people.give(officer, "counter", to, since=now.date())
    return User.objects.get(pk=officer.pk).at(now)


@pytest.mark.parametrize("service", ["sku", "wedding"])
def test_a_moved_officer_reads_neither_cases_nor_files(
    service: str, request: Any, terjun: Unit, paya_pasir: Unit, officer: User, now: datetime
) -> None:
    version = request.getfixturevalue(service)
    case = sent(entered(version, terjun, officer, now=now), officer, now=now)
    attachment = case.attachments.all()[0]
    file = f"{QUEUE}{case.reference}/berkas/{attachment.pk}/"
    assert people.signed_in(officer).get(file).status_code == 200
    moved = move(officer, paya_pasir, now=now)
    desk = people.signed_in(moved)
    for address in (file, f"{QUEUE}{case.reference}/", f"{QUEUE}{case.reference}/bukti/"):
        assert desk.get(address).status_code == 404, address
    assert not Application.objects.visible_to(moved).exists()


def test_files_stay_closed_even_where_the_case_is_seen(
    sku: ServiceVersion, terjun: Unit, officer: User, now: datetime
) -> None:
    case = sent(entered(sku, terjun, officer, now=now), officer, now=now)
    assert policies.can_read_files(officer.at(now), case)
    accounts.end_role(RoleAssignment.objects.get(user=officer), ends_on=now.date(), by=SYSTEM, now=now)
    people.give(officer, "auditor", terjun, since=now.date())
    assert not policies.can_read_files(User.objects.get(pk=officer.pk).at(now), case)


def test_a_draft_stays_at_its_counter(
    sku: ServiceVersion, terjun: Unit, paya_pasir: Unit, officer: User, now: datetime
) -> None:
    draft = entered(sku, terjun, officer, now=now)
    assert Application.objects.visible_to(officer.at(now)).get() == draft
    moved = move(officer, paya_pasir, now=now)
    assert not Application.objects.visible_to(moved).exists()
    assert people.signed_in(moved).get(f"{QUEUE}baru/berkas/{draft.pk}/").status_code == 404
