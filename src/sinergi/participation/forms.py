"""Forms of the meeting desk."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sinergi.catalogue.models import Service
from sinergi.organization.models import Office, Unit
from sinergi.participation.models import ELEMENT_CHOICES, Kind, Meeting, Unsur
from sinergi.ui.forms import DateField, Radios, UiForm

NO_CHOICE = ("", _("Tidak khusus"))
LONG = {"rows": 4}


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class PlanForm(UiForm):
    """What an invitation needs."""

    unit = UnitChoice(label=_("Unit penyelenggara"), queryset=Unit.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("Bentuk"), choices=Kind.choices, widget=Radios(), initial=Kind.FORUM)
    title = forms.CharField(
        label=_("Judul"), max_length=160, help_text=_("Misalnya: Waktu penyelesaian surat keterangan usaha.")
    )
    invitation = forms.CharField(
        label=_("Isi undangan"),
        help_text=_("Apa yang dibahas, siapa yang diharapkan hadir, apa yang perlu dibawa. Dibaca umum."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    day = DateField(label=_("Tanggal"))
    clock = forms.TimeField(
        label=_("Pukul"),
        help_text=_("Misalnya 09.30."),
        input_formats=["%H.%M", "%H:%M"],
        widget=forms.TimeInput(format="%H.%M", attrs={"width": 5, "inputmode": "decimal"}),
        error_messages={"invalid": _("Pukul ditulis seperti 09.30.")},
    )
    place = forms.CharField(label=_("Tempat"), max_length=200)
    already_held = forms.BooleanField(
        label=_("Musyawarah ini sudah berlangsung; saya mencatatnya sekarang"), required=False
    )

    def __init__(
        self, *args: Any, units: list[Unit], zone: str, now: datetime, announced: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._zone, self._now = ZoneInfo(zone), now
        if announced:  # marked as held by a button of its own
            del self.fields["already_held"]
        queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("path")
        self.fields["unit"].queryset = queryset  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A day that is over is announced as such, or it is a slip of the pen."""
        cleaned = super().clean() or {}
        day, clock = cleaned.get("day"), cleaned.get("clock")
        if "already_held" not in self.fields or not isinstance(day, date) or not isinstance(clock, time):
            return cleaned
        is_over = datetime.combine(day, clock, tzinfo=self._zone) <= self._now
        if is_over and not cleaned.get("already_held"):
            words = gettext(
                "Waktu ini sudah lewat. Perbaiki, atau centang bahwa musyawarahnya sudah berlangsung."
            )
            self.add_error("day", words)
        elif cleaned.get("already_held") and not is_over:
            self.add_error("day", gettext("Waktu ini belum lewat, jadi musyawarahnya belum berlangsung."))
        return cleaned

    def plan(self) -> dict[str, Any]:
        """The clean values as the operations take them."""
        values = dict(self.cleaned_data)
        day: date = values.pop("day")
        clock: time = values.pop("clock")
        return {**values, "held_at": datetime.combine(day, clock, tzinfo=self._zone)}


def plan_initial(meeting: Meeting) -> dict[str, Any]:
    """The plan of a meeting for `PlanForm`."""
    local = meeting.held_at.astimezone(ZoneInfo(meeting.office.time_zone))
    return {
        "unit": meeting.unit_id, "kind": meeting.kind, "title": meeting.title, "invitation": meeting.invitation,
        "day": local.date(), "clock": local.time(), "place": meeting.place,
    }  # fmt: skip


class InviteForm(UiForm):
    unsur = forms.ChoiceField(label=_("Unsur"), choices=Unsur.choices)
    addressee = forms.CharField(label=_("Lembaga atau orang yang diundang"), max_length=200)


