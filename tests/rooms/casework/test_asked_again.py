"""A page with an error is asked for again by GET: what was typed waits sealed, and only as long as it is needed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.operations import Finding
from sinergi.casework.operations.mending import APPLICANT_FIELD
from sinergi.casework.operations.unfinished import LONGEST
from sinergi.casework.standards import standard_of
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from tests.factories import casework
from tests.rooms.casework.test_views_citizen import PERSON, asked_again, get, post, seen_on, typed

pytestmark = pytest.mark.django_db
WRONG_NIK = "1271 1245 0585 000"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def base(client: Client, sku: ServiceVersion, terjun: Unit, now: datetime) -> str:
    """The addresses of a complete draft that this browser holds."""
    started = casework.draft(sku, terjun, now=now)
    client.post(f"/status/tautan/{started.token}/")
    return f"/layanan/{sku.service.slug}/ajukan/"


def person(terjun: Unit, **other: Any) -> dict[str, Any]:
    return {**PERSON, "village": terjun.pk, **other}


def unfinished() -> Any:
    return Application.objects.get().unfinished


def test_everything_typed_is_there_again_and_gone_once_it_is_right(
    client: Client, base: str, terjun: Unit
) -> None:
    url = f"{base}pemohon/"
    for _reload in range(2):
        text = asked_again(client, url, person(terjun, nik=WRONG_NIK, address="Jalan Contoh Baru"))
        assert f'value="{WRONG_NIK}"' in text
        assert "Jalan Contoh Baru" in get(client, url)
    assert Application.objects.get().address == "Jalan Contoh 5, Lingkungan 3"
    post(client, url, person(terjun, address="Jalan Contoh Baru"), to=base)
    assert unfinished() is None
    text = get(client, url)
    assert "error-summary" not in text
    assert "Jalan Contoh Baru" in text


def test_pages_keep_their_typing_apart_and_ubah_leads_back(
    client: Client, base: str, sku: ServiceVersion, terjun: Unit
) -> None:
    page, answers = next(iter(typed(sku, terjun).items()))
    born = {"birth_date_day": "31", "birth_date_month": "2", "birth_date_year": "1985"}
    text = asked_again(client, f"{base}isian/{page}/?ubah", {**answers, **born})
    assert 'name="birth_date_day" value="31"' in text
    post(client, f"{base}pemohon/?ubah", person(terjun), to="periksa")
    assert 'name="birth_date_day" value="31"' in get(client, f"{base}isian/{page}/?ubah")
    post(client, f"{base}isian/{page}/?ubah", answers, to="periksa")
    assert unfinished() is None


def test_nothing_typed_is_kept_readable_or_travels(client: Client, base: str, terjun: Unit) -> None:
    nik = "1271124505850009999"
    answer = client.post(f"{base}pemohon/", person(terjun, nik=nik, name="Contoh Rahasia 7"))
    said = f"{answer.headers} {answer.cookies}"
    for secret in (nik, "Rahasia"):
        assert secret not in said
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'select string_agg(t::text, chr(10)) from "{table}" t')
            kept = cursor.fetchone()[0] or ""
            for secret in (nik, "Rahasia"):
                assert secret not in kept, table
                assert secret.encode().hex() not in kept, table
    assert unfinished()["applicant"]["typed"]["nik"] == [nik]


def test_only_fields_of_the_page_are_kept_and_no_more_than_they_take(
    client: Client, base: str, terjun: Unit
) -> None:
    long = "1" * (LONGEST + 1)
    more = {"csrfmiddlewaretoken": "x", "lain": "y", "name": [long] * 60, "address": long}
    client.post(f"{base}pemohon/", person(terjun, **more))
    kept = unfinished()["applicant"]["typed"]
    assert kept.keys() == {"name", "nik", "village", "address", "phone", "email"}
    assert len(kept["name"]) == 50
    assert sum(map(len, kept["name"])) == len(kept["address"][0]) == LONGEST


def test_sending_forgets_what_was_left_wrong(
    client: Client, base: str, terjun: Unit, sku: ServiceVersion
) -> None:
    check = f"{base}periksa/"
    asked_again(client, f"{base}pemohon/?ubah", person(terjun, nik=WRONG_NIK))
    text = asked_again(client, check, {"seen": seen_on(get(client, check))})
    assert "Centang pernyataan" in text
    post(client, check, {"declare": "on", "seen": seen_on(text)}, to="/bukti/")
    case = Application.objects.get()
    assert case.unfinished is None
    assert case.nik == casework.NIK


def test_the_check_page_says_that_a_correction_is_not_finished(
    client: Client, base: str, sku: ServiceVersion, terjun: Unit
) -> None:
    """Who goes back to "Periksa" after a mistake would else believe that the new answer is sent."""
    page, answers = next(iter(typed(sku, terjun).items()))
    check, changed = f"{base}periksa/", f"{base}isian/{page}/?ubah"
    words = "yang dipakai adalah isian sebelumnya"
    assert words not in get(client, check)
    asked_again(client, changed, {**answers, "birth_date_day": "31", "birth_date_month": "2"})
    asked_again(client, f"{base}pemohon/?ubah", person(terjun, nik=WRONG_NIK))
    text = get(client, check)
    assert words in text
    for url in (changed, f"{base}pemohon/?ubah"):
        assert f'<a href="{url}">' in text
    post(client, changed, answers, to="periksa")
    post(client, f"{base}pemohon/?ubah", person(terjun), to="periksa")
    assert words not in get(client, check)


def test_what_the_check_page_said_is_over_with_the_next_change(
    client: Client, base: str, terjun: Unit
) -> None:
    check = f"{base}periksa/"
    asked_again(client, check, {"seen": seen_on(get(client, check))})
    post(client, f"{base}pemohon/?ubah", person(terjun), to="periksa")
    assert "error-summary" not in get(client, check)


def test_a_refused_file_is_told_until_a_good_one_or_none_is_there(
    client: Client, base: str, sku: ServiceVersion
) -> None:
    url = f"{base}berkas/{standard_of(sku).uploads[0].key}/"
    empty = casework.photo()
    empty.file.truncate(0)
    empty.size = 0
    assert "Berkas ini kosong" in asked_again(client, url, {"file": empty})
    assert "Berkas ini kosong" in get(client, url)
    post(client, url, {"file": casework.photo()}, to=base)
    assert "error-summary" not in get(client, url)
    asked_again(client, url, {"file": empty})
    post(client, url, {"hapus": "1"}, to=url)
    assert unfinished() is None


def test_a_refused_file_is_forgotten_by_whoever_goes_on_with_the_one_before(
    client: Client, base: str, sku: ServiceVersion
) -> None:
    url = f"{base}berkas/{standard_of(sku).uploads[0].key}/"
    post(client, url, {"file": casework.photo()}, to=base)
    empty = casework.photo()
    empty.file.truncate(0)
    empty.size = 0
    asked_again(client, url, {"file": empty})
    post(client, url, {}, to=base)
    assert unfinished() is None
    assert "error-summary" not in get(client, url)


def test_it_ends_with_the_draft(client: Client, base: str, terjun: Unit, now: datetime) -> None:
    asked_again(client, f"{base}pemohon/", person(terjun, nik=WRONG_NIK))
    draft, late = Application.objects.get(), now + timedelta(days=15)
    with pytest.raises(Refused):
        operations.keep_unfinished(draft, "applicant", {"nik": ["1"]}, now=late)
    operations.sweep_drafts(now=late)
    assert not Application.objects.exists()
    with pytest.raises(operations.Gone):
        operations.keep_unfinished(draft, "applicant", {"nik": ["1"]}, now=now)


def test_the_database_keeps_it_with_drafts_and_mending_only(
    sku: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    case = casework.submitted(sku, terjun, now=now)
    case.unfinished = {"applicant": {}}
    with pytest.raises(IntegrityError), transaction.atomic():
        case.save(update_fields=["unfinished"])
    with pytest.raises(Refused):
        operations.keep_unfinished(case, "applicant", {"nik": ["1"]}, now=now)


# --- mending ---


@pytest.fixture
def returned(client: Client, sku: ServiceVersion, terjun: Unit, budi: User, now: datetime) -> Application:
    """Sent back: the applicant's data, and one file. This browser has it open."""
    findings = [
        Finding(words="NIK salah", field=APPLICANT_FIELD),
        Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key),
    ]
    case = casework.taken(sku, terjun, budi, now=now)
    case = operations.send_back(case, findings, deadline=date(2026, 6, 19), by=budi, now=now)
    client.post("/status/", {"reference": case.reference, "check_text": "0042"})
    return case


