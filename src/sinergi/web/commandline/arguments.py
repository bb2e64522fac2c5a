"""Numbers and dates as people type them behind a command: read strictly, refused with how to write them."""

import re
from datetime import date

from sinergi.web.commandline.output import Unusable

_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[., ][0-9]{3})+", re.ASCII)
_MINUS = re.compile(r"[-−][0-9]+", re.ASCII)


def whole(what: str, text: str, least: int, most: int) -> int:
    """A whole number between two bounds; ``what`` begins the sentence. Raises `Unusable`."""
    written = text.strip()
    if _THOUSANDS.fullmatch(written):
        plain = re.sub("[., ]", "", written)
        raise Unusable(f"{what} “{text}” harus ditulis tanpa tanda ribuan atau koma, misalnya {plain}.")
    if _MINUS.fullmatch(written):
        raise Unusable(f"{what} “{text}” harus paling sedikit {least}.")
    if not re.fullmatch(r"[0-9]+", written, re.ASCII):
        raise Unusable(f"{what} “{text}” harus bilangan bulat dan ditulis dengan angka saja, misalnya 1000.")
    # Counted first: Python reads no number of more than 4300 digits.
    digits = written.lstrip("0") or "0"
    if len(digits) > len(str(most)) or int(digits) > most:
        shown = text if len(text) <= 30 else f"{text[:29]}…"
        raise Unusable(f"{what} “{shown}” terlalu besar; paling besar {most}.")
    if int(digits) < least:
        raise Unusable(f"{what} “{text}” harus paling sedikit {least}.")
    return int(digits)


def iso_date(text: str) -> date | None:
    """A date written YYYY-MM-DD and in no other of ISO's ways."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip(), re.ASCII):
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def day(what: str, text: str) -> date:
    """A date between words that begin the sentence. Raises `Unusable`."""
    found = iso_date(text)
    if found is not None:
        return found
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip(), re.ASCII):
        raise Unusable(f"{what} “{text}” tidak ada di kalender; periksa tanggal dan bulannya.")
    raise Unusable(f"{what} “{text}” tidak sah; tulis YYYY-MM-DD, misalnya 2026-03-13.")
