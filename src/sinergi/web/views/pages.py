"""Small pages of the site itself."""

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET


@require_GET
def set_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember a language in a cookie and go back. Changes nothing else, so a plain link is enough."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.GET.get("kembali", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SECURE,
        httponly=True,
    )
    return response


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens to personal data (UU 27/2022)."""
    return render(request, "web/privacy.html")


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the site may be used, and whom to tell when it cannot."""
    return render(request, "web/accessibility.html")


@require_GET
def complain(request: HttpRequest) -> HttpResponse:
    """Where to report a demanded fee or bad service."""
    return render(request, "web/complain.html", {"office": request.office})  # type: ignore[attr-defined]


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """``ok`` when this process reaches the database."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")
