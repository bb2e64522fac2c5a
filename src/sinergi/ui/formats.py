"""Numbers, money, dates and spans of time as an Indonesian reads them; English forms when English is active.

Independent of Django's locale files, so a page, a letter and a message always agree. Times are shown in the zone that
is active (on a page and in a message that of the office: WIB, WITA or WIT) and named.
"""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language

DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SHORT_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
DAYS_EN: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ZONES: Final = {7: "WIB", 8: "WITA", 9: "WIT"}

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

SWAPPED: Final = str.maketrans(",.", ".,")
UNITS: Final = tuple(
    Decimal(1).scaleb(-places) for places in range(20)
)  # what a rounded number is a multiple of

Amount = int | float | Decimal


def _english() -> bool:
    return (get_language() or "id").startswith("en")


def number(value: Amount, places: int | None = None) -> str:
    """1234.5 -> "1.234,5" ("1,234.5" in English). `places` rounds half up and keeps that many decimals."""
    return _number(_english(), value, places)


def _number(english: bool, value: Amount, places: int | None = None) -> str:
    if places is not None:
        return _rounded(value, places, english)
    return _grouped(value if isinstance(value, Decimal) else Decimal(str(value)), english)


# Equal values give equal texts, whatever their type: a page of figures says the same numbers again and again.
@lru_cache(maxsize=1024)
def _rounded(value: Amount, places: int, english: bool) -> str:
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return _grouped(abs(exact) if exact.is_zero() else exact, english)  # "-0,0" says nothing


def _grouped(exact: Decimal, english: bool) -> str:
    text = f"{exact:,f}"
    return text if english else text.translate(SWAPPED)


class Numbers:
    """Numbers for a table of many figures: the reader's language is asked for once."""

    def __init__(self) -> None:
        self._english = _english()

    def number(self, value: Amount, places: int | None = None) -> str:
        """As `number`."""
        return _number(self._english, value, places)

    def span(self, low: Amount | None, high: Amount | None, places: int | None = None) -> str:
        """An interval, "2,91–3,13", or an en dash where it is not known."""
        if low is None or high is None:
            return "–"
        return f"{self.number(low, places)}–{self.number(high, places)}"


def rupiah(value: Amount) -> str:
    """12000 -> "Rp12.000"; a minus sign goes before the currency."""
    whole = number(value, 0)
    return f"-Rp{whole[1:]}" if whole.startswith("-") else f"Rp{whole}"


def percent(value: Amount, places: int = 0) -> str:
    """A share as a percentage: 0.71 -> "71%"."""
    return f"{number(Decimal(str(value)) * 100, places)}%"


