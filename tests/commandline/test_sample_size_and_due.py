"""Sample size and due dates."""

from collections.abc import Callable
from typing import Any

import pytest

from sinergi.web.commandline.main import main

Run = Callable[..., Any]


def test_sample_size(answer: Run, refusal: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer("sample-size", "1000") == {"population": 1000, "sample": 278}
    for bad in ("0", "-3", "seribu", "1.000", "1e3", ""):
        refusal("sample-size", bad)
    assert main(["sample-size", "200"]) == 0
    assert "132" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("population", "words"),
    [
        ("0", "paling sedikit 1"),
        ("-5", "paling sedikit 1"),
        ("10.000", "tanpa tanda ribuan atau koma, misalnya 10000"),
        ("1,000,000", "misalnya 1000000"),
        ("10 000", "misalnya 10000"),
        ("1e9", "angka saja"),
        ("10,5", "angka saja"),
        ("١٢", "angka saja"),
        ("9" * 19, "terlalu besar"),
        ("9" * 5000, "terlalu besar"),
    ],
)
def test_numbers_are_refused_with_how_to_write_them(refusal: Run, population: str, words: str) -> None:
    said = refusal("sample-size", population)
    assert words in said
    assert len(said) < 200


def test_sample_size_of_the_largest_number(answer: Run) -> None:
    assert answer("sample-size", "9" * 18)["sample"] == 384
    assert answer("sample-size", " 0007 ") == {"population": 7, "sample": 7}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("2026-02-29", "5"), "tidak ada di kalender"),
        (("2026-3-1", "5"), "tulis YYYY-MM-DD"),
        (("13/03/2026", "5"), "tulis YYYY-MM-DD"),
        (("2026-03-13", "-1"), "paling sedikit 0"),
        (("2026-03-13", "999999999999"), "paling besar 10000"),
        (("2026-03-13", "1.000"), "misalnya 1000"),
    ],
)
def test_due_says_what_is_wrong(refusal: Run, arguments: tuple[str, ...], words: str) -> None:
    assert words in refusal("due", *arguments)


def test_due_date_over_idul_fitri(answer: Run) -> None:
    assert answer("due", "2026-03-13", "5") == {
        "start": "2026-03-13",
        "working_days": 5,
        "due": "2026-03-27",
        "provisional": False,
    }


@pytest.mark.parametrize(
    ("start", "days", "provisional"),
    [
        ("2026-12-21", "5", False),
        ("2026-12-29", "3", True),
        ("2027-04-05", "1", True),
        ("2031-01-06", "1", True),
    ],
)
def test_due_says_when_it_is_provisional(answer: Run, start: str, days: str, provisional: bool) -> None:
    assert answer("due", start, days)["provisional"] is provisional


@pytest.mark.parametrize(
    "content", ["date,name\n2026-03-17,Uji\n", "Tanggal;x\n2026-03-17;1\n", "2026-03-17\n"]
)
def test_due_with_own_holidays(answer: Run, file: Run, content: str) -> None:
    found = answer("due", "2026-03-13", "5", "--holidays", file(content))
    assert (found["due"], found["provisional"]) == ("2026-03-23", False)


def test_own_holidays_speak_only_for_their_years(answer: Run, file: Run) -> None:
    path = file("date,provisional\n2028-01-03,\n2029-01-02,ya\n")
    assert answer("due", "2028-01-03", "1", "--holidays", path)["provisional"] is False
    assert answer("due", "2029-03-01", "1", "--holidays", path)["provisional"] is True


@pytest.mark.parametrize(
    "arguments",
    [
        ("2026-02-30", "5"),
        ("13-03-2026", "5"),
        ("20260313", "5"),
        ("2026-W11-5", "5"),
        ("besok", "5"),
        ("2026-03-13", "-5"),
        ("2026-03-13", "2,5"),
        ("2026-03-13", "lima"),
        ("2026-03-13", "99999999"),
        ("9999-12-30", "5"),
        ("2026-03-13",),
        (),
    ],
)
def test_unusable_dates(refusal: Run, arguments: tuple[str, ...]) -> None:
    refusal("due", *arguments)


@pytest.mark.parametrize(
    "content", ["name\nUji\n", "date\n17-03-2026\n", "date,name\n", "date,date\n2026-03-17,2026-03-18\n", ""]
)
def test_unusable_holidays(refusal: Run, file: Run, content: str) -> None:
    refusal("due", "2026-03-13", "5", "--holidays", file(content))


def test_holidays_named_by_nothing_are_not_the_shipped_ones(refusal: Run) -> None:
    assert "kosong" in refusal("due", "2026-03-13", "5", "--holidays", "")
