"""Sweeps: drafts, late cases, unsolved defects, retention."""

from datetime import datetime, timedelta

import pytest

from sinergi.accounts.models import User
from sinergi.casework import operations
from sinergi.casework.models import AccessLink, Application, Attachment, TrackingAttempt
from sinergi.casework.models.application import SEALED
from sinergi.casework.operations import Finding
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.documents.models import Document
from sinergi.notices.models import Message
from sinergi.organization.models import Unit
from tests.factories import casework, people

pytestmark = pytest.mark.django_db


def test_old_drafts_go_with_their_files(sku: ServiceVersion, terjun: Unit, now: datetime) -> None:
    casework.draft(sku, terjun, now=now)
    young = casework.draft(sku, terjun, now=now + timedelta(days=2), files=False)
    kept = casework.submitted(sku, terjun, now=now)
    assert operations.sweep_drafts(now=now + timedelta(days=13)) == 0
    assert operations.sweep_drafts(now=now + timedelta(days=14)) == 1
    assert operations.sweep_drafts(now=now + timedelta(days=14)) == 0
    assert set(Application.objects.all()) == {young.application, kept}
    files = len(standard_of(sku).uploads)
    assert Document.objects.filter(erased_at__isnull=False).count() == files
    assert Attachment.objects.count() == files


def test_late_cases_are_noted_once_to_the_right_person(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    casework.submitted(sku, terjun, now=now)
    casework.proposed(sku, terjun, budi, now=now)
    assert operations.note_overdue(now=now) == 0
    late = now + timedelta(days=3)
    assert operations.note_overdue(now=late) == 2
    assert operations.note_overdue(now=late + timedelta(minutes=10)) == 0
    told = Message.objects.filter(template="casework/overdue")
    assert {message.user for message in told} == {budi, lurah}


def test_unsolved_defects_are_reminded_then_closed(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    finding = Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)
    deadline = (now + timedelta(days=3)).date()
    operations.send_back(case, [finding], deadline=deadline, by=budi, now=now)
    assert operations.follow_defects(now=now + timedelta(days=3)) == (0, 0)
    assert operations.follow_defects(now=now + timedelta(days=4)) == (1, 0)
    assert operations.follow_defects(now=now + timedelta(days=5)) == (0, 0)
    assert operations.follow_defects(now=now + timedelta(days=18)) == (0, 1)
    case = Application.objects.get(pk=case.pk)
    assert case.status == Status.WITHDRAWN
    last = case.moves.order_by("-at").first()
    assert last is not None
    assert "mengajukan lagi kapan saja" in (last.public_note or "")
    assert Message.objects.filter(template="casework/mend_reminder").count() == 1


def test_retention_erases_the_person_and_keeps_the_figures(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.finished(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    open_case = casework.submitted(sku, terjun, now=now)
    days = standard_of(sku).retention_days
    assert operations.erase_expired(now=now + timedelta(days=days - 1)) == 0
    assert operations.erase_expired(now=now + timedelta(days=days + 1)) == 1
    case = Application.objects.get(pk=case.pk)
    assert case.erased_at
    assert [getattr(case, name) for name in SEALED] == [None] * len(SEALED)
    assert not case.nik_index
    assert not case.attachments.exists()
    assert (case.status, case.team, case.used_minutes) == (Status.FINISHED, terjun, 0)
    assert case.letter is not None
    assert Application.objects.get(pk=open_case.pk).nik == casework.NIK
    assert operations.erase_expired(now=now + timedelta(days=days + 1)) == 0


def test_expired_links_and_old_misses_are_forgotten(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    operations.reject(case, legal_reason="Dasar contoh", explanation="Contoh", by=budi, now=now)
    operations.track(office=case.office, reference=case.reference, check="0000", now=now)
    operations.sweep_doors(now=now + timedelta(hours=1))
    assert (AccessLink.objects.count(), TrackingAttempt.objects.count()) == (1, 1)
    operations.sweep_doors(now=now + timedelta(days=31))
    assert (AccessLink.objects.count(), TrackingAttempt.objects.count()) == (0, 0)


def test_overdue_signature_of_a_kasi_at_a_seksi_reaches_him(
    wedding: ServiceVersion, terjun: Unit, root: Unit, now: datetime
) -> None:
    examiner = people.staff("ratna", "examiner", root, now=now)
    kasi = people.staff("kasi", "kasi", people.section(root.office), now=now)
    people.staff("lainnya", "kasi", terjun, now=now)
    casework.proposed(wedding, terjun, examiner, now=now)
    operations.note_overdue(now=now + timedelta(days=5))
    told = Message.objects.filter(template="casework/overdue")
    assert [message.user for message in told] == [kasi]
