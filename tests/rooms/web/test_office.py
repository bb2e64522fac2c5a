"""The administrator sets what the office says of itself, and what is printed at the head of its letters."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from sinergi.access.permissions import Role
from sinergi.access.verdict import Refused
from sinergi.accounts.operations import configure_office
from sinergi.audit.models import Event
from sinergi.letters import layout, queries
from sinergi.letters.models import Letterhead
from sinergi.organization.queries import root_unit
from tests.factories import people
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db
PROFILE = {
    "name": "Kecamatan Contoh Marelan", "city": "Kota Medan", "province": "Sumatera Utara",
    "address": "Jalan Contoh 1, Medan", "phone": "061 1234567", "whatsapp": "", "email": "camat@contoh.test",
}  # fmt: skip
HEAD = {
    "address": "",
    "contact": "",
    "place": "",
    "pattern": "{klasifikasi}/{urut:02}/{unit}/{bulan}/{tahun}",
}


@pytest.fixture
def admin(office):
    return people.staff("admin", Role.ADMIN, root_unit(office))


def _emblem(kind="PNG", size=(800, 900)):
    out = BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, "navy").save(out, kind)
    return SimpleUploadedFile(f"lambang.{kind.lower()}", out.getvalue(), f"image/{kind.lower()}")


def test_a_fresh_office_prints_its_own_name_and_government(office, terjun):
    root = layout.letterhead_data(root_unit(office), None)
    assert root["upper"] == ["Pemerintah Kota Medan"] and root["name"] == office.name and root["arms"] == ""
    village = layout.letterhead_data(terjun, None)
    assert village["upper"] == ["Pemerintah Kota Medan", office.name] and village["name"] == terjun.title


def test_profile_is_changed_and_printed(admin, office, terjun):
    client = people.signed_in(admin)
    page = client.get("/meja/kantor/")
    check_page(page.content, url="kantor")
    wrong = client.post("/meja/kantor/", PROFILE | {"email": "bukan surel", "name": "Kecamatan Contoh Baru"})
    assert "error-summary" in wrong.content.decode() and "Kecamatan Contoh Baru" in wrong.content.decode()
    assert client.post("/meja/kantor/", PROFILE | {"name": "Kecamatan Contoh Baru"}).status_code == 302
    office.refresh_from_db()
    terjun = type(terjun).objects.select_related("office").get(pk=terjun.pk)
    assert root_unit(office).name == "Kecamatan Contoh Baru"
    data = layout.letterhead_data(terjun, None)
    assert data["upper"][1] == "Kecamatan Contoh Baru" and data["address"] == "Jalan Contoh 1, Medan"
    assert data["contact"] == "Telepon 061 1234567 · camat@contoh.test"
    assert "name" in Event.objects.get(code="office.changed").reason
    assert "Jalan Contoh 1" in client.get(reverse("web:complain")).content.decode()


def test_saving_without_a_change_records_nothing(admin, office):
    same = {name: getattr(office, name) for name in PROFILE}
    assert people.signed_in(admin).post("/meja/kantor/", same).status_code == 302
    assert not Event.objects.filter(code="office.changed").exists()


@pytest.mark.parametrize("role", [Role.CAMAT, Role.LURAH, Role.EXAMINER, Role.AUDITOR])
def test_others_find_nothing(role, office, terjun):
    user = people.staff("lain", role, terjun if role == Role.LURAH else root_unit(office))
    for address in (
        "/meja/kantor/",
        f"/meja/kantor/kop/{terjun.pk}/",
        f"/meja/kantor/kop/{terjun.pk}/lambang/",
    ):
        assert people.signed_in(user).get(address).status_code == 404


def test_an_administrator_of_one_kelurahan_sets_its_letterhead_only(office, terjun, paya_pasir, now):
    local = people.staff("lokal", Role.ADMIN, terjun)
    client = people.signed_in(local)
    assert "Hanya administrator" in client.get("/meja/kantor/").content.decode()
    with pytest.raises(Refused, match="Hanya administrator"):
        configure_office(office, profile=PROFILE, by=local, now=now)
    assert client.get(f"/meja/kantor/kop/{paya_pasir.pk}/").status_code == 404
    address = f"/meja/kantor/kop/{terjun.pk}/"
    check_page(client.get(address).content, url=address)
    assert client.post(address, HEAD | {"address": "Jalan Kelurahan 2"}).status_code == 302
    head = queries.letterhead_of(terjun)
    assert layout.letterhead_data(terjun, head)["address"] == "Jalan Kelurahan 2"


def test_arms_are_stored_small_and_clean_and_kelurahan_use_them_too(admin, office, terjun):
    client, root = people.signed_in(admin), root_unit(office)
    address = f"/meja/kantor/kop/{root.pk}/"
    bad = client.post(
        address, HEAD | {"arms": SimpleUploadedFile("x.png", b"<svg/>", "image/png"), "place": "Medan"}
    )
    assert "error-summary" in bad.content.decode() and 'value="Medan"' in bad.content.decode()
    assert client.post(address, HEAD | {"arms": _emblem()}).status_code == 302
    stored = Letterhead.objects.get(unit=root).arms
    with Image.open(stored.file) as picture:
        assert picture.format == "PNG" and max(picture.size) <= 600
    assert layout.letterhead_data(terjun, None)["arms"].startswith("<svg")
    assert client.get(f"/meja/kantor/kop/{terjun.pk}/lambang/")["Content-Type"] == "image/png"
    check_page(client.get(address).content, url=address)
    assert client.post(address, HEAD | {"contact": "contoh.test"}).status_code == 302
    assert Letterhead.objects.get(unit=root).arms == stored, "an empty field keeps the arms"
    client.post(address, HEAD | {"arms": _emblem("JPEG")})
    stored.refresh_from_db()
    assert stored.erased_at is not None


def test_a_pattern_that_cannot_number_is_refused_beside_its_field(admin, office):
    page = people.signed_in(admin).post(
        f"/meja/kantor/kop/{root_unit(office).pk}/", HEAD | {"pattern": "{urut}"}
    )
    assert "Pola nomor surat tidak dapat dipakai" in page.content.decode()


def test_classification_codes_begin_the_next_number(admin, office, terjun, now):
    from tests.factories import letters

    services = letters.services(office)
    client, page = people.signed_in(admin), "/meja/kantor/klasifikasi/"
    check_page(client.get(page).content, url=page)
    templates = queries.templates_in_force(office.pk)
    codes = {f"code_{one.pk}": one.classification for one in templates}
    mine = next(one for one in templates if one.version == services["keterangan-usaha"])
    wrong = client.post(page, codes | {f"code_{mine.pk}": "500-3"})
    check_page(wrong.content, url=page)
    assert "angka dan titik" in wrong.content.decode() and 'value="500-3"' in wrong.content.decode()
    assert client.post(page, codes | {f"code_{mine.pk}": "500.16.7"}).status_code == 302
    assert letters.issued(terjun, services["keterangan-usaha"]).number.startswith("500.16.7/")
    assert Event.objects.filter(code="letter.template_written", actor_id=admin.audit_id).count() == 1


def test_an_administrator_of_one_kelurahan_does_not_classify_for_all(office, terjun):
    from tests.factories import letters

    letters.services(office)
    before = [one.classification for one in queries.templates_in_force(office.pk)]
    local = people.signed_in(people.staff("lokal", Role.ADMIN, terjun))
    codes = {f"code_{one.pk}": "1.1" for one in queries.templates_in_force(office.pk)}
    assert "Hanya petugas surat" in local.post("/meja/kantor/klasifikasi/", codes).content.decode()
    assert [one.classification for one in queries.templates_in_force(office.pk)] == before
