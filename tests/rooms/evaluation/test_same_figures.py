"""The head of the office reads the figures that the public reads."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sinergi.audit.actors import SYSTEM
from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.evaluation.periods import quarter_of
from sinergi.evaluation.queries.cells import cell_page
from sinergi.evaluation.queries.overview import Choice, index_change, overview
from sinergi.evaluation.queries.public import performance
from sinergi.organization.queries import root_unit
from sinergi.surveys.models import Response
from sinergi.surveys.operations import commit_import, publish_figures, rebuild_rollup, start_import
from sinergi.surveys.queries import directory_of
from sinergi.surveys.queries.tables import _figure_of
from tests.factories import people, surveys
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 3)
SPRING = quarter_of(date(2026, 5, 1))


@pytest.fixture
def service(office):
    return surveys.service(office)


def _answer(unit, service, n, value, month=date(2026, 5, 1)):
    questionnaire = surveys.questionnaire(unit.office)
    Response.objects.bulk_create(
        Response(
            office=unit.office, unit=unit, service=service, channel="online", month=month,
            questionnaire=questionnaire, **dict.fromkeys(LEGAL_ORDER, value),
        )
        for _each in range(n)
    )  # fmt: skip
    rebuild_rollup()
    publish_figures(now=people.NOW)


@pytest.fixture
def small_teams(office, service):
    for name, n, value in (("Terjun", 40, 4), ("Besar", 8, 1), ("Rengas", 8, 1)):
        for month in (date(2026, 2, 1), date(2026, 5, 1)):
            _answer(people.village(office, name), service, n, value, month)


def test_teams_too_small_to_stand_alone_count_for_the_head_of_the_office_too(office, service, small_teams):
    camat, directory = people.staff("camat", "camat", root_unit(office)), directory_of(office)
    inner = overview(office, user=camat, choice=Choice(SPRING, None, None), directory=directory)
    outer = performance(office, today=TODAY)
    assert (inner.row.n, str(inner.row.index)) == (outer.row.n, str(outer.row.index)) == (56, "78.57")
    assert [moved.row.index for moved in inner.services] == [moved.row.index for moved in outer.services]
    assert [moved.trend for moved in inner.services] == [moved.trend for moved in outer.services] == [0]


def test_the_page_of_an_element_agrees_with_the_overview(office, service, small_teams):
    camat, directory = people.staff("camat", "camat", root_unit(office)), directory_of(office)
    choice = Choice(SPRING, None, None)
    page = cell_page(office, user=camat, choice=choice, element="waktu", directory=directory, today=TODAY)
    assert page.score.n == 56
    assert [point.value for point in page.chart.lines[0].points][-1] == page.score.mean


def test_the_head_of_a_village_sees_the_own_team_alone(office, service, small_teams):
    terjun = people.village(office, "Terjun")
    lurah, directory = people.staff("lurah", "lurah", terjun), directory_of(office)
    page = overview(office, user=lurah, choice=Choice(SPRING, None, None), directory=directory)
    assert (page.row.n, str(page.row.index)) == (40, "100.00")


def test_services_and_units_show_how_their_index_moved(office, service):
    """Up, down, the same, and unknown where the quarter before has nothing to show."""
    values = {"Terjun": (3, 4), "Besar": (4, 3), "Rengas": (3, 3), "Paya Pasir": (None, 4)}
    for name, (winter, spring) in values.items():
        village = people.village(office, name)
        if winter:
            _answer(village, service, 30, winter, date(2026, 2, 1))
        _answer(village, service, 30, spring)
    camat, directory = people.staff("camat", "camat", root_unit(office)), directory_of(office)
    page = overview(office, user=camat, choice=Choice(SPRING, None, None), directory=directory)
    trends = {moved.row.unit_name: moved.trend for moved in page.units}
    assert trends == {
        "Kelurahan Terjun": 25, "Kelurahan Besar": -25, "Kelurahan Rengas": 0, "Kelurahan Paya Pasir": None,
    }  # fmt: skip
    assert str(page.trend) == "4.17"  # 83.33 and 87.50
    chosen = Choice(SPRING, service, None)
    cells = overview(office, user=camat, choice=chosen, directory=directory).units
    assert {moved.row.unit_name: moved.trend for moved in cells} == trends


@pytest.mark.parametrize(
    ("low", "high", "trend"), [("79.10", "80.90", "1.50"), ("78.90", "81.10", "0"), (None, None, "None")]
)
def test_an_index_moves_only_beyond_the_interval_of_the_difference(low, high, trend):
    def row(*figures):
        values = (figure and Decimal(figure) for figure in figures)
        return SimpleNamespace(**dict(zip(("index", "low", "high"), values, strict=True)))

    assert str(index_change(row("80.00", low, high), row("81.50", "80.40", "82.60"))) == trend


@pytest.mark.parametrize("known", [0, 40])
def test_counts_from_paper_show_no_interval_of_other_answers(office, service, known, time_machine):
    """Counts know no respondents: alone they have no interval, beside others theirs may not hold the index."""
    time_machine.move_to(people.NOW.replace(month=7, day=3))
    terjun = people.village(office, "Terjun")
    camat = people.staff("camat", "camat", root_unit(office))
    surveys.questionnaire(office)
    upload = SimpleUploadedFile("tw2.csv", surveys.GASPUL.encode(), content_type="text/csv")
    batch = start_import(
        upload, office=office, unit=terjun, service=service, month=date(2026, 5, 1), by=SYSTEM, now=people.NOW
    )
    commit_import(batch.pk, by=SYSTEM, now=people.NOW)
    _answer(terjun, service, known, 3)
    row = performance(office, today=TODAY).row
    assert (row.n, row.low, row.high) == (29 + known, None, None)
    for client, address in (
        (Client(), "/"), (Client(), "/kinerja/"), (people.signed_in(camat), "/meja/evaluasi/?periode=2026-TW2"),
    ):  # fmt: skip
        text = client.get(address).content.decode()
        check_page(text, url=address)
        assert f"{row.index:.2f}".replace(".", ",") in text
        assert "0,00" not in text.replace("100,00", "") and "– sampai –" not in text and "– – –" not in text


@pytest.mark.parametrize(("paper", "shown"), [(0, True), (1, True), (200, False)])
def test_an_interval_stands_beside_the_index_that_it_is_about(paper, shown):
    """400 people answered 3 and 4 in turn; ``paper`` more are known by counts alone, all of them 4."""
    nine = tuple((400 + paper, 1400 + 4 * paper, 5000 + 16 * paper) for _element in LEGAL_ORDER)
    figure = _figure_of(nine, (400, 400 * 9 * 7 // 2, 200 * 27**2 + 200 * 36**2))
    assert figure.index is not None
    assert (figure.low is not None) is shown
