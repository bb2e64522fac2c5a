"""Forms in our dress: renderer, base classes, date field. Fields stay plain Django fields.

    class OwnerForm(UiForm):
        nik = forms.CharField(label=_("NIK"), help_text=_("16 angka di KTP. Spasi boleh."),
                              widget=forms.TextInput(attrs={"inputmode": "numeric", "width": 20}))
        born = DateField(label=_("Tanggal lahir"), birthday=True)

In the template: `{% error_summary form %}`, then inside `<form method="post" novalidate>`: `{% csrf_token
%}{{ form }}`.
"""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import formats
from .markup import RENDERERS
from .markup import field as drawn_field
from .widgets import Checkboxes, DateParts, Radios

__all__ = [
    "Checkboxes",
    "DateField",
    "DateParts",
    "Dressed",
    "Radios",
    "UiForm",
    "UiModelForm",
    "UiRenderer",
    "names_of",
]

DJANGO_REQUIRED: Final = forms.Field.default_error_messages["required"]
DJANGO_NUMBER: Final = forms.IntegerField.default_error_messages["invalid"]
MONTH_NUMBERS: Final = {
    name: index % 12 + 1
    for names in (formats.MONTHS, formats.MONTHS_EN, formats.SHORT_MONTHS)
    for index, name in enumerate(name.lower() for name in names)
} | {name[:3].lower(): index + 1 for index, name in enumerate(formats.MONTHS_EN)}


class UiRenderer(DjangoTemplates):
    """`FORM_RENDERER = "sinergi.ui.forms.UiRenderer"`: govuk markup for every Django form, allauth's
    included.
    """

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field"  # drawn by markup.field

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if function := RENDERERS.get(template_name):
            return function(context["widget"])
        if template_name == self.field_template_name:
            return drawn_field(context["field"])
        return super().render(template_name, context, request)


# What a mixin of forms may call; no base of its own while the program runs.
if TYPE_CHECKING:
    _AnyForm = forms.BaseForm
else:
    _AnyForm = object


class Dressed(_AnyForm):
    """What every form of ours shares, and a library's form takes on: messages name the field, so they can stand alone
    in the summary.
    """

    use_required_attribute = False
    there: Collection[
        str
    ] = ()  # fields that are demanded, but not with this very sending: a file stored before

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Django's, with words of ours; here, because forms add fields while they are made."""
        for field in self.fields.values():
            if field.label:
                _name_field(field)
        super().full_clean()


def _name_field(field: forms.Field) -> None:
    """Put messages that name the field in the place of Django's, which only say "this value"."""
    words = field.error_messages
    if words.get("required") == DJANGO_REQUIRED:
        words["required"] = _required(field)
    if isinstance(field, forms.IntegerField) and words.get("invalid") == DJANGO_NUMBER:
        example = {"label": field.label, "example": "3"}
        words["invalid"] = _("%(label)s harus berupa angka bulat, misalnya %(example)s.") % example
    if isinstance(field, forms.EmailField) and "invalid" not in words:
        # validators fill in their values by %
        words["invalid"] = _("%(label)s tidak lengkap. Tulis misalnya nama@contoh.id.") % {
            "label": _kept(field)
        }
    limit = {"label": _kept(field), "limit": "%(limit_value)s", "count": "%(show_value)s"}
    if isinstance(field, forms.IntegerField):
        words.setdefault("min_value", _("%(label)s paling sedikit %(limit)s.") % limit)
        words.setdefault("max_value", _("%(label)s paling banyak %(limit)s.") % limit)
    elif isinstance(field, forms.CharField):
        too_long = _("%(label)s paling panjang %(limit)s huruf; Anda mengisi %(count)s.")
        words.setdefault("max_length", too_long % limit)


def _kept(field: forms.Field) -> str:
    """The label for a message into which a validator still fills its values."""
    return str(field.label).replace("%", "%%")


def _required(field: forms.Field) -> str:
    label = {"label": field.label}
    if str(field.label).endswith("?"):
        return _("Belum dijawab: %(label)s") % label
    if isinstance(field, forms.FileField):
        return _("%(label)s belum diunggah.") % label
    if isinstance(field, forms.BooleanField):
        return _("Centang dahulu: %(label)s") % label
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("%(label)s belum dipilih.") % label
    return _("%(label)s belum diisi.") % label


class UiForm(Dressed, forms.Form):
    """Base of all forms. `Refused` from an operation goes in by `form.add_error(None, ...)` and shows in the
    summary.
    """


def names_of(form: forms.BaseForm) -> list[str]:
    """The names under which a browser sends what is typed into ``form``; files have no typing."""
    return [
        f"{form.add_prefix(name)}{part}"
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
        for part in getattr(field.widget, "widgets_names", [""])
    ]


class UiModelForm(Dressed, forms.ModelForm):  # type: ignore[type-arg]
    """The same on a model; still only cleans, never saves (`operations` write)."""


class DateField(forms.Field):
    """A date typed in three boxes -> `datetime.date` (None when optional and left empty).

    Accepts month names ("Mei") beside numbers. Errors say which part is wrong. `first` and `last` bound it,
    both included.
    """

    widget = DateParts
    default_error_messages = {
        "partial": gettext_lazy("%(label)s belum lengkap: isi tanggal, bulan, dan tahun."),
        "month": gettext_lazy(
            "Bulan pada %(label)s harus angka 1 sampai 12 atau nama bulan; Anda mengisi “%(typed)s”."
        ),
        "digits": gettext_lazy("%(label)s harus berupa angka, misalnya 14 5 2026."),
        "year": gettext_lazy("Tahun pada %(label)s harus 4 angka, misalnya 1990; Anda mengisi “%(typed)s”."),
        "missing": gettext_lazy("%(label)s %(typed)s tidak ada di kalender."),
        "first": gettext_lazy("%(label)s paling awal %(limit)s."),
        "last": gettext_lazy("%(label)s paling akhir %(limit)s."),
    }

    def __init__(
        self,
        *,
        first: dt.date | None = None,
        last: dt.date | None = None,
        birthday: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", DateParts(birthday=birthday))
        super().__init__(**kwargs)
        self.first, self.last = first, last

    def _fail(self, code: str, **words: object) -> ValidationError:
        return ValidationError(
            self.error_messages[code], code=code, params={"label": self.label or _("Tanggal"), **words}
        )

    def to_python(self, value: Any) -> dt.date | None:
        if value is None or isinstance(value, dt.date):
            return value
        day, month, year = (str(part or "").strip() for part in value)
        if not (day or month or year):
            return None
        if not (day and month and year):
            raise self._fail("partial")
        number = MONTH_NUMBERS.get(month.lower()) or (
            int(month) if month.isdecimal() and len(month) < 3 else 0
        )
        if not 1 <= number <= 12:
            raise self._fail("month", typed=month)
        if not (day.isdecimal() and year.isdecimal() and len(day) < 3):
            raise self._fail("digits")
        if len(year) != 4:
            raise self._fail("year", typed=year)
        try:
            return dt.date(int(year), number, int(day))
        except ValueError as error:
            name = (formats.MONTHS)[number - 1]
            raise self._fail("missing", typed=f"{int(day)} {name} {year}") from error

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if value is None:
            return
        if self.first and value < self.first:
            raise self._fail("first", limit=formats.date(self.first))
        if self.last and value > self.last:
            raise self._fail("last", limit=formats.date(self.last))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True
