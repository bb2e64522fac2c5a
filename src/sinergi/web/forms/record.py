"""Filters of the record."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.ui.forms import DateField, UiForm
from sinergi.web.record import Asked, code_choices


class RecordForm(UiForm):
    """Who, what about, what, when; all may stay empty."""

    pelaku = forms.CharField(label=_("Pelaku"), required=False, max_length=80)
    hal = forms.CharField(label=_("Nomor permohonan atau hal"), required=False, max_length=80)
    peristiwa = forms.ChoiceField(
        label=_("Peristiwa"), required=False, choices=lambda: [("", _("Semua")), *code_choices()]
    )
    hari = DateField(label=_("Hari"), required=False)

    def asked(self) -> Asked:
        """What a valid form asks for."""
        values = self.cleaned_data
        return Asked(values["pelaku"].strip(), values["hal"].strip(), values["peristiwa"], values["hari"])
