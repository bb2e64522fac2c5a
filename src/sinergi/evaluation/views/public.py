"""What anybody may read: how the office does, and what it did about it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from sinergi.catalogue.models import Service
from sinergi.evaluation.queries import actions, figures, public


def performance(request: Any) -> HttpResponse:
    """Kinerja kami: the published index of the office and its services."""
    if not request.office:
        raise Http404
    page = public.performance(request.office, today=request.today)
    context = {
        "page": page,
        "elements": figures.elements_to_read(page.elements),
        "by_service": figures.by_service(page.services),
    }
    return render(request, "evaluation/public.html", context)


def told(request: Any, slug: str = "") -> HttpResponse:
    """Anda bilang, kami lakukan."""
    if not request.office:
        raise Http404
    services = list(Service.objects.filter(office=request.office, is_active=True).order_by("position", "id"))
    service = next((one for one in services if one.slug == slug), None)
    if slug and service is None:
        raise Http404
    rows = actions.told(request.office, today=request.today, service_slug=slug or None)
    voices = public.voices(request.office, service)
    context = {"rows": rows, "service": service, "services": services, "voices": voices}
    return render(request, "evaluation/told.html", context)
