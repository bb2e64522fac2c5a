"""The pages of the catalogue, public and office."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from sinergi.accounts.models import User
from sinergi.catalogue import operations
from sinergi.catalogue.draft_forms import initial_of
from sinergi.catalogue.models import ServiceVersion, VersionStatus
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from tests.factories import catalogue, people
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def founded(office: Office) -> Office:
    catalogue.founding(office)
    return office


@pytest.fixture
def rina(founded: Office) -> User:
    """The editor of the kecamatan."""
    return people.staff("rina", "editor", root_unit(founded))


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    html: str = answer.content.decode()
    if status == 200:
        check_page(html, url=address)
    return html


# --- public ---------------------------------------------------------------------------------------------------


def test_list_shows_every_service_with_promise_and_price(client: Client, founded: Office) -> None:
    html = page(client, "/layanan/")
    for words in (
        "Surat Keterangan Usaha",
        "Surat Dispensasi Nikah",
        "1 hari kerja",
        "30 menit kerja",
        "Rp0",
    ):
        assert words in html


def test_search_finds_and_says_how_many(client: Client, founded: Office) -> None:
    html = page(client, "/layanan/?cari=mau+buka+warung")
    assert "cocok dengan “mau buka warung”" in html
    assert html.index("Surat Keterangan Usaha") < html.index("</main>")
    assert "Surat Dispensasi Nikah" not in html


def test_search_without_result_shows_everything_and_escapes(client: Client, founded: Office) -> None:
    html = page(client, "/layanan/?cari=<script>helikopter</script>")
    assert "Tidak ada layanan yang cocok" in html and "<script>heli" not in html
    assert "Surat Dispensasi Nikah" in html


def test_list_of_an_office_without_services_says_so(client: Client, office: Office) -> None:
    assert "Belum ada layanan" in page(client, "/layanan/")


@pytest.mark.parametrize(
    "slug",
    [
        "keterangan-usaha",
        "keterangan-tidak-mampu",
        "dispensasi-nikah",
        "pengantar-skck",
        "keterangan-belum-menikah",
    ],
)
def test_service_page_says_all_that_the_standard_says(client: Client, founded: Office, slug: str) -> None:
    html = page(client, f"/layanan/{slug}/")
    version = ServiceVersion.objects.get(service__slug=slug)
    for requirement in version.requirements.all():
        assert requirement.label in html
    for component in version.components.all():
        assert str(component.get_key_display()) in html
        assert component.text.splitlines()[0][:40].replace("“", "“") in html
    assert "Rp0" in html and "Diminta uang? Lapor" in html and "lapor.go.id" in html


def test_what_is_not_settled_is_said_in_words_for_citizens(client: Client, founded: Office) -> None:
    for service in founded.services.all():
        html = page(client, f"/layanan/{service.slug}/").lower()
        assert "dikonfirmasi" not in html, service.slug
        assert "belum ditetapkan dengan keputusan kantor dan dapat berubah" in html
        assert "tanyakan kepastiannya di loket atau lewat telepon kantor" in html


def test_links_of_the_service_page_lead_to_the_rooms_above(client: Client, founded: Office) -> None:
    """They are written as relative addresses, because the catalogue knows no room above it."""
    html = page(client, "/layanan/keterangan-usaha/")
    for link, name in (
        ("ajukan/", "casework:start"), ("keliru/", "information:report_service"), ("/lapor/", "web:complain"),
    ):  # fmt: skip
        assert f'href="{link}"' in html
        address = link if link.startswith("/") else f"/layanan/keterangan-usaha/{link}"
        assert resolve(address).view_name == name


@pytest.mark.parametrize("address", ["/layanan/tidak-ada/", "/layanan/rancangan/"])
def test_unknown_and_unpublished_services_are_not_found(
    client: Client, founded: Office, address: str
) -> None:
    catalogue.draft(founded, "rancangan")
    page(client, address, 404)


def test_public_pages_cost_few_queries_and_always_the_same(client: Client, founded: Office) -> None:
    def count(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = ("/layanan/", "/layanan/?cari=usaha", "/layanan/keterangan-usaha/")
    for address in addresses:
        client.get(address)  # a process reads each published version once
    before = [count(address) for address in addresses]
    assert max(before) <= 3, before
    for number in range(40):
        catalogue.published(founded, f"usaha-{number}", form={})
    assert [count(address) for address in addresses] == before


# --- office ---------------------------------------------------------------------------------------------------

VERSION = "/meja/layanan/keterangan-usaha/versi/1/"


def test_office_pages_are_for_editors_of_the_unit_only(client: Client, founded: Office, terjun: Unit) -> None:
    assert client.get("/meja/layanan/").status_code == 302
    assert client.get(VERSION).status_code == 302
    for stranger in (
        people.staff("budi", "examiner", root_unit(founded)),
        people.staff("admin", "admin", root_unit(founded)),
    ):
        for address in ("/meja/layanan/", VERSION, f"{VERSION}ubah/"):
            page(people.signed_in(stranger), address, 404)
    dewi = people.signed_in(people.staff("dewi", "editor", terjun))
    page(dewi, VERSION, 404)
    assert "Surat Keterangan Usaha" not in page(dewi, "/meja/layanan/")
    for address in (
        "/meja/layanan/keterangan-usaha/rancangan/",
        "/meja/layanan/keterangan-usaha/status/",
        f"{VERSION}terbitkan/",
    ):
        assert dewi.post(address).status_code == 404


def test_editor_reads_a_version(rina: User) -> None:
    client = people.signed_in(rina)
    assert "Surat Keterangan Usaha" in page(client, "/meja/layanan/")
    html = page(client, VERSION)
    for words in (
        "Berlaku",
        "Pelayanan Publik: level 2",
        "Nama usaha",
        "Lurah: tanda tangan",
        "Jaminan pelayanan",
    ):
        assert words in html
    assert client.get(f"{VERSION}ubah/").status_code == 302  # published: nothing to change


def test_draft_edit_publish_from_the_browser(rina: User, client: Client) -> None:
    desk = people.signed_in(rina)
    answer = desk.post("/meja/layanan/keterangan-usaha/rancangan/")
    assert answer["Location"] == "/meja/layanan/keterangan-usaha/versi/2/ubah/"
    html = page(desk, answer["Location"])
    assert "foto_usaha | Foto tempat usaha | foto | wajib" in html
    draft = ServiceVersion.objects.get(service__slug="keterangan-usaha", number=2)
    before = operations.spec_of(draft)
    data = {key: "" if value is None else str(value) for key, value in initial_of(before).items()}
    answer = desk.post("/meja/layanan/keterangan-usaha/versi/2/ubah/", data)
    assert answer.status_code == 302, answer.content.decode()
    assert (
        operations.spec_of(ServiceVersion.objects.get(pk=draft.pk)) == before
    )  # nothing is lost on the way through the form
    data["fee"] = "Rp5.000"
    data["seen"] = operations.fingerprint(before)
    desk.post("/meja/layanan/keterangan-usaha/versi/2/ubah/", data)
    page(desk, "/meja/layanan/keterangan-usaha/versi/2/")
    assert "Rp5.000" not in page(client, "/layanan/keterangan-usaha/")
    desk.post("/meja/layanan/keterangan-usaha/versi/2/terbitkan/")
    assert "Rp5.000" in page(client, "/layanan/keterangan-usaha/")
    first = ServiceVersion.objects.get(service__slug="keterangan-usaha", number=1)
    assert first.status == VersionStatus.RETIRED
    assert "Tidak berlaku lagi" in page(desk, VERSION)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        (
            "requirements",
            "ktp | KTP-el | foto | wajib\nkk | KK | surat",
            "Persyaratan, baris 2: tulis 4 sampai 6 bagian",
        ),
        (
            "requirements",
            "ktp | KTP-el | film | wajib",
            "Bentuk “film” tidak dikenal; pilih foto, pdf, tunjukkan.",
        ),
        ("requirements", "ktp! | KTP-el | foto | wajib", "kode “ktp!”"),
        (
            "chain",
            "raja | kelurahan | paraf",
            "Rangkaian penandatanganan, baris 1: Peran “raja” tidak dikenal",
        ),
        ("competencies", "komunikasi | 7", "Level “7” tidak dikenal"),
        ("competencies", "sihir | 2", "Kompetensi tidak ada di kamus: sihir."),
        ("form", '{"pages": [{"key": "a"}]}', "Formulir, pages[0]: bagian “title” belum ada."),
        ("form", '{"pages": [', "bukan JSON yang utuh"),
        ("promise_amount", "nol", "Janji waktu harus berupa angka bulat"),
        ("product", "", "Hasil layanan belum diisi."),
        ("seen", "basi", "Orang lain sudah mengubah"),
    ],
)
def test_errors_name_the_row_and_keep_what_was_typed(rina: User, field: str, text: str, words: str) -> None:
    client = people.signed_in(rina)
    client.post("/meja/layanan/keterangan-usaha/rancangan/")
    draft = ServiceVersion.objects.get(service__slug="keterangan-usaha", number=2)
    before = operations.spec_of(draft)
    data: dict[str, Any] = {
        key: "" if value is None else str(value) for key, value in initial_of(before).items()
    }
    data |= {field: text, "intro": "Kalimat yang baru ditulis."}
    answer = client.post("/meja/layanan/keterangan-usaha/versi/2/ubah/", data)
    html = answer.content.decode()
    check_page(html, url="ubah")
    assert answer.status_code == 200
    import html as escape

    assert words in escape.unescape(html)
    assert "Kalimat yang baru ditulis." in html
    assert operations.spec_of(ServiceVersion.objects.get(pk=draft.pk)) == before


def test_second_draft_is_refused_in_words(rina: User) -> None:
    client = people.signed_in(rina)
    client.post("/meja/layanan/keterangan-usaha/rancangan/")
    answer = client.post("/meja/layanan/keterangan-usaha/rancangan/", follow=True)
    assert "Masih ada rancangan versi 2" in answer.content.decode()


def test_service_can_be_hidden_and_shown(rina: User, client: Client) -> None:
    desk = people.signed_in(rina)
    desk.post("/meja/layanan/keterangan-usaha/status/", {"aktif": "0"})
    page(client, "/layanan/keterangan-usaha/", 404)
    check_page(desk.get("/meja/layanan/").content.decode(), url="desk")
    desk.post("/meja/layanan/keterangan-usaha/status/", {"aktif": "1"})
    page(client, "/layanan/keterangan-usaha/")