class AttendForm(UiForm):
    # Nothing is chosen before: an untouched form would record somebody who was not there.
    unsur = forms.ChoiceField(label=_("Unsur"), choices=[("", _("Pilih unsur")), *Unsur.choices])
    name = forms.CharField(
        label=_("Nama"),
        max_length=150,
        required=False,
        help_text=_("Tidak diumumkan. Kosongkan bila hanya mencatat jumlah."),
    )
    count = forms.IntegerField(
        label=_("Jumlah orang"), min_value=1, max_value=2000, initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "width": 4}),
    )  # fmt: skip
    women = forms.IntegerField(
        label=_("Di antaranya perempuan"), min_value=0, max_value=2000, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "width": 4}),
    )  # fmt: skip
    signs = forms.BooleanField(label=_("Menandatangani berita acara sebagai wakil peserta"), required=False)


class AgendaForm(UiForm):
    text = forms.CharField(label=_("Mata acara"), max_length=300)


class _AboutForm(UiForm):
    """A text that may be about a service and an element of the survey."""

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = Service.objects.filter(office=office, is_active=True).order_by("position", "pk")
        self.fields["service"].queryset = services  # type: ignore[attr-defined]


def _service_field() -> forms.Field:
    return forms.ModelChoiceField(
        label=_("Tentang layanan"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=_("Tidak khusus"),
    )


def _element_field() -> forms.Field:
    return forms.ChoiceField(label=_("Unsur survei"), choices=[NO_CHOICE, *ELEMENT_CHOICES], required=False)


class ProblemForm(_AboutForm):
    text = forms.CharField(label=_("Masalah"), max_length=1000, widget=forms.Textarea(attrs=LONG))
    service = _service_field()
    element = _element_field()


class AgreementForm(_AboutForm):
    text = forms.CharField(
        label=_("Apa yang dibicarakan"), max_length=1000, widget=forms.Textarea(attrs=LONG)
    )
    outcome = forms.ChoiceField(
        label=_("Hasil"), widget=Radios(), initial="agreed",
        choices=[("agreed", _("Disepakati")), ("refused", _("Tidak disepakati"))],
    )  # fmt: skip
    owner_unit = UnitChoice(
        label=_("Penanggung jawab"), queryset=Unit.objects.none(), empty_label=_("Pilih unit")
    )
    due_on = DateField(label=_("Target selesai"))
    reason = forms.CharField(label=_("Alasan tidak disepakati"), max_length=300)
    service = _service_field()
    element = _element_field()

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, office=office, **kwargs)
        units: QuerySet[Unit] = Unit.objects.filter(office=office, is_active=True).order_by("path")
        self.fields["owner_unit"].queryset = units  # type: ignore[attr-defined]
        if self.is_bound:  # what is asked depends on the outcome that was chosen
            refused = self.data.get("outcome") == "refused"
            self.fields["reason"].required = refused
            self.fields["owner_unit"].required = self.fields["due_on"].required = not refused

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["is_agreed"] = values.pop("outcome", "agreed") == "agreed"
        return values


class PhotoForm(UiForm):
    photo = forms.FileField(
        label=_("Foto"), help_text=_("JPG atau PNG. Data lokasi di dalam foto dihapus."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Apa yang terlihat di foto"), max_length=200,
        help_text=_("Dibacakan bagi orang yang tidak melihat foto. Jangan menulis nama warga."),
    )  # fmt: skip


class MinutesForm(UiForm):
    chair_title = forms.CharField(
        label=_("Jabatan pimpinan musyawarah"), max_length=120, help_text=_("Misalnya: Lurah Terjun.")
    )
    chair_name = forms.CharField(label=_("Nama pimpinan"), max_length=150, required=False)
    number = forms.CharField(label=_("Nomor berita acara"), max_length=60, required=False)


class PublishForm(UiForm):
    scan = forms.FileField(
        label=_("Pindaian berita acara bertanda tangan"),
        help_text=_("Disimpan kantor. Umum melihat salinan tanpa nama peserta."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
    )


class CancelForm(UiForm):
    reason = forms.CharField(label=_("Alasan pembatalan"), max_length=300, help_text=_("Dibaca umum."))
