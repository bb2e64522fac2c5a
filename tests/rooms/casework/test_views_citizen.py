"""The citizen's pages, as a browser without JavaScript uses them."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from sinergi.accounts.models import User
from sinergi.casework import operations
from sinergi.casework.models import Application, TrackingAttempt
from sinergi.casework.operations import Finding
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from tests.factories import casework
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def get(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code, answer.headers.get("Location"))
    text = answer.content.decode()
    check_page(text, url=url)
    return text


def post(client: Client, url: str, data: dict[str, Any], *, to: str = "") -> Any:
    answer = client.post(url, data)
    if to:
        assert answer.status_code == 302, (url, page_errors(answer.content.decode()))
        assert to in answer.headers["Location"]
    return answer


def page_errors(text: str) -> list[str]:
    return re.findall(r'error-summary__list">(.*?)</ul>', text, re.S)


def typed(version: ServiceVersion, village: Unit) -> dict[str, dict[str, Any]]:
    """What a person types into each page of the form."""
    pages: dict[str, dict[str, Any]] = {}
    answers = casework.answers(version, village)
    for page in standard_of(version).definition.pages:
        pages[page.key] = {}
        for field in page.fields:
            value = answers[field.key]
            if field.type == "date":
                year, month, day = str(value).split("-")
                pages[page.key] |= {
                    f"{field.key}_day": day,
                    f"{field.key}_month": month,
                    f"{field.key}_year": year,
                }
            else:
                pages[page.key][field.key] = value
    return pages


PERSON = {
    "name": "Contoh Sari",
    "nik": "1271 1245 0585 0001",
    "address": "Jalan Contoh 5",
    "phone": "0812-6000-0042",
    "email": "",
}


def fill_in(
    client: Client, version: ServiceVersion, village: Unit, person: dict[str, Any] | None = None
) -> str:
    """Everything up to the check page; returns its address."""
    base = f"/layanan/{version.service.slug}/ajukan/"
    get(client, base)
    get(client, f"{base}persetujuan/")
    post(client, f"{base}persetujuan/", {"agree": "on", "key": str(uuid.uuid4())}, to="pemohon")
    get(client, f"{base}pemohon/")
    post(client, f"{base}pemohon/", {**PERSON, **(person or {}), "village": village.pk}, to=base)
    for key, data in typed(version, village).items():
        get(client, f"{base}isian/{key}/")
        post(client, f"{base}isian/{key}/", data, to=base)
    get(client, f"{base}berkas/")
    for item in standard_of(version).uploads:
        get(client, f"{base}berkas/{item.key}/")
        post(client, f"{base}berkas/{item.key}/", {"file": casework.photo()}, to=base)
    return f"{base}periksa/"


def seen_on(text: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', text)
    assert found
    return found[1]


def send(client: Client, check: str) -> Application:
    seen = seen_on(get(client, check))
    answer = post(client, check, {"declare": "on", "seen": seen}, to="/bukti/")
    return Application.objects.get(reference=answer.headers["Location"].split("/")[2])


def test_whole_journey(client: Client, sku: ServiceVersion, terjun: Unit) -> None:
    check = fill_in(client, sku, terjun)
    text = get(client, check)
    assert casework.NIK not in text
    assert "127112••••••••01" in text
    assert text.count("Ubah") >= 6
    case = send(client, check)
    assert case.status == Status.RECEIVED
    assert case.nik == casework.NIK
    receipt = get(client, f"/status/{case.reference}/bukti/")
    assert case.reference in receipt
    assert "Rp0" in receipt
    assert casework.NIK not in get(client, f"/status/{case.reference}/")


@pytest.mark.parametrize("slug", ["sku", "sktm", "wedding"])
def test_every_service_can_be_sent(
    slug: str, client: Client, terjun: Unit, request: pytest.FixtureRequest
) -> None:
    version: ServiceVersion = request.getfixturevalue(slug)
    case = send(client, fill_in(client, version, terjun))
    assert case.status == Status.RECEIVED


def test_sending_twice_gives_one_case_and_one_answer(
    client: Client, sku: ServiceVersion, terjun: Unit
) -> None:
    check = fill_in(client, sku, terjun)
    seen = seen_on(get(client, check))
    first = client.post(check, {"declare": "on", "seen": seen})
    second = client.post(check, {"declare": "on", "seen": seen})
    assert first.headers["Location"] == second.headers["Location"]
    assert Application.objects.submitted().count() == 1
    assert client.get(check).headers["Location"] == first.headers["Location"]


def test_stale_check_page_asks_to_look_again(client: Client, sku: ServiceVersion, terjun: Unit) -> None:
    check = fill_in(client, sku, terjun)
    seen = seen_on(get(client, check))
    base = check.removesuffix("periksa/")
    post(
        client, f"{base}pemohon/?ubah", {**PERSON, "name": "Contoh Lain", "village": terjun.pk}, to="periksa"
    )
    answer = client.post(check, {"declare": "on", "seen": seen})
    check_page(answer.content, url=check)
    assert "berubah sejak halaman ini dibuka" in answer.content.decode()
    assert not Application.objects.submitted().exists()
    assert seen_on(answer.content.decode()) != seen


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("nik", "1271 1245 0585 000", "harus 16 angka; Anda mengisi 15"),
        ("nik", "127112450585000X", "hanya berisi angka"),
        ("name", "", "Nama lengkap belum diisi"),
        ("phone", "12", "tidak dikenali"),
        ("phone", "", "Isi nomor HP atau surel"),
        ("village", "", "belum dipilih"),
    ],
)
def test_wrong_applicant_is_told_and_nothing_is_lost(
    field: str, value: str, words: str, client: Client, sku: ServiceVersion, terjun: Unit
) -> None:
    base = f"/layanan/{sku.service.slug}/ajukan/"
    post(client, f"{base}persetujuan/", {"agree": "on", "key": str(uuid.uuid4())})
    answer = client.post(f"{base}pemohon/", {**PERSON, "village": terjun.pk, field: value})
    text = answer.content.decode()
    check_page(text, url="pemohon")
    assert words in text
    assert "Jalan Contoh 5" in text


def test_agreement_is_needed_before_anything_is_stored(client: Client, sku: ServiceVersion) -> None:
    url = f"/layanan/{sku.service.slug}/ajukan/persetujuan/"
    answer = client.post(url, {"key": str(uuid.uuid4())})
    check_page(answer.content, url=url)
    assert "Centang kotak persetujuan" in answer.content.decode()
    assert not Application.objects.exists()


def test_refused_file_keeps_the_rest(client: Client, sku: ServiceVersion, terjun: Unit) -> None:
    check = fill_in(client, sku, terjun)
    base = check.removesuffix("periksa/")
    key = standard_of(sku).uploads[0].key
    bad = casework.photo("ktp.pdf")
    bad.content_type = "application/pdf"
    bad.file.seek(0)
    bad.file.write(b"bukan gambar sama sekali" * 50)
    bad.file.seek(0)
    answer = client.post(f"{base}berkas/{key}/", {"file": bad})
    check_page(answer.content, url="berkas")
    assert answer.status_code == 200
    assert page_errors(answer.content.decode())
    draft = Application.objects.get()
    assert draft.attachments.count() == len(standard_of(sku).uploads)
    assert send(client, check).status == Status.RECEIVED


def test_file_can_be_looked_at_and_removed(client: Client, sku: ServiceVersion, terjun: Unit) -> None:
    base = fill_in(client, sku, terjun).removesuffix("periksa/")
    key = standard_of(sku).uploads[0].key
    shown = client.get(f"{base}berkas/{key}/lihat/")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert Client().get(f"{base}berkas/{key}/lihat/").status_code == 404
    post(client, f"{base}berkas/{key}/", {"hapus": "1"}, to=key)
    text = get(client, f"{base}periksa/")
    assert "Belum lengkap" in text
    assert 'name="seen"' not in text


def test_draft_continues_by_its_link_until_14_days(
    client: Client, sku: ServiceVersion, terjun: Unit, clock: Any, now: datetime
) -> None:
    base = fill_in(client, sku, terjun).removesuffix("periksa/")
    text = get(client, f"{base}nanti/")
    found = re.search(r"/status/tautan/[\w-]+/", text)
    assert found
    other = Client()
    answer = other.get(found[0])
    assert answer.headers["Location"] == base
    assert "Lanjutkan draf" in get(other, base)
    get(other, f"{base}pemohon/")
    clock.move_to(now + timedelta(days=14, minutes=1))
    get(Client(), found[0], status=410)
    get(other, f"{base}pemohon/", status=410)


def test_draft_can_be_discarded(client: Client, sku: ServiceVersion, terjun: Unit) -> None:
    base = fill_in(client, sku, terjun).removesuffix("periksa/")
    post(client, f"{base}hapus/", {}, to=base)
    assert not Application.objects.exists()
    get(client, f"{base}periksa/", status=410)


@pytest.mark.parametrize(
    ("person", "check"),
    [
        ({}, "0042"),
        ({"phone": "", "email": "contoh.sari99@contoh.id"}, "ri99"),
    ],
)
def test_tracking_opens_the_status(
    person: dict[str, str], check: str, client: Client, sku: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    given = {"phone": casework.PHONE, **person}
    case = casework.submitted(sku, terjun, now=now, files=True, **given)
    get(client, "/status/")
    get(client, "/status/lupa-nomor/")
    sloppy = case.reference.lower().replace("-", " ")
    answer = client.post("/status/", {"reference": sloppy, "check_text": check.upper()})
    assert answer.headers["Location"] == f"/status/{case.reference}/"
    assert case.reference in get(client, f"/status/{case.reference}/")


def test_unknown_number_and_wrong_digits_look_the_same(
    client: Client, sku: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    case = casework.submitted(sku, terjun, now=now)
    draft = casework.draft(sku, terjun, now=now).application
    pages = []
    for reference, check in [
        (case.reference, "9999"),
        ("MRL-2026-ZZZZZZ", "0042"),
        (draft.reference, "0042"),
    ]:
        answer = client.post("/status/", {"reference": reference, "check_text": check})
        check_page(answer.content, url="/status/")
        text = re.sub(r'value="[^"]*"', "", answer.content.decode())
        pages.append((answer.status_code, text))
    assert pages[0] == pages[1] == pages[2]
    assert TrackingAttempt.objects.count() == 3


def test_status_of_another_case_asks_again(
    client: Client, sku: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    mine = casework.submitted(sku, terjun, now=now)
    other = casework.submitted(sku, terjun, now=now, phone="+6281260000099")
    client.post("/status/", {"reference": mine.reference, "check_text": "0042"})
    for page in ("", "bukti/", "cabut/"):
        answer = client.get(f"/status/{other.reference}/{page}")
        assert answer.headers["Location"] == f"/status/?nomor={other.reference}"
    unknown = client.get("/status/MRL-2026-ZZZZZZ/")
    assert unknown.headers["Location"] == "/status/?nomor=MRL-2026-ZZZZZZ"
    assert client.post(f"/status/{other.reference}/cabut/").status_code == 302
    assert Application.objects.get(pk=other.pk).status == Status.RECEIVED


def test_status_cookie_ends_after_half_an_hour(
    client: Client, sku: ServiceVersion, terjun: Unit, now: datetime, clock: Any
) -> None:
    case = casework.submitted(sku, terjun, now=now)
    client.post("/status/", {"reference": case.reference, "check_text": "0042"})
    get(client, f"/status/{case.reference}/")
    clock.move_to(now + timedelta(minutes=31))
    assert client.get(f"/status/{case.reference}/").status_code == 302


def open_status(client: Client, case: Application, check: str = "0042") -> None:
    answer = client.post("/status/", {"reference": case.reference, "check_text": check})
    assert answer.status_code == 302


def test_mending_one_file_resumes_the_clock(
    client: Client, sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    first = standard_of(sku).uploads[0]
    operations.send_back(
        case,
        [Finding(words="Fotonya buram", requirement_key=first.key), Finding(words="Salah", field="business_name")],
        deadline=(now + timedelta(days=7)).date(), by=budi, now=now + timedelta(minutes=30),
    )  # fmt: skip
    open_status(client, case)
    text = get(client, f"/status/{case.reference}/")
    assert "Fotonya buram" in text
    assert "Jam pelayanan berhenti" in text
    urls = re.findall(r'href="(/status/[^"]+/perbaiki/[^"]+)"', text)
    assert len(urls) == 2
    for url in urls:
        page = get(client, url)
        data = (
            {"file": casework.photo("baru.jpg", color="red")}
            if "Fotonya buram" in page
            else {"business_name": "Warung Baru"}
        )
        if "Fotonya buram" not in page:
            assert 'name="business_type"' not in page
        post(client, url, data, to=case.reference)
    case = Application.objects.get(pk=case.pk)
    assert case.status == Status.EXAMINED
    assert case.answers["business_name"] == "Warung Baru"
    assert case.attachments.filter(requirement_id=first.id).count() == 2
    assert client.get(urls[0]).status_code == 404
    get(client, f"/status/{case.reference}/")


def test_withdrawal_asks_once(client: Client, sku: ServiceVersion, terjun: Unit, now: datetime) -> None:
    case = casework.submitted(sku, terjun, now=now)
    open_status(client, case)
    get(client, f"/status/{case.reference}/cabut/")
    post(client, f"/status/{case.reference}/cabut/", {}, to=case.reference)
    assert "Dicabut" in get(client, f"/status/{case.reference}/")
    answer = client.post(f"/status/{case.reference}/cabut/")
    check_page(answer.content, url="cabut")
    assert answer.status_code == 200


def test_finished_case_offers_letter_and_survey(
    client: Client, sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.ready(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    open_status(client, case)
    text = get(client, f"/status/{case.reference}/")
    assert "Unduh surat" not in text  # originals must be shown first
    assert client.post(f"/status/{case.reference}/surat/").status_code == 302
    operations.hand_over(case, collected_by="Contoh Sari", by=budi, now=now)
    text = get(client, f"/status/{case.reference}/")
    assert re.search(r'href="/survei/[\w-]+/"', text)
    letter = client.post(f"/status/{case.reference}/surat/")
    assert letter.status_code == 200
    assert "attachment" in letter.headers["Content-Disposition"]


def test_links_in_messages_open_and_expire(
    client: Client, sku: ServiceVersion, terjun: Unit, now: datetime, clock: Any
) -> None:
    from sinergi.notices.models import Message

    case = casework.submitted(sku, terjun, now=now)
    body = Message.objects.get(subject_id=case.reference).body
    assert body
    found = re.search(r"/status/tautan/([\w-]{22,})/", body)
    assert found
    assert client.get(found[0]).headers["Location"] == f"/status/{case.reference}/"
    get(client, f"/status/{case.reference}/")
    get(Client(), "/status/tautan/tidak-ada-tautan-ini-sama-sekali/", status=410)


def test_lost_number_answers_the_same_and_is_limited(
    client: Client, sku: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    casework.submitted(sku, terjun, now=now)
    data = {"service": sku.service_id, "phone": "0812 6000 0042", "email": ""}
    known = client.post("/status/lupa-nomor/", data)
    unknown = client.post("/status/lupa-nomor/", {**data, "phone": "0812 6000 0043"})
    check_page(known.content, url="lupa")
    assert known.content == unknown.content
    for _ in range(2):
        client.post("/status/lupa-nomor/", data)
    assert client.post("/status/lupa-nomor/", data).status_code == 429
