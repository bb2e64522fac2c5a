"""What everybody reads about programmes, and the report that a page is wrong."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.access.verdict import Refused
from sinergi.catalogue.queries import published_version
from sinergi.information import operations, queries
from sinergi.information.forms import ReportForm
from sinergi.information.models import Programme
from sinergi.ui import paging

Request = Any  # HttpRequest with `now`, `office` and `user` (web.middleware)
PER_PAGE = 20


def today_of(request: Request) -> date:
    """The day of the request at the office."""
    today: date = request.office.day(request.now) if request.office else request.today
    return today


@require_safe
def programmes(request: Request) -> HttpResponse:
    """Programmes, the last checked first."""
    if not request.office:
        raise Http404
    rows = queries.public_programmes(request.office)
    page = paging.page_by_key(
        rows, "-checked_on", "pk", cursor=request.GET.get(paging.PARAMETER), size=PER_PAGE
    )
    return render(request, "information/list.html", {"page": page, "today": today_of(request)})


@require_safe
def programme(request: Request, slug: str) -> HttpResponse:
    """One programme; a stale one warns its reader."""
    page = queries.programme_page(request.office, slug, today=today_of(request)) if request.office else None
    if page is None:
        raise Http404
    return render(request, "information/programme.html", {"page": page, "office": request.office})


@require_http_methods(["GET", "HEAD", "POST"])
def report_programme(request: Request, slug: str) -> HttpResponse:
    """Report that a programme is wrong."""
    if not request.office:
        raise Http404
    rows = Programme.objects.public(request.office).select_related("office", "owner")
    page = get_object_or_404(rows, slug=slug)
    return _report(request, page, page.title, reverse("information:programme", args=[slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def report_service(request: Request, slug: str) -> HttpResponse:
    """Report that the page of a service is wrong."""
    version = published_version(request.office, slug) if request.office else None
    if version is None:
        raise Http404
    return _report(request, version.service, version.service.name, reverse("catalogue:service", args=[slug]))


def _report(request: Request, page: Any, title: str, back: str) -> HttpResponse:
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not form.from_machine:  # a machine gets the same answer, so that it learns nothing
                operations.report_inaccuracy(
                    page,
                    text=form.cleaned_data["text"],
                    contact=form.cleaned_data["contact"],
                    now=request.now,
                )
        except Refused as refusal:
            form.add_error(None, str(refusal.words))
        else:
            messages.success(
                request, _("Terima kasih. Laporan Anda sudah sampai kepada penanggung jawab halaman ini.")
            )
            return redirect(back)
    return render(request, "information/report.html", {"form": form, "title": title, "back": back})
