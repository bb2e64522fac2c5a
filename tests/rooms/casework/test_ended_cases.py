"""Refused, withdrawn and finished: what the citizen reads first, and a receipt that promises nothing any more."""

import re
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.catalogue.models import Service, ServiceVersion
from sinergi.organization.models import Unit
from sinergi.ui import formats
from sinergi.worktime.formulas import due_date
from sinergi.worktime.queries import schedule_of
from tests.factories import casework
from tests.factories import surveys as make
from tests.rooms.casework.test_views_citizen import get
from tests.rooms.casework.test_views_status import open_status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def refused(sku: ServiceVersion, terjun: Unit, budi: User, now: datetime) -> Application:
    make.questionnaire(terjun.office)
    case = casework.taken(sku, terjun, budi, now=now)
    return operations.reject(
        case,
        legal_reason="Pasal 7 Perwal contoh",
        explanation="Usahanya di kecamatan lain.",
        by=budi,
        now=now,
    )


@pytest.fixture
def withdrawn(sku: ServiceVersion, terjun: Unit, now: datetime) -> Application:
    return operations.withdraw(casework.submitted(sku, terjun, now=now), by=APPLICANT, now=now)


@pytest.fixture
def finished(sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime) -> Application:
    return casework.finished(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)


def test_a_refused_citizen_reads_the_reason_then_the_objection_then_the_survey(
    client: Client, refused: Application
) -> None:
    open_status(client, refused)
    page = get(client, f"/status/{refused.reference}/")
    places = [
        page.index(words)
        for words in (
            "Permohonan Anda ditolak", "Pasal 7 Perwal contoh", "Usahanya di kecamatan lain.",
            "Tidak setuju dengan keputusan ini?", "Masih memerlukan surat ini?", "Bagaimana pelayanan kami?",
            ">Riwayat<",
        )
    ]  # fmt: skip
    assert places == sorted(places)


def test_the_term_for_an_objection_is_a_date(client: Client, refused: Application) -> None:
    open_status(client, refused)
    page = get(client, f"/status/{refused.reference}/")
    # 21 working days after Tuesday 9 June 2026, 16 June being a holiday.
    schedule = schedule_of(refused.office.calendar, refused.office.time_zone)
    until = due_date(date(2026, 6, 9), 21, schedule.holidays)
    assert until > date(2026, 7, 7)
    assert f"paling lambat <b>{formats.long_date(until)}</b> (21 hari kerja" in page


@pytest.mark.parametrize("state", ["refused", "withdrawn", "finished"])
def test_who_was_refused_or_withdrew_can_apply_again(state: str, request: Any, client: Client) -> None:
    case: Application = request.getfixturevalue(state)
    open_status(client, case)
    link = f'href="/layanan/{case.version.service.slug}/ajukan/">Ajukan lagi</a>'
    assert (link in get(client, f"/status/{case.reference}/")) is (state != "finished")
    Service.objects.update(is_active=False)
    assert "Ajukan lagi" not in get(client, f"/status/{case.reference}/")


@pytest.mark.parametrize(
    ("state", "words"), [("refused", "Ditolak"), ("withdrawn", "Dicabut"), ("finished", "Selesai")]
)
def test_the_receipt_of_an_ended_case_promises_nothing(
    state: str, words: str, request: Any, client: Client
) -> None:
    case = request.getfixturevalue(state)
    open_status(client, case)
    page = get(client, f"/status/{case.reference}/bukti/")
    assert "Bukti permohonan" in page
    assert re.search(rf"<b>{words}</b> \(.*9 Juni 2026\)", page)
    for promised in ("Permohonan terkirim", "selesai paling lambat", "bawa:", "Apa yang terjadi berikutnya"):
        assert promised not in page
