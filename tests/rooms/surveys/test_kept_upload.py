"""A form with a mistake elsewhere keeps the file that was chosen: nothing that was typed or uploaded is lost."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sinergi.access.permissions import Role
from sinergi.accounts.models import User
from sinergi.documents.models import Document
from sinergi.documents.operations import erase_expired
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from sinergi.surveys.models import ImportBatch, Questionnaire
from tests.factories import people
from tests.factories import surveys as make
from tests.factories.page import check_page
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
NEW = "/meja/survei/impor/baru/"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def send(client: Client, village: Unit, *, name: str = "", content: bytes = b"", **more: Any) -> Any:
    facts = {
        "service": make.service(village.office).pk,
        "unit": village.pk,
        "month": "2026-03-01",
        "order": "annex",
    }
    file = (
        {"file": SimpleUploadedFile(name, content or make.fixture("gaspul_tw3_counts.csv"))} if name else {}
    )
    response = client.post(NEW, {**facts, **file, **more}, follow=True)
    check_page(response.content, url=NEW)
    return response


def token(response: Any) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', response.content.decode())
    return found[1] if found else ""


def test_the_file_survives_a_mistake_in_another_field(terjun: Unit, mutu: User) -> None:
    client = people.signed_in(mutu)
    first = send(client, terjun, name="triwulan-3.csv", unit="", month_column="Tanggal isi")
    html = first.content.decode()
    assert first.status_code == 422 and "Berkas sekarang: triwulan-3.csv" in html and "Sudah diunggah" in html
    assert 'value="Tanggal isi"' in html and not ImportBatch.objects.exists()
    again = send(client, terjun, unit="", kept=token(first))
    assert "triwulan-3.csv" in again.content.decode() and Document.objects.count() == 1
    last = send(client, terjun, kept=token(again))
    assert last.status_code == 200 and "91,48" in last.content.decode()
    batch = ImportBatch.objects.get()
    assert batch.document.name == "triwulan-3.csv"
    assert list(Document.objects.filter(erased_at=None)) == [batch.document]


def test_another_file_replaces_the_kept_one(terjun: Unit, mutu: User) -> None:
    client = people.signed_in(mutu)
    first = send(client, terjun, name="lama.csv", unit="")
    second = send(client, terjun, name="baru.csv", unit="", kept=token(first))
    assert "baru.csv" in second.content.decode() and "lama.csv" not in second.content.decode()
    assert Document.objects.filter(erased_at=None).count() == 1
    send(client, terjun, name="akhir.csv", kept=token(second))
    assert ImportBatch.objects.get().document.name == "akhir.csv"
    assert Document.objects.filter(erased_at=None).count() == 1


def test_a_refusal_by_the_operation_keeps_the_file_too(terjun: Unit, mutu: User) -> None:
    client = people.signed_in(mutu)
    Questionnaire.objects.all().delete()
    refused = send(client, terjun, name="triwulan-3.csv")
    assert refused.status_code == 422 and "belum memiliki kuesioner" in refused.content.decode()
    assert "Berkas sekarang: triwulan-3.csv" in refused.content.decode() and token(refused)


def test_what_is_no_sheet_is_not_kept(terjun: Unit, mutu: User) -> None:
    refused = send(
        people.signed_in(mutu), terjun, name="foto.csv", content=b"\x89PNG\r\n\x1a\n" + b"0" * 99, unit=""
    )
    assert refused.status_code == 422 and not token(refused) and not Document.objects.exists()


def test_a_kept_file_is_its_owners_alone_and_gone_after_a_day(
    office: Office, terjun: Unit, mutu: User
) -> None:
    first = send(people.signed_in(mutu), terjun, name="triwulan-3.csv", unit="")
    other = people.signed_in(people.staff("mutu2", Role.QUALITY, root_unit(office)))
    for stranger in (other, people.signed_in(mutu)):
        given = token(first) if stranger is other else token(first)[:-1] + "x"
        answer = send(stranger, terjun, kept=given)
        assert answer.status_code == 422 and "triwulan-3.csv" not in answer.content.decode()
    assert not ImportBatch.objects.exists()
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert erase_expired(now=NOW + timedelta(days=2)) == 1
        assert send(people.signed_in(mutu), terjun, kept=token(first)).status_code == 422


def test_a_button_pressed_twice_begins_one_import(
    terjun: Unit, mutu: User, django_capture_on_commit_callbacks: Any
) -> None:
    client = people.signed_in(mutu)
    first = send(client, terjun, name="triwulan-3.csv", unit="")
    with django_capture_on_commit_callbacks(execute=True):
        began = send(client, terjun, kept=token(first))
    again = send(client, terjun, kept=token(first))
    assert again.status_code == 200 and again.redirect_chain == began.redirect_chain
    other = send(client, terjun, kept=token(first), month="2026-02-01")
    assert other.status_code == 422 and "Pilih lagi berkasnya" in other.content.decode()
    assert "Berkas sekarang" not in other.content.decode() and not token(other)
    assert ImportBatch.objects.count() == 1
