"""Entering at the counter: chosen files are kept whatever else is wrong, the way back is open, drafts are found."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from sinergi.accounts.models import User
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from sinergi.ui import formats
from tests.factories import casework, people
from tests.factories.page import check_page
from tests.rooms.casework.test_views_citizen import get, post, seen_on, typed

pytestmark = pytest.mark.django_db
NEW = "/meja/permohonan/baru/"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def loket(terjun: Unit) -> User:
    return people.staff("loket", "counter", terjun)


def begun(version: ServiceVersion, village: Unit, by: User, now: datetime) -> Application:
    return operations.enter(
        version=version, key=uuid.uuid4(), applicant=casework.applicant(village, phone=""),
        answers=casework.answers(version, village), by=by, now=now,
    )  # fmt: skip


def chosen(version: ServiceVersion, **other: Any) -> dict[str, Any]:
    files = {item.key: casework.photo() for item in standard_of(version).uploads} | other
    return {f"berkas-{key}-file": file for key, file in files.items()}


def test_good_files_are_kept_beside_a_refused_one(
    sku: ServiceVersion, terjun: Unit, loket: User, now: datetime
) -> None:
    draft, desk = begun(sku, terjun, loket, now), people.signed_in(loket)
    url = f"{NEW}berkas/{draft.pk}/"
    bad = standard_of(sku).uploads[0].key
    broken = SimpleUploadedFile("ktp.jpg", b"bukan foto", content_type="image/jpeg")
    sending = {"kirim": "1", "declare": "on", "seen": seen_on(get(desk, url))}
    answer = desk.post(url, {**sending, **chosen(sku, **{bad: broken})})
    text = answer.content.decode()
    check_page(text, url=url)
    assert f'id="id_berkas-{bad}-file_error"' in text
    assert "checked" in text  # the declaration stays ticked
    kept = {row.requirement.key for row in draft.attachments.select_related("requirement")}
    assert kept == {item.key for item in standard_of(sku).uploads} - {bad}
    last = {"kirim": "1", "declare": "on", "seen": seen_on(text), f"berkas-{bad}-file": casework.photo()}
    post(desk, url, last, to="/bukti/")
    assert Application.objects.get().status == Status.RECEIVED


def test_files_are_kept_without_the_declaration_and_without_sending(
    sku: ServiceVersion, terjun: Unit, loket: User, now: datetime
) -> None:
    draft, desk = begun(sku, terjun, loket, now), people.signed_in(loket)
    url = f"{NEW}berkas/{draft.pk}/"
    first, *others = chosen(sku).items()
    post(desk, url, {"simpan": "1", "seen": draft.revision, first[0]: first[1]}, to=url)
    assert draft.attachments.count() == 1
    answer = desk.post(url, {"kirim": "1", "seen": seen_on(get(desk, url)), **dict(others)})
    assert "Centang pernyataan" in answer.content.decode()
    assert draft.attachments.count() == 1 + len(others)
    sending = {"kirim": "1", "declare": "on", "seen": seen_on(answer.content.decode())}
    post(desk, url, sending, to="/bukti/")


def test_what_another_window_changed_is_read_again(
    sku: ServiceVersion, terjun: Unit, loket: User, now: datetime
) -> None:
    draft, desk = begun(sku, terjun, loket, now), people.signed_in(loket)
    url = f"{NEW}berkas/{draft.pk}/"
    stale = seen_on(get(desk, url))
    operations.save_applicant(draft, casework.applicant(terjun, name="Contoh Lain"), by=loket, now=now)
    answer = desk.post(url, {"kirim": "1", "declare": "on", "seen": stale, **chosen(sku)})
    text = answer.content.decode()
    check_page(text, url=url)
    assert "Periksa sekali lagi" in text
    assert "Contoh Lain" in text
    assert "checked" not in text
    post(desk, url, {"kirim": "1", "declare": "on", "seen": seen_on(text)}, to="/bukti/")


def test_the_way_back_keeps_what_was_typed(
    sku: ServiceVersion, terjun: Unit, loket: User, budi: User, now: datetime
) -> None:
    draft, desk = begun(sku, terjun, loket, now), people.signed_in(loket)
    back = f"{NEW}{sku.service.slug}/?draf={draft.pk}"
    assert f'href="{back}"' in get(desk, f"{NEW}berkas/{draft.pk}/")
    page = get(desk, back)
    for words in ("Contoh Sari Pemohon", casework.NIK, "Jalan Contoh 5", "Contoh isi", str(draft.key)):
        assert words in page, words
    colleague = people.signed_in(budi)
    for other in (back, f"{NEW}{sku.service.slug}/?draf=bukan-nomor", f"{NEW}lain/?draf={draft.pk}"):
        assert colleague.get(other).status_code == 404
    assert desk.get(f"{NEW}lain/?draf={draft.pk}").status_code == 404


def test_one_finds_ones_own_unsent_entries(
    sku: ServiceVersion, terjun: Unit, loket: User, now: datetime, clock: Any
) -> None:
    draft, colleague = begun(sku, terjun, loket, now), people.staff("loket2", "counter", terjun)
    casework.draft(sku, terjun, now=now)  # a citizen's
    link = f"{NEW}berkas/{draft.pk}/"
    page = get(people.signed_in(loket), NEW)
    assert link in page
    assert page.count(f"{NEW}berkas/") == 1
    assert formats.long_date(draft.draft_until) in page
    assert casework.NIK not in page
    assert "Belum terkirim" not in get(people.signed_in(colleague), NEW)
    clock.move_to(now + timedelta(days=15))
    assert "Belum terkirim" not in get(people.signed_in(loket), NEW)


def test_nobody_is_entered_as_their_own_partner(
    wedding: ServiceVersion, root: Unit, terjun: Unit, now: datetime
) -> None:
    desk = people.signed_in(people.staff("loket-kecamatan", "counter", root))
    url = f"{NEW}{wedding.service.slug}/"
    nik = str(casework.answers(wedding, terjun)["partner_nik"])
    data: dict[str, Any] = {
        "key": str(uuid.uuid4()), "name": "Contoh Opung", "nik": f"{nik[:6]} {nik[6:12]} {nik[12:]}",
        "village": terjun.pk, "address": "Jalan Contoh 9", "phone": "", "email": "", "agree": "on",
    }  # fmt: skip
    for page, fields in typed(wedding, terjun).items():
        data |= {f"isian-{page}-{key}": value for key, value in fields.items()}
    answer = desk.post(url, data)
    check_page(answer.content, url=url)
    assert "sama dengan NIK pemohon" in answer.content.decode()
    assert not Application.objects.exists()
    assert desk.post(url, {**data, "nik": casework.NIK}).status_code == 302
