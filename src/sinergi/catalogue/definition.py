"""What a service's form asks: pages of fields, as data of a service version (house rule 9).

Stored as JSON in `ServiceVersion.form`::

    {"pages": [{"key": "business", "title": "Usaha Anda", "fields": [
        {"key": "business_name", "label": "Nama usaha", "type": "text", "max_length": 80}]}]}

Name, NIK, kelurahan, address and contact of the applicant are asked by the application itself, never here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.access.verdict import Refused

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_PAGES = 8
MOST_FIELDS = 8


class FieldType(StrEnum):
    """How a field is asked and checked (`forms`)."""

    NAME = "name"
    TEXT = "text"
    TEXTAREA = "textarea"
    NIK = "nik"
    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"
    NUMBER = "number"
    RUPIAH = "rupiah"
    CHOICE = "choice"
    VILLAGE = "village"
    ADDRESS = "address"


KIND_NAMES = {
    FieldType.NAME: gettext_lazy("nama"),
    FieldType.TEXT: gettext_lazy("teks satu baris"),
    FieldType.TEXTAREA: gettext_lazy("teks beberapa baris"),
    FieldType.NIK: gettext_lazy("NIK"),
    FieldType.PHONE: gettext_lazy("nomor telepon"),
    FieldType.EMAIL: gettext_lazy("alamat surel"),
    FieldType.DATE: gettext_lazy("tanggal"),
    FieldType.NUMBER: gettext_lazy("bilangan"),
    FieldType.RUPIAH: gettext_lazy("rupiah"),
    FieldType.CHOICE: gettext_lazy("pilihan"),
    FieldType.VILLAGE: gettext_lazy("kelurahan"),
    FieldType.ADDRESS: gettext_lazy("alamat"),
}


APPLICANT = "applicant"  # whoever applies; their NIK is asked before the form


class ChoiceDef(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One answer of a choice."""

    key: str
    label: str
    hint: str = ""


class InsteadOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text that is asked when a choice of the same page says "something else", and stands for it in the letter."""

    field: str
    choice: str


class SoonAfter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A date less than so many working days after another date of the same page."""

    field: str
    working_days: int


class FieldDef(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One question.

    ``minimum`` and ``maximum`` bound number and rupiah. ``when`` bounds a date: ``past`` (today or before),
    ``future`` (today or after) or empty; ``minimum_age`` asks that who was born then is that old (years, today).
    ``otherwise`` says what to do for somebody whom ``minimum_age`` or ``soon_after`` turns away.
    ``nik_of`` names whose NIK holds a birth date or a sex (choices "L", "P") too: `APPLICANT`, or the key of a field
    of type nik. What differs is pointed out, and never refused.
    """

    key: str
    label: str
    type: FieldType
    required: bool = True
    help: str = ""
    choices: tuple[ChoiceDef, ...] = ()
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    when: str = ""
    minimum_age: int | None = None
    soon_after: SoonAfter | None = None
    otherwise: str = ""
    instead_of: InsteadOf | None = None
    nik_of: str = ""


class PageDef(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One page of the form: a few fields that belong together."""

    key: str
    title: str
    fields: tuple[FieldDef, ...]
    intro: str = ""


class FormDefinition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All pages of a service's form, in order. No page at all is allowed: some letters need nothing more."""

    pages: tuple[PageDef, ...] = ()

    def page(self, key: str) -> PageDef:
        """The page with this key; raises KeyError."""
        for page in self.pages:
            if page.key == key:
                return page
        raise KeyError(key)

    def fields(self) -> Iterator[FieldDef]:
        """Every field of every page, in order."""
        for page in self.pages:
            yield from page.fields


# msgspec learns a struct when it is first used, and two threads that are first at once end the process with a
# segmentation fault (0.22.0: the second meets a description that the first has not filled yet). Importing is alone.
_FROM_JSON = msgspec.json.Decoder(FormDefinition)


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a definition: where (``pages[0].fields[2]``) and what, in words for the editor."""

    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.where}: {self.words}" if self.where else self.words


class BadDefinition(Refused):
    """A form definition cannot be used; ``problems`` lists every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)), field="form")
        self.problems = tuple(problems)


def parse(form: Any) -> FormDefinition:
    """The definition in ``ServiceVersion.form`` (a mapping, or its JSON text). Raises `BadDefinition`."""
    try:
        definition = (
            _FROM_JSON.decode(form) if isinstance(form, str) else msgspec.convert(form, FormDefinition)
        )
    except (msgspec.DecodeError, RecursionError) as error:  # ValidationError is a DecodeError
        raise BadDefinition([_explain(str(error))]) from error
    problems = list(_problems(definition))
    if problems:
        raise BadDefinition(problems)
    return definition


def to_data(definition: FormDefinition) -> dict[str, Any]:
    """The definition as plain JSON data, defaults left out; `parse` gives it back."""
    data: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode(definition)
    )  # lists, as they come back from JSON
    return data


def pretty(form: Mapping[str, Any]) -> str:
    """JSON text for the editor, indented, keys in the order of the structs (the database keeps none)."""
    return msgspec.json.format(msgspec.json.encode(parse(form)), indent=2).decode()


