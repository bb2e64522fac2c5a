"""The calculators on the command line: figures, JSON, refused rows, exit codes."""

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import sinergi
from sinergi.catalogue.elements import ANNEX_ORDER, LEGAL_ORDER
from sinergi.web.commandline.main import COMMANDS, main

FIXTURES = Path(__file__).parents[1] / "fixtures"
GASPUL = str(FIXTURES / "surveys/gaspul_tw3_counts.csv")
LAB20 = str(FIXTURES / "surveys/lab20_reliability_matrix.csv")
Run = Callable[..., Any]


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a calculator with --json: exit 0, nothing on standard error, one JSON object on standard output."""

    def run(*arguments: str) -> dict[str, Any]:
        assert main([*arguments, "--json"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert out.count("\n") == 1
        found: dict[str, Any] = json.loads(out)
        return found

    return run


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a calculator that must fail: exit 2, nothing on standard output, one line on standard error."""

    def run(*arguments: str) -> str:
        assert main(list(arguments)) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.endswith("\n") and err.count("\n") == 1
        return err

    return run


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes], str]:
    def write(content: str | bytes) -> str:
        path = tmp_path / f"uji-{len(list(tmp_path.iterdir()))}.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write


# survey-index -------------------------------------------------------------------------------------------------


def test_published_matrix(answer: Run) -> None:
    found = answer("survey-index", LAB20)
    assert list(found) == [
        "respondents", "weights", "elements", "index", "index_low", "index_high", "grade", "label", "refused",
    ]  # fmt: skip
    assert (found["respondents"], found["weights"]) == (19, "equal")
    assert found["elements"][0] == {
        "key": "U1", "label": "U1", "n": 19, "total": 71, "mean": "3.7368", "score": "93.42", "grade": "A",
    }  # fmt: skip
    assert (found["index"], found["grade"], found["label"]) == ("87.28", "B", "Baik")
    assert float(found["index_low"]) < 87.28 < float(found["index_high"])
    (refused,) = found["refused"]
    assert refused.pop("reason")
    assert refused == {"row": 17, "line": 18, "column": "U2", "value": "5"}


@pytest.mark.parametrize(("weights", "index"), [("equal", "91.48"), ("0.111", "91.38"), ("0.11", "90.56")])
def test_published_counts(answer: Run, weights: str, index: str) -> None:
    found = answer("survey-index", GASPUL, "--weights", weights)
    assert (found["index"], found["grade"], found["label"], found["weights"]) == (
        index,
        "A",
        "Sangat Baik",
        weights,
    )
    assert (found["index_low"], found["index_high"], found["respondents"]) == (None, None, 29)
    assert [element["key"] for element in found["elements"]] == list(LEGAL_ORDER)
    assert [element["label"] for element in found["elements"]] == [f"U{number}" for number in range(1, 10)]


def test_the_order_decides_which_element_u8_is(answer: Run) -> None:
    found = answer("survey-index", GASPUL, "--order", "annex")
    assert [element["key"] for element in found["elements"]] == list(ANNEX_ORDER)
    by_key = {element["key"]: element["total"] for element in found["elements"]}
    assert (by_key["sarana"], by_key["pengaduan"]) == (105, 115)


def test_named_columns_and_blanks(answer: Run, file: Run) -> None:
    path = file(
        "tanggal;PERSYARATAN;Waktu penyelesaian;umur\n2026-01-01;4;3;44\n2026-01-02;;4,0;4\n2026-01-03;2;3,5;1\n"
    )
    found = answer("survey-index", path, "--weights", "0.75,0.25")
    assert [(e["key"], e["label"], e["n"], e["total"]) for e in found["elements"]] == [
        ("U1", "PERSYARATAN", 1, 4),
        ("U2", "Waktu penyelesaian", 2, 7),
    ]
    assert (found["respondents"], found["index"], found["index_low"]) == (2, "96.88", None)
    assert [(one["row"], one["line"], one["value"]) for one in found["refused"]] == [(3, 4, "3,5")]


