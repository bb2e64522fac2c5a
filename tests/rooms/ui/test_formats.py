import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from sinergi.ui import formats

JAKARTA = ZoneInfo("Asia/Jakarta")
MOMENT = dt.datetime(2026, 5, 14, 10, 30, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (1234.5, None, "1.234,5"),
        (1234567, None, "1.234.567"),
        (0, None, "0"),
        (Decimal("2.675"), 2, "2,68"),
        (2.675, 2, "2,68"),
        (-0.04, 1, "0,0"),
        (Decimal("87.2777"), 2, "87,28"),
        (12, 2, "12,00"),
        (-1234.5, 1, "-1.234,5"),
        (0.1 + 0.2, 2, "0,30"),
        (1e6, 0, "1.000.000"),
    ],
)
def test_number(value: float, places: int | None, shown: str) -> None:
    assert formats.number(value, places) == shown


def test_english_numbers_and_dates() -> None:
    with translation.override("en"):
        assert formats.number(1234.5) == "1,234.5"
        assert formats.long_datetime(MOMENT) == "Thursday, 14 May 2026 at 10:30 WIB"
        assert formats.remaining_words(dt.timedelta(minutes=8)) == "8 minutes left"
        assert formats.remaining_words(dt.timedelta(days=-1)) == "1 day late"
        assert formats.short_date(dt.date(2026, 8, 4)) == "4 Aug 2026"


def test_money_share_and_size() -> None:
    assert formats.rupiah(12000) == "Rp12.000"
    assert formats.rupiah(-500) == "-Rp500"
    assert formats.rupiah(0) == "Rp0"
    assert formats.percent(Decimal("0.705")) == "71%"
    assert formats.percent(0.705, 1) == "70,5%"
    assert [formats.file_size(n) for n in (12, 640_000, 1_240_000)] == ["12 B", "640 kB", "1,2 MB"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.21, "+0,21"),
        (Decimal("-0.1"), "−0,10"),
        (0, "0,00"),
        (-0.004, "0,00"),
        (0.005, "+0,01"),
        (1234, "+1.234,00"),
    ],
)
def test_signed(value: float, shown: str) -> None:
    assert formats.signed(value) == shown


def test_dates() -> None:
    assert formats.long_datetime(MOMENT) == "Kamis, 14 Mei 2026 pukul 10.30 WIB"
    assert formats.long_date(dt.date(2026, 1, 2)) == "Jumat, 2 Januari 2026"
    assert formats.date(dt.date(2026, 8, 17)) == "17 Agustus 2026"
    assert formats.short_date(dt.date(2026, 8, 4)) == "4 Agu 2026"
    assert formats.short_datetime(MOMENT.replace(day=4, hour=9, minute=12)) == "Sen 4 Mei 09.12"
    assert formats.month(MOMENT) == "Mei 2026"


def test_moments_are_shown_in_the_offices_zone() -> None:
    late = dt.datetime(2026, 5, 13, 18, 5, tzinfo=dt.UTC)
    assert formats.long_datetime(late) == "Kamis, 14 Mei 2026 pukul 01.05 WIB"
    assert formats.long_date(late) == "Kamis, 14 Mei 2026"
    assert formats.clock(late) == "01.05"


@pytest.mark.parametrize(("name", "short"), [("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")])
def test_zones(name: str, short: str) -> None:
    assert formats.zone(dt.datetime(2026, 5, 14, tzinfo=ZoneInfo(name))) == short


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ((2026, 4, 1), (2026, 4, 30), "1–30 April 2026"),
        ((2026, 4, 28), (2026, 5, 3), "28 April – 3 Mei 2026"),
        ((2025, 12, 30), (2026, 1, 2), "30 Desember 2025 – 2 Januari 2026"),
        ((2026, 4, 1), (2026, 4, 1), "1 April 2026"),
    ],
)
def test_date_range(first: tuple[int, int, int], last: tuple[int, int, int], shown: str) -> None:
    assert formats.date_range(dt.date(*first), dt.date(*last)) == shown


