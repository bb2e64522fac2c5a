"""Walk 8: the personnel officer sees the employees behind this: list, import, gaps, assessment, own data."""

from pathlib import Path
from typing import Any

import pytest

from sinergi.organization.models import Competency, Unit
from sinergi.personnel.models import Employee
from tests.browser import steps
from tests.browser.conftest import Arrive
from tests.factories import competency, people, personnel

pytestmark = pytest.mark.browser


def test_staff_list_is_imported_and_assessed(
    arrive: Arrive, sku: Any, terjun: Unit, root: Unit, tmp_path: Path
) -> None:
    people.staff("pegawai", "personnel", root)
    officer = arrive("pegawai")
    officer.go("/meja/pegawai/").sees("Belum ada pegawai").look("empty")
    officer.click("Impor daftar pegawai").look().click("Periksa berkas").look("error")
    rows = [
        (personnel.nip(number), f"Contoh Pegawai {number}", "Terjun", "Petugas Loket", "III/a")
        for number in range(1, 5)
    ]
    bad = ("1985", "Contoh Keliru", "Kelurahan Antah", "", "")
    sheet = steps.written(tmp_path, "pegawai.xlsx", personnel.xlsx_list(*rows, bad))
    officer.fill(file=sheet).click("Periksa berkas").sees("1 baris ditolak").look("preview")
    officer.click("Pegawai baru 4").sees("Contoh Pegawai 1").look("good rows").click("Ditolak 1").sees("NIP")
    officer.click("Simpan 4 baris").sees("Daftar pegawai tersimpan").look()
    assert Employee.objects.count() == 4
    officer.go("/meja/pegawai/impor/").fill(file=sheet).click("Periksa berkas")
    assert Employee.objects.count() == 4  # the same list again changes nothing
    officer.go("/meja/pegawai/").sees("Contoh Pegawai 1").look("full").click("Contoh Pegawai 1").look(
        "employee"
    )
    officer.go("/meja/pegawai/?cari=zzz").sees("Tidak ada pegawai yang cocok").look("nothing found")
    officer.go("/meja/pegawai/baru/").look().click("Catat pegawai").look("error")
    assess(officer, terjun)


def assess(officer: Any, terjun: Unit) -> None:
    officer.go("/meja/kompetensi/").look("gaps before")
    officer.go(f"/meja/kompetensi/nilai/?unit={terjun.pk}").look()
    for box in officer.page.locator("main td select").all()[:3]:
        box.select_option("1")
    officer.click("Simpan level yang diubah").look("saved")
    one = Competency.objects.get(key="komunikasi")
    for number, person in enumerate(Employee.objects.order_by("pk")):
        competency.assessed(person, one, 1 + number % 2)
    officer.go("/meja/kompetensi/").sees("Kesenjangan per tim", "Komunikasi").look("gaps")
    officer.go("/meja/kompetensi/butir/komunikasi/").look()
    officer.go("/meja/kompetensi/jabatan/").look()
    officer.go("/meja/pelatihan/").look("empty")
    officer.go("/meja/pelatihan/baru/").look().click("Rencanakan pelatihan").look("error")
    officer.go("/meja/saya/").look()
    officer.go("/meja/pesan/").look()
