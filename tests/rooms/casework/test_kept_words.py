"""What is kept or sent is Indonesian and in the office's time, whatever language and zone the page has."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.audit.models import Event
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.operations import Finding
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import DelayReason
from sinergi.catalogue.models import ServiceVersion
from sinergi.documents.models import Purpose
from sinergi.letters.models import Signer
from sinergi.notices.models import Message
from sinergi.organization.models import Office, Unit
from tests.factories import casework, people

pytestmark = pytest.mark.django_db


def body(template: str) -> str:
    return Message.objects.get(template=f"casework/{template}").body or ""


def notes(case: Application) -> str:
    rows = Application.objects.get(pk=case.pk).moves.all()
    return "\n".join(f"{row.public_note or ''}\n{row.internal_note or ''}" for row in rows)


def test_everything_an_english_page_keeps_or_sends_is_indonesian(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    citra = people.staff("citra", "examiner", terjun, now=now)
    due = now + timedelta(days=2)
    with translation.override("en"):
        case = casework.taken(sku, terjun, budi, now=now)
        operations.delay(
            case, reason=DelayReason.POWER_CUT, words="Sebentar.", new_due_at=due, by=budi, now=now
        )
        case = operations.take(case, by=citra, now=now)
        finding = Finding(words="Buram", field="business_name")
        operations.send_back(case, [finding], deadline=date(2026, 6, 15), by=citra, now=now)
        defect = Application.objects.get(pk=case.pk).defects.get()
        answers = casework.answers(sku, terjun)
        case = operations.mend_answers(case, defect, answers, by=APPLICANT, now=now)
        case = operations.propose(case, by=citra, now=now)
        case = casework.ready(case, [lurah], citra, now=now)
        shown = casework.originals(case)
        operations.hand_over(case, collected_by="Contoh", by=citra, now=now, shown=shown)
        other = casework.taken(sku, terjun, budi, now=now)
        operations.reject(other, legal_reason="UU contoh", explanation="Contoh", by=budi, now=now)
    assert "Juni 2026 pukul" in body_of_received(case)
    assert "Listrik atau jaringan padam" in body("delayed")
    assert "Waktu baru: Kamis, 11 Juni 2026" in body("delayed")
    assert "Senin, 15 Juni 2026" in body("sent_back")
    kept = notes(case)
    assert "Listrik atau jaringan padam. Sebentar. Waktu baru: Kamis, 11 Juni 2026" in kept
    assert "Diambil alih dari" in kept
    assert "Diambil di loket." in kept
    assert "Dasar: UU contoh" in notes(other)
    titles = set(Signer.objects.values_list("title", flat=True))
    assert titles == {"Lurah Terjun"}
    labels = set(Event.objects.filter(code="document.stored").values_list("subject_label", flat=True))
    assert labels <= {str(label) for label in Purpose.labels}, labels


def body_of_received(case: Application) -> str:
    return Message.objects.get(template="casework/received", subject_id=case.reference).body or ""


def test_letter_values_and_reminders_are_indonesian(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    finding = Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)
    operations.send_back(case, [finding], deadline=date(2026, 6, 12), by=budi, now=now)
    late = casework.taken(sku, terjun, budi, now=now, phone="+6281260000099")
    with translation.override("en"):
        operations.follow_defects(now=now + timedelta(days=4))
        operations.note_overdue(now=now + timedelta(days=4))
        operations.send_draft_link(
            casework.draft(sku, terjun, now=now, email=casework.EMAIL).application, token="x" * 22, now=now
        )
    assert "Sabtu, 27 Juni 2026" in body("mend_reminder")
    assert "Juni 2026" in body("draft")
    told = Message.objects.get(template="casework/overdue", subject_id=late.reference).body or ""
    assert "Juni 2026" in told


@pytest.fixture
def papua(office: Office) -> Office:
    """The office two hours further east."""
    office.time_zone = "Asia/Jayapura"
    office.save(update_fields=["time_zone"])
    return Office.objects.get(pk=office.pk)


def test_times_are_told_and_days_end_in_the_zone_of_the_office(
    papua: Office, sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    east = ZoneInfo("Asia/Jayapura")
    with timezone.override("Asia/Jakarta"):
        operations.delay(
            case, reason=DelayReason.OTHER, words="", new_due_at=datetime(2026, 6, 11, 10, 0, tzinfo=east),
            by=budi, now=now,
        )  # fmt: skip
        assert "10.00 WIT" in body("delayed")
        finding = Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)
        operations.send_back(case, [finding], deadline=date(2026, 6, 12), by=budi, now=now)
        assert operations.follow_defects(now=datetime(2026, 6, 12, 23, 30, tzinfo=east)) == (0, 0)
        # Half past ten in the evening at Jakarta: the day after the deadline has begun at the office.
        assert operations.follow_defects(now=datetime(2026, 6, 13, 0, 30, tzinfo=east)) == (1, 0)


def test_phones_are_read_as_people_write_them(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    shown = people.signed_in(budi).get(f"/meja/permohonan/{case.reference}/").content.decode()
    assert "0812-6000-0042" in shown
    assert "+62812" not in shown
    assert "https://wa.me/6281260000042?" in shown
