"""The staff list by file: what is read, what is refused and why, and that it can be repeated."""

from datetime import date, timedelta
from time import process_time

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from sinergi.access.permissions import Role
from sinergi.access.verdict import Refused
from sinergi.audit.actors import SYSTEM
from sinergi.organization.models import PositionKind, UnitKind
from sinergi.organization.operations import add_position
from sinergi.personnel import operations
from sinergi.personnel.models import Employee, EmployeeKind, StaffImport, UnknownPosition
from sinergi.personnel.stafflist import Outcome
from tests.factories import people
from tests.factories.people import NOW
from tests.factories.personnel import HEADER, csv_list, employee, nip, xlsx_list
from tests.rooms.personnel.lists import ANI, BAYU, CITRA, load, plan, reasons, start

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("bom", [True, False])
def test_import_reads_siasn_like_headers_from_every_csv(officer, terjun, separator, bom):
    done = load(officer, csv_list(ANI, BAYU, CITRA, separator=separator, bom=bom))
    assert (done.added, done.refused) == (3, 0)
    ani = Employee.objects.get(name="Contoh Ani")
    assert (ani.nip, ani.unit, ani.rank, ani.kind) == (nip(3), terjun, "III/a", EmployeeKind.PNS)
    assert (ani.born_on, ani.sex) == (date(1985, 4, 12), "2")
    assert Employee.objects.get(name="Contoh Bayu").kind == EmployeeKind.PPPK
    assert Employee.objects.get(name="Contoh Citra").kind == EmployeeKind.NON_ASN


def test_import_reads_a_workbook(officer, terjun):
    done = load(officer, xlsx_list(ANI, BAYU, CITRA), "pegawai.xlsx")
    assert (done.added, done.refused) == (3, 0)


def test_import_reads_the_columns_of_a_siasn_export(officer, terjun):
    header = ("NIP BARU", "NIP LAMA", "NAMA", "GELAR DEPAN", "GELAR BELAKANG", "TANGGAL LAHIR", "JENIS KELAMIN",
              "GOL AKHIR NAMA", "JABATAN NAMA", "UNOR NAMA", "STATUS CPNS PNS")  # fmt: skip
    row = (
        nip(3),
        "",
        "CONTOH ANI",
        "Dra.",
        "M.Si.",
        "12-04-1985",
        "F",
        "IV/a",
        "Lurah",
        "KELURAHAN TERJUN",
        "PNS",
    )
    found = plan(officer, csv_list(row, header=header))
    assert reasons(found) == []
    assert found.columns.unused == ("NIP LAMA",)
    load(officer, csv_list(row, header=header))
    ani = Employee.objects.get()
    assert (ani.name, ani.rank, ani.title, ani.sex) == ("Dra. CONTOH ANI, M.Si.", "IV/a", "Lurah", "2")


def test_import_twice_changes_nothing(officer, terjun):
    content = csv_list(ANI, BAYU, CITRA)
    load(officer, content)
    before = list(Employee.objects.order_by("pk").values())
    again = load(officer, content)
    assert (again.added, again.changed, again.unchanged, again.refused) == (0, 0, 3, 0)
    assert list(Employee.objects.order_by("pk").values()) == before


def test_import_shows_and_writes_what_changed(officer, office, terjun):
    load(officer, csv_list(ANI, CITRA))
    people.village(office, "Paya Pasir")
    moved = csv_list((ANI[0], "Contoh Ani, S.AP.", "Paya Pasir", "", "III/b"))
    found = plan(officer, moved)
    [row] = found.of(Outcome.CHANGED)
    assert {(one.label, one.before, one.after) for one in row.changes} == {
        ("Nama", "Contoh Ani", "Contoh Ani, S.AP."),
        ("Unit kerja", "Kelurahan Terjun", "Kelurahan Paya Pasir"),
        ("Golongan", "III/a", "III/b"),
    }
    done = load(officer, moved)
    assert (done.added, done.changed) == (0, 1)
    ani = Employee.objects.get(nip=ANI[0])
    assert (ani.unit.name, ani.rank, ani.title) == ("Paya Pasir", "III/b", "Kasi Pemerintahan")
    assert Employee.objects.count() == 2


