"""The citizen without an account: status page, tracking, mending, withdrawal, lost number."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations
from sinergi.casework.models import AccessLink, Application, TrackingAttempt
from sinergi.casework.operations import Finding
from sinergi.casework.standards import standard_of
from sinergi.casework.views import doors, mending
from sinergi.casework.workflow import Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.notices.models import Message
from sinergi.organization.models import Unit
from tests.factories import casework
from tests.factories.page import check_page
from tests.rooms.casework.test_views_citizen import get, post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


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
    for stale in (client.get(urls[0]), client.post(urls[0], {"file": casework.photo("lagi.jpg")})):
        assert stale.headers["Location"] == f"/status/{case.reference}/"
    assert "Bagian ini sudah diperbaiki." in get(client, f"/status/{case.reference}/")
    assert case.attachments.filter(requirement_id=first.id).count() == 2
    assert client.get(f"/status/{case.reference}/perbaiki/{uuid4()}/").status_code == 404
    get(client, f"/status/{case.reference}/")


def test_a_part_that_was_mended_at_the_same_moment_ends_at_the_status_page(
    client: Client, sku: ServiceVersion, terjun: Unit, budi: User, now: datetime, monkeypatch: Any
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    finding = Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)
    operations.send_back(case, [finding], deadline=(now + timedelta(days=7)).date(), by=budi, now=now)
    open_status(client, case)
    mended = mending._mended

    def by_the_first_tap(request: Any, case: Any, defect: Any, form: Any) -> Any:
        operations.mend_file(case, defect, casework.photo("satu.jpg"), by=APPLICANT, now=now)
        return mended(request, case, defect, form)

    monkeypatch.setattr(mending, "_mended", by_the_first_tap)
    url = f"/status/{case.reference}/perbaiki/{case.defects.get().pk}/"
    post(client, url, {"file": casework.photo("dua.jpg")}, to=case.reference)
    assert "Bagian ini sudah diperbaiki." in get(client, f"/status/{case.reference}/")
    assert case.attachments.filter(replaced_at__isnull=False).count() == 1


def test_withdrawal_asks_once(client: Client, sku: ServiceVersion, terjun: Unit, now: datetime) -> None:
    case = casework.submitted(sku, terjun, now=now)
    open_status(client, case)
    get(client, f"/status/{case.reference}/cabut/")
    post(client, f"/status/{case.reference}/cabut/", {}, to=case.reference)
    assert "Dicabut" in get(client, f"/status/{case.reference}/")
    answer = client.post(f"/status/{case.reference}/cabut/", follow=True)
    check_page(answer.content, url="cabut")
    assert answer.redirect_chain == [(f"/status/{case.reference}/", 302)]
    assert "Permohonan ini sudah dicabut" in answer.content.decode()


def test_finished_case_offers_letter_and_survey(
    client: Client, sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.ready(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    open_status(client, case)
    text = get(client, f"/status/{case.reference}/")
    assert "Unduh surat" not in text  # originals must be shown first
    assert client.post(f"/status/{case.reference}/surat/").status_code == 302
    operations.hand_over(case, collected_by="Contoh Sari", by=budi, now=now, shown=casework.originals(case))
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


def test_mailed_link_ends_after_thirty_days_also_before_the_nightly_sweep(
    client: Client, sku: ServiceVersion, terjun: Unit, budi: User, now: datetime, clock: Any
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    operations.reject(case, legal_reason="Dasar contoh", explanation="Contoh", by=budi, now=now)
    message = Message.objects.get(template="casework/rejected")
    found = re.search(r"http\S+", message.body)
    assert found
    address = urlsplit(found[0]).path
    assert AccessLink.objects.get().expires_at == now + timedelta(days=30)

    clock.move_to(now + timedelta(days=30, seconds=-1))
    assert client.get(address).headers["Location"] == f"/status/{case.reference}/"
    assert case.reference in get(client, f"/status/{case.reference}/")

    clock.move_to(now + timedelta(days=30))
    stranger = Client()
    late = stranger.get(address)
    check_page(late.content, url=address)
    assert late.status_code == 410
    assert case.reference not in late.content.decode()
    assert doors.STATUS in client.cookies and doors.STATUS not in stranger.cookies
    assert AccessLink.objects.exists()  # it is the clock that ends it, not the sweep
