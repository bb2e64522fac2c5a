"""The editor's form of a draft: text in, a `VersionSpec` out. Lists are written one entry per line."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.access.permissions import Role
from sinergi.catalogue.definition import BadDefinition, parse, pretty, to_data
from sinergi.catalogue.fields import RupiahField, TextField, WholeNumberField
from sinergi.catalogue.models import Act, ChainLevel, Component, PromiseUnit, RequirementKind
from sinergi.catalogue.operations import RequirementSpec, StepSpec, VersionSpec, fingerprint
from sinergi.ui.forms import UiForm

T = TypeVar("T")
YES, NO = "wajib", "pilihan"
KIND_WORDS = {"foto": RequirementKind.PHOTO, "pdf": RequirementKind.PDF, "tunjukkan": RequirementKind.SHOW}
COMPONENT = "component_"


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "false"})


class LinesField(TextField):
    """One entry per line, parts divided by ``|``; an error names its line."""

    def __init__(self, *, parser: Callable[[list[str]], Any], **kwargs: Any) -> None:
        self.parser = parser
        super().__init__(max_length=8000, multiline=True, widget=_area(kwargs.pop("rows", 6)), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        parsed, errors = [], []
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip():
                continue
            try:
                parsed.append(self.parser([part.strip() for part in line.split("|")]))
            except ValueError as error:
                errors.append(
                    _("%(label)s, baris %(number)s: %(why)s")
                    % {"label": self.label, "number": number, "why": error}
                )
        if errors:
            raise ValidationError(errors)
        return tuple(parsed)


def _one_of(value: str, known: dict[str, T], what: str) -> T:
    if value not in known:
        words = _("%(what)s “%(value)s” tidak dikenal; pilih %(known)s.")
        raise ValueError(words % {"what": what, "value": value, "known": ", ".join(known)})
    return known[value]


def _parts(parts: list[str], least: int, most: int) -> list[str]:
    if not least <= len(parts) <= most or not all(parts[:least]):
        raise ValueError(
            _("tulis %(least)d sampai %(most)d bagian yang dipisahkan tanda |.")
            % {"least": least, "most": most}
        )
    return parts + [""] * (most - len(parts))


def requirement_of(line: list[str]) -> RequirementSpec:
    """``ktp | KTP-el | foto | wajib | petunjuk | dasar hukum``."""
    key, label, kind, needed, hint, legal = _parts(line, 4, 6)
    if not key.replace("_", "").replace("-", "").isalnum() or not key.isascii() or len(key) > 30:
        raise ValueError(_("kode “%s” hanya huruf, angka, dan garis, paling panjang 30.") % key)
    for text, limit in ((label, 120), (hint, 250), (legal, 200)):
        if len(text) > limit:
            raise ValueError(
                _("“%(text)s…” paling panjang %(limit)d huruf.") % {"text": text[:20], "limit": limit}
            )
    is_required = _one_of(needed, {YES: True, NO: False}, _("Keterangan"))
    return RequirementSpec(key, label, _one_of(kind, KIND_WORDS, _("Bentuk")), hint, is_required, legal)


def step_of(line: list[str]) -> StepSpec:
    """``lurah | kelurahan | tanda_tangan``."""
    role, level, act = _parts(line, 3, 3)
    return StepSpec(
        _one_of(role, {value: value for value in Role.values}, _("Peran")),
        _one_of(level, {value: value for value in ChainLevel.values}, _("Tingkat")),
        _one_of(act, {value: value for value in Act.values}, _("Tindakan")),
    )


def competency_of(line: list[str]) -> tuple[str, int]:
    """``komunikasi | 2``."""
    key, level = _parts(line, 2, 2)
    return key, _one_of(level, {str(number): number for number in range(1, 6)}, _("Level"))


class FormJsonField(TextField):
    """The form definition as JSON; every problem is listed with its place."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return to_data(parse(text or "{}"))
        except BadDefinition as error:
            raise ValidationError([_("Formulir, %s") % problem for problem in error.problems]) from error


