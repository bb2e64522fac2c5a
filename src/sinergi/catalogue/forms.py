"""Form definitions turned into forms, and stored answers turned back into words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sinergi.catalogue.definition import FieldDef, FieldType, FormDefinition, InsteadOf, PageDef, parse
from sinergi.catalogue.fields import (
    SEPARATORS,
    EmailField,
    NameField,
    NikField,
    PhoneField,
    RupiahField,
    TextField,
    WholeNumberField,
    readable_phone,
)
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Office, Unit
from sinergi.ui import formats
from sinergi.ui.forms import DateField, Radios, UiForm
from sinergi.worktime.formulas import due_date
from sinergi.worktime.queries import schedule_of

MOST_RADIOS = 7
Answer = str | int | None


def page_form(
    version: ServiceVersion,
    page_key: str,
    *,
    office: Office,
    data: Mapping[str, Any] | None = None,
    initial: Mapping[str, Answer] | None = None,
    today: date | None = None,
    applicant_nik: str = "",
) -> UiForm:
    """The form of one page of ``version``. ``initial`` are answers as stored (`answers`).

    ``today`` bounds dates that must lie in the past or future; without it they are not bounded. ``applicant_nik`` is
    accepted as nobody else's. Raises KeyError
    for an unknown page and `definition.BadDefinition` for a definition that cannot be used.
    """
    page = parse(version.form).page(page_key)
    made: dict[str, Any] = {
        field.key: _form_field(field, office=office, today=today) for field in page.fields
    }
    for field in made.values():
        field.kept_words = True  # read by `ui.markup`
    form_class = type("PageForm", (_PageForm,), made)
    form: _PageForm = form_class(data, initial=_initial(page, initial or {}))
    form.page, form.office, form.today = page, office, today
    form.applicant_nik = SEPARATORS.sub("", applicant_nik)
    return form


class _PageForm(UiForm):
    """Fields of one page, and the rules between them."""

    page: PageDef
    office: Office
    today: date | None
    applicant_nik: str

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for field in self.page.fields:
            value = cleaned.get(field.key)
            if isinstance(value, date) and not self._is_admitted(field, value):
                self.add_error(field.key, field.otherwise)
            if field.type is FieldType.NIK and value and value == self.applicant_nik:
                words = _("%(label)s sama dengan NIK pemohon. Isi NIK orang yang dimaksud.")
                self.add_error(field.key, words % {"label": field.label})
            if field.instead_of and field.key in cleaned:
                self._check_instead(field, field.instead_of)
        return cleaned

    def _is_admitted(self, field: FieldDef, value: date) -> bool:
        if (
            field.minimum_age is not None
            and self.today
            and age_on(self.today, born=value) < field.minimum_age
        ):
            return False
        begin = self.cleaned_data.get(field.soon_after.field) if field.soon_after else None
        if field.soon_after is None or not isinstance(begin, date):
            return True
        holidays = schedule_of(self.office.calendar, self.office.time_zone).holidays
        return value < due_date(begin, field.soon_after.working_days, holidays)

    def _check_instead(self, field: FieldDef, rule: InsteadOf) -> None:
        """Asked for that choice only; for another one what was typed is left out, for it would be in no letter."""
        if self.cleaned_data.get(rule.field) != rule.choice:
            self.cleaned_data[field.key] = ""
        elif not self.cleaned_data[field.key]:
            asked = self.fields[rule.field]
            chosen = dict(asked.choices).get(rule.choice, "")  # type: ignore[attr-defined]
            words = _("%(label)s belum diisi, padahal Anda memilih “%(chosen)s”.")
            self.add_error(field.key, words % {"label": field.label, "chosen": chosen})


def age_on(day: date, *, born: date) -> int:
    """Whole years of somebody born on ``born``."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def answers(form: UiForm) -> dict[str, Answer]:
    """The cleaned answers of a valid page as plain data for a sealed column: dates as ISO text, a village as its id."""
    return {key: _plain(value) for key, value in form.cleaned_data.items()}


def _plain(value: Any) -> Answer:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Unit):
        return value.pk
    return value if isinstance(value, int) or value is None else str(value)


def _initial(page: PageDef, stored: Mapping[str, Answer]) -> dict[str, Any]:
    """Stored answers as initial values. What no longer fits is left out rather than shown wrongly."""
    values: dict[str, Any] = {}
    for field in page.fields:
        value = stored.get(field.key)
        if field.type is FieldType.DATE and isinstance(value, str):
            values[field.key] = date.fromisoformat(value)
        elif value is not None:
            values[field.key] = value
    return values


