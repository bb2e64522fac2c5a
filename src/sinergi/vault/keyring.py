"""The keys of one installation: files in ``SINERGI_HOME/keys``, never in the database or a backup.

A key file is named ``<purpose>-<number>-<id>.key`` and holds hexadecimal text. The highest number of a
purpose is the current key; older ones stay readable, so that a rotation needs no downtime.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings  # lazy: the settings themselves read keys through this module

KEY_BYTES = {"data": 64, "index": 32, "secret": 48, "backup": 32}
ID_BYTES = 4


class MissingKey(LookupError):
    """A value was sealed with a key whose file is not here."""


class DamagedKey(ValueError):
    """A key file cannot be a key; the text is one sentence that names it."""


@dataclass(frozen=True)
class Key:
    """One key: ``identity`` is 4 public bytes that name it, ``material`` is secret."""

    purpose: str
    number: int
    identity: bytes
    material: bytes

    @property
    def fingerprint(self) -> str:
        """Tells keys of the same name apart and nothing of the material: a keyed hash of a constant."""
        return hmac.new(self.material, b"sinergi key fingerprint", hashlib.sha256).hexdigest()[:32]


class Keyring:
    """All keys of one folder."""

    def __init__(self, keys: list[Key]) -> None:
        self._by_id = {(key.purpose, key.identity): key for key in keys}
        self._current = {key.purpose: key for key in sorted(keys, key=lambda key: key.number)}

    def current(self, purpose: str) -> Key:
        """The key that seals new values of ``purpose``; raises `MissingKey`."""
        try:
            return self._current[purpose]
        except KeyError:
            raise MissingKey(f"no key for {purpose}") from None

    def named(self, purpose: str, identity: bytes) -> Key:
        """The key that sealed an older value; raises `MissingKey`."""
        try:
            return self._by_id[purpose, identity]
        except KeyError:
            raise MissingKey(f"key {purpose} {identity.hex()} is not here") from None

    def identities(self) -> list[str]:
        """Names of all keys, for a backup's manifest: ``data:1a2b3c4d``."""
        return sorted(f"{purpose}:{identity.hex()}" for purpose, identity in self._by_id)


def load(folder: Path) -> Keyring:
    """Read every key file of ``folder``."""
    return Keyring([_read(path) for path in sorted(folder.glob("*-*-*.key"))])


def ensure(folder: Path) -> Keyring:
    """Make the keys that are missing, then read all. Safe when two processes start at once."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for purpose in KEY_BYTES:
        if not any(folder.glob(f"{purpose}-*-*.key")):
            _first_key(folder, purpose)
    return load(folder)


def rotate(folder: Path, purpose: str) -> Key:
    """Add a new current key of ``purpose``. Old values stay readable."""
    number = load(folder).current(purpose).number + 1
    return _read(_write(folder, purpose, number))


def _first_key(folder: Path, purpose: str) -> None:
    lock = folder / f".{purpose}.first"
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        _wait_for(folder, purpose)
    else:
        try:
            _write(folder, purpose, 1)
        finally:
            lock.unlink()


def _wait_for(folder: Path, purpose: str) -> None:
    import time  # noqa: PLC0415 - only on the rare race of two first starts

    for _ in range(50):
        if any(folder.glob(f"{purpose}-*-*.key")):
            return
        time.sleep(0.1)
    raise MissingKey(
        f"another start is making the {purpose} key and did not finish; remove {folder}/.*.first"
    )


def _write(folder: Path, purpose: str, number: int) -> Path:
    identity = secrets.token_hex(ID_BYTES)
    path = folder / f"{purpose}-{number:04d}-{identity}.key"
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES[purpose]) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    return path


def _read(path: Path) -> Key:
    purpose, number, identity = path.stem.split("-")
    try:
        key = Key(
            purpose, int(number), bytes.fromhex(identity), bytes.fromhex(path.read_text("ascii").strip())
        )
    except ValueError:  # UnicodeDecodeError is one too
        key = None
    if key is None or len(key.material) != KEY_BYTES.get(purpose, len(key.material)):
        raise DamagedKey(f"Berkas kunci {path} rusak atau terpotong; ganti dengan salinannya.")
    return key


@lru_cache(maxsize=4)
def _cached(folder: str) -> Keyring:
    return ensure(Path(folder))


def installed() -> Keyring:
    """The keyring of the running installation (``settings.KEYS_FOLDER``)."""
    return _cached(str(settings.KEYS_FOLDER))