def test_the_same_survey_from_every_kind_of_file(answer: Run, tmp_path: Path, file: Run) -> None:
    text = Path(LAB20).read_text()
    rows = [line.split(",") for line in text.split()]
    wanted = answer("survey-index", LAB20)
    for content in (
        text.replace(",", ";").encode("utf-8-sig"),
        text.replace(",", "\t").encode("utf-16"),
        text.replace("\n", "\r\n").encode("cp1252"),
    ):
        assert answer("survey-index", file(content)) == wanted
    sheet = io.BytesIO()
    with xlsxwriter.Workbook(sheet, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, [int(cell) if cell.isdigit() else cell for cell in row])
    assert answer("survey-index", file(sheet.getvalue())) == wanted
    assert answer("survey-index", file(as_ods(rows))) == wanted


def as_ods(rows: list[list[str]]) -> bytes:
    cell = '<t:table-cell o:value-type="{kind}"{value}><x:p>{text}</x:p></t:table-cell>'
    lines = (
        "".join(
            "<t:table-row>"
            + "".join(
                cell.format(
                    kind="float" if text.isdigit() else "string",
                    value=f' o:value="{text}"' if text.isdigit() else "",
                    text=text,
                )
                for text in row
            )
            + "</t:table-row>"
            for row in rows
        )
        .replace("t:", "table:")
        .replace("o:", "office:")
        .replace("x:", "text:")
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{urn}:office:1.0" '
        f'xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="A">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<m:manifest xmlns:m="urn:x"/>')
        archive.writestr("content.xml", content)
    return target.getvalue()


def test_table_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["survey-index", LAB20]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    for words in (
        "3,7368",
        "93,42",
        "Indeks 87,28",
        "mutu B (Baik)",
        "tidak dihitung: resp",
        "baris berkas 18",
        "“5”",
    ):
        assert words in out


@pytest.mark.parametrize(
    ("content", "options"),
    [
        ("", ()),
        ("U1,U2\n", ()),
        ("U1,U2\n5,5\n", ()),
        ("U1,U1\n4,4\n", ()),
        ("nama,umur\na,4\n", ()),
        ("U1,umur\n4,4\n", ()),
        ("unsur,n4,n3,n2,n1\nU1,-1,2,0,0\nU2,1,0,0,0\n", ()),
        ("unsur,n4,n3,n2,n1\nU1,1,2,0,0\n", ()),
        ("U1,U2\n4,4\n", ("--weights", "0.11")),
        ("U1,U2\n4,4\n", ("--weights", "0.5,0.4")),
        ("U1,U2\n4,4\n", ("--weights", "sama")),
        ("U1,U2\n4,4\n", ("--order", "abjad")),
        ("U1,U2\n4,4\n", ("--tidak-ada",)),
        (b"\x00\x01\x02\x03", ()),
        (b"%PDF-1.4", ()),
    ],
)
def test_unusable_surveys(refusal: Run, file: Run, content: str | bytes, options: tuple[str, ...]) -> None:
    refusal("survey-index", file(content), *options)


def test_missing_file_is_named(refusal: Run, tmp_path: Path) -> None:
    assert "tidak-ada.csv" in refusal("survey-index", str(tmp_path / "tidak-ada.csv"))
    refusal("survey-index", str(tmp_path))
    refusal("survey-index")


# sample-size and due -------------------------------------------------------------------------------------------


