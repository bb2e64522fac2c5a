"""The browser's own "back" after a mistake shows pages again, and never asks to send a form once more."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sinergi.accounts.models import User
from sinergi.casework import operations
from sinergi.casework.operations import Finding
from sinergi.casework.operations.mending import APPLICANT_FIELD
from sinergi.casework.standards import standard_of
from sinergi.organization.models import Unit
from tests.browser import steps
from tests.browser.conftest import Arrive
from tests.browser.visitor import PHONE, PHONE_SCRIPT, Visitor
from tests.factories import casework

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("device", [PHONE, PHONE_SCRIPT], indirect=True, ids=["plain", "script"]),
]
WRONG_NIK = "1271 1245 0585 000"


def back(person: Visitor, part: str, *, misses: str) -> None:
    """One step back; Chromium's own error page has another address scheme."""
    person.page.go_back()
    assert person.page.url.startswith(person.base), person.page.url
    assert person.path.endswith(part), person.path
    person.misses(misses, "Ada yang perlu diperbaiki")


def test_back_after_a_mistake_in_the_application(arrive: Arrive, sku: Any, terjun: Unit) -> None:
    sari = arrive()
    sari.go("/layanan/keterangan-usaha/ajukan/persetujuan/")
    sari.click("Setuju dan lanjut").sees("Centang kotak persetujuan")
    sari.fill(agree=True).click("Setuju dan lanjut")
    sari.fill({**steps.SARI, "nik": WRONG_NIK, "village": terjun.pk}).click("Lanjut", exact=True)
    sari.sees("harus 16 angka")
    assert sari.page.input_value("[name=nik]") == WRONG_NIK
    sari.page.reload()
    sari.sees("harus 16 angka")
    sari.fill(nik=steps.SARI["nik"]).click("Lanjut", exact=True)
    page, values = next(iter(steps.typed(sku, terjun).items()))
    sari.fill({**values, "birth_date_day": "31", "birth_date_month": "2"}).click("Lanjut", exact=True)
    sari.sees("Februari").fill(values).click("Lanjut", exact=True)
    for _step in range(2):
        back(sari, f"/isian/{page}/", misses="Februari")
    for _step in range(2):
        back(sari, "/pemohon/", misses="harus 16 angka")
    assert sari.page.input_value("[name=address]") == steps.SARI["address"]
    back(sari, "/persetujuan/", misses="formulir dikirim ulang")


def test_back_after_a_refused_file_and_a_forgotten_tick(
    arrive: Arrive, sku: Any, terjun: Unit, now: Any, tmp_path: Path
) -> None:
    sari, started = arrive(), casework.draft(sku, terjun, now=now)
    sari.go(f"/status/tautan/{started.token}/").click("Ya, lanjutkan")
    key = standard_of(sku).uploads[0].key
    sari.go(f"/layanan/keterangan-usaha/ajukan/berkas/{key}/")
    false = steps.written(tmp_path, "ktp.jpg", b"bukan gambar sama sekali" * 50)
    sari.fill(file=false).click("Simpan dan lanjut").look("refused")
    assert sari.page.locator(".govuk-error-message").count() == 1
    sari.go("/layanan/keterangan-usaha/ajukan/periksa/").sees("Perbaikan yang belum selesai").look(
        "unfinished"
    )
    sari.page.locator(".govuk-inset-text a").click()
    sari.page.wait_for_url(f"**/berkas/{key}/?ubah")
    sari.sees("bukan").go(f"/layanan/keterangan-usaha/ajukan/berkas/{key}/")
    sari.fill(file=steps.picture(tmp_path)).click("Simpan dan lanjut")
    sari.go("/layanan/keterangan-usaha/ajukan/periksa/").click("Kirim permohonan").sees("Centang pernyataan")
    sari.page.locator("main a", has_text="Ubah").first.click()
    sari.page.wait_for_url("**/pemohon/**")
    for _step in range(2):
        sari.page.go_back()
        assert sari.path.endswith("/periksa/")
        sari.sees("Periksa jawaban Anda")
    sari.page.go_back()
    assert "/berkas/" in sari.path
    back(sari, f"/berkas/{key}/", misses="bukan foto")


def test_a_correction_that_waits_is_found_from_the_copy_of_the_data(
    arrive: Arrive, sku: Any, terjun: Unit, budi: User, now: Any
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    finding = Finding(words="NIK salah", field=APPLICANT_FIELD)
    case = operations.send_back(case, [finding], deadline=date(2026, 12, 30), by=budi, now=now)
    sari = arrive()
    steps.follow(sari, case.reference).page.locator("main a[href*=perbaiki]").first.click()
    sari.page.wait_for_url("**/perbaiki/**")
    sari.fill(nik=WRONG_NIK).click("Kirim perbaikan").sees("harus 16 angka")
    sari.go(f"/status/{case.reference}/data/").sees("Perbaikan yang belum selesai").look("copy")
    sari.misses(WRONG_NIK).page.locator("main a[href*=perbaiki]").click()
    sari.page.wait_for_url("**/perbaiki/**")
    sari.sees("harus 16 angka").fill(nik=steps.SARI["nik"]).click("Kirim perbaikan").sees(
        "Perbaikan terkirim"
    )


def test_back_after_a_mistake_in_mending(
    arrive: Arrive, sku: Any, terjun: Unit, budi: User, now: Any
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    finding = Finding(words="NIK salah", field=APPLICANT_FIELD)
    case = operations.send_back(case, [finding], deadline=date(2026, 12, 30), by=budi, now=now)
    sari = arrive()
    steps.follow(sari, case.reference).page.locator("main a[href*=perbaiki]").first.click()
    sari.page.wait_for_url("**/perbaiki/**")
    sari.fill(nik=WRONG_NIK).click("Kirim perbaikan").sees("harus 16 angka")
    sari.fill(nik=steps.SARI["nik"]).click("Kirim perbaikan").sees("Perbaikan terkirim")
    for _step in range(2):
        sari.page.go_back()
        assert sari.path == f"/status/{case.reference}/"
