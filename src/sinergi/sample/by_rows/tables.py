"""Rows on their way into the database, and COPY, which takes them there in one stroke.

While a year is played, the database is busy with what has been played already: full lists go to a thread that
copies them over the transaction's own connection. Nothing else may use that connection until `drained`.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from django.db import connection

AUDIT = "audit_event"
FULL = 8_000  # rows of one table that are worth a COPY
Row = tuple[Any, ...]
_TYPES = """
select a.attname, a.atttypid::int from pg_attribute a
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped
"""


class Tables:
    """Rows by table, with the columns they fill; ids that the database gives are left to it."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {}
        self._columns: dict[str, tuple[str, ...]] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="copy")
        self._sent: list[Future[None]] = []

    def __enter__(self) -> Self:
        connection.ensure_connection()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def open(self, table: str, *columns: str) -> list[Row]:
        """A list to append rows of ``columns`` to; rows in it are final."""
        self._columns[table] = columns
        return self._rows.setdefault(table, [])

    def send_full(self) -> None:
        """Hand over the tables that have many rows."""
        for table, rows in self._rows.items():
            if len(rows) >= FULL:
                self._send(table, rows)

    def _send(self, table: str, rows: list[Row]) -> None:
        taken = rows.copy()
        rows.clear()
        self._sent.append(
            self._thread.submit(copy, connection.connection, table, self._columns[table], taken)
        )

    def send_all(self, table: str) -> None:
        """Hand over all rows of one table, and wait: from now on the caller may use the connection."""
        self._send(table, self._rows[table])
        self.drained()

    def drained(self) -> None:
        """Wait until everything that was handed over is there; raises what went wrong."""
        for one in self._sent:
            one.result()
        self._sent.clear()

    def write(self) -> None:
        """COPY what is left, in the caller's transaction."""
        self.drained()
        for table, rows in self._rows.items():
            copy(connection.connection, table, self._columns[table], rows)
            rows.clear()


def copy(raw: Any, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """COPY ``rows`` into ``table`` over a psycopg connection. Binary, with the types of the columns: the driver then
    need not look at every value to find out how it is written."""
    names = ", ".join(f'"{name}"' for name in columns)
    with raw.cursor() as cursor:
        cursor.execute(_TYPES, [table])
        types = dict(cursor.fetchall())
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN (FORMAT BINARY)') as stream:
            stream.set_types([types[name] for name in columns])
            for row in rows:
                stream.write_row(row)
