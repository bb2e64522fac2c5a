"""Text in, clean values out."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.accounts.models import User, UserKind
from sinergi.organization.models import Unit
from sinergi.personnel.models import RANK_CHOICES, Employee, EmployeeKind, SexChoice, UnknownPosition
from sinergi.personnel.operations import EmployeeData
from sinergi.personnel.queries import post_named
from sinergi.ui.forms import DateField, Radios, UiForm

MAX_IMPORT_BYTES = 5 * 1024 * 1024


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A select of units that shows their full titles."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class EmployeeForm(UiForm):
    """One employee. The post is typed; a title that the unit has is tied to it."""

    name = forms.CharField(label=_("Nama lengkap dan gelar"), max_length=150)
    kind = forms.ChoiceField(label=_("Jenis pegawai"), choices=EmployeeKind.choices, widget=Radios())
    nip = forms.CharField(
        label=_("NIP atau NI PPPK"),
        required=False,
        max_length=40,
        help_text=_("18 angka; spasi boleh. Kosongkan untuk non-ASN."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "width": 20}),
    )
    unit = UnitChoice(label=_("Unit kerja"), queryset=Unit.objects.none(), empty_label=None)
    title = forms.CharField(label=_("Jabatan"), required=False, max_length=120)
    rank = forms.ChoiceField(label=_("Golongan"), required=False, choices=[("", "–"), *RANK_CHOICES])
    born_on = DateField(
        label=_("Tanggal lahir"), required=False, help_text=_("Jika kosong, diambil dari NIP.")
    )
    sex = forms.ChoiceField(label=_("Jenis kelamin"), required=False, choices=[("", "–"), *SexChoice.choices])
    started_on = DateField(label=_("Mulai bertugas"), required=False)
    ended_on = DateField(
        label=_("Tidak bertugas sejak"),
        required=False,
        help_text=_("Hari pertama tanpa pegawai ini: pindah, pensiun, atau berhenti."),
    )
    user = forms.ModelChoiceField(
        label=_("Akun pengguna"),
        queryset=User.objects.none(),
        required=False,
        empty_label="–",
        help_text=_("Dengan akun ini pegawai melihat datanya sendiri."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, units: Any, office_id: int, employee: Employee | None = None, **kwargs: Any
    ) -> None:
        initial = kwargs.pop("initial", None) or (_initial(employee) if employee else {})
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        free = User.objects.filter(
            office_id=office_id, kind=UserKind.STAFF, is_active=True, employee__isnull=True
        )
        if employee and employee.user_id:
            free |= User.objects.filter(pk=employee.user_id)
        self.fields["user"].queryset = free.order_by("name")  # type: ignore[attr-defined]

    def data_of(self) -> EmployeeData:
        """What the operations take."""
        clean = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        position = post_named(clean["unit"], clean["title"]) if clean["title"] else None
        return EmployeeData(position=position, **clean)


def _initial(employee: Employee) -> dict[str, Any]:
    names = ("name", "kind", "unit", "title", "rank", "born_on", "sex", "started_on", "ended_on", "user")
    values = {name: getattr(employee, name) for name in names}
    return {**values, "nip": employee.nip_spaced, "seen": employee.updated_at.isoformat()}


class TrainingForm(UiForm):
    """A training that was attended elsewhere. ``key`` makes a second click harmless."""

    title = forms.CharField(label=_("Nama pelatihan"), max_length=160)
    hours = forms.IntegerField(
        label=_("Lama (JP)"),
        min_value=1,
        max_value=900,
        help_text=_("1 JP = 45 menit, sesuai sertifikat."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "width": 4}),
        error_messages={
            "invalid": _("Lama pelatihan harus angka bulat, misalnya 20."),
            "min_value": _("Lama pelatihan paling sedikit 1 JP."),
            "max_value": _("Lama pelatihan paling banyak 900 JP."),
        },
    )
    held_on = DateField(label=_("Tanggal selesai"))
    provider = forms.CharField(label=_("Penyelenggara"), required=False, max_length=160)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid4()}, **kwargs)
        self.fields["held_on"].last = today  # type: ignore[attr-defined]

    def source(self) -> str:
        key: UUID = self.cleaned_data.get("key") or uuid4()
        return f"manual:{key}"


class ImportForm(UiForm):
    """A staff list. What stands in it is judged by the operation."""

    file = forms.FileField(
        label=_("Berkas daftar pegawai"),
        help_text=_("XLSX, ODS, atau CSV, paling besar 5 MB. Baris pertama berisi judul kolom."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt", "shrink": False}),
        error_messages={"empty": _("Berkas ini kosong.")},
    )
    unknown_position = forms.ChoiceField(
        label=_("Jabatan yang belum terdaftar pada unitnya"),
        choices=UnknownPosition.choices,
        widget=Radios(),
        initial=UnknownPosition.TEXT,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_IMPORT_BYTES:
            raise forms.ValidationError(_("Berkas ini lebih besar dari 5 MB. Bagi menjadi beberapa berkas."))
        return file
