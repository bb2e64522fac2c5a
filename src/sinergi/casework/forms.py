"""Forms of citizens: agreement, applicant, upload, check, tracking. They clean text and never save."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.casework.models import Application
from sinergi.casework.operations import Applicant
from sinergi.catalogue.fields import EmailField, NameField, NikField, PhoneField, TextField
from sinergi.catalogue.models import RequirementKind, Service
from sinergi.organization.models import Office, Unit
from sinergi.ui import language
from sinergi.ui.forms import UiForm

FILE_TYPES = "image/jpeg,image/png,application/pdf"
PHOTO_TYPES = "image/jpeg,image/png"


class AgreeForm(UiForm):
    """The agreement to the privacy text; ``key`` makes a double click one draft."""

    agree = forms.BooleanField(
        label=gettext_lazy("Saya sudah membaca dan setuju data saya dipakai untuk mengurus permohonan ini"),
        error_messages={
            "required": gettext_lazy(
                "Centang kotak persetujuan untuk melanjutkan. Tanpa itu data Anda tidak boleh kami simpan."
            )
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class VillageField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The kelurahan of the applicant."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ApplicantForm(UiForm):
    """Who applies. Phone or email is needed online; at the counter a PIN replaces them."""

    name = NameField(
        label=gettext_lazy("Nama lengkap"), help_text=gettext_lazy("Tulis seperti di KTP."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    nik = NikField()
    village = VillageField(
        queryset=Unit.objects.none(),
        label=gettext_lazy("Kelurahan tempat tinggal"),
        empty_label=gettext_lazy("Pilih kelurahan"),
    )
    address = TextField(
        label=gettext_lazy("Alamat"), max_length=250, help_text=gettext_lazy("Jalan, nomor, dan lingkungan."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )  # fmt: skip
    phone = PhoneField(
        label=gettext_lazy("Nomor HP"), required=False,
        help_text=gettext_lazy("Kabar kami kirim ke sini. Tidak punya? Isi surel saja."),
    )  # fmt: skip
    email = EmailField(
        label=gettext_lazy("Surel (email)"),
        required=False,
        help_text=gettext_lazy("Bila tidak memakai nomor HP."),
    )

    def __init__(
        self, *args: Any, villages: QuerySet[Unit], needs_contact: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = needs_contact
        self.fields["phone"].error_messages["required"] = _(
            "Isi nomor HP atau surel, supaya kami dapat mengabari Anda."
        )
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("email") and self.has_error("phone", "required"):
            del self.errors["phone"]
            cleaned["phone"] = ""
        return cleaned

    def applicant(self) -> Applicant:
        """The cleaned facts."""
        fields = ("name", "nik", "village", "address", "phone", "email")
        return Applicant(**{name: self.cleaned_data[name] for name in fields})


def villages_of(office: Office) -> QuerySet[Unit]:
    """The kelurahan that an applicant can live in."""
    return Unit.objects.filter(office=office).villages().order_by("name")


def applicant_initial(case: Application) -> Mapping[str, Any]:
    """What is stored about the applicant, as initial values."""
    if case.nik is None:
        return {}
    return {
        "name": case.name, "nik": case.nik, "village": case.village_id, "address": case.address,
        "phone": case.phone or "", "email": case.email or "",
    }  # fmt: skip


class UploadForm(UiForm):
    """One file for one requirement, ``demanded`` or not; ``required``: with this very sending."""

    file = forms.FileField(error_messages={"empty": gettext_lazy("Berkas ini kosong. Pilih berkas lain.")})

    def __init__(
        self, *args: Any, label: str, kind: str, help_text: str = "", demanded: bool = True, required: bool = True,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.label, field.required = language.marked(label), required
        self.there = {"file"} if demanded and not required else set()
        field.help_text = language.marked(help_text) or _("Foto atau PDF, paling besar 10 MB.")
        field.error_messages["required"] = _("%(label)s belum dipilih.") % {"label": label}
        photo = kind == RequirementKind.PHOTO
        field.widget.attrs["accept"] = PHOTO_TYPES if photo else FILE_TYPES
        if photo:
            field.widget.attrs["capture"] = "environment"


class SendForm(UiForm):
    """The declaration; ``seen`` is the revision that was checked."""

    declare = forms.BooleanField(
        label=gettext_lazy("Saya menyatakan jawaban dan berkas saya benar"),
        error_messages={"required": gettext_lazy("Centang pernyataan bahwa jawaban dan berkas Anda benar.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class TrackForm(UiForm):
    """Number and second fact of a case."""

    reference = forms.CharField(
        label=gettext_lazy("Nomor permohonan"), max_length=40,
        help_text=gettext_lazy("Ada di bukti permohonan, misalnya MRL-2026-7KQ4XZ."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "width": 20}
        ),
    )  # fmt: skip
    check_text = forms.CharField(
        label=gettext_lazy("4 angka terakhir nomor HP Anda"), max_length=20,
        help_text=gettext_lazy(
            "Memakai surel? Isi 4 huruf atau angka terakhir sebelum tanda @. Tanpa HP dan surel? Isi PIN pada bukti."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "width": 5}),
    )  # fmt: skip


class RecoverForm(UiForm):
    """A lost number is sent to the contact that was given."""

    service = forms.ModelChoiceField(
        queryset=Service.objects.none(),
        label=gettext_lazy("Layanan yang Anda ajukan"),
        empty_label=gettext_lazy("Pilih layanan"),
    )
    phone = PhoneField(required=False, help_text=gettext_lazy("Nomor yang Anda tulis waktu mengajukan."))
    email = EmailField(
        required=False, help_text=gettext_lazy("Hanya bila waktu itu Anda tidak menulis nomor HP.")
    )

    def __init__(self, *args: Any, services: QuerySet[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("phone") or cleaned.get("email")) and not self.errors:
            self.add_error("phone", _("Isi nomor HP atau surel yang Anda pakai waktu mengajukan."))
        return cleaned