def _explain(message: str) -> Problem:
    """msgspec's message in Indonesian; its path ``$.pages[0].fields[1].type`` stays, it is exact."""
    words, _at, path = message.partition(" - at `")
    where = path.rstrip("`").removeprefix("$").lstrip(".")
    if found := re.search(r"Object missing required field `(\w+)`", words):
        return Problem(where, _("bagian “%(name)s” belum ada.") % {"name": found[1]})
    if found := re.search(r"Object contains unknown field `(\w+)`", words):
        return Problem(where, _("bagian “%(name)s” tidak dikenal.") % {"name": found[1]})
    if found := re.search(r"Invalid enum value '([^']*)'", words):
        known = {"name": found[1], "known": ", ".join(FieldType)}
        return Problem(where, _("jenis “%(name)s” tidak dikenal; pilih %(known)s.") % known)
    if found := re.search(r"Expected `([^`]+)`, got `([^`]+)`", words):
        kinds = {"expected": found[1], "got": found[2]}
        return Problem(where, _("harus berupa %(expected)s, bukan %(got)s.") % kinds)
    return Problem(where, _("bukan JSON yang utuh (%(why)s).") % {"why": words})


def _problems(definition: FormDefinition) -> Iterator[Problem]:
    if len(definition.pages) > MOST_PAGES:
        yield Problem("pages", _("paling banyak %(most)d halaman.") % {"most": MOST_PAGES})
    pages: set[str] = set()
    fields: set[str] = set()
    for index, page in enumerate(definition.pages):
        where = f"pages[{index}]"
        yield from _bad_name(where, page.key, page.title, pages)
        if not 1 <= len(page.fields) <= MOST_FIELDS:
            counts = {"most": MOST_FIELDS, "count": len(page.fields)}
            yield Problem(where, _("harus berisi 1 sampai %(most)d isian; ada %(count)d.") % counts)
        for place, field in enumerate(page.fields):
            yield from _bad_name(f"{where}.fields[{place}]", field.key, field.label, fields)
            yield from _bad_field(f"{where}.fields[{place}]", field)
            yield from _bad_rules(f"{where}.fields[{place}]", field, page)
            yield from _bad_nik(f"{where}.fields[{place}]", field, definition)


def _bad_nik(where: str, field: FieldDef, definition: FormDefinition) -> Iterator[Problem]:
    """A NIK tells a birth date and a sex, and somebody's NIK must be asked to tell theirs."""
    asked = {APPLICANT, *(other.key for other in definition.fields() if other.type is FieldType.NIK)}
    sexes = {choice.key for choice in field.choices} == {"L", "P"}
    if field.nik_of and not (field.nik_of in asked and (field.type is FieldType.DATE or sexes)):
        yield Problem(
            where,
            _("“nik_of” harus “applicant” atau kode isian jenis nik, pada tanggal atau pilihan L dan P."),
        )


def _bad_rules(where: str, field: FieldDef, page: PageDef) -> Iterator[Problem]:
    """Rules that look at other answers look at the same page: there they can be mended at once."""
    others = {other.key: other for other in page.fields}
    if (field.minimum_age is not None or field.soon_after) and field.type is not FieldType.DATE:
        yield Problem(where, _("“minimum_age” dan “soon_after” hanya untuk jenis date."))
    if (field.minimum_age is not None or field.soon_after) and not field.otherwise.strip():
        yield Problem(where, _("“otherwise” belum diisi: apa yang harus dilakukan warga."))
    after = others.get(field.soon_after.field) if field.soon_after else None
    if field.soon_after and (after is None or after.type is not FieldType.DATE):
        yield Problem(where, _("“soon_after” harus menunjuk isian jenis date di halaman yang sama."))
    chosen = others.get(field.instead_of.field) if field.instead_of else None
    if field.instead_of and (
        field.required
        or chosen is None
        or field.instead_of.choice not in {choice.key for choice in chosen.choices}
    ):
        yield Problem(
            where,
            _(
                "“instead_of” harus menunjuk pilihan di halaman yang sama, dan isian ini boleh kosong (required false)."
            ),
        )


def _bad_name(where: str, key: str, label: str, seen: set[str]) -> Iterator[Problem]:
    if not KEY.fullmatch(key):
        words = _("kode “%(key)s” harus huruf kecil, angka, dan garis bawah, paling panjang 40.")
        yield Problem(where, words % {"key": key})
    if key in seen:
        yield Problem(where, _("kode “%(key)s” dipakai dua kali.") % {"key": key})
    seen.add(key)
    if not label.strip():
        yield Problem(where, _("judul atau label belum diisi."))


def _bad_field(where: str, field: FieldDef) -> Iterator[Problem]:
    if field.type is FieldType.CHOICE:
        if len(field.choices) < 2:
            yield Problem(where, _("pilihan paling sedikit dua."))
        if len({choice.key for choice in field.choices}) < len(field.choices):
            yield Problem(where, _("kode pilihan dipakai dua kali."))
    elif field.choices:
        yield Problem(where, _("“choices” hanya untuk jenis choice."))
    if field.max_length is not None and not 1 <= field.max_length <= 4000:
        yield Problem(where, _("“max_length” antara 1 dan 4000."))
    if (field.minimum is not None or field.maximum is not None) and field.type not in _BOUNDED:
        yield Problem(where, _("“minimum” dan “maximum” hanya untuk jenis number dan rupiah."))
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        yield Problem(where, _("“minimum” lebih besar daripada “maximum”."))
    if field.when not in {"", "past", "future"} or (field.when and field.type is not FieldType.DATE):
        yield Problem(where, _("“when” hanya untuk jenis date: past atau future."))


_BOUNDED = {FieldType.NUMBER, FieldType.RUPIAH}
