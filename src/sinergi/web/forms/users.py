"""Accounts and roles."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Role
from sinergi.accounts import policies
from sinergi.accounts.models import User
from sinergi.organization.models import Unit
from sinergi.ui.forms import DateField, UiForm

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
NEXT_DAY = timedelta(days=1)


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A select of units with their full titles."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class RoleForm(UiForm):
    """A role at a unit, from a day, perhaps until a last day."""

    role = forms.ChoiceField(
        label=_("Peran"),
        choices=[("", _("Pilih peran")), *Role.choices],
        help_text=_(
            "Peran menentukan apa yang boleh dilihat dan dilakukan di unit itu dan unit di bawahnya."
        ),
    )
    # Nothing is chosen before: the first unit is the widest one.
    unit = UnitField(
        label=_("Di unit"),
        queryset=Unit.objects.none(),
        empty_label=_("Pilih unit"),
        error_messages={"required": _("Unit belum dipilih.")},
    )
    starts_on = DateField(label=_("Mulai berlaku"))
    last_day = DateField(
        label=_("Hari terakhir"), required=False, help_text=_("Isi untuk Plh/Plt atau penugasan sementara.")
    )
    acting = forms.BooleanField(
        label=_("Sebagai pelaksana harian atau pelaksana tugas (Plh/Plt)"), required=False
    )

    def __init__(self, *args: Any, units: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"starts_on": today, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("role") and clean.get("unit"):
            fits = policies.fits(clean["role"], unit=clean["unit"])
            if not fits:
                self.add_error("unit", str(fits.words))
        first, last = clean.get("starts_on"), clean.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Hari terakhir tidak boleh sebelum mulai berlaku."))
        if clean.get("acting") and not last and "last_day" not in self.errors:
            self.add_error(
                "last_day", _("Hari terakhir belum diisi: Plh dan Plt selalu sampai hari tertentu.")
            )
        return clean

    def role_values(self) -> dict[str, Any]:
        """What `accounts.operations.grant_role` takes; its ``ends_on`` is the first day without the role."""
        clean = self.cleaned_data
        ends_on = clean["last_day"] + NEXT_DAY if clean["last_day"] else None
        return {name: clean[name] for name in ("role", "unit", "starts_on", "acting")} | {"ends_on": ends_on}


class NewUserForm(RoleForm):
    """A new staff account with its first role."""

    name = forms.CharField(label=_("Nama lengkap"), max_length=150)
    username = forms.CharField(
        label=_("Nama pengguna"),
        max_length=40,
        help_text=_(
            "Huruf kecil, angka, titik, atau tanda hubung; dipakai untuk masuk. Misalnya budi.terjun."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    email = forms.EmailField(
        label=_("Surel"),
        required=False,
        error_messages={"invalid": _("Surel tidak lengkap. Tulis misalnya nama@contoh.go.id.")},
    )
    field_order = ("name", "username", "email", "role", "unit", "starts_on", "last_day", "acting")

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].strip().lower()
        if not USERNAME.fullmatch(username):
            raise forms.ValidationError(
                _("Nama pengguna 3 sampai 40 huruf kecil, angka, titik, atau tanda hubung, tanpa spasi.")
            )
        return str(username)


class RoleEndForm(UiForm):
    """The last day of a role."""

    last_day = DateField(
        label=_("Hari terakhir memegang peran ini"),
        help_text=_(
            "Mulai hari berikutnya peran ini tidak berlaku. Untuk menghentikan sekarang, isi tanggal kemarin."
        ),
    )

    def ends_on(self) -> date:
        last: date = self.cleaned_data["last_day"]
        return last + NEXT_DAY


class FirstPasswordForm(UiForm):
    """One's own password instead of the one that somebody else knows."""

    password = forms.CharField(
        label=_("Kata sandi baru"),
        strip=False,
        help_text=_("Paling sedikit 12 huruf atau angka. Beberapa kata yang mudah Anda ingat sudah baik."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Ulangi kata sandi baru"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if self.user.check_password(password):
            raise forms.ValidationError(_("Kata sandi baru harus berbeda dari yang Anda pakai sekarang."))
        return password

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        first, again = clean.get("password"), clean.get("again")
        if first and again and first != again:
            self.add_error("again", _("Kedua kata sandi tidak sama. Ketik ulang."))
        return clean
