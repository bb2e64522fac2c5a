"""Sign-in by allauth: staff accounts are made by an administrator, citizens may register themselves."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import EmailVerificationStage
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from sinergi.accounts.models import UserKind
from sinergi.accounts.operations import change_own_password
from sinergi.vault.sealing import blind_index

WRONG_CODE = gettext_lazy("Kode salah atau sudah kedaluwarsa. Ketik kode yang sekarang tampil di aplikasi.")
TOO_MANY = gettext_lazy("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi.")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's, in words of ours; it has no types, which is what the exceptions here say."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "unverified_email": gettext_lazy(
            "Konfirmasikan surel Anda dahulu, lalu aktifkan verifikasi dua langkah."
        ),
        "add_email_blocked": gettext_lazy("Matikan verifikasi dua langkah dahulu, lalu tambahkan surel."),
    }


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts made through the public sign-up are citizens and hold no role."""

    error_messages = (
        DefaultAccountAdapter.error_messages
        | dict.fromkeys(
            ("email_password_mismatch", "username_password_mismatch"),
            gettext_lazy("Nama pengguna, surel, atau kata sandi salah. Periksa lagi, lalu coba sekali lagi."),
        )
        | {
            "account_inactive": gettext_lazy("Akun ini tidak aktif. Hubungi administrator kantor."),
            "enter_current_password": gettext_lazy("Kata sandi sekarang salah. Ketik ulang."),
            "incorrect_password": gettext_lazy("Kata sandi salah. Ketik ulang."),
            "incorrect_code": WRONG_CODE,
            "duplicate_email": gettext_lazy("Surel ini sudah tercatat pada akun Anda."),
            "email_taken": gettext_lazy("Surel ini sudah dipakai akun lain. Pakai surel lain, atau masuk."),
            "too_many_login_attempts": TOO_MANY,
            "rate_limited": TOO_MANY,
        }
    )

    def new_user(self, request: Any) -> Any:
        user = super().new_user(request)
        user.kind = UserKind.CITIZEN
        user.at(request.now)
        return user

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Citizens sign in by email; the name in the column only has to be unique."""
        user.username = f"warga-{secrets.token_hex(8)}"

    def set_password(self, user: Any, password: str) -> None:
        """Changed or forgotten: by the door of the house, which leaves an event in the record."""
        change_own_password(user, password=password, now=self.request.now)

    def login(self, request: Any, user: Any) -> None:
        """Signs in; what the rest of this request shows knows the day of the person's roles."""
        super().login(request, user)
        request.user.at(request.now)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """A changed password ends all sessions: sign in, and go on at work."""
        return reverse("web:after_login")

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
