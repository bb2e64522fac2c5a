"""Programmes that stay true, and reports that reach somebody."""

import contextlib
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import SYSTEM
from sinergi.audit.models import Event
from sinergi.information import operations, queries
from sinergi.information.models import AccuracyReport, Programme
from sinergi.notices.models import Channel, Message
from sinergi.notices.operations import Recipient
from sinergi.notices.queries import inbox
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from tests.factories import catalogue, information, people
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def rina(office: Office) -> User:
    """The editor of the kecamatan."""
    return people.staff("rina", "editor", root_unit(office))


@pytest.fixture
def joko(terjun: Unit) -> User:
    """The lurah of Terjun, who may write for Terjun only."""
    return people.staff("joko", "lurah", terjun)


# --- programmes -----------------------------------------------------------------------------------------------


def test_programme_is_written_hidden_checked_today(terjun: Unit, joko: User) -> None:
    made = operations.write_programme(terjun, information.text(joko), by=joko, now=NOW)
    assert (made.slug, made.is_published, made.checked_on) == ("bantuan-contoh", False, date(2026, 5, 14))
    assert Event.objects.filter(code="programme.written", actor_id=joko.audit_id).exists()


def test_same_title_twice_gets_another_address(terjun: Unit, joko: User) -> None:
    slugs = [information.programme(terjun, joko).slug for _ in range(3)]
    assert slugs == ["bantuan-contoh", "bantuan-contoh-2", "bantuan-contoh-3"]


def test_only_editors_of_the_unit_write(
    terjun: Unit, paya_pasir: Unit, joko: User, rina: User, dewi: User, budi: User
) -> None:
    made = information.programme(terjun, joko)
    lurah = people.staff("wati", "lurah", paya_pasir)
    for stranger in (dewi, budi, lurah):
        for act in (
            lambda who: operations.write_programme(terjun, information.text(joko), by=who, now=NOW),
            lambda who: operations.edit_programme(made, information.text(joko), by=who, now=NOW),
            lambda who: operations.check_again(made, valid_until=date(2026, 9, 1), by=who, now=NOW),
            lambda who: operations.set_published(made, published=False, by=who, now=NOW),
        ):
            with pytest.raises(Refused, match="Hanya pengelola informasi"):
                act(stranger)
    operations.edit_programme(
        made, information.text(rina, title="Baru"), by=rina, now=NOW
    )  # above: the kecamatan


def test_owner_must_be_able_to_act_on_a_warning(terjun: Unit, joko: User, budi: User) -> None:
    with pytest.raises(Refused, match="Penanggung jawab"):
        operations.write_programme(terjun, information.text(budi), by=joko, now=NOW)


@pytest.mark.parametrize(
    ("until", "words"), [(date(2026, 5, 13), "sudah lewat"), (date(2027, 5, 16), "satu tahun")]
)
def test_validity_lies_within_a_year(terjun: Unit, joko: User, until: date, words: str) -> None:
    with pytest.raises(Refused, match=words) as caught:
        operations.write_programme(terjun, information.text(joko, valid_until=until), by=joko, now=NOW)
    assert caught.value.field == "valid_until"


def test_day_of_checking_is_the_day_in_jakarta(terjun: Unit, joko: User) -> None:
    made = operations.write_programme(
        terjun, information.text(joko), by=joko, now=NOW.replace(hour=0, minute=30)
    )
    assert made.checked_on == date(2026, 5, 14)  # 17.30 of the 13th in UTC


def test_stale_programme_is_shown_again_only_after_a_check(terjun: Unit, joko: User) -> None:
    made = information.stale(terjun, joko)
    operations.set_published(made, published=False, by=joko, now=NOW)
    with pytest.raises(Refused, match="Periksa isinya"):
        operations.set_published(made, published=True, by=joko, now=NOW)
    operations.check_again(made, valid_until=date(2026, 9, 1), by=joko, now=NOW)
    operations.set_published(made, published=True, by=joko, now=NOW)
    page = queries.programme_page(made.office, made.slug, today=NOW.date())
    assert page is not None and not page.is_stale and page.checked_on == NOW.date()


def test_owner_is_warned_once_and_again_after_the_next_date(terjun: Unit, joko: User) -> None:
    made = information.stale(terjun, joko)
    information.programme(terjun, joko, title="Masih benar")
    hidden = information.stale(terjun, joko, title="Tersembunyi")
    operations.set_published(hidden, published=False, by=SYSTEM, now=NOW)
    assert operations.warn_stale(now=NOW) == 1
    assert operations.warn_stale(now=NOW + timedelta(days=1)) == 0
    (message,) = inbox(joko)
    assert "Bantuan Contoh" in (message.subject or "")
    operations.check_again(made, valid_until=date(2026, 6, 1), by=joko, now=NOW)
    assert operations.warn_stale(now=NOW + timedelta(days=17)) == 0
    assert operations.warn_stale(now=NOW + timedelta(days=19)) == 1
    assert inbox(joko).count() == 2