class DraftForm(UiForm):
    """Everything a draft says. ``seen`` is the fingerprint of the draft that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    promise_amount = WholeNumberField(label=gettext_lazy("Janji waktu"), minimum=1, maximum=999)
    promise_unit = forms.ChoiceField(label=gettext_lazy("Satuan janji waktu"), choices=PromiseUnit.choices)
    fee = RupiahField(label=gettext_lazy("Biaya"), maximum=100_000_000)
    product = TextField(label=gettext_lazy("Hasil layanan"), max_length=160)
    intro = TextField(
        label=gettext_lazy("Siapa yang dapat mengajukan"),
        max_length=2000,
        multiline=True,
        required=False,
        widget=_area(5),
    )
    validity_months = WholeNumberField(
        label=gettext_lazy("Masa berlaku surat (bulan)"), minimum=1, maximum=600, required=False
    )
    retention_days = WholeNumberField(
        label=gettext_lazy("Masa simpan data (hari)"), minimum=1, maximum=32_000
    )
    legal_basis = TextField(label=gettext_lazy("Dasar hukum"), max_length=250, required=False)
    requirements = LinesField(
        label=gettext_lazy("Persyaratan"),
        parser=requirement_of,
        required=False,
        help_text=gettext_lazy(
            "Satu per baris: kode | dokumen | foto/pdf/tunjukkan | wajib/pilihan | petunjuk | dasar hukum."
        ),
    )
    chain = LinesField(
        label=gettext_lazy("Rangkaian penandatanganan"),
        parser=step_of,
        rows=4,
        help_text=gettext_lazy("Satu per baris: peran | kelurahan/kecamatan | paraf/tanda_tangan/diketahui."),
    )
    competencies = LinesField(
        label=gettext_lazy("Kompetensi yang dipersyaratkan"),
        parser=competency_of,
        rows=4,
        required=False,
        help_text=gettext_lazy("Satu per baris: kode kompetensi | level 1 sampai 5."),
    )
    form = FormJsonField(
        label=gettext_lazy("Formulir (JSON)"),
        max_length=40_000,
        multiline=True,
        required=False,
        widget=_area(16),
        help_text=gettext_lazy("Halaman dan isian yang ditanyakan layanan ini."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for component in Component:
            self.fields[COMPONENT + component.value] = TextField(
                label=component.label, max_length=4000, multiline=True, required=False, widget=_area(4)
            )

    def component_fields(self) -> Iterator[forms.BoundField]:
        """The fourteen components, in order."""
        return (self[COMPONENT + component.value] for component in Component)

    def plain_fields(self) -> Iterator[forms.BoundField]:
        """All other fields that are shown."""
        return (field for field in self if not field.name.startswith(COMPONENT) and not field.is_hidden)

    def spec(self) -> VersionSpec:
        """What the editor wrote; only after ``is_valid``."""
        data = dict(self.cleaned_data)
        data.pop("seen")
        components = {
            component.value: text
            for component in Component
            if (text := data.pop(COMPONENT + component.value))
        }
        data["competencies"] = dict(data["competencies"])
        return VersionSpec(components=components, **data)


def initial_of(spec: VersionSpec) -> dict[str, Any]:
    """A spec as the form shows it."""
    words = {kind: word for word, kind in KIND_WORDS.items()}
    plain = (
        "promise_amount",
        "promise_unit",
        "fee",
        "product",
        "intro",
        "validity_months",
        "retention_days",
        "legal_basis",
    )
    return {
        **{name: getattr(spec, name) for name in plain},
        **{COMPONENT + key: text for key, text in spec.components.items()},
        "seen": fingerprint(spec),
        "form": pretty(spec.form),
        "requirements": "\n".join(
            " | ".join((row.key, row.label, words[RequirementKind(row.kind)], YES if row.is_required else NO, row.help,
                        row.legal_basis)).rstrip(" |")
            for row in spec.requirements
        ),
        "chain": "\n".join(f"{step.role} | {step.level} | {step.act}" for step in spec.chain),
        "competencies": "\n".join(f"{key} | {level}" for key, level in spec.competencies.items()),
    }  # fmt: skip
