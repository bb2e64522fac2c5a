"""One time and one person per request (house rule 7)."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.organization.models import Office
from sinergi.organization.queries import office_for_host
from sinergi.web.officezone import OfficeZone

KNOWN_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
Handler = Callable[[HttpRequest], HttpResponse]


def content_policy(get_response: Handler) -> Handler:
    """``CONTENT_SECURITY_POLICY`` as a header, written once: it is the same on every page."""
    policy = str(build_policy())

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


class _Dated:
    """``request.today``: the day at the office. A property, because it asks for the office, and many answers do not."""

    now: datetime
    office_zone: OfficeZone

    @property
    def today(self) -> date:
        return timezone.localdate(self.now, self.office_zone)


@lru_cache(maxsize=4)
def _dated(kind: Any) -> type:
    return type(kind.__name__, (_Dated, kind), {})


def clock(get_response: Handler) -> Handler:
    """``request.now`` and ``request.today``: all rows of one act share one time, and days and times are those of the
    office (WIB, WITA or WIT), whatever the zone of the installation is."""

    def middleware(request: Any) -> HttpResponse:
        request.__class__ = _dated(request.__class__)
        request.now = timezone.now()
        request.office_zone = OfficeZone(request)
        with timezone.override(request.office_zone):
            return get_response(request)

    return middleware


def language(get_response: Handler) -> Handler:
    """Indonesian unless the person chose otherwise here: a phone's own setting is often English by accident."""

    def middleware(request: HttpRequest) -> HttpResponse:
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        if code not in KNOWN_LANGUAGES:
            code = settings.LANGUAGE_CODE
        with translation.override(code):
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


def _user(request: Any) -> User | AnonymousUser:
    user = auth.get_user(request)
    if isinstance(user, User):
        user.at(request.now)
    return user


def _office(request: Any) -> Office | None:
    return office_for_host(request.get_host().split(":")[0])


def identify(get_response: Handler) -> Handler:
    """``request.user`` with its grants of this day, and ``request.office``; both are loaded only when asked for."""

    def middleware(request: Any) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _user(request))
        request.office = SimpleLazyObject(lambda: _office(request))
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        if signed_in:
            redirect = _first_password(request)
            if redirect:
                return redirect
        response = get_response(request)
        if signed_in and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def _first_password(request: Any) -> HttpResponse | None:
    """A password that somebody else knows must be changed before anything else."""
    user = request.user
    if not (user.is_authenticated and user.must_change_password):
        return None
    target = reverse("web:change_first_password")
    if request.path.startswith(("/static/", "/i18n/")) or request.path in {target, reverse("account_logout")}:
        return None
    return HttpResponseRedirect(target)


def step_back(get_response: Handler) -> Handler:
    """An address that only takes a sent form, opened as a page: whoever had to sign in in between, or reloads, lands
    there, and browsers show nothing but their own error. Back to the page above it, where the form stands."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method not in {"GET", "HEAD"}:
            return response
        messages.warning(request, _("Langkah itu belum dikerjakan. Ulangi dari halaman ini."))
        return HttpResponseRedirect(_page_above(request.path))

    return middleware


def _page_above(path: str) -> str:
    parts = path.strip("/").split("/")
    while parts := parts[:-1]:
        above = f"/{'/'.join(parts)}/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"