def _form_field(field: FieldDef, *, office: Office, today: date | None) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "required": field.required}
    if field.help:
        common["help_text"] = field.help
    if field.type is FieldType.DATE:
        first = today if field.when == "future" else None
        return DateField(first=first, last=today if field.when == "past" else None, **common)
    if field.type is FieldType.VILLAGE:
        villages = Unit.objects.filter(office=office).villages().order_by("name")
        words = {"invalid_choice": _("%s: pilih salah satu dari daftar.") % field.label}
        return forms.ModelChoiceField(
            villages, empty_label=_("Pilih kelurahan"), error_messages=words, **common
        )
    return _MAKERS[field.type](field, common)


def _choice(field: FieldDef, common: dict[str, Any]) -> forms.Field:
    choices = [(choice.key, choice.label) for choice in field.choices]
    words = {"invalid_choice": _("%s: pilih salah satu dari daftar.") % field.label}
    if len(choices) > MOST_RADIOS:
        choices.insert(0, ("", _("Pilih satu")))
        return forms.ChoiceField(choices=choices, error_messages=words, **common)
    hints = {choice.key: choice.hint for choice in field.choices if choice.hint}
    return forms.ChoiceField(choices=choices, widget=Radios(hints=hints), error_messages=words, **common)


def _lines(field: FieldDef, common: dict[str, Any], *, rows: int, most: int) -> forms.Field:
    box = forms.Textarea(attrs={"rows": rows})
    return TextField(max_length=field.max_length or most, multiline=True, widget=box, **common)


_MAKERS: dict[FieldType, Callable[[FieldDef, dict[str, Any]], forms.Field]] = {
    FieldType.NAME: lambda field, common: NameField(max_length=field.max_length or 100, **common),
    FieldType.TEXT: lambda field, common: TextField(max_length=field.max_length or 120, **common),
    FieldType.TEXTAREA: lambda field, common: _lines(field, common, rows=5, most=1000),
    FieldType.ADDRESS: lambda field, common: _lines(field, common, rows=3, most=250),
    FieldType.NIK: lambda _field, common: NikField(**common),
    FieldType.PHONE: lambda _field, common: PhoneField(**common),
    FieldType.EMAIL: lambda _field, common: EmailField(**common),
    FieldType.NUMBER: lambda field, common: WholeNumberField(
        minimum=field.minimum, maximum=field.maximum, **common
    ),
    FieldType.RUPIAH: lambda field, common: RupiahField(
        minimum=field.minimum, maximum=field.maximum, **common
    ),
    FieldType.CHOICE: _choice,
}


@dataclass(frozen=True)
class AnswerRow:
    """One answer in words, for checking before sending, for the officer and for the letter. Empty text: not
    answered.
    """

    page: str
    key: str
    label: str
    text: str


def answer_rows(
    definition: FormDefinition, stored: Mapping[str, Answer], *, villages: Mapping[int, str] | None = None
) -> list[AnswerRow]:
    """Every field of the form with its answer in words, in the order of the pages.

    ``villages`` maps unit ids to names, for fields of type village; the caller has them at hand. What stands instead
    of a choice has no row of its own: it is that choice's answer.
    """
    return [
        AnswerRow(
            page.key,
            field.key,
            field.label,
            _told_instead(page, field, stored)
            or answer_words(field, stored.get(field.key), villages=villages),
        )
        for page in definition.pages
        for field in page.fields
        if field.instead_of is None
    ]


def _told_instead(page: PageDef, field: FieldDef, stored: Mapping[str, Answer]) -> str:
    """The text that stands for the chosen "something else"."""
    for other in page.fields:
        rule = other.instead_of
        if rule and rule.field == field.key and rule.choice == stored.get(field.key):
            return str(stored.get(other.key) or "")
    return ""


def answer_words(field: FieldDef, value: Answer, *, villages: Mapping[int, str] | None = None) -> str:
    """One stored answer as people read it: ``14 Mei 2026``, ``Rp1.500.000``, the label of a choice."""
    if value is None or value == "":
        return ""
    if field.type is FieldType.CHOICE:
        return next((choice.label for choice in field.choices if choice.key == value), str(value))
    if field.type is FieldType.VILLAGE:
        return (villages or {}).get(int(value), str(value))
    return _WORDS.get(field.type, str)(value)


_WORDS: dict[FieldType, Callable[[str | int], str]] = {
    FieldType.DATE: lambda value: formats.date(date.fromisoformat(str(value))),
    FieldType.RUPIAH: lambda value: formats.rupiah(int(value)),
    FieldType.NUMBER: lambda value: formats.number(int(value)),
    FieldType.PHONE: lambda value: readable_phone(str(value)),
}
