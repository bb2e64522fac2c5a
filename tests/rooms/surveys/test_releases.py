"""What can be computed from published figures, one from another and one day from the next: nobody's answers."""

import random
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from sinergi.access.permissions import Role
from sinergi.accounts.models import User
from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from sinergi.surveys.models import INDEX, ImportBatch, PublishedCell, Response, Rollup
from sinergi.surveys.operations import commit_import, publish_figures, rebuild_rollup, start_import, withdraw
from sinergi.surveys.queries import index_table
from tests.factories import people
from tests.factories import surveys as make
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)
NOBODY = dict.fromkeys(LEGAL_ORDER)


@pytest.fixture
def office() -> Office:
    found = people.office()
    make.questionnaire(found)
    return found


@pytest.fixture
def terjun(office: Office) -> Unit:
    return people.village(office, "Terjun")


@pytest.fixture
def quality(office: Office) -> User:
    return people.staff("mutu", Role.QUALITY, root_unit(office)).at(NOW)


def answered(unit: Unit, many: list[Mapping[str, int | None]], slug: str = "sku") -> None:
    """These answers, arrived online."""
    Response.objects.bulk_create(
        Response(
            office=unit.office, unit=unit, service=make.service(unit.office, slug, slug.upper()), channel="online",
            month=APRIL, questionnaire=make.questionnaire(unit.office), **answers,
        )
        for answers in many
    )  # fmt: skip
    rebuild_rollup()


def nine(value: int) -> dict[str, int | None]:
    return dict.fromkeys(LEGAL_ORDER, value)


def counts(office: Office) -> Iterator[tuple[object, dict[str, int]]]:
    """Answers per element of every row that a page shows."""
    table = index_table(office, since=APRIL, until=APRIL)
    for row in (table.office, *table.services, *table.units, *table.cells, *table.others):
        place = (row.service_id, row.unit_id, row is table.office, row in table.others)
        yield place, {element: integers[0] for element, integers in row.sums.items()}


def test_one_incomplete_answer_does_not_follow_from_elements_and_interval(
    office: Office, terjun: Unit
) -> None:
    answered(terjun, [nine(2 + place % 3) for place in range(36)])
    answered(terjun, [NOBODY | {"biaya": 1}])
    publish_figures(now=NOW)
    [row] = index_table(office, since=APRIL, until=APRIL).cells
    said = sum(row.sums[key][1] for key in LEGAL_ORDER) - row.sums[INDEX][1]
    assert said == 0, f"the one respondent said {said}"
    assert row.low is not None, "the interval stays"


def test_ten_incomplete_answers_count_for_the_index(office: Office, terjun: Unit) -> None:
    answered(terjun, [nine(4)] * 30)
    answered(terjun, [nine(1) | {"biaya": None}] * 9)
    publish_figures(now=NOW)
    assert str(index_table(office, since=APRIL, until=APRIL).office.index) == "100.00"
    answered(terjun, [nine(1) | {"biaya": None}])
    publish_figures(now=NOW)
    row = index_table(office, since=APRIL, until=APRIL).office
    assert (row.sums["waktu"], row.sums["biaya"][0], row.sums[INDEX][0]) == ((40, 130, 490), 30, 30)


