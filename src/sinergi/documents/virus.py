"""Optional virus scan by clamd's INSTREAM command; off unless the setting ``CLAMD_SOCKET`` names a daemon.

``unix:/run/clamav/clamd.ctl`` or ``tcp:127.0.0.1:3310``. With a daemon configured, a file that could not be scanned
is not stored.
"""

import socket
import struct
from typing import IO

from django.conf import settings

CHUNK = 1 << 16
TIMEOUT = 10.0


class ScannerTrouble(Exception):
    """The daemon did not answer as it should."""


def scan(source: IO[bytes]) -> str | None:
    """None when clean (or not configured), else ``virus`` or ``unscanned``. Reads ``source`` from its start."""
    address = getattr(settings, "CLAMD_SOCKET", "")
    if not address:
        return None
    try:
        reply = instream(address, source)
    except (OSError, ScannerTrouble):
        return "unscanned"
    return "virus" if reply.endswith("FOUND") else None


def instream(address: str, source: IO[bytes]) -> str:
    """The daemon's verdict on a file: ``stream: OK`` or ``stream: NAME FOUND``. Raises OSError, `ScannerTrouble`."""
    source.seek(0)
    with _connect(address) as line:
        line.sendall(b"zINSTREAM\0")
        while piece := source.read(CHUNK):
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
        reply = b""
        while not reply.endswith(b"\0") and (part := line.recv(4096)):
            reply += part
    text = reply.rstrip(b"\0").decode(errors="replace").strip()
    if not text.endswith(("OK", "FOUND")):
        raise ScannerTrouble(text)
    return text


def _connect(address: str) -> socket.socket:
    kind, _colon, rest = address.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT)
        line.connect(rest)
        return line
    host, _colon, port = rest.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT)