def test_sample_size(answer: Run, refusal: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer("sample-size", "1000") == {"population": 1000, "sample": 278}
    for bad in ("0", "-3", "seribu", "1.000", "1e3", ""):
        refusal("sample-size", bad)
    assert main(["sample-size", "200"]) == 0
    assert "132" in capsys.readouterr().out


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


@pytest.mark.parametrize("content", ["name\nUji\n", "date\n17-03-2026\n", "date,name\n", ""])
def test_unusable_holidays(refusal: Run, file: Run, content: str) -> None:
    refusal("due", "2026-03-13", "5", "--holidays", file(content))


# effect --------------------------------------------------------------------------------------------------------


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


# simulate-effect -----------------------------------------------------------------------------------------------


def test_simulate_effect(answer: Run) -> None:
    arguments = ("simulate-effect", "--design", "1v4-3+3", "--runs", "300", "--effect", "2x", "--seed", "7")
    (design,) = answer(*arguments)["designs"]
    assert list(design) == [
        "name", "admitted", "refused", "detectable", "coverage", "claimed_when_none", "power", "median_width",
        "bootstrap_coverage",
    ]  # fmt: skip
    assert (design["name"], design["admitted"], design["refused"]) == ("1v4-3+3", 300, {})
    assert design["power"] > 0.9
    assert answer(*arguments)["designs"] == [design]


def test_simulate_runs_every_design_by_default(answer: Run) -> None:
    designs = answer("simulate-effect", "--runs", "20", "--effect", "0.2", "--seed", "1")["designs"]
    names = {design["name"] for design in designs}
    assert names >= {"1v4-3+3", "1v4-6+2", "1v4-6+6", "1v4-12+6", "2v3-6+3", "waves-5"}


@pytest.mark.parametrize(
    "options",
    [
        ("--design", "9v9"),
        ("--runs", "0"),
        ("--runs", "banyak"),
        ("--seed", "-1"),
        ("--effect", "besar"),
        ("--effect", "x"),
        ("--effect", "3", "--runs", "5"),
    ],
)
def test_unusable_simulations(refusal: Run, options: tuple[str, ...]) -> None:
    refusal("simulate-effect", *options)


# the front door ------------------------------------------------------------------------------------------------


def test_help_names_every_command_that_exists(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for command in COMMANDS:
        assert (f"  {command.name} " in out) is command.exists()
    for name in ("survey-index", "sample-size", "due", "effect", "simulate-effect"):
        assert main([name, "--help"]) == 0
        assert "Pemakaian: sinergi " + name in capsys.readouterr().out


def test_unknown_commands_are_refused(refusal: Run) -> None:
    assert "hapus-semua" in refusal("hapus-semua")
    assert refusal("due", "--salah").count("sinergi due --help") == 1


def outside(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """As somebody at a shell runs it: a process of its own, a bare environment, another folder."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(Path(next(iter(sinergi.__path__))).parent),
        "LC_ALL": "C",
    }
    return subprocess.run(
        [sys.executable, "-m", "sinergi", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_streams_and_exit_codes_of_a_process(tmp_path: Path) -> None:
    good = outside("survey-index", LAB20, "--json", cwd=tmp_path)
    assert (good.returncode, good.stderr) == (0, b"")
    assert json.loads(good.stdout)["index"] == "87.28"
    table = outside("survey-index", LAB20, cwd=tmp_path)
    assert table.returncode == 0
    assert "“5”" in table.stdout.decode()
    bad = outside("survey-index", "tidak-ada.csv", "--json", cwd=tmp_path)
    assert (bad.returncode, bad.stdout, bad.stderr.count(b"\n")) == (2, b"", 1)
    assert outside("due", "2026-03-13", cwd=tmp_path).returncode == 2


def test_calculators_need_no_django_and_due_no_numpy(tmp_path: Path) -> None:
    script = (
        "import sys; from sinergi.web.commandline.main import main; main(sys.argv[1:]); "
        "print([name for name in ('django', 'numpy', 'scipy', 'psycopg', 'python_calamine') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(next(iter(sinergi.__path__))).parent)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    for arguments, loaded in (
        (["due", "2026-03-13", "5"], "[]"),
        (["survey-index", LAB20], "[]"),
        (["simulate-effect", "--design", "waves-5", "--runs", "2"], "['numpy']"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.stdout.strip().splitlines()[-1] == loaded
