"""Rows on their way into the database, and COPY, which takes them there in one stroke."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

AUDIT = "audit_event"
Row = tuple[Any, ...]


class Tables:
    """Rows by table, with the columns they fill; ids that the database gives are left to it."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {}
        self._columns: dict[str, tuple[str, ...]] = {}

    def open(self, table: str, *columns: str) -> list[Row]:
        """A list to append rows of ``columns`` to."""
        self._columns[table] = columns
        return self._rows.setdefault(table, [])

    def write(self) -> None:
        """COPY everything, in the caller's transaction."""
        for table, rows in self._rows.items():
            copy(table, self._columns[table], rows)
            rows.clear()


def copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """COPY ``rows`` into ``table``."""
    names = ", ".join(f'"{name}"' for name in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as stream,  # type: ignore[attr-defined]
    ):
        for row in rows:
            stream.write_row(row)


def columns_of(model: type[models.Model], *, leave: tuple[str, ...] = ()) -> tuple[str, ...]:
    """All columns of a model but ``leave``."""
    return tuple(field.column for field in model._meta.concrete_fields if field.column not in leave)


__all__ = ["AUDIT", "Jsonb", "Row", "Tables", "columns_of", "copy"]
