"""NIP and NI PPPK (Peraturan Kepala BKN 22/2007 and the practice of PPPK numbers), ranks, dates, training hours."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.personnel.formulas import (
    PNS_RANKS,
    PPPK_RANKS,
    Flaw,
    NipFlaw,
    Sex,
    jp_of_minutes,
    minutes_of_jp,
    parse_nip,
    rank_in_letters,
    read_date,
    read_rank,
)

BIRTHS = st.dates(min_value=date(1930, 1, 1), max_value=date(2008, 12, 31))


def test_parse_nip_reads_the_parts_of_a_pns_number():
    found = parse_nip("19850412 201001 2 003")
    assert (found.born, found.year, found.month, found.contract) == (date(1985, 4, 12), 2010, 1, None)
    assert (found.sex, found.serial, found.is_pppk) == (Sex.FEMALE, 3, False)
    assert found.spaced == "19850412 201001 2 003"


def test_parse_nip_reads_the_first_contract_of_a_pppk_as_21():
    found = parse_nip("199012312023211004")
    assert (found.born, found.year, found.month, found.contract) == (date(1990, 12, 31), 2023, None, 21)
    assert found.sex is Sex.MALE
    assert found.is_pppk


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.LENGTH),
        ("1985041220100120033", Flaw.LENGTH),
        ("19850412201001200", Flaw.LENGTH),
        ("19850412201001200O", Flaw.CHARACTERS),
        ("1.98504122010012E+17", Flaw.SPOILED),
        ("1,98504E+17", Flaw.SPOILED),
        ("198502302010012003", Flaw.BIRTH_DATE),
        ("000004122010012003", Flaw.BIRTH_DATE),
        ("190004122010012003", Flaw.BIRTH_DATE),
        ("198504122010002003", Flaw.APPOINTMENT),
        ("198504122010132003", Flaw.APPOINTMENT),
        ("198504122010202003", Flaw.APPOINTMENT),
        ("198504121990012003", Flaw.APPOINTMENT),
        ("198504122010010003", Flaw.SEX),
        ("198504122010013003", Flaw.SEX),
    ],
)
def test_parse_nip_names_the_flaw(text, flaw):
    with pytest.raises(NipFlaw) as caught:
        parse_nip(text)
    assert caught.value.flaw is flaw


@given(
    BIRTHS,
    st.integers(10, 60),
    st.one_of(st.integers(1, 12), st.integers(21, 99)),
    st.sampled_from(list(Sex)),
    st.integers(0, 999),
    st.sampled_from(["", " ", ".", "-"]),
)
def test_parse_nip_gives_back_what_was_written(born, age, middle, sex, serial, gap):
    year = born.year + age
    parts = [f"{born:%Y%m%d}", f"{year}{middle:02d}", str(sex.value), f"{serial:03d}"]
    found = parse_nip(gap.join(parts))
    assert found.digits == "".join(parts)
    assert (found.born, found.year, found.sex, found.serial) == (born, year, sex, serial)
    assert (found.month or found.contract) == middle
    assert found.is_pppk == (middle >= 21)
    assert parse_nip(found.spaced) == found


@given(st.text(max_size=30))
def test_parse_nip_never_breaks(text):
    try:
        found = parse_nip(text)
    except NipFlaw:
        return
    assert len(found.digits) == 18
    assert found.digits.isascii()


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("III/a", "III/a"), ("III a", "III/a"), ("3a", "III/a"), ("IIIA", "III/a"), ("iv/e", "IV/e"), ("IV-b", "IV/b"),
        ("Penata Muda (III/a)", "III/a"), ("Penata Muda Tk. I, III/b", "III/b"), ("Penata Muda Tingkat I", "III/b"),
        ("Pembina", "IV/a"), ("IX", "IX"), ("9", "IX"), ("PPPK XVII", "XVII"), ("Golongan V", "V"), ("17", "XVII"),
        ("I/e", None), ("18", None), ("V/a", None), ("", None), ("tidak ada", None), ("XX", None),
    ],
)  # fmt: skip
def test_read_rank(text, rank):
    assert read_rank(text) == rank


def test_a_letter_names_the_pangkat():
    assert [rank_in_letters(rank) for rank in ("III/d", "IX", "")] == ["Penata Tingkat I", "Golongan IX", ""]


def test_read_rank_reads_every_rank_as_it_is_shown():
    for code, name in PNS_RANKS.items():
        assert read_rank(code) == code
        assert read_rank(f"{name} ({code})") == code
        assert read_rank(name) == code
    for number, code in enumerate(PPPK_RANKS, start=1):
        assert read_rank(code) == code
        assert read_rank(str(number)) == code


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2010-01-31", date(2010, 1, 31)), ("31-01-2010", date(2010, 1, 31)), ("31/1/2010", date(2010, 1, 31)),
        ("31 Januari 2010", date(2010, 1, 31)), ("1 Agt 2019", date(2019, 8, 1)), ("01.02.1990", date(1990, 2, 1)),
        ("2010-01-31 00:00:00", date(2010, 1, 31)), ("2010-01-31T00:00:00", date(2010, 1, 31)),
        ("31-02-2010", None), ("31-01-10", None), ("40210", None), ("", None), ("abc", None), ("٣١-١-2010", None),
    ],
)  # fmt: skip
def test_read_date(text, day):
    assert read_date(text) == day


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_read_date_reads_day_before_month(day):
    assert read_date(f"{day:%d-%m-%Y}") == read_date(day.isoformat()) == day


def test_one_jp_is_45_minutes():
    assert jp_of_minutes(90) == 2
    assert jp_of_minutes(60) == Fraction(4, 3)
    assert minutes_of_jp(20) == 900
    with pytest.raises(ValueError):
        jp_of_minutes(-1)


@given(st.integers(0, 900))
def test_jp_and_minutes_agree(hours):
    assert jp_of_minutes(minutes_of_jp(hours)) == hours
