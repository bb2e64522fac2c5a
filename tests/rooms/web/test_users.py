"""Walk 11: the administrator makes users, gives roles per unit from a date, resets a password without email."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.access.permissions import Role
from sinergi.access.verdict import Refused
from sinergi.accounts import operations, queries
from sinergi.accounts.models import RoleAssignment, User
from sinergi.audit.models import Event
from sinergi.organization.queries import root_unit
from tests.factories import people
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"[A-HJ-NP-Z2-9]{4}(?:-[A-HJ-NP-Z2-9]{4}){2}")
TODAY = date.today()


@pytest.fixture
def admin(office):
    return people.staff("admin", Role.ADMIN, root_unit(office))


@pytest.fixture
def local(terjun):
    return people.staff("lokal", Role.ADMIN, terjun)


def get(client, name, /, *args, status=200, **query):
    url = reverse(name, args=args)
    response = client.get(url, query)
    assert response.status_code == status
    if status == 200:
        check_page(response.content, url=url)
    return response


def post(client, name, /, *args, status=200, **data):
    url = reverse(name, args=args)
    response = client.post(url, data)
    assert response.status_code == status, response.content.decode()[:3000]
    if status == 200:
        check_page(response.content, url=url)
    return response


def day_parts(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def role_data(unit, role="examiner", first=TODAY, last=None, **more):
    data = {"role": role, "unit": unit.pk, **day_parts("starts_on", first), **more}
    return {**data, **day_parts("last_day", last)} if last else data


def test_a_search_that_no_database_can_hold_is_still_a_search(admin):
    text = get(people.signed_in(admin), "web:users", cari="a\x00dmin").content.decode()
    assert admin.name in text


def test_an_account_is_made_with_its_first_role_and_a_slip_shown_once(admin, terjun):
    client = people.signed_in(admin)
    get(client, "web:user_new")
    answer = post(
        client, "web:user_new", name="Contoh Rina", username="Rina.Terjun", email="", **role_data(terjun)
    )
    [password] = set(SECRET.findall(answer.content.decode()))
    assert answer.headers["Cache-Control"] == "no-store"
    rina = User.objects.get(username="rina.terjun")
    assert rina.check_password(password)
    assert rina.must_change_password
    held = rina.role_assignments.get()
    assert (held.role, held.unit, held.starts_on, held.ends_on) == ("examiner", terjun, TODAY, None)
    assert password not in get(client, "web:user", rina.pk).content.decode()
    assert password not in get(client, "web:users").content.decode()
    assert mail.outbox == []


def test_no_role_and_no_unit_is_chosen_before(admin, terjun):
    client = people.signed_in(admin)
    page = get(client, "web:user_new").content.decode()
    assert '<option value="" selected>Pilih peran' in page
    assert '<option value="" selected>Pilih unit' in page
    answer = post(
        client, "web:user_new", name="Contoh Rina", username="rina", **day_parts("starts_on", TODAY)
    )
    assert "Peran belum dipilih." in answer.content.decode()
    assert "Unit belum dipilih." in answer.content.decode()


def test_a_lurah_of_the_whole_kecamatan_is_refused_beside_the_unit(admin, office):
    client = people.signed_in(admin)
    data = role_data(root_unit(office), "lurah")
    page = post(client, "web:user_new", name="Contoh Rina", username="rina", **data).content.decode()
    assert 'href="#id_unit">Peran “Lurah” hanya untuk kelurahan.' in page
    assert not User.objects.filter(username="rina").exists()


def test_first_sign_in_forces_a_password_of_ones_own(admin, terjun, client):
    rina, secret = operations.create_user_with_role(
        username="rina",
        name="Contoh Rina",
        role="examiner",
        unit=terjun,
        starts_on=TODAY,
        by=admin,
        now=people.NOW,
    )
    client.force_login(rina, backend="sinergi.accounts.backend.Backend")
    change = reverse("web:change_first_password")
    assert client.get(reverse("web:users")).headers["Location"] == change
    get(client, "web:change_first_password")
    for data, words in [
        ({"password": secret, "again": secret}, "harus berbeda"),
        ({"password": "pendek", "again": "pendek"}, "Kata sandi paling sedikit 12 huruf atau angka."),
        ({"password": "gunung-api-biru-7", "again": "gunung-api-biru-8"}, "tidak sama"),
        ({"password": "", "again": ""}, "belum diisi"),
    ]:
        answer = post(client, "web:change_first_password", **data)
        assert words in answer.content.decode()
    own = "gunung-api-biru-7"
    done = post(client, "web:change_first_password", status=302, password=own, again=own)
    assert done.headers["Location"] == reverse("web:after_login")
    rina.refresh_from_db()
    assert not rina.must_change_password
    assert rina.check_password(own)
    assert client.get(reverse("web:users")).status_code == 404, "still signed in, and no administrator"


def test_what_was_typed_stays_when_something_is_wrong(admin, terjun):
    client = people.signed_in(admin)
    answer = post(client, "web:user_new", name="Contoh Rina", username="Rina Terjun!", **role_data(terjun))
    page = answer.content.decode()
    assert "Nama pengguna 3 sampai 40 huruf kecil" in page
    assert 'value="Contoh Rina"' in page
    assert not User.objects.filter(name="Contoh Rina").exists()


def test_a_taken_user_name_is_said_beside_the_field(admin, terjun):
    people.staff("rina", None, terjun)
    client = people.signed_in(admin)
    page = post(
        client, "web:user_new", name="Contoh Lain", username="RINA", **role_data(terjun)
    ).content.decode()
    assert 'href="#id_username">Nama pengguna ini sudah dipakai' in page


def test_roles_begin_and_end_on_days(admin, terjun):
    rina = people.staff("rina", None, terjun)
    client = people.signed_in(admin)
    get(client, "web:role_grant", rina.pk)
    last = TODAY + timedelta(days=6)
    post(
        client, "web:role_grant", rina.pk, status=302, **role_data(terjun, "lurah", TODAY, last, acting="on")
    )
    held = rina.role_assignments.get()
    assert (held.acting, held.ends_on) == (True, last + timedelta(days=1))
    assert RoleAssignment.objects.held_on(last).filter(pk=held.pk).exists()
    assert not RoleAssignment.objects.held_on(last + timedelta(days=1)).exclude(role="admin").exists()
    get(client, "web:role_end", rina.pk, held.pk)
    post(
        client,
        "web:role_end",
        rina.pk,
        held.pk,
        status=302,
        **day_parts("last_day", TODAY + timedelta(days=1)),
    )
    held.refresh_from_db()
    assert held.ends_on == TODAY + timedelta(days=2)
    page = get(client, "web:user", rina.pk).content.decode()
    assert "Lurah (Plh/Plt)" in page


def test_plh_needs_a_last_day_and_days_must_be_in_order(admin, terjun):
    rina = people.staff("rina", None, terjun)
    client = people.signed_in(admin)
    page = post(client, "web:role_grant", rina.pk, **role_data(terjun, "lurah", acting="on")).content.decode()
    assert "Plh dan Plt selalu sampai hari tertentu" in page
    wrong = role_data(terjun, "lurah", TODAY, TODAY - timedelta(days=1))
    assert "tidak boleh sebelum" in post(client, "web:role_grant", rina.pk, **wrong).content.decode()
    assert not rina.role_assignments.exists()


def test_the_same_role_twice_at_once_is_refused_in_words(admin, terjun):
    rina = people.staff("rina", "lurah", terjun)
    client = people.signed_in(admin)
    page = post(client, "web:role_grant", rina.pk, **role_data(terjun, "lurah")).content.decode()
    assert "sudah memegang peran itu" in page
    assert rina.role_assignments.count() == 1


def test_reset_gives_a_slip_once_ends_sessions_and_is_recorded(admin, terjun):
    rina = people.staff("rina", "examiner", terjun)
    hers, client = people.signed_in(rina), people.signed_in(admin)
    get(client, "web:password_reset", rina.pk)
    rina.refresh_from_db()
    assert rina.check_password(people.PASSWORD), "asking changes nothing"
    answer = post(client, "web:password_reset", rina.pk)
    [password] = set(SECRET.findall(answer.content.decode()))
    rina.refresh_from_db()
    assert rina.check_password(password)
    assert rina.must_change_password
    assert "/akun/" in hers.get(reverse("web:change_first_password")).headers["Location"], "signed out"
    [event] = Event.objects.filter(code="user.password_reset")
    assert password not in str(event.__dict__)


def test_switching_an_account_off_ends_it_at_once(admin, terjun):
    rina = people.staff("rina", "admin", terjun)
    hers, client = people.signed_in(rina), people.signed_in(admin)
    get(hers, "web:users")
    post(client, "web:user_active", rina.pk, status=302, aktif="0")
    assert hers.get(reverse("web:users")).status_code == 302
    link = f'href="{reverse("web:user", args=[rina.pk])}"'
    assert link not in get(client, "web:users").content.decode()
    assert link in get(client, "web:users", nonaktif="1").content.decode()
    post(client, "web:user_active", rina.pk, status=302, aktif="1")
    rina.refresh_from_db()
    assert rina.is_active


def test_nobody_switches_off_their_own_account(admin):
    client = people.signed_in(admin)
    post(client, "web:user_active", admin.pk, status=302, aktif="0")
    admin.refresh_from_db()
    assert admin.is_active


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMIN])
def test_other_roles_find_no_such_pages(office, terjun, role):
    other = people.staff("lain", role, terjun if role == Role.LURAH else root_unit(office))
    rina = people.staff("rina", "examiner", terjun)
    client = people.signed_in(other)
    for name in ("web:users", "web:user_new"):
        get(client, name, status=404)
    for name in ("web:user", "web:role_grant", "web:password_reset"):
        get(client, name, rina.pk, status=404)
    post(client, "web:user_active", rina.pk, status=404, aktif="0")
    rina.refresh_from_db()
    assert rina.is_active


def test_visitors_are_sent_to_sign_in(client, office):
    for name in ("web:users", "web:user_new", "web:change_first_password"):
        assert "/akun/" in get(client, name, status=302).headers["Location"]


def test_a_local_administrator_sees_only_accounts_of_these_units(local, admin, terjun, paya_pasir):
    mine = people.staff("rina", "examiner", terjun)
    other = people.staff("dodi", "examiner", paya_pasir)
    bare = people.staff("kosong", None, paya_pasir)
    client = people.signed_in(local)
    page = get(client, "web:users").content.decode()
    assert "Contoh Rina" in page
    assert "Contoh Dodi" not in page
    for account in (other, bare, admin):
        get(client, "web:user", account.pk, status=404)
    get(client, "web:user", mine.pk)
    answer = post(client, "web:role_grant", mine.pk, **role_data(paya_pasir))
    assert "govuk-error-message" in answer.content.decode()
    assert mine.role_assignments.count() == 1


def test_a_local_administrator_cannot_take_over_an_account_that_signs_elsewhere(local, office, terjun):
    camat = people.staff("camat", Role.CAMAT, root_unit(office))
    people.give(camat, "lurah", terjun)
    assert queries.governing_unit(camat, on=TODAY) == root_unit(office)
    client = people.signed_in(local)
    get(client, "web:user", camat.pk)
    post(client, "web:password_reset", camat.pk, status=302)
    post(client, "web:user_active", camat.pk, status=302, aktif="0")
    camat.refresh_from_db()
    assert camat.check_password(people.PASSWORD)
    assert camat.is_active
    with pytest.raises(Refused):
        operations.reset_password(camat, unit=root_unit(office), by=local, now=people.NOW)


def test_accounts_of_another_office_do_not_exist(admin):
    elsewhere = people.office("Kecamatan Contoh Lain", code="12.71.13", prefix="LAN")
    stranger = people.staff("asing", "examiner", root_unit(elsewhere))
    assert list(User.objects.visible_to(admin).filter(pk=stranger.pk)) == []


def test_the_list_costs_the_same_at_20_and_200_accounts(admin, terjun):
    client = people.signed_in(admin)

    def fill(first, last):
        for number in range(first, last):
            people.staff(f"petugas{number}", "examiner", terjun)

    def count():
        with CaptureQueriesContext(connection) as queries_made:
            get(client, "web:users")
        return len(queries_made)

    fill(0, 20)
    few = count()
    fill(20, 200)
    assert count() == few
