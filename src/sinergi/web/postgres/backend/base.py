"""Whether a pooled connection still stands, without a round trip.

Django's own check asks the server with an empty query at every request. A server that stopped or dropped us has
closed its end, though, and then the socket has something to read; an idle one that lives has nothing.
"""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """``ENGINE`` of the one database."""

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
