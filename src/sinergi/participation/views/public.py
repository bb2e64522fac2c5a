"""What everybody may see: the list of meetings, the photo, the minutes without names."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sinergi.documents import serving
from sinergi.participation import queries
from sinergi.participation.models import Meeting
from sinergi.ui import paging

Request = Any


@require_GET
def meetings(request: Request) -> HttpResponse:
    """All announced meetings, newest first."""
    if not request.office:
        raise Http404
    page = paging.page_by_key(
        queries.public_meetings(request.office), "-held_at", "-pk", cursor=request.GET.get(paging.PARAMETER)
    )
    return render(request, "participation/list.html", {"page": page, "now": request.now})


def _published(request: Request, slug: str) -> Meeting:
    meeting = queries.published_meeting(request.office, slug) if request.office else None
    if meeting is None:
        raise Http404
    return meeting


@require_GET
def photo(request: Request, slug: str) -> HttpResponse:
    """The photo of a meeting whose minutes are published."""
    meeting = _published(request, slug)
    if meeting.photo is None:
        raise Http404
    return serving.response(meeting.photo, inline=True)


@require_GET
def minutes(request: Request, slug: str) -> HttpResponse:
    """The minutes without names."""
    meeting = _published(request, slug)
    if meeting.public_minutes is None:
        raise Http404
    return serving.response(meeting.public_minutes, inline=True)
