"""Named parts of unknown length one after the other in one stream, each with its SHA-256.

A part is a frame of JSON (its title), frames of bytes, an empty frame and a frame of JSON (its length and SHA-256).
A frame is 4 bytes of length and the bytes.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

PIECE = 256 * 1024


class PartDamaged(ValueError):
    """The stream does not hold what its writer put in."""


@dataclass(frozen=True)
class Sum:
    """Length in bytes and SHA-256 of a part."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Part:
    """One part while it is read; its pieces must be used up before the next part is asked for."""

    title: dict[str, Any]
    pieces: Iterator[bytes]


def write_part(write: Callable[[bytes], None], title: dict[str, Any], pieces: Iterable[bytes]) -> Sum:
    """Write one part; returns what was counted."""
    _frame(write, json.dumps(title).encode())
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        if piece:
            _frame(write, piece)
            digest.update(piece)
            size += len(piece)
    _frame(write, b"")
    counted = Sum(size, digest.hexdigest())
    _frame(write, json.dumps({"bytes": counted.size, "sha256": counted.sha256}).encode())
    return counted


def read_parts(stream: Iterable[bytes]) -> Iterator[Part]:
    """The parts of a stream; raises `PartDamaged` where a part's bytes are not those that were written."""
    frames = _Frames(stream)
    while (title := frames.next_or_end()) is not None:
        part = Part(_parsed(title), _pieces(frames))
        yield part
        for _ in part.pieces:  # what the reader did not want is still counted
            pass


def _pieces(frames: "_Frames") -> Iterator[bytes]:
    digest, size = hashlib.sha256(), 0
    while piece := frames.next():
        digest.update(piece)
        size += len(piece)
        yield piece
    written = _parsed(frames.next())
    if written != {"bytes": size, "sha256": digest.hexdigest()}:
        raise PartDamaged


def _frame(write: Callable[[bytes], None], data: bytes) -> None:
    write(len(data).to_bytes(4, "big"))
    write(data)


def _parsed(frame: bytes) -> dict[str, Any]:
    try:
        found = json.loads(frame)
    except ValueError:
        raise PartDamaged from None
    if not isinstance(found, dict):
        raise PartDamaged
    return found


class _Frames:
    """Cuts a stream of chunks into frames."""

    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = iter(stream)
        self._waiting = bytearray()

    def next_or_end(self) -> bytes | None:
        """The next frame, or None at the stream's end."""
        return self.next() if self._fill(1) else None

    def next(self) -> bytes:
        """The next frame; raises `PartDamaged` where the stream ends before it."""
        length = int.from_bytes(self._take(4), "big")
        return self._take(length)

    def _take(self, size: int) -> bytes:
        if not self._fill(size):
            raise PartDamaged
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken

    def _fill(self, size: int) -> bool:
        while len(self._waiting) < size:
            chunk = next(self._stream, None)
            if chunk is None:
                return False
            self._waiting += chunk
        return True
