"""What people type, and what they are told about it."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from hypothesis import given
from hypothesis import strategies as st

from sinergi.catalogue import fields


def wrong(field: Any, text: str) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(text)
    (words,) = caught.value.messages
    assert "%(" not in words
    return str(words)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("1271124505900001", "1271124505900001"),
        ("1271 1245 0590 0001", "1271124505900001"),
        ("12.71.12.450590.0001", "1271124505900001"),
        (" 1271-1205-0590-0001 ", "1271120505900001"),
        ("6502012902000003", "6502012902000003"),  # Kaltara; 29 February 2000
        ("9171013112990002", "9171013112990002"),
    ],
)
def test_nik_accepts_spaces_and_dashes_and_every_region(typed: str, clean: str) -> None:
    assert fields.NikField().clean(typed) == clean


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("127112450590000", "NIK harus 16 angka; Anda mengisi 15."),
        ("12711245059000012", "NIK harus 16 angka; Anda mengisi 17."),
        ("1271 1245 0590", "NIK harus 16 angka; Anda mengisi 12."),
        ("127112450590OOO1", "NIK hanya berisi angka: 16 angka di KTP."),
        ("١٢٧١١٢٤٥٠٥٩٠٠٠٠١", "NIK hanya berisi angka: 16 angka di KTP."),
        ("1271123213900001", "tidak mungkin"),  # day 32, month 13
        ("1271127205900001", "tidak mungkin"),  # day 72
        ("1271124505900000", "tidak mungkin"),  # serial 0000
        ("0071124505900001", "tidak mungkin"),
        ("1271122902010001", "tidak mungkin"),  # no 29 February in 2001 or 1901
    ],
)
def test_nik_says_what_is_wrong(typed: str, words: str) -> None:
    assert words in wrong(fields.NikField(), typed)


def test_nik_of_a_field_with_another_label_names_that_label() -> None:
    assert wrong(fields.NikField(label="NIK calon pasangan"), "123").startswith(
        "NIK calon pasangan harus 16 angka"
    )


def test_nik_birth_date_of_women_is_forty_days_later() -> None:
    today = date(2026, 5, 14)
    woman, man = "1271124505900001", "1271120505900001"
    assert (
        fields.nik_born_on(woman, latest=today) == fields.nik_born_on(man, latest=today) == date(1990, 5, 5)
    )
    assert fields.nik_born_on("1271120505260001", latest=today) == date(2026, 5, 5)
    assert fields.nik_born_on("1271121505260001", latest=today) == date(1926, 5, 15)


@given(st.text(max_size=40))
def test_no_text_breaks_a_field(text: str) -> None:
    for make in (fields.NikField, fields.PhoneField, fields.EmailField, fields.NameField, fields.RupiahField):
        field: Any = (
            make(required=False) if make is not fields.NameField else make(label="Nama", required=False)
        )
        try:
            clean = field.clean(text)
        except ValidationError:
            continue
        assert clean is None or isinstance(clean, int) or field.clean(str(clean)) == clean


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("0812 3456 7890", "+6281234567890"),
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("(061) 4567 890", "+62614567890"),
        ("+60 12-345 6789", "+60123456789"),
    ],
)
def test_phone_becomes_one_form(typed: str, clean: str) -> None:
    assert fields.PhoneField().clean(typed) == clean


@pytest.mark.parametrize("typed", ["0812", "08123456789012345", "nomor saya", "12", "0000000000"])
def test_phone_that_cannot_be_says_how_to_write_it(typed: str) -> None:
    words = wrong(fields.PhoneField(), typed)
    assert (
        f"Anda mengisi {sum(char.isdigit() for char in typed)} angka" in words and "0812 3456 7890" in words
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("sari", "tanda @"),
        ("@contoh.id", "tanda @"),
        ("sari@contoh", "tidak lengkap"),
        ("a@" + "b" * 300 + ".id", "panjang"),
    ],
)
def test_email_says_what_is_wrong(typed: str, words: str) -> None:
    assert words in wrong(fields.EmailField(), typed)


@pytest.mark.parametrize(
    "name", ["Contoh Sari", "H. Contoh, S.Sos., M.AP", "Contoh O'Brien", "Contoh Şari-Dewi", "X"]
)
def test_names_as_on_the_card_are_accepted(name: str) -> None:
    assert fields.NameField(label="Nama").clean(f"  {name} ") == name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Sari2", "ada angka “2”"),
        ("Sari <b>", "tanda “<”"),
        ("Sari_D", "tanda “_”"),
        ("S" * 101, "100 huruf; Anda mengisi 101"),
    ],
)
def test_names_with_something_else_are_explained(name: str, words: str) -> None:
    assert words in wrong(fields.NameField(label="Nama"), name)


def test_text_loses_control_characters_and_keeps_lines_only_where_wanted() -> None:
    assert fields.TextField(label="X").clean("a\x00b\u202ec \n d") == "abc d"
    assert fields.TextField(label="X", multiline=True).clean("a\r\nb\rc") == "a\nb\nc"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("Rp1.500.000,00", 1_500_000),
        ("1500000", 1_500_000),
        ("rp. 1.500.000,-", 1_500_000),
        ("0", 0),
        ("Rp 750 000", 750_000),
    ],
)
def test_rupiah_is_read_as_people_write_it(typed: str, amount: int) -> None:
    assert fields.RupiahField(label="Biaya").clean(typed) == amount


@pytest.mark.parametrize("typed", ["1,5 juta", "1.50", "-5", "12,5", "satu", "1.500,50", "9" * 31])
def test_rupiah_that_is_unclear_is_asked_again(typed: str) -> None:
    assert "angka bulat" in wrong(fields.RupiahField(label="Biaya"), typed)


def test_bounds_are_named_in_their_own_form() -> None:
    assert "Rp2.000.000" in wrong(fields.RupiahField(label="Biaya", maximum=2_000_000), "2000001")
    assert "paling sedikit 1" in wrong(fields.WholeNumberField(label="Jumlah", minimum=1), "0")
    assert fields.WholeNumberField(label="Jumlah", required=False).clean("") is None


def test_labels_follow_the_reader_and_not_the_first_import() -> None:
    with translation.override("id"):
        made = [fields.NikField(), fields.PhoneField(), fields.EmailField()]
    for field in made:
        assert isinstance(field.label, Promise)
        assert not field.help_text or isinstance(field.help_text, Promise)
