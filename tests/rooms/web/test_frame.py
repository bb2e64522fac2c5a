"""Home page, sign-in, languages, the first password, and the pages around them."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.cache.backends import locmem
from django.test import Client
from django.urls import reverse

from sinergi.accounts import operations
from sinergi.accounts.models import AttemptCount
from sinergi.audit.actors import SYSTEM
from sinergi.organization.queries import root_unit
from tests.factories import catalogue, people
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db
SIGN_IN = "/akun/login/"


def _get(address, client=None, **cookies):
    client = client or Client()
    client.cookies.load(cookies)
    response = client.get(address)
    if response.status_code == 200 and "html" in response["Content-Type"]:
        check_page(response.content, url=address)
    return response


def test_home_before_an_office_is_founded_says_how():
    assert "./sinergi init" in _get("/").content.decode()


def test_home_lists_services_and_opening_hours(office):
    catalogue.founding(office)
    text = _get("/").content.decode()
    assert "Surat Keterangan Usaha" in text and "Hari ini di kantor" in text


@pytest.mark.parametrize(
    "address", ["/privasi/", "/aksesibilitas/", "/lapor/", SIGN_IN, "/akun/signup/", "/akun/password/reset/"]
)
def test_small_pages_are_well_made(office, address):
    assert _get(address).status_code == 200


def test_phone_set_to_english_still_reads_indonesian(office):
    response = Client(headers={"accept-language": "en-US,en"}).get("/")
    assert 'lang="id"' in response.content.decode()


def test_language_is_chosen_by_a_link_and_kept_in_a_cookie(office):
    client = Client()
    response = client.get("/bahasa/en/?kembali=/privasi/")
    assert response.url == "/privasi/" and response.cookies["bahasa"].value == "en"
    assert 'lang="en"' in client.get("/privasi/").content.decode()


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_language_link_does_not_lead_away(office, back):
    assert Client().get("/bahasa/en/", {"kembali": back}).url == "/"


def test_unknown_language_and_page_are_404(office):
    assert _get("/bahasa/xx/").status_code == 404
    response = Client().get("/tidak-ada/")
    assert response.status_code == 404
    check_page(response.content, url="/tidak-ada/")


def test_visitor_costs_no_session(office):
    Client().get("/")
    assert not Session.objects.exists()


def _sign_in(username, password, client=None):
    client = client or Client()
    return client, client.post(SIGN_IN, {"login": username, "password": password})


def test_officer_signs_in_without_email_and_lands_at_the_desk(budi):
    client, response = _sign_in("budi", people.PASSWORD)
    assert response.status_code == 302
    assert client.get(response.url).url == reverse("casework:queue")


def test_wrong_password_and_unknown_name_read_the_same(budi):
    wrong = _sign_in("budi", "salah-sekali")[1].content.decode()
    unknown = _sign_in("siapa", "salah-sekali")[1].content.decode()
    assert "error-summary" in wrong
    strip = lambda text: text.replace("budi", "").replace("siapa", "")  # noqa: E731
    for mark in ("csrfmiddlewaretoken",):
        assert mark in wrong
    assert len(strip(wrong)) == len(strip(unknown))


def test_sixth_try_is_locked_out_in_words(budi):
    client = Client()
    for _try in range(5):
        _sign_in("budi", "salah-sekali", client)
    response = _sign_in("budi", people.PASSWORD, client)[1]
    assert response.status_code == 429
    check_page(response.content, url=SIGN_IN)


def test_tries_in_capitals_count_for_the_same_account(budi):
    for name in ("budi", "Budi", "BUDI", "bUdi", "budI"):
        _sign_in(name, "salah-sekali")
    assert _sign_in("BuDi", people.PASSWORD)[1].status_code == 429


def test_a_name_longer_than_any_account_is_no_failure_of_ours(budi):
    _client, response = _sign_in("b" * 5_000, "salah-sekali")
    assert response.status_code == 200
    check_page(response.content, url=SIGN_IN)


def test_one_time_password_must_be_changed_before_anything_else(budi, office, now):
    password = operations.reset_password(budi, unit=root_unit(office), by=SYSTEM, now=now)
    client, _response = _sign_in("budi", password)
    change = reverse("web:change_first_password")
    assert client.get(reverse("casework:queue")).url == change
    check_page(client.get(change).content, url=change)


def test_reset_ends_older_sessions(budi, office, now):
    client = people.signed_in(budi)
    operations.reset_password(budi, unit=root_unit(office), by=SYSTEM, now=now)
    assert client.get(reverse("casework:queue")).status_code == 302


def test_session_that_has_ended_opens_nothing(budi, now):
    client = people.signed_in(budi)
    Session.objects.update(expire_date=now - timedelta(seconds=1))
    assert client.get(reverse("casework:queue")).status_code == 302


def test_disabled_account_is_out_at_the_next_request(budi, office, now):
    client = people.signed_in(budi)
    assert client.get(reverse("casework:queue")).status_code == 200
    operations.set_active(budi, active=False, unit=root_unit(office), by=SYSTEM, now=now)
    assert client.get(reverse("casework:queue")).status_code == 302


def test_signed_in_pages_are_not_stored_by_browsers(budi):
    assert "no-store" in people.signed_in(budi).get(reverse("casework:queue"))["Cache-Control"]


def test_menu_page_lists_what_the_person_may_do(office):
    admin = people.staff("admin", "admin", root_unit(office))
    text = _get(reverse("web:desk"), people.signed_in(admin)).content.decode()
    assert "Pengguna" in text and "Antrean kerja" not in text


def test_citizen_account_has_no_desk(office, now):
    from sinergi.accounts.models import User

    sari = User.objects.create(username="warga-1", name="Contoh Sari", kind="citizen", date_joined=now)
    client = people.signed_in(sari)
    assert client.get(reverse("web:desk")).status_code == 404
    assert client.get(reverse("web:after_login")).url == "/"


def test_security_headers(office):
    headers = Client().get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_health_answers_in_plain_text():
    assert Client().get("/kesehatan/").content == b"ok"


def test_what_is_typed_as_a_name_is_not_kept(budi):
    for name in ("1271124505850001", "kata-sandi-saya"):
        _sign_in(name, "salah-sekali")
    kept = str(list(AccessAttempt.objects.values()))
    assert AccessAttempt.objects.count() == 2
    assert "1271124505850001" not in kept and "kata-sandi-saya" not in kept and "salah-sekali" not in kept


def _in_another_process():
    """What one process alone remembers is not there in the next."""
    for memory in (*locmem._caches.values(), *locmem._expire_info.values()):
        memory.clear()


def test_codes_of_one_account_are_not_guessed_from_many_addresses(budi):
    TOTP.activate(budi, generate_totp_secret())
    client, response = _sign_in("budi", people.PASSWORD)
    page = response.headers["Location"]
    answers = []
    for number in range(1, 14):
        _in_another_process()
        answer = client.post(page, {"code": "000000"}, REMOTE_ADDR=f"10.0.0.{number}")
        answers.append(answer.content.decode())
    refused = ["Terlalu banyak" in answer for answer in answers]
    assert refused == [False] * 10 + [True] * 3
    assert AttemptCount.objects.exists()
    for key in AttemptCount.objects.values_list("cache_key", flat=True):
        assert re.fullmatch(r"[0-9a-f]{32}", key), "neither an address nor a hash that anybody can make"


def test_a_code_is_used_once_whichever_process_asks(budi):
    secret = generate_totp_secret()
    TOTP.activate(budi, secret)
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    for expected in (302, 200):
        client, response = _sign_in("budi", people.PASSWORD)
        _in_another_process()
        assert client.post(response.headers["Location"], {"code": code}).status_code == expected


def test_a_browser_that_was_here_before_can_sign_in(client, budi):
    session = client.session
    session["left"] = "from an earlier visit"
    session.save()
    response = client.post(SIGN_IN, {"login": "budi", "password": people.PASSWORD})
    assert response.status_code == 302


def test_counts_of_attempts_are_forgotten(budi, now):
    make = AttemptCount.objects.create
    make(cache_key="old", value="", expires=now - timedelta(minutes=1))
    make(cache_key="new", value="", expires=now + timedelta(minutes=1))
    assert operations.forget_attempts(now=now) == 1
    assert [row.cache_key for row in AttemptCount.objects.all()] == ["new"]


@pytest.mark.parametrize("host", ["contoh.invalid", "a b", "evil.example:99"])
def test_a_foreign_address_is_refused_in_words(client, settings, host):
    settings.ALLOWED_HOSTS = ["testserver"]
    response = client.get("/", headers={"host": host})
    assert response.status_code == 400
    assert "tidak dikenal" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("/status/tutup/", "/status/"),
        ("/layanan/keterangan-usaha/ajukan/hapus/", "/layanan/keterangan-usaha/ajukan/"),
    ],
)
def test_address_of_a_sent_form_opened_as_a_page_leads_back_to_its_form(office, address, above):
    catalogue.founding(office)
    client = Client()
    response = client.get(address, follow=True)
    assert response.redirect_chain[0] == (above, 302)
    assert "Langkah itu belum dikerjakan" in response.content.decode()


def test_other_methods_are_still_refused(office):
    assert Client().put("/status/tutup/").status_code == 405
