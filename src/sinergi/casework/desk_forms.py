"""Forms of officers. Each carries ``seen``, the revision of the page it was filled on."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.casework.operations import Finding
from sinergi.casework.operations.mending import APPLICANT_FIELD
from sinergi.casework.standards import Standard, must_be_shown
from sinergi.casework.workflow import DelayReason
from sinergi.catalogue.fields import NameField, NikField, TextField
from sinergi.ui.forms import DateField, Radios, UiForm
from sinergi.worktime.formulas import Schedule, next_open_day

MEND_DAYS = 7
TIMES = [
    (f"{hour:02d}:{minute:02d}", f"{hour:02d}.{minute:02d}") for hour in range(8, 17) for minute in (0, 30)
]


def _words(
    label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "", most: int = 1000
) -> TextField:
    return TextField(
        label=label, required=required, multiline=True, max_length=most, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class SeenForm(UiForm):
    """Base of every action on a case."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SendBackForm(SeenForm):
    """What is wrong with which document or answer. An empty box means: this one is right."""

    def __init__(
        self, *args: Any, standard: Standard, attached: Sequence[int], today: date, schedule: Schedule,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.uploads = [item for item in standard.uploads if item.id in attached or item.is_required]
        for item in self.uploads:
            self.fields[f"file_{item.key}"] = _words(item.label, required=False, rows=2, most=500)
        self.fields[f"field_{APPLICANT_FIELD}"] = _words(_("Data pemohon"), required=False, rows=2, most=500)
        for field in standard.definition.fields():
            self.fields[f"field_{field.key}"] = _words(field.label, required=False, rows=2, most=500)
        self.fields["deadline"] = DateField(
            label=_("Batas perbaikan"),
            first=today + timedelta(days=1),
            initial=next_open_day(today + timedelta(days=MEND_DAYS), schedule),
        )

    def file_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("file_")]

    def answer_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("field_")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.findings(cleaned):
            raise forms.ValidationError(_("Tulis kekurangan pada sedikitnya satu dokumen atau isian."))
        return cleaned

    def findings(self, cleaned: dict[str, Any] | None = None) -> list[Finding]:
        """The filled boxes."""
        values = self.cleaned_data if cleaned is None else cleaned
        found = []
        for name, words in values.items():
            kind, _mark, key = name.partition("_")
            if words and kind == "file":
                found.append(Finding(words=words, requirement_key=key))
            elif words and kind == "field":
                found.append(Finding(words=words, field=key))
        return found


class ProposeForm(SeenForm):
    note = _words(
        gettext_lazy("Catatan untuk penanda tangan"),
        required=False,
        help_text=gettext_lazy("Hanya dibaca petugas dan pejabat."),
    )


class RejectForm(SeenForm):
    legal_reason = TextField(
        label=gettext_lazy("Dasar hukum penolakan"),
        max_length=250,
        help_text=gettext_lazy("Peraturan dan pasalnya. Pemohon membaca ini."),
    )
    explanation = _words(
        gettext_lazy("Penjelasan dengan kata sederhana"),
        help_text=gettext_lazy("Pemohon membaca ini apa adanya."),
    )


class DelayForm(SeenForm):
    """A new time, with the reason."""

    reason = forms.ChoiceField(label=gettext_lazy("Sebab"), choices=DelayReason.choices, widget=Radios())
    words = _words(
        gettext_lazy("Siapa berikutnya, dan apa yang terjadi"),
        rows=2,
        help_text=gettext_lazy("Pemohon membaca ini apa adanya."),
    )

    def __init__(self, *args: Any, now: datetime, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        today = now.astimezone(self.zone).date()
        self.fields["new_day"] = DateField(label=_("Tanggal baru"), first=today)
        self.fields["new_time"] = forms.ChoiceField(label=_("Pukul"), choices=TIMES, initial="15:00")

    def new_due_at(self) -> datetime:
        """The new moment at the office."""
        clock = time.fromisoformat(self.cleaned_data["new_time"])
        return datetime.combine(self.cleaned_data["new_day"], clock, tzinfo=self.zone)


class ApproveForm(SeenForm):
    words = _words(
        gettext_lazy("Catatan"),
        required=False,
        rows=2,
        help_text=gettext_lazy("Hanya dibaca petugas dan pejabat."),
    )


class ReturnForm(SeenForm):
    words = _words(gettext_lazy("Apa yang harus diperbaiki pemeriksa?"))


class ScanForm(SeenForm):
    """The signed and stamped letter."""

    file = forms.FileField(
        label=gettext_lazy("Pindaian surat bertanda tangan dan berstempel"),
        help_text=gettext_lazy("PDF atau foto yang jelas."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png", "shrink": False}),
    )  # fmt: skip

    def __init__(self, *args: Any, is_stored: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_stored:  # at the letter desk; only the case has to follow
            del self.fields["file"]


class HandOverForm(SeenForm):
    """Who collects the letter; originals that must be shown are ticked off."""

    collected_by = NameField(
        label=gettext_lazy("Nama pengambil"), help_text=gettext_lazy("Cocokkan dengan kartu identitasnya.")
    )

    def __init__(self, *args: Any, standard: Standard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in standard.to_show:
            label = _("%(document)s sudah ditunjukkan") % {"document": item.label}
            self.fields[f"shown_{item.key}"] = forms.BooleanField(
                label=label if item.is_required else f"{label} {_('(bila ada)')}",
                required=item.is_required,
                error_messages={"required": must_be_shown(item)},
            )

    def shown(self) -> list[str]:
        """Keys of the originals that were ticked off."""
        ticked = [name for name, value in self.cleaned_data.items() if value is True]
        return [name.removeprefix("shown_") for name in ticked if name.startswith("shown_")]


class WithdrawForm(SeenForm):
    """Why the applicant at the counter takes the application back."""

    reason = _words(
        gettext_lazy("Mengapa pemohon mencabut?"),
        rows=2,
        help_text=gettext_lazy("Pemohon membaca ini apa adanya."),
        most=300,
    )
    identity = forms.BooleanField(
        label=gettext_lazy("Kartu identitas pemohon sudah saya cocokkan"),
        error_messages={"required": gettext_lazy("Cocokkan kartu identitas pemohon dahulu, lalu centang.")},
    )


class SearchForm(UiForm):
    """Find a case by its number."""

    q = forms.CharField(label=gettext_lazy("Nomor permohonan"), required=False, max_length=40)


class FindForm(UiForm):
    """Find the cases of a person who stands at the counter."""

    nik = NikField()
