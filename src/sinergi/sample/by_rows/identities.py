"""Row keys for a whole year: random like ``uuid.uuid4``, but the system is asked for randomness once in a while."""

import os
from uuid import UUID

SIZE = 16  # bytes of a UUID
SUPPLY = 4096 * SIZE


class _Supply:
    def __init__(self) -> None:
        self._bytes, self._place = b"", 0

    def take(self) -> bytes:
        if self._place == len(self._bytes):
            self._bytes, self._place = os.urandom(SUPPLY), 0
        start = self._place
        self._place += SIZE
        return self._bytes[start : self._place]


_supply = _Supply()


def new_identity() -> UUID:
    """A random UUID (RFC 9562, version 4). Not for use by several threads at once."""
    return UUID(bytes=_supply.take(), version=4)
