"""Gaps of teams: exact figures, small teams only inside larger ones, nobody ranked."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.access.permissions import Role
from sinergi.audit.actors import SYSTEM
from sinergi.competency import queries
from sinergi.competency.models import Assessment, Method, PositionRequirement
from sinergi.competency.operations import enroll, hold
from sinergi.organization.models import PositionKind
from sinergi.organization.operations import add_position
from sinergi.organization.queries import root_unit
from sinergi.personnel.models import Employee
from sinergi.personnel.operations import EmployeeData, change_employee
from tests.factories import people
from tests.factories.competency import assessed, competency, event, service, team
from tests.factories.people import NOW
from tests.factories.personnel import employee

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def komunikasi():
    return competency()


def only(unit, version, **options):
    [row] = queries.team_gap(unit, version, **options)
    return row


def test_team_gap_counts_the_assessed_and_those_below(office, terjun, komunikasi):
    version = service(office, {komunikasi: 3})
    team(terjun, [1, 2, 3, 4, None], komunikasi)
    row = only(terjun, version)
    assert (row.competency, row.required, row.unit) == (komunikasi, 3, terjun)
    assert (row.staff, row.assessed, row.below, row.mean) == (5, 4, 2, Decimal("2.50"))
    assert row.match == Decimal("75.00"), "(1 + 2 + 3 + 3) / 12: the surplus of one is no one else's"
    assert row.tile == "c"


def test_team_gap_takes_the_latest_level_known_on_the_day(office, terjun, komunikasi):
    version = service(office, {komunikasi: 3})
    [first, *_rest] = team(terjun, [1, 1, 1], komunikasi)
    assessed(first, komunikasi, 4, on=date(2026, 5, 2))
    assert only(terjun, version).below == 2
    assert only(terjun, version, on=date(2026, 5, 1)).below == 3
    assert only(terjun, version, on=date(2026, 1, 1)).assessed == 0


def test_a_team_of_fewer_than_three_is_shown_only_inside_the_next_larger_unit(
    office, terjun, paya_pasir, komunikasi
):
    version = service(office, {komunikasi: 3})
    team(terjun, [0, 5], komunikasi)
    team(paya_pasir, [3, 3, 3], komunikasi)
    small, large = only(terjun, version), only(paya_pasir, version)
    assert small.unit == root_unit(office)
    assert (small.staff, small.assessed, small.mean) == (5, 5, Decimal("2.80"))
    assert (large.unit, large.staff) == (paya_pasir, 3)


def test_fewer_than_three_assessed_give_no_figure(office, terjun, komunikasi):
    version = service(office, {komunikasi: 3})
    team(terjun, [1, 2, None, None], komunikasi)
    row = only(terjun, version)
    assert (row.staff, row.assessed, row.below, row.mean, row.match, row.tile) == (
        4,
        2,
        None,
        None,
        None,
        "none",
    )


def test_people_who_left_are_not_counted(office, terjun, komunikasi):
    version = service(office, {komunikasi: 3})
    [gone, *_rest] = team(terjun, [0, 3, 3, 3], komunikasi)
    left = EmployeeData(unit=terjun, name=gone.name, kind=gone.kind, ended_on=date(2026, 5, 1))
    change_employee(gone, left, by=SYSTEM, now=NOW)
    assert (only(terjun, version).staff, only(terjun, version).below) == (3, 0)
    assert only(terjun, version, on=date(2026, 4, 30)).below == 1


def test_a_post_may_need_more_than_the_service(office, terjun, komunikasi):
    version = service(office, {komunikasi: 2})
    post = add_position(unit=terjun, title="Kasi Pelayanan", kind=PositionKind.SUPERVISOR, by=SYSTEM, now=NOW)
    PositionRequirement.objects.create(position=post, competency=komunikasi, level=4)
    team(terjun, [2, 3], komunikasi)
    head = employee(terjun, "Contoh Kasi", position=post)
    assessed(head, komunikasi, 3)
    assert only(terjun, version).below == 1


def test_gap_table_asks_a_team_only_for_what_its_services_need(office, terjun, komunikasi):
    speed = competency("orientasi-hasil", "Orientasi pada Hasil")
    service(office, {komunikasi: 3}, slug="sku")
    service(office, {speed: 2, komunikasi: 2}, slug="dispensasi", village=False)
    people.section(office)
    team(terjun, [1, 1, 3], komunikasi)
    table = queries.gap_table(office, [root_unit(office).path], on=TODAY)
    assert [one.key for one in table.competencies] == ["komunikasi", "orientasi-hasil"]
    rows = {row.unit.name: row for row in table.rows}
    village = rows["Terjun"].cells
    assert (village[0].required, village[0].below, village[1]) == (3, 2, None)
    assert [cell.required for cell in rows["Seksi Pelayanan Umum"].cells] == [3, 2]


def test_the_whole_office_is_below_where_its_own_teams_are(office, terjun, komunikasi):
    service(office, {komunikasi: 2}, slug="sku")
    service(office, {komunikasi: 3}, slug="dispensasi", village=False)
    team(terjun, [1, 2, 2], komunikasi)
    team(people.section(office), [2, 3, 3], komunikasi)
    table = queries.gap_table(office, [root_unit(office).path], on=TODAY)
    whole, *teams = [row.cells[0] for row in table.rows]
    assert [(cell.required, cell.below) for cell in teams] == [(2, 1), (3, 1)]
    assert (whole.required, whole.assessed, whole.below) == (3, 6, 2)
    assert whole.match == Decimal("86.67")  # 13 of the 15 levels that their own teams ask of them


def test_gaps_of_several_teams_are_those_of_each(office, terjun, paya_pasir, komunikasi):
    version = service(office, {komunikasi: 3})
    team(terjun, [1, 2, 3], komunikasi)
    team(paya_pasir, [3, 3, 4], komunikasi)
    together = queries.team_gaps([terjun, paya_pasir], version)
    assert together == {unit.pk: queries.team_gap(unit, version) for unit in (terjun, paya_pasir)}
    with CaptureQueriesContext(connection) as made:
        queries.team_gaps([terjun, paya_pasir], version)
    assert len(made) == 5


def test_candidates_come_by_gap_then_by_who_was_never_trained(office, terjun, komunikasi):
    low, lower, met, unknown, same = team(terjun, [2, 0, 3, None, 2], komunikasi)
    training = event(office, komunikasi)
    enroll(training, employees=[low.pk], by=SYSTEM, now=NOW)
    hold(training, attended=[low.pk], by=SYSTEM, now=NOW)
    rows = queries.candidates([terjun], komunikasi, 3, on=TODAY)
    assert [row.employee_id for row in rows] == [lower.pk, same.pk, low.pk, unknown.pk]
    assert [row.gap for row in rows] == [3, 1, 1, None]
    assert rows[2].last_trained_on == date(2026, 5, 12)
    assert met.pk not in {row.employee_id for row in rows}


def test_candidates_stay_inside_the_units(office, terjun, paya_pasir, komunikasi):
    team(terjun, [1], komunikasi)
    team(paya_pasir, [0], komunikasi)
    assert [row.unit for row in queries.candidates([terjun], komunikasi, 3)] == ["Kelurahan Terjun"]
    assert len(queries.candidates([root_unit(office)], komunikasi, 3)) == 2


def test_visible_levels_are_those_of_ones_units_and_ones_own(office, terjun, paya_pasir, komunikasi):
    lurah = people.staff("lurah", Role.LURAH, terjun)
    counter = people.staff("loket", Role.COUNTER, terjun)
    quality = people.staff("mutu", Role.QUALITY, root_unit(office))
    [mine] = team(paya_pasir, [2], komunikasi)
    here = employee(terjun, "Contoh Loket", user=counter)
    assessed(here, komunikasi, 1)
    assert set(Assessment.objects.visible_to(lurah)) == set(here.assessments.all())
    assert set(Assessment.objects.visible_to(counter)) == set(here.assessments.all())
    assert not Assessment.objects.visible_to(quality).exists()
    assert mine not in Employee.objects.visible_to(counter)


def test_queries_of_the_gap_table_do_not_grow(office, terjun, komunikasi):
    service(office, {komunikasi: 3})
    team(terjun, [1] * 20, komunikasi)

    def count():
        with CaptureQueriesContext(connection) as made:
            queries.gap_table(office, [root_unit(office).path], on=TODAY)
        return len(made)

    few = count()
    stamps = {"created_at": NOW, "updated_at": NOW}
    more = [
        Employee(office=office, unit=terjun, name=f"Contoh {n}", kind="non_asn", **stamps)
        for n in range(2000)
    ]
    Employee.objects.bulk_create(more)
    rows = [Assessment(employee=one, competency=komunikasi, level=2, method=Method.TEST, assessed_on=TODAY,
                       assessor="Contoh", recorded_at=NOW) for one in more]  # fmt: skip
    Assessment.objects.bulk_create(rows)
    assert count() == few <= 9
    table = queries.gap_table(office, [root_unit(office).path], on=TODAY)
    assert {row.unit.name: row.cells[0].below for row in table.rows}["Terjun"] == 2020