def test_import_writes_row_history(officer, terjun):
    load(officer, csv_list(ANI))
    load(officer, csv_list((ANI[0], "Contoh Ani", "Terjun", "", "III/b")))
    history = Employee.objects.get().events.order_by("pgh_id")
    assert [(one.pgh_label, one.rank) for one in history] == [("insert", "III/a"), ("update", "III/b")]
    assert history.last().pgh_context.metadata["actor"] == officer.audit_id


def test_an_empty_cell_leaves_what_is_recorded(officer, terjun):
    load(officer, csv_list(ANI))
    done = load(officer, csv_list((ANI[0], "Contoh Ani", "Terjun", "", "")))
    assert (done.changed, done.unchanged) == (0, 1)
    assert Employee.objects.get().rank == "III/a"


def test_import_keeps_the_post_where_it_is_known(officer, terjun):
    post = add_position(
        unit=terjun, title="Kasi Pemerintahan", kind=PositionKind.SUPERVISOR, by=SYSTEM, now=NOW
    )
    load(officer, csv_list((ANI[0], ANI[1], "Terjun", "KASI  pemerintahan", "III/a")))
    assert (Employee.objects.get().position, Employee.objects.get().title) == (post, "Kasi Pemerintahan")


def test_an_unknown_post_is_a_warning_or_a_refusal_as_chosen(officer, terjun):
    add_position(unit=terjun, title="Kasi Pemerintahan", kind=PositionKind.SUPERVISOR, by=SYSTEM, now=NOW)
    content = csv_list((ANI[0], ANI[1], "Terjun", "Kasi Pemerintahn", "III/a"))
    [row] = plan(officer, content).rows
    assert row.outcome is Outcome.NEW
    assert row.warnings == (
        "Jabatan ini belum terdaftar pada Kelurahan Terjun. Mungkin maksudnya: Kasi Pemerintahan.",
    )
    [flaw] = plan(officer, content, unknown=UnknownPosition.REFUSE).rows[0].flaws
    assert (flaw.column, flaw.value) == ("Jabatan", "Kasi Pemerintahn")


def test_refused_rows_say_line_column_value_and_reason(officer, terjun):
    content = csv_list(
        ("19850412201001200", "Contoh Ani", "Terjun", "", ""),
        ("1,98504E+17", "Contoh Bayu", "Terjun", "", ""),
        (nip(4), "", "Terjn", "", "V/a"),
        (nip(5), "Contoh Dodi", "Terjun", "", "IX"),
        (nip(6), "Contoh Edi", "Terjun", "", ""),
        (nip(6), "Contoh Edi", "Terjun", "", ""),
    )
    found = plan(officer, content)
    assert [row.outcome for row in found.rows] == [Outcome.REFUSED] * 4 + [Outcome.NEW, Outcome.REFUSED]
    told = reasons(found)
    assert told[0] == (2, "NIP", "NIP harus 18 angka; di sini 17 angka.")
    assert told[1][1] == "NIP"
    assert "format kolom NIP menjadi teks" in told[1][2]
    assert {(line, column) for line, column, _why in told[2:5]} == {
        (4, "Unit Kerja"), (4, "Nama"), (4, "Golongan"),
    }  # fmt: skip
    assert "Mungkin maksudnya: Kelurahan Terjun" in next(
        why for _line, column, why in told if column == "Unit Kerja"
    )
    assert told[5][1] == "Golongan"
    assert told[6] == (7, "NIP", "Pegawai ini sudah ada pada baris 6 berkas ini.")


def test_good_rows_are_written_while_others_are_refused(officer, terjun):
    done = load(officer, csv_list(ANI, ("12", "Contoh Salah", "Terjun", "", "")))
    assert (done.added, done.refused) == (1, 1)
    assert list(Employee.objects.values_list("name", flat=True)) == ["Contoh Ani"]


