"""The pages for what went wrong, in the same dress as the rest."""

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is broken. A page would ask for the address of this site, which may be what is."""
    if isinstance(exception, DisallowedHost):
        words = _("Alamat situs ini tidak dikenal.")
        return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 is not used for what must not be known: unknown and forbidden look the same."""
    return render(request, "404.html", status=404)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: drawn without any query, because the database may be the reason."""
    return HttpResponse(loader.render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or whose cookie is gone."""
    return render(request, "403_csrf.html", status=403)
