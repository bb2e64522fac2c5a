"""The page that draws the lot of a training in waves: what it asks, and what it says before and after."""

import pytest
from django.urls import reverse

from tests.factories import competency, evaluation, people
from tests.factories.page import check_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def to_draw(camat, terjun, paya_pasir):
    """A training of two kelurahan, due on the first of December."""
    skill = competency.competency()
    for village in (terjun, paya_pasir):
        competency.team(village, [1, 1, 3], skill)
    return evaluation.action(camat, [terjun, paya_pasir], kind="pelatihan", competency=skill, target_level=2)


def _draw(camat, action, **more):
    first = {"first_on_day": "5", "first_on_month": "10", "first_on_year": "2026"}
    address = reverse("evaluation:action_draw", args=[action.pk])
    response = people.signed_in(camat).post(
        address, {"waves": "2", "gap_months": "2", "seed": "rapat"} | first | more
    )
    if response.status_code == 200:
        check_page(response.content, url=address)
    return response


def _page(camat, action):
    address = reverse("evaluation:action", args=[action.pk])
    response = people.signed_in(camat).get(address)
    check_page(response.content, url=address)
    return response.content.decode()


def test_a_last_wave_after_the_due_date_is_said_before_the_lot_and_after(camat, to_draw):
    asked = _draw(camat, to_draw)
    words = "baru selesai 9 Desember 2026, sesudah tenggat 1 Desember 2026"
    assert asked.status_code == 200 and words in asked.content.decode()
    assert "Boleh selesai sesudah tenggat" in asked.content.decode()
    to_draw.refresh_from_db()
    assert not to_draw.lot_seed
    assert _draw(camat, to_draw, late="on").status_code == 302
    assert words in _page(camat, to_draw)


def test_waves_that_end_in_time_are_drawn_without_a_word(camat, to_draw):
    assert _draw(camat, to_draw, gap_months="1").status_code == 302
    assert "sesudah tenggat" not in _page(camat, to_draw)


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        ("7", "Jarak antargelombang paling banyak 6 bulan."),
        ("0", "Jarak antargelombang paling sedikit 1 bulan."),
        ("dua", "Jarak antargelombang harus berupa angka bulat, misalnya 2."),
    ],
)
def test_the_gap_between_waves_is_named_in_its_error(camat, to_draw, gap, words):
    assert words in _draw(camat, to_draw, gap_months=gap).content.decode()
