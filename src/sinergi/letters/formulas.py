"""Numbers of letters and masked names: pure text work, no Django."""

import re
from collections.abc import Mapping
from datetime import date

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PATTERN_FIELDS = frozenset({"klasifikasi", "urut", "unit", "bulan", "bulan_angka", "tahun"})
_PLACE = re.compile(r"\{([a-z_]+)(?::0([1-6]))?\}")


def pattern_error(pattern: str) -> str | None:
    """The first thing wrong with a number pattern, or None. It must contain ``{urut}`` and ``{tahun}``."""
    names = [match.group(1) for match in _PLACE.finditer(pattern)]
    for name in names:
        if name not in PATTERN_FIELDS:
            return name
    if re.search(r"[{}]", _PLACE.sub("", pattern)):
        return "{ }"
    return next((name for name in ("urut", "tahun") if name not in names), None)


def letter_number(pattern: str, *, classification: str, number: int, unit: str, day: date) -> str:
    """``141/02/MRL/VI/2026``: classification / number / unit / month in Roman numerals / year.

    The order follows numbers seen on letters of the city (for example 141/02/MP/VI/2020); offices differ, so the
    pattern is data. ``{urut:02}`` pads with zeros.
    """
    values: Mapping[str, str] = {
        "klasifikasi": classification,
        "urut": str(number),
        "unit": unit,
        "bulan": ROMAN[day.month - 1],
        "bulan_angka": f"{day.month:02}",
        "tahun": str(day.year),
    }
    return _PLACE.sub(lambda match: values[match.group(1)].zfill(int(match.group(2) or 0)), pattern)


def masked_name(name: str) -> str:
    """``Siti Aminah`` -> ``S*** A***``: enough to recognize a holder who stands there, too little to learn a name."""
    return " ".join(f"{word[0]}***" for word in name.split())


def months_later(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month (31 January + 1 -> 28 February)."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    first_after = date(year + month // 12, month % 12 + 1, 1)
    last = (first_after - date(year, month, 1)).days
    return date(year, month, min(day.day, last))


def grouped(digest: str, groups: int = 4) -> str:
    """The first ``groups`` times four characters of a hexadecimal digest: ``9f2a 11c0 …``, readable aloud."""
    return " ".join(digest[start : start + 4] for start in range(0, groups * 4, 4))
