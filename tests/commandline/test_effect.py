"""The effect of an action from a file of answers."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from sinergi.web.commandline.main import main

Run = Callable[..., Any]


def responses(gain: float = 0.6, months: int = 9, n: int = 30, seed: int = 2) -> str:
    lot = random.Random(seed)
    lines = ["unit;period;treated;score;umur"]
    for unit in range(5):
        for month in range(1, months + 1):
            for _ in range(n):
                mean = 2.8 + (gain if unit == 0 and month > 4 else 0)
                lines.append(
                    f"K{unit};2026-{month:02d};{int(unit == 0)};{min(4, max(1, round(lot.gauss(mean, 0.65))))};9"
                )
    return "\n".join(lines) + "\n"


APRIL = ("--start", "2026-04-01", "--completed", "2026-04-30")


def test_effect(answer: Run, file: Run) -> None:
    found = answer("effect", file(responses()), *APRIL)
    assert list(found) == [
        "estimate",
        "low",
        "high",
        "months",
        "n",
        "detectable",
        "warnings",
        "verdict",
        "refused",
    ]
    assert 0.4 < found["estimate"] < 0.8
    assert found["low"] < found["estimate"] < found["high"]
    assert found["months"] == [3, 5]
    assert found["n"] == {
        "treated_before": 90, "treated_after": 150, "comparison_before": 360, "comparison_after": 600,
    }  # fmt: skip
    assert 0 < found["detectable"] < 0.5
    assert (found["warnings"], found["refused"]) == ([], [])
    assert found["verdict"] == "Naik, sejalan dengan tindakan ini"


def test_effect_holds_its_words_back_after_a_trend(answer: Run, file: Run) -> None:
    found = answer("effect", file(responses(seed=1)), *APRIL)
    assert found["low"] > 0
    assert found["verdict"] == "Belum terbukti berubah"
    assert "turun sebelum tindakan" in found["warnings"][0]


def test_effect_reports_bad_rows(answer: Run, file: Run) -> None:
    good = responses()
    bad = (
        "K1;2026-13;0;3;\nK1;2026-3;0;3;\nK1;2026-03;2;3;\nK1;2026-03;0;5;\n"
        "K1;2026-03;0;0,9;\n;2026-03;0;3;\nK1;;0;3;\nK1;2026-03;0;;\n"
    )
    found = answer("effect", file(good + bad), *APRIL)
    assert found["estimate"] == answer("effect", file(good), *APRIL)["estimate"]
    first = good.count("\n")
    assert [(one["row"] - first + 1, one["line"] - first, one["column"]) for one in found["refused"]] == [
        (place + 1, place + 1, column)
        for place, column in enumerate(
            ["period", "period", "treated", "score", "score", "unit", "period", "score"]
        )
    ]
    assert found["refused"][3]["value"] == "5"
    assert all(one["reason"] for one in found["refused"])


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (
            responses(),
            ("--start", "2026-03-01", "--completed", "2026-04-30"),
            "baru ada 2 bulan sebelum tindakan",
        ),
        (responses(months=5), APRIL, "baru ada 1 bulan sesudah tindakan"),
        (responses(n=6), APRIL, "baru 18 jawaban, perlu 30"),
        (responses().replace(";1;", ";0;"), APRIL, "tidak ada jawaban dari unit yang menerima tindakan"),
        (responses().replace(";0;", ";1;"), APRIL, "tidak ada unit pembanding"),
    ],
)
def test_effect_says_what_is_missing(
    answer: Run, file: Run, content: str, options: tuple[str, ...], words: str
) -> None:
    found = answer("effect", file(content), *options)
    assert (found["estimate"], found["low"], found["high"]) == (None, None, None)
    assert found["verdict"].startswith("Data belum cukup: ")
    assert words in found["verdict"]


@pytest.mark.parametrize(("treated", "sizes"), [("1", [450, 750, 0, 0]), ("0", [0, 0, 450, 750])])
def test_effect_counts_what_there_is_where_a_group_is_missing(
    answer: Run, file: Run, treated: str, sizes: list[int]
) -> None:
    content = re.sub(r"(;2026-..;)[01];", rf"\g<1>{treated};", responses())
    found = answer("effect", file(content), *APRIL)
    assert list(found["n"].values()) == sizes


def test_effect_names_months_that_nobody_answered(answer: Run, file: Run) -> None:
    lines = [line for line in responses().splitlines() if ";2026-07;" not in line]
    found = answer("effect", file("\n".join(lines)), *APRIL)
    assert found["warnings"] == ["1 bulan tanpa satu jawaban pun dari unit mana pun: 2026-07."]
    assert found["months"] == [3, 4]
    # The months of the action itself are left out anyway.
    lines = [line for line in responses().splitlines() if ";2026-04;" not in line]
    assert answer("effect", file("\n".join(lines)), *APRIL)["warnings"] == []


def test_effect_warns_of_a_certainty_that_nobody_has(answer: Run, file: Run) -> None:
    rows = [
        f"K{unit};2026-{month:02d};{int(unit == 0)};{4 if unit == 0 and month > 4 else 3}"
        for unit in range(3)
        for month in range(1, 8)
        for _ in range(15)
    ]
    found = answer("effect", file("unit;period;treated;score\n" + "\n".join(rows)), *APRIL)
    assert (found["low"], found["estimate"], found["high"]) == (1, 1, 1)
    assert "persis sama" in found["warnings"][0]


def test_a_unit_is_the_same_in_capitals(answer: Run, file: Run, refusal: Run) -> None:
    shouted = "".join(
        line.replace("K0;", "k0 ;") if number % 2 else line
        for number, line in enumerate(responses().splitlines(keepends=True))
    )
    assert answer("effect", file(shouted), *APRIL) == answer("effect", file(responses()), *APRIL)
    assert "treated 1 di baris 2 dan 0" in refusal("effect", file(responses() + "k0;2026-02;0;3;\n"), *APRIL)


def test_effect_reads_months_that_a_spreadsheet_made_dates(answer: Run, file: Run) -> None:
    dated = "\n".join(
        ";".join([*cells[:1], f"{cells[1]}-01", *cells[2:]]) if number else line
        for number, line in enumerate(responses().split("\n"))
        if (cells := line.split(";")) and line
    )
    assert answer("effect", file(dated), *APRIL) == answer("effect", file(responses()), *APRIL)


@pytest.mark.parametrize(
    ("content", "options"),
    [
        ("", APRIL),
        ("unit,period,treated,score\n", APRIL),
        ("unit,period,score\nA,2026-01,3\n", APRIL),
        ("unit,period,treated,score,score\nA,2026-01,1,3,3\n", APRIL),
        ("unit,period,treated,score\nA,2026-01,1,9\n", APRIL),
        ("unit,period,treated,score\nA,2026-01,1,3\nA,2026-02,0,3\n", APRIL),
        (
            "unit,period,treated,score\nA,2026-01,1,3\n",
            ("--start", "2026-05-01", "--completed", "2026-04-01"),
        ),
        ("unit,period,treated,score\nA,2026-01,1,3\n", ("--start", "April", "--completed", "2026-04-01")),
        ("unit,period,treated,score\nA,2026-01,1,3\n", ("--start", "2026-04-01")),
    ],
)
def test_unusable_effects(refusal: Run, file: Run, content: str, options: tuple[str, ...]) -> None:
    refusal("effect", file(content), *options)


def test_effect_for_people(file: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["effect", file(responses()), *APRIL]) == 0
    out = capsys.readouterr().out
    assert "Naik, sejalan dengan tindakan ini" in out
    assert "2026-05" in out
