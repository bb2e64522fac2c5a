"""Numbers and codes of civil-service records: the employee number (NIP, NI PPPK), grades, training hours.

Pure: no Django, no clock, no database. A flaw is a code; the words for it are in `checks`.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

NIP_DIGITS = 18
FIRST_PPPK_CONTRACT = 21
MINUTES_PER_JP = 45

_SEPARATORS = re.compile(r"[\s.\-/'`]+")


class Sex(Enum):
    MALE = 1
    FEMALE = 2


class Flaw(Enum):
    """What is wrong with the structure of a number."""

    CHARACTERS = "characters"
    LENGTH = "length"
    SPOILED = "spoiled"  # a spreadsheet turned the number into 1.98E+17: its last digits are lost
    BIRTH_DATE = "birth_date"
    APPOINTMENT = "appointment"
    SEX = "sex"


class NipFlaw(ValueError):
    """The text cannot be a NIP or an NI PPPK. ``count`` is how many digits were found."""

    def __init__(self, flaw: Flaw, count: int = 0) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw
        self.count = count


@dataclass(frozen=True)
class Nip:
    """The parts of a number. ``month`` is set for PNS (digits 13-14 are 01-12), ``contract`` for PPPK (>= 21)."""

    digits: str
    born: date
    year: int
    month: int | None
    contract: int | None
    sex: Sex
    serial: int

    @property
    def is_pppk(self) -> bool:
        return self.contract is not None

    @property
    def spaced(self) -> str:
        """As it is printed: ``19850412 201001 2 003``."""
        return f"{self.digits[:8]} {self.digits[8:14]} {self.digits[14]} {self.digits[15:]}"


def parse_nip(text: str) -> Nip:
    """Read an 18-digit number; spaces, dots, dashes and a leading apostrophe are accepted. Raises `NipFlaw`.

    PNS: YYYYMMDD of birth, YYYYMM of the appointment as CPNS, sex (1 male, 2 female), three digits of serial
    (Peraturan Kepala BKN 22/2007). PPPK: YYYYMMDD of birth, YYYY of the appointment, a two-digit number of the
    contract that starts at 21, sex, three digits of serial. Digits 13-14 therefore tell them apart; 00 and
    13-20 belong to neither.
    """
    digits = _digits(text)
    born = _birth(digits[:8])
    year, middle = int(digits[8:12]), int(digits[12:14])
    is_pns, is_pppk = 1 <= middle <= 12, middle >= FIRST_PPPK_CONTRACT
    # Nobody is appointed before the tenth birthday: such a number is a slip of the pen.
    if not (is_pns or is_pppk) or not born.year + 10 <= year <= born.year + 80:
        raise NipFlaw(Flaw.APPOINTMENT)
    if digits[14] not in "12":
        raise NipFlaw(Flaw.SEX)
    return Nip(
        digits=digits,
        born=born,
        year=year,
        month=middle if is_pns else None,
        contract=middle if is_pppk else None,
        sex=Sex(int(digits[14])),
        serial=int(digits[15:]),
    )


def _digits(text: str) -> str:
    compact = _SEPARATORS.sub("", text)
    if re.fullmatch(r"\d+(,\d+)?[eE]\+?\d+", compact):
        raise NipFlaw(Flaw.SPOILED)
    if not re.fullmatch(r"[0-9]*", compact):
        raise NipFlaw(Flaw.CHARACTERS)
    if len(compact) != NIP_DIGITS:
        raise NipFlaw(Flaw.LENGTH, len(compact))
    return compact


def _birth(digits: str) -> date:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise NipFlaw(Flaw.BIRTH_DATE) from None
    if born.year < 1920:
        raise NipFlaw(Flaw.BIRTH_DATE)
    return born


# Pangkat by golongan (PP 99/2000 jo 12/2002), and the golongan of PPPK (Perpres 98/2020).
PNS_RANKS: dict[str, str] = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tingkat I",
    "I/c": "Juru",
    "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata",
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
PPPK_RANKS: tuple[str, ...] = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
)  # fmt: skip
_ROMAN = {roman: number for number, roman in enumerate(PPPK_RANKS, start=1)}
_PNS_CODE = re.compile(r"(?<![A-Z0-9])(IV|III|II|I|[1-4])\s*[/.\-]?\s*([A-E])(?![A-Z])")
_PPPK_CODE = re.compile(r"(?<![A-Z0-9/])([IVX]{1,5}|1[0-7]|[1-9])(?![A-Z0-9/])")


def rank_in_letters(rank: str) -> str:
    """As it stands under a name in a letter: the pangkat of a PNS, the golongan of a PPPK, "" for none."""
    return PNS_RANKS.get(rank, f"Golongan {rank}" if rank else "")


def read_rank(text: str) -> str | None:
    """The golongan in what people write: ``III/a``, ``3a``, ``Penata Muda (III/a)``, ``PPPK IX``; None if none.

    A name of a pangkat alone ("Penata Muda Tk. I") is understood too.
    """
    plain = " ".join(text.upper().split())
    if found := _PNS_CODE.search(plain):
        level, letter = found.groups()
        roman = PPPK_RANKS[int(level) - 1] if level.isdigit() else level
        code = f"{roman}/{letter.lower()}"
        return code if code in PNS_RANKS else None
    if found := _PPPK_CODE.search(re.sub(r"\b(TINGKAT|TK\.?) I\b", "", plain)):
        number = int(found.group(1)) if found.group(1).isdigit() else _ROMAN.get(found.group(1))
        return PPPK_RANKS[number - 1] if number else None
    named = re.sub(r"\bTK\.? ?I\b", "TINGKAT I", plain)
    return next((code for code, name in PNS_RANKS.items() if name.upper() == named), None)


def jp_of_minutes(minutes: int) -> Fraction:
    """Training hours (jam pelajaran) of a number of minutes: 1 JP = 45 minutes (Peraturan LAN 5/2018).

    Exact; 90 minutes are 2 JP. Raises ValueError below zero.
    """
    if minutes < 0:
        raise ValueError("minutes must not be negative")
    return Fraction(minutes, MINUTES_PER_JP)


def minutes_of_jp(hours: int) -> int:
    """Minutes of a number of JP (Peraturan LAN 5/2018); 20 JP, the yearly duty of a PNS, are 900 minutes."""
    if hours < 0:
        raise ValueError("hours must not be negative")
    return hours * MINUTES_PER_JP


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january", "februari feb pebruari february", "maret mar march", "april apr", "mei may",
            "juni jun june", "juli jul july", "agustus agu agt agust aug august", "september sep sept",
            "oktober okt oct october", "november nov nopember nop", "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def read_date(text: str) -> date | None:
    """A day as people write it: ``2010-01-31``, ``31-01-2010``, ``31/1/2010``, ``31 Januari 2010``; None if not.

    Day before month, as in Indonesia; a time of day after an ISO date is dropped.
    """
    plain = (
        text.strip().lower().split("t")[0] if re.match(r"\d{4}-\d\d-\d\dt", text.strip().lower()) else text
    )
    parts = [part for part in re.split(r"[\s/.\-,]+", plain.strip().lower()) if part]
    if len(parts) == 4 and re.fullmatch(r"\d{1,2}:\d\d(:\d\d)?", parts[3]):
        parts.pop()
    if len(parts) != 3:
        return None
    year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
    number = _MONTHS.get(month) or (int(month) if month.isascii() and month.isdigit() else 0)
    if not (year.isascii() and year.isdigit() and len(year) == 4 and day.isascii() and day.isdigit()):
        return None
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
