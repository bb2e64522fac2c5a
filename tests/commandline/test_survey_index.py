"""The satisfaction index: published figures, every kind of file, refused rows."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from sinergi.catalogue.elements import ANNEX_ORDER, LEGAL_ORDER
from sinergi.web.commandline.main import main

FIXTURES = Path(__file__).parents[1] / "fixtures"
GASPUL = str(FIXTURES / "surveys/gaspul_tw3_counts.csv")
LAB20 = str(FIXTURES / "surveys/lab20_reliability_matrix.csv")
Run = Callable[..., Any]


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


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ("0,11", "tulis pecahan dengan titik: 0.11."),
        ("0,111", "tulis pecahan dengan titik: 0.111."),
        (",".join(["0,1"] * 8 + ["0,2"]), "titik: " + ",".join(["0.1"] * 8 + ["0.2"])),
        ("1", "hanya satu bilangan; tulis satu bobot untuk tiap unsur (9 bobot"),
        ("0.5,0.3,0.2", "Ada 3 bobot untuk 9 unsur"),
        ("", "tulis equal"),
        ("nan", "tidak dikenal"),
    ],
)
def test_weights_are_refused_with_how_to_write_them(refusal: Run, weights: str, words: str) -> None:
    assert words in refusal("survey-index", GASPUL, "--weights", weights)


def test_weights_with_decimal_commas_apart_by_semicolons(answer: Run) -> None:
    given = ";".join(["0,1"] * 8 + ["0,2"])
    assert answer("survey-index", GASPUL, "--weights", given)["index"] == "92.24"


def test_missing_file_is_named(refusal: Run, tmp_path: Path) -> None:
    assert "tidak-ada.csv" in refusal("survey-index", str(tmp_path / "tidak-ada.csv"))
    refusal("survey-index", str(tmp_path))
    assert "kosong" in refusal("survey-index", "")
    refusal("survey-index")


def test_a_title_above_the_header_is_explained(refusal: Run, file: Run) -> None:
    assert "baris pertama" in refusal("survey-index", file("Survei 2026,,\nU1,U2,U3\n4,4,4\n"))


def test_what_a_file_holds_does_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "uji.xlsx")
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for number, row in enumerate((["U1", "U2"], ["\x1b[31m", 4], [4, 4])):
            page.write_row(number, 0, row)
    assert main(["survey-index", path]) == 0
    assert main(["survey-index", "\x1b[31mada"]) == 2
    assert "\x1b" not in "".join(capsys.readouterr())


def test_a_workbook_with_two_filled_sheets_says_which_was_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "skm.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, answers in (("TW 1", (4, 3)), ("TW 2", (1, 1))):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ("U1", "U2"))
            page.write_row(1, 0, answers)
    assert main(["survey-index", str(path), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["index"] == "87.50"
    assert told.err == (
        "sinergi: Yang dibaca hanya lembar “TW 1”. Lembar lain yang juga berisi tidak dibaca: “TW 2”.\n"
    )
    assert main(["survey-index", LAB20]) == 0 and capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("header", "said"),
    [("U1,U2 Waktu tunggu,U3", True), ("U1,U2,U3 catatan,U3", False), ("U1,U2,umur", False)],
)
def test_a_numbered_column_that_is_left_out_is_said(
    capsys: pytest.CaptureFixture[str], file: Run, header: str, said: bool
) -> None:
    answers = ",".join("4" * len(header.split(",")))
    assert main(["survey-index", file(f"{header}\n{answers}\n"), "--json"]) == 0
    out, err = capsys.readouterr()
    assert len(json.loads(out)["elements"]) == (3 if "catatan" in header else 2)
    assert ("“U2 Waktu tunggu” bernomor unsur" in err, err.count("\n")) == (said, int(said))
