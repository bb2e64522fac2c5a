"""Every page of the room in its states, through the page checker."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.access.permissions import Role
from sinergi.accounts.models import User
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from sinergi.sheets.reading import read_bytes
from sinergi.surveys import periods
from sinergi.surveys.models import Comment, ImportBatch, PooledAnswer, Response
from sinergi.surveys.operations import pour
from sinergi.surveys.queries import desk, monthly
from tests.factories import people
from tests.factories import surveys as make
from tests.factories.page import check_page
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
POSTED = dict.fromkeys(make.GOOD, "4")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, response.content[-2000:]
    check_page(response.content, url=url)
    return response.content.decode()


def post(client: Client, url: str, data: Any, status: int = 200) -> str:
    response = client.post(url, data, follow=True)
    assert response.status_code == status
    check_page(response.content, url=url)
    return response.content.decode()


# The public survey


def test_a_citizen_answers_without_a_session_and_is_thanked(terjun: Unit) -> None:
    url = reverse("surveys:answer", args=[make.link(terjun, make.service(terjun.office))])
    client = Client()
    shown = page(client, url)
    assert "Bagaimana pendapat Saudara tentang kecepatan waktu" in shown
    assert shown.count('type="radio"') == 40
    assert "Pertanyaan 7–10" in shown
    response = client.post(url, {**POSTED, "comment": "Baik. NIK 1271010101900001", "pendidikan": "sma"})
    assert (response.status_code, response["Location"]) == (302, "/survei/terima-kasih/")
    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("same-origin", "no-store")
    assert set(client.cookies) == {"csrf"}  # a random value for the form, stored nowhere
    assert not Session.objects.exists()
    thanks = page(client, response["Location"])
    assert "sudah kami terima" in thanks
    assert PooledAnswer.objects.get().payload["comment"] == "Baik. NIK ••••"


def test_a_double_click_is_told_that_the_answer_is_there(terjun: Unit) -> None:
    url = reverse("surveys:answer", args=[make.link(terjun, make.service(terjun.office))])
    client = Client()
    client.post(url, POSTED)
    assert "sudah kami terima" in post(client, url, POSTED)
    assert "sudah kami terima" in page(client, url)
    assert PooledAnswer.objects.count() == 1


def test_an_empty_answer_keeps_what_was_written(terjun: Unit) -> None:
    url = reverse("surveys:answer", args=[make.link(terjun, make.service(terjun.office))])
    shown = post(Client(), url, {"comment": "Ruang tunggu panas", "pekerjaan": "swasta"})
    assert "paling sedikit satu pertanyaan" in shown
    assert "Ruang tunggu panas" in shown
    assert 'value="swasta" selected' in shown


def test_a_made_up_answer_is_refused_beside_its_question(terjun: Unit) -> None:
    url = reverse("surveys:answer", args=[make.link(terjun, make.service(terjun.office))])
    shown = post(Client(), url, {**POSTED, "waktu": "9"})
    assert "Waktu penyelesaian: pilih salah satu" in shown
    assert not PooledAnswer.objects.exists()


def test_used_expired_and_unknown_links_look_the_same_and_say_what_to_do(
    office: Office, terjun: Unit
) -> None:
    service = make.service(office)
    url = reverse("surveys:answer", args=[make.link(terjun, service)])
    used = page(Client(), reverse("surveys:answer", args=[make.answer(terjun, service)]))
    unknown = page(Client(), reverse("surveys:answer", args=["tidak-ada-tautan-ini-ya"]))
    with time_machine.travel("2026-06-30T23:59+07:00", tick=False):
        assert "Bagaimana pelayanan kami?" in page(Client(), url)
    with time_machine.travel("2026-07-01T00:01+07:00", tick=False):
        expired = page(Client(), url)
        assert "tidak dapat dibuka lagi" in post(Client(), url, POSTED)
    assert re.sub(r"/survei/[\w-]+/", "", expired) == re.sub(r"/survei/[\w-]+/", "", unknown)
    assert re.sub(r"/survei/[\w-]+/", "", used) == re.sub(r"/survei/[\w-]+/", "", unknown)
    assert "sudah dipakai, sudah lewat masa berlakunya" in unknown
    assert "Yang dapat Anda lakukan" in unknown
    assert office.name in unknown


# The office


def test_overview_empty_and_full(office: Office, terjun: Unit, mutu: User) -> None:
    client = people.signed_in(mutu)
    assert "Belum ada angka" in page(client, reverse("surveys:overview"))
    service = make.service(office)
    for number in range(32):
        make.answer(terjun, service, {**make.GOOD, "waktu": 2 + number % 2})
    pour(NOW)
    from sinergi.surveys.operations import publish_figures

    publish_figures(now=NOW)
    shown = page(client, reverse("surveys:overview"))
    assert "Waktu penyelesaian (62,50)" in shown
    assert ">32<" in shown
    assert "30+" in page(client, reverse("surveys:months"))
    assert "Belum ada jawaban" in page(client, reverse("surveys:months") + "?periode=2025-1")
    assert "Belum ada angka" in page(client, reverse("surveys:overview") + "?periode=2025-1")
    page(client, reverse("surveys:overview") + "?periode=zzz")


def test_months_count_complete_and_incomplete_answers(office: Office, terjun: Unit, mutu: User) -> None:
    service = make.service(office)
    for number in range(20):
        make.answer(terjun, service, make.GOOD if number < 12 else {**make.GOOD, "biaya": None})
    pour(NOW)
    period = periods.chosen("", today=NOW.date())
    (row,) = monthly.months(office, period, scope=desk.Scope(None)).answers
    assert [words for words in row.counts if words != "–"] == ["20+"]
    (row,) = monthly.months(office, period, scope=desk.Scope((terjun.path,))).answers
    assert "20+" in row.counts
    elsewhere = desk.Scope((people.village(office, "Besar").path,))
    assert monthly.months(office, period, scope=elsewhere).answers == ()


def test_a_lurah_sees_his_own_unit_only(office: Office, terjun: Unit) -> None:
    lurah = people.staff("lurah", Role.LURAH, people.village(office, "Besar"))
    service = make.service(office)
    for _ in range(32):
        make.answer(terjun, service)
    pour(NOW)
    assert "Belum ada angka" in page(people.signed_in(lurah), reverse("surveys:overview"))


@pytest.mark.parametrize("role", [Role.COUNTER, Role.ADMIN, Role.PERSONNEL, None])
@pytest.mark.parametrize("name", ["overview", "months", "export", "comments", "imports", "import_new"])
def test_others_see_nothing(office: Office, terjun: Unit, role: str | None, name: str) -> None:
    user = people.staff("lain", role, terjun)
    assert people.signed_in(user).get(reverse(f"surveys:{name}")).status_code == 404
    assert Client().get(reverse(f"surveys:{name}")).status_code == 302


def test_comments_are_read_before_they_are_shown(office: Office, terjun: Unit, mutu: User) -> None:
    service = make.service(office)
    comment = Comment.objects.create(
        office=office, service=service, month=NOW.date().replace(day=1), text="Ramah <b>"
    )
    client = people.signed_in(mutu)
    assert "Ramah &lt;b&gt;" in page(client, reverse("surveys:comments"))
    url = reverse("surveys:moderate", args=[comment.pk])
    assert "Komentar: Ditampilkan" in post(client, url, {"to": "ditampilkan"})
    comment.refresh_from_db()
    assert comment.status == "ditampilkan"
    assert "sudah diputuskan" in post(client, url, {"to": "ditampilkan"})
    village = people.signed_in(people.staff("mutu2", Role.QUALITY, terjun))
    assert village.post(url, {"to": "disembunyikan"}).status_code == 404


def sent(client: Client, office: Office, unit: Unit, content: bytes, name: str, **more: str) -> str:
    data = {
        "file": SimpleUploadedFile(name, content), "service": make.service(office).pk, "unit": unit.pk,
        "month": "2026-03-01", "order": "legal", **more,
    }  # fmt: skip
    return post(client, reverse("surveys:import_new"), data)


def test_published_counts_through_the_pages(office: Office, terjun: Unit, mutu: User) -> None:
    client = people.signed_in(mutu)
    page(client, reverse("surveys:import_new"))
    shown = sent(client, office, terjun, make.fixture("gaspul_tw3_counts.csv"), "gaspul.csv", order="annex")
    for words in ("91,48", "A (Sangat Baik)", "Dengan bobot lama 0,11: 90,56", "29 responden", "3,9655"):
        assert words in shown
    batch = ImportBatch.objects.get()
    assert "Simpan jumlah jawaban" in page(
        client, reverse("surveys:import", args=[batch.pk])
    )  # survives a reload
    kept = post(client, reverse("surveys:import_keep", args=[batch.pk]), {})
    assert "29 responden disimpan (9 baris, satu per unsur)" in kept and "Tarik impor ini" in kept
    for words in (
        "<dd>29</dd>",
        "<dd>9</dd>",
        "<dd>91,48</dd>",
        "A (Sangat Baik)",
        "3,9655",
        "29 responden yang disimpan",
    ):
        assert words in kept
    listed = page(client, reverse("surveys:imports"))
    assert "29 responden<small>9 baris</small>" in listed
    assert "91,48" in page(client, reverse("surveys:overview") + "?periode=2026-1")
    for nothing in ("", "a\x00b"):
        address = reverse("surveys:import_withdraw", args=[batch.pk])
        assert "alasan" in post(client, address, {"reason": nothing})
    assert "Ditarik kembali" in post(
        client, reverse("surveys:import_withdraw", args=[batch.pk]), {"reason": "Uji"}
    )
    assert "91,48" not in page(client, reverse("surveys:overview") + "?periode=2026-1")


def test_published_matrix_through_the_pages(office: Office, terjun: Unit, mutu: User) -> None:
    client = people.signed_in(mutu)
    shown = sent(client, office, terjun, make.fixture("lab20_reliability_matrix.csv"), "lab.csv")
    for words in ("87,28", "19 responden", "tidak memuat sembilan unsur", "baris 18 di berkas", "U2", ">5<"):
        assert words in shown
    assert "Simpan 19 baris" not in shown
    batch = ImportBatch.objects.get()
    refused = client.get(reverse("surveys:import_refused", args=[batch.pk]))
    table = read_bytes(refused.content)
    assert table.rows[0].cells[:4] == ("17", "18", "U2", "5")
    chosen = {"column_0": "waktu", "column_1": "", "column_2": "perilaku"}
    mapped = post(client, reverse("surveys:import_map", args=[batch.pk]), chosen)
    assert "Simpan 19 baris" in mapped
    kept = post(client, reverse("surveys:import_keep", args=[batch.pk]), {})
    assert Response.objects.count() == 19 and "19 baris disimpan" in kept
    rows = Response.objects.values_list("waktu", "perilaku")
    index = sum(map(sum, rows)) * 25 / 38
    assert f"<dd>{index:.2f}</dd>".replace(".", ",") in kept and kept.count('data-label="Unsur"') == 2
    assert "bukan IKM" in kept and "Sebutkan unsur" not in kept
    assert "19 responden" in page(client, reverse("surveys:imports"))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "foto.csv", "bukan"),
        (b"", "kosong.csv", "kosong"),
        (b"a,b\n1,2\n", "lain.csv", "Tidak ada kolom unsur"),
    ],
)
def test_wrong_files_are_refused_in_words(
    office: Office, terjun: Unit, mutu: User, content: bytes, name: str, words: str
) -> None:
    client = people.signed_in(mutu)
    data = {
        "file": SimpleUploadedFile(name, content), "service": make.service(office).pk, "unit": terjun.pk,
        "month": "2026-03-01", "order": "legal",
    }  # fmt: skip
    response = client.post(reverse("surveys:import_new"), data, follow=True)
    check_page(response.content, url=name)
    assert words in response.content.decode()
    assert not Response.objects.exists()


def test_a_long_file_shows_its_progress(office: Office, terjun: Unit, mutu: User) -> None:
    client = people.signed_in(mutu)
    rows = b"U1,U2,U3,U4,U5,U6,U7,U8,U9\n" + b"4,4,4,4,4,4,4,4,3\n" * 12_000
    sent(client, office, terjun, rows, "besar.csv")
    batch = ImportBatch.objects.get()
    url = reverse("surveys:import", args=[batch.pk])
    response = client.get(url)
    assert (response["Refresh"], "sedang dibaca" in response.content.decode()) == ("4", True)
    assert "Dibatalkan" in post(client, reverse("surveys:import_cancel", args=[batch.pk]), {})


def test_imports_list_costs_the_same_at_any_length(office: Office, terjun: Unit, mutu: User) -> None:
    client = people.signed_in(mutu)
    url = reverse("surveys:imports")
    assert "Belum ada impor" in page(client, url)
    sent(client, office, terjun, make.fixture("gaspul_tw3_counts.csv"), "a.csv")
    batch = ImportBatch.objects.get()
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        page(client, url)
    ImportBatch.objects.bulk_create(
        ImportBatch(
            office=office, unit=terjun, service=batch.service, questionnaire=batch.questionnaire, month=batch.month,
            document=batch.document, sha256=bytes([n // 256, n % 256]) * 16, by_name="Contoh", created_at=NOW,
            progressed_at=NOW, status="ditarik",
        )
        for n in range(60)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        assert "halaman=" in page(client, url)
    assert len(many) == len(few)


def test_an_officer_of_another_unit_gets_404(office: Office, terjun: Unit, mutu: User) -> None:
    sent(people.signed_in(mutu), office, terjun, make.fixture("gaspul_tw3_counts.csv"), "a.csv")
    batch = ImportBatch.objects.get()
    dewi = people.signed_in(people.staff("dewi", Role.QUALITY, people.village(office, "Besar")))
    for name in ("import", "import_refused"):
        assert dewi.get(reverse(f"surveys:{name}", args=[batch.pk])).status_code == 404
    for name in ("import_keep", "import_cancel", "import_withdraw", "import_map"):
        assert dewi.post(reverse(f"surveys:{name}", args=[batch.pk])).status_code == 404


def test_a_viewer_may_look_at_an_import_but_not_keep_it(office: Office, terjun: Unit, mutu: User) -> None:
    sent(
        people.signed_in(mutu), office, terjun, make.fixture("gaspul_tw3_counts.csv"), "a.csv", order="annex"
    )
    batch = ImportBatch.objects.get()
    camat = people.signed_in(people.staff("camat", Role.CAMAT, root_unit(office)))
    assert "Simpan jumlah" not in page(camat, reverse("surveys:import", args=[batch.pk]))
    assert "tidak berwenang" in post(camat, reverse("surveys:import_keep", args=[batch.pk]), {})
    batch.refresh_from_db()
    assert batch.status == "pratinjau"


def test_skm_tables_as_xlsx(office: Office, terjun: Unit, mutu: User) -> None:
    from python_calamine import CalamineWorkbook

    client = people.signed_in(mutu)
    sent(client, office, terjun, make.fixture("gaspul_tw3_counts.csv"), "a.csv", order="annex")
    post(client, reverse("surveys:import_keep", args=[ImportBatch.objects.get().pk]), {})
    response = client.get(reverse("surveys:export") + "?periode=2026-1")
    assert response["Content-Disposition"] == 'attachment; filename="skm-2026-1.xlsx"'
    from io import BytesIO

    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert book.sheet_names == [
        "Ringkasan", "Unsur urutan peraturan", "Unsur urutan lampiran", "Per layanan", "Per unit", "Olah data",
        "Responden", "Kuesioner",
    ]  # fmt: skip
    legal = book.get_sheet_by_name("Unsur urutan peraturan").to_python()
    assert legal[8][:8] == [
        "U8",
        "Penanganan pengaduan, saran dan masukan",
        29,
        115,
        3.9655,
        0.4406,
        99.14,
        "A",
    ]
    assert legal[10][1:8] == ["IKM", 29, "", "", 3.659, 91.48, "A"]
    annex = book.get_sheet_by_name("Unsur urutan lampiran").to_python()
    assert [row[1] for row in annex[8:10]] == [
        "Sarana dan prasarana",
        "Penanganan pengaduan, saran dan masukan",
    ]
    assert len(book.get_sheet_by_name("Kuesioner").to_python()) == 11
