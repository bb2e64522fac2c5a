"""What the office says of itself, and what stands at the head of its letters."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.catalogue.fields import EmailField, TextField
from sinergi.letters.models import Template
from sinergi.ui.forms import UiForm


class OfficeForm(UiForm):
    """Data of the office, shown on public pages and printed on letters."""

    name = TextField(
        label=_("Nama kantor"), max_length=120, help_text=_("Misalnya: Kecamatan Medan Marelan.")
    )
    city = TextField(
        label=_("Kabupaten/kota"), max_length=120,
        help_text=_("Misalnya: Kota Medan. Pada surat tercetak “PEMERINTAH KOTA MEDAN”."),
    )  # fmt: skip
    province = TextField(label=_("Provinsi"), max_length=120, required=False)
    address = TextField(label=_("Alamat kantor"), max_length=250, required=False)
    phone = TextField(label=_("Telepon kantor"), max_length=30, required=False)
    whatsapp = TextField(label=_("Nomor WhatsApp kantor"), max_length=30, required=False)
    email = EmailField(label=_("Surel kantor"), required=False)


class LetterheadForm(UiForm):
    """The head of one unit's letters; what stays empty is taken from the office."""

    address = TextField(
        label=_("Alamat pada kop"), max_length=250, required=False,
        help_text=_("Kosong: alamat kantor kecamatan."),
    )  # fmt: skip
    contact = TextField(
        label=_("Kontak pada kop"), max_length=200, required=False,
        help_text=_("Telepon, surel, dan situs web dalam satu baris. Kosong: telepon dan surel kantor."),
    )  # fmt: skip
    place = TextField(
        label=_("Tempat penandatanganan"), max_length=80, required=False,
        help_text=_("Misalnya: Medan. Kosong: nama kabupaten/kota."),
    )  # fmt: skip
    pattern = TextField(
        label=_("Pola nomor surat"), max_length=120,
        help_text=_("Bagian yang tersedia: {klasifikasi} {urut} {unit} {bulan} {bulan_angka} {tahun}. "
                    "{urut:02} menulis 07."),
    )  # fmt: skip
    arms = forms.FileField(
        label=_("Gambar lambang daerah"), required=False,
        help_text=_("PNG atau JPG, paling besar 2 MB. Kosong: lambang yang sekarang tetap dipakai."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )  # fmt: skip


class ClassificationForm(UiForm):
    """One code for the letter of each published service."""

    def __init__(self, *args: Any, templates: Sequence[Template], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.templates = templates
        for one in templates:
            self.fields[f"code_{one.pk}"] = TextField(
                label=one.title, max_length=20, initial=one.classification,
                help_text=_("Angka dan titik, misalnya 400.9."), widget=forms.TextInput(attrs={"width": 10}),
            )  # fmt: skip

    def codes(self) -> dict[Template, str]:
        """What was typed, by template."""
        return {one: self.cleaned_data[f"code_{one.pk}"] for one in self.templates}
