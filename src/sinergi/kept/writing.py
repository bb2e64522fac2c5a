"""Writing statements compiled once and kept, like the reading ones of `sinergi.kept`.

    _insert = KeptInsert(Message, ignore_conflicts=True)
    _insert.create(message)

They write what Django's own ``save`` and ``update`` write, row triggers included, and count as one query wherever
queries are counted. Django's model signals are not sent: nothing here listens to them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery
from psycopg import sql

from sinergi.kept import Slot, with_constants

M = TypeVar("M", bound=Model)


# Fields whose values psycopg takes as they stand on an instance; the others are asked for theirs.
PLAIN = {
    models.BigIntegerField, models.BooleanField, models.CharField, models.DateField, models.DateTimeField,
    models.ForeignKey, models.IntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField,
    models.TextField, models.UUIDField,
}  # fmt: skip


@dataclass(frozen=True)
class _Insert:
    text: str
    fields: list["tuple[str, models.Field[Any, Any] | None]"]  # the field where its value must be made


class KeptInsert(Generic[M]):
    """The INSERT of one instance of ``model``; a key that the database gives is set on the instance, unless
    ``with_key`` says that nobody needs it."""

    def __init__(self, model: type[M], *, ignore_conflicts: bool = False, with_key: bool = True) -> None:
        self._model = model
        self._ignore = ignore_conflicts
        self._asks = ignore_conflicts or (with_key and model._meta.auto_field is not None)
        self._compiled: _Insert | None = None

    def create(self, instance: M) -> bool:
        """Store it. False where a row that is there already stands against it (``ignore_conflicts``).

        Raises `django.db.IntegrityError` as Django does.
        """
        compiled = self._compiled = self._compiled or self._compile()
        values = [
            field.get_db_prep_save(field.pre_save(instance, True), connection)
            if field
            else getattr(instance, name)
            for name, field in compiled.fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(compiled.text, values)
            row = cursor.fetchone() if self._asks else (instance.pk,)
        if row is None:
            return False
        instance.pk = row[0]
        instance._state.adding, instance._state.db = False, DEFAULT_DB_ALIAS
        return True

    def _compile(self) -> _Insert:
        meta = self._model._meta
        fields = [field for field in meta.local_concrete_fields if field is not meta.auto_field]
        connection.ensure_connection()
        text = sql.SQL("INSERT INTO {} ({}) VALUES ({}){}{}").format(
            sql.Identifier(meta.db_table),
            sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields),
            sql.SQL(", ").join(sql.Placeholder() * len(fields)),
            sql.SQL(" ON CONFLICT DO NOTHING" if self._ignore else ""),
            sql.SQL(" RETURNING {}" if self._asks else "").format(sql.Identifier(str(meta.pk.column))),
        )
        return _Insert(
            text.as_string(connection.connection),
            [(field.attname, None if _is_plain(field) else field) for field in fields],
        )


def _is_plain(field: "models.Field[Any, Any]") -> bool:
    stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return type(field) in PLAIN and not stamped


class KeptUpdate:
    """One UPDATE; ``build`` gives the rows and what is set, both with their slots, and is called once."""

    def __init__(self, build: Callable[[], "tuple[QuerySet[Any], dict[str, Any]]"]) -> None:
        self._build = build
        self._compiled: tuple[str, tuple[str, ...]] | None = None

    def update(self, **values: Any) -> int:
        """How many rows were changed, for these values of the slots (as psycopg takes them)."""
        text, slots = self._compiled = self._compiled or _compile(*self._build())
        with connection.cursor() as cursor:
            cursor.execute(text, [values[name] for name in slots])
            return int(cursor.rowcount)


@contextmanager
def together() -> Iterator[None]:
    """Statements inside go to the server without waiting for the answer to the one before: one round trip for all.

    Inside a transaction only. What the server refuses is raised, as Django raises it, where an answer is next read:
    at the end of the block at the latest. Not around what asks the cursor right after its statement (procrastinate),
    nor around rows whose history is written with a context (pghistory puts a second statement before theirs, which
    PostgreSQL does not take here).
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def _compile(rows: "QuerySet[Any]", changes: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(changes)
    text, parameters = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return with_constants(text, parameters), tuple(
        value.name for value in parameters if isinstance(value, Slot)
    )
