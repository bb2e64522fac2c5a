"""The pages of information, public and office."""

import html as entities
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.accounts.models import User
from sinergi.information.models import AccuracyReport, Programme
from sinergi.notices.models import Message
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from tests.factories import catalogue, information, people
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def thursday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests happen at the moment that the factories know."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: people.NOW)


@pytest.fixture
def joko(terjun: Unit) -> User:
    return people.staff("joko", "lurah", terjun)


def read(client: Client, address: str, status: int = 200) -> str:
    return text_of(client.get(address), address, status)


def text_of(answer: Any, address: str = "", status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    text: str = answer.content.decode()
    if status == 200:
        check_page(text, url=address or answer.request["PATH_INFO"])
    return entities.unescape(text)


# --- public ---------------------------------------------------------------------------------------------------


def test_list_shows_what_is_shown_and_marks_what_is_stale(client: Client, terjun: Unit, joko: User) -> None:
    information.programme(terjun, joko, title="Posyandu Contoh")
    information.stale(terjun, joko, title="Bansos Contoh Lama")
    information.programme(terjun, joko, title="Belum Tampil", published=False)
    text = read(client, "/program/")
    assert text.index("Posyandu Contoh") < text.index("Bansos Contoh Lama") < text.index("Perlu diperiksa")
    assert "Diperiksa 14 Mei 2026" in text and "Belum Tampil" not in text


def test_empty_list_says_what_will_come(client: Client, office: Office) -> None:
    assert "Belum ada program" in read(client, "/program/")


def test_page_says_who_answers_when_checked_until_when(client: Client, terjun: Unit, joko: User) -> None:
    information.programme(terjun, joko, body="Satu <b>tebal</b>.\n\nDua\nbaris.")
    answer = client.get("/program/bantuan-contoh/")
    assert b"<b>tebal</b>" not in answer.content
    text = text_of(answer)
    for words in (
        "Kelurahan Terjun",
        "Contoh Joko",
        "14 Mei 2026",
        "1 Agustus 2026",
        "Satu <b>tebal</b>.",
        "Dua\nbaris.",
    ):
        assert words in text
    assert "mungkin sudah tidak berlaku" not in text


def test_stale_page_warns_its_reader(client: Client, terjun: Unit, joko: User) -> None:
    information.stale(terjun, joko)
    text = read(client, "/program/bantuan-contoh/")
    assert "mungkin sudah tidak berlaku" in text and "Masa berlakunya habis 13 Mei 2026" in text


@pytest.mark.parametrize(
    "address", ["/program/tidak-ada/", "/program/tersembunyi/", "/program/tersembunyi/keliru/"]
)
def test_hidden_programme_is_not_found(client: Client, terjun: Unit, joko: User, address: str) -> None:
    information.programme(terjun, joko, title="Tersembunyi", published=False)
    read(client, address, 404)


def test_programme_of_another_office_is_not_found(client: Client, terjun: Unit, joko: User) -> None:
    other = people.office("Kecamatan Contoh Lain", code="12.71.99", prefix="LAI", host="lain.contoh.id")
    far = people.village(other, "Jauh")
    information.programme(far, people.staff("jauh", "lurah", far), title="Program Jauh")
    Office.objects.filter(pk=terjun.office_id).update(host="testserver")
    read(client, "/program/program-jauh/", 404)
    assert "Program Jauh" not in read(client, "/program/")


def test_public_pages_cost_the_same_however_many_programmes(client: Client, terjun: Unit, joko: User) -> None:
    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    information.programme(terjun, joko)
    before = [count("/program/"), count("/program/bantuan-contoh/")]
    assert max(before) <= 3
    Programme.objects.bulk_create(
        Programme(
            office=terjun.office, unit=terjun, slug=f"p-{n}", title=f"P {n}", summary="s", body="b", owner=joko,
            checked_on=date(2026, 1, 1), valid_until=date(2026, 12, 1), is_published=True, created_at=people.NOW,
        )
        for n in range(2000)
    )  # fmt: skip
    assert [count("/program/"), count("/program/bantuan-contoh/")] == before


# --- reports --------------------------------------------------------------------------------------------------


def test_visitor_reports_a_programme_and_a_service(
    client: Client, office: Office, terjun: Unit, joko: User
) -> None:
    information.programme(terjun, joko)
    catalogue.published(office)
    people.staff("rina", "editor", root_unit(office))
    for address, back in (
        ("/program/bantuan-contoh/keliru/", "/program/bantuan-contoh/"),
        ("/layanan/surat-contoh/keliru/", "/layanan/surat-contoh/"),
    ):  # fmt: skip
        read(client, address)
        answer = client.post(
            address, {"text": "Alamatnya salah.", "contact": "0812 3456 7890", "website": ""}, follow=True
        )
        assert answer.redirect_chain[0][0] == back
        assert "Laporan Anda sudah sampai" in text_of(answer)
    assert [report.contact for report in AccuracyReport.objects.all()] == ["+6281234567890"] * 2
    assert Message.objects.filter(template="information/report").count() == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": ""}, "Tulis apa yang keliru."),
        ({"text": "x" * 1001}, "Anda mengisi 1001"),
        ({"text": "Salah.", "contact": "nomor saya"}, "Kontak tidak dikenali"),
        ({"text": "Salah.", "contact": "sari@"}, "Kontak tidak lengkap"),
    ],
)
def test_report_errors_keep_what_was_typed(
    client: Client, terjun: Unit, joko: User, data: dict[str, str], words: str
) -> None:
    information.programme(terjun, joko)
    answer = client.post("/program/bantuan-contoh/keliru/", {"contact": "", "website": "", **data})
    text = text_of(answer)
    assert words in text
    assert all(typed in text for typed in data.values())
    assert not AccuracyReport.objects.exists()


