"""What the effect formulas say, in the reader's language and without counts that follow the day.

The formulas know no Django and speak Indonesian, because the command line does. Here their sentences are taken
apart again; a sentence that is not listed stays as it is.
"""

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sinergi.evaluation.formulas.words import NOT_ENOUGH
from sinergi.surveys.formulas.disclosure import SMALLEST, STEP
from sinergi.ui import formats

VERDICTS = (
    gettext_noop("Naik, sejalan dengan tindakan ini"),
    gettext_noop("Turun"),
    gettext_noop("Belum terbukti berubah"),
    gettext_noop("Data belum cukup"),
)
Said = Callable[[Mapping[str, str]], str]


def verdict(words: str, reasons: tuple[str, ...]) -> str:
    """The verdict of an effect; with ``reasons`` the sentence that names what is missing."""
    if not reasons:
        return _known(words)
    return _("%(verdict)s: %(reasons)s.") % {
        "verdict": _known(NOT_ENOUGH),
        "reasons": "; ".join(said(reason) for reason in reasons),
    }


def _known(words: str) -> str:
    return _(words) if words in VERDICTS else words


def said(reason: str) -> str:
    """One reason or warning of the formulas."""
    for pattern, words in SENTENCES:
        if found := re.fullmatch(pattern, reason):
            return words(_rounded(found.groupdict()))
    return reason


def _rounded(parts: dict[str, str]) -> dict[str, str]:
    return parts | {"answers": in_tens(int(parts["n"]) if "n" in parts else 0)}


def in_tens(n: int) -> str:
    """Answers are counted in tens: exact counts would tell who has just answered."""
    few = _("kurang dari %(n)s") % {"n": SMALLEST}
    return few if n < SMALLEST else f"{formats.number(n // STEP * STEP)}+"


SENTENCES: tuple[tuple[str, Said], ...] = (
    (
        r"baru ada (?P<months>\d+) bulan sebelum tindakan, perlu (?P<least>\d+)",
        lambda part: _("baru ada %(months)s bulan sebelum tindakan, perlu %(least)s") % part,
    ),
    (
        r"baru ada (?P<months>\d+) bulan sesudah tindakan, perlu (?P<least>\d+)",
        lambda part: _("baru ada %(months)s bulan sesudah tindakan, perlu %(least)s") % part,
    ),
    (
        r"baru ada (?P<months>\d+) bulan sebelum gelombang pertama \((?P<month>[\d-]+)\), perlu (?P<least>\d+)",
        lambda part: (
            _("baru ada %(months)s bulan sebelum gelombang pertama (%(month)s), perlu %(least)s") % part
        ),
    ),
    (
        r"baru ada (?P<months>\d+) bulan sesudah gelombang terakhir \((?P<month>[\d-]+)\), perlu (?P<least>\d+)",
        lambda part: (
            _("baru ada %(months)s bulan sesudah gelombang terakhir (%(month)s), perlu %(least)s") % part
        ),
    ),
    (
        r"unit yang menerima tindakan, sebelum: baru (?P<n>\d+) jawaban, perlu (?P<least>\d+)",
        lambda part: (
            _("unit yang menerima tindakan, sebelum: baru %(answers)s jawaban, perlu %(least)s") % part
        ),
    ),
    (
        r"unit yang menerima tindakan, sesudah: baru (?P<n>\d+) jawaban, perlu (?P<least>\d+)",
        lambda part: (
            _("unit yang menerima tindakan, sesudah: baru %(answers)s jawaban, perlu %(least)s") % part
        ),
    ),
    (
        r"unit pembanding, sebelum: baru (?P<n>\d+) jawaban, perlu (?P<least>\d+)",
        lambda part: _("unit pembanding, sebelum: baru %(answers)s jawaban, perlu %(least)s") % part,
    ),
    (
        r"unit pembanding, sesudah: baru (?P<n>\d+) jawaban, perlu (?P<least>\d+)",
        lambda part: _("unit pembanding, sesudah: baru %(answers)s jawaban, perlu %(least)s") % part,
    ),
    (
        r"(?P<unit>.+) sebelum dilatih: baru (?P<n>\d+) jawaban, perlu (?P<least>\d+)",
        lambda part: _("%(unit)s sebelum dilatih: baru %(answers)s jawaban, perlu %(least)s") % part,
    ),
    (
        r"(?P<unit>.+) sesudah dilatih: baru (?P<n>\d+) jawaban, perlu (?P<least>\d+)",
        lambda part: _("%(unit)s sesudah dilatih: baru %(answers)s jawaban, perlu %(least)s") % part,
    ),
    (
        r"(?P<unit>.+): saluran survei berganti seluruhnya, jadi bulan-bulannya tidak sebanding",
        lambda part: (
            _("%(unit)s: saluran survei berganti seluruhnya, jadi bulan-bulannya tidak sebanding") % part
        ),
    ),
    (
        r"(?P<months>\d+) bulan tidak dibandingkan karena salah satu kelompok tidak memiliki jawaban\.",
        lambda part: (
            _("%(months)s bulan tidak dibandingkan karena salah satu kelompok tidak memiliki jawaban.") % part
        ),
    ),
    (
        r"(?P<months>\d+) bulan tanpa satu jawaban pun dari unit mana pun: (?P<names>[\d, …-]+)\.",
        lambda part: _("%(months)s bulan tanpa satu jawaban pun dari unit mana pun: %(names)s.") % part,
    ),
    (
        r"Selisih tiap bulan persis sama, jadi rentangnya tampak lebih pasti daripada yang dapat diketahui; "
        r"periksa apakah nilainya tidak tersalin\.",
        lambda _part: _(
            "Selisih tiap bulan persis sama, jadi rentangnya tampak lebih pasti daripada yang dapat diketahui; "
            "periksa apakah nilainya tidak tersalin."
        ),
    ),
    (
        r"unit atau saluran survei berganti seluruhnya, jadi bulan-bulannya tidak sebanding",
        lambda _part: _("unit atau saluran survei berganti seluruhnya, jadi bulan-bulannya tidak sebanding"),
    ),
    (
        r"tidak ada jawaban dari unit yang menerima tindakan",
        lambda _part: _("tidak ada jawaban dari unit yang menerima tindakan"),
    ),
    (r"tidak ada unit pembanding", lambda _part: _("tidak ada unit pembanding")),
    (
        r"perlu paling sedikit dua gelombang, supaya yang belum dilatih menjadi pembanding",
        lambda _part: _("perlu paling sedikit dua gelombang, supaya yang belum dilatih menjadi pembanding"),
    ),
    (
        r"susunan gelombang dan bulan yang terisi tidak cukup untuk memisahkan pengaruhnya",
        lambda _part: _("susunan gelombang dan bulan yang terisi tidak cukup untuk memisahkan pengaruhnya"),
    ),
    (
        r"Selisih dengan unit pembanding sudah naik sebelum tindakan dimulai\.",
        lambda _part: _("Selisih dengan unit pembanding sudah naik sebelum tindakan dimulai."),
    ),
    (
        r"Selisih dengan unit pembanding sudah turun sebelum tindakan dimulai\.",
        lambda _part: _("Selisih dengan unit pembanding sudah turun sebelum tindakan dimulai."),
    ),
)
