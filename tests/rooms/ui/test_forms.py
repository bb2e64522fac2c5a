"""Fields in our dress: what the citizen reads, what assistive technology hears, what comes back clean."""

import datetime as dt

import html5lib
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template

from sinergi.ui.forms import Checkboxes, DateField, Radios, UiForm, UiRenderer


class Sample(UiForm):
    default_renderer = UiRenderer()
    nik = forms.CharField(
        label="NIK",
        help_text="16 angka.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "width": 20}),
    )
    born = DateField(
        label="Tanggal lahir",
        help_text="Misalnya 14 Mei 1990.",
        first=dt.date(1900, 1, 1),
        last=dt.date(2026, 5, 14),
    )
    pay = forms.CharField(
        label="Biaya", required=False, widget=forms.TextInput(attrs={"prefix": "Rp", "suffix": ",00"})
    )
    kind = forms.ChoiceField(
        label="Untuk apa?",
        choices=[("a", "Bank"), ("b", "<Lain>")],
        widget=Radios(hints={"a": "Termasuk KUR"}),
    )
    ways = forms.MultipleChoiceField(
        label="Kabar", required=False, choices=[("wa", "WA"), ("sms", "SMS")], widget=Checkboxes
    )
    unit = forms.ChoiceField(
        label="Kelurahan", choices=[("", "Pilih"), ("Kota", [("t", "Terjun"), ("p", "Paya Pasir")])]
    )
    text = forms.CharField(
        label="Cerita", required=False, widget=forms.Textarea(attrs={"rows": 4, "maxlength": 500})
    )
    file = forms.FileField(label="Foto", widget=forms.FileInput(attrs={"accept": "image/*"}))
    truth = forms.BooleanField(label="Isian ini benar.")
    token = forms.CharField(widget=forms.HiddenInput, initial="t")


GOOD = {
    "nik": "1",
    "born_day": "14",
    "born_month": "5",
    "born_year": "1990",
    "kind": "a",
    "unit": "t",
    "truth": "on",
    "token": "t",
}
FILES = {"file": SimpleUploadedFile("a.jpg", b"x")}


def tree(html: str):  # type: ignore[no-untyped-def]
    return html5lib.HTMLParser(
        strict=True, tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False
    ).parseFragment(html)


def by_id(html: str, name: str):  # type: ignore[no-untyped-def]
    return next(node for node in tree(html).iter() if node.get("id") == name)


def test_every_kind_of_field_parses_strictly() -> None:
    tree(str(Sample()))
    tree(str(Sample({"kind": "z", "born_day": "<"})))


def test_input_carries_what_was_asked_and_nothing_else() -> None:
    node = by_id(str(Sample()), "id_nik")
    assert node.get("class") == "govuk-input govuk-input--width-20"
    assert node.get("inputmode") == "numeric"
    assert node.get("aria-describedby") == "id_nik_helptext"
    assert node.get("width") is None and node.get("required") is None


def test_error_stands_between_label_and_input() -> None:
    html = str(Sample(GOOD | {"nik": ""}, FILES)["nik"].as_field_group())
    places = [html.index(words) for words in ("<label", "16 angka.", "NIK belum diisi.", "<input")]
    assert places == sorted(places)
    node = by_id(html, "id_nik")
    assert (
        node.get("aria-invalid") == "true" and node.get("aria-describedby") == "id_nik_helptext id_nik_error"
    )
    assert "govuk-input--error" in node.get("class") and "govuk-form-group--error" in html


def test_optional_is_said_and_required_is_not() -> None:
    form = Sample()
    assert "Biaya (boleh dikosongkan)" in form["pay"].as_field_group()
    assert "boleh" not in form["nik"].as_field_group()
    form.there = {"pay"}
    assert "boleh" not in form["pay"].as_field_group()


def test_prefix_and_suffix() -> None:
    html = Sample()["pay"].as_field_group()
    assert html.index("Rp") < html.index("<input") < html.index(",00")


