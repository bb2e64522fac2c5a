"""Forms of the letter desk."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sinergi.catalogue.models import ServiceVersion
from sinergi.letters.models import Book
from sinergi.organization.models import Unit
from sinergi.ui.forms import DateField, Radios, UiForm

SCAN_HELP = _("PDF atau foto yang jelas. Seluruh surat terlihat: nomor, tanda tangan, dan cap.")
SCAN_WIDGET = {"accept": "application/pdf,image/*"}


class ScanForm(UiForm):
    scan = forms.FileField(
        label=_("Pindaian surat bertanda tangan"),
        help_text=SCAN_HELP,
        widget=forms.FileInput(attrs=SCAN_WIDGET),
    )


class ReasonForm(UiForm):
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Tercatat di register. Jangan menulis nama atau NIK warga."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReserveForm(UiForm):
    unit = forms.ChoiceField(label=_("Register unit"))
    book = forms.ChoiceField(label=_("Buku register"), choices=Book.choices, widget=Radios())
    count = forms.IntegerField(
        label=_("Berapa nomor?"),
        help_text=_(
            "Perkirakan surat selama listrik padam, 1 sampai 50. Sisanya dibatalkan dan tetap terlihat."
        ),
        min_value=1,
        max_value=50,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "width": 3}),
        error_messages={
            "invalid": _("Banyaknya nomor harus angka bulat, misalnya 10."),
            "min_value": _("Banyaknya nomor paling sedikit 1."),
            "max_value": _("Banyaknya nomor paling banyak 50."),
        },
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [(key, unit.title) for key, unit in self._units.items()]  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit:
        return self._units[self.cleaned_data["unit"]]


class VersionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.service.name)


class LateForm(UiForm):
    """A letter that was written by hand on a reserved number."""

    version = VersionChoice(
        label=_("Jenis surat"), queryset=ServiceVersion.objects.none(), empty_label=_("Pilih jenis surat")
    )
    holder = forms.CharField(label=_("Nama pemegang surat"), max_length=150)
    dated_on = DateField(label=_("Tanggal pada surat"))
    signer_title = forms.CharField(label=_("Jabatan penanda tangan"), max_length=120)
    signer_name = forms.CharField(label=_("Nama penanda tangan"), max_length=150, required=False)
    reason = forms.CharField(
        label=_("Mengapa ditulis tangan?"),
        help_text=_("Misalnya: listrik padam sejak pukul 10.00."),
        max_length=300,
    )
    scan = forms.FileField(
        label=_("Pindaian surat"), help_text=SCAN_HELP, widget=forms.FileInput(attrs=SCAN_WIDGET)
    )

    def __init__(self, *args: Any, versions: QuerySet[ServiceVersion], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["dated_on"].last = today  # type: ignore[attr-defined]
