"""Django's PostgreSQL with two differences (ADR 0010).

Values travel beside the SQL, so that the server keeps the plan of every query that comes again; Django writes them
into the text. And whether a pooled connection still stands is seen without a round trip: Django asks the server with
an empty query at every request, but a server that stopped or dropped us has closed its end, and then the socket has
something to read; an idle one that lives has nothing.
"""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base

MOST_VALUES = 65_535  # of one statement, by the protocol
# pghistory and pgtrigger put a setting before a writing statement; two statements go only as plain text.
SETTING = "SELECT set_config("


class Cursor(base.CursorMixin, psycopg.Cursor[Any]):
    """Binds in the server, but writes the values into the text where the server could not take them."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """As psycopg's."""
        if params and (len(params) > MOST_VALUES or (isinstance(query, str) and query.startswith(SETTING))):
            query, params = self.mogrify(query, params), None
            options["prepare"] = False
        return super().execute(query, params, **options)

    def mogrify(self, query: Any, params: Any = None) -> str:
        """The query with its values written into it, as Django's own cursor gives it."""
        return psycopg.ClientCursor(self.connection).mogrify(query, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """``ENGINE`` of the one database."""

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, with our cursors."""
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    @property
    def pool(self) -> Any:
        pool = super().pool
        if pool is not None:
            pool._check = check
        return pool


def check(connection: "psycopg.Connection[Any]") -> None:
    """Raises `psycopg.OperationalError` when the connection is gone; the pool then gives another one.

    Notices may wait to be read as well; then the server is asked after all.
    """
    door = select.poll()
    door.register(connection.fileno(), select.POLLIN)
    if door.poll(0):
        connection.execute("")
