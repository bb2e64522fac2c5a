"""The record is append-only, and its seals show every kind of tampering."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from sinergi.audit.actors import SYSTEM
from sinergi.audit.models import Event, Seal
from sinergi.audit.operations import record, seal_settled
from sinergi.audit.queries import verify
from tests.factories.audit import wait_until_settled

LATER = timedelta(minutes=2)


def _write(count, now):
    for number in range(count):
        record("test.event", by=SYSTEM, subject=("case", number, f"MRL-{number}"), now=now)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql", ["update audit_event set reason = 'x'", "delete from audit_event", "delete from audit_seal"]
)
def test_record_refuses_change_and_removal(now, sql):
    _write(1, now)
    Seal.objects.create(first_id=1, last_id=1, count=1, digest=b"0" * 32, at=now)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Event.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("nik", ["1271015505900001", "1271 0155 0590 0001", "127101.550590.0001"])
def test_a_nik_in_a_reason_never_enters_the_record(now, nik):
    letter = "474/0012/KEL-TERJUN/V/2026, NIP 198504122010011001"
    record(
        "test.event", by=SYSTEM, subject=("case", 1, nik), reason=f"{letter}: NIK {nik}, salah ketik", now=now
    )
    event = Event.objects.get()
    assert event.reason == f"{letter}: NIK (NIK), salah ketik"
    assert event.subject_label == "(NIK)"


@pytest.fixture
def sealed(transactional_db, now):
    _write(6, now)
    wait_until_settled()
    assert seal_settled(now=now + LATER, limit=3).count == 3
    assert seal_settled(now=now + LATER, limit=3).count == 3
    assert seal_settled(now=now + LATER) is None
    assert verify().intact
    return list(Event.objects.order_by("id"))


def _tamper(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_event disable trigger user")
        cursor.execute(sql, params)
        cursor.execute("alter table audit_event enable trigger user")


def test_edited_event_breaks_its_seal(sealed):
    _tamper("update audit_event set subject_label = 'lain' where id = %s", sealed[1].id)
    assert len(verify().broken) == 1


def test_deleted_event_breaks_its_seal(sealed):
    _tamper("delete from audit_event where id = %s", sealed[4].id)
    assert len(verify().broken) == 1


def test_truncated_tail_is_noticed(sealed):
    _tamper("delete from audit_event where id >= %s", sealed[4].id)
    assert verify().broken


def test_swapped_events_break_the_seal(sealed):
    first, second = sealed[0], sealed[1]
    _tamper("update audit_event set subject_label = %s where id = %s", second.subject_label, first.id)
    _tamper("update audit_event set subject_label = %s where id = %s", first.subject_label, second.id)
    assert verify().broken


@pytest.mark.django_db(transaction=True)
def test_young_events_wait(now):
    _write(2, now)
    wait_until_settled()  # so that it is their age that keeps them open
    assert seal_settled(now=now) is None
