"""An attacker with a dump, row order, transaction numbers, the record, the job table and the logs learns nothing."""

import logging
import random
from collections.abc import Iterable

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from sinergi.audit.models import Event
from sinergi.surveys import invitations, jobs
from sinergi.surveys.models import Comment, Invitation, PooledAnswer, Response
from sinergi.surveys.models.answers import SCORES
from sinergi.surveys.operations import pooling
from tests.factories import people
from tests.factories import surveys as make
from tests.factories.people import NOW

ANSWERS = 240
# Random matching gets one link right on average, whatever the number of answers (Poisson); more than six of one
# attempt has a probability below 0.0001.
CHANCE = 6


def numbered(number: int) -> dict[str, int]:
    """Nine answers that stand for one number: so the test knows which answer belongs to which link."""
    return {key: number // 4**place % 4 + 1 for place, key in enumerate(SCORES)}


def number_of(response: Response) -> int:
    return sum((getattr(response, key) - 1) * 4**place for place, key in enumerate(SCORES))


def column(table: str, expression: str) -> list[tuple[object, object]]:
    """(id, value) of every row, as a dump with system columns shows them."""
    with connection.cursor() as cursor:
        cursor.execute(f"select id, {expression} from {table}")
        return list(cursor.fetchall())


ORDERS = ("xmin::text::bigint", "(ctid::text::point)[0] * 100000 + (ctid::text::point)[1]", "id::text")


def dump() -> Iterable[tuple[str, str]]:
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'select t::text from "{table}" t')
            for (text,) in cursor.fetchall():
                yield table, text


@pytest.mark.django_db(transaction=True)
def test_nobody_links_answers_to_links(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    office = people.office()
    terjun, service = people.village(office), make.service(office)
    make.questionnaire(office)
    numbers = random.Random(7).sample(range(4**9), ANSWERS)
    truth: dict[object, int] = {}
    tokens: list[str] = []
    with time_machine.travel(NOW, tick=True):
        for place, number in enumerate(numbers):
            token = make.answer(
                terjun, service, numbered(number), comment=f"Contoh {number}" if place % 3 == 0 else ""
            )
            tokens.append(token)
            truth[Invitation.objects.get(token_hash=invitations.hash_of(token)).pk] = number
            if place % 30 == 29:
                jobs.pour_answers(0)
    assert Response.objects.count() == ANSWERS
    assert not PooledAnswer.objects.exists()

    owner = {response.pk: number_of(response) for response in Response.objects.all()}
    said = {comment.pk: int(comment.text.split()[1]) for comment in Comment.objects.all()}
    for answers, table in ((owner, "surveys_response"), (said, "surveys_comment")):
        for mine in ORDERS:
            links = [
                key for key, _value in sorted(column("surveys_invitation", mine), key=lambda row: row[1])
            ]
            for theirs in ORDERS:
                found = [key for key, _value in sorted(column(table, theirs), key=lambda row: row[1])]
                every = links[:: len(links) // len(found)]
                right = sum(truth[link] == answers[answer] for link, answer in zip(every, found, strict=True))
                assert right <= CHANCE, f"{right} of {len(found)} by {mine} against {table} {theirs}"

    invitation_transactions = {value for _key, value in column("surveys_invitation", "xmin::text")}
    assert not invitation_transactions & {value for _key, value in column("surveys_response", "xmin::text")}
    assert len({value for _key, value in column("surveys_response", "xmin::text")}) == 1
    with connection.cursor() as cursor:
        cursor.execute("select pg_relation_size('surveys_pooledanswer')")
        assert cursor.fetchone() == (0,)  # not even the dead rows are left on disk


@pytest.mark.django_db
def test_even_the_first_writing_is_shuffled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `_stir` replaces stays on disk as dead rows for a while: those tell no order either."""
    office = people.office()
    terjun, service = people.village(office), make.service(office)
    numbers = list(range(100))
    for number in numbers:
        make.answer(terjun, service, numbered(number), comment=f"Contoh {number}")
    monkeypatch.setattr(pooling, "_stir", lambda office_id, months: None)
    pooling.pour(NOW)
    owner = {response.pk: number_of(response) for response in Response.objects.all()}
    said = {comment.pk: int(comment.text.split()[1]) for comment in Comment.objects.all()}
    for answers, table in ((owner, "surveys_response"), (said, "surveys_comment")):
        found = [answers[key] for key, _value in sorted(column(table, ORDERS[1]), key=lambda row: row[1])]
        assert sorted(found) == numbers
        assert sum(a == b for a, b in zip(found, numbers, strict=True)) <= CHANCE


@pytest.mark.django_db(transaction=True)
def test_nothing_else_in_the_database_or_the_logs_knows_a_link_or_an_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    office = people.office()
    terjun, service = people.village(office), make.service(office)
    make.questionnaire(office)
    before = Event.objects.count()
    with time_machine.travel(NOW, tick=True):
        tokens = [make.link(terjun, service) for _ in range(25)]
        client = Client()
        for token in tokens:
            url = reverse("surveys:answer", args=[token])
            client.get(url)
            client.post(url, {"comment": "Contoh komentar rahasia"})  # refused: no answer was chosen
            client.post(url, {**make.GOOD, "comment": "Contoh komentar rahasia"})
            client.post(url, make.GOOD)  # refused: used
            client.get(url)
        jobs.pour_answers(0)
    assert Event.objects.count() == before
    secrets = {
        *tokens,
        *(invitations.hash_of(token).hex() for token in tokens),
        *(str(key) for key in Invitation.objects.values_list("pk", flat=True)),
        *(str(key) for key in Response.objects.values_list("pk", flat=True)),
        *(str(key) for key in Comment.objects.values_list("pk", flat=True)),
        "komentar rahasia",
    }
    homes = {"surveys_invitation", "surveys_response", "surveys_comment"}
    assert {table for table, text in dump() if any(secret in text for secret in secrets)} == homes
    logged = "\n".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert not [secret for secret in secrets if secret in logged]
    used = Invitation.objects.values_list("unit", "service", "month", "channel", "expires_on").distinct()
    assert len(used) == 1  # all used links look the same


@pytest.mark.django_db(transaction=True)
def test_the_attack_works_on_rows_in_the_order_of_their_arrival() -> None:
    """The same attempt on a naive table: the test above could fail."""
    office = people.office()
    terjun, service = people.village(office), make.service(office)
    numbers = list(range(100))
    for number in numbers:
        make.link(terjun, service)
        Response.objects.create(
            office=office, unit=terjun, service=service, channel="online", month=NOW.date().replace(day=1),
            questionnaire=make.questionnaire(office), **numbered(number),
        )  # fmt: skip
    owner = {response.pk: number_of(response) for response in Response.objects.all()}
    found = [
        owner[key] for key, _value in sorted(column("surveys_response", ORDERS[0]), key=lambda row: row[1])
    ]
    assert found == numbers
