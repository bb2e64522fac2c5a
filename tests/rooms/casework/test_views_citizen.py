"""The citizen applies, as a browser without JavaScript does it. Status and tracking: `test_views_status`."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.standards import standard_of
from sinergi.casework.views import doors
from sinergi.casework.workflow import Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from tests.factories import casework, people
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


def asked_again(client: Client, url: str, data: dict[str, Any]) -> str:
    """Post something wrong: the browser is led to GET the page that says so (no answer to a POST in its history)."""
    answer = client.post(url, data)
    assert answer.status_code == 303, (url, answer.status_code)
    where = answer.headers["Location"]
    assert where.partition("?")[0] == url.partition("?")[0]
    text = get(client, where)
    assert page_errors(text), where
    return text


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
    assert "satu PDF, paling banyak 20 halaman" in get(client, f"{base}berkas/")
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
    text = asked_again(client, check, {"declare": "on", "seen": seen})
    assert "berubah sejak halaman ini dibuka" in text
    assert "checked" not in text  # to be declared again
    assert not Application.objects.submitted().exists()
    assert seen_on(text) != seen
    post(client, check, {"declare": "on", "seen": seen_on(text)}, to="/bukti/")


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
    text = asked_again(client, f"{base}pemohon/", {**PERSON, "village": terjun.pk, field: value})
    assert words in text
    assert "Jalan Contoh 5" in text


def test_agreement_is_needed_before_anything_is_stored(client: Client, sku: ServiceVersion) -> None:
    url = f"/layanan/{sku.service.slug}/ajukan/persetujuan/"
    text = asked_again(client, url, {"key": str(uuid.uuid4())})
    assert "Centang kotak persetujuan" in text
    assert re.search(r'name="key" value="[\w-]{36}"', text)
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
    asked_again(client, f"{base}berkas/{key}/", {"file": bad})
    draft = Application.objects.get()
    assert draft.attachments.count() == len(standard_of(sku).uploads)
    assert send(client, check).status == Status.RECEIVED


def test_file_can_be_looked_at_and_removed(client: Client, sku: ServiceVersion, terjun: Unit) -> None:
    base = fill_in(client, sku, terjun).removesuffix("periksa/")
    key = standard_of(sku).uploads[0].key
    shown = client.get(f"{base}berkas/{key}/lihat/")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert Client().get(f"{base}berkas/{key}/lihat/").status_code == 404
    assert "boleh dikosongkan" not in get(client, f"{base}berkas/{key}/")
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
    asked = get(other, found[0])
    assert "Lanjutkan permohonan" in asked and "bila tautan ini milik Anda" in asked
    get(other, f"{base}pemohon/", status=410)  # somebody else's link binds nobody who did not say yes
    post(other, found[0], {}, to=base)
    assert other.get(found[0]).headers["Location"] == base
    assert "Lanjutkan draf" in get(other, base)
    get(other, f"{base}pemohon/")
    clock.move_to(now + timedelta(days=14, minutes=1))
    get(Client(), found[0], status=410)
    get(other, f"{base}pemohon/", status=410)


def test_agreeing_again_goes_on_with_the_same_draft(
    client: Client, sku: ServiceVersion, clock: Any, now: datetime
) -> None:
    agree = f"/layanan/{sku.service.slug}/ajukan/persetujuan/"
    key = re.search(r'name="key" value="([\w-]+)"', get(client, agree))
    assert key
    for browser in (client, Client()):
        post(browser, agree, {"agree": "on", "key": key[1]}, to="pemohon")
        get(browser, f"/layanan/{sku.service.slug}/ajukan/pemohon/")
    assert Application.objects.count() == 1
    clock.move_to(now + timedelta(minutes=3))
    stale = Client()
    assert stale.post(agree, {"agree": "on", "key": key[1]}).status_code == 303
    assert "sudah dipakai untuk mulai" in get(stale, agree)


def test_nobody_floods_a_mailbox_with_links_to_drafts(
    sku: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    sent = []
    for _draft in range(5):
        started = casework.draft(sku, terjun, now=now)
        Application.objects.filter(pk=started.application.pk).update(phone=None)
        draft = Application.objects.get(pk=started.application.pk)
        draft.email = "sari@contoh.id"
        draft.save(update_fields=["email"])
        sent.append(operations.send_draft_link(draft, token=started.token, now=now))
    assert sent == [True, True, True, False, False]


def test_draft_can_be_discarded(client: Client, sku: ServiceVersion, terjun: Unit) -> None:
    base = fill_in(client, sku, terjun).removesuffix("periksa/")
    post(client, f"{base}hapus/", {}, to=base)
    assert not Application.objects.exists()
    get(client, f"{base}periksa/", status=410)


def doomed(client: Client, base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every page that looks its draft up loses it right after: another window discards it."""

    def looked_up(real: Any) -> Any:
        def look_up(*args: Any) -> Any:
            found = real(*args)
            draft = found[0] if isinstance(found, tuple) else found
            if draft is not None:
                operations.erase_draft(draft, by=APPLICANT, now=draft.created_at)
            return found

        return look_up

    for name in ("own_application", "to_send"):
        monkeypatch.setattr(doors, name, looked_up(getattr(doors, name)))


