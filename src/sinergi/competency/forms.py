"""Text in, clean values out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sinergi.competency.models import Method
from sinergi.competency.operations import Reading
from sinergi.competency.queries import CandidateRow, ParticipantRow
from sinergi.organization.models import Competency, Position, Unit
from sinergi.personnel.models import Employee
from sinergi.ui import formats
from sinergi.ui.forms import Checkboxes, DateField, Radios, UiForm

LEVEL_CHOICES = [("", "–"), *((str(level), str(level)) for level in range(6))]


class _LevelsForm(UiForm):
    """How and when levels were found; the levels themselves are added as one select each."""

    method = forms.ChoiceField(label=_("Cara penilaian"), choices=Method.choices, widget=Radios())
    assessed_on = DateField(label=_("Tanggal penilaian"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"assessed_on": today, "method": Method.OBSERVATION}, **kwargs)
        self.fields["assessed_on"].last = today  # type: ignore[attr-defined]

    def _add(self, name: str, label: str, level: int | None) -> None:
        """``show_hidden_initial``: what the person saw goes along, so that another's newer level is not undone."""
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=LEVEL_CHOICES,
            required=False,
            initial="" if level is None else str(level),
            widget=forms.Select(attrs={"aria-label": label}),
            show_hidden_initial=True,
            error_messages={"invalid_choice": _("Level kompetensi adalah angka 0 sampai 5.")},
        )


class GridForm(_LevelsForm):
    """People down, competencies across: only what was changed is recorded."""

    def __init__(
        self,
        *args: Any,
        people: Sequence[Employee],
        competencies: Sequence[Competency],
        levels: Mapping[tuple[int, int], int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.competencies = people, competencies
        for person in people:
            for one in competencies:
                self._add(
                    f"n-{person.pk}-{one.pk}", f"{one.name}, {person.name}", levels.get((person.pk, one.pk))
                )

    def rows(self) -> list[tuple[Employee, list[tuple[Competency, Any]]]]:
        """Rows of the table: a person and the boxes."""
        columns = self.competencies
        return [
            (one, [(column, self[f"n-{one.pk}-{column.pk}"]) for column in columns]) for one in self.people
        ]

    def readings(self) -> list[Reading]:
        """The levels that were changed to a level."""
        found = []
        for name in self.changed_data:
            if name.startswith("n-") and self.cleaned_data.get(name):
                _prefix, person, competency = name.split("-")
                found.append(Reading(int(person), int(competency), int(self.cleaned_data[name])))
        return found


class AfterForm(_LevelsForm):
    """The levels of those who attended, found after a training. An empty box is not recorded."""

    def __init__(self, *args: Any, rows: Iterable[ParticipantRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = [row for row in rows if row.attended]
        for row in self.people:
            self._add(f"n-{row.employee_id}", row.name, row.after)

    def rows(self) -> list[tuple[ParticipantRow, Any]]:
        return [(row, self[f"n-{row.employee_id}"]) for row in self.people]

    def readings(self, competency_id: int) -> list[Reading]:
        names = {f"n-{row.employee_id}": row.employee_id for row in self.people}
        typed = [(pk, self.cleaned_data.get(name)) for name, pk in names.items()]
        return [Reading(pk, competency_id, int(level)) for pk, level in typed if level]


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A select of units with their full titles."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class EventForm(UiForm):
    """A new training."""

    title = forms.CharField(label=_("Nama pelatihan"), max_length=160)
    competency = forms.ModelChoiceField(
        label=_("Kompetensi yang dilatih"),
        queryset=Competency.objects.order_by("cluster", "name"),
        empty_label="–",
    )
    target_level = forms.ChoiceField(
        label=_("Level sasaran"),
        choices=[(str(level), str(level)) for level in range(1, 6)],
        help_text=_("Level yang diharapkan setelah pelatihan."),
    )
    unit = UnitField(label=_("Unit penyelenggara"), queryset=Unit.objects.none(), empty_label=None)
    starts_on = DateField(label=_("Mulai"))
    ends_on = DateField(label=pgettext_lazy("hari terakhir", "Selesai"))
    hours = forms.IntegerField(
        label=_("Lama (JP)"),
        min_value=1,
        max_value=900,
        help_text=_("1 JP (jam pelajaran) = 45 menit."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "width": 4}),
        error_messages={
            "invalid": _("Lama pelatihan harus angka bulat, misalnya 20."),
            "min_value": _("Lama pelatihan paling sedikit 1 JP."),
            "max_value": _("Lama pelatihan paling banyak 900 JP."),
        },
    )
    place = forms.CharField(label=_("Tempat"), required=False, max_length=160)
    provider = forms.CharField(label=_("Penyelenggara atau pengajar"), required=False, max_length=160)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "target_level": int(self.cleaned_data["target_level"])}


def _about(row: CandidateRow) -> str:
    level = _now("belum dinilai") if row.level is None else _now("level %(level)s") % {"level": row.level}
    trained = _now("belum pernah dilatih untuk ini")
    if row.last_trained_on:
        trained = _now("dilatih %(day)s") % {"day": formats.date(row.last_trained_on)}
    return f"{row.unit} · {level} · {trained}"


class EnrollForm(UiForm):
    """Who takes part, from the computed gap."""

    employees = forms.MultipleChoiceField(
        label=_("Calon peserta"),
        widget=Checkboxes(),
        error_messages={"required": _("Pilih paling sedikit satu calon peserta.")},
    )

    def __init__(self, *args: Any, rows: Sequence[CandidateRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["employees"]
        field.choices = [(str(row.employee_id), row.name) for row in rows]
        field.widget.hints = {str(row.employee_id): _about(row) for row in rows}

    def ids(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["employees"]]


class HoldForm(UiForm):
    """Who attended."""

    attended = forms.MultipleChoiceField(
        label=_("Siapa yang hadir?"),
        widget=Checkboxes(),
        error_messages={
            "required": _("Belum ada peserta yang ditandai hadir. Jika pelatihan batal, batalkan.")
        },
    )

    def __init__(self, *args: Any, rows: Sequence[ParticipantRow], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="hadir_%s", **kwargs)
        field: Any = self.fields["attended"]
        field.choices = [(str(row.employee_id), row.name) for row in rows]
        field.widget.hints = {str(row.employee_id): row.unit for row in rows}
        field.initial = [str(row.employee_id) for row in rows]

    def ids(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["attended"]]


class CancelForm(UiForm):
    """Why a training does not take place."""

    reason = forms.CharField(
        label=_("Alasan pembatalan"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dibaca oleh peserta dan tercatat."),
    )


class RequirementForm(UiForm):
    """The level that a post needs."""

    position = forms.ModelChoiceField(label=_("Jabatan"), queryset=Position.objects.none(), empty_label="–")
    competency = forms.ModelChoiceField(
        label=_("Kompetensi"), queryset=Competency.objects.order_by("cluster", "name"), empty_label="–"
    )
    level = forms.ChoiceField(
        label=_("Level yang diperlukan"),
        choices=[*((str(level), str(level)) for level in range(1, 6)), ("0", _("hapus"))],
    )

    def __init__(self, *args: Any, positions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].queryset = positions  # type: ignore[attr-defined]