@pytest.mark.parametrize(
    ("span", "parts", "words"),
    [
        (dt.timedelta(hours=4, minutes=20), 2, "4 jam 20 menit"),
        (dt.timedelta(days=2, minutes=5), 2, "2 hari"),
        (dt.timedelta(days=1, hours=3, minutes=7), 2, "1 hari 3 jam"),
        (dt.timedelta(seconds=59), 2, "kurang dari 1 menit"),
        (dt.timedelta(hours=-1, minutes=-1), 1, "1 jam"),
        (dt.timedelta(minutes=59, seconds=59), 1, "59 menit"),
    ],
)
def test_duration(span: dt.timedelta, parts: int, words: str) -> None:
    assert formats.duration(span, parts) == words


def test_due_words() -> None:
    assert formats.due_words(MOMENT, MOMENT - dt.timedelta(minutes=8)) == "Sisa 8 menit"
    assert formats.due_words(MOMENT, MOMENT + dt.timedelta(days=2, hours=5)) == "Lewat 2 hari"


def test_filters_show_a_dash_for_nothing() -> None:
    template = Template(
        "{% load ui %}{{ a|number }} {{ a|rupiah }} {{ a|long_date }} {{ b|dash }} "
        "{{ c|number:1 }} {{ d|until_words:now }}"
    )
    context = Context(
        {"a": None, "b": "", "c": Decimal("1234.56"), "d": MOMENT, "now": MOMENT - dt.timedelta(hours=2)}
    )
    assert template.render(context) == "– – – – 1.234,6 Sisa 2 jam"


@pytest.mark.parametrize(
    ("number", "dialled", "shown"),
    [
        ("+6281260000042", "+6281260000042", "0812-6000-0042"),
        ("0812 6000 0042", "+6281260000042", "0812-6000-0042"),
        ("061-0000000", "+62610000000", "061-0000000"),
        ("+60 12-345 6789", "+60123456789", "+60 12-345 6789"),
        ("sari@contoh.id", "", "sari@contoh.id"),
    ],
)
def test_telephone_numbers(number: str, dialled: str, shown: str) -> None:
    assert (formats.dialled(number), formats.phone(number)) == (dialled, shown)


def test_telephone_numbers_can_be_touched() -> None:
    template = Template("{% call_link n %} {% whatsapp_link n %}")
    html = template.render(Context({"n": "+6281260000042"}))
    assert 'href="tel:+6281260000042">0812-6000-0042<' in html
    assert 'href="https://wa.me/6281260000042" rel="noreferrer">0812-6000-0042<' in html


@pytest.mark.parametrize(
    ("amount", "shown", "english"),
    [
        (730, "2 tahun", "2 years"), (365, "1 tahun", "1 year"), (3650, "10 tahun", "10 years"),
        (731, "731 hari", "731 days"),
        (90, "3 bulan", "3 months"), (30, "1 bulan", "1 month"), (14, "2 minggu", "2 weeks"), (7, "1 minggu", "1 week"),
        (100, "100 hari", "100 days"), (1, "1 hari", "1 day"), (0, "0 hari", "0 days"),
        (1000, "1.000 hari", "1,000 days"),
    ],
)  # fmt: skip
def test_days_are_said_in_the_largest_exact_unit(amount: int, shown: str, english: str) -> None:
    assert formats.days(amount) == shown
    with translation.override("en"):
        assert formats.days(amount) == english


@pytest.mark.parametrize(
    ("amount", "shown"), [(6, "6 bulan"), (12, "1 tahun"), (24, "2 tahun"), (18, "18 bulan")]
)
def test_months(amount: int, shown: str) -> None:
    assert formats.months(amount) == shown


def test_a_letter_number_breaks_after_its_slashes_only() -> None:
    template = Template("{% load ui %}{{ a|slashes }} {{ b|slashes }}")
    shown = template.render(Context({"a": "500.3/28<b>/2026", "b": None}))
    assert shown == "500.3/<wbr>28&lt;b&gt;/<wbr>2026 –"
