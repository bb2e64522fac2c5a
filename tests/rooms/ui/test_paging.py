"""Paging by key: all rows once, in order, one query a page, whatever the cursor holds."""

import base64
import datetime as dt
import json

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinergi.ui.paging import Page, page_by_key

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)


def rows(count: int, *, every: int = 3) -> None:
    """`count` rows, `every` of which share a time, so that the second key must decide."""
    Session.objects.bulk_create(
        Session(
            session_key=f"k{i:04}",
            session_data=str(i % 5),
            expire_date=START + dt.timedelta(microseconds=i // every),
        )
        for i in range(count)
    )


def walk(queryset: "QuerySet[Session]", *keys: str, size: int = 7) -> tuple[list[str], list[Page[Session]]]:
    seen: list[str] = []
    pages = []
    cursor = None
    while True:
        page = page_by_key(queryset, *keys, cursor=cursor, size=size)
        pages.append(page)
        seen += [row.session_key for row in page]
        cursor = page.next
        if cursor is None or len(pages) > 60:
            return seen, pages


@pytest.mark.parametrize(
    "keys",
    [("expire_date", "pk"), ("-expire_date", "pk"), ("expire_date", "-pk"), ("-expire_date", "-pk"), ("pk",)],
)
@pytest.mark.parametrize("count", [0, 1, 6, 7, 8, 50])
def test_all_rows_once_and_in_order(keys: tuple[str, ...], count: int) -> None:
    rows(count)
    seen, _pages = walk(Session.objects.all(), *keys)
    assert seen == list(Session.objects.order_by(*keys).values_list("pk", flat=True))


def test_back_to_the_start() -> None:
    rows(50)
    _seen, pages = walk(Session.objects.all(), "-expire_date", "pk")
    here = pages[-1]
    for expected in reversed(pages[:-1]):
        assert here.previous is not None
        here = page_by_key(Session.objects.all(), "-expire_date", "pk", cursor=here.previous, size=7)
        assert here.items == expected.items
        assert here.next is not None
    assert here.previous is None


def test_empty_keys_are_paged_too() -> None:
    rows(20)
    mark = Case(
        When(session_data__in=["1", "3"], then=Value(None)),
        default=F("session_data"),
        output_field=CharField(),
    )
    queryset = Session.objects.annotate(mark=mark)
    for key in ("mark", "-mark"):
        seen, pages = walk(queryset, key, "pk", size=3)
        assert sorted(seen) == sorted(Session.objects.values_list("pk", flat=True))
        back = page_by_key(queryset, key, "pk", cursor=pages[-1].previous, size=3)
        assert back.items == pages[-2].items


@pytest.mark.parametrize("count", [20, 2000])
def test_one_query_at_any_length(count: int) -> None:
    rows(count)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        first = page_by_key(Session.objects.all(), "expire_date", "pk", cursor=None, size=10)
        page_by_key(Session.objects.all(), "expire_date", "pk", cursor=first.next, size=10)
    assert len(queries) == 2
    assert not any("OFFSET" in query["sql"] or "COUNT(" in query["sql"] for query in queries)


def test_rows_that_arrive_shift_nothing() -> None:
    rows(20)
    first = page_by_key(Session.objects.all(), "expire_date", "pk", cursor=None, size=5)
    Session.objects.create(session_key="a", session_data="", expire_date=START - dt.timedelta(days=1))
    second = page_by_key(Session.objects.all(), "expire_date", "pk", cursor=first.next, size=5)
    assert [row.pk for row in second] == ["k0005", "k0006", "k0007", "k0008", "k0009"]


def test_vanished_rows_give_the_first_page() -> None:
    rows(20)
    first = page_by_key(Session.objects.all(), "pk", cursor=None, size=10)
    Session.objects.filter(pk__gt="k0009").delete()
    assert page_by_key(Session.objects.all(), "pk", cursor=first.next, size=10).items == first.items


def pack(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def stamp() -> str:
    page = page_by_key(Session.objects.all(), "expire_date", "pk", cursor=None, size=1)
    assert page.next is not None
    return str(json.loads(base64.urlsafe_b64decode(page.next + "=" * (-len(page.next) % 4)))[0])


def test_foreign_cursors_give_the_first_page() -> None:
    rows(20)
    mark = stamp()
    good = page_by_key(Session.objects.all(), "expire_date", "pk", cursor=None, size=5)
    other = page_by_key(Session.objects.all(), "-expire_date", "pk", cursor=None, size=5)
    foreign = [
        "",
        "x",
        "%%%",
        "a" * 5000,
        other.next,
        pack(),
        pack("zzz", 0, "2026-05-01", "k"),
        pack(mark, 2, "2026-05-01", "k"),
        pack(mark, 0, "not a date", "k"),
        pack(mark, 0, "2026-99-99 00:00", "k"),
        pack(mark, 0, ["x"], "k"),
        pack(mark, 0, 5, "k"),
        pack(mark, 0, "2026-05-01"),
        pack(mark, 0, "2026-05-01T00:00+00:00", "k" * 41),
        pack(mark, 0, "2026-05-01T00:00+00:00", "k\x00"),
        pack(mark, [], "2026-05-01", "k"),
        base64.urlsafe_b64encode(b'{"a":1}').decode(),
        base64.urlsafe_b64encode(b"[" * 300).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        "é",
    ]
    for cursor in foreign:
        assert (
            page_by_key(Session.objects.all(), "expire_date", "pk", cursor=cursor, size=5).items == good.items
        ), cursor
    assert (
        page_by_key(Session.objects.all(), "expire_date", "pk", cursor=good.next, size=5).items != good.items
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80) | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_any_cursor_is_answered(cursor: str) -> None:
    page_by_key(Session.objects.all(), "expire_date", "pk", cursor=cursor, size=5)


def test_keys_are_needed() -> None:
    with pytest.raises(ValueError, match="key"):
        page_by_key(Session.objects.all(), cursor=None)
