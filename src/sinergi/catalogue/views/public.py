"""The public catalogue: what the office can do for people, and what it asks and promises."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sinergi.catalogue import queries
from sinergi.catalogue.views import standard

Request = Any  # HttpRequest with `now`, `office` and `user` (web.middleware)
LONGEST_SEARCH = 100


@require_safe
def service_list(request: Request) -> HttpResponse:
    """All services, or those that match everyday words."""
    if not request.office:
        raise Http404
    text = request.GET.get("cari", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    rows = queries.search(request.office, text)
    everything = [] if rows else queries.published_services(request.office)
    context = {"rows": rows, "everything": everything, "text": text}
    return render(request, "catalogue/list.html", context)


@require_safe
def service(request: Request, slug: str) -> HttpResponse:
    """One service: requirements, time, cost, product, steps, complaints, and all fourteen components."""
    page = queries.service_page(request.office, slug) if request.office else None
    if page is None:
        raise Http404
    context = {
        "page": page, "office": request.office, "needs": standard.draw("needs", page.version_id),
        "components": standard.draw("components", page.version_id),
    }  # fmt: skip
    return render(request, "catalogue/service.html", context)
