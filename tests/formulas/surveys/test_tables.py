"""Which columns of a survey file count, under which keys, and which rows do not."""

import pytest

from sinergi.catalogue.elements import ANNEX_ORDER, ELEMENTS, LEGAL_ORDER, key_of
from sinergi.sheets.reading import Table, read_bytes
from sinergi.surveys.tables import Counts, Responses, UnusableTable, element_columns, interpret, whole_number


def table(text: str) -> Table:
    return read_bytes(text.encode())


def responses(text: str, order: str = "legal") -> Responses:
    found = interpret(table(text), order)
    assert isinstance(found, Responses)
    return found


def keys(header: str, order: str = "legal") -> list[str]:
    return [column.key for column in element_columns(header.split(";"), order)]


NUMBERED = ";".join(f"U{number}" for number in range(1, 10))


def test_the_orders_differ_only_in_the_last_two() -> None:
    assert LEGAL_ORDER[:7] == ANNEX_ORDER[:7]
    assert LEGAL_ORDER[7:] == ("pengaduan", "sarana")
    assert ANNEX_ORDER[7:] == ("sarana", "pengaduan")


def test_nine_numbered_columns_are_read_by_the_order() -> None:
    assert keys(NUMBERED) == list(LEGAL_ORDER)
    assert keys(NUMBERED, "annex") == list(ANNEX_ORDER)
    assert keys(NUMBERED.lower().replace("u", "u0")) == list(LEGAL_ORDER)


def test_names_keys_and_questions_are_recognised() -> None:
    for element in ELEMENTS:
        for name in (element.key, element.name, element.name.upper(), element.question, f" {element.name} "):
            assert key_of(name) == element.key
    assert key_of("Sistem, Mekanisme, dan Prosedur") == "prosedur"
    assert key_of("kejelasan") is None
    assert key_of("umur") is None


def test_names_win_over_the_order() -> None:
    header = ";".join(element.name for element in reversed(ELEMENTS))
    assert keys(header, "annex") == list(reversed(LEGAL_ORDER))
    assert keys(NUMBERED.replace("U8", "U8 Sarana").replace("U9", "U9 Pengaduan")) == list(ANNEX_ORDER)


def test_fewer_or_more_than_nine_keep_numbers() -> None:
    assert keys("resp;U1;umur;U2;U3") == ["U1", "U2", "U3"]
    assert keys("U3;U1;U2") == ["U1", "U2", "U3"]
    assert keys("persyaratan;waktu;umur") == ["U1", "U2"]
    assert keys(NUMBERED + ";U10")[-1] == "U10"


def test_a_time_of_day_beside_numbered_columns_is_no_element() -> None:
    assert keys(f"Waktu;{NUMBERED};kejelasan") == list(LEGAL_ORDER)


@pytest.mark.parametrize("header", ["U1;U1;U2", "Persyaratan;persyaratan;waktu", "U1;u01;U2"])
def test_one_element_twice_is_refused(header: str) -> None:
    with pytest.raises(UnusableTable, match="unsur yang sama"):
        element_columns(header.split(";"))


@pytest.mark.parametrize("count", [0, 1, 31])
def test_between_2_and_30_elements(count: int) -> None:
    with pytest.raises(UnusableTable):
        element_columns(["umur", *(f"U{number}" for number in range(1, count + 1))])
    assert len(element_columns([f"U{number}" for number in range(1, 31)])) == 30


def test_other_columns_are_never_scored() -> None:
    found = responses("resp;U1;umur;U2;skor\n1;4;45;3;9\n2;3;99;;x\n")
    assert [person.answers for person in found.respondents] == [(4, 3), (3, None)]
    assert found.ignored == ("resp", "umur", "skor")
    assert not found.refused


def test_an_invalid_answer_leaves_its_respondent_out() -> None:
    found = responses("U1;U2\n4;4\n\n5;0\n3;3,5\n4,0;3.0\nx;\n")
    assert [person.answers for person in found.respondents] == [(4, 4), (4, 3)]
    assert [(one.row, one.line, one.column, one.value) for one in found.refused] == [
        (2, 4, "U1", "5"),
        (3, 5, "U2", "3,5"),
        (5, 7, "U1", "x"),
    ]
    assert "U2 = 0" in found.refused[0].reason


def test_a_row_longer_than_the_header_is_refused() -> None:
    found = responses("U1,U2\n4,3\n4,0,3\n")
    assert [one.row for one in found.refused] == [2]


def test_rows_without_an_answer_are_no_respondents() -> None:
    found = responses("resp,U1,U2\n1,4,4\n2,,\n3,,\n")
    assert (len(found.respondents), found.unanswered, found.refused) == (1, 2, ())


@pytest.mark.parametrize(
    "text", ["U1,U2\n", "U1,U2\n5,5\n", "resp,U1,U2\n1,,\n", "resp,U1,U2\n1,4,\n2,3,\n", "nama,umur\na,4\n"]
)
def test_nothing_to_count_is_refused(text: str) -> None:
    with pytest.raises(UnusableTable):
        interpret(table(text))


def test_counts_are_recognised_in_any_case_and_order() -> None:
    found = interpret(table("N1;n4;Unsur;n2;n3;total\n0;2,0;Waktu;0;1;99\n1;0;Biaya;0;3;1\n;;;;\n"))
    assert isinstance(found, Counts)
    assert found.counts == ((2, 1, 0, 0), (0, 3, 0, 1))
    assert [element.label for element in found.elements] == ["Waktu", "Biaya"]


def test_a_total_row_of_counts_is_no_element() -> None:
    found = interpret(table("unsur,n4,n3,n2,n1\nU1,1,0,0,0\nU2,1,0,0,0\nJumlah,2,0,0,0\n"))
    assert isinstance(found, Counts)
    assert len(found.counts) == 2
    assert [(one.row, one.value) for one in found.refused] == [(3, "Jumlah")]


@pytest.mark.parametrize("bad", ["-1", "1,5", "", "x", "1e3", "٣", "1.000", "12,500", "1234567890"])
def test_a_count_that_is_none_makes_the_file_unusable(bad: str) -> None:
    with pytest.raises(UnusableTable, match="U2"):
        interpret(table(f"unsur;n4;n3;n2;n1\nU1;1;0;0;0\nU2;{bad};0;0;1\n"))


@pytest.mark.parametrize(
    ("text", "value"),
    [("4", 4), ("4.0", 4), ("4,00", 4), (" 3 ", 3), ("3,5", None), ("-1", None), ("٣", None), ("4e0", None)],
)
def test_whole_numbers(text: str, value: int | None) -> None:
    assert whole_number(text) == value
