"""The applicant reads a copy of everything that is kept, and the consent page says no more than what exists."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from sinergi.accounts.models import User
from sinergi.casework import operations, references
from sinergi.casework.models import Application
from sinergi.casework.standards import standard_of
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from tests.factories import casework
from tests.rooms.casework.test_views_citizen import get
from tests.rooms.casework.test_views_status import open_status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def test_all_answers_and_files_with_every_nik_masked(
    client: Client, wedding: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    case = casework.submitted(wedding, terjun, now=now)
    open_status(client, case)
    address = f"/status/{case.reference}/data/"
    assert address in get(client, f"/status/{case.reference}/")
    page = get(client, address)
    standard = standard_of(wedding)
    for words in ("Contoh Sari Pemohon", "Jalan Contoh 5, Lingkungan 3", references.masked_nik(casework.NIK)):
        assert words in page
    for label in [
        *(row.label for row in standard.uploads),
        *(field.label for field in standard.definition.fields()),
    ]:
        assert label in page
    for value in (
        casework.NIK,
        *(v for v in casework.answers(wedding, terjun).values() if len(str(v)) == 16),
    ):
        assert str(value) not in page
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_nobody_else_reads_it(client: Client, sku: ServiceVersion, terjun: Unit, now: datetime) -> None:
    mine = casework.submitted(sku, terjun, now=now)
    other = casework.submitted(sku, terjun, now=now, phone="+6281260000099")
    open_status(client, mine)
    for asking in (client, Client()):
        answer = asking.get(f"/status/{other.reference}/data/")
        assert answer.headers["Location"] == f"/status/?nomor={other.reference}"


def test_erased_data_are_gone(
    client: Client, sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.finished(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    open_status(client, case)
    Application.objects.filter(pk=case.pk).update(erase_after=date(2026, 6, 1))
    operations.erase_expired(now=now)
    page = get(client, f"/status/{case.reference}/data/")
    assert "sudah dihapus" in page
    assert "Contoh Sari" not in page


def test_the_consent_page_says_what_exists(client: Client, sku: ServiceVersion) -> None:
    page = get(client, f"/layanan/{sku.service.slug}/ajukan/persetujuan/")
    assert "Semua data Anda dapat Anda lihat kapan saja di halaman status." in page
    assert "lewat loket atau halaman status" not in page
