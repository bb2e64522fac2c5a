"""The public list, search in everyday words, and the page of one service."""

import pytest
from django.utils import translation

from sinergi.audit.actors import SYSTEM
from sinergi.catalogue import operations, queries
from sinergi.catalogue.models import Component, Service
from sinergi.organization.models import Office
from tests.factories import catalogue, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def founded(office: Office) -> Office:
    catalogue.founding(office)
    return office


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("mau buka warung", "keterangan-usaha"),
        ("SKU", "keterangan-usaha"),
        ("pinjaman bank", "keterangan-usaha"),
        ("surat usaha", "keterangan-usaha"),
        ("warumg", "keterangan-usaha"),
        ("berjualan", "keterangan-usaha"),
        ("berobat tidak mampu", "keterangan-tidak-mampu"),
        ("sktm", "keterangan-tidak-mampu"),
        ("beasiswa anak sekolah", "keterangan-tidak-mampu"),
        ("tdk mampu", "keterangan-tidak-mampu"),
        ("mau kawin cepat", "dispensasi-nikah"),
        ("dispensasi", "dispensasi-nikah"),
        ("dispensai nikah", "dispensasi-nikah"),
        ("skck", "pengantar-skck"),
        ("kelakuan baik", "pengantar-skck"),
        ("polisi", "pengantar-skck"),
        ("belum kawin", "keterangan-belum-menikah"),
        ("surat lajang", "keterangan-belum-menikah"),
        ("Béasiswa", "keterangan-tidak-mampu"),
    ],
)
def test_search_finds_the_service_people_mean_first(founded: Office, words: str, slug: str) -> None:
    found = queries.search(founded, words)
    assert found, "nothing found"
    assert found[0].slug == slug


@pytest.mark.parametrize("words", ["", "   ", "mau urus surat", "!!!", "a"])
def test_search_without_meaning_gives_the_whole_list(founded: Office, words: str) -> None:
    assert queries.search(founded, words) == queries.published_services(founded)


@pytest.mark.parametrize(
    "words", ["zzzxqj", "helikopter", "' OR 1=1 --", "qx:* & !zq | <->", "\x00tab", "x" * 5000]
)
def test_search_for_nonsense_finds_nothing_and_never_fails(founded: Office, words: str) -> None:
    assert queries.search(founded, words) == []


def test_search_stays_inside_the_office(founded: Office) -> None:
    other = people.office("Kecamatan Contoh Lain", code="12.71.99", prefix="LAI")
    assert queries.search(other, "usaha") == []
    assert queries.published_services(other) == []


def test_drafts_and_switched_off_services_are_not_listed(office: Office) -> None:
    catalogue.draft(office, "rancangan")
    version = catalogue.published(office, "terbit")
    assert [row.slug for row in queries.published_services(office)] == ["terbit"]
    operations.set_active(version.service, active=False, by=SYSTEM, now=people.NOW)
    assert queries.published_services(office) == []
    assert queries.service_page(office, "terbit") is None
    assert queries.published_version(office, "terbit") is None


def test_service_page_holds_the_whole_standard(founded: Office, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        page = queries.service_page(founded, "dispensasi-nikah")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert queries.service_page(founded, "dispensasi-nikah") == page
    assert page is not None
    assert [row.key for row in page.components] == [component.value for component in Component]
    assert all(row.text for row in page.components)
    assert [(step.role, step.act) for step in page.chain] == [
        ("kasi", "paraf"), ("sekcam", "paraf"), ("camat", "tanda_tangan"),
    ]  # fmt: skip
    assert page.promise == "30 menit kerja"
    assert [row.key for row in page.requirements][:2] == ["ktp", "ktp_pasangan"]
    assert page.procedure_steps[0].startswith("Ajukan")
    assert ("Komunikasi", 2) in page.competencies
    assert "surat pernyataan bermeterai" in page.intro
    assert "PMA 30/2024" in page.intro


def test_page_follows_a_new_version_and_a_new_name_at_once(founded: Office) -> None:
    service = Service.objects.get(office=founded, slug="keterangan-usaha")
    assert queries.service_page(founded, service.slug).number == 1  # type: ignore[union-attr]
    draft = operations.draft_version(service, by=SYSTEM, now=people.NOW)
    operations.edit_draft(draft, spec=catalogue.spec(fee=5000), by=SYSTEM, now=people.NOW)
    operations.publish_version(draft, by=SYSTEM, now=people.NOW)
    Service.objects.filter(pk=service.pk).update(name="Nama Baru")
    page = queries.service_page(founded, service.slug)
    assert page is not None and (page.number, page.fee, page.name) == (2, 5000, "Nama Baru")


def test_no_founding_service_asks_for_a_kepling_letter(founded: Office) -> None:
    for row in queries.published_services(founded):
        page = queries.service_page(founded, row.slug)
        assert page is not None
        assert not any(
            "kepling" in item.label.lower() or "lingkungan" in item.label.lower()
            for item in page.requirements
        )


def test_list_costs_one_query_however_long(office: Office, django_assert_num_queries: object) -> None:
    for number in range(30):
        catalogue.published(office, f"surat-{number}")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(queries.published_services(office)) == 30
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(queries.search(office, "contoh")) == 30


def test_keepers_are_editors_at_the_unit_or_above_today(office: Office) -> None:
    from sinergi.organization.queries import root_unit

    version = catalogue.published(office)
    editor = people.staff("rina", "editor", root_unit(office))
    people.staff("dewi", "editor", people.village(office, "Paya Pasir"))
    people.staff("budi", "examiner", root_unit(office))
    assert queries.keepers(version.service, today=people.NOW.date()) == [editor]


def test_headings_are_in_each_readers_language(founded: Office) -> None:
    """The rows are kept by the process: a first reader in English must not decide for all."""
    headings = []
    for language in ("en", "id"):
        with translation.override(language):
            page = queries.service_page(founded, "keterangan-usaha")
            assert page is not None
            headings.append([row.label for row in page.components])
            assert headings[-1] == [str(component.label) for component in Component]
    assert headings[0] != headings[1]
