"""Form fields for what people in Indonesia type: NIK, mobile number, name, rupiah. Errors say what is wrong and
how to write it.

Every ``clean`` returns plain text or an int, ready for a sealed JSON column. Nothing here knows the database.
"""

import re
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.ui import formats

NIK_DIGITS = 16
SEPARATORS = re.compile(r"[\s.\-–]")
CONTROL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\u202a-\\u202e\\u2066-\\u2069]")
NOT_IN_NAMES = re.compile(r"[^\w .,'’`\-/()]|_")
RUPIAH = re.compile(r"(?:rp\.?)?\s*(\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(?:00|-{1,2}))?", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d+")
LARGEST = 10**15


class TextField(forms.CharField):
    """Text without control or direction-changing characters; says how many characters are too many."""

    def __init__(self, *, max_length: int = 120, multiline: bool = False, **kwargs: Any) -> None:
        self.limit, self.multiline = max_length, multiline
        super().__init__(**kwargs)  # the limit is checked here: the browser must not cut what people paste

    def to_python(self, value: Any) -> str:
        text = CONTROL.sub("", super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return text.strip() if self.multiline else " ".join(text.split())

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        if len(text) > self.limit:
            counts = {"label": self.label, "limit": self.limit, "count": len(text)}
            raise ValidationError(
                _("%(label)s paling panjang %(limit)s huruf; Anda mengisi %(count)s."), "too_long", counts
            )
        return text


class NameField(TextField):
    """A person's name as on the identity card: letters, spaces, full stops, commas, apostrophes and hyphens."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        name: str = super().clean(value)
        if not name:
            return name
        if digits := re.search(r"\d", name):
            params = {"label": self.label, "found": digits[0]}
            raise ValidationError(
                _("%(label)s hanya berisi huruf; ada angka “%(found)s”. Tulis seperti di KTP."),
                "digits",
                params,
            )
        if bad := NOT_IN_NAMES.search(name):
            params = {"label": self.label, "found": bad[0]}
            raise ValidationError(
                _("%(label)s berisi tanda “%(found)s” yang tidak dapat dipakai. Tulis seperti di KTP."),
                "characters",
                params,
            )
        return name


def nik_born_on(digits: str, *, latest: date = date.max) -> date | None:
    """The birth date written in a NIK (day + 40 for women), in this or the last century; None if there is none.

    The year has two digits: the latest date that is not after ``latest`` is taken.
    """
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    for century in (2000, 1900):
        try:
            born = date(century + year, month, day - 40 if day > 40 else day)
        except ValueError:
            continue
        if born <= latest:
            return born
    return None


def nik_names_day(digits: str, day: date) -> bool:
    """Whether the NIK holds this birth date; its year has two digits."""
    written = (int(digits[6:8]) % 40, int(digits[8:10]), int(digits[10:12]))
    return written == (day.day, day.month, day.year % 100)


def nik_is_womans(digits: str) -> bool:
    """Whether the day in the NIK is written as a woman's, 40 higher."""
    return int(digits[6:8]) > 40


class NikField(forms.CharField):
    """NIK: 16 digits, spaces and dashes accepted (UU 23/2006; structure per Permendagri: region, DDMMYY, serial).

    The region is where the person was first registered and is not checked against a list. A NIK of the right shape
    is no proof that it exists.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("NIK"))
        kwargs.setdefault("help_text", gettext_lazy("16 angka di KTP atau KK. Spasi boleh."))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "width": 20})
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        digits = SEPARATORS.sub("", text)
        if not digits:
            return ""
        if not re.fullmatch(r"[0-9]+", digits):
            raise ValidationError(
                _("%(label)s hanya berisi angka: 16 angka di KTP."), "digits", {"label": self.label}
            )
        if len(digits) != NIK_DIGITS:
            params = {"label": self.label, "count": len(digits)}
            raise ValidationError(_("%(label)s harus 16 angka; Anda mengisi %(count)s."), "length", params)
        if digits.startswith("0") or digits[12:] == "0000" or nik_born_on(digits) is None:
            raise ValidationError(
                _("%(label)s ini tidak mungkin: angka ke-7 sampai ke-12 bukan tanggal lahir, "
                    "atau ada angka yang tertukar. "
                  "Cocokkan lagi dengan KTP."),
                "impossible",
                {"label": self.label},
            )  # fmt: skip
        return digits


def readable_phone(number: str) -> str:
    """A number in E.164 as people here write it: ``0812-3456-7890``; a foreign one with its
    country: ``+60 12-345 6789``. Anything else stays as it is."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    at_home = parsed.country_code == phonenumbers.country_code_for_region("ID")
    forms_of = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, forms_of.NATIONAL if at_home else forms_of.INTERNATIONAL)


class PhoneField(forms.CharField):
    """An Indonesian (or foreign, with +) phone number; cleaned to E.164, shown as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Nomor HP"))
        kwargs.setdefault("help_text", gettext_lazy("Misalnya 0812 3456 7890."))
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "width": 20}),
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return readable_phone(value) if isinstance(value, str) and value.startswith("+") else value

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text.removeprefix("wa:"), "ID")
        except phonenumbers.NumberParseException:
            raise self._wrong(text) from None
        if not phonenumbers.is_valid_number(number):
            raise self._wrong(text)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def _wrong(self, text: str) -> ValidationError:
        params = {"label": self.label, "count": sum(char.isdigit() for char in text)}
        words = _("%(label)s tidak dikenali; Anda mengisi %(count)s angka. Tulis misalnya 0812 3456 7890.")
        return ValidationError(words, "phone", params)


class EmailField(forms.CharField):
    """An email address, in lower case after the @."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Surel (email)"))
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        local, _at, domain = text.rpartition("@")
        address = f"{local}@{domain.lower()}"
        params = {"label": self.label}
        if not local:
            raise ValidationError(
                _("%(label)s harus memakai tanda @, misalnya nama@contoh.id."), "email", params
            )
        if len(address) > 254:
            raise ValidationError(_("%(label)s terlalu panjang."), "email", params)
        EmailValidator(_("%(label)s tidak lengkap. Tulis misalnya nama@contoh.id.") % params)(address)
        return address


