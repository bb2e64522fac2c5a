"""A definition as a form, and answers back in words."""

from datetime import date
from typing import Any

import pytest

from sinergi.catalogue.definition import parse
from sinergi.catalogue.forms import answer_rows, answers, page_form
from sinergi.catalogue.founding_set import SERVICES
from sinergi.organization.models import Office, Unit
from tests.factories import catalogue, people

pytestmark = pytest.mark.django_db
FORM = {
    "pages": [
        {
            "key": "one",
            "title": "Satu",
            "fields": [
                {"key": "partner", "label": "Nama pasangan", "type": "name"},
                {"key": "born", "label": "Tanggal lahir", "type": "date", "when": "past"},
                {"key": "income", "label": "Penghasilan", "type": "rupiah"},
                {"key": "children", "label": "Jumlah anak", "type": "number", "required": False},
                {
                    "key": "house",
                    "label": "Rumah",
                    "type": "choice",
                    "choices": [
                        {"key": "own", "label": "Milik sendiri"},
                        {"key": "rent", "label": "Sewa", "hint": "Kontrak"},
                    ],
                },
                {"key": "place", "label": "Kelurahan usaha", "type": "village"},
                {
                    "key": "note",
                    "label": "Keterangan",
                    "type": "textarea",
                    "required": False,
                    "max_length": 20,
                },
            ],
        }
    ]
}
GOOD = {
    "partner": "Contoh Andi", "born_day": "14", "born_month": "Mei", "born_year": "1990", "income": "1.500.000",
    "children": "", "house": "rent", "note": "",
}  # fmt: skip
TODAY = date(2026, 5, 14)


def form(office: Office, terjun: Unit, **changes: str) -> Any:
    version = catalogue.draft(office, form=FORM)
    return page_form(
        version, "one", office=office, data={**GOOD, "place": str(terjun.pk), **changes}, today=TODAY
    )


def test_answers_are_plain_data_and_come_back(office: Office, terjun: Unit) -> None:
    filled = form(office, terjun)
    assert filled.is_valid(), filled.errors
    stored = answers(filled)
    assert stored == {
        "partner": "Contoh Andi", "born": "1990-05-14", "income": 1_500_000, "children": None, "house": "rent",
        "place": terjun.pk, "note": "",
    }  # fmt: skip
    again = page_form(catalogue.draft(office, "dua", form=FORM), "one", office=office, initial=stored)
    html = again.as_p()
    for value in ('value="1990"', 'value="1500000"', "Contoh Andi"):
        assert value in html
    assert html.count("checked") == 1 and html.count("selected") == 1
    rows = answer_rows(parse(FORM), stored, villages={terjun.pk: "Terjun"})
    assert [(row.label, row.text) for row in rows] == [
        ("Nama pasangan", "Contoh Andi"), ("Tanggal lahir", "14 Mei 1990"), ("Penghasilan", "Rp1.500.000"),
        ("Jumlah anak", ""), ("Rumah", "Sewa"), ("Kelurahan usaha", "Terjun"), ("Keterangan", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"partner": ""}, "Nama pasangan belum diisi."),
        ({"born_day": "", "born_month": "", "born_year": ""}, "Tanggal lahir belum diisi."),
        ({"born_year": "2027"}, "Tanggal lahir paling akhir 14 Mei 2026."),
        ({"born_day": "31", "born_month": "2"}, "31 Februari 1990 tidak ada di kalender."),
        ({"house": "tent"}, "Rumah: pilih salah satu dari daftar."),
        ({"house": ""}, "Rumah belum dipilih."),
        ({"place": "0"}, "Kelurahan usaha: pilih salah satu dari daftar."),
        ({"note": "x" * 21}, "Keterangan paling panjang 20 huruf; Anda mengisi 21."),
    ],
)
def test_errors_name_the_field_and_keep_what_was_typed(
    office: Office, terjun: Unit, change: dict[str, str], words: str
) -> None:
    filled = form(office, terjun, **change)
    assert not filled.is_valid()
    messages = [str(message) for errors in filled.errors.values() for message in errors]
    assert any(words in message for message in messages), messages
    assert 'value="1.500.000"' in filled.as_p()


