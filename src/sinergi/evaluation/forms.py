"""Text in, clean values out, for follow-up actions."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.accounts.models import User
from sinergi.catalogue.fields import TextField, WholeNumberField
from sinergi.evaluation.models import ActionKind
from sinergi.evaluation.periods import add_months
from sinergi.evaluation.training_days import days_of_training
from sinergi.organization.models import Competency, Office, Unit
from sinergi.ui import formats
from sinergi.ui.forms import Checkboxes, DateField, Radios, UiForm

SOURCE_YEARS = 4  # a figure older than that says little about a quarter
LEVELS = [(str(level), str(level)) for level in range(1, 6)]


class ActionForm(UiForm):
    """A new action for one cell."""

    kind = forms.ChoiceField(label=_("Apa yang akan dilakukan?"), choices=ActionKind.choices, widget=Radios())
    title = forms.CharField(
        label=_("Nama tindakan"), max_length=150, help_text=_("Misalnya: Pelatihan komunikasi petugas loket")
    )
    units = forms.ModelMultipleChoiceField(
        label=_("Unit yang ditangani"), queryset=Unit.objects.none(), widget=Checkboxes()
    )
    competency = forms.ModelChoiceField(
        label=_("Kompetensi yang dilatih"),
        queryset=Competency.objects.none(),
        required=False,
        empty_label=_("Pilih kompetensi"),
        help_text=_("Hanya untuk pelatihan. Peserta diusulkan dari kesenjangan kompetensi ini."),
    )
    target_level = forms.ChoiceField(
        label=_("Level tujuan"), choices=[("", _("Pilih level")), *LEVELS], required=False
    )
    owner = forms.ModelChoiceField(
        label=_("Penanggung jawab"), queryset=User.objects.none(), empty_label=_("Pilih orang")
    )
    due_on = DateField(label=_("Tenggat"))
    reason = forms.CharField(
        label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )

    def __init__(self, *args: Any, units: Any, owners: Any, competencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["competency"].queryset = competencies  # type: ignore[attr-defined]

    def clean_target_level(self) -> int | None:
        level = self.cleaned_data["target_level"]
        return int(level) if level else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == ActionKind.TRAINING:
            if not data.get("competency"):
                self.add_error("competency", _("Pilih kompetensi yang dilatih."))
            if not data.get("target_level"):
                self.add_error("target_level", _("Pilih level tujuan pelatihan."))
        return data


def sizes_of(count: int, waves: int) -> list[int]:
    """``count`` units in ``waves`` waves, as even as possible, larger ones first: 5 in 3 is 2, 2, 1."""
    return [count // waves + (place < count % waves) for place in range(waves)]


class DrawForm(UiForm):
    """How many waves, when they begin, and the seed that was announced before."""

    waves = forms.TypedChoiceField(label=_("Jumlah gelombang"), coerce=int, widget=Radios())
    first_on = DateField(
        label=_("Hari pertama gelombang pertama"),
        help_text=_("Jatuh pada hari libur? Pelatihan dimulai pada hari kerja berikutnya."),
    )
    gap_months = forms.IntegerField(
        label=_("Jarak antargelombang (bulan)"),
        min_value=1,
        max_value=6,
        initial=2,
        help_text=_("Dua bulan memberi cukup waktu untuk melihat perubahan."),
        widget=forms.NumberInput(attrs={"width": 3}),
        error_messages={
            "invalid": _("Jarak antargelombang harus berupa angka bulat, misalnya 2."),
            "min_value": _("Jarak antargelombang paling sedikit %(limit_value)s bulan."),
            "max_value": _("Jarak antargelombang paling banyak %(limit_value)s bulan."),
        },
    )
    seed = forms.CharField(
        label=_("Benih undian"),
        max_length=80,
        help_text=_(
            "Sebutkan di depan orang banyak. Sidik catatan audit ditambahkan, jadi tidak dapat dicoba dahulu."
        ),
    )

    late = forms.BooleanField(label=_("Boleh selesai sesudah tenggat"), required=False)

    def __init__(
        self, *args: Any, units: int, today: date, office: Office, due_on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units, self.today, self.office, self.due_on = units, today, office, due_on
        self.fields["late"].help_text = _("Tenggat tindakan ini %(day)s.") % {"day": formats.date(due_on)}
        choices = [
            (number, ", ".join(map(str, sizes_of(units, number)))) for number in range(1, min(units, 6) + 1)
        ]
        self.fields["waves"].choices = [  # type: ignore[attr-defined]
            (number, _("%(number)s gelombang (%(sizes)s unit)") % {"number": number, "sizes": sizes})
            for number, sizes in choices
        ]

    def clean_first_on(self) -> date:
        first: date = self.cleaned_data["first_on"]
        if first <= self.today:
            raise forms.ValidationError(_("Hari pertama harus sesudah hari ini."))
        return first

    def clean(self) -> dict[str, Any]:
        """A lot is drawn once: that the last wave misses the due date must be seen before."""
        data = super().clean() or {}
        if not self.errors and not data["late"]:
            _first_day, last_day = days_of_training(self.office, self.dates[-1])
            if last_day > self.due_on:
                words = _(
                    "Gelombang terakhir baru selesai %(last)s, sesudah tenggat %(due)s. Majukan hari pertama, "
                    "perkecil jaraknya, atau centang kotak ini."
                )
                days = {"last": formats.date(last_day), "due": formats.date(self.due_on)}
                self.add_error("late", words % days)
        return data

    @property
    def sizes(self) -> list[int]:
        return sizes_of(self.units, self.cleaned_data["waves"])

    @property
    def dates(self) -> list[date]:
        """The first day of each wave: the same day of the month, or the month's last day."""
        first: date = self.cleaned_data["first_on"]
        gap: int = self.cleaned_data["gap_months"]
        return [_same_day(first, gap * place) for place in range(self.cleaned_data["waves"])]