def test_an_ambiguous_unit_lists_the_ones_it_may_mean(officer, office, terjun):
    paya = people.village(office, "Paya Pasir")
    for village in (terjun, paya):
        people.unit(office, UnitKind.SECTION, "Seksi Pemerintahan", village)
    content = csv_list(
        (nip(1), "Contoh Ani", "Seksi Pemerintahan", "", ""),
        (nip(2), "Contoh Bayu", "Seksi Pemerintahan Kelurahan Terjun", "", ""),
        (nip(3), "Contoh Citra", "Seksi Pemerintahan - Kel. Paya Pasir", "", ""),
    )
    found = plan(officer, content)
    assert found.rows[0].flaws[0].reason.startswith("Ada 2 unit bernama ini.")
    assert [row.employee.unit.parent.name for row in found.rows[1:]] == ["Terjun", "Paya Pasir"]


def test_warnings_do_not_block(officer, terjun):
    header = (*HEADER, "Tanggal Lahir", "Jenis Kelamin")
    content = csv_list((*ANI, "13-04-1985", "L"), header=header)
    [row] = plan(officer, content).rows
    assert row.outcome is Outcome.NEW
    assert "Tanggal lahir 13 April 1985 berbeda dari yang ada di NIP (12 April 1985)." in row.warnings
    assert "Jenis kelamin berbeda dari yang ada di NIP (perempuan)." in row.warnings
    load(officer, content)
    assert (Employee.objects.get().born_on, Employee.objects.get().sex) == (date(1985, 4, 13), "1")


def test_rows_of_other_units_are_refused(office, terjun):
    paya = people.village(office, "Paya Pasir")
    employee(paya, "Contoh Ani", nip=ANI[0])
    local = people.staff("lokal", Role.PERSONNEL, terjun)
    found = plan(local, csv_list(ANI, BAYU, (nip(8), "Contoh Eka", "Paya Pasir", "", "")))
    assert [row.outcome for row in found.rows] == [Outcome.REFUSED, Outcome.NEW, Outcome.REFUSED]
    assert found.rows[0].flaws[0].reason == (
        "Pegawai ini tercatat di Kelurahan Paya Pasir, yang kepegawaiannya tidak Anda kelola."
    )
    assert found.rows[2].flaws[0].reason == "Anda tidak mengelola kepegawaian unit ini."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (csv_list(), "belum ada pegawai"),
        (csv_list(("Contoh Ani", "Terjun"), header=("Nama", "Unit Kerja")), "Kolom NIP tidak ditemukan"),
        (csv_list(("1", "2", "a", "b"), header=("NIP", "NIP Baru", "Nama", "Unit")), "berarti sama"),
        (b"%PDF-1.7 not a table", "bukan tabel"),
    ],
)
def test_unusable_files_are_refused_in_one_sentence(officer, terjun, content, words):
    with pytest.raises(Refused) as caught:
        start(officer, content)
    assert words in str(caught.value.words)
    assert not StaffImport.objects.exists()


def test_commit_is_done_once_and_discard_not_after_it(officer, terjun):
    found = start(officer, csv_list(ANI))
    operations.commit_import(found, by=officer, now=NOW)
    for again in (operations.commit_import, operations.discard_import):
        with pytest.raises(Refused, match="sudah disimpan"):
            again(found, by=officer, now=NOW)
    assert Employee.objects.count() == 1


def test_commit_is_all_or_nothing(officer, terjun, monkeypatch):
    found = start(officer, csv_list(ANI, BAYU))
    write = operations._write

    def broken(plan, now):
        write(plan, now)
        raise IntegrityError("power cut")

    monkeypatch.setattr(operations, "_write", broken)
    with pytest.raises(IntegrityError):
        operations.commit_import(found, by=officer, now=NOW)
    assert not Employee.objects.exists()
    found.refresh_from_db()
    assert found.status == "uploaded"


