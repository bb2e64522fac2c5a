"""Letters as files: standards, tags, determinism, the QR code, and text that must not become markup."""

import io
import json
import os
import subprocess
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from sinergi.letters import layout, operations, queries, rendering
from sinergi.letters.models import Letter
from sinergi.letters.workflow import Status
from sinergi.organization.models import Office, Unit
from tests.factories import letters, people

SLUGS = (
    "keterangan-usaha", "keterangan-tidak-mampu", "dispensasi-nikah", "pengantar-skck", "keterangan-belum-menikah",
)  # fmt: skip


def content_of(letter: Letter) -> bytes:
    with letter.pdf.file.open("rb") as file:
        data: bytes = file.read()
    return data


def text_of(content: bytes, tmp_path: Path) -> str:
    (tmp_path / "surat.pdf").write_bytes(content)
    done = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "surat.pdf"), "-"], capture_output=True, check=True
    )
    return done.stdout.decode()


def picture_of(content: bytes, tmp_path: Path, dpi: int = 150) -> Image.Image:
    (tmp_path / "surat.pdf").write_bytes(content)
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            str(dpi),
            "-png",
            "-singlefile",
            str(tmp_path / "surat.pdf"),
            str(tmp_path / "surat"),
        ],
        check=True,
    )
    return Image.open(tmp_path / "surat.png")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_founding_letter_is_one_page_of_archive_and_accessible_pdf(
    slug: str, office: Office, terjun: Unit, tmp_path: Path
) -> None:
    letter = letters.rendered(terjun, letters.services(office)[slug])
    content = content_of(letter)
    if os.environ.get("SURAT_TO"):
        Path(os.environ["SURAT_TO"], f"{slug}.pdf").write_bytes(content)
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.pages) == 1
        width, height = (float(side) for side in document.pages[0].MediaBox[2:])
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (215, 330)
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == f"{letter.title} {letter.number}"
        assert str(document.Root.Lang).startswith("id")
        assert bool(document.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in document.Root
    text = text_of(content, tmp_path)
    assert letter.number in text
    assert letters.HOLDER in text
    assert "{" not in text
    assert "Balai Sertifikasi" not in text  # never on a letter that BSrE did not sign


def test_chain_decides_what_stands_under_the_letter(office: Office, terjun: Unit, tmp_path: Path) -> None:
    services = letters.services(office)
    poverty = text_of(content_of(letters.rendered(terjun, services["keterangan-tidak-mampu"])), tmp_path)
    assert "Mengetahui" in poverty
    assert "No. Reg. 400.9/01/MRL/V/2026" in poverty
    wedding = text_of(content_of(letters.rendered(terjun, services["dispensasi-nikah"])), tmp_path)
    assert "Paraf" in wedding
    assert "Mengetahui" not in wedding
    business = text_of(content_of(letters.rendered(terjun, services["keterangan-usaha"])), tmp_path)
    assert "Paraf" not in business
    assert "KELURAHAN TERJUN" in business


def test_qr_code_leads_to_the_address_that_stands_beside_it(
    office: Office, terjun: Unit, tmp_path: Path, settings: object
) -> None:
    settings.PUBLIC_URL = "https://layanan.contoh.example"  # type: ignore[attr-defined]
    letter = letters.rendered(terjun, letters.services(office)["keterangan-usaha"])
    content = content_of(letter)
    (code,) = zxingcpp.read_barcodes(picture_of(content, tmp_path))
    assert code.text == f"https://layanan.contoh.example/s/{letter.code}/"
    assert code.text in text_of(content, tmp_path).replace("\n", "")


HOSTILE = (
    '#emph[x] $1/0$ \\u{41} @ref *tebal* _miring_ `kode` <label> = Judul {holder} "kutip" // komentar ~ ]'
)


def test_typed_text_never_becomes_markup(office: Office, terjun: Unit, tmp_path: Path) -> None:
    letter = letters.rendered(
        terjun, letters.services(office)["keterangan-usaha"], holder="#Contoh $x$ @a", business_name=HOSTILE
    )
    text = " ".join(text_of(content_of(letter), tmp_path).split())
    assert "#Contoh $x$ @a" in text
    for piece in HOSTILE.split(" "):
        assert piece in text


def test_rendering_is_repeatable_and_runs_once(office: Office, terjun: Unit) -> None:
    letter = letters.issued(terjun, letters.services(office)["keterangan-usaha"])
    first = rendering.pdf(layout.data_of(queries.for_layout().get(pk=letter.pk)), at=letter.issued_at)
    done = operations.render(letter, now=people.NOW)
    assert content_of(done) == first
    again = operations.render(letter, now=people.NOW)
    assert again.pdf_id == done.pdf_id
    assert again.status == Status.RENDERED


def test_letter_is_indonesian_whatever_language_is_active(
    office: Office, terjun: Unit, tmp_path: Path
) -> None:
    from django.utils import translation

    with translation.override("en"):
        letter = letters.rendered(terjun, letters.services(office)["keterangan-usaha"])
    assert "14 Mei 2026" in text_of(content_of(letter), tmp_path)


def test_typesetting_reads_no_file_outside_its_folder(tmp_path: Path) -> None:
    source = tmp_path / "bad.typ"
    source.write_text('#read("/../models.py")')
    with pytest.raises(RuntimeError):
        rendering.pdf({}, at=people.NOW, source=source)


def test_long_letter_keeps_number_and_page_count_on_every_page(
    office: Office, terjun: Unit, tmp_path: Path
) -> None:
    letter = letters.rendered(
        terjun,
        letters.services(office)["keterangan-usaha"],
        note="Keterangan contoh yang panjang sekali. " * 180,
    )
    content = content_of(letter)
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.pages) > 1
        pages = len(document.pages)
    text = text_of(content, tmp_path)
    assert f"Halaman 1 dari {pages}" in text
    assert text.count(f"No. {letter.number}") == pages


def test_data_of_a_letter_is_json(office: Office, terjun: Unit) -> None:
    letter = letters.issued(terjun, letters.services(office)["keterangan-tidak-mampu"])
    json.dumps(layout.data_of(queries.for_layout().get(pk=letter.pk)))


def test_letter_of_a_sample_office_says_so(office: Office, terjun: Unit, tmp_path: Path) -> None:
    version = letters.services(office)["keterangan-usaha"]
    assert "DATA CONTOH" not in text_of(content_of(letters.rendered(terjun, version)), tmp_path)
    Office.objects.filter(pk=office.pk).update(is_sample=True)
    terjun.refresh_from_db()
    assert "DATA CONTOH" in text_of(content_of(letters.rendered(terjun, version)), tmp_path)


def test_odd_signs_in_names_of_officials_never_stop_a_letter(
    office: Office, terjun: Unit, tmp_path: Path
) -> None:
    version = letters.services(office)["keterangan-usaha"]
    letter = letters.issued(terjun, version)
    letter.signers.update(name="Contoh \u4e2d\U0001f600 Lurah")
    assert (
        "CONTOH \u25a1 LURAH"
        in text_of(content_of(operations.render(letter, now=people.NOW)), tmp_path).upper()
    )
