"""The pages of one's own account: allauth's, in our dress and words."""

import pytest
from django.urls import reverse

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