def mending(case: Application, field: str) -> str:
    return f"/status/{case.reference}/perbaiki/{case.defects.get(field=field).pk}/"


def test_mending_asks_again_too(
    client: Client, returned: Application, terjun: Unit, paya_pasir: Unit
) -> None:
    url, file = mending(returned, APPLICANT_FIELD), mending(returned, "")
    assert "belum dipilih" in asked_again(client, file, {})
    assert f'value="{WRONG_NIK}"' in asked_again(client, url, person(terjun, nik=WRONG_NIK))
    text = asked_again(client, url, person(paya_pasir))
    assert "Kelurahan tidak dapat diganti" in text
    assert "0812-6000-0042" in text
    post(client, url, person(terjun), to=returned.reference)
    assert unfinished().keys() == {f"defect:{returned.defects.get(field='').pk}"}
    post(client, file, {"file": casework.photo()}, to=returned.reference)
    assert unfinished() is None


def test_the_copy_of_the_data_says_where_typing_waits(
    client: Client, returned: Application, terjun: Unit
) -> None:
    copy, url = f"/status/{returned.reference}/data/", mending(returned, APPLICANT_FIELD)
    assert "Perbaikan yang belum selesai" not in get(client, copy)
    asked_again(client, url, person(terjun, nik=WRONG_NIK))
    text = get(client, copy)
    assert "Perbaikan yang belum selesai" in text
    assert f'href="{url}"' in text
    assert mending(returned, "") not in text
    assert WRONG_NIK not in text


def test_withdrawing_forgets_it(client: Client, returned: Application, terjun: Unit, now: datetime) -> None:
    asked_again(client, mending(returned, APPLICANT_FIELD), person(terjun, nik=WRONG_NIK))
    operations.withdraw(returned, by=APPLICANT, now=now)
    assert unfinished() is None


def test_a_stale_page_of_mending_leads_to_the_case_that_was_withdrawn(
    client: Client, returned: Application, terjun: Unit, now: datetime
) -> None:
    url = mending(returned, APPLICANT_FIELD)
    operations.withdraw(returned, by=APPLICANT, now=now)
    for answer in (client.get(url), client.post(url, person(terjun, nik=WRONG_NIK))):
        assert answer.status_code == 302
        assert answer.url == f"/status/{returned.reference}/"
    assert "Tidak ada yang perlu diperbaiki sekarang." in get(client, f"/status/{returned.reference}/")
    assert unfinished() is None
