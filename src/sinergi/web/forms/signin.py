"""The sign-in page's form."""

from typing import Any

from allauth.account.forms import LoginForm
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from sinergi.ui.forms import Dressed

LONGEST_NAME = 254  # of an email address; the count of wrong passwords has room for one more


class SignInForm(Dressed, LoginForm):  # type: ignore[misc]  # allauth has no types
    """allauth's form with labels that say what to type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Nama pengguna atau surel")
        self.fields["password"].label = _("Kata sandi")
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)  # it vanishes while one types
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["login"].validators.append(MaxLengthValidator(LONGEST_NAME))
