"""The history of a case on an English page: what operations wrote is said in English, what people wrote is not."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import translation

from sinergi.accounts.models import User
from sinergi.audit.actors import SYSTEM
from sinergi.casework import kept_notes, operations, words
from sinergi.casework.jobs import follow_withdrawn_letter
from sinergi.casework.models import Application
from sinergi.casework.operations.upkeep import note_overdue
from sinergi.casework.workflow import DelayReason
from sinergi.catalogue.models import ServiceVersion
from sinergi.letters import operations as letters
from sinergi.notices.models import Message
from sinergi.organization.models import Unit
from tests.factories import casework, people
from tests.rooms.web.test_language_of_parts import read

pytestmark = pytest.mark.django_db


def history(case: Application) -> str:
    """Notes and actors as an officer reads them in English."""
    with translation.override("en"):
        entries = [words.desk_entry(move) for move in case.moves.select_related("unit").order_by("revision")]
        return "\n".join(f"{entry.note} {entry.actor}" for entry in entries)


def test_every_sentence_of_an_operation_is_said_again(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    citra = people.staff("citra", "examiner", terjun, now=now)
    case = casework.taken(sku, terjun, budi, now=now)
    due = now + timedelta(days=2)
    operations.delay(case, reason=DelayReason.POWER_CUT, words="Sebentar.", new_due_at=due, by=budi, now=now)
    operations.delay(case, reason=DelayReason.OTHER, words="", new_due_at=due, by=budi, now=now)
    case = operations.propose(operations.take(case, by=citra, now=now), by=citra, now=now)
    case = casework.finished(case, [lurah], citra, now=now)
    assert case.letter is not None
    letters.withdraw(case.letter, reason="Salah ketik", by=budi, now=now)
    follow_withdrawn_letter(letter_id=str(case.letter.pk))
    case = operations.reopen(Application.objects.get(pk=case.pk), by=citra, now=now)
    rejected = casework.taken(sku, terjun, budi, now=now)
    operations.reject(rejected, legal_reason="UU contoh", explanation="Belum bisa", by=budi, now=now)
    here = casework.taken(sku, terjun, budi, now=now)
    operations.withdraw_at_counter(here, reason="Pindah", by=budi, now=now)
    said = history(case) + history(rejected) + history(here)
    for sentence in (
        'Power or network outage. <span lang="id">Sebentar.</span> New time: Thursday, 11 June 2026 at 09:00',
        "Other cause. New time: Thursday, 11 June 2026 at 09:00 WIB.",
        'Taken over from <span lang="id">Contoh Budi</span>.',
        "Collected at the counter.",
        "was withdrawn on Tuesday, 9 June 2026. Reason: ",
        'The old letter was collected by <span lang="id">Contoh Sari</span>.',
        'Basis: <span lang="id">UU contoh</span>\n<span lang="id">Belum bisa</span>',
        'Withdrawn at the counter at the applicant&#x27;s request: <span lang="id">Pindah</span>',
        " System",
        " Applicant",
    ):
        assert sentence in said, sentence
    assert "Pemohon" not in said and "Sistem" not in said


def test_indonesian_pages_show_the_note_as_it_was_kept() -> None:
    for sentence in kept_notes.SENTENCES:
        assert kept_notes.shown(sentence) == sentence


def test_the_inbox_speaks_the_language_of_its_page(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.proposed(sku, terjun, budi, now=now)
    operations.return_to_examiner(case, words="Perbaiki nama", by=lurah, now=now)
    note_overdue(now=now + timedelta(days=30))
    assert set(Message.objects.filter(user=budi).values_list("template", flat=True)) == {
        "casework/returned", "casework/overdue",
    }  # fmt: skip
    with time_machine.travel(now, tick=False):
        said = read(people.signed_in(budi), "/meja/pesan/")
    assert "Returned by a signer:" in said["en"] and "Overdue:" in said["en"]
    assert "returned application" in said["en"] and "is past the time that was promised" in said["en"]
    assert "Finish it, or tell the applicant a new time." in said["en"]
    assert "Permohonan" not in said["en"] and "Lurah" not in said["id"]
    assert sku.service.name in said["id"] and sku.service.name not in said["en"]


def test_a_case_that_the_system_closed(sku: ServiceVersion, terjun: Unit, budi: User, now: datetime) -> None:
    case = casework.submitted(sku, terjun, now=now)
    operations.withdraw(case, by=SYSTEM, now=now, words=kept_notes.CLOSED_UNMENDED)
    assert "Closed because" in history(case)
