"""Files from outside: every dress a table comes in, and what is refused before it can hurt."""

import io
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from sinergi.sheets import archives, table
from sinergi.sheets.apart import workbook_apart
from sinergi.sheets.reading import Row, Table, UnreadableSheet, read_bytes, read_path
from sinergi.sheets.writing import Sheet, sheet_name, workbook

WANTED = Table(("nama", "U1", "U2"), (Row(2, ("Contoh é", "4", "3,5")), Row(3, ("b", "", "2"))))
NOW = datetime(2026, 5, 14, 9, 30)


def xlsx(rows: list[list[object]], first_row: int = 0) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows, start=first_row):
            page.write_row(number, 0, row)
    return target.getvalue()


def ods(content: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<m:manifest xmlns:m="urn:x"/>')
        archive.writestr(
            "content.xml",
            '<?xml version="1.0"?><office:document-content '
            'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="A">{content}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return target.getvalue()


def ods_cell(text: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{attributes}><text:p>{text}</text:p></table:table-cell>'
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_csv_in_every_dress(separator: str, encoding: str, newline: str) -> None:
    decimal = '"3,5"' if separator == "," else "3,5"
    lines = [["nama", "U1", "U2"], ["Contoh é", "4", decimal], ["b", "", "2"], ["", "", ""]]
    text = newline.join(separator.join(line) for line in lines) + newline
    assert read_bytes(text.encode(encoding)) == WANTED


def test_separator_is_the_one_the_rows_agree_on() -> None:
    found = read_bytes(b"Sistem, mekanisme, dan prosedur;Waktu\n4;3\n3;3\n")
    assert found.header == ("Sistem, mekanisme, dan prosedur", "Waktu")
    assert read_bytes(b"sep=;\na;b\n1,2;3\n").rows == (Row(3, ("1,2", "3")),)


def test_lines_are_those_of_the_file() -> None:
    found = read_bytes(b'\n\na,b\n\n"1\n2",3\n4,5\n')
    assert (found.header_line, [row.line for row in found.rows]) == (3, [5, 7])


def test_xlsx_values_become_what_was_typed() -> None:
    data = xlsx([["a", "b", "c", "d", "e"], [4.0, 3.5, " x ", True, 198001012005011001]], first_row=2)
    found = read_bytes(data, "apa saja.csv")
    assert found.header_line == 3
    assert found.rows == (Row(4, ("4", "3.5", "x", "TRUE", "1.98001012005011E+17")),)


def test_errors_and_formulas_that_nobody_computed_are_not_empty() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("Kosong")
        page = book.add_worksheet("Isi & lain")
        page.write_row(0, 0, ["U1", "U2", "U3", "U4"])
        page.write_formula(1, 0, "=2+2", None, 4)
        page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        page.write_number(1, 3, 3)
    data = target.getvalue()
    (row,) = read_bytes(data).rows
    assert row.cells == ("4", "#GALAT", "", "3")
    bare = '<c r="A2"><f>1+1</f><v></v></c><c r="B2" t="str"><f>IF(1,"")</f><v></v></c><c r="C2"><v>3</v></c>'
    (row,) = read_bytes(workbook_with(f'{HEAD}<row r="2">{bare}</row>', where="worksheets/sheet1.xml")).rows
    assert row.cells == ("(rumus belum dihitung)", "", "3")


def test_dates_of_a_workbook_are_iso() -> None:
    data = workbook([Sheet("A", ["d"], [[date(2026, 4, 1)], [datetime(2026, 4, 1, 9, 5)]])], created=NOW)
    assert [row.cells for row in read_bytes(data).rows] == [("2026-04-01",), ("2026-04-01 09:05:00",)]


def test_ods_names_cells_that_failed_instead_of_taking_them_for_blank() -> None:
    """As LibreOffice writes 1/0, and a formula that no program has computed."""
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error" xmlns:calcext="urn:x"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    blank = '<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""/>'
    content = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        f"<table:table-row>{ods_cell('a')}{ods_cell('b')}{ods_cell('c')}{ods_cell('d')}</table:table-row>"
        f'<table:table-row>{error}<table:table-cell table:formula="of:=[.A9]"/>{blank}{ods_cell("4")}</table:table-row>'
    )
    (row,) = read_bytes(ods(content)).rows
    assert (row.line, row.cells) == (5, ("#GALAT", "(rumus belum dihitung)", "", "4"))


def test_numbers_that_are_none_stay_words() -> None:
    assert [table.text_of(value) for value in (float("nan"), float("inf"), float("-inf"), 4.0)] == [
        "nan",
        "inf",
        "-inf",
        "4",
    ]


def test_ods_is_read_with_its_repeats() -> None:
    row = "<table:table-row>{}</table:table-row>"
    content = row.format(ods_cell("a") + ods_cell("b")) + row.format(
        ods_cell("4", ' table:number-columns-repeated="2"')
        + '<table:table-cell table:number-columns-repeated="16000"/>'
    )
    content += '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    assert read_bytes(ods(content)) == Table(("a", "b"), (Row(2, ("4", "4")),), sheet="A")


def test_the_first_sheet_with_content_is_read() -> None:
    data = workbook([Sheet("Kosong", [], []), Sheet("Isi", ["a"], [[1]])], created=NOW)
    found = read_bytes(data)
    assert (found.header, found.sheet, found.unread) == (("a",), "Isi", ())


def test_filled_sheets_that_are_not_read_are_named() -> None:
    pages = [Sheet("Kosong", [], []), *(Sheet(f"TW {n}", ["a"], [[n]]) for n in range(1, 9))]
    found = read_bytes(workbook(pages, created=NOW))
    assert (found.sheet, found.unread) == ("TW 1", tuple(f"TW {n}" for n in range(2, 9)))
    assert table.unread_words(found.sheet, found.unread) == (
        "Yang dibaca hanya lembar “TW 1”. Lembar lain yang juga berisi tidak dibaca: "
        "“TW 2”, “TW 3”, “TW 4”, “TW 5”, “TW 6” (+2)."
    )
    row = "<table:table-row>{}</table:table-row>"
    filled, empty = row.format(ods_cell("a")), row.format("<table:table-cell/>")
    second = f'{filled}</table:table><table:table table:name="B">{filled}</table:table><table:table table:name="C">'
    both = read_bytes(ods(second + empty))
    assert (both.sheet, both.unread) == ("A", ("B",))
    assert read_bytes(b"a,b\n1,2\n").unread == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "kosong"),
        (b" \r\n\t\n", "kosong"),
        (b"\xef\xbb\xbf", "kosong"),
        (b"%PDF-1.7 teks", "bukan tabel"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "bukan tabel"),
        (b"a,b\n\x01\x02,3\n", "bukan tabel"),
        (b"a,b\n\x81,3\n", "bukan tabel"),
        (b'a,b\n"1,2\n3,4\n', "kutip"),
        (archives.OLE_MAGIC + bytes(600), "XLS"),
        (archives.OLE_MAGIC + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
        (b"PK\x03\x04" + b"rusak" * 50, "rusak"),
        (xlsx([["a"], [1]])[:-60], "rusak"),
        (ods("<table:table-row>"), "rusak"),
    ],
)
def test_unusable_files_get_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableSheet, match=words) as caught:
        read_bytes(data)
    assert "\n" not in str(caught.value)


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_other_archives_are_no_sheets() -> None:
    for members, words in (
        ({"word/document.xml": b"<a/>"}, "bukan lembar kerja"),
        ({"xl/workbook.bin": b"x"}, "XLSB"),
        ({"content.xml": b"<a/>", "META-INF/manifest.xml": b"<m:encryption-data/>"}, "kata sandi"),
    ):
        with pytest.raises(UnreadableSheet, match=words):
            read_bytes(zipped(members))