class WholeNumberField(forms.CharField):
    """A whole number, thousands separated by full stops or spaces if one likes; cleaned to int, None when empty."""

    pattern = NUMBER
    example = "3"

    def __init__(self, *, minimum: int | None = None, maximum: int | None = None, **kwargs: Any) -> None:
        self.minimum, self.maximum = 0 if minimum is None else minimum, maximum
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "width": 10}))
        super().__init__(**kwargs)

    def written(self, value: int) -> str:
        """How a bound is named in an error."""
        return formats.number(value)

    def clean(self, value: Any) -> int | None:
        text: str = super().clean(value)
        if not text:
            return None
        found = self.pattern.fullmatch(text)
        if not found or len(text) > 30:
            params: dict[str, Any] = {"label": self.label, "example": self.example}
            raise ValidationError(
                _("%(label)s harus berupa angka bulat, misalnya %(example)s."), "number", params
            )
        amount = int(re.sub(r"[. ]", "", found[found.re.groups]))
        top = LARGEST if self.maximum is None else self.maximum
        if amount < self.minimum:
            params = {"label": self.label, "limit": self.written(self.minimum)}
            raise ValidationError(_("%(label)s paling sedikit %(limit)s."), "minimum", params)
        if amount > top:
            params = {"label": self.label, "limit": self.written(top)}
            raise ValidationError(_("%(label)s paling banyak %(limit)s."), "maximum", params)
        return amount


class RupiahField(WholeNumberField):
    """An amount of rupiah: ``Rp1.500.000,00``, ``1500000`` or ``1.500.000,-``."""

    pattern = RUPIAH
    example = "1.500.000"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "width": 20, "prefix": "Rp"})
        )
        super().__init__(**kwargs)

    def written(self, value: int) -> str:
        return formats.rupiah(value)
