"""The pages of one's own account: allauth's, in our dress and words."""

from datetime import date

import pytest
import time_machine
from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal import auth
from django.contrib.messages import get_messages
from django.urls import reverse

from sinergi.accounts.models import User
from sinergi.audit.models import Event
from tests.factories import people
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db


def shown(client, name, /, *args, **data):
    """The page after sending ``data``, or as it comes."""
    url = reverse(name, args=args)
    response = client.post(url, data) if data else client.get(url)
    assert response.status_code == 200, response.headers
    check_page(response.content, url=url)
    return response.content.decode()


def test_signing_in_with_nothing_says_what_is_missing(client, office):
    page = shown(client, "account_login", login="", password="")
    assert "Nama pengguna atau surel belum diisi." in page
    assert "Kata sandi belum diisi." in page
    assert "Bidang ini" not in page


@time_machine.travel(people.NOW, tick=False)
@pytest.mark.parametrize("address", ["/masuk/", "/meja/"])
def test_staff_whose_role_begins_later_read_when(client, office, terjun, address):
    dina = people.staff("dina", None, terjun)
    words = "Akun Anda belum memegang peran."
    assert words in people.signed_in(dina).get(address, follow=True).content.decode()
    people.give(dina, "examiner", terjun, since=date(2027, 3, 1))
    people.give(dina, "counter", terjun, since=date(2027, 1, 1))
    page = people.signed_in(dina).get(address, follow=True).content.decode()
    assert "Peran Anda sebagai petugas loket di Kelurahan Terjun mulai 1 Januari 2027." in page
    assert words not in page


def test_staff_find_password_and_second_factor_from_their_own_page(budi):
    page = people.signed_in(budi).get("/meja/saya/").content.decode()
    for name in ("account_change_password", "mfa_index"):
        assert f'href="{reverse(name)}"' in page


NEW = "gunung-api-biru-7"
STOCK = (
    "Sandi ",
    "sandi anda",
    "Alamat e-mail",
    "Reset ",
    "email yang valid",
    "Bidang ini",
    "Login",
    "Otentik",
)


def without_stock(page):
    """No words of the libraries' own on it."""
    assert [words for words in STOCK if words in page] == []
    return page


def test_a_wrong_email_is_named_and_a_right_one_gives_nothing_away(client, office):
    page = without_stock(shown(client, "account_reset_password"))
    assert "Kirim tautan" in page
    assert "Surel tidak lengkap." in without_stock(shown(client, "account_reset_password", email="budi"))
    done = client.post(reverse("account_reset_password"), {"email": "siapa@contoh.test"})
    assert done.headers["Location"] == reverse("account_reset_password_done")
    assert "Bila surel itu tercatat" in without_stock(shown(client, "account_reset_password_done"))


def test_a_password_is_changed_in_our_words(budi):
    client, name = people.signed_in(budi), "account_change_password"
    without_stock(shown(client, name))
    for old, first, again, words in [
        ("", "", "", "Kata sandi sekarang belum diisi."),
        ("bukan-ini-salah", NEW, NEW, "Kata sandi sekarang salah."),
        (people.PASSWORD, "qwertyuiop123", "qwertyuiop123", "dipakai banyak orang"),
        (people.PASSWORD, NEW, "lain-sama-sekali", "Kedua kata sandi tidak sama."),
    ]:
        page = shown(client, name, oldpassword=old, password1=first, password2=again)
        assert words in without_stock(page)
    done = client.post(reverse(name), {"oldpassword": people.PASSWORD, "password1": NEW, "password2": NEW})
    assert done.headers["Location"] == reverse("web:after_login")
    assert User.objects.get(pk=budi.pk).check_password(NEW)
    [event] = Event.objects.filter(code="user.password_changed")
    assert (event.actor_id, event.subject_id) == (budi.audit_id, str(budi.pk))


def test_a_link_from_an_email_makes_a_new_password_once(client, budi):
    User.objects.filter(pk=budi.pk).update(email="budi@contoh.test")
    budi.refresh_from_db()
    key = EmailAwarePasswordResetTokenGenerator().make_token(budi)
    link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(budi), key])
    form = client.get(link).headers["Location"]
    assert "Buat kata sandi baru" in without_stock(client.get(form).content.decode())
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert Event.objects.filter(code="user.password_changed", actor_id=budi.audit_id).count() == 1
    assert "Kata sandi sudah diganti" in without_stock(shown(client, "account_reset_password_from_key_done"))
    used = client.get(link)
    check_page(used.content, url=link)
    assert "Tautan ini sudah dipakai" in without_stock(used.content.decode())


def test_the_second_factor_is_turned_on_and_off_in_our_words(budi):
    client = people.signed_in(budi)
    assert "Belum aktif" in without_stock(shown(client, "mfa_index"))
    ask = client.get(reverse("mfa_activate_totp")).headers["Location"]
    page = client.post(ask, {"password": "salah-sekali-ini"}).content.decode()
    assert "Kata sandi salah. Ketik ulang." in without_stock(page)
    check_page(page.encode(), url=ask)
    client.post(ask, {"password": people.PASSWORD})
    without_stock(shown(client, "mfa_activate_totp"))
    assert "Kode salah" in without_stock(shown(client, "mfa_activate_totp", code="000000"))
    secret = get_adapter().decrypt(client.session["mfa.totp.secret"])
    code = auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert "Kode cadangan" in without_stock(shown(client, "mfa_index"))
    for name in (
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
        "mfa_reauthenticate",
    ):
        without_stock(shown(client, name))
    client.logout()
    sent = client.post(reverse("account_login"), {"login": "budi", "password": people.PASSWORD})
    assert sent.headers["Location"] == reverse("mfa_authenticate")
    assert "Kata sandi Anda benar." in without_stock(shown(client, "mfa_authenticate"))


def test_signing_in_is_said_in_our_words(client, budi):
    sent = client.post(reverse("account_login"), {"login": "budi", "password": people.PASSWORD})
    assert [str(message) for message in get_messages(sent.wsgi_request)] == ["Anda sudah masuk."]


def test_a_citizen_makes_an_account_in_our_words(client, office):
    without_stock(shown(client, "account_signup"))
    page = without_stock(shown(client, "account_signup", email="a", password1="pendek", password2="lain"))
    assert "Surel tidak lengkap." in page and "Kata sandi paling sedikit 12" in page
    data = {"email": "sari@contoh.test", "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_signup"), data).status_code == 302
    assert "Periksa surel Anda" in without_stock(shown(client, "account_email_verification_sent"))
