"""What a second, hostile look at the room found: lost cases, silent messages, withdrawn letters, late dates."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations, references
from sinergi.casework.models import Application, CheckKind
from sinergi.casework.operations import Finding
from sinergi.casework.operations.mending import APPLICANT_FIELD
from sinergi.casework.standards import standard_of
from sinergi.casework.views import doors
from sinergi.casework.workflow import Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.letters import operations as letters
from sinergi.letters.models import RegisterEntry
from sinergi.notices.models import Delivery, Message
from sinergi.organization.models import Unit
from tests.factories import casework, people
from tests.rooms.casework.test_views_citizen import fill_in, get, seen_on, typed

pytestmark = pytest.mark.django_db
QUEUE = "/meja/permohonan/"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def entered(version: ServiceVersion, village: Unit, by: User, *, now: datetime) -> Application:
    """A case without a contact that ``by`` enters and sends at the counter."""
    case = operations.enter(
        version=version, key=uuid.uuid4(), applicant=casework.applicant(village, phone=""),
        answers=casework.answers(version, village), by=by, now=now,
    )  # fmt: skip
    casework.attach_all(case, now=now)
    case = Application.objects.get(pk=case.pk)
    return operations.submit(case, seen=case.revision, by=by, now=now)


def test_counter_officer_keeps_a_case_that_goes_to_the_kecamatan(
    wedding: ServiceVersion, terjun: Unit, paya_pasir: Unit, root: Unit, now: datetime
) -> None:
    officer = people.staff("loket", "counter", terjun, now=now)
    neighbor = people.staff("loket2", "counter", paya_pasir, now=now)
    case = entered(wedding, terjun, officer, now=now)
    assert case.unit == root
    assert case.pin
    assert case.pin in get(people.signed_in(officer), f"{QUEUE}{case.reference}/bukti/")
    assert not Application.objects.visible_to(neighbor).exists()


def test_a_lost_number_is_sent_at_every_request_and_once_a_job(
    sku: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    case = casework.submitted(sku, terjun, now=now)
    contact = bytes(case.contact_index or b"")

    def ask(occasion: str, at: datetime) -> int:
        operations.send_reference(
            office_id=case.office_id, service_id=sku.service_id, contact=contact, occasion=occasion, now=at
        )
        return Message.objects.filter(template="casework/recovered").count()

    assert ask("first", now) == 1
    assert ask("first", now + timedelta(minutes=1)) == 1  # the job again
    assert ask("second", now + timedelta(days=1)) == 2


def test_a_nik_among_the_answers_is_masked_for_who_only_views(
    wedding: ServiceVersion, terjun: Unit, root: Unit, now: datetime
) -> None:
    whole = "1271120505850002"
    case = casework.submitted(wedding, terjun, now=now)
    assert whole in casework.answers(wedding, terjun).values()
    counter = people.staff("loket", "counter", root, now=now)
    text = get(people.signed_in(counter), f"{QUEUE}{case.reference}/")
    assert whole not in text
    assert references.masked_nik(whole) in text
    examiner = people.staff("pusat", "examiner", root, now=now)
    assert whole in get(people.signed_in(examiner), f"{QUEUE}{case.reference}/")


def test_a_withdrawn_letter_is_neither_stored_nor_given(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.signed(casework.proposed(sku, terjun, budi, now=now), [lurah], now=now)
    assert case.letter
    letters.withdraw(case.letter, reason="Nama pemohon salah", by=budi, now=now)
    with pytest.raises(Refused, match="ditarik"):
        operations.store_scan(case, casework.photo(), by=budi, now=now)
    other = casework.ready(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    assert other.letter
    letters.withdraw(other.letter, reason="Nama pemohon salah", by=budi, now=now)
    with pytest.raises(Refused, match="ditarik"):
        operations.hand_over(
            other, collected_by="Contoh Sari", by=budi, now=now, shown=casework.originals(other)
        )
    with pytest.raises(Refused, match="ditarik"):
        operations.collect_online(other, now=now)


@pytest.mark.parametrize("stored", [False, True])
def test_the_case_of_a_withdrawn_letter_gets_another_letter(
    stored: bool, sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.proposed(sku, terjun, budi, now=now)
    case = casework.ready(case, [lurah], budi, now=now) if stored else casework.signed(case, [lurah], now=now)
    assert case.letter
    with pytest.raises(Refused):
        operations.reopen(case, by=budi, now=now)  # the letter is good
    if stored:
        letters.withdraw(case.letter, reason="Nama pemohon salah", by=budi, now=now)
    else:
        entry = RegisterEntry.objects.get(letter=case.letter)
        letters.void_number(entry, reason="Nama pemohon salah", by=budi, now=now)
    desk = people.signed_in(budi)
    page = get(desk, f"{QUEUE}{case.reference}/")
    assert "Periksa ulang" in page
    act = f"{QUEUE}{case.reference}/periksa-ulang/"
    assert desk.post(act, {"seen": seen_on(get(desk, act))}).status_code == 302
    case = Application.objects.get(pk=case.pk)
    assert (case.status, case.letter, case.ready_at) == (Status.EXAMINED, None, None)
    assert case.due_at
    again = casework.ready(operations.propose(case, by=budi, now=now), [lurah], budi, now=now)
    assert (again.status, again.letter is not None) == (Status.READY, True)


def test_a_typing_error_at_the_counter_is_mended_by_going_back(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    key = uuid.uuid4()
    given = casework.answers(sku, terjun)
    words = next(name for name, value in given.items() if value == "Contoh isi")
    first = operations.enter(
        version=sku, key=key, applicant=casework.applicant(terjun), answers=given, by=budi, now=now
    )
    changed = casework.applicant(terjun, name="Contoh Sari Betul")
    second = operations.enter(
        version=sku, key=key, applicant=changed, answers={**given, words: "Betul"}, by=budi, now=now
    )
    stored = Application.objects.get(key=key)
    assert first.pk == second.pk == stored.pk
    assert (stored.name, stored.text_answers[words]) == ("Contoh Sari Betul", "Betul")


def test_mending_the_applicant_does_not_move_the_case_to_another_kelurahan(
    sku: ServiceVersion, terjun: Unit, paya_pasir: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    finding = Finding(words="Alamat salah", field=APPLICANT_FIELD)
    case = operations.send_back(case, [finding], deadline=(now + timedelta(days=3)).date(), by=budi, now=now)
    defect = case.defects.get()
    with pytest.raises(Refused, match="permohonan baru"):
        operations.mend_applicant(case, defect, casework.applicant(paya_pasir), by=APPLICANT, now=now)
    assert Application.objects.get(pk=case.pk).village == terjun
    same = casework.applicant(terjun, address="Jalan Contoh 9")
    assert operations.mend_applicant(case, defect, same, by=APPLICANT, now=now).address == "Jalan Contoh 9"


def test_exactly_the_message_that_was_shown_is_marked(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    shown = Message.objects.get(template="casework/received")
    casework.submitted(sku, terjun, now=now, phone="", email=casework.EMAIL)
    desk = people.signed_in(budi)
    page = get(desk, f"{QUEUE}{case.reference}/")
    assert str(shown.pk) in page
    listed = get(desk, f"{QUEUE}?saring=pesan")
    assert "Pesan menunggu dikirim 1<" in listed
    assert listed.count(f"{QUEUE}MRL-") == 1
    case = operations.reject(case, legal_reason="Dasar contoh", explanation="", by=budi, now=now)
    assert case.reference in get(desk, f"{QUEUE}?saring=pesan")
    desk.post(f"{QUEUE}{case.reference}/terkirim/", {"message": str(shown.pk)})
    waiting = Message.objects.filter(delivery=Delivery.WAITING, channel="whatsapp")
    assert [message.template for message in waiting] == ["casework/rejected"]
    foreign = desk.post(f"{QUEUE}{case.reference}/terkirim/", {"message": "bukan-nomor"})
    assert foreign.status_code == 302
    assert waiting.count() == 1


def test_citizens_pages_are_never_kept_by_a_browser(
    client: Client, sku: ServiceVersion, terjun: Unit
) -> None:
    check = fill_in(client, sku, terjun)
    base = check.removesuffix("periksa/")
    pages = [f"isian/{key}/" for key in typed(sku, terjun)]
    for part in ["persetujuan/", "pemohon/", *pages, "berkas/", "periksa/", "nanti/"]:
        assert client.get(base + part).headers["Cache-Control"] == "no-store", part
    assert client.get("/status/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("part", ["pemohon/", "isian", "nanti/", "hapus/"])
def test_a_draft_that_was_sent_meanwhile_is_said_in_words(
    part: str, client: Client, sku: ServiceVersion, terjun: Unit, now: datetime, monkeypatch: Any
) -> None:
    check = fill_in(client, sku, terjun, {"email": casework.EMAIL})
    key, data = next(iter(typed(sku, terjun).items()))
    draft = Application.objects.get()
    own = doors.own_draft

    def sent_in_another_window(request: Any, slug: str) -> Any:
        found = own(request, slug)
        case = Application.objects.get(pk=draft.pk)
        operations.submit(case, seen=case.revision, by=APPLICANT, now=now)
        return found

    monkeypatch.setattr(doors, "own_draft", sent_in_another_window)
    from tests.rooms.casework.test_views_citizen import PERSON

    typed_now = {"pemohon/": {**PERSON, "village": terjun.pk}, "isian": data}.get(part, {})
    address = check.replace("periksa/", f"isian/{key}/" if part == "isian" else part)
    answer = client.post(address, typed_now)
    assert answer.status_code == 409
    assert "sudah dikirim" in answer.content.decode()


def test_the_key_of_the_survey_goes_when_its_invitation_is_over(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.finished(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    operations.sweep_survey_keys(now=now + timedelta(days=14))
    assert Application.objects.get(pk=case.pk).survey_token
    assert operations.sweep_survey_keys(now=now + timedelta(days=200)) == 1
    assert Application.objects.get(pk=case.pk).survey_token is None


def test_dates_are_those_of_the_office(sku: ServiceVersion, terjun: Unit) -> None:
    night = datetime(2026, 12, 31, 18, 30, tzinfo=UTC)  # 1 January 2027, 01.30 WIB
    case = casework.submitted(sku, terjun, now=night)
    assert "-2027-" in case.reference
    assert case.erase_after == datetime(2027, 1, 1).date() + timedelta(days=standard_of(sku).retention_days)


def test_an_email_without_letters_is_no_second_fact(sku: ServiceVersion, terjun: Unit, now: datetime) -> None:
    case = casework.submitted(sku, terjun, now=now, phone="", email="_-_@contoh.id")
    assert case.check_kind == CheckKind.PIN
    assert case.pin

    def opens(check: str) -> bool:
        return (
            operations.track(office=case.office, reference=case.reference, check=check, now=now).case == case
        )

    assert not opens("--")
    assert not opens("")
    assert opens(case.pin)


def test_the_morning_sweep_does_not_starve(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr("sinergi.casework.operations.upkeep.BATCH", 1)
    finding = Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)
    for days in (3, 2, 4):
        case = casework.taken(sku, terjun, budi, now=now)
        deadline = (now + timedelta(days=days)).date()
        operations.send_back(case, [finding], deadline=deadline, by=budi, now=now)
    later = now + timedelta(days=6)
    assert [operations.follow_defects(now=later) for _round in range(4)] == [(1, 0), (1, 0), (1, 0), (0, 0)]
    assert operations.follow_defects(now=later + timedelta(days=14)) == (0, 1)


def test_an_absurd_kelurahan_in_the_address_filters_nothing(terjun: Unit, budi: User) -> None:
    get(people.signed_in(budi), f"{QUEUE}?kelurahan={'9' * 5000}")


def test_a_kasi_at_the_own_seksi_signs_for_the_kecamatan(
    wedding: ServiceVersion, terjun: Unit, root: Unit, now: datetime
) -> None:
    officer = people.staff("pusat", "examiner", root, now=now)
    kasi = people.staff("kasi", "kasi", people.section(root.office), now=now)
    below = people.staff("kasi2", "kasi", terjun, now=now)
    case = casework.proposed(wedding, terjun, officer, now=now)
    assert list(Application.objects.waiting_for(kasi)) == [case]
    assert not Application.objects.waiting_for(below).exists()
    with pytest.raises(Refused, match="pejabat lain"):
        operations.approve(case, by=below, now=now)
    desk = people.signed_in(kasi)
    act = f"{QUEUE}{case.reference}/setujui/"
    answer = desk.post(act, {"seen": seen_on(get(desk, act)), "words": ""}, follow=True)
    assert answer.status_code == 200
    assert Application.objects.get(pk=case.pk).turn_role == "sekcam"
