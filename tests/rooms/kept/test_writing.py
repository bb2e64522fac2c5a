"""A kept statement writes exactly what Django would write."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from sinergi.audit.models import Event
from sinergi.kept import Slot
from sinergi.kept.writing import KeptInsert, KeptUpdate, together
from sinergi.notices.models import Channel, Delivery, Message
from sinergi.organization.models import Office
from tests.factories import people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 30, 15, 123456, tzinfo=UTC)


def _message(office: Office, key: str) -> Message:
    return Message(
        office=office, key=key, template="casework/received", channel=Channel.EMAIL, address="warga@contoh.invalid",
        subject_id="MRL-2026-AAAAAA", subject="Judul 100%", body="Isi\n'; drop table x", delivery=Delivery.WAITING,
        created_at=NOW,
    )  # fmt: skip


def _values(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_row_is_stored_as_django_stores_it() -> None:
    office = people.office()
    insert = KeptInsert(Message)
    for n in range(4):  # from the third on the server uses the plan that it kept
        kept, plain = _message(office, f"kept {n}"), _message(office, f"plain {n}")
        assert insert.create(kept)
        plain.save(force_insert=True)
        found, other = Message.objects.get(pk=kept.pk), Message.objects.get(pk=plain.pk)
        assert _values(found) == _values(kept)
        assert _values(found) | {"id": 0, "key": 0} == _values(other) | {"id": 0, "key": 0}
        kept.attempts = 3
        kept.save()  # an UPDATE: the instance knows that it is stored
    assert Message.objects.filter(key__startswith="kept", attempts=3).count() == 4


def test_the_key_that_the_database_gives_is_set() -> None:
    insert = KeptInsert(Event)
    events = [Event(code=f"x.{n}", actor_id="", actor_name="", subject_kind="", subject_id="", subject_label="",
                    at=NOW) for n in range(2)]  # fmt: skip
    for event in events:
        insert.create(event)
    assert {event.pk: event.code for event in events} == dict(
        Event.objects.filter(code__startswith="x.").values_list("pk", "code")
    )


def test_a_row_in_the_way_is_left_as_it_is_or_is_an_error() -> None:
    office = people.office()
    first, second = _message(office, "one"), _message(office, "one")
    second.body = "lain"
    assert KeptInsert(Message, ignore_conflicts=True).create(first)
    assert not KeptInsert(Message, ignore_conflicts=True).create(second)
    assert Message.objects.get(key="one").pk == first.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        KeptInsert(Message).create(second)
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong = _message(office, "two")
        wrong.office_id = 10**9
        KeptInsert(Message).create(wrong)
        connection.check_constraints()


def test_an_update_changes_what_its_slots_say() -> None:
    office = people.office()
    one, other = _message(office, "100% one"), _message(office, "other")
    Message.objects.bulk_create([one, other])
    update = KeptUpdate(
        lambda: (
            Message.objects.filter(pk=Slot("message"), key__startswith="100%"),
            {
                "error": Slot("words"),
                "template": "100%",
                "read_at": Slot("at"),
                "attempts": F("attempts") + 1,
            },
        )
    )
    for n in range(4):
        assert update.update(message=one.pk, words=f"O'Nama {n}", at=NOW) == 1
    assert update.update(message=other.pk, words="x", at=NOW) == 0
    one.refresh_from_db()
    assert (one.error, one.template, one.attempts, one.read_at) == ("O'Nama 3", "100%", 4, NOW)
    update.update(message=one.pk, words="", at=None)
    one.refresh_from_db()
    assert one.read_at is None
    assert _values(Message.objects.get(pk=other.pk)) == _values(other)


def test_each_counts_as_one_query() -> None:
    office = people.office()
    KeptInsert(Message).create(_message(office, "warm"))
    update = KeptUpdate(lambda: (Message.objects.filter(pk=Slot("key")), {"error": Slot("error")}))
    with CaptureQueriesContext(connection) as seen:
        KeptInsert(Message).create(_message(office, "seen"))
        update.update(key=uuid.uuid4(), error="x")
    assert [query["sql"].split()[0] for query in seen] == ["INSERT", "UPDATE"]


@pytest.mark.django_db(transaction=True)
def test_statements_that_go_together_stand_or_fall_together() -> None:
    office = people.office()
    insert, careful = KeptInsert(Message), KeptInsert(Message, ignore_conflicts=True)
    with transaction.atomic(), together():
        insert.create(_message(office, "a"))
        insert.create(_message(office, "b"))
        assert not careful.create(_message(office, "a")), "an answer is there when it is asked for"
    assert set(Message.objects.values_list("key", flat=True)) == {"a", "b"}
    with pytest.raises(IntegrityError), transaction.atomic(), together():
        insert.create(_message(office, "c"))
        insert.create(_message(office, "a"))
        insert.create(_message(office, "d"))
    assert Message.objects.count() == 2
    with pytest.raises(ZeroDivisionError), transaction.atomic(), together():
        insert.create(_message(office, "e"))
        raise ZeroDivisionError
    assert Message.objects.count() == 2


def test_nobody_waits_for_an_answer_that_is_not_asked_for() -> None:
    office = people.office()
    insert = KeptInsert(Message)
    insert.create(_message(office, "a"))
    passed = []
    with pytest.raises(IntegrityError), transaction.atomic(), together():
        insert.create(_message(office, "a"))
        passed.append("the refusal is read at the end of the block")
    assert passed
    with pytest.raises(IntegrityError), transaction.atomic():
        insert.create(_message(office, "a"))
        passed.append("never")
    assert len(passed) == 1
