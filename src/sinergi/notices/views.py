"""The inbox of a signed-in person."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from sinergi.notices import operations, queries
from sinergi.notices.models import Message
from sinergi.notices.shown import shown
from sinergi.notices.targets import targets_of
from sinergi.ui import paging

Request = Any  # HttpRequest with `now` and `user` (web.middleware)
PER_PAGE = 20


@login_required
@require_safe
def inbox(request: Request) -> HttpResponse:
    """One's own messages, newest first."""
    page = paging.page_by_key(
        queries.inbox(request.user),
        "-created_at",
        "pk",
        cursor=request.GET.get(paging.PARAMETER),
        size=PER_PAGE,
    )
    targets = targets_of(page, user=request.user)
    rows = [(shown(message), targets.get(message.pk)) for message in page]
    return render(request, "notices/inbox.html", {"page": page, "rows": rows})


@login_required
@require_POST
def mark_read(request: Request, key: UUID) -> HttpResponse:
    """Say that a message has been read."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=key)
    operations.mark_read(message, now=request.now)
    return redirect("notices:inbox")
