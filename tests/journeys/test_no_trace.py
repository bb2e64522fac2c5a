"""One case from application to the index: what the database then knows, and what it must not."""

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from sinergi.accounts.models import User
from sinergi.casework.models import Application
from sinergi.casework.workflow import Status
from sinergi.organization.models import Office, Unit
from sinergi.surveys import operations as surveys
from sinergi.surveys.models import Response
from tests.factories import casework, people
from tests.factories import surveys as survey_factory
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db
NAME = "Contoh Sari Pemohon"
WORDS = "Antrean pagi itu terlalu panjang sekali"


def tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if name != "django_migrations"]


def places_of(text: str) -> list[str]:
    """Tables in which ``text`` stands as it is, in any column, as text or as bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in tables():
            for shape in (text, text.encode().hex()):
                cursor.execute(f'select 1 from "{table}" t where t::text ilike %s limit 1', [f"%{shape}%"])
                if cursor.fetchone():
                    found.append(table)
    return found


def test_search_finds_what_is_there(office: Office) -> None:
    """The search itself can fail."""
    assert "organization_office" in places_of(office.name)


def test_case_and_answer_leave_no_trace_of_the_person(
    office: Office, terjun: Unit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    start = datetime(2026, 6, 9, 9, 0, tzinfo=people.NOW.tzinfo)
    with time_machine.travel(start, tick=False) as clock:
        sku = casework.services(office, now=start)["keterangan-usaha"]
        survey_factory.questionnaire(office)
        budi, lurah = people.staff("budi", "examiner", terjun), people.staff("lurah", "lurah", terjun)
        case = finished(sku, terjun, budi, lurah, start)
        token = case.survey_token
        answer(case)
        for _each in range(25):  # others answer too, so that the pool is poured
            survey_factory.answer(terjun, sku.service, now=start)
        clock.shift(timedelta(hours=80))
        surveys.pour(start + timedelta(hours=80))
    assert Response.objects.count() >= 20
    assert token is not None
    for secret in (casework.NIK, NAME, casework.PHONE, "81260000042", str(token), "Jalan Contoh 5"):
        assert places_of(secret) == [], secret
        assert secret not in caplog.text
    links = [table for table in places_of(case.reference) if table.startswith("surveys_")]
    assert links == []
    assert places_of(str(case.pk)) != []  # the case itself is still there
    assert not [table for table in places_of(str(case.pk)) if table.startswith("surveys_")]


def finished(sku: Any, terjun: Unit, budi: User, lurah: User, now: datetime) -> Application:
    case = casework.proposed(sku, terjun, budi, now=now)
    case = casework.finished(case, [lurah], budi, now=now)
    assert case.status == Status.FINISHED
    return case


def answer(case: Application) -> None:
    """By the one-time link, through the page."""
    address = f"/survei/{case.survey_token}/"
    citizen = Client()
    page = citizen.get(address)
    check_page(page.content, url="survei")
    sent = citizen.post(
        address, {**{key: str(value) for key, value in survey_factory.GOOD.items()}, "comment": WORDS}
    )
    assert sent.status_code == 302
    again = citizen.get(address)
    assert "sudah kami terima" in again.content.decode()
