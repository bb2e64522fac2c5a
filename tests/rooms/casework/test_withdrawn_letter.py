"""A letter is withdrawn: its citizen sees it and is told, officers too, and another letter can follow."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.casework import clock as promise
from sinergi.casework import operations
from sinergi.casework.jobs import follow_withdrawn_letter
from sinergi.casework.models import Application, ShownOriginal
from sinergi.casework.queries.coming import coming_steps
from sinergi.casework.workflow import Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.letters import operations as letters
from sinergi.letters.models import RegisterEntry
from sinergi.notices.models import Channel, Message
from sinergi.organization.models import Unit
from sinergi.surveys.models import Invitation
from tests.factories import casework, people
from tests.factories import surveys as make
from tests.rooms.casework.test_views_citizen import get
from tests.rooms.casework.test_views_desk import seen_on
from tests.rooms.casework.test_views_status import open_status

pytestmark = pytest.mark.django_db
REASON = "Nama pemohon salah ketik"
QUEUE = "/meja/permohonan/"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ready(
    sktm: ServiceVersion, terjun: Unit, budi: User, lurah: User, camat: User, now: datetime
) -> Application:
    make.questionnaire(terjun.office)
    return casework.ready(casework.proposed(sktm, terjun, budi, now=now), [lurah, camat], budi, now=now)


@pytest.fixture
def finished(ready: Application, budi: User, now: datetime) -> Application:
    return operations.hand_over(
        ready, collected_by="Contoh Sari", by=budi, now=now, shown=casework.originals(ready)
    )


def withdraw(case: Application, *, by: User, now: datetime) -> Application:
    """At the letter desk, and the job that follows."""
    assert case.letter
    letters.withdraw(case.letter, reason=REASON, by=by, now=now)
    job = ProcrastinateJob.objects.get(task_name="sinergi.casework.jobs.follow_withdrawn_letter")
    follow_withdrawn_letter(**job.args)
    return Application.objects.get(pk=case.pk)


@pytest.mark.parametrize("state", ["ready", "finished"])
def test_the_citizen_reads_what_happened_and_what_comes(
    state: str, request: Any, client: Client, budi: User, now: datetime
) -> None:
    case = withdraw(request.getfixturevalue(state), by=budi, now=now)
    open_status(client, case)
    page = get(client, f"/status/{case.reference}/")
    number = case.letter.number if case.letter else ""
    assert f"Surat nomor {number} ditarik pada 9 Juni 2026" in page.replace("Selasa, ", "")
    assert REASON in page
    assert "memeriksa ulang" in page
    assert "Surat Anda siap" not in page
    assert "Unduh surat" not in page
    (message,) = Message.objects.filter(template="casework/letter_withdrawn")
    assert message.channel == Channel.WHATSAPP
    assert REASON in (message.body or "")
    assert number in (message.body or "")
    steps = [step.title for step in coming_steps(case)]
    assert "memeriksa ulang" in steps[0]
    assert any("Surat siap" in step for step in steps)


@pytest.mark.parametrize("state", ["ready", "finished"])
def test_the_desk_reads_it_in_the_history_and_the_examiner_in_the_inbox(
    state: str, request: Any, budi: User, now: datetime
) -> None:
    case = withdraw(request.getfixturevalue(state), by=budi, now=now)
    page = get(people.signed_in(budi), f"{QUEUE}{case.reference}/")
    assert "Surat ditarik" in page
    assert "Periksa ulang" in page
    (message,) = Message.objects.filter(template="casework/letter_withdrawn_desk")
    assert message.user == budi
    assert f"{QUEUE}{case.reference}/" in get(people.signed_in(budi), reverse("notices:inbox"))


def test_it_is_told_once_a_withdrawal(ready: Application, budi: User, now: datetime) -> None:
    case = withdraw(ready, by=budi, now=now)
    assert case.letter_id
    assert operations.follow_withdrawn_letter(case.letter_id, now=now) is False
    operations.reopen(case, by=budi, now=now)
    assert case.moves.filter(code="application.letter_withdrawn").count() == 1


def test_reopening_before_the_job_tells_it_too(ready: Application, budi: User, now: datetime) -> None:
    assert ready.letter
    letters.withdraw(ready.letter, reason=REASON, by=budi, now=now)
    operations.reopen(ready, by=budi, now=now)
    assert Message.objects.filter(template="casework/letter_withdrawn").count() == 1
    assert operations.follow_withdrawn_letter(ready.letter.pk, now=now) is False


def test_a_voided_number_is_told_to_officers_only(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.signed(casework.proposed(sku, terjun, budi, now=now), [lurah], now=now)
    assert case.letter_id
    letters.void_number(RegisterEntry.objects.get(letter=case.letter_id), reason=REASON, by=budi, now=now)
    operations.follow_withdrawn_letter(case.letter_id, now=now)
    assert not Message.objects.filter(template="casework/letter_withdrawn").exists()
    assert Message.objects.filter(template="casework/letter_withdrawn_desk").exists()


def test_a_handed_over_letter_is_replaced_and_nobody_is_asked_twice(
    client: Client, finished: Application, budi: User, lurah: User, camat: User, now: datetime, clock: Any
) -> None:
    first_team, token = finished.team, finished.survey_token
    case = withdraw(finished, by=budi, now=now)
    desk = people.signed_in(budi)
    act = f"{QUEUE}{case.reference}/periksa-ulang/"
    assert desk.post(act, {"seen": seen_on(get(desk, act))}).status_code == 302
    case = Application.objects.get(pk=case.pk)
    assert (case.status, case.letter, case.finished_at, case.collected_by) == (
        Status.EXAMINED,
        None,
        None,
        None,
    )
    assert "Contoh Sari" in (case.moves.get(code="application.reopened").internal_note or "")
    assert Application.objects.open().filter(pk=case.pk).exists()
    later = now + timedelta(hours=1)
    clock.move_to(later)
    case = casework.finished(operations.propose(case, by=budi, now=later), [lurah, camat], budi, now=later)
    assert (case.status, case.team, case.survey_token) == (Status.FINISHED, first_team, token)
    assert case.finished_at == later
    assert Invitation.objects.count() == 1
    assert ShownOriginal.objects.filter(application=case, seen_at=later).exists()
    bodies = [
        row.body or "" for row in Message.objects.filter(template="casework/finished").order_by("created_at")
    ]
    assert ["Bagaimana pelayanan kami?" in body for body in bodies] == [True, False]
    open_status(client, case)
    assert "Unduh surat" in get(client, f"/status/{case.reference}/")


def test_the_clock_goes_on_from_the_withdrawal(finished: Application, budi: User, now: datetime) -> None:
    used = finished.used_minutes
    case = withdraw(finished, by=budi, now=now + timedelta(hours=1))
    later = now + timedelta(hours=2)
    case = operations.reopen(case, by=budi.at(later), now=later)
    assert promise.used(case, now=later) == used + 60
    assert case.promised_at == finished.promised_at
    assert case.due_at


def test_a_good_or_erased_letter_is_not_reopened(finished: Application, budi: User, now: datetime) -> None:
    with pytest.raises(Refused, match="masih berlaku"):
        operations.reopen(finished, by=budi, now=now)
    Application.objects.filter(pk=finished.pk).update(erase_after=date(2026, 6, 1))
    operations.erase_expired(now=now)
    assert finished.letter
    letters.withdraw(finished.letter, reason=REASON, by=budi, now=now)
    assert operations.follow_withdrawn_letter(finished.letter.pk, now=now) is False
    with pytest.raises(Refused, match="dihapus"):
        operations.reopen(finished, by=budi, now=now)


def test_the_link_of_the_message_opens_an_old_case(
    finished: Application, budi: User, now: datetime, clock: Any
) -> None:
    later = now + timedelta(days=200)
    clock.move_to(later)
    case = withdraw(finished, by=budi.at(later), now=later)
    body = Message.objects.get(template="casework/letter_withdrawn").body or ""
    token = body.split("/tautan/")[1].split("/")[0]
    assert operations.opened_by_link(token, now=later + timedelta(days=1)) == case
