"""A kept query answers exactly as the QuerySet that it was made from."""

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sinergi.kept import Kept, Slot
from sinergi.organization.models import Unit
from sinergi.web.postgres.backend.base import check
from tests.factories import people

pytestmark = pytest.mark.django_db


def _fields(found: list[Unit]) -> list[dict[str, object]]:
    return [
        {name: value for name, value in vars(row).items() if name != "_state"}
        | {"office": row.office.name, "deferred": row.get_deferred_fields()}
        for row in found
    ]


def test_rows_equal_those_of_django() -> None:
    office = people.office()
    people.village(office, "Terjun")
    people.village(office, "100% Contoh")
    kept = Kept(
        lambda: Unit.objects.filter(office=Slot("office"), name__contains="%")
        .select_related("office", "parent").defer("code").order_by("id")
    )  # fmt: skip
    plain = (
        Unit.objects.filter(office=office, name__contains="%")
        .select_related("office", "parent")
        .defer("code")
    )
    for _ in range(4):  # from the third on the server uses the plan that it kept
        assert _fields(kept.rows(office=office.pk)) == _fields(list(plain.order_by("id")))
    assert [row.name for row in kept.rows(office=office.pk)] == ["100% Contoh"]


def test_values_change_from_use_to_use() -> None:
    office = people.office()
    names = ["Terjun", "Rengas Pulau", "O'Contoh; drop table x"]
    for name in names:
        people.village(office, name)
    kept = Kept(lambda: Unit.objects.filter(name=Slot("name")))
    for name in [*names, *names]:
        found = kept.first(name=name)
        assert found is not None
        assert found.name == name
    assert kept.first(name="Tidak ada") is None


def test_it_counts_as_one_query() -> None:
    people.office()
    kept = Kept(lambda: Unit.objects.filter(name=Slot("name")))
    with CaptureQueriesContext(connection) as seen:
        kept.rows(name="x")
    assert len(seen) == 1
    assert "organization_unit" in seen[0]["sql"]


def test_a_value_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        Kept(lambda: Unit.objects.filter(name=Slot("name"))).rows()


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_only() -> None:
    """Outside one the lock is gone before its answer is read: an error at each use, as Django has it, not at the first
    alone."""
    office = people.office()
    kept = Kept(lambda: Unit.objects.filter(office=Slot("office")).select_for_update())
    with transaction.atomic():
        assert kept.rows(office=office.pk)
    with pytest.raises(transaction.TransactionManagementError):
        kept.rows(office=office.pk)


def test_a_dropped_connection_is_noticed_before_use() -> None:
    parameters = {
        key: value for key, value in connection.get_connection_params().items()
        if key in {"dbname", "user", "host", "port", "password"}
    }  # fmt: skip
    with psycopg.connect(**parameters, autocommit=True) as killer:
        victim = psycopg.connect(**parameters, autocommit=True)
        check(victim)
        killer.execute("select pg_terminate_backend(%s, 5000)", [victim.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            check(victim)
