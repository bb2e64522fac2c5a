"""Walk 3: the chain signs, the letter gets number and PDF, is scanned back in and handed over."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from sinergi.accounts.models import User
from sinergi.casework.models import Application
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import Status
from sinergi.letters.models import Letter
from sinergi.organization.models import Unit
from tests.browser import steps
from tests.browser.conftest import Arrive
from tests.browser.visitor import LAPTOP, Visitor
from tests.factories import casework, people

pytestmark = pytest.mark.browser
Work = Callable[[], None]


def approve(signer: Visitor, case: Application, *, words: str = "") -> None:
    signer.go("/meja/tanda-tangan/").sees(case.reference).look("waiting").click(case.reference)
    signer.sees("Giliran Anda").look().fill(words=words).click("Setujui", exact=True).sees("Disetujui")


def test_business_letter_ends_at_the_lurah(
    arrive: Arrive, sku: Any, terjun: Unit, budi: User, lurah: User, now: Any, work: Work, tmp_path: Path
) -> None:
    case = casework.proposed(sku, terjun, budi, now=now)
    head, officer, sari = arrive("lurah"), arrive("budi"), arrive()
    approve(head, case)
    head.go("/meja/tanda-tangan/").misses(case.reference).look("empty")
    officer.go(f"/meja/permohonan/{case.reference}/surat/").sees("sedang disiapkan").look()
    work()
    status, kind, body = officer.fetch(f"/meja/permohonan/{case.reference}/surat/")
    assert (status, kind) == (200, "application/pdf")
    check_pdf(body)
    officer.go(f"/meja/permohonan/{case.reference}/").look("to scan")
    officer.go(f"/meja/permohonan/{case.reference}/pindaian/").look().click("Simpan pindaian").look("error")
    officer.fill(file=steps.picture(tmp_path, "surat.jpg", color="white")).click("Simpan pindaian")
    officer.sees("siap diambil").look("ready")
    steps.follow(sari, case.reference).sees("Surat Anda siap", "Bawa:").look("ready")
    officer.go(f"/meja/permohonan/{case.reference}/serahkan/").look()
    officer.click("Surat sudah diserahkan").sees("Nama pengambil belum diisi", "harus ditunjukkan").look(
        "error"
    )
    shown = {f"shown_{item.key}": True for item in standard_of(sku).to_show}
    officer.fill({"collected_by": "Contoh Sari", **shown}).click("Surat sudah diserahkan")
    officer.sees("Permohonan selesai", "Contoh Sari").look("finished")
    steps.follow(sari, case.reference).sees("Selesai", "Unduh surat", "Isi survei").look("finished")
    officer.go("/meja/surat/").sees(Letter.objects.get().number).look()
    officer.page.locator("main a", has_text=Letter.objects.get().number).first.click()
    officer.page.wait_for_url("**/meja/surat/*-*/")
    officer.look("letter")
    assert Application.objects.get(pk=case.pk).status == Status.FINISHED


def check_pdf(body: bytes) -> None:
    """One page of F4 or A4, tagged, archival, in Indonesian."""
    with pikepdf.open(io.BytesIO(body)) as document:
        with document.open_metadata() as facts:
            assert facts["pdfaid:part"] == "2"
            assert facts["pdfaid:conformance"] == "A"
            assert facts["pdfuaid:part"] == "1"
        width, height = (round(float(one) * 25.4 / 72) for one in document.pages[0].MediaBox[2:])
        assert (width, height) in {(210, 297), (215, 330), (216, 330)}
        assert str(document.Root.Lang).startswith("id")


@pytest.mark.parametrize("device", [LAPTOP], indirect=True, ids=["laptop"])
def test_poverty_letter_goes_on_to_the_camat(
    arrive: Arrive,
    services: dict[str, Any],
    terjun: Unit,
    budi: User,
    lurah: User,
    camat: User,
    now: Any,
    work: Work,
) -> None:
    version = next(one for slug, one in services.items() if "mampu" in slug)
    case = casework.proposed(version, terjun, budi, now=now)
    head, top, officer = arrive("lurah"), arrive("camat"), arrive("budi")
    top.go("/meja/tanda-tangan/").misses(case.reference)
    head.go(f"/meja/permohonan/{case.reference}/setujui/").click("Kembalikan ke pemeriksa").look()
    head.click("Kembalikan", exact=True).look("error")
    head.fill(words="Periksa penghasilan keluarga.").click("Kembalikan", exact=True).sees("dikembalikan")
    officer.go(f"/meja/permohonan/{case.reference}/").sees("Periksa penghasilan keluarga.").look("returned")
    officer.go(f"/meja/permohonan/{case.reference}/ajukan/").click("Ajukan", exact=True).sees("diajukan")
    approve(head, case)
    approve(top, case, words="Diketahui.")
    work()
    letter = Letter.objects.get()
    assert letter.pdf is not None
    assert letter.entries.count() == 2  # a number in the register of the kelurahan and one of the kecamatan


@pytest.mark.parametrize("device", [LAPTOP], indirect=True, ids=["laptop"])
def test_wedding_letter_runs_through_the_kecamatan(
    arrive: Arrive, services: dict[str, Any], terjun: Unit, root: Unit, camat: User, now: Any, work: Work
) -> None:
    version = next(one for slug, one in services.items() if "dispensasi" in slug)
    examiner = people.staff("pusat", "examiner", root, now=now)
    for role in ("kasi", "sekcam"):
        people.staff(role, role, root)
    case = casework.proposed(version, terjun, examiner, now=now)
    for role in ("kasi", "sekcam", "camat"):
        approve(arrive(role), case)
    work()
    letter = Letter.objects.get()
    assert letter.pdf is not None
    arrive("pusat").go(f"/meja/permohonan/{case.reference}/").sees(letter.number, "Camat", "Sekretaris").look(
        "signed"
    )
