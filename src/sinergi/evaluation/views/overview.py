"""Evaluation pages: what citizens say, where it is weak, and what our own records show beside it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render

from sinergi.access.permissions import Permission
from sinergi.evaluation.queries import cells, overview, scope
from sinergi.evaluation.queries.overview import Choice
from sinergi.surveys.queries import Directory, directory_of


@login_required
def show(request: Any) -> HttpResponse:
    """The overview of one quarter."""
    directory, choice = _asked(request)
    page = overview.overview(request.office, user=request.user, choice=choice, directory=directory)
    services, units = scope.services_shown(directory), scope.units_shown(request.user, directory)
    return render(request, "evaluation/overview.html", {"page": page, "services": services, "units": units})


def _asked(request: Any) -> tuple[Directory, Choice]:
    """What the address asks to see, or 404."""
    if not request.office:
        raise Http404
    directory = directory_of(request.office)
    choice = scope.choice_from(
        request.user, request.GET, request.office, directory=directory, today=request.today
    )
    if choice is None:
        raise Http404
    return directory, choice


@login_required
def cell(request: Any, element: str) -> HttpResponse:
    """One element of a service at a unit: history, evidence, levers, actions."""
    directory, choice = _asked(request)
    page = cells.cell_page(
        request.office, user=request.user, choice=choice, element=element, directory=directory,
        today=request.today,
    )  # fmt: skip
    if page is None:
        raise Http404
    may_act = bool(request.user.paths_for(Permission.EVALUATION_ACT))
    return render(request, "evaluation/cell.html", {"page": page, "may_act": may_act})
