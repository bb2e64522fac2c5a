"""What is shown: atoms of ten, steps of ten, sums that nobody can take apart."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.organization.models import Office, Unit
from sinergi.surveys.formulas.disclosure import Standing
from sinergi.surveys.formulas.index import rounded
from sinergi.surveys.models import PublishedCell, Response
from sinergi.surveys.operations import pour, publish_figures, rebuild_rollup
from sinergi.surveys.queries import cells, index_table, index_tables
from tests.factories import people
from tests.factories import surveys as make
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def office() -> Office:
    found = people.office()
    make.questionnaire(found)
    return found


def paper(unit: Unit, slug: str, n: int, *, month: date = MAY, value: int = 3, **scores: int | None) -> None:
    """n answers straight into the table, and the roll-up rebuilt: figures do not care where answers came from."""
    service = make.service(unit.office, slug, slug.upper())
    answers = {**dict.fromkeys(make.GOOD, value), **scores}
    Response.objects.bulk_create(
        Response(
            office=unit.office, unit=unit, service=service, channel="online", month=month,
            questionnaire=make.questionnaire(unit.office), **answers,
        )
        for _ in range(n)
    )  # fmt: skip
    rebuild_rollup()


def table(office: Office, **window: date):  # type: ignore[no-untyped-def]
    return index_table(office, since=window.get("since", MAY), until=window.get("until", MAY))


def test_index_with_interval_from_integers(office: Office) -> None:
    terjun = people.village(office)
    paper(terjun, "sku", 20, value=4)
    paper(terjun, "sku", 20, value=3)
    publish_figures(now=NOW)
    row = table(office).cells[0]
    assert (row.n, str(row.index), row.grade, row.label, row.provisional) == (40, "87.50", "B", "Baik", False)
    assert row.low is not None and row.high is not None
    assert row.low < 87 < 88 < row.high
    assert [str(element.score.score) for element in row.elements] == ["87.50"] * 10


def test_cells_below_ten_are_shown_to_nobody_and_fewer_than_thirty_are_provisional(office: Office) -> None:
    paper(people.village(office), "sku", 9)
    publish_figures(now=NOW)
    assert not PublishedCell.objects.exists()
    assert table(office).office.standing is Standing.EMPTY
    paper(people.village(office), "sku", 1)
    publish_figures(now=NOW)
    assert table(office).cells[0].standing is Standing.PROVISIONAL


def test_a_total_never_lets_a_small_team_be_subtracted(office: Office) -> None:
    paper(people.village(office, "Terjun"), "sku", 40)
    paper(people.village(office, "Besar"), "sku", 6, value=1)
    publish_figures(now=NOW)
    shown = table(office)
    assert [(row.unit_name, row.n) for row in shown.cells] == [("Kelurahan Terjun", 40)]
    assert shown.services[0].n == shown.office.n == 40
    paper(people.village(office, "Rengas"), "sku", 7, value=1)
    publish_figures(now=NOW)
    shown = table(office)
    assert shown.services[0].n == 53
    assert [row.n for row in shown.others] == [13]
    assert len(shown.cells) == 1


def test_small_services_count_together_in_the_office_only(office: Office) -> None:
    paper(people.village(office), "sku", 6)
    paper(people.village(office), "sktm", 7)
    publish_figures(now=NOW)
    shown = table(office)
    assert shown.office.n == 13
    assert (shown.services, shown.units, shown.cells, shown.others) == ((), (), (), ())


def test_published_figures_change_in_steps_of_ten(office: Office) -> None:
    terjun = people.village(office)
    paper(terjun, "sku", 12, value=3)
    publish_figures(now=NOW)
    paper(terjun, "sku", 9, value=1)
    assert publish_figures(now=NOW) == 0
    assert str(table(office).cells[0].index) == "75.00"
    paper(terjun, "sku", 1, value=1)
    assert publish_figures(now=NOW) == 1
    assert table(office).cells[0].n == 22


def test_an_element_that_changed_by_less_than_ten_holds_its_cell_back(office: Office) -> None:
    terjun = people.village(office)
    paper(terjun, "sku", 12)
    publish_figures(now=NOW)
    paper(terjun, "sku", 6)
    paper(terjun, "sku", 6, biaya=None)
    assert publish_figures(now=NOW) == 0


def test_a_team_stays_in_the_shown_rest_while_leaving_would_lay_another_open(office: Office) -> None:
    besar, rengas = people.village(office, "Besar"), people.village(office, "Rengas")
    paper(besar, "sku", 6)
    paper(rengas, "sku", 7)
    publish_figures(now=NOW)
    paper(besar, "sku", 10)
    publish_figures(now=NOW)
    assert table(office).cells == ()
    assert table(office).services[0].n == 23
    paper(rengas, "sku", 10)
    publish_figures(now=NOW)
    assert [row.n for row in table(office).cells] == [16, 17]
    assert table(office).others == ()


def test_removed_answers_take_the_figure_away_below_ten(office: Office) -> None:
    terjun = people.village(office)
    paper(terjun, "sku", 15)
    publish_figures(now=NOW)
    Response.objects.filter(pk__in=Response.objects.values("pk")[:8]).delete()
    rebuild_rollup()
    publish_figures(now=NOW)
    assert not PublishedCell.objects.exists()


def test_a_year_is_the_sum_of_its_shown_quarters(office: Office) -> None:
    terjun = people.village(office)
    paper(terjun, "sku", 20, month=date(2026, 2, 1))
    paper(terjun, "sku", 5, month=MAY)
    paper(terjun, "sku", 12, month=date(2026, 8, 1))
    publish_figures(now=NOW)
    year = table(office, since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert year.office.n == 32
    assert (year.since, year.until) == (date(2026, 1, 1), date(2026, 12, 31))


def test_an_element_answered_by_few_is_not_shown(office: Office) -> None:
    terjun = people.village(office)
    paper(terjun, "sku", 30, kejelasan=None)
    paper(terjun, "sku", 4)
    publish_figures(now=NOW)
    row = table(office).cells[0]
    assert row.n == 34
    assert "kejelasan" not in {element.key for element in row.elements}


def test_figures_inside_the_units_that_a_person_looks_after(office: Office) -> None:
    terjun, besar = people.village(office, "Terjun"), people.village(office, "Besar")
    paper(terjun, "sku", 20)
    paper(besar, "sku", 30)
    publish_figures(now=NOW)
    assert index_table(office, since=MAY, until=MAY, unit_paths=[terjun.path]).office.n == 20
    assert index_table(office, since=MAY, until=MAY, unit_paths=[]).office.n is None


def test_cells_are_the_exact_integers_per_month_and_channel(office: Office) -> None:
    terjun = people.village(office)
    service = make.service(office)
    for number in range(40):
        make.answer(terjun, service, {**make.GOOD, "waktu": 2}, channel="online" if number % 2 else "counter")
    pour(NOW)
    rows = cells(office, element="waktu", since=MAY, until=JUNE)
    found = [(row.channel, row.n, row.total, row.total_sq) for row in rows]
    assert found == [("counter", 20, 40, 80), ("online", 20, 40, 80)]
    assert cells(office, since=JUNE, until=JUNE) == []
    assert cells(office, unit_paths=[], since=MAY, until=JUNE) == []
    assert len(cells(office, service=service, channel="online", since=MAY, until=MAY)) == 11


def test_queries_do_not_grow_with_answers_or_units(office: Office) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            index_table(office, since=MAY, until=MAY + timedelta(days=300))
        return len(captured)

    paper(people.village(office), "sku", 20)
    publish_figures(now=NOW)
    few = queries()
    for number in range(20):
        paper(people.village(office, f"Contoh {number}"), f"layanan-{number}", 12)
    publish_figures(now=NOW)
    assert queries() == few == 3


def test_totals_are_the_same_with_and_without_cells(office: Office) -> None:
    for place, name in enumerate(("Terjun", "Besar", "Rengas")):
        unit = people.village(office, name)
        paper(unit, "sku", 20 + place, waktu=2)
        paper(unit, "sktm", 12, biaya=None)
        paper(unit, "sktm", 11, month=date(2026, 8, 1))
    paper(people.village(office, "Kecil"), "sku", 4)
    publish_figures(now=NOW)
    for window in ((MAY, MAY), (date(2026, 1, 1), date(2026, 12, 31))):
        for paths in (None, [people.village(office, "Besar").path], []):
            [full] = index_tables(office, [window], unit_paths=paths)
            [totals] = index_tables(office, [window], unit_paths=paths, cells=False)
            assert (full.office, full.services, full.units) == (totals.office, totals.services, totals.units)
            with pytest.raises(LookupError):
                _ = totals.cells


def test_the_index_is_exact_where_elements_were_answered_by_different_numbers(office: Office) -> None:
    terjun = people.village(office)
    paper(terjun, "sku", 13, value=4)
    paper(terjun, "sku", 11, value=3, biaya=None)
    paper(terjun, "sku", 12, value=2, waktu=None, sarana=1)
    publish_figures(now=NOW)
    row = table(office).cells[0]
    exact = sum(
        (Fraction(total, n) for key, (n, total, _) in row.sums.items() if key in LEGAL_ORDER), Fraction(0)
    )
    assert row.index == rounded(exact * Fraction(25, 9)) and len({n for n, *_ in row.sums.values()}) > 1
    assert row.weakest_key == "sarana" and row.figure.weakest_score == rounded(Fraction(97 * 25, 36))
