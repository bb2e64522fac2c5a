"""Case numbers, the second fact of tracking, link tokens, and masking. Pure except for the keyed hash."""

import base64
import hashlib
import secrets
from typing import Final
from uuid import UUID

from sinergi.vault.sealing import blind_index

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U: nobody misreads a receipt
LETTERS: Final = 6
CHECK_LENGTH: Final = 4
TOKEN_BYTES: Final = 16  # 128 bits


def new_reference(prefix: str, year: int) -> str:
    """A case number such as ``MRL-2026-7KQ4XZ``: 30^6 (729 million) a year and office, not sequential."""
    number, letters = secrets.randbelow(len(ALPHABET) ** LETTERS), ""
    for _place in range(LETTERS):
        number, letter = divmod(number, len(ALPHABET))
        letters += ALPHABET[letter]
    return f"{prefix}-{year}-{letters}"


def clean_reference(typed: str) -> str:
    """What somebody typed as a case number, in its written form: capitals, with both dashes, no spaces."""
    text = "".join(character for character in typed.upper() if character.isascii() and character.isalnum())
    if len(text) < LETTERS + 5:
        return text
    return f"{text[: -LETTERS - 4]}-{text[-LETTERS - 4 : -LETTERS]}-{text[-LETTERS:]}"


def check_of(*, phone: str = "", email: str = "", pin: str = "") -> str:
    """The second fact of tracking: the last four digits of the phone; without a phone the last four letters or
    digits before the @ of the email address, if it has so many; else the PIN on the receipt."""
    if phone:
        return "".join(character for character in phone if character.isdigit())[-CHECK_LENGTH:]
    return _plain_name(email)[-CHECK_LENGTH:] if has_check(email) else pin


def _plain_name(email: str) -> str:
    return "".join(character for character in email.rpartition("@")[0].lower() if character.isalnum())


def has_check(email: str) -> bool:
    """Whether an email address has enough letters and digits before the @ for a second fact."""
    return len(_plain_name(email)) >= CHECK_LENGTH


def clean_check(typed: str) -> str:
    """What somebody typed as the second fact: lower case, letters and digits only."""
    return "".join(character for character in typed.lower() if character.isalnum())


def check_digest(reference: str, check: str) -> bytes:
    """Keyed hash of the second fact, tied to its case: equal digits of two cases look different."""
    return blind_index("casework.check", f"{reference}\x00{clean_check(check)}")


def nik_digest(nik: str) -> bytes:
    """Blind index of a NIK."""
    return blind_index("casework.nik", nik)


def contact_digest(phone: str, email: str) -> bytes:
    """Blind index of a contact, to find a lost reference. The phone wins, as for the second fact."""
    return blind_index("casework.contact", phone or email.strip().lower())


def reference_digest(reference: str) -> bytes:
    """Key under which misses on a reference are counted, whether it exists or not."""
    return blind_index("casework.tracking", reference)


def new_token() -> str:
    """128 random bits for a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def draft_token(key: UUID) -> str:
    """The same for the draft that was asked for under ``key``: whoever asks twice gets the same link."""
    return (
        base64.urlsafe_b64encode(blind_index("casework.draft", key.hex)[:TOKEN_BYTES]).rstrip(b"=").decode()
    )


def token_digest(token: str) -> bytes:
    """What is stored of a token. 128 random bits need no key and no salt."""
    return hashlib.sha256(token.encode()).digest()


def new_pin() -> str:
    """Four digits for somebody without a contact; printed on the receipt only."""
    return f"{secrets.randbelow(10_000):04d}"


def masked_nik(nik: str | None) -> str:
    """First six and last two digits; the birth date stays hidden."""
    return f"{nik[:6]}••••••••{nik[-2:]}" if nik and len(nik) == 16 else ""


def grouped_nik(nik: str) -> str:
    """The whole NIK by its parts (region, birth date, serial), to compare it with a card. Only for examiners."""
    return " · ".join((nik[:6], nik[6:12], nik[12:])) if nik else ""


def masked_name(name: str | None) -> str:
    """``Contoh Pemohon`` -> ``Contoh P.``: enough to know one's own case, too little for a stranger."""
    words = (name or "").split()
    return " ".join([words[0], *(f"{word[0]}." for word in words[1:])]) if words else ""


def masked_contact(phone: str, email: str) -> str:
    """``+628120000001`` -> ``•••• 0001``; ``contoh@surat.id`` -> ``…toh@surat.id`` style, never the whole."""
    if phone:
        return f"•••• {check_of(phone=phone)}"
    if email:
        name, _at, host = email.rpartition("@")
        return f"••••{name[-CHECK_LENGTH:] if len(name) > CHECK_LENGTH else name[-1:]}@{host}"
    return ""
