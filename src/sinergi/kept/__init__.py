"""Queries compiled once and kept.

Django writes the SQL of a QuerySet anew at every use; for a row with five joins that costs more than the database
needs to answer. A `Kept` query is built once, with a `Slot` wherever a value changes, and PostgreSQL keeps its plan
too (a prepared statement). It returns ordinary model instances, and counts as one query wherever queries are counted.

    _by_key = Kept(lambda: Message.objects.filter(key=Slot("key")))
    _by_key.first(key="…")

Only for the busiest reads, and only where the shape of the query never changes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError
from psycopg import sql

M = TypeVar("M", bound=Model)


class Slot(Expression):
    """A value that is given at each use, by this name. It must come as psycopg takes it (str, int, UUID, bytes, …)."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A placeholder whose parameter is this slot; `Kept` puts the value in its place."""
        return "%s", [self]


@dataclass(frozen=True)
class _Compiled:
    """SQL with its slots in order, and how a row becomes an instance."""

    text: str
    slots: tuple[str, ...]
    compiler: Any
    converters: Any
    names: list[str]
    populators: Any
    locks: bool


class Kept(Generic[M]):
    """One query of model instances; ``build`` makes the QuerySet with its slots and is called once."""

    def __init__(self, build: Callable[[], "QuerySet[M]"]) -> None:
        self._build = build
        self._compiled: _Compiled | None = None

    def rows(self, **values: Any) -> list[M]:
        """All instances, for these values of the slots."""
        compiled = self._compiled = self._compiled or _compile(self._build())
        if compiled.locks and not connection.in_atomic_block:  # Django asks this while it writes the SQL
            raise TransactionManagementError("rows are locked inside a transaction only")
        with kept_cursor() as cursor:
            cursor.execute(compiled.text, [values[name] for name in compiled.slots])
            found = cursor.fetchall()
        return list(_instances(compiled, found))

    def first(self, **values: Any) -> M | None:
        """The first instance, or None. The query itself says which is first, and should ask for no more."""
        return next(iter(self.rows(**values)), None)


def kept_cursor() -> Any:
    """Django's own cursor (counted, logged, watched), around one that binds in the server and keeps plans.

    For SQL that is written by hand and asked on every page; the text must stay the same from use to use.
    """
    if connection.queries_logged:
        return connection.cursor()  # writes the values into the text, which is what a log is for
    connection.ensure_connection()
    with connection.wrap_database_errors:
        raw: Any = psycopg.Cursor(connection.connection)
        return connection._prepare_cursor(raw)  # type: ignore[attr-defined]


def _compile(queryset: "QuerySet[Any]") -> _Compiled:
    compiler: Any = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    text, parameters = compiler.as_sql()
    info, select = compiler.klass_info, compiler.select
    own = info["select_fields"]
    return _Compiled(
        text=with_constants(text, parameters),
        slots=tuple(value.name for value in parameters if isinstance(value, Slot)),
        compiler=compiler,
        converters=compiler.get_converters([column[0] for column in select[: compiler.col_count]]),
        names=[column[0].target.attname for column in select[own[0] : own[-1] + 1]],
        populators=get_related_populators(info, select, DEFAULT_DB_ALIAS),  # type: ignore[call-arg]
        locks=queryset.query.select_for_update,
    )


def with_constants(text: str, parameters: Any) -> str:
    """``text`` with its constants written into the SQL, so that the planner sees them and only slots are sent."""
    connection.ensure_connection()
    pieces = text.split("%s")
    if len(pieces) != len(parameters) + 1:
        raise ValueError("the query holds a literal %s")
    written = pieces[0]
    for value, piece in zip(parameters, pieces[1:], strict=True):
        literal = "%s" if isinstance(value, Slot) else _literal(value)
        written += literal + piece
    return written


def _literal(value: Any) -> str:
    return sql.Literal(value).as_string(connection.connection).replace("%", "%%")


def _instances(compiled: _Compiled, found: list[Any]) -> Iterator[Any]:
    """What Django's own iterator over instances does (`django.db.models.query.ModelIterable`)."""
    compiler = compiled.compiler
    rows = compiler.apply_converters(found, compiled.converters) if compiled.converters else found
    fields = compiler.klass_info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    for row in rows:
        made = compiler.klass_info["model"].from_db(DEFAULT_DB_ALIAS, compiled.names, row[start:end])
        for populator in compiled.populators:
            populator.populate(row, made)
        for name, column in compiler.annotation_col_map.items():
            setattr(made, name, row[column])
        yield made
