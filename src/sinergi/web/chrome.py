"""The frame around every page, as data for `ui`."""

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sinergi.accounts.models import User
from sinergi.organization.models import is_root
from sinergi.ui.navigation import Chrome, LanguageItem, NavItem
from sinergi.web.logfilter import is_keyed
from sinergi.web.menu import address_of, describe, rail_for

PUBLIC = (
    (pgettext_lazy("menu", "Layanan"), "catalogue:list"),
    (_("Cek status"), "casework:track"),
    (_("Program"), "information:list"),
    (_("Musyawarah"), "participation:list"),
    (_("Kinerja kami"), "evaluation:public"),
)
LANGUAGE_NAMES = dict(settings.LANGUAGES)


@lru_cache(maxsize=64)
def _public_nav(language: str, current: int) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(str(label), address_of(name), current=place == current)
        for place, (label, name) in enumerate(PUBLIC)
        if address_of(name)
    )


@lru_cache(maxsize=1)
def _public_addresses() -> tuple[str, ...]:
    return tuple(address_of(name) for _label, name in PUBLIC)


def _current(path: str) -> int:
    return next(
        (place for place, address in enumerate(_public_addresses()) if address and path.startswith(address)),
        -1,
    )


@lru_cache(maxsize=8)
def _footer(language: str, signed_in: bool) -> tuple[NavItem, ...]:
    items = [
        NavItem(gettext("Privasi"), reverse("web:privacy")),
        NavItem(gettext("Aksesibilitas"), reverse("web:accessibility")),
    ]
    if not signed_in:
        items.append(NavItem(gettext("Masuk petugas"), reverse("account_login")))
    return tuple(items)


def _languages(request: HttpRequest, language: str) -> tuple[LanguageItem, ...]:
    repeatable = request.method == "GET" and not is_keyed(request.path)
    back = quote(request.get_full_path() if repeatable else "/", safe="/")
    return tuple(
        LanguageItem(name, code, f"/bahasa/{code}/?kembali={back}", current=code == language)
        for code, name in settings.LANGUAGES
        if code != language
    )


def _person(request: Any) -> dict[str, Any]:
    """What the frame says about the signed-in person. Visitors without a session cookie cost no query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, User):
        return {}
    user = request.user
    return {
        "user_name": describe(user),
        "user_url": reverse("competency:me") if user.grants else reverse("account_email"),
        "sign_out_url": reverse("account_logout"),
        "rail": rail_for(user, request.path) if request.path.startswith("/meja/") else (),
        "unit": _unit_name(user) if request.path.startswith("/meja/") else "",
    }


def _unit_name(user: User) -> str:
    if not user.grants or is_root(user.grants[0].path):
        return ""  # the root has the office's own name
    return user.grants[0].unit_title


def chrome(request: Any) -> dict[str, Chrome]:
    """Context processor: ``chrome``."""
    language = get_language() or settings.LANGUAGE_CODE
    office = getattr(request, "office", None)
    person = _person(request) if office else {}
    frame = Chrome(
        office=office.name if office else "",
        city=office.city if office else "",
        address=office.address if office else "",
        is_sample=bool(office and office.is_sample),
        language=language,
        privacy_url=reverse("web:privacy"),
        nav=_public_nav(language, _current(request.path)) if office and not person.get("rail") else (),
        footer=_footer(language, bool(person)),
        languages=_languages(request, language),
        **person,
    )
    return {"chrome": frame}
