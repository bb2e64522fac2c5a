"""The page of the audit trail: who sees which events, what the filters do, what the seals say."""

from datetime import timedelta

import pytest

from sinergi.access.permissions import Role
from sinergi.audit import jobs
from sinergi.audit.actors import APPLICANT, SYSTEM
from sinergi.audit.models import Event, SealCheck
from sinergi.audit.operations import plant_root, record, seal_settled
from sinergi.organization.queries import root_unit
from sinergi.web.record_words import WORDS
from tests.factories import people
from tests.factories.audit import wait_until_settled
from tests.factories.page import check_page
from tests.house.glossary import audit_rows

pytestmark = pytest.mark.django_db
PAGE = "/meja/jejak/"


@pytest.fixture(autouse=True)
def _frozen(time_machine, now):
    time_machine.move_to(now, tick=False)


@pytest.fixture
def auditor(office):
    return people.staff("audit", Role.AUDITOR, root_unit(office))


def _write(office, number, now, *, by=APPLICANT, code="application.submitted"):
    reference = f"MRL-2026-AAAA{number:02d}"
    return record(code, by=by, subject=("application", reference, reference), office_id=office.pk, now=now)


def _text(user, **query):
    response = people.signed_in(user).get(PAGE, query)
    check_page(response.content, url=PAGE)
    return response.content.decode()


def test_words_are_those_of_the_glossary():
    assert dict(audit_rows()) == WORDS


def test_filters_by_actor_subject_code_and_day(auditor, budi, office, now):
    _write(office, 1, now)
    _write(office, 2, now, by=budi, code="application.examined")
    _write(office, 3, now - timedelta(days=1), code="application.withdrawn")
    page = _text(auditor)
    assert all(f"AAAA0{n}" in page for n in (1, 2, 3)) and "Permohonan mulai diperiksa" in page
    assert "AAAA01" not in _text(auditor, pelaku="budi") and "AAAA02" in _text(auditor, pelaku="budi")
    assert "AAAA02" not in _text(auditor, hal="MRL-2026-AAAA01")
    only = _text(auditor, peristiwa="application.withdrawn")
    assert "AAAA03" in only and "AAAA01" not in only
    day = now - timedelta(days=1)
    parts = {"hari_day": day.day, "hari_month": day.month, "hari_year": day.year}
    that_day = _text(auditor, **parts)
    assert "AAAA03" in that_day and "AAAA01" not in that_day
    assert "Tidak ada peristiwa yang cocok" in _text(auditor, hal="tidak ada")


def _english(user, **query):
    client = people.signed_in(user)
    client.cookies["bahasa"] = "en"
    page = client.get(PAGE, query).content.decode()
    check_page(page, url=PAGE)
    return page


def test_an_english_page_says_actors_codes_and_fixed_texts_in_english(auditor, budi, office, now):
    _write(office, 1, now)
    for code, subject, reason in (
        ("role.granted", ("user", 1, "loket: counter @ Terjun"), ""),
        ("document.erased", ("document", 1, "Berita acara"), "masa simpan berakhir"),
        ("survey.comment_moderated", ("survey_comment", 1, "ditampilkan"), ""),
        ("office.changed", ("office", office.pk, office.name), "phone, email"),
        ("meeting.recorded", ("meeting", 1, "Rembuk"), "kesepakatan"),
        ("letter.withdrawn", ("letter", 1, "470/1"), "Salah ketik"),
    ):
        record(code, by=SYSTEM, subject=subject, office_id=office.pk, now=now, reason=reason)
    said = _english(auditor)
    for words in (
        ">Applicant<", ">System<", "loket: Counter officer @ Terjun", ">Minutes (berita acara)<",
        "the time of keeping is over", ">Shown<", "telephone, email", '<span lang="id">Salah ketik</span>', "agreement",
    ):  # fmt: skip
        assert words.casefold() in said.casefold(), words
    assert ">Sistem<" not in said and ">Pemohon<" not in said
    assert "AAAA01" in _english(auditor, pelaku="applic") and "AAAA01" not in _english(auditor, pelaku="syst")
    assert "loket: Petugas loket @ Terjun" in _text(auditor) and "telepon, surel" in _text(auditor)


def test_a_day_that_is_none_is_said_beside_the_field(auditor):
    page = _text(auditor, hari_day="31", hari_month="2", hari_year="2026", pelaku="Contoh yang diketik")
    assert "error-summary" in page and "Contoh yang diketik" in page


def test_another_office_is_never_seen(auditor, now):
    other = people.office("Kecamatan Contoh Lain", code="12.71.99", prefix="LAI", host="lain")
    _write(other, 7, now)
    assert "AAAA07" not in _text(auditor)


def test_an_auditor_of_one_kelurahan_sees_its_people_only(terjun, paya_pasir, budi, dewi, office, now):
    below = people.staff("awas", Role.AUDITOR, terjun)
    _write(office, 1, now, by=budi)
    _write(office, 2, now, by=dewi)
    _write(office, 3, now)
    page = _text(below)
    assert "AAAA01" in page and "AAAA02" not in page and "AAAA03" not in page


@pytest.mark.parametrize("role", [Role.EXAMINER, Role.LURAH, Role.EDITOR])
def test_who_does_not_supervise_finds_nothing(role, terjun):
    assert people.signed_in(people.staff("lain", role, terjun)).get(PAGE).status_code == 404


def test_the_page_says_what_the_last_check_found(auditor, office, now, monkeypatch):
    assert "Belum diperiksa" in _text(auditor)
    _write(office, 1, now)
    monkeypatch.setattr("sinergi.audit.operations.SETTLE", timedelta(0))
    SealCheck.objects.create(seals=3, sealed_to=9, at=now)
    assert "Diperiksa" in _text(auditor) and "3 segel cocok" in _text(auditor)
    SealCheck.objects.create(seals=3, sealed_to=9, broken="4–6", at=now)
    page = _text(auditor)
    assert "Tidak utuh" in page and "4–6" in page and "Tidak berubah sejak" not in page


@pytest.mark.django_db(transaction=True)
def test_the_nightly_check_keeps_what_it_found(auditor, office, now):
    _write(office, 1, now)
    wait_until_settled()
    seal_settled(now=now + timedelta(minutes=5))
    root = plant_root(now=now + timedelta(minutes=5))
    jobs.check(timestamp=0)
    page = _text(auditor)
    assert "Tidak berubah sejak" in page and bytes(root.digest).hex()[:8] in page
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("alter table audit_event disable trigger all")
        cursor.execute(
            "update audit_event set actor_name = 'Contoh Lain' where id = %s", [Event.objects.first().pk]
        )
        cursor.execute("alter table audit_event enable trigger all")
    jobs.check(timestamp=0)
    assert "Tidak utuh" in _text(auditor)