def test_machine_that_fills_in_everything_is_thanked_and_ignored(
    client: Client, terjun: Unit, joko: User
) -> None:
    information.programme(terjun, joko)
    answer = client.post(
        "/program/bantuan-contoh/keliru/",
        {"text": "Beli!", "contact": "", "website": "http://x"},
        follow=True,
    )
    assert "sudah sampai" in text_of(answer)
    assert not AccuracyReport.objects.exists()


def test_limit_of_a_page_is_told_in_words(client: Client, terjun: Unit, joko: User) -> None:
    information.programme(terjun, joko)
    for _ in range(20):
        client.post("/program/bantuan-contoh/keliru/", {"text": "Salah.", "contact": "", "website": ""})
    answer = client.post(
        "/program/bantuan-contoh/keliru/", {"text": "Kalimat saya.", "contact": "", "website": ""}
    )
    text = text_of(answer)
    assert "Coba lagi satu jam lagi" in text and "Kalimat saya." in text


# --- office ---------------------------------------------------------------------------------------------------


def test_office_pages_are_for_editors_only(client: Client, terjun: Unit, joko: User, budi: User) -> None:
    made = information.programme(terjun, joko)
    wati = people.staff("wati", "lurah", people.village(terjun.office, "Paya Pasir"))
    pages = ["/meja/program/", "/meja/program/baru/", "/meja/program/laporan/", f"/meja/program/{made.pk}/"]
    for address in pages:
        assert client.get(address).status_code == 302
        read(people.signed_in(budi), address, 404)
    read(people.signed_in(wati), f"/meja/program/{made.pk}/", 404)
    for part in ("periksa", "tampil"):
        assert people.signed_in(wati).post(f"/meja/program/{made.pk}/{part}/").status_code == 404
    assert "Bantuan Contoh" not in read(people.signed_in(wati), "/meja/program/")