def test_radios_keep_choice_and_tell_hints() -> None:
    html = str(Sample(GOOD | {"kind": "b"})["kind"])
    assert (
        by_id(html, "id_kind_1").get("checked") is not None
        and by_id(html, "id_kind_0").get("checked") is None
    )
    assert by_id(html, "id_kind_0").get("aria-describedby") == "id_kind_0_hint"
    assert "&lt;Lain&gt;" in html and "<Lain>" not in html


def test_select_groups_and_keeps() -> None:
    html = str(Sample(GOOD | {"unit": "p"})["unit"])
    assert '<optgroup label="Kota">' in html and '<option value="p" selected>' in html


def test_what_was_typed_is_kept_and_escaped() -> None:
    form = Sample(
        {
            "nik": '"><script>',
            "text": "</textarea><b>",
            "born_day": "31",
            "born_month": "Feb",
            "born_year": "1990",
        }
    )
    html = str(form)
    assert "<script>" not in html and "</textarea><b>" not in html
    assert by_id(html, "id_nik").get("value") == '"><script>'
    assert [by_id(html, f"id_born_{part}").get("value") for part in range(3)] == ["31", "Feb", "1990"]


def test_messages_name_their_field() -> None:
    form = Sample({"token": "t"})
    said = {name: errors[0] for name, errors in form.errors.items()}
    assert said == {
        "nik": "NIK belum diisi.",
        "born": "Tanggal lahir belum diisi.",
        "kind": "Belum dijawab: Untuk apa?",
        "unit": "Kelurahan belum dipilih.",
        "file": "Foto belum diunggah.",
        "truth": "Centang dahulu: Isian ini benar.",
    }


def test_summary_links_each_error_to_its_field() -> None:
    form = Sample({"token": "t"})
    form.add_error(None, "Berkas ini sudah diambil petugas lain.")
    page = f"{Template('{% load ui %}{% error_summary form %}').render(Context({'form': form}))}{form}"
    fragment = tree(page)
    ids = {node.get("id") for node in fragment.iter() if node.get("id")}
    links = [node.get("href") for node in fragment.iter() if node.tag == "a"]
    assert links == ["#id_nik", "#id_born_0", "#id_kind_0", "#id_unit", "#id_file", "#id_truth"]
    assert all(link[1:] in ids for link in links)
    assert "Ada 7 isian" in page and "sudah diambil" in page


def test_no_summary_without_errors() -> None:
    template = Template("{% load ui %}{% error_summary form other %}{% title_prefix form %}")
    assert template.render(Context({"form": Sample(), "other": None})).strip() == ""
    assert template.render(Context({"form": Sample({})})).strip().endswith("Kesalahan:")


@pytest.mark.parametrize(
    ("day", "month", "year", "date"),
    [
        ("14", "5", "1990", (1990, 5, 14)),
        (" 01", "Mei", "1990", (1990, 5, 1)),
        ("1", "agustus", "1990", (1990, 8, 1)),
        ("1", "Agu", "1990", (1990, 8, 1)),
        ("1", "Aug", "1990", (1990, 8, 1)),
        ("29", "02", "2000", (2000, 2, 29)),
        ("1", "DES", "1999", (1999, 12, 1)),
    ],
)
def test_dates_as_people_write_them(day: str, month: str, year: str, date: tuple[int, int, int]) -> None:
    form = Sample(GOOD | {"born_day": day, "born_month": month, "born_year": year}, FILES)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == dt.date(*date)


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        ("31", "2", "1990", "Tanggal lahir 31 Februari 1990 tidak ada di kalender."),
        ("29", "Feb", "2023", "29 Februari 2023 tidak ada"),
        ("", "5", "1990", "belum lengkap"),
        ("14", "13", "1990", "Bulan pada Tanggal lahir"),
        ("14", "Mai", "1990", "Anda mengisi “Mai”"),
        ("14", "5", "90", "4 angka"),
        ("x", "5", "1990", "harus berupa angka"),
        ("0", "5", "1990", "tidak ada di kalender"),
        ("14", "5", "1899", "paling awal 1 Januari 1900"),
        ("15", "5", "2026", "paling akhir 14 Mei 2026"),
        ("²", "5", "1990", "harus berupa angka"),
        ("1", "5", "0000", "tidak ada di kalender"),
        ("14", "٥٥٥", "1990", "Bulan"),
    ],
)
def test_dates_refused_in_words(day: str, month: str, year: str, words: str) -> None:
    form = Sample(GOOD | {"born_day": day, "born_month": month, "born_year": year}, FILES)
    assert words in form.errors["born"][0]


