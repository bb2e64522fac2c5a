"""Where people go after signing in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sinergi.accounts.models import User, UserKind
from sinergi.accounts.queries import coming_role
from sinergi.ui import formats
from sinergi.web.menu import rail_for


@login_required
def after_login(request: Any) -> HttpResponse:
    """The first entry of the person's own menu; the home page for a citizen, and for staff without a role today."""
    entries = rail_for(request.user)
    if entries:
        return redirect(entries[0].url)
    return without_menu(request)


def without_menu(request: HttpRequest) -> HttpResponse:
    """The home page; staff without a role today read there when theirs begins, or whom to ask."""
    user = request.user
    if isinstance(user, User) and user.kind == UserKind.STAFF:
        messages.warning(request, _why_no_menu(user))
    return redirect("web:home")


def _why_no_menu(user: User) -> str:
    role = coming_role(user)
    if role is None:
        return _("Akun Anda belum memegang peran. Mintalah kepada administrator kantor.")
    words = {
        "role": str(role.get_role_display()).lower(),
        "unit": role.unit.title,
        "day": formats.date(role.starts_on),
    }
    return _("Peran Anda sebagai %(role)s di %(unit)s mulai %(day)s.") % words