def test_write_show_check_and_change_in_the_browser(client: Client, terjun: Unit, joko: User) -> None:
    desk = people.signed_in(joko)
    read(desk, "/meja/program/")
    read(desk, "/meja/program/baru/")
    data = {
        "unit": terjun.pk, "title": "Posyandu Contoh", "summary": "Setiap bulan.", "body": "Di balai.",
        "owner": joko.pk,
        "valid_until_day": "1", "valid_until_month": "Juli", "valid_until_year": "2026",
    }  # fmt: skip
    answer = desk.post("/meja/program/baru/", data)
    assert answer.status_code == 302, answer.content.decode()
    made = Programme.objects.get()
    address = f"/meja/program/{made.pk}/"
    assert "Tampilkan kepada warga" in read(desk, address)
    read(client, "/program/posyandu-contoh/", 404)
    desk.post(f"{address}tampil/", {"tampil": "1"})
    assert "1 Juli 2026" in read(client, "/program/posyandu-contoh/")
    desk.post(
        f"{address}periksa/",
        {
            "periksa-valid_until_day": "1",
            "periksa-valid_until_month": "9",
            "periksa-valid_until_year": "2026",
        },
    )
    assert "1 September 2026" in read(client, "/program/posyandu-contoh/")
    desk.post(address, {**data, "body": "Di lapangan."})
    assert "Di lapangan." in read(client, "/program/posyandu-contoh/")
    desk.post(f"{address}tampil/", {"tampil": "0"})
    read(client, "/program/posyandu-contoh/", 404)
    assert "Posyandu Contoh" in read(desk, "/meja/program/")


def test_bad_programme_is_explained_and_kept(terjun: Unit, joko: User, budi: User) -> None:
    desk = people.signed_in(joko)
    data = {
        "unit": terjun.pk, "title": "", "summary": "Ringkasan saya.", "body": "Isi", "owner": budi.pk,
        "valid_until_day": "1", "valid_until_month": "1", "valid_until_year": "2020",
    }  # fmt: skip
    text = text_of(desk.post("/meja/program/baru/", data))
    for words in ("Nama program belum diisi.", "Berlaku sampai paling awal 14 Mei 2026.", "Ringkasan saya."):
        assert words in text
    assert not Programme.objects.exists()
    made = information.programme(terjun, joko)
    answer = desk.post(f"/meja/program/{made.pk}/periksa/", {"periksa-valid_until_day": "31x"})
    text = text_of(answer)
    assert "Berlaku sampai belum lengkap" in text and 'value="31x"' in text and "Alinea satu." in text


def test_owner_reads_and_answers_a_report(client: Client, terjun: Unit, joko: User, dewi: User) -> None:
    information.programme(terjun, joko)
    client.post(
        "/program/bantuan-contoh/keliru/",
        {"text": "Tanggalnya <i>salah</i>.", "contact": "sari@contoh.id", "website": ""},
    )
    found = AccuracyReport.objects.get()
    desk = people.signed_in(joko)
    assert "Bantuan Contoh" in read(desk, "/meja/program/laporan/")
    address = f"/meja/program/laporan/{found.pk}/"
    assert "Tanggalnya <i>salah</i>." in read(desk, address)
    read(people.signed_in(dewi), address, 404)
    assert "seperti NIK" in text_of(desk.post(address, {"answer": "Nomor 1271 1245 0590 0001 salah"}))
    assert desk.post(address, {"answer": "Sudah diperbaiki."}).status_code == 302
    assert "Tidak ada laporan" in read(desk, "/meja/program/laporan/")
    assert "Contoh Joko" in read(desk, "/meja/program/laporan/?semua=1")
    assert "Sudah diperbaiki." in read(desk, address)


def test_desk_costs_the_same_however_many_programmes(terjun: Unit, joko: User) -> None:
    desk = people.signed_in(joko)

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        return len(queries)

    made = information.programme(terjun, joko)
    AccuracyReport.objects.create(office=made.office, programme=made, text="x", created_at=people.NOW)
    before = [count("/meja/program/"), count("/meja/program/laporan/")]
    for number in range(20):
        other = information.programme(terjun, joko, title=f"P {number}")
        AccuracyReport.objects.create(office=made.office, programme=other, text="x", created_at=people.NOW)
    assert [count("/meja/program/"), count("/meja/program/laporan/")] == before
