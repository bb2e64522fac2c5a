"""Under an address that belongs to no office every page of citizens says 404, never 500."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Office, Unit
from tests.factories import casework, people
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db
PARTS = ["", "persetujuan/", "pemohon/", "isian/usaha/", "berkas/", "berkas/ktp/", "berkas/ktp/lihat/", "periksa/",
         "nanti/"]  # fmt: skip


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def check_all(addresses: list[str]) -> None:
    client = Client(raise_request_exception=False)
    typed = {"reference": "MRL-2026-ZZZZZZ", "check_text": "0042", "phone": casework.PHONE}
    for address in addresses:
        for answer in (client.get(address), client.post(address, typed)):
            assert answer.status_code in {404, 405}, (address, answer.status_code)
    assert client.post(f"{addresses[0]}hapus/").status_code == 302  # there is nothing to discard
    check_page(client.get("/status/").content, url="/status/")


def test_an_unknown_host_of_two_offices(sku: ServiceVersion, terjun: Unit, now: datetime) -> None:
    Office.objects.update(host="ada.example")
    people.office("Kecamatan Contoh Lain", code="12.71.13", prefix="LAI", host="lain.example")
    token = casework.draft(sku, terjun, now=now).token
    apply = f"/layanan/{sku.service.slug}/ajukan/"
    check_all([
        *(apply + part for part in PARTS), "/status/", "/status/lupa-nomor/", f"/status/tautan/{token}/",
    ])  # fmt: skip


def test_before_there_is_an_office() -> None:
    assert not Office.objects.exists()
    apply = "/layanan/keterangan-usaha/ajukan/"
    check_all([*(apply + part for part in PARTS), "/status/", "/status/lupa-nomor/", "/status/tautan/x/"])