def test_villages_of_another_office_cannot_be_chosen(office: Office, terjun: Unit) -> None:
    other = people.village(people.office("Kecamatan Contoh Lain", code="12.71.99", prefix="LAI"), "Jauh")
    assert "place" in form(office, terjun, place=str(other.pk)).errors


def test_unknown_page_is_a_key_error(office: Office) -> None:
    with pytest.raises(KeyError):
        page_form(catalogue.draft(office), "zzz", office=office)


# --- rules between answers ------------------------------------------------------------------------------------

RULED = {
    "pages": [
        {
            "key": "one",
            "title": "Satu",
            "fields": [
                {"key": "born", "label": "Lahir", "type": "date", "minimum_age": 19, "otherwise": "Belum 19 tahun."},
                {"key": "registered", "label": "Mendaftar", "type": "date"},
                {
                    "key": "wedding", "label": "Akad", "type": "date", "otherwise": "Tidak perlu dispensasi.",
                    "soon_after": {"field": "registered", "working_days": 10},
                },
                {
                    "key": "purpose", "label": "Keperluan", "type": "choice",
                    "choices": [{"key": "bank", "label": "Pinjaman"}, {"key": "lain", "label": "Keperluan lain"}],
                },
                {
                    "key": "other", "label": "Keperluan itu", "type": "text", "required": False,
                    "instead_of": {"field": "purpose", "choice": "lain"},
                },
            ],
        }
    ]
}  # fmt: skip


def ruled(office: Office, slug: str = "aturan", **changes: str) -> Any:
    days = {"born": "15 5 1990", "registered": "4 5 2026", "wedding": "14 5 2026"} | {
        key: value for key, value in changes.items() if key in {"born", "registered", "wedding"}
    }
    data = {"purpose": "bank", "other": ""} | changes
    for name, text in days.items():
        data |= dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), text.split(), strict=True))
    return page_form(catalogue.draft(office, slug, form=RULED), "one", office=office, data=data, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, {}),
        ({"born": "14 5 2007"}, {}),  # nineteen today
        ({"born": "15 5 2007"}, {"born": "Belum 19 tahun."}),
        ({"wedding": "19 5 2026"}, {}),  # nine working days later: 14 and 15 May are holidays
        ({"wedding": "20 5 2026"}, {"wedding": "Tidak perlu dispensasi."}),
        ({"purpose": "lain"}, {"other": "Keperluan itu belum diisi, padahal Anda memilih “Keperluan lain”."}),
        ({"purpose": "lain", "other": "Meminjam aula"}, {}),
    ],
)
def test_rules_between_answers_turn_away_in_the_words_of_the_standard(
    office: Office, changes: dict[str, str], wrong: dict[str, str]
) -> None:
    filled = ruled(office, **changes)
    assert {key: errors[0] for key, errors in filled.errors.items()} == wrong


def test_what_stands_instead_of_a_choice_is_that_choices_answer(office: Office) -> None:
    def told(slug: str, **changes: str) -> dict[str, str]:
        filled = ruled(office, slug, **changes)
        assert filled.is_valid(), filled.errors
        return {row.key: row.text for row in answer_rows(parse(RULED), answers(filled))}

    assert told("satu", purpose="lain", other="Meminjam aula")["purpose"] == "Meminjam aula"
    assert told("dua", purpose="bank", other="Sisa ketikan")["purpose"] == "Pinjaman"
    assert "other" not in told("tiga")


def test_a_founding_wedding_asks_nobody_under_nineteen(office: Office) -> None:
    (wedding,) = [one for one in SERVICES if one.slug == "dispensasi-nikah"]
    ages = {one.key: one.minimum_age for one in parse(wedding.spec.form).fields() if one.minimum_age}
    assert ages == {"birth_date": 19, "partner_birth_date": 19}
