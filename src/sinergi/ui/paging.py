"""Pages of a long list by key, not by offset: page 500 costs what page 1 costs, and rows that arrive do not
shift others.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Expression, F, Field, Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import OrderBy

M = TypeVar("M", bound=Model)
T = TypeVar("T")

LONGEST_CURSOR: Final = 500
PARAMETER: Final = "halaman"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page: `items`, and opaque cursors of the pages after and before it (None: there is none)."""

    items: tuple[T, ...]
    next: str | None = None
    previous: str | None = None

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return bool(self.items)


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    descending: bool

    @classmethod
    def parse(cls, text: str) -> "_Key":
        return cls(text.removeprefix("-"), text.startswith("-"))

    def order(self, *, backward: bool) -> OrderBy:
        # PostgreSQL's own places for NULL (last going up, first going down), said aloud so that a plain index
        # serves both ways.
        if self.descending != backward:
            return F(self.name).desc(nulls_first=True)
        return F(self.name).asc(nulls_last=True)

    def beyond(self, value: object, *, backward: bool) -> Q | None:
        """Rows strictly after `value` in reading direction; None when there can be none (NULL is last)."""
        if self.descending != backward:
            return Q(**{f"{self.name}__isnull": False}) if value is None else Q(**{f"{self.name}__lt": value})
        return (
            None if value is None else Q(**{f"{self.name}__gt": value}) | Q(**{f"{self.name}__isnull": True})
        )

    def same(self, value: object) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})


def page_by_key(queryset: QuerySet[M], *keys: str, cursor: str | None, size: int = 20) -> Page[M]:
    """One page of `queryset` ordered by `keys` ("due_at", "-pk"; the last must be unique), in one query.

    `cursor` comes from the address (`request.GET.get(paging.PARAMETER)`); a missing, foreign or damaged one
    gives the first
    page. Keys may be fields (also over relations) or annotations holding text, numbers, dates or UUIDs, and
    may be NULL.
    Their values stand readable in the address: never page by a secret.
    """
    if not keys:
        raise ValueError("page_by_key needs at least one key")
    order = tuple(_Key.parse(key) for key in keys)
    backward, values = _decode(cursor, order, queryset)
    rows = queryset.order_by(*(key.order(backward=backward) for key in order))
    if values is not None:
        rows = rows.filter(_after(order, values, backward=backward))
    found = list(rows[: size + 1])
    more = len(found) > size
    items = found[:size]
    if backward:
        items.reverse()
    if (
        not items and values is not None
    ):  # everything beyond the cursor is gone: rather the first page than a dead end
        return page_by_key(queryset, *keys, cursor=None, size=size)
    has_next, has_previous = (True, more) if backward else (more, values is not None)
    return Page(
        tuple(items),
        next=_encode(order, items[-1], backward=False) if items and has_next else None,
        previous=_encode(order, items[0], backward=True) if items and has_previous else None,
    )


def _after(order: Sequence[_Key], values: Sequence[object], *, backward: bool) -> Q:
    """(a > x) or (a = x and b > y) or ..., spelled out because keys may run in different directions."""
    result = Q(pk__in=[])
    same = Q()
    for key, value in zip(order, values, strict=True):
        beyond = key.beyond(value, backward=backward)
        if beyond is not None:
            result |= same & beyond
        same &= key.same(value)
    return result


def _stamp(order: Sequence[_Key]) -> str:
    """Short print of the order, so that a cursor of another list is refused."""
    return hashlib.sha256(repr(order).encode()).hexdigest()[:6]


def _read(row: object, name: str) -> object:
    for part in name.split(LOOKUP_SEP):
        row = getattr(row, part) if row is not None else None
    return row


def _encode(order: Sequence[_Key], row: object, *, backward: bool) -> str:
    values = [None if (value := _read(row, key.name)) is None else str(value) for key in order]
    body = json.dumps([_stamp(order), int(backward), *values], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def _decode(
    cursor: str | None, order: Sequence[_Key], queryset: QuerySet[Any]
) -> tuple[bool, list[object] | None]:
    """(backward, key values) of a cursor; (False, None), the first page, when it cannot be one of ours."""
    if not cursor or len(cursor) > LONGEST_CURSOR:
        return False, None
    try:
        body = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        stamp, backward, *texts = body
        if stamp != _stamp(order) or backward not in (0, 1) or len(texts) != len(order):
            return False, None
        return bool(backward), [_value(queryset, key, text) for key, text in zip(order, texts, strict=True)]
    except (binascii.Error, UnicodeError, ValueError, TypeError, ValidationError, RecursionError):
        return False, None


def _value(queryset: QuerySet[Any], key: _Key, text: object) -> object:
    """Text of a cursor as the key's own type; ValidationError when it is not of that type."""
    if text is None:
        return None
    if not isinstance(text, str) or "\x00" in text:
        raise ValidationError("cursor")
    field = _field(queryset, key.name)
    value: object = field.to_python(text)
    field.run_validators(value)
    return value


def _field(queryset: QuerySet[Any], name: str) -> "Field[Any, Any]":
    annotation = queryset.query.annotations.get(name)
    if isinstance(annotation, Expression):
        return annotation.output_field
    model: type[Model] = queryset.model
    *relations, last = name.split(LOOKUP_SEP)
    for relation in relations:
        related = model._meta.get_field(relation).related_model
        if related is None or isinstance(related, str):
            raise FieldDoesNotExist(f"{name} is not a path of {queryset.model.__name__}")
        model = related
    field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    if not isinstance(field, Field):
        raise FieldDoesNotExist(f"{name} is not a column")
    return field