def test_optional_date_may_be_empty() -> None:
    field = DateField(required=False, label="Sejak")
    assert field.clean(["", "", ""]) is None
    assert field.clean(None) is None


def test_date_shows_its_initial_value() -> None:
    html = str(Sample(initial={"born": dt.date(1990, 5, 14)})["born"])
    assert [by_id(html, f"id_born_{part}").get("value") for part in range(3)] == ["14", "5", "1990"]


def test_date_parts_are_told_by_the_group() -> None:
    html = Sample(GOOD | {"born_day": "31", "born_month": "2"})["born"].as_field_group()
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_born_helptext id_born_error">' in html


def test_two_forms_on_one_page_do_not_clash() -> None:
    both = f"{Sample(prefix='a')}{Sample(auto_id='f_%s')}"
    ids = [node.get("id") for node in tree(both).iter() if node.get("id")]
    assert len(ids) == len(set(ids))


def test_words_of_a_field_are_escaped() -> None:
    """A form definition of an office is data too."""

    class Other(UiForm):
        a = forms.CharField(label="<i>a", help_text="<b>b")
        c = forms.BooleanField(label="<u>c", help_text="<s>d")
        d = forms.ChoiceField(label="<em>", choices=[("<q>", "<q>")], widget=Radios(hints={"<q>": "<q>"}))

    for form in (Other(), Other({})):
        html = str(form)
        assert not any(tag in html for tag in ("<i>", "<b>", "<u>", "<s>", "<em>", "<q>"))


def test_fields_added_while_the_form_is_made_name_themselves_too() -> None:
    class Later(UiForm):
        def __init__(self, *args: object) -> None:
            super().__init__(*args)
            self.fields["day"] = DateField(label="Tanggal baru")
            self.fields["clock"] = forms.ChoiceField(label="Pukul", choices=[("15:00", "15.00")])

    errors = Later({}).errors
    assert errors["day"] == ["Tanggal baru belum diisi."]
    assert errors["clock"] == ["Pukul belum dipilih."]


class Numbers(UiForm):
    count = forms.IntegerField(label="Jumlah orang", min_value=1, max_value=2000)
    part = forms.IntegerField(label="Bagian 100% utuh", min_value=1, required=False)
    email = forms.EmailField(label="Surel", required=False)
    name = forms.CharField(label="Nama", max_length=5, required=False)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"count": ""}, "Jumlah orang belum diisi."),
        ({"count": "banyak"}, "Jumlah orang harus berupa angka bulat, misalnya 3."),
        ({"count": "0"}, "Jumlah orang paling sedikit 1."),
        ({"count": "2001"}, "Jumlah orang paling banyak 2000."),
        ({"part": "0"}, "Bagian 100% utuh paling sedikit 1."),
        ({"email": "a"}, "Surel tidak lengkap. Tulis misalnya nama@contoh.id."),
        ({"name": "Contoh"}, "Nama paling panjang 5 huruf; Anda mengisi 6."),
    ],
)
def test_messages_name_the_field_and_say_how_to_write_it(typed: dict[str, str], words: str) -> None:
    """Django's own say "this value", which means nothing in a summary."""
    form = Numbers({"count": "1"} | typed)
    assert [message for messages in form.errors.values() for message in messages] == [words]
