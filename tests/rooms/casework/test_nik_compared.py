"""A birth date or a sex that the NIK contradicts: the sender and the officers see it, nobody is refused."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.queries.citizen import differing_from_nik
from sinergi.casework.standards import standard_of
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from tests.factories import casework, people
from tests.factories.page import read

pytestmark = pytest.mark.django_db
DIFFERS = "Tidak cocok dengan NIK"


@pytest.fixture(autouse=True)
def _clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False):
        yield


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ({"birth_date": "1985-05-06"}, "Tanggal lahir"),
        ({"birth_date": "1986-05-05"}, "Tanggal lahir"),
        ({"sex": "L"}, "Jenis kelamin"),
        ({}, ""),
    ],
)
def test_the_applicants_own_answers(
    client: Client, sku: ServiceVersion, terjun: Unit, now: datetime, change: dict[str, str], label: str
) -> None:
    started = casework.draft(sku, terjun, now=now)
    case = started.application
    answers = casework.answers(sku, terjun) | change
    case = operations.save_answers(case, answers, by=APPLICANT, now=now)
    client.post(f"/status/tautan/{started.token}/")
    check = read(client, f"/layanan/{sku.service.slug}/ajukan/periksa/")
    assert (DIFFERS in check) == bool(label)
    assert "Kirim permohonan" in check
    case = operations.submit(case, seen=case.revision, token=started.token, by=APPLICANT, now=now)
    officer = people.signed_in(people.staff("petugas", "counter", terjun))
    page = read(officer, reverse("casework:case", args=[case.reference]))
    if label:
        assert f"{DIFFERS}:</b> <span>{label}</span>." in page.replace(' lang="id"', "")
    else:
        assert DIFFERS not in page
    assert casework.NIK not in page


def test_the_partners_birth_date_is_compared_with_the_partners_nik(
    wedding: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    case = casework.draft(wedding, terjun, now=now).application
    assert differing(case) == []
    answers = casework.answers(wedding, terjun) | {"partner_birth_date": "1990-01-01"}
    assert differing(operations.save_answers(case, answers, by=APPLICANT, now=now)) == [
        "Tanggal lahir calon pasangan"
    ]


def differing(case: Application) -> list[str]:
    return differing_from_nik(Application.objects.get(pk=case.pk), standard_of(case.version))
