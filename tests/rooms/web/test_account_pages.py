"""The pages of one's own account: allauth's, in our dress and words."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

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
