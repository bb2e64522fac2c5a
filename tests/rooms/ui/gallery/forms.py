"""Every kind of field, as a citizen would meet it."""

from django import forms

from sinergi.ui.forms import Checkboxes, DateField, Radios, UiForm


class OwnerForm(UiForm):
    nik = forms.CharField(
        label="NIK",
        help_text="16 angka di KTP. Spasi boleh.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "width": 20, "autocomplete": "off"}),
    )
    name = forms.CharField(label="Nama sesuai KTP", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    born = DateField(label="Tanggal lahir", help_text="Misalnya 14 5 1990 atau 14 Mei 1990.", birthday=True)
    income = forms.CharField(
        label="Penghasilan sebulan",
        required=False,
        widget=forms.TextInput(attrs={"prefix": "Rp", "inputmode": "numeric", "width": 10}),
    )
    area = forms.CharField(
        label="Luas tempat usaha", required=False, widget=forms.TextInput(attrs={"suffix": "m²", "width": 5})
    )
    purpose = forms.ChoiceField(
        label="Untuk apa surat ini?",
        choices=[("bank", "Pinjaman bank"), ("coop", "Koperasi"), ("other", "Keperluan lain")],
        widget=Radios(hints={"bank": "Termasuk KUR dan pegadaian."}),
    )
    kelurahan = forms.ChoiceField(
        label="Kelurahan", choices=[("", "Pilih kelurahan"), ("rp", "Rengas Pulau"), ("tr", "Terjun")]
    )
    channels = forms.MultipleChoiceField(
        label="Kabar lewat",
        required=False,
        choices=[("wa", "WhatsApp"), ("sms", "SMS"), ("mail", "Surel")],
        widget=Checkboxes,
    )
    story = forms.CharField(
        label="Ceritakan usaha Anda", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    photo = forms.FileField(
        label="Foto tempat usaha",
        help_text="Foto (JPG, PNG) atau PDF, paling besar 10 MB.",
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf", "capture": "environment"}),
    )
    truth = forms.BooleanField(label="Saya menyatakan isian ini benar.")

    def clean_nik(self) -> str:
        digits = "".join(self.cleaned_data["nik"].split())
        if len(digits) != 16:
            raise forms.ValidationError(f"NIK harus 16 angka; Anda mengisi {len(digits)}.")
        return digits


class FilterForm(UiForm):
    status = forms.ChoiceField(label="Status", required=True, choices=[("", "Semua"), ("late", "Lewat")])
    words = forms.CharField(
        label="Nomor atau nama", required=True, widget=forms.TextInput(attrs={"width": 20})
    )
