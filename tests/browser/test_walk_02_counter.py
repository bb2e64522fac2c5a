"""Walk 2: the counter officer enters for somebody without a phone, examines, sends back, proposes, refuses."""

from pathlib import Path
from typing import Any

import pytest

from sinergi.accounts.models import User
from sinergi.casework.models import Application
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import Channel, Status
from sinergi.organization.models import Unit
from tests.browser import steps
from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor
from tests.factories import casework, people

pytestmark = pytest.mark.browser
OPUNG = {"name": "Contoh Opung Tiur", "nik": "1271 1201 0150 0003", "address": "Jalan Contoh 9, Lingkungan 2"}


def test_officer_enters_for_somebody_without_a_phone(
    arrive: Arrive, sku: Any, terjun: Unit, tmp_path: Path
) -> None:
    people.staff("loket", "counter", terjun)
    loket = arrive()
    loket.go("/akun/login/").look().fill(login="loket", password="salah-sekali-2026").click("Masuk").look(
        "error"
    )
    loket.sign_in("loket")
    loket.go("/meja/permohonan/").sees("Antrean kosong").look("empty")
    loket.go("/meja/permohonan/baru/").sees("Terima di loket").look().click("Surat Keterangan Usaha").look()
    loket.click("Lanjut ke berkas").sees("Bacakan untuk apa data dipakai", "Nama lengkap belum diisi").look(
        "error"
    )
    fields = {
        f"isian-{page}-{key}": value
        for page, values in steps.typed(sku, terjun).items()
        for key, value in values.items()
    }
    loket.fill({**OPUNG, **fields, "village": terjun.pk, "agree": True}).click("Lanjut ke berkas")
    loket.sees("Berkas", "Periksa bersama pemohon").look()
    loket.go("/meja/permohonan/baru/").sees("Belum terkirim").look("begun").click("Lanjutkan:")
    first, *others = standard_of(sku).uploads
    loket.fill({f"berkas-{first.key}-file": steps.picture(tmp_path), "declare": True})
    loket.click("Kirim dan cetak bukti").sees("belum dipilih").look("missing")
    loket.fill({f"berkas-{item.key}-file": steps.picture(tmp_path) for item in others})
    loket.look("full").click("Kirim dan cetak bukti").sees("Bukti pendaftaran", "PIN").look()
    case = Application.objects.get()
    assert (case.channel, case.status) == (Channel.COUNTER, Status.RECEIVED)
    loket.go("/meja/permohonan/").sees(case.reference, "loket").look("one")
    opung = arrive()
    steps.follow(opung, case.reference, str(case.pin)).sees("Diterima")
    loket.go("/meja/permohonan/cari/").fill(nik=OPUNG["nik"]).click("Cari").sees(case.reference).look("found")


def test_one_document_comes_back_and_is_mended(
    arrive: Arrive, sku: Any, terjun: Unit, budi: User, now: Any, tmp_path: Path
) -> None:
    late = casework.submitted(sku, terjun, now=now.replace(day=5), phone="+6281260000099")
    case = casework.submitted(sku, terjun, now=now)
    officer, sari = arrive("budi"), arrive()
    officer.go("/meja/permohonan/").look("queue")
    rows = officer.page.locator("main tbody th a").all_inner_texts()
    assert rows == [late.reference, case.reference]  # what is due first stands first
    officer.click(case.reference).sees("Pemohon", "Berkas", "Riwayat", "Ambil").look("received")
    officer.click("Ambil dan periksa")
    if officer.page.locator("main form button", has_text="Ambil permohonan ini").count():
        officer.look().click("Ambil permohonan ini")
    officer.sees("sekarang Anda periksa").look("examined")
    officer.click("Kembalikan").look().click("Kembalikan ke pemohon").sees("sedikitnya satu dokumen").look(
        "error"
    )
    officer.fill(file_ktp="Foto KTP terpotong di sebelah kanan.").click("Kembalikan ke pemohon")
    officer.sees("dikembalikan", "Jam", "Foto KTP terpotong").look("sent back")
    mend(sari, case, tmp_path)
    officer.go(f"/meja/permohonan/{case.reference}/").sees("diperbaiki").look("mended")
    officer.click("Ajukan").look().fill(note="Lengkap, mohon tanda tangan.").click("Ajukan", exact=True)
    officer.sees("diajukan").look("proposed")
    assert Application.objects.get(pk=case.pk).status == Status.AWAITING_SIGNATURE


def mend(sari: Visitor, case: Application, folder: Path) -> None:
    steps.follow(sari, case.reference).sees("Ada yang harus Anda perbaiki", "Jam pelayanan berhenti").look(
        "to mend"
    )
    sari.click("Perbaiki").sees("Foto KTP terpotong", "Perbaiki paling lambat").look()
    sari.click("Kirim perbaikan").sees("belum").look("error")
    sari.fill(file=steps.picture(folder, "ktp-utuh.jpg", color="red")).click("Kirim perbaikan")
    sari.sees("Diperiksa").misses("Ada yang harus Anda perbaiki").look("mended")


def test_refusal_names_the_law_and_the_way_to_object(
    arrive: Arrive, sku: Any, terjun: Unit, budi: User, now: Any
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    officer, sari = arrive("budi"), arrive()
    officer.go(f"/meja/permohonan/{case.reference}/tolak/").look()
    officer.fill(explanation="Usaha berada di luar kelurahan ini.").click("Tolak permohonan")
    officer.sees("Dasar hukum penolakan belum diisi").look("error")
    assert officer.page.input_value("[name=explanation]") == "Usaha berada di luar kelurahan ini."
    officer.fill(legal_reason="Perwal Contoh 1/2020 Pasal 3").click("Tolak permohonan").sees("ditolak").look(
        "refused"
    )
    steps.follow(sari, case.reference).sees(
        "Ditolak", "Perwal Contoh 1/2020 Pasal 3", "keberatan", "Ombudsman"
    ).look()


def test_second_officer_sees_what_changed(
    arrive: Arrive, sku: Any, terjun: Unit, budi: User, now: Any
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    citra = people.staff("citra", "examiner", terjun, now=now)
    first, second = arrive("budi"), arrive("citra")
    first.go(f"/meja/permohonan/{case.reference}/ajukan/").fill(note="Saya mengetik panjang.")
    second.go(f"/meja/permohonan/{case.reference}/ambil/").look().click("Ambil permohonan ini")
    first.click("Ajukan", exact=True).sees("baru saja diubah orang lain", citra.name).look("conflict")
    assert first.status == 409
    assert first.page.input_value("[name=note]") == "Saya mengetik panjang."
