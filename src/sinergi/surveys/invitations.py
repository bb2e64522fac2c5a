"""What a survey link is: its token, its months, and in which state it is found. Pure but for one look-up."""

import hashlib
import re
import secrets
from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sinergi.organization.models import Office

TOKEN_BYTES = 16
# A NIK has 16 digits, a telephone number at least 10; separators people write between them do not hide them.
_LONG_NUMBER = re.compile(r"\+?\d(?:[\s.\-/]?\d){9,}")
MASK = "••••"
LEEWAY_MONTHS = 1  # a link lives to the end of the month that is so many months later


def new_token() -> str:
    """128 random bits, 22 characters that may stand in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> bytes:
    """What is stored of a token. Plain SHA-256 does: 128 random bits cannot be guessed through."""
    return hashlib.sha256(token.encode()).digest()


def month_of(office: Office, now: datetime) -> date:
    """First day of the month that it is now at the office."""
    return now.astimezone(ZoneInfo(office.time_zone)).date().replace(day=1)


def quarter_of(month: date) -> date:
    """First day of the quarter."""
    return month.replace(month=(month.month - 1) // 3 * 3 + 1, day=1)


def last_day(month: date, *, later: int = 0) -> date:
    """Last day of the month that lies ``later`` months after ``month``."""
    year, index = divmod(month.year * 12 + month.month - 1 + later, 12)
    return date(year, index + 1, monthrange(year, index + 1)[1])


def masked(text: str) -> str:
    """``text`` without digits that could be a NIK or a telephone number."""
    return _LONG_NUMBER.sub(MASK, text)