def file_size(size: int) -> str:
    """Bytes in words: 730_000 -> "730 kB", 1_240_000 -> "1,2 MB"."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{number(size / 1000, 0)} kB"
    return f"{number(size / 1_000_000, 1)} MB"


def _local(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _day(day: dt.date) -> dt.date:
    return _local(day).date() if isinstance(day, dt.datetime) else day


def zone(moment: dt.datetime) -> str:
    """Name of Indonesia's zone at this moment: "WIB", "WITA", "WIT"; elsewhere the zone's own name."""
    offset = moment.utcoffset()
    hours = offset.total_seconds() / HOUR if offset is not None else -1
    return ZONES.get(int(hours), moment.tzname() or "") if hours == int(hours) else (moment.tzname() or "")


def clock(moment: dt.datetime | dt.time) -> str:
    """ "10.30" ("10:30" in English)."""
    local = _local(moment) if isinstance(moment, dt.datetime) else moment
    return local.strftime("%H:%M" if _english() else "%H.%M")


def named_clock(moment: dt.datetime) -> str:
    """ "10.30 WIB"."""
    local = _local(moment)
    return f"{clock(local)} {zone(local)}".rstrip()


def date(day: dt.date) -> str:
    """ "14 Mei 2026"."""
    day = _day(day)
    return f"{day.day} {(MONTHS_EN if _english() else MONTHS)[day.month - 1]} {day.year}"


def long_date(day: dt.date) -> str:
    """ "Kamis, 14 Mei 2026"."""
    day = _day(day)
    return f"{(DAYS_EN if _english() else DAYS)[day.weekday()]}, {date(day)}"


def long_datetime(moment: dt.datetime) -> str:
    """ "Kamis, 14 Mei 2026 pukul 10.30 WIB"."""
    local = _local(moment)
    at = "at" if _english() else "pukul"
    return f"{long_date(local)} {at} {named_clock(local)}"


_KEPT_MOMENT: Final = re.compile(
    rf"(?:(?P<name>{'|'.join(DAYS)}), )?(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})"
    r"(?: pukul (?P<hour>\d{2})\.(?P<minute>\d{2})(?P<zone> \S+)?)?"
)


def in_english(text: str) -> str:
    """What `date`, `long_date` and `long_datetime` wrote in Indonesian, as they write it in English; "" for all
    else."""
    found = _KEPT_MOMENT.fullmatch(text)
    if not found:
        return ""
    name = f"{DAYS_EN[DAYS.index(found['name'])]}, " if found["name"] else ""
    at = f" at {found['hour']}:{found['minute']}{found['zone'] or ''}" if found["hour"] else ""
    return f"{name}{found['day']} {MONTHS_EN[MONTHS.index(found['month'])]} {found['year']}{at}"


def short_date(day: dt.date) -> str:
    """ "14 Mei 2026" with a short month: "4 Agu 2026"."""
    day = _day(day)
    month = MONTHS_EN[day.month - 1][:3] if _english() else SHORT_MONTHS[day.month - 1]
    return f"{day.day} {month} {day.year}"


def short_datetime(moment: dt.datetime) -> str:
    """For tables and timelines: "Sen 4 Mei 09.12"; the year is left to the page."""
    local = _local(moment)
    english = _english()
    day = (DAYS_EN if english else DAYS)[local.weekday()][:3]
    month = MONTHS_EN[local.month - 1][:3] if english else SHORT_MONTHS[local.month - 1]
    return f"{day} {local.day} {month} {clock(local)}"


def month(day: dt.date) -> str:
    """ "Mei 2026"."""
    day = _day(day)
    return f"{(MONTHS_EN if _english() else MONTHS)[day.month - 1]} {day.year}"


def date_range(first: dt.date, last: dt.date) -> str:
    """ "1-30 April 2026", "28 April-3 Mei 2026", "30 Desember 2025-2 Januari 2026", with an en dash."""
    first, last = _day(first), _day(last)
    if first == last:
        return date(first)
    months = MONTHS_EN if _english() else MONTHS
    if first.year != last.year:
        return f"{date(first)} – {date(last)}"
    if first.month != last.month:
        return f"{first.day} {months[first.month - 1]} – {date(last)}"
    return f"{first.day}–{date(last)}"


def _unit(amount: int, indonesian: str, english: str) -> str:
    if _english():
        return f"{number(amount)} {english}{'' if amount == 1 else 's'}"
    return f"{number(amount)} {indonesian}"


def days(amount: int) -> str:
    """A number of days that somebody set, in the largest unit that says exactly the same: 730 -> "2 tahun", 90 ->
    "3 bulan", 14 -> "2 minggu", 100 -> "100 hari". A year is 365 days here and a month 30, as an office counts them.
    """
    for size, indonesian, english in ((365, "tahun", "year"), (30, "bulan", "month"), (7, "minggu", "week")):
        if amount and amount % size == 0:
            return _unit(amount // size, indonesian, english)
    return _unit(amount, "hari", "day")


def months(amount: int) -> str:
    """A number of months: 24 -> "2 tahun", 6 -> "6 bulan"."""
    if amount and amount % 12 == 0:
        return _unit(amount // 12, "tahun", "year")
    return _unit(amount, "bulan", "month")


def duration(span: dt.timedelta, parts: int = 2) -> str:
    """A span in words, largest units first: "4 jam 20 menit", "2 hari", "kurang dari 1 menit". Sign is
    dropped.

    `parts` is how many units are named; the rest is cut off, not rounded, so a promise is never made to look
    longer.
    """
    seconds = int(abs(span.total_seconds()))
    if seconds < MINUTE:
        return "less than 1 minute" if _english() else "kurang dari 1 menit"
    words = []
    for size, indonesian, english in (
        (DAY, "hari", "day"),
        (HOUR, "jam", "hour"),
        (MINUTE, "menit", "minute"),
    ):
        amount, seconds = divmod(seconds, size)
        if amount:
            words.append(_unit(amount, indonesian, english))
        elif words:
            break  # "2 hari 5 menit" reads badly: stop at the first gap
    return " ".join(words[:parts])


def remaining_words(left: dt.timedelta) -> str:
    """What is left of a promise: "Sisa 8 menit"; below zero "Lewat 2 hari". Working time is the caller's."""
    if left < dt.timedelta(0):
        return f"{duration(left, parts=1)} late" if _english() else f"Lewat {duration(left, parts=1)}"
    return f"{duration(left, parts=1)} left" if _english() else f"Sisa {duration(left, parts=1)}"


def due_words(due: dt.datetime, now: dt.datetime) -> str:
    """`remaining_words` for two moments of plain time."""
    return remaining_words(due - now)


def listed(parts: Iterable[str]) -> str:
    """``A``, ``A dan B``, ``A, B, dan C``."""
    *before, last = parts
    if not before:
        return last
    comma = "," if len(before) > 1 else ""
    return f"{', '.join(before)}{comma} {'and' if _english() else 'dan'} {last}"


def signed(value: Amount, places: int = 2) -> str:
    """A change with its sign: 0.21 -> "+0,21", -0.1 -> "−0,10"; what rounds to nothing has none."""
    exact = Decimal(str(value))
    text = number(exact.copy_abs(), places)
    if not any(digit in text for digit in "123456789"):
        return text
    return f"+{text}" if exact > 0 else f"−{text}"


def dialled(number: str) -> str:
    """A telephone number as a phone dials it, with the country: ``+62812…``; "" where there are no digits."""
    digits = re.sub(r"\D", "", number)
    if not digits:
        return ""
    return f"+62{digits[1:]}" if digits.startswith("0") else f"+{digits}"


def phone(number: str) -> str:
    """An Indonesian mobile number as people write it, ``0812-6000-0042``; anything else stays as it is."""
    found = re.fullmatch(r"\+62(8\d{2})(\d{4})(\d{2,5})", dialled(number))
    return "0{}-{}-{}".format(*found.groups()) if found else number
