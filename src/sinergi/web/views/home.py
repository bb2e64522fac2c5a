"""The home page of the public, and the whole menu of the office."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render

from sinergi.accounts.models import UserKind
from sinergi.web import queries
from sinergi.web.menu import entries_for
from sinergi.web.views.account import without_menu


def home(request: Any) -> HttpResponse:
    """What do you want to arrange? Before an office is founded: how to found one."""
    if not request.office:
        return render(request, "web/unfounded.html")
    page = queries.home_page(request.office, now=request.now, today=request.today)
    return render(request, "web/home.html", {"page": page})


@login_required
def desk(request: Any) -> HttpResponse:
    """Every entry of the person's menu, with a line about each."""
    entries = entries_for(request.user)
    if not entries:
        if request.user.kind == UserKind.STAFF:
            return without_menu(request)
        raise Http404
    return render(request, "web/desk.html", {"entries": entries})