def test_commit_judges_again_what_changed_since_the_preview(officer, terjun):
    found = start(officer, csv_list(ANI))
    assert operations.import_plan(found, by=officer, now=NOW).count(Outcome.NEW) == 1
    employee(terjun, "Contoh Ani", nip=ANI[0])
    done = operations.commit_import(found, by=officer, now=NOW)
    assert (done.added, done.changed) == (0, 1)
    assert Employee.objects.count() == 1


def test_discard_deletes_the_file(officer, terjun):
    found = start(officer, csv_list(ANI))
    document = found.document
    operations.discard_import(found, by=officer, now=NOW)
    document.refresh_from_db()
    assert document.erased_at == NOW
    with pytest.raises(Refused, match="tidak disimpan"):
        found.refresh_from_db()
        operations.import_plan(found, by=officer, now=NOW)


def test_only_personnel_officers_import(office, terjun):
    counter = people.staff("budi", Role.COUNTER, terjun)
    with pytest.raises(Refused):
        start(counter, csv_list(ANI))


def rows_of(number):
    first = date(1970, 1, 1)
    return [
        (
            nip(place % 1000, born=first + timedelta(days=place)),
            f"Contoh Pegawai {place}",
            "Terjun",
            "Staf",
            "III/a",
        )
        for place in range(number)
    ]


def test_two_thousand_rows_take_few_statements_and_little_time(officer, terjun):
    rows = rows_of(2000)
    with CaptureQueriesContext(connection) as first:
        began = process_time()  # of this process: other programs on the machine do not count
        done = load(officer, csv_list(*rows))
        took = process_time() - began
    assert done.added == 2000
    changed = [(one[0], one[1], one[2], "Staf Senior", "III/b") for one in rows]
    with CaptureQueriesContext(connection) as second:
        done = load(officer, csv_list(*changed))
    assert done.changed == 2000
    with CaptureQueriesContext(connection) as small:
        load(officer, csv_list(*rows_of(3)))
    assert took <= 1.5
    assert len(first) <= 30
    assert len(second) <= len(small) + 1


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("Kelurahan Trejun", "Kelurahan Terjun"),
        ("kel. terjunn", "Kelurahan Terjun"),
        ("Seksi Pelayanan Umun Kelurahan Terjun", "Seksi Pelayanan Umum Kelurahan Terjun"),
        ("Kelurahan Sukaramai", ""),
        ("Dinas Pelayanan Kesehatan", ""),
        ("Seksi Kebersihan", ""),
        ("Kelurahan", ""),
    ],
)
def test_only_names_that_are_nearly_the_same_are_suggested(officer, terjun, typed, suggested):
    people.unit(terjun.office, UnitKind.SECTION, "Seksi Pelayanan Umum", terjun)
    found = plan(officer, csv_list((nip(3), "Contoh Ani", typed, "", "III/a")))
    [flaw] = found.rows[0].flaws
    assert (flaw.column, flaw.value) == (HEADER[2], typed), "what was typed stays"
    if suggested:
        assert flaw.reason.endswith(f"Mungkin maksudnya: {suggested}."), flaw.reason
    else:
        assert flaw.reason.startswith("Unit ini tidak ada, dan tidak ada nama yang mirip."), flaw.reason


@pytest.mark.parametrize(
    ("header", "cells", "unused"),
    [
        (("Pangkat",), ("Penata Muda Tk. I",), ()),
        (("Pangkat", "Golongan"), ("Penata", "III/b"), ("Pangkat",)),
    ],
)
def test_pangkat_says_the_rank_where_it_stands_alone(officer, terjun, header, cells, unused):
    content = csv_list((*ANI[:3], *cells), header=("NIP", "Nama", "Unit", *header))
    found = plan(officer, content)
    assert (found.columns.unused, reasons(found)) == (unused, [])
    load(officer, content)
    assert Employee.objects.get(name="Contoh Ani").rank == "III/b"
