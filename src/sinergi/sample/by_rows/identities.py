"""Row keys and links for a whole year: random as ever, but the system is asked for randomness once in a while.

Asking it lets the other thread go on, which copies rows and does not give way for milliseconds.
"""

import os
from base64 import urlsafe_b64encode
from uuid import UUID

SIZE = 16  # bytes of a UUID, and of a link's 128 bits
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


def new_token() -> str:
    """128 random bits as `references.new_token` writes them. Not for use by several threads at once."""
    return urlsafe_b64encode(_supply.take()).rstrip(b"=").decode()
