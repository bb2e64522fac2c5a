"""Forms of information."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.accounts.models import User
from sinergi.catalogue.fields import EmailField, PhoneField, TextField
from sinergi.information.operations import LONGEST_VALIDITY, ProgrammeText
from sinergi.notices.operations import NIK_LIKE, Recipient
from sinergi.organization.models import Unit
from sinergi.ui.forms import DateField, UiForm

USUAL_VALIDITY = timedelta(days=90)


class ReportForm(UiForm):
    """ "Informasi ini keliru": open to everybody, no name asked. ``website`` is filled in only by machines."""

    text = TextField(
        label=gettext_lazy("Apa yang keliru?"),
        max_length=1000,
        multiline=True,
        help_text=gettext_lazy("Jangan tulis NIK atau data pribadi orang lain."),
        error_messages={"required": gettext_lazy("Tulis apa yang keliru.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = forms.CharField(
        label=gettext_lazy("Nomor HP atau surel Anda"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Hanya jika Anda ingin dikabari."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    website = forms.CharField(label=gettext_lazy("Biarkan kosong"), required=False, max_length=200,
                              widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))  # fmt: skip

    def clean_contact(self) -> Recipient:
        """The contact as a recipient: email when it holds an @, else a phone number."""
        typed = self.cleaned_data["contact"].strip()
        if not typed:
            return Recipient()
        field: Any = EmailField() if "@" in typed else PhoneField()
        field.label = _("Kontak")
        clean = field.clean(typed)
        return Recipient(email=clean) if "@" in typed else Recipient(phone=clean)

    @property
    def from_machine(self) -> bool:
        """Whether the hidden field was filled in."""
        return bool(self.cleaned_data.get("website"))


def _bound(field: forms.Field, today: date) -> None:
    """A programme may be relied on until a day from today to a year from today."""
    if not isinstance(field, DateField):
        raise TypeError(field)
    field.first, field.last, field.initial = today, today + LONGEST_VALIDITY, today + USUAL_VALIDITY


class ProgrammeForm(UiForm):
    """A programme, as its editor writes it."""

    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        label=gettext_lazy("Unit penyelenggara"),
        empty_label=gettext_lazy("Pilih unit"),
    )
    title = TextField(label=gettext_lazy("Nama program"), max_length=120)
    summary = TextField(label=gettext_lazy("Ringkasan satu kalimat"), max_length=250)
    body = TextField(
        label=gettext_lazy("Isi"),
        max_length=8000,
        multiline=True,
        help_text=gettext_lazy(
            "Untuk siapa, syarat, tanggal, tempat, dan siapa yang dapat ditanya. Pisahkan alinea dengan baris kosong."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    owner = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("Penanggung jawab"),
        empty_label=gettext_lazy("Pilih orang"),
        help_text=gettext_lazy("Diingatkan bila informasi ini sudah lama tidak diperiksa."),
    )
    valid_until = DateField(label=gettext_lazy("Berlaku sampai"))

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        owners: QuerySet[User],
        today: date,
        fixed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        _bound(self.fields["valid_until"], today)
        if fixed:
            del self.fields["unit"]

    def text(self) -> ProgrammeText:
        """What was written; only after ``is_valid``."""
        return ProgrammeText(**{name: self.cleaned_data[name] for name in ProgrammeText.__dataclass_fields__})


class CheckForm(UiForm):
    """Until when the checked programme may be relied on."""

    valid_until = DateField(label=gettext_lazy("Berlaku sampai"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bound(self.fields["valid_until"], today)


class AnswerForm(UiForm):
    """The answer to a report."""

    answer = TextField(
        label=gettext_lazy("Jawaban"),
        max_length=1000,
        multiline=True,
        help_text=gettext_lazy("Dikirim kepada pelapor jika meninggalkan kontak. Jangan tulis NIK."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_answer(self) -> str:
        """An answer becomes a message, and no message carries a NIK."""
        text: str = self.cleaned_data["answer"]
        if NIK_LIKE.search(text):
            raise ValidationError(_("Jawaban memuat 16 angka seperti NIK. Hapus angka itu."))
        return text
