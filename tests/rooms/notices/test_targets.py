"""A message of the inbox leads to its item, where the reader may see it now."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.accounts.models import RoleAssignment, User
from sinergi.casework import operations as casework_operations
from sinergi.casework.models import Application
from sinergi.information import operations as information
from sinergi.notices.models import Channel, Message
from sinergi.notices.operations import Recipient
from sinergi.organization.models import Office, Unit
from tests.factories import casework, people
from tests.factories import information as programmes
from tests.factories.page import check_page

NOW = people.NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        yield


def read(client: Client) -> str:
    answer = client.get("/meja/pesan/")
    assert answer.status_code == 200
    html: str = answer.content.decode()
    check_page(html, url="/meja/pesan/")
    return html


@pytest.fixture
def late(office: Office, terjun: Unit, budi: User) -> Application:
    """A case that budi examines and was reminded of."""
    sku = casework.services(office, now=NOW)["keterangan-usaha"]
    case = casework.taken(sku, terjun, budi, now=NOW)
    casework_operations.note_overdue(now=NOW + timedelta(days=5))
    assert Message.objects.filter(user=budi, channel=Channel.INBOX).count() == 1
    return case


def test_a_reminder_leads_to_its_case(late: Application, budi: User) -> None:
    html = read(people.signed_in(budi))
    assert f'<a href="/meja/permohonan/{late.reference}/">Buka permohonan {late.reference}' in html


def test_who_may_no_longer_see_the_case_gets_no_link(late: Application, budi: User, paya_pasir: Unit) -> None:
    RoleAssignment.objects.filter(user=budi).delete()
    people.give(budi, "examiner", paya_pasir)
    html = read(people.signed_in(budi))
    assert late.reference in html  # the message itself stays
    assert "/meja/permohonan/" + late.reference not in html


def test_reports_and_stale_programmes_lead_to_their_pages(terjun: Unit, paya_pasir: Unit) -> None:
    editor = people.staff("penyunting", "editor", terjun)
    page = programmes.programme(terjun, editor, title="Beras")
    report = information.report_inaccuracy(page, text="Salah hari.", contact=Recipient(), now=NOW)
    information.warn_stale(now=NOW + timedelta(days=1000))
    links = (
        f'href="/meja/program/laporan/{report.pk}/">Buka laporan ini',
        f'href="/meja/program/{page.pk}/">Buka program ini',
    )
    html = read(people.signed_in(editor))
    assert all(link in html for link in links)
    RoleAssignment.objects.filter(user=editor).delete()
    people.give(editor, "editor", paya_pasir)
    html = read(people.signed_in(editor))
    assert not any(link in html for link in links)


def test_links_cost_one_query_a_kind(late: Application, budi: User, terjun: Unit) -> None:
    desk = people.signed_in(budi)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert "Buka permohonan" in read(desk)
        return len(queries)

    count()
    before = count()
    for number in range(8):
        casework.taken(late.version, terjun, budi, now=NOW, phone=f"+62812600001{number:02}")
    casework_operations.note_overdue(now=NOW + timedelta(days=5))
    assert Message.objects.filter(user=budi).count() == 9
    assert count() == before
