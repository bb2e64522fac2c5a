"""Walk 1: a citizen without an account applies, follows, recovers a lost number, withdraws."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sinergi.accounts.models import User
from sinergi.casework.models import Application
from sinergi.casework.workflow import Status
from sinergi.organization.models import Unit
from tests.browser import steps
from tests.browser.conftest import Arrive
from tests.browser.visitor import LAPTOP, PHONE
from tests.factories import casework
from tests.factories.documents import pdf

pytestmark = pytest.mark.browser


def test_citizen_reads_what_the_service_asks(arrive: Arrive, sku: Any, terjun: Unit) -> None:
    sari = arrive()
    sari.go("/").sees("Apa yang ingin Anda urus?", "Buka sampai").look()
    sari.fill(cari="mau buka warung").click("Cari", exact=True).sees("cocok dengan", "1 hari").look("found")
    sari.fill(cari="zzz qqq").click("Cari", exact=True).sees("Tidak ada layanan yang cocok").look(
        "nothing found"
    )
    sari.click("Surat Keterangan Usaha")
    sari.sees(
        "Rp0",
        "Diminta uang? Lapor",
        "1 hari kerja",
        "Yang perlu disiapkan",
        "Foto tempat usaha",
        "Cara mengadu",
    )
    sari.sees("Langkah-langkah", "Lurah").look()
    sari.click("Diminta uang? Lapor").sees("LAPOR").look()
    sari.go("/layanan/keterangan-usaha/").click("Ajukan", exact=True).sees("Siapkan dahulu").look()
    for path in ("/privasi/", "/aksesibilitas/"):
        sari.go(path).look()
    sari.go("/layanan/tidak-ada/", status=404).look("404")


def test_citizen_applies_and_is_told_what_is_wrong(
    arrive: Arrive, sku: Any, terjun: Unit, paya_pasir: Unit, tmp_path: Path
) -> None:
    sari = arrive()
    sari.go("/layanan/keterangan-usaha/ajukan/").click("Mulai").sees("Apa yang terjadi pada data Anda").look()
    sari.click("Setuju dan lanjut").sees("Centang kotak persetujuan").look("error")
    assert not Application.objects.exists()
    sari.fill(agree=True).click("Setuju dan lanjut").sees("Langkah 1", "Siapa yang mengajukan?").look()
    sari.click("Lanjut", exact=True).sees("Nama lengkap belum diisi").look("empty")
    sari.fill({**steps.SARI, "nik": "1271 1245 0585 000", "village": terjun.pk}).click("Lanjut", exact=True)
    sari.sees("harus 16 angka; Anda mengisi 15").look("error")
    assert sari.page.input_value("[name=address]") == steps.SARI["address"]
    sari.fill(nik=steps.SARI["nik"]).click("Lanjut", exact=True)
    for key, values in steps.typed(sku, terjun).items():
        sari.look()
        if "birth_date_day" in values:
            sari.fill({**values, "birth_date_day": "31", "birth_date_month": "2"}).click("Lanjut", exact=True)
            sari.sees("Februari").look("error")
        sari.fill(values).click("Lanjut", exact=True)
        assert key not in sari.path
    upload(arrive, sari, tmp_path)
    check_and_send(sari)
    check_receipt(sari)


def upload(arrive: Arrive, sari: Any, folder: Path) -> None:
    """A photo that is none, a locked PDF, then a photo and a PDF."""
    sari.go("/layanan/keterangan-usaha/ajukan/berkas/").sees("Unggah berkas", "Belum").look()
    sari.click("Unggah KTP-el").look()
    sari.click("Unggah dan lanjut").sees("belum dipilih").look("empty")
    false = steps.written(folder, "ktp.jpg", b"bukan gambar sama sekali" * 50)
    sari.fill(file=false).click("Unggah dan lanjut").look("refused")
    assert sari.page.locator(".govuk-error-message").count() == 1
    sari.fill(file=steps.picture(folder, "ktp-contoh.jpg")).click("Unggah dan lanjut").sees("Kartu Keluarga")
    import pikepdf

    locked = steps.written(folder, "kk.pdf", pdf(encryption=pikepdf.Encryption(owner="a", user="b")))
    sari.fill(file=locked).click("Unggah dan lanjut").sees("sandi").look("locked")
    sari.fill(file=steps.paper(folder)).click("Unggah dan lanjut").sees("Foto tempat usaha")
    sari.fill(file=steps.picture(folder, "warung.jpg", color="brown")).click("Unggah dan lanjut")


def check_and_send(sari: Any) -> None:
    sari.sees("Periksa jawaban Anda", "127112••••••••01", "Contoh Sari Pemohon").misses("450585").look()
    sari.page.locator("main a", has_text="Ubah").first.click()
    sari.page.wait_for_url("**/pemohon/**")
    sari.fill(name="Contoh Sari Dewi").click("Lanjut", exact=True).sees(
        "Periksa jawaban Anda", "Contoh Sari Dewi"
    )
    sari.click("Kirim permohonan").sees("Centang pernyataan").look("error")
    sari.fill(declare=True).click("Kirim permohonan")


def check_receipt(sari: Any) -> None:
    sari.sees(
        "Permohonan terkirim",
        "selesai paling lambat",
        "WIB",
        "Apa yang terjadi berikutnya",
        "Waktu mengambil surat",
    )
    sari.look()
    number = steps.reference(sari)
    assert Application.objects.get(reference=number).status == Status.RECEIVED
    assert sari.page.get_by_role("button", name="Cetak bukti").count() == int(sari.device.script)
    sari.page.emulate_media(media="print")
    assert sari.page.get_by_text(number).first.is_visible()
    assert sari.page.locator(".s-top__in").is_hidden()
    sari.page.emulate_media(media="screen")
    sari.go("/layanan/keterangan-usaha/ajukan/periksa/").sees(
        "Permohonan terkirim", number
    )  # a late second click
    sari.go("/layanan/keterangan-usaha/ajukan/pemohon/", status=410).sees("Draf Anda tidak ada").look("gone")


@pytest.mark.parametrize("device", [LAPTOP], indirect=True, ids=["laptop"])
def test_draft_goes_on_elsewhere_and_can_be_thrown_away(arrive: Arrive, sku: Any, terjun: Unit) -> None:
    sari, other = arrive(), arrive()
    steps.agreed(sari, sku).fill({**steps.SARI, "village": terjun.pk}).click("Lanjut", exact=True)
    sari.click("Lanjutkan nanti").sees("Di perangkat lain").look()
    link = sari.page.locator("main .s-code a").get_attribute("href")
    assert link
    assert len(link.rstrip("/").rsplit("/", 1)[-1]) >= 22  # 128 random bits
    other.go(link).sees("Lanjutkan permohonan").look("asked").click("Ya, lanjutkan")
    other.sees("Anda punya draf di perangkat ini").look("draft")
    other.click("Lanjutkan draf").sees("Data diri di surat")
    other.go("/layanan/keterangan-usaha/ajukan/periksa/").sees("Belum lengkap", "Lengkapi").look("incomplete")
    other.go("/layanan/keterangan-usaha/ajukan/").click("Hapus draf").look("discarded")
    assert not Application.objects.exists()
    other.go(link, status=410).sees("tidak berlaku lagi").look()


def test_citizen_follows_and_withdraws(
    arrive: Arrive, sku: Any, terjun: Unit, budi: User, now: Any, tmp_path: Path
) -> None:
    number = steps.apply(arrive(), sku, terjun, tmp_path)
    sari = arrive()
    sari.go("/status/").look().click("Lihat status").sees("belum diisi").look("empty")
    sari.fill(reference=number, check_text="9999").click("Lihat status").sees("tidak cocok").look("error")
    sari.fill(reference=number.lower().replace("-", " "), check_text="0042").click("Lihat status")
    sari.sees(number, "Diterima", "Selesai paling lambat", "Riwayat").misses("450585").look()
    sari.click("Bukti permohonan").sees(number)
    sari.go(f"/status/{number}/").click("Cabut permohonan").sees("tidak dapat dihidupkan lagi").look()
    sari.click("Ya, cabut permohonan").sees("Dicabut").look("withdrawn")
    assert Application.objects.get(reference=number).status == Status.WITHDRAWN
    sari.click("Tutup halaman ini").sees("sudah ditutup").look("closed")
    sari.go(f"/status/{number}/")
    assert sari.path == "/status/"


@pytest.mark.parametrize("device", [PHONE], indirect=True, ids=["phone"])
def test_guesses_end_after_ten(arrive: Arrive, sku: Any, terjun: Unit, now: Any) -> None:
    case = casework.submitted(sku, terjun, now=now)
    guesser, sari = arrive(), arrive()
    for guess in range(10):
        steps.follow(guesser, case.reference, f"{guess:04d}")
        assert guesser.status == 200
    steps.follow(guesser, case.reference, "1111")
    assert guesser.status == 429
    guesser.look("429")
    other = casework.submitted(sku, terjun, now=now, phone="+6281260000077")
    assert steps.follow(sari, other.reference, "0077").status == 200  # the same address is not blocked
    assert sari.path == f"/status/{other.reference}/"


@pytest.mark.parametrize("device", [PHONE], indirect=True, ids=["phone"])
def test_lost_number_comes_by_mail(
    arrive: Arrive, sku: Any, terjun: Unit, tmp_path: Path, mail: Any, work: Callable[[], None]
) -> None:
    number = steps.apply(arrive(), sku, terjun, tmp_path, phone="", email="contoh.sari@contoh.id")
    work()
    [(to, subject, text)] = steps.mails(mail)
    assert to == "contoh.sari@contoh.id"
    assert number in subject + text
    assert casework.NIK not in text
    sari = arrive()
    sari.go("/status/").click("Nomornya hilang?").look()
    sari.click("Kirim nomor saya").look("error")
    sari.fill(service=sku.service_id, email="contoh.sari@contoh.id").click("Kirim nomor saya")
    sari.sees("Periksa pesan Anda").misses(number).look()
    work()
    text = steps.mails(mail)[-1][2]
    links = re.findall(r"/status/tautan/([\w-]+)/", text)
    assert links, text
    assert len(links[0]) >= 22
    sari.go(f"/status/tautan/{links[0]}/").sees(number, "Diterima")
    arrive().go("/status/tautan/AAAAAAAAAAAAAAAAAAAAAA/", status=410).look("expired link")
