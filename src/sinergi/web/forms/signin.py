"""allauth's forms in our dress: what they ask for, and how they say that something is missing.

allauth has no types, so the type check cannot see what its classes are; that is what each exception below says.
"""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sinergi.ui.forms import Dressed

LONGEST_NAME = 254  # of an email address; the count of wrong passwords has room for one more
GOOD_PASSWORD = _("Paling sedikit 12 huruf atau angka. Beberapa kata yang mudah Anda ingat sudah baik.")


class Worded(Dressed):
    """Our labels and help by the names of allauth's fields, and one word for two passwords that differ."""

    labels = {
        "login": _("Nama pengguna atau surel"),
        "oldpassword": _("Kata sandi sekarang"),
        "password": _("Kata sandi"),
        "password1": _("Kata sandi baru"),
        "password2": _("Ulangi kata sandi baru"),
        "email": _("Surel"),
        "code": _("Kode"),
    }
    help = {"password1": GOOD_PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)  # it vanishes while one types

    def clean(self) -> Any:
        first, again = (self.cleaned_data.get(name) for name in ("password1", "password2"))
        values = super().clean()
        if first and again and first != again:
            self.errors.pop("password2", None)
            self.add_error("password2", gettext("Kedua kata sandi tidak sama. Ketik ulang."))
        return values


class SignInForm(Worded, account.LoginForm):  # type: ignore[misc]
    """The sign-in page's form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["login"].validators.append(MaxLengthValidator(LONGEST_NAME))


class SignUpForm(Worded, account.SignupForm):  # type: ignore[misc]
    """An account of a citizen, by email."""

    labels = Worded.labels | {"password1": _("Kata sandi"), "password2": _("Ulangi kata sandi")}


class AddEmailForm(Worded, account.AddEmailForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(Worded, account.ChangePasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]
    help = {"email": _("Surel yang tercatat pada akun Anda.")}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    pass


class SecondFactorForm(Worded, mfa.AuthenticateForm):  # type: ignore[misc]
    help = {"code": _("6 angka dari aplikasi autentikator, atau satu kode cadangan.")}


class SecondFactorAgainForm(Worded, mfa.ReauthenticateForm):  # type: ignore[misc]
    help = SecondFactorForm.help


class ActivateForm(Worded, ActivateTOTPForm):  # type: ignore[misc]
    labels = {"code": _("Kode dari aplikasi")}
    help = {"code": _("6 angka yang sekarang tampil di aplikasi.")}
