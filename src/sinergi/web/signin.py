"""Sign-in by allauth: staff accounts are made by an administrator, citizens may register themselves."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import EmailVerificationStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from sinergi.accounts.models import UserKind
from sinergi.vault.sealing import blind_index


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts made through the public sign-up are citizens and hold no role."""

    error_messages = DefaultAccountAdapter.error_messages | dict.fromkeys(
        ("email_password_mismatch", "username_password_mismatch"),
        gettext_lazy("Nama pengguna, surel, atau kata sandi salah. Periksa lagi, lalu coba sekali lagi."),
    )

    def new_user(self, request: Any) -> Any:
        user = super().new_user(request)
        user.kind = UserKind.CITIZEN
        user.at(request.now)
        return user

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Citizens sign in by email; the name in the column only has to be unique."""
        user.username = f"warga-{secrets.token_hex(8)}"

    def login(self, request: Any, user: Any) -> None:
        """Signs in; what the rest of this request shows knows the day of the person's roles."""
        super().login(request, user)
        request.user.at(request.now)

    def get_login_stages(self) -> list[str]:
        """Staff sign in without email; only what citizens registered themselves must be confirmed."""
        theirs = "allauth.account.stages.EmailVerificationStage"
        ours = "sinergi.web.signin.CitizenEmailStage"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]


class CitizenEmailStage(EmailVerificationStage):  # type: ignore[misc]
    """Asks citizens, not staff, for a confirmed email address."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user.kind == UserKind.STAFF:
            return None, True
        found: tuple[HttpResponse | None, bool] = super().handle()
        return found


def counted_key(key: str, prefix: str, version: int) -> str:
    """The key of a limit as it is kept: keyed, because it may hold an address or the hash of what was typed."""
    return blind_index("web.limits", f"{prefix}:{version}:{key}").hex()


def counted_name(request: HttpRequest, credentials: Any = None) -> str:
    """The name under which wrong passwords are counted: a keyed hash, because anything may be typed there, and of
    small letters, because an account is found in any.
    """
    given = credentials or {}
    typed = given.get("username") or given.get("email") or request.POST.get("login", "")
    return blind_index("web.signin", typed.strip().lower()).hex()


def locked_out(request: HttpRequest, credentials: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords for this name from this address."""
    return render(request, "web/locked_out.html", status=429)
