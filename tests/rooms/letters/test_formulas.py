"""Numbers, masks, dates and template text: arithmetic and strings only."""

from datetime import date

import pytest

from sinergi.access.verdict import Refused
from sinergi.letters import formulas, texts


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("{klasifikasi}/{urut:02}/{unit}/{bulan}/{tahun}", "141/02/MRL/VI/2026"),
        ("{urut}/{unit}/{tahun}", "2/MRL/2026"),
        ("{urut:04}-{bulan_angka}-{tahun}", "0002-06-2026"),
    ],
)
def test_letter_number(pattern: str, text: str) -> None:
    assert formulas.pattern_error(pattern) is None
    assert (
        formulas.letter_number(pattern, classification="141", number=2, unit="MRL", day=date(2026, 6, 1))
        == text
    )


@pytest.mark.parametrize(
    "pattern",
    ["{urut}", "{tahun}", "{urut}/{tahun}/{kode}", "{urut}/{tahun}/{", "{urut:9}/{tahun}"],
)
def test_bad_patterns_are_named(pattern: str) -> None:
    assert formulas.pattern_error(pattern)


def test_all_twelve_months_have_roman_numerals() -> None:
    months = [
        formulas.letter_number("{bulan}", classification="", number=1, unit="", day=date(2026, month, 1))
        for month in range(1, 13)
    ]
    assert months == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


@pytest.mark.parametrize(
    ("name", "masked"),
    [("Siti Aminah", "S*** A***"), ("  Budi  ", "B***"), ("", ""), ("A B C", "A*** B*** C***")],
)
def test_mask_shows_first_letters_and_no_length(name: str, masked: str) -> None:
    assert formulas.masked_name(name) == masked


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 5, 14), 3, date(2026, 8, 14)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert formulas.months_later(day, months) == later


def test_grouped_digest() -> None:
    assert formulas.grouped("0123456789abcdef" * 4) == "0123 4567 89ab cdef"


def test_compose_reads_structure_before_it_puts_text_in() -> None:
    body = (
        "Pembuka {a}:\n\nNama : {a}\nKosong : {none}\n\nsambungan baris satu\nbaris dua {b}\n\nHilang {none}."
    )
    parts = texts.compose(body, {"a": "X : Y\n\n{b}", "b": "Z"})
    assert parts == [
        texts.Part(text="Pembuka X : Y\n\n{b}:"),
        texts.Part(rows=(texts.Row("Nama", "X : Y\n\n{b}"),)),
        texts.Part(text="sambungan baris satu baris dua Z"),
    ]


def test_check_body_has_a_closed_list() -> None:
    texts.check_body("Nama : {holder} {nik} {x1}", {"x1"})
    with pytest.raises(Refused, match="x2"):
        texts.check_body("{x2}", {"x1"})


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Jose\u0301", "Jos\u00e9"),
        ("a\u00a0b\tc", "a b c"),
        ("x\u202ey", "xy"),
        ("1–2 “k”", "1–2 “k”"),
        ("😀", ""),
    ],
)
def test_printable(typed: str, shown: str) -> None:
    assert texts.printable(typed) == shown
