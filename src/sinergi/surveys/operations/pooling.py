"""From the pool into the answer tables: many at a time, shuffled, without a time.

An attacker who holds a dump sees which transaction wrote each row (`xmin`) and where it lies (`ctid`). The mark
on an invitation and the pool's row share a transaction, so the pool's row is deleted and vacuumed away; an
answer's row carries the transaction of a whole batch. Because each pour also writes the month's earlier rows
anew, in random order and under new keys, even the batches of one month cannot be told apart afterwards.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from sinergi.organization.models import Office
from sinergi.surveys import invitations
from sinergi.surveys.models import Comment, PooledAnswer, Response
from sinergi.surveys.models.answers import SCORES
from sinergi.surveys.operations.rolling import add_responses

SMALLEST_BATCH = 20
LOCK = 0x5E7A1
_COLUMNS = ", ".join(
    (
        "office_id",
        "unit_id",
        "service_id",
        "questionnaire_id",
        "batch_id",
        "month",
        "channel",
        *SCORES,
        "kejelasan",
    )
)


@dataclass(frozen=True)
class Poured:
    """How many answers were moved, and how many still wait for company."""

    moved: int
    waiting: int


@transaction.atomic
def pour(now: datetime) -> Poured:
    """Move waiting answers on, for each office in one shuffled batch of at least 20.

    When an answer of an earlier month waits, all of its office go, however few: that is the month's end. Safe
    to run twice or at once. Not audited, on purpose: an event would tell the moment.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    by_office: dict[int, list[PooledAnswer]] = {}
    for row in PooledAnswer.objects.select_for_update():
        by_office.setdefault(row.payload["office"], []).append(row)
    offices = Office.objects.in_bulk(by_office)
    moved = 0
    for office_id, rows in sorted(by_office.items()):
        month = f"{invitations.month_of(offices[office_id], now):%Y-%m}"
        if len(rows) >= SMALLEST_BATCH or any(row.payload["answered"] < month for row in rows):
            _move([row.payload for row in rows])
            PooledAnswer.objects.filter(pk__in=[row.pk for row in rows]).delete()
            moved += len(rows)
    return Poured(moved, sum(map(len, by_office.values())) - moved)


def vacuum_pool() -> None:
    """Remove what deleted rows leave behind in the pool's file. Must run outside any transaction."""
    with connection.cursor() as cursor:
        cursor.execute("vacuum (truncate true) surveys_pooledanswer")


def _shuffled(items: Iterable[Any]) -> list[Any]:
    """Random order at the first writing: `_stir` writes anew, but the dead rows stay on disk until a vacuum."""
    shuffled = list(items)
    secrets.SystemRandom().shuffle(shuffled)
    return shuffled


def _move(payloads: Sequence[dict[str, Any]]) -> None:
    responses = [_response(payload) for payload in _shuffled(payloads)]
    Response.objects.bulk_create(responses)
    add_responses([response.pk for response in responses])
    Comment.objects.bulk_create(
        Comment(
            office_id=payload["office"],
            service_id=payload["service"],
            month=payload["month"],
            text=payload["comment"],
        )
        for payload in _shuffled(payloads)
        if payload["comment"]
    )
    _add_margins(payloads)
    _stir(payloads[0]["office"], sorted({payload["month"] for payload in payloads}))


def _response(payload: dict[str, Any]) -> Response:
    return Response(
        id=uuid4(), office_id=payload["office"], unit_id=payload["unit"], service_id=payload["service"],
        channel=payload["channel"], questionnaire_id=payload["questionnaire"],
        month=date.fromisoformat(payload["month"]), **payload["answers"],
    )  # fmt: skip


def _add_margins(payloads: Sequence[dict[str, Any]]) -> None:
    counted = Counter(
        (payload["office"], payload["service"], payload["month"], attribute, value)
        for payload in payloads
        for attribute, value in payload["about"].items()
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            """insert into surveys_respondentmargin (office_id, service_id, month, attribute, value, n)
            values (%s, %s, %s, %s, %s, %s)
            on conflict (office_id, month, service_id, attribute, value)
            do update set n = surveys_respondentmargin.n + excluded.n""",
            [(*key, n) for key, n in sorted(counted.items())],
        )


def _stir(office_id: int, months: Sequence[str]) -> None:
    """Write all answers and comments of these months anew: random order, one transaction for all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""with taken as (
                delete from surveys_response
                where office_id = %s and month = any(%s::date[]) and batch_id is null returning {_COLUMNS})
            insert into surveys_response (id, {_COLUMNS})
            select gen_random_uuid(), {_COLUMNS} from taken order by gen_random_uuid()""",  # noqa: S608
            [office_id, list(months)],
        )
        # The same for comments; they keep their keys, which their seals are bound to and moderation pages hold.
        cursor.execute(
            """with taken as (
                delete from surveys_comment where office_id = %s and month = any(%s::date[]) returning *)
            insert into surveys_comment select * from taken order by gen_random_uuid()""",
            [office_id, list(months)],
        )
