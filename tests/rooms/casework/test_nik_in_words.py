"""An officer writes a NIK into words: it is refused next to its field where the words leave the sealed case, and
nothing that was typed is lost."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from sinergi.accounts.models import User
from sinergi.casework.models import Application
from sinergi.casework.workflow import Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.letters import operations as letters
from sinergi.notices.models import Message
from sinergi.notices.operations import NIK_LIKE
from sinergi.organization.models import Unit
from tests.factories import casework, people
from tests.rooms.casework.test_views_citizen import get
from tests.rooms.casework.test_views_desk import seen_on

pytestmark = pytest.mark.django_db
QUEUE = "/meja/permohonan/"
WITH_NIK = f"Salah ketik, NIK {casework.NIK} milik orang lain"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(budi: User) -> Client:
    return people.signed_in(budi)


def tables_with(text: str) -> list[tuple[str, str]]:
    """Every text column of the database in which ``text`` stands readable."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'public' "
            "and data_type in ('text', 'character varying', 'jsonb')"
        )
        found = []
        for table, column in cursor.fetchall():
            like = f'select exists (select 1 from "{table}" where "{column}"::text like %s)'
            cursor.execute(like, [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.append((table, column))
        return found


def test_the_legal_reason_of_a_refusal(
    desk: Client, sktm: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sktm, terjun, budi, now=now)
    act = f"{QUEUE}{case.reference}/tolak/"
    typed = {
        "seen": seen_on(get(desk, act)),
        "legal_reason": WITH_NIK,
        "explanation": "Penjelasan yang panjang",
    }
    answer = desk.post(act, typed)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "16 angka seperti NIK" in page
    assert 'id="id_legal_reason_error"' in page
    assert "Penjelasan yang panjang" in page
    assert Application.objects.get(pk=case.pk).status == Status.EXAMINED


@pytest.mark.parametrize("act", ["kembalikan/", "waktu-baru/"])
def test_other_words_stay_sealed_in_the_case_and_out_of_messages(
    act: str, desk: Client, sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    url = f"{QUEUE}{case.reference}/{act}"
    typed = {
        "seen": seen_on(get(desk, url)), "field_applicant": WITH_NIK, "deadline_day": "20", "deadline_month": "6",
        "deadline_year": "2026", "reason": "lain", "words": WITH_NIK, "new_day_day": "20", "new_day_month": "6",
        "new_day_year": "2026", "new_time": "10:00",
    }  # fmt: skip
    assert desk.post(url, typed).status_code == 302
    bodies = [f"{row.subject} {row.body}" for row in Message.objects.filter(subject_id=case.reference)]
    assert len(bodies) == 2
    assert not any(NIK_LIKE.search(body) for body in bodies)
    assert not tables_with(casework.NIK)


def test_words_of_a_signer_stay_sealed(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.proposed(sku, terjun, budi, now=now)
    signer = people.signed_in(lurah)
    act = f"{QUEUE}{case.reference}/kembalikan-ke-pemeriksa/"
    assert signer.post(act, {"seen": seen_on(get(signer, act)), "words": WITH_NIK}).status_code == 302
    assert not tables_with(casework.NIK)


def test_the_reason_of_a_withdrawn_letter(
    desk: Client, sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.ready(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    assert case.letter
    answer = desk.post(f"/meja/surat/{case.letter.pk}/tarik/", {"tarik-reason": WITH_NIK})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "16 angka seperti NIK" in page
    assert casework.NIK in page  # what was typed is not lost
    case.letter.refresh_from_db()
    assert case.letter.withdrawn_at is None
    assert not tables_with(casework.NIK)


def test_the_reason_of_a_voided_number(desk: Client, terjun: Unit, budi: User, now: datetime) -> None:
    block = letters.reserve_block(unit=terjun, book="keluar", count=1, by=budi.at(now), now=now)
    from sinergi.letters.models import RegisterEntry

    entry = RegisterEntry.objects.get(block=block)
    answer = desk.post(f"/meja/surat/nomor/{entry.pk}/batal/", {"reason": WITH_NIK})
    assert "16 angka seperti NIK" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.voided_at is None
    assert not tables_with(casework.NIK)
