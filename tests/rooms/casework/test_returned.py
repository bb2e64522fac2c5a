"""A case that a signer sent back: its examiner is told, sees it in the queue and reads why at the top of the case."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sinergi.accounts.models import User
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.catalogue.models import ServiceVersion
from sinergi.notices.models import Message
from sinergi.organization.models import Unit
from tests.factories import casework, people
from tests.factories.page import read
from tests.rooms.casework.test_views_citizen import asked_again

pytestmark = pytest.mark.django_db
WORDS = "Alamat usaha belum sama dengan KTP."


@pytest.fixture(autouse=True)
def _clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def examiner(terjun: Unit, now: datetime) -> User:
    return people.staff("periksa", "examiner", terjun, now=now)


@pytest.fixture
def returned(sku: ServiceVersion, terjun: Unit, examiner: User, lurah: User, now: datetime) -> Application:
    case = casework.proposed(sku, terjun, examiner, now=now)
    return operations.return_to_examiner(case, words=WORDS, by=lurah.at(now), now=now)


def test_the_examiner_is_told_and_reads_why(returned: Application, examiner: User, now: datetime) -> None:
    message = Message.objects.get(template="casework/returned")
    assert message.user == examiner
    assert "Lurah mengembalikan permohonan" in (message.body or "")
    assert WORDS not in (message.body or "")
    desk = people.signed_in(examiner)
    assert "Dikembalikan pejabat" in read(desk, reverse("casework:queue"))
    page = read(desk, reverse("casework:case", args=[returned.reference]))
    assert "Dikembalikan Lurah Kelurahan Terjun" in page
    assert page.index(WORDS) < page.index("<h2>Pemohon</h2>")
    operations.propose(returned, by=examiner.at(now), now=now)
    page = read(desk, reverse("casework:case", args=[returned.reference]))
    assert "Dikembalikan Lurah" not in page
    assert "Dikembalikan pejabat" not in read(desk, reverse("casework:queue") + "?saring=semua")


def test_a_second_page_of_the_same_signer_leads_back(
    sku: ServiceVersion, terjun: Unit, examiner: User, lurah: User, now: datetime
) -> None:
    case = casework.proposed(sku, terjun, examiner, now=now)
    desk, url = people.signed_in(lurah), reverse("casework:sign", args=[case.reference])
    seen = case.revision
    assert desk.post(url, {"seen": seen}).status_code == 302
    answer = desk.post(url, {"seen": seen}, follow=True)
    assert "sudah berubah sejak Anda membukanya" in answer.content.decode()
    assert "Giliran Anda" not in answer.content.decode()
    kept = desk.post(url, {"seen": seen, "words": "Catatan panjang"})
    assert kept.status_code == 409
    page = kept.content.decode()
    assert "Catatan panjang" in page and "Bukan giliran Anda lagi" in page
    assert "Giliran Anda:" not in page and ">Setujui</button>" not in page


def test_the_counter_prints_the_letter_that_it_brings_to_be_signed(
    sku: ServiceVersion, terjun: Unit, examiner: User, lurah: User, now: datetime
) -> None:
    case = casework.signed(casework.proposed(sku, terjun, examiner, now=now), [lurah], now=now)
    counter = people.signed_in(people.staff("loket", "counter", terjun, now=now))
    read(counter, reverse("casework:scan", args=[case.reference]))
    answer = counter.get(reverse("casework:letter", args=[case.reference]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    elsewhere = people.village(terjun.office, "Besar")
    other = people.signed_in(people.staff("lain", "counter", elsewhere, now=now))
    assert other.get(reverse("casework:letter", args=[case.reference])).status_code == 404


def test_the_partner_is_somebody_else(
    client: Client, wedding: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    started = casework.draft(wedding, terjun, now=now)
    client.post(f"/status/tautan/{started.token}/")
    url = f"/layanan/{wedding.service.slug}/ajukan/isian/{partner_page(wedding)}/"
    assert "sama dengan NIK pemohon" in asked_again(
        client, url, {**partner(wedding), "partner_nik": casework.NIK}
    )


def partner_page(version: ServiceVersion) -> str:
    pages = version.form["pages"]
    return next(page["key"] for page in pages if any(f["key"] == "partner_nik" for f in page["fields"]))


def partner(version: ServiceVersion) -> dict[str, str]:
    return {"partner_name": "Contoh Pasangan", "partner_birth_place": "Medan"}