@pytest.mark.parametrize("seed", range(4))
def test_no_difference_of_figures_or_days_is_about_fewer_than_ten(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    units = [people.village(office, f"Contoh {place}") for place in range(4)]
    before: dict[object, dict[str, int]] = {}
    for _day in range(25):
        for _one in range(chance.randint(1, 9)):
            answers = {key: None if chance.random() < 0.04 else 3 for key in LEGAL_ORDER} | {"waktu": 3}
            answered(chance.choice(units), [answers], chance.choice(["sku", "sktm"]))
        publish_figures(now=NOW)
        now = dict(counts(office))
        for place, row in now.items():
            for element, n in row.items():
                gap = n - row.get(INDEX, 0)
                assert gap == 0 or gap >= 10, f"{place}: {gap} incomplete answers to {element}"
                more = n - before.get(place, {}).get(element, 0)
                # The rest of a service gets smaller when a team leaves it: then the total says what is new.
                assert more == 0 or abs(more) >= 10 or place[3], f"{place}: {more} more answers to {element}"  # type: ignore[index]
        before = now
    assert before


def test_teams_do_not_leave_a_rest_while_their_total_would_tell_few_new_answers(office: Office) -> None:
    besar, rengas = people.village(office, "Besar"), people.village(office, "Rengas")
    answered(besar, [nine(3)] * 6)
    answered(rengas, [nine(3)] * 7)
    publish_figures(now=NOW)
    answered(besar, [nine(1)] * 4)
    answered(rengas, [nine(1)] * 3)  # ten each, and seven new ones together
    publish_figures(now=NOW)
    table = index_table(office, since=APRIL, until=APRIL)
    assert (table.office.n, str(table.office.index), table.cells) == (13, "75.00", ())
    answered(rengas, [nine(1)] * 3)
    publish_figures(now=NOW)
    table = index_table(office, since=APRIL, until=APRIL)
    assert [row.n for row in table.cells] == [10, 13]


def paper(unit: Unit, by: User, n: int, value: int = 3, name: str = "kertas.csv") -> ImportBatch:
    text = "U1,U2,U3,U4,U5,U6,U7,U8,U9\n" + f"{','.join([str(value)] * 9)}\n" * n
    batch = start_import(
        SimpleUploadedFile(name, text.encode()), office=unit.office, unit=unit,
        service=make.service(unit.office, "sku", "SKU"), month=APRIL, by=by, now=NOW,
    )  # fmt: skip
    return commit_import(batch.pk, by=by, now=NOW)


def test_an_importer_cannot_fill_the_step_of_ten(office: Office, terjun: Unit, quality: User) -> None:
    answered(terjun, [nine(3)] * 20)
    publish_figures(now=NOW)
    answered(terjun, [nine(1)])
    paper(terjun, quality, 9)
    [row] = index_table(office, since=APRIL, until=APRIL).cells
    assert (row.n, row.sums["waktu"]) == (20, (20, 60, 180))


def test_an_importer_cannot_take_a_first_figure_apart(office: Office, terjun: Unit, quality: User) -> None:
    answered(terjun, [nine(1)])
    paper(terjun, quality, 30)
    [row] = index_table(office, since=APRIL, until=APRIL).cells
    assert (row.n, str(row.index)) == (30, "75.00")


def test_a_batch_on_paper_comes_and_goes_beside_the_citizens_answers(
    office: Office, terjun: Unit, quality: User
) -> None:
    answered(terjun, [nine(3)] * 20)
    publish_figures(now=NOW)
    batch = paper(terjun, quality, 12, 4)
    assert index_table(office, since=APRIL, until=APRIL).office.n == 32
    withdraw(batch.pk, reason="salah berkas", by=quality, now=NOW)
    assert index_table(office, since=APRIL, until=APRIL).office.sums["waktu"] == (20, 60, 180)


def test_the_update_computes_the_same_sums(office: Office, terjun: Unit, quality: User) -> None:
    chance = random.Random(5)
    answered(terjun, [make.some_answers(chance) for _each in range(60)])
    paper(terjun, quality, 12)
    batch = start_import(
        SimpleUploadedFile("gaspul.csv", make.GASPUL.encode()), office=office, unit=terjun,
        service=make.service(office), month=APRIL, by=quality, now=NOW,
    )  # fmt: skip
    commit_import(batch.pk, by=quality, now=NOW)
    names = [field.attname for field in Rollup._meta.concrete_fields if not field.primary_key]
    before = sorted(Rollup.objects.values_list(*names), key=str)
    with connection.cursor() as cursor:
        cursor.execute(import_module("sinergi.surveys.migrations.0002_releases_by_stream").ANEW)
    assert sorted(Rollup.objects.values_list(*names), key=str) == before
    assert len(before) == 11 + 10 + 10 + 9, "complete, not complete, complete on paper, counts"


def test_pages_follow_what_is_released(office: Office, terjun: Unit) -> None:
    answered(terjun, [nine(3)] * 20)
    publish_figures(now=NOW)
    stale = PublishedCell.objects.filter(element="waktu").get()
    stale.pk, stale.unit_id = None, None  # a row from before an update that nothing released any more
    stale.save()
    assert publish_figures(now=NOW) == 1
    assert publish_figures(now=NOW) == 0
