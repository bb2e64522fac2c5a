"""The pages of the staff list, for those who may and those who may not."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.access.permissions import Role
from sinergi.organization.queries import root_unit
from sinergi.personnel.models import Employee, StaffImport, TrainingRecord
from sinergi.sheets.reading import read_bytes
from sinergi.sheets.table import unread_words
from sinergi.sheets.writing import Sheet, workbook
from tests.factories import people
from tests.factories.page import check_page
from tests.factories.people import NOW
from tests.factories.personnel import HEADER, csv_list, employee, nip, upload, xlsx_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(office):
    return people.staff("ratna", Role.PERSONNEL, root_unit(office))


@pytest.fixture
def desk(officer):
    return people.signed_in(officer)


def page(client, name, /, *args, status=200, **query):
    url = reverse(name, args=args)
    response = client.get(url, query)
    assert response.status_code == status, url
    if status == 200 and "html" in response.headers["Content-Type"]:
        check_page(response.content, url=url)
    return response


def send(client, name, /, *args, data, status=302):
    url = reverse(name, args=args)
    response = client.post(url, data)
    assert response.status_code == status, response.content.decode()[:4000]
    if status == 200:
        check_page(response.content, url=url)
    return response


def form_of(unit, **more):
    return {"name": "Contoh Ani", "kind": "pns", "nip": nip(3), "unit": unit.pk, "title": "", "rank": "III/a",
            "sex": "", "user": "", **more}  # fmt: skip


def test_an_empty_list_says_how_to_begin(desk):
    assert "Belum ada pegawai" in page(desk, "personnel:list").content.decode()


def test_the_list_filters_and_searches(desk, terjun, paya_pasir):
    employee(terjun, "Contoh Ani", nip=nip(3))
    employee(paya_pasir, "Contoh Bayu")
    both = page(desk, "personnel:list").content.decode()
    assert "Contoh Ani" in both
    assert "Contoh Bayu" in both
    for query, shown in [({"unit": terjun.pk}, "Ani"), ({"jenis": "non_asn"}, "Bayu"), ({"cari": "ayu"}, "Bayu"),
                         ({"cari": nip(3)[:8]}, "Ani"), ({"cari": "19850412 201001"}, "Ani"),
                         ({"cari": "ayu\x00"}, "Bayu")]:  # fmt: skip
        text = page(desk, "personnel:list", **query).content.decode()
        assert [name for name in ("Ani", "Bayu") if f"Contoh {name}" in text] == [shown], query
    assert "Tidak ada pegawai yang cocok" in page(desk, "personnel:list", cari="zzz").content.decode()


def test_an_employee_is_recorded_changed_and_shown(desk, terjun):
    page(desk, "personnel:employee_new")
    send(desk, "personnel:employee_new", data=form_of(terjun))
    ani = Employee.objects.get()
    assert nip(3)[:8] in page(desk, "personnel:employee", ani.pk).content.decode()
    edit = page(desk, "personnel:employee_edit", ani.pk)
    seen = ani.updated_at.isoformat()
    assert f'value="{seen}"' in edit.content.decode()
    send(desk, "personnel:employee_edit", ani.pk, data=form_of(terjun, rank="III/b", seen=seen))
    ani.refresh_from_db()
    assert ani.rank == "III/b"
    stale = send(
        desk, "personnel:employee_edit", ani.pk, status=200, data=form_of(terjun, rank="III/c", seen=seen)
    )
    assert "diubah orang lain" in stale.content.decode()
    ani.refresh_from_db()
    assert ani.rank == "III/b"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"nip": "1985"}, "NIP harus 18 angka; di sini 4 angka."),
        ({"nip": ""}, "harus memiliki NIP"),
        ({"kind": "non_asn"}, "tidak memiliki NIP"),
        ({"rank": "IX"}, "tidak cocok"),
        ({"name": ""}, "belum diisi"),
        ({"started_on_day": "1", "started_on_month": "2", "started_on_year": "2024", "ended_on_day": "1",
          "ended_on_month": "1", "ended_on_year": "2024"}, "sesudah tanggal mulai"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(desk, terjun, wrong, words):
    text = send(desk, "personnel:employee_new", status=200, data=form_of(terjun, **wrong)).content.decode()
    assert words in text
    assert "govuk-error-message" in text
    assert wrong.get("name") == "" or 'value="Contoh Ani"' in text
    assert not Employee.objects.exists()


def test_a_nip_is_used_once_in_an_office(desk, terjun):
    employee(terjun, "Contoh Ani", nip=nip(3))
    text = send(
        desk, "personnel:employee_new", status=200, data=form_of(terjun, name="Contoh Lain")
    ).content.decode()
    assert "sudah dipakai pegawai lain" in text


def test_a_mismatch_is_shown_and_not_blocked(desk, terjun):
    send(desk, "personnel:employee_new", data=form_of(terjun, sex="1"))
    ani = Employee.objects.get()
    assert (
        "Jenis kelamin berbeda dari yang ada di NIP"
        in page(desk, "personnel:employee", ani.pk).content.decode()
    )


def test_a_training_is_recorded_once_by_its_key(desk, terjun):
    ani = employee(terjun, "Contoh Ani")
    text = page(desk, "personnel:training_new", ani.pk).content.decode()
    key = text.split('name="key" value="')[1].split('"')[0]
    data = {"title": "Diklat contoh", "hours": "20", "held_on_day": "2", "held_on_month": "mei", "held_on_year": "2025",
            "provider": "", "key": key}  # fmt: skip
    for _click in range(2):
        send(desk, "personnel:training_new", ani.pk, data=data)
    assert TrainingRecord.objects.get().hours == 20
    shown = page(desk, "personnel:employee", ani.pk).content.decode()
    assert "Diklat contoh" in shown
    assert "2025: 20 JP" in shown
    wrong = {**data, "hours": "banyak", "held_on_year": "2099"}
    send(desk, "personnel:training_new", ani.pk, status=200, data=wrong)


def names(office, unit):
    ani = employee(unit, "Contoh Ani")
    return [("personnel:list", ()), ("personnel:employee_new", ()), ("personnel:import_new", ()),
            ("personnel:import_sample", ()), ("personnel:employee", (ani.pk,)), ("personnel:employee_edit", (ani.pk,)),
            ("personnel:training_new", (ani.pk,))]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (
            Role.PERSONNEL,
            {
                "list",
                "employee_new",
                "import_new",
                "import_sample",
                "employee",
                "employee_edit",
                "training_new",
            },
        ),
        (Role.LURAH, {"list", "employee"}),
        (Role.CAMAT, {"list", "employee"}),
        (Role.KASI, {"list", "employee"}),
        (Role.COUNTER, set()),
        (Role.EXAMINER, set()),
        (Role.QUALITY, set()),
        (Role.EDITOR, set()),
        (Role.AUDITOR, set()),
        (Role.ADMIN, set()),
    ],
)
def test_who_finds_which_page(office, terjun, role, seen):
    at = root_unit(office) if role == Role.CAMAT else terjun
    client = people.signed_in(people.staff("orang", role, at))
    found = set()
    for name, args in names(office, terjun):
        if client.get(reverse(name, args=args)).status_code == 200:
            found.add(name.split(":")[1])
    assert found == seen


def test_other_units_do_not_exist_and_ones_own_record_does(office, terjun, paya_pasir, budi, dewi):
    own = employee(terjun, "Contoh Budi", user=budi)
    other = employee(paya_pasir, "Contoh Lain")
    client = people.signed_in(budi)
    page(client, "personnel:employee", own.pk)
    page(client, "personnel:employee", other.pk, status=404)
    page(client, "personnel:employee_edit", own.pk, status=404)
    page(people.signed_in(dewi), "personnel:employee", own.pk, status=404)
    lurah = people.signed_in(people.staff("lurah", Role.LURAH, terjun))
    page(lurah, "personnel:employee", own.pk)
    page(lurah, "personnel:employee", other.pk, status=404)


def test_visitors_are_sent_to_sign_in(client, office, terjun):
    for name, args in names(office, terjun):
        assert client.get(reverse(name, args=args)).status_code == 302
    assert not Employee.objects.visible_to(None).exists()


def start(desk, content, name="pegawai.csv"):
    answer = send(
        desk, "personnel:import_new", data={"file": upload(content, name), "unknown_position": "text"}
    )
    return answer.headers["Location"]


def test_import_from_upload_to_commit(desk, terjun):
    page(desk, "personnel:import_new")
    content = csv_list(
        (nip(3), "Contoh Ani", "Terjun", "Staf", "III/a"), ("12", "Contoh Salah", "Terjun", "", "")
    )
    address = start(desk, content)
    pk = StaffImport.objects.get().pk
    preview = page(desk, "personnel:import", pk)
    assert address == reverse("personnel:import", args=[pk])
    assert "NIP harus 18 angka; di sini 2 angka." in preview.content.decode()
    assert '<th scope="col">Baris di berkas</th>' in preview.content.decode()
    assert 'data-label="Baris di berkas">3<small>Contoh Salah' in preview.content.decode()
    assert not Employee.objects.exists()
    for tab in ("baru", "berubah", "tetap", "ditolak"):
        page(desk, "personnel:import", pk, tampil=tab)
    table = read_bytes(page(desk, "personnel:import_refused", pk).content, "ditolak.xlsx")
    assert table.header[:2] == ("NIP", "Nama")
    assert table.rows[0].cells[:3] == ("12", "Contoh Salah", "Terjun")
    assert table.rows[0].cell(5) == "3"
    send(desk, "personnel:import_commit", pk, data={})
    assert Employee.objects.get().name == "Contoh Ani"
    done = page(desk, "personnel:import", pk).content.decode()
    assert "Daftar pegawai tersimpan" in done
    send(desk, "personnel:import_commit", pk, data={})
    assert "sudah disimpan sebelumnya" in page(desk, "personnel:import", pk).content.decode()
    assert Employee.objects.count() == 1
    page(desk, "personnel:import_refused", pk)
    page(desk, "personnel:import_new")


def test_import_of_a_workbook_and_its_own_sample(desk, terjun):
    start(desk, xlsx_list((nip(3), "Contoh Ani", "Terjun", "", "")), "pegawai.xlsx")
    sample = page(desk, "personnel:import_sample").content
    table = read_bytes(sample, "contoh.xlsx")
    assert len(table.rows) == 2
    start(desk, sample, "contoh.xlsx")
    assert Employee.objects.count() == 0


def test_import_discarded(desk, terjun):
    start(desk, csv_list((nip(3), "Contoh Ani", "Terjun", "", "")))
    pk = StaffImport.objects.get().pk
    send(desk, "personnel:import_discard", pk, data={})
    assert "Impor dibatalkan" in page(desk, "personnel:import", pk).content.decode()
    assert not Employee.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "kosong.csv", "kosong"),
        (b"%PDF-1.7", "surat.pdf", "bukan tabel"),
        (b"PK\x03\x04 not a workbook", "rusak.xlsx", ""),
        (
            csv_list(("a", "b"), header=("Satu", "Dua")),
            "lain.csv",
            "Kolom NIP, Nama, Unit Kerja tidak ditemukan",
        ),
    ],
)
def test_unusable_files_say_why_beside_the_field(desk, terjun, content, name, words):
    data = {"file": upload(content, name), "unknown_position": "refuse"}
    text = send(desk, "personnel:import_new", status=200, data=data).content.decode()
    assert "govuk-error-message" in text
    assert words in text
    assert not StaffImport.objects.exists()


def test_an_import_belongs_to_who_uploaded_it(desk, office, terjun):
    start(desk, csv_list((nip(3), "Contoh Ani", "Terjun", "", "")))
    pk = StaffImport.objects.get().pk
    other = people.signed_in(people.staff("lain", Role.PERSONNEL, root_unit(office)))
    page(other, "personnel:import", pk, status=404)
    send(other, "personnel:import_commit", pk, data={}, status=404)
    send(other, "personnel:import_discard", pk, data={}, status=404)
    page(other, "personnel:import_refused", pk, status=404)
    assert not Employee.objects.exists()


def test_a_workbook_with_two_filled_sheets_says_which_is_read(desk, terjun):
    person = (nip(3), "Contoh Ani", "Terjun", "Staf", "III/a")
    words = unread_words("2025", ["2026"])
    content = workbook([Sheet("2025", HEADER, [person]), Sheet("2026", HEADER, [person])], created=NOW)
    start(desk, content, "pegawai.xlsx")
    assert words in page(desk, "personnel:import", StaffImport.objects.get().pk).content.decode()
    other = workbook([Sheet("2025", ["catatan"], [["x"]]), Sheet("2026", HEADER, [person])], created=NOW)
    data = {"file": upload(other, "lain.xlsx"), "unknown_position": "text"}
    assert words in send(desk, "personnel:import_new", status=200, data=data).content.decode()


def test_a_long_preview_is_shown_in_parts(desk, terjun):
    rows = [(nip(number), f"Contoh Nomor{number:03d}", "Terjun", "", "") for number in range(150)]
    start(desk, csv_list(*rows))
    pk = StaffImport.objects.get().pk
    first = page(desk, "personnel:import", pk).content.decode()
    assert "Contoh Nomor099" in first
    assert "Contoh Nomor100" not in first
    assert "sesudah=101" in first  # the line of the file, whose first is the heading
    rest = page(desk, "personnel:import", pk, tampil="baru", sesudah="101").content.decode()
    assert "Contoh Nomor100" in rest and "Contoh Nomor149" in rest


def test_the_list_and_the_page_cost_the_same_at_20_and_2000(desk, office, terjun):
    def fill(count, since):
        stamps = {"created_at": NOW, "updated_at": NOW}
        Employee.objects.bulk_create(
            Employee(office=office, unit=terjun, name=f"Contoh {number:05d}", kind="non_asn", **stamps)
            for number in range(since, since + count)
        )

    def cost(name, *args):
        with CaptureQueriesContext(connection) as made:
            page(desk, name, *args)
        return len(made)

    fill(20, 0)
    one = Employee.objects.first()
    few, few_page = cost("personnel:list"), cost("personnel:employee", one.pk)
    fill(1980, 20)
    assert cost("personnel:list") == few
    assert cost("personnel:employee", one.pk) == few_page
    # Session, person, grants, office and unit of the frame; then the units to filter by and the rows.
    assert few <= 7
    second = page(desk, "personnel:list").content.decode()
    assert "Contoh 00049" in second
    assert "Contoh 00050" not in second
    assert 'rel="next"' in second


def test_somebody_who_left_is_found_among_those_who_left(desk, terjun):
    employee(terjun, "Contoh Pensiun", ended_on=(NOW - timedelta(days=400)).date())
    assert "Contoh Pensiun" not in page(desk, "personnel:list").content.decode()
    assert "Contoh Pensiun" in page(desk, "personnel:list", keluar="1").content.decode()


def test_sample_sheet_is_a_workbook(desk):
    assert BytesIO(page(desk, "personnel:import_sample").content).read(2) == b"PK"
