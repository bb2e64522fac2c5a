"""Values travel beside the SQL, except where the server could not take them."""

import pghistory
import pytest
from django.db import connection

from sinergi.organization.models import Unit
from sinergi.personnel.models import Employee
from sinergi.web.postgres.backend.base import MOST_VALUES
from tests.factories import people
from tests.factories import personnel as made

pytestmark = pytest.mark.django_db


def _kept_plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_prepared_statements where statement like '%%organization_unit%%'"
        )
        return int(cursor.fetchone()[0])


def test_the_server_keeps_the_plan_of_what_comes_again() -> None:
    before = _kept_plans()
    for name in "abcdef":
        assert not Unit.objects.filter(name=name, code__contains="100%").exists()
    assert _kept_plans() == before + 1


def test_more_values_than_a_statement_takes() -> None:
    unit = people.village(people.office(), "Terjun")
    many = [unit.pk, *range(10_000_000, 10_000_000 + MOST_VALUES)]
    assert [row.pk for row in Unit.objects.filter(pk__in=many)] == [unit.pk]


def test_history_keeps_who_did_it() -> None:
    employee = made.employee(people.village(people.office(), "Terjun"))
    for note in ("'; select 1; --", "50% %s"):
        with pghistory.context(operation=note, actor="contoh"):
            Employee.objects.get(pk=employee.pk).save()
            Employee.objects.filter(pk=employee.pk).update(name=f"Contoh {note}")
        event = pghistory.models.Events.objects.tracks(employee).order_by("-pgh_id").first()
        assert event.pgh_context["operation"] == note
        assert event.pgh_data["name"] == f"Contoh {note}"