@pytest.mark.parametrize("part", ["pemohon", "isian", "berkas", "hapus-berkas", "periksa", "nanti"])
def test_draft_that_was_discarded_in_another_window_is_told_in_words(
    part: str, client: Client, sku: ServiceVersion, terjun: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = fill_in(client, sku, terjun)
    seen = seen_on(get(client, check))
    base = check.removesuffix("periksa/")
    page, data = next(iter(typed(sku, terjun).items()))
    file = standard_of(sku).uploads[0].key
    posts: dict[str, tuple[str, dict[str, Any]]] = {
        "pemohon": ("pemohon/", {**PERSON, "village": terjun.pk}),
        "isian": (f"isian/{page}/", data),
        "berkas": (f"berkas/{file}/", {"file": casework.photo()}),
        "hapus-berkas": (f"berkas/{file}/", {"hapus": "1"}),
        "periksa": ("periksa/", {"declare": "on", "seen": seen}),
        "nanti": ("nanti/", {}),
    }
    doomed(client, base, monkeypatch)
    url, given = posts[part]
    answer = client.post(base + url, given)
    text = answer.content.decode()
    assert answer.status_code == 410, (answer.status_code, answer.headers.get("Location"))
    check_page(text, url=url)
    assert "sudah dihapus atau kedaluwarsa" in text
    assert f'href="{base}"' in text
    get(client, base + url.replace("hapus/", ""), status=410)
    get(client, base)


def test_discarding_twice_is_harmless(
    client: Client, sku: ServiceVersion, terjun: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = fill_in(client, sku, terjun).removesuffix("periksa/")
    doomed(client, base, monkeypatch)
    post(client, f"{base}hapus/", {}, to=base)


def test_draft_at_the_counter_that_is_gone_is_told_in_words(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = operations.enter(
        version=sku, key=uuid.uuid4(), applicant=casework.applicant(terjun),
        answers=casework.answers(sku, terjun), by=budi, now=now,
    )  # fmt: skip
    casework.attach_all(draft, now=now)
    client = people.signed_in(budi)
    url = f"/meja/permohonan/baru/berkas/{draft.pk}/"
    seen = seen_on(get(client, url))
    real = doors.officers_draft

    def lost(*args: Any) -> Application:
        found = real(*args)
        operations.erase_draft(found, by=budi, now=now)
        return found

    monkeypatch.setattr(doors, "officers_draft", lost)
    answer = client.post(url, {"kirim": "1", "declare": "on", "seen": seen}, follow=True)
    assert answer.redirect_chain == [(f"/meja/permohonan/baru/{sku.service.slug}/", 302)]
    assert "Isian ini sudah dihapus atau kedaluwarsa" in answer.content.decode()
    assert client.get(url).status_code == 404
