"""Walk 9: a programme page with owner and dates; a stale one warns; "informasi ini keliru" reaches the owner."""

from typing import Any

import pytest

from sinergi.organization.models import Unit
from tests.browser.conftest import Arrive
from tests.factories import information, people

pytestmark = pytest.mark.browser


def test_programme_is_read_reported_and_answered(
    arrive: Arrive, office: Any, terjun: Unit, root: Unit, clock: Any
) -> None:
    owner = people.staff("editor", "editor", root)
    citizen, editor = arrive(), arrive("editor")
    citizen.go("/program/").look("empty")
    editor.go("/meja/program/").sees("Belum ada program").look("empty")
    editor.click("Tulis program").look().click("Simpan", exact=True).look("error")
    editor.fill(
        unit=root.pk, title="Beras bantuan Contoh", summary="Untuk keluarga contoh.", owner=owner.pk,
        body="Datang ke aula.\n\nBawa KTP asli.",
    )  # fmt: skip
    editor.click("Simpan", exact=True).look("saved").click("Tampilkan kepada warga").look("shown")
    old = information.stale(root, owner, title="Sembako Contoh lama")
    citizen.go("/program/").sees("Beras bantuan Contoh", "Sembako Contoh lama").look("full")
    citizen.click("Beras bantuan Contoh").sees(
        "Penanggung jawab", "Contoh Editor", "Diperiksa pada", "9 Juni 2026"
    )
    citizen.sees("Berlaku sampai").misses("mungkin sudah tidak berlaku").look("fresh")
    citizen.go(f"/program/{old.slug}/").sees("mungkin sudah tidak berlaku").look("stale")
    citizen.click("Informasi ini keliru?").look().click("Kirim laporan").sees("Tulis apa yang keliru").look(
        "error"
    )
    citizen.fill(text="Jadwalnya sudah lewat.").click("Kirim laporan").look("reported")
    editor.go("/meja/pesan/").look("inbox")
    editor.go("/meja/program/").sees("Perlu diperiksa").look("full").click("Laporan informasi keliru").look(
        "one"
    )
    editor.page.locator("main tbody th a").first.click()
    editor.sees("Jadwalnya sudah lewat.").look().click("Simpan jawaban").look("error")
    editor.fill(answer="Jadwal sudah kami perbarui.").click("Simpan jawaban").look("answered")
    editor.go(f"/meja/program/{old.pk}/").sees("Masa berlaku sudah lewat").look("stale")
    editor.click("Masih benar, saya periksa hari ini").look("checked")
    citizen.go(f"/program/{old.slug}/").misses("mungkin sudah tidak berlaku")


def test_mistake_on_a_service_page_is_reported(arrive: Arrive, sku: Any, terjun: Unit) -> None:
    citizen = arrive()
    citizen.go("/layanan/keterangan-usaha/").click("Informasi ini keliru?").look()
    citizen.fill(text="Nomor telepon tidak tersambung.").click("Kirim laporan").sees("Terima kasih").look()