def test_owner_with_an_email_is_warned_by_email_too(terjun: Unit, joko: User) -> None:
    User.objects.filter(pk=joko.pk).update(email="contoh.joko@contoh.id")
    information.stale(terjun, joko)
    operations.warn_stale(now=NOW)
    assert set(Message.objects.values_list("channel", flat=True)) == {Channel.INBOX, Channel.EMAIL}


# --- reports --------------------------------------------------------------------------------------------------


def report(page: Any, text: str = "Jadwalnya sudah pindah.", **contact: str) -> AccuracyReport:
    return operations.report_inaccuracy(page, text=text, contact=Recipient(**contact), now=NOW)


def test_report_about_a_programme_reaches_its_owner(terjun: Unit, joko: User, rina: User) -> None:
    made = information.programme(terjun, joko)
    report(made)
    (message,) = inbox(joko)
    assert "Bantuan Contoh" in (message.subject or "")
    assert "Jadwalnya" not in (
        message.body or ""
    )  # what people write may name somebody: it stays in the sealed row
    assert not inbox(rina).exists()


def test_report_about_a_service_reaches_everybody_who_keeps_it(
    office: Office, rina: User, joko: User
) -> None:
    version = catalogue.published(office)
    sekcam = people.staff("tono", "sekcam", root_unit(office))
    report(version.service)
    assert inbox(rina).count() == inbox(sekcam).count() == 1
    assert not inbox(joko).exists()


def test_report_and_contact_lie_encrypted(terjun: Unit, joko: User) -> None:
    report(information.programme(terjun, joko), "Nomor Contoh Sari salah", phone="+6281234567890")
    with connection.cursor() as cursor:
        cursor.execute("select text, contact from information_accuracyreport")
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"Sari" not in stored and b"6281" not in stored
    assert "Sari" not in "".join(Event.objects.values_list("subject_label", flat=True))


def test_too_many_reports_about_one_page_are_refused_and_others_are_not(terjun: Unit, joko: User) -> None:
    made, other = information.programme(terjun, joko), information.programme(terjun, joko, title="Lain")
    for _ in range(operations.MOST_AN_HOUR):
        report(made)
    with pytest.raises(Refused, match="satu jam"):
        report(made)
    report(other)
    operations.report_inaccuracy(made, text="Nanti", contact=Recipient(), now=NOW + timedelta(minutes=61))


def test_answer_goes_to_the_contact_once(terjun: Unit, joko: User, rina: User) -> None:
    found = report(information.programme(terjun, joko), email="contoh.sari@contoh.id")
    operations.answer_report(found, answer="Sudah kami perbaiki.", by=joko, now=NOW)
    message = Message.objects.get(channel=Channel.EMAIL)
    assert message.address == "contoh.sari@contoh.id" and "Sudah kami perbaiki." in (message.body or "")
    with pytest.raises(Refused, match="sudah dijawab"):
        operations.answer_report(found, answer="Lagi", by=rina, now=NOW)


def test_report_without_contact_is_answered_in_silence(terjun: Unit, joko: User) -> None:
    operations.answer_report(report(information.programme(terjun, joko)), answer="Baik.", by=joko, now=NOW)
    assert not Message.objects.exclude(channel=Channel.INBOX).exists()


def test_only_who_may_change_the_page_answers(
    office: Office, terjun: Unit, joko: User, dewi: User, rina: User
) -> None:
    about_programme = report(information.programme(terjun, joko))
    about_service = report(catalogue.published(office).service)
    for found, stranger in ((about_programme, dewi), (about_service, joko), (about_service, dewi)):
        with pytest.raises(Refused, match="Hanya pengelola"):
            operations.answer_report(found, answer="x", by=stranger, now=NOW)
    assert set(AccuracyReport.objects.visible_to(rina)) == {about_programme, about_service}
    assert set(AccuracyReport.objects.visible_to(joko)) == {about_programme}
    assert not AccuracyReport.objects.visible_to(dewi).exists()


def test_reports_are_emptied_after_a_year(terjun: Unit, joko: User) -> None:
    found = report(information.programme(terjun, joko), phone="+6281234567890")
    assert operations.erase_old_reports(now=NOW + timedelta(days=364)) == 0
    assert operations.erase_old_reports(now=NOW + timedelta(days=366)) == 1
    found = AccuracyReport.objects.get(pk=found.pk)
    assert (found.text, found.contact) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_burst_of_reports_does_not_slip_past_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    office = people.office()
    unit = people.village(office)
    made = information.programme(unit, people.staff("joko", "lurah", unit))
    for _ in range(operations.MOST_AN_HOUR - 1):
        report(made)
    save, met = AccuracyReport.save, threading.Barrier(6)

    def slowly(row: AccuracyReport, **named: Any) -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            met.wait(1)  # in vain as long as the page is locked: one has counted, the others wait
        save(row, **named)

    monkeypatch.setattr(AccuracyReport, "save", slowly)

    def post() -> None:
        try:
            report(Programme.objects.get(pk=made.pk))
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert AccuracyReport.objects.count() == operations.MOST_AN_HOUR