def test_a_zip_bomb_is_refused_at_once() -> None:
    bomb = zipped(
        {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(table.MAX_UNPACKED_BYTES + 1)}
    )
    assert len(bomb) < 1_000_000
    began = time.perf_counter()
    with pytest.raises(UnreadableSheet, match="terlalu besar"):
        read_bytes(bomb)
    assert time.perf_counter() - began < 2


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(50_000_000)})
    lie = honest.replace((50_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    with pytest.raises(UnreadableSheet):
        read_bytes(lie)


def test_a_cell_in_the_last_corner_is_refused_before_it_costs_memory() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write(0, 0, "a")
        page.write(1_048_575, 16_383, "z")
    began = time.perf_counter()
    with pytest.raises(UnreadableSheet, match="terlalu besar"):
        read_bytes(target.getvalue())
    repeated = (
        '<table:table-row table:number-rows-repeated="1048576">'
        + ods_cell("x", ' table:number-columns-repeated="16384"')
        + "</table:table-row>"
    )
    with pytest.raises(UnreadableSheet, match="terlalu besar"):
        read_bytes(ods(repeated))
    disguised = (
        repeated.replace('"16384"', "'&#49;6384'").replace("<table:", "<t:").replace("</table:", "</t:")
    )
    with pytest.raises(UnreadableSheet, match="terlalu besar"):
        read_bytes(ods(disguised.replace("<t:table-row", '<t:table-row xmlns:t="urn:oasis"')))
    with pytest.raises(UnreadableSheet, match="tidak wajar"):
        read_bytes(zipped({"content.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}))
    assert time.perf_counter() - began < 2


def workbook_with(sheet: str, *, where: str, text: str = "") -> bytes:
    """A workbook whose only sheet lies at ``where`` in the archive; ``text`` is its first shared string."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="{where}"/>'
        f'<Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>{text}</t></si></sst>',
        f"xl/{where}": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    return zipped({name: content.encode() for name, content in members.items()})


HEAD = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'


@pytest.mark.parametrize(
    "where", ["worksheets/sheet1.xml", "lain/sheet1.xml", "foto.png", "Worksheets/Sheet1.XML"]
)
def test_a_sheet_is_never_given_more_room_than_the_limits(where: str) -> None:
    """Past the look at ``xl/worksheets``, the reader ends its process for want of memory: it must be another one."""
    assert read_bytes(workbook_with(HEAD, where=where)).header == ("1", "2")
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    began = time.perf_counter()
    with pytest.raises(UnreadableSheet, match="terlalu besar"):
        read_bytes(workbook_with(HEAD + corner, where=where))
    assert time.perf_counter() - began < 2


def test_one_long_text_named_by_many_cells_is_refused() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(2, 1_000))
    with pytest.raises(UnreadableSheet, match="terlalu panjang"):
        read_bytes(workbook_with(HEAD + rows, where="worksheets/sheet1.xml", text="x" * 90_000))


def test_hidden_sheets_are_read_only_when_there_is_nothing_else() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        hidden, shown = book.add_worksheet("Lama"), book.add_worksheet("Baru")
        hidden.write(0, 0, "lama")
        hidden.hide()
        shown.activate()
        shown.set_first_sheet()
        shown.write(0, 0, "baru")
    found = read_bytes(target.getvalue())
    assert (found.header, found.unread) == (("baru",), ("Lama",))


def test_limits_of_a_text_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableSheet, match="300 kolom"):
        read_bytes(",".join(f"k{number}" for number in range(301)).encode())
    monkeypatch.setattr(table, "MAX_ROWS", 3)
    with pytest.raises(UnreadableSheet, match="terlalu panjang"):
        read_bytes(b"a\n1\n2\n3\n4\n")


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "tidak-ada.csv", tmp_path, Path("nol\0nol")):
        with pytest.raises(UnreadableSheet):
            read_path(path)


def test_a_device_is_not_read_to_its_end() -> None:
    with pytest.raises(UnreadableSheet, match="terlalu besar"):
        read_path(Path("/dev/zero"))


def test_text_never_becomes_a_formula() -> None:
    nasty = ["=1+1", "+1", "-1", "@SUM(A1)", "http://contoh.example", "0123", "\x01x"]
    data = workbook([Sheet("Uji", ["teks", "=2+2"], [[text, 5] for text in nasty])], created=NOW)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in page
        assert "hyperlink" not in page
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["teks", "=2+2"]
    assert [row[0] for row in rows[1:6]] == nasty[:5]
    assert rows[6][0] == "0123"


def test_typed_cells_keep_their_kind() -> None:
    row = [1, 2.5, Decimal("3.25"), date(2026, 5, 1), True, None, "", 198001012005011001]
    data = workbook([Sheet("A", list("abcdefgh"), [row])], created=NOW)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1]
    assert cells == [1.0, 2.5, 3.25, date(2026, 5, 1), True, "", "", "198001012005011001"]
    assert data == workbook([Sheet("A", list("abcdefgh"), [row])], created=NOW)


def test_workbooks_that_cannot_be_written() -> None:
    for sheets in ([], [Sheet("A", [], []), Sheet("a", [], [])], [Sheet("A", ["x" * 40_000], [])]):
        with pytest.raises(ValueError, match=r"sheet|cell"):
            workbook(sheets, created=NOW)
    assert sheet_name("Unsur: U1/U2 [2026] " + "x" * 40) == "Unsur  U1 U2  2026  xxxxxxxxxxx"
    assert sheet_name("''") == "Lembar"


def test_a_process_of_its_own_writes_the_same_and_says_what_is_wrong() -> None:
    sheets = [Sheet("Uji", ["a", "b"], ([row, Decimal("1.5")] for row in range(3)))]
    again = [Sheet("Uji", ["a", "b"], [[row, Decimal("1.5")] for row in range(3)])]
    assert workbook_apart(sheets, created=NOW) == workbook(again, created=NOW)
    with pytest.raises(ValueError, match="at most 32767"):
        workbook_apart([Sheet("Uji", ["a"], [["x" * 32_768]])], created=NOW)
