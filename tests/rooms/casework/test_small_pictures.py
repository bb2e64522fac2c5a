"""A picture too small to read is kept, and its sender is told: beside it, on the check page, at the counter."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from sinergi.accounts.models import User
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.operations import Finding
from sinergi.casework.standards import standard_of
from sinergi.catalogue.models import ServiceVersion
from sinergi.documents.limits import READABLE_SIDE
from sinergi.documents.models import Document
from sinergi.organization.models import Unit
from tests.factories import casework, documents, people
from tests.factories.page import read

SMALL, LARGE = (480, READABLE_SIDE - 1), (READABLE_SIDE, 320)
WARNING = "Foto ini mungkin terlalu kecil untuk dibaca"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def base(client: Client, sku: ServiceVersion, terjun: Unit, now: datetime) -> str:
    """The addresses of a draft on this phone in which only the documents are missing."""
    started = casework.draft(sku, terjun, now=now, files=False)
    client.post(f"/status/tautan/{started.token}/")
    return f"/layanan/{sku.service.slug}/ajukan/"


def test_a_small_picture_is_kept_and_told(client: Client, base: str, sku: ServiceVersion) -> None:
    key = standard_of(sku).uploads[0].key
    address = f"{base}berkas/{key}/"
    answer = client.post(address, {"file": casework.photo(size=SMALL)})
    assert answer.headers["Location"] == address
    page = read(client, address)
    assert WARNING in page
    assert "foto ulang dari dekat" in page
    assert "Lanjut dengan foto ini" in page
    assert Document.objects.get().side == READABLE_SIDE - 1
    assert "Terlalu kecil?" in read(client, f"{base}berkas/")
    check = read(client, f"{base}periksa/")
    assert "Foto yang mungkin terlalu kecil untuk dibaca:</b> KTP-el." in check
    assert "foto ulang dari dekat" in check
    # A new one, taken from near: everything is as always.
    assert client.post(address, {"file": casework.photo(size=LARGE)}).headers["Location"] != address
    assert WARNING not in read(client, address)
    assert "terlalu kecil" not in read(client, f"{base}periksa/")


def test_from_the_check_page_one_goes_back_there(client: Client, base: str, sku: ServiceVersion) -> None:
    key = standard_of(sku).uploads[0].key
    address = f"{base}berkas/{key}/?ubah"
    assert client.post(address, {"file": casework.photo(size=SMALL)}).headers["Location"] == address
    assert f'<a href="{base}periksa/">Lanjut dengan foto ini</a>' in read(client, address)


def test_a_small_picture_can_be_sent(client: Client, base: str, sku: ServiceVersion, now: datetime) -> None:
    for item in standard_of(sku).uploads:
        client.post(f"{base}berkas/{item.key}/", {"file": casework.photo(f"{item.key}.jpg", size=SMALL)})
    case = Application.objects.get()
    data = {"declare": "on", "seen": case.revision}
    assert client.post(f"{base}periksa/", data).headers["Location"].endswith("/bukti/")


@pytest.mark.parametrize("size", [LARGE, (320, READABLE_SIDE), (3000, 2000)])
def test_what_is_large_enough_is_not_talked_about(
    client: Client, base: str, sku: ServiceVersion, size: tuple[int, int]
) -> None:
    key = standard_of(sku).uploads[0].key
    answer = client.post(f"{base}berkas/{key}/", {"file": casework.photo(size=size)})
    assert answer.headers["Location"] != f"{base}berkas/{key}/"
    assert "terlalu kecil" not in read(client, f"{base}periksa/")


def test_a_pdf_has_no_side(client: Client, base: str, sku: ServiceVersion) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.post(
        f"{base}berkas/kk/", {"file": SimpleUploadedFile("kk.pdf", documents.pdf(), "application/pdf")}
    )
    assert Document.objects.get().side is None
    assert "terlalu kecil" not in read(client, f"{base}periksa/")


def test_the_counter_sees_it_beside_the_file(sku: ServiceVersion, terjun: Unit, now: datetime) -> None:
    officer = people.staff("loket", "counter", terjun, now=now)
    import uuid

    draft = operations.enter(
        version=sku, key=uuid.uuid4(), applicant=casework.applicant(terjun), answers=casework.answers(sku, terjun),
        by=officer, now=now,
    )  # fmt: skip
    desk = people.signed_in(officer)
    key = standard_of(sku).uploads[0].key
    address = f"/meja/permohonan/baru/berkas/{draft.pk}/"
    assert WARNING not in read(desk, address)
    others = {f"berkas-{item.key}-file": casework.photo() for item in standard_of(sku).uploads}
    sending = {"kirim": "1", "declare": "on", "seen": draft.revision, **others}
    stopped = desk.post(address, {**sending, f"berkas-{key}-file": casework.photo(size=SMALL)})
    assert "kirim sekali lagi" in stopped.content.decode()  # the applicant still stands here
    assert WARNING in read(desk, address)
    again = {"kirim": "1", "declare": "on", "seen": Application.objects.get().revision}
    assert "/bukti/" in desk.post(address, again).headers["Location"]


def test_mending_with_a_small_picture_is_accepted_and_told(
    client: Client, sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    finding = Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)
    operations.send_back(case, [finding], deadline=now.date().replace(day=15), by=budi, now=now)
    client.post("/status/", {"reference": case.reference, "check_text": "0042"})
    defect = Application.objects.get(pk=case.pk).defects.get()
    answer = client.post(
        f"/status/{case.reference}/perbaiki/{defect.pk}/", {"file": casework.photo(size=SMALL)}, follow=True
    )
    assert "Perbaikan terkirim." in answer.content.decode()
    assert "mungkin terlalu kecil untuk dibaca" in answer.content.decode()
    desk = read(people.signed_in(budi), f"/meja/permohonan/{case.reference}/")
    assert desk.count("Terlalu kecil?") == 1  # the examiner need not open the others to find it