def _same_day(first: date, months: int) -> date:
    month = add_months(first.replace(day=1), months)
    last = add_months(month, 1) - timedelta(days=1)
    return month.replace(day=min(first.day, last.day))


class DayForm(UiForm):
    """The day on which an action began or ended."""

    on = DateField(label=_("Tanggal"))


class ReasonForm(UiForm):
    """Why an action is given up."""

    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class UnpublishForm(UiForm):
    """Why the public words are taken back."""

    reason = forms.CharField(
        label=_("Mengapa pengumuman ini ditarik?"),
        help_text=_("Dicatat di jejak audit; warga tidak membacanya. Tanpa nama warga."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )


class PublishForm(UiForm):
    """The words for the public."""

    said = forms.CharField(
        label=_("Anda bilang"),
        help_text=_("Apa yang warga katakan, dengan kata mereka. Tanpa nama orang."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    did = forms.CharField(
        label=_("Kami lakukan"),
        help_text=_("Apa yang dilakukan, oleh siapa, dan kapan."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class UsersForm(UiForm):
    """How many people used a service in a quarter, and where that is written."""

    users = WholeNumberField(
        label=_("Jumlah pengguna layanan"), minimum=1, maximum=10_000_000,
        help_text=_("Semua yang dilayani pada triwulan ini, juga yang tidak lewat Sinergi."),
    )  # fmt: skip
    source = TextField(
        label=_("Sumber angka"), max_length=180, help_text=_("Misalnya: buku register pelayanan umum.")
    )
    year = forms.ChoiceField(label=_("Tahun sumber"))

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [str(year - back) for back in range(SOURCE_YEARS)]
        self.fields["year"] = forms.ChoiceField(
            label=_("Tahun sumber"), choices=[(one, one) for one in years]
        )

    @property
    def figure(self) -> dict[str, Any]:
        """What is stored: the number, and the source with its year."""
        values = self.cleaned_data
        return {"users": values["users"], "source": f"{values['source']} ({values['year']})"}
