"""An encrypted, authenticated stream in one file, written and read in pieces of 1 MiB.

Layout: magic line, 4 bytes of length, a JSON header in the open, then AES-256-GCM chunks. A chunk's nonce is its
number and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár 2015), the
header is authenticated with every chunk: nothing can be changed, moved, left out or cut off unnoticed. The key is
used for one file only: it is derived from a random salt, by HKDF from a key file or by scrypt from a passphrase.
"""

import hmac
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"SINERGI-BACKUP-1\n"
CHUNK = 1024 * 1024
TAG = 16
LONGEST_HEADER = 64 * 1024
SALT_BYTES = 32
SCRYPT = {"n": 2**17, "r": 8, "p": 1}  # OWASP 2024: 128 MiB, about half a second
SCRYPT_LIMIT = 2**20  # a forged header must not make the reader allocate everything


class NotABackup(ValueError):
    """The file does not begin like a backup."""


class WrongKey(ValueError):
    """The key or passphrase is not the one of this file."""


class Damaged(ValueError):
    """The file was cut off or changed."""


class Secret(Protocol):
    """What opens a file: derives 64 bytes (32 to encrypt, 32 to recognise a wrong secret) from a salt."""

    def header(self) -> dict[str, object]:
        """What the reader must know to ask for the same secret."""

    def derive(self, salt: bytes, header: Mapping[str, object]) -> bytes:
        """64 bytes."""


@dataclass(frozen=True)
class KeyFile:
    """A key of 32 random bytes, named by its public identity."""

    identity: str
    material: bytes

    def header(self) -> dict[str, object]:
        return {"secret": "key", "key": self.identity}

    def derive(self, salt: bytes, header: Mapping[str, object]) -> bytes:
        return HKDF(SHA256(), 64, salt, b"sinergi backup").derive(self.material)


@dataclass(frozen=True)
class Passphrase:
    """Words that a person keeps."""

    words: str

    def header(self) -> dict[str, object]:
        return {"secret": "passphrase", **SCRYPT}

    def derive(self, salt: bytes, header: Mapping[str, object]) -> bytes:
        n, r, p = (header.get(name) for name in ("n", "r", "p"))
        if (
            not (isinstance(n, int) and isinstance(r, int) and isinstance(p, int))
            or n * r * p > SCRYPT_LIMIT * 8
        ):
            raise Damaged
        return Scrypt(salt, 64, n, r, p).derive(self.words.encode())


class Sealer:
    """Writes the stream. Call `close`, else the file has no end and cannot be opened."""

    def __init__(self, file: BinaryIO, secret: Secret, facts: Mapping[str, object]) -> None:
        salt = os.urandom(SALT_BYTES)
        header = secret.header() | {"salt": salt.hex()} | dict(facts)
        derived = secret.derive(salt, header)
        text = json.dumps(header | {"check": derived[32:].hex()}).encode()
        self._header = MAGIC + len(text).to_bytes(4, "big") + text
        self._file = file
        self._cipher = AESGCM(derived[:32])
        self._number = 0
        self._waiting = bytearray()
        file.write(self._header)

    def write(self, data: bytes) -> None:
        """Add bytes to the stream."""
        self._waiting += data
        while len(self._waiting) > CHUNK:  # the last chunk is known only at the end, so one stays back
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def close(self) -> None:
        """Write the last chunk."""
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), chunk, self._header))
        self._number += 1


def read_header(file: BinaryIO) -> tuple[dict[str, object], bytes]:
    """The header in the open, parsed and raw; raises `NotABackup`. Nothing in it is to be trusted yet."""
    start = file.read(len(MAGIC) + 4)
    length = int.from_bytes(start[len(MAGIC) :], "big")
    if not start.startswith(MAGIC) or length > LONGEST_HEADER:
        raise NotABackup
    text = file.read(length)
    try:
        header = json.loads(text)
    except ValueError:
        raise Damaged from None
    if not isinstance(header, dict):
        raise Damaged
    return header, start + text


def unseal(file: BinaryIO, secret_for: Callable[[Mapping[str, object]], Secret]) -> Iterator[bytes]:
    """The stream's bytes, each chunk proven before it is handed out; raises `WrongKey`, `Damaged`, `NotABackup`."""
    header, raw = read_header(file)
    try:
        salt, check = bytes.fromhex(str(header["salt"])), bytes.fromhex(str(header["check"]))
    except (KeyError, ValueError):
        raise Damaged from None
    derived = secret_for(header).derive(salt, header)
    if not hmac.compare_digest(derived[32:], check):
        raise WrongKey
    return _chunks(file, AESGCM(derived[:32]), raw)


def _chunks(file: BinaryIO, cipher: AESGCM, header: bytes) -> Iterator[bytes]:
    number, sealed = 0, file.read(CHUNK + TAG)
    while sealed or number == 0:
        following = file.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(_nonce(number, not following), sealed, header)
        except (InvalidTag, ValueError):
            raise Damaged from None
        number, sealed = number + 1, following


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
