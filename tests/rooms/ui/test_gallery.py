"""Every component in every state makes a good page."""

import pytest
from django.test import Client

from tests.factories.page import check_page

PAGES = (
    "/",
    "/formulir/",
    "/formulir/?galat=1",
    "/status/",
    "/terkirim/",
    "/komponen/",
    "/antrean/",
    "/evaluasi/",
    "/galat/404/",
    "/galat/403/",
    "/galat/403_csrf/",
    "/galat/429/",
    "/galat/500/",
)


@pytest.mark.parametrize("url", PAGES)
def test_page_is_good(gallery: Client, url: str) -> None:
    response = gallery.get(url)
    assert response.status_code == 200
    check_page(response.content, url=url)


def test_sample_banner_and_current_page_show(gallery: Client) -> None:
    html = gallery.get("/").content.decode()
    assert "DATA CONTOH — bukan data warga sebenarnya" in html
    assert '<a href="/" aria-current="page">Layanan</a>' in html


def test_error_page_stands_without_any_context() -> None:
    """Django renders 500.html with nothing: no chrome, no request."""
    from django.template.loader import render_to_string

    check_page(render_to_string("500.html"), url="500.html")


def test_parts_of_the_frame_differ_between_offices(gallery: Client) -> None:
    from sinergi.ui import frame
    from sinergi.ui.navigation import Chrome, NavItem

    one = frame.draw("top", Chrome("Kecamatan Satu", nav=(NavItem("Layanan", "/"),)), desk=False)
    two = frame.draw("top", Chrome("Kecamatan Dua", nav=(NavItem("Layanan", "/", current=True),)), desk=False)
    assert "Kecamatan Satu" in one and "Kecamatan Dua" in two
    assert "aria-current" in two and "aria-current" not in one


def test_person_of_one_page_never_shows_on_another(gallery: Client) -> None:
    from sinergi.ui import frame
    from sinergi.ui.navigation import Chrome

    budi = frame.draw("top", Chrome("Kecamatan", user_name="Contoh Budi"), desk=True)
    dewi = frame.draw("top", Chrome("Kecamatan", user_name="Contoh Dewi"), desk=True)
    assert "Contoh Budi" in budi and "Contoh Budi" not in dewi
