"""Whom a row of the staff list means: by NIP, else by name with birth or unit; moved, appointed, come back."""

from datetime import date

import pytest

from sinergi.personnel.models import Employee, EmployeeKind
from tests.factories import people
from tests.factories.personnel import HEADER, csv_list, nip
from tests.rooms.personnel.lists import ANI, BAYU, load, plan, reasons

pytestmark = pytest.mark.django_db


def test_people_without_nip_are_known_by_name_and_birth_or_unit(officer, office, terjun):
    people.village(office, "Paya Pasir")
    header = (*HEADER, "Tanggal Lahir")
    load(officer, csv_list(("", "Contoh Citra", "Terjun", "", "", "1990-02-01"), header=header))
    moved = load(
        officer, csv_list(("", "contoh  citra", "Paya Pasir", "", "", "1 Februari 1990"), header=header)
    )
    assert (moved.added, moved.changed) == (0, 1)
    other = load(officer, csv_list(("", "Contoh Citra", "Paya Pasir", "", "", "1991-05-05"), header=header))
    assert other.added == 1
    unsure = plan(officer, csv_list(("", "Contoh Citra", "Paya Pasir", "", "")))
    assert "Ada beberapa pegawai tanpa NIP" in unsure.rows[0].flaws[0].reason


def test_somebody_who_gets_a_nip_stays_the_same_person(officer, terjun):
    header = (*HEADER, "Tanggal Lahir")
    load(officer, csv_list(("", "Contoh Citra", "Terjun", "", "", "1990-02-01"), header=header))
    known = Employee.objects.get()
    appointed = nip(9, born=date(1990, 2, 1), year=2024, month=21, sex=2)
    load(officer, csv_list((appointed, "Contoh Citra", "Terjun", "", "IX")))
    known.refresh_from_db()
    assert (known.nip, known.kind, known.rank) == (appointed, EmployeeKind.PPPK, "IX")
    assert Employee.objects.count() == 1


def test_somebody_who_left_and_came_back_is_refused_in_words_and_the_others_are_kept(officer, terjun):
    load(officer, csv_list(ANI))
    Employee.objects.update(started_on=date(2010, 1, 1), ended_on=date(2024, 1, 1))
    header = (*HEADER, "Mulai Bertugas")
    again = csv_list((*ANI, "01-02-2025"), (*BAYU, "01-02-2025"), header=header)
    found = plan(officer, again)
    assert [(line, column) for line, column, _why in reasons(found)] == [(2, "Mulai Bertugas")]
    assert "1 Januari 2024" in reasons(found)[0][2]
    done = load(officer, again)
    assert (done.added, done.refused) == (1, 1)
