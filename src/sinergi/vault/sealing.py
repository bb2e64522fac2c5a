"""Authenticated, deterministic encryption (AES-SIV, RFC 5297) and blind indexes (HMAC-SHA-256).

A sealed value is ``key id (4 bytes) || AES-SIV ciphertext``. The associated data name the table, the column
and the row, so that a ciphertext copied into another row does not open.
"""

import hashlib
import hmac
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from sinergi.vault import keyring

INDEX_BYTES = 16


class Tampered(ValueError):
    """The stored value was changed or belongs to another row."""


@lru_cache(maxsize=16)
def _cipher(material: bytes) -> AESSIV:
    return AESSIV(material)


def seal(plain: bytes, *, bound_to: list[bytes]) -> bytes:
    """Encrypt ``plain``; only `unseal` with the same ``bound_to`` opens it."""
    key = keyring.installed().current("data")
    # AES-SIV of an empty text is refused by the library: a marker byte keeps empty answers possible.
    return key.identity + _cipher(key.material).encrypt(b"\x01" + plain, bound_to)


def unseal(sealed: bytes, *, bound_to: list[bytes]) -> bytes:
    """Decrypt; raises `Tampered` or `keyring.MissingKey`."""
    key = keyring.installed().named("data", bytes(sealed[: keyring.ID_BYTES]))
    try:
        return _cipher(key.material).decrypt(bytes(sealed[keyring.ID_BYTES :]), bound_to)[1:]
    except InvalidTag:
        raise Tampered("sealed value does not belong here") from None


def blind_index(purpose: str, value: str) -> bytes:
    """16 bytes by which equal values are found without being readable. ``purpose`` separates the indexes."""
    key = keyring.installed().current("index")
    return hmac.new(key.material, f"{purpose}\x00{value}".encode(), hashlib.sha256).digest()[:INDEX_BYTES]
