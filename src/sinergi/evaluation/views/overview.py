"""Evaluation pages: what citizens say, where it is weak, and what our own records show beside it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render

from sinergi.access.permissions import Permission
from sinergi.evaluation.queries import cells, evidence, overview, scope


@login_required
def show(request: Any) -> HttpResponse:
    """The overview of one quarter."""
    choice = scope.choice_from(request.user, request.GET, request.office, today=request.today)
    if choice is None:
        raise Http404
    users = evidence.finished_cases(request.office, choice, user=request.user)
    page = overview.overview(request.office, user=request.user, choice=choice, users=users)
    services = scope.services_of(request.office)
    units = scope.units_in_view(request.user, request.office)
    return render(request, "evaluation/overview.html", {"page": page, "services": services, "units": units})


@login_required
def cell(request: Any, element: str) -> HttpResponse:
    """One element of a service at a unit: history, evidence, levers, actions."""
    choice = scope.choice_from(request.user, request.GET, request.office, today=request.today)
    if choice is None:
        raise Http404
    page = cells.cell_page(
        request.office, user=request.user, choice=choice, element=element, today=request.today
    )
    if page is None:
        raise Http404
    may_act = bool(request.user.paths_for(Permission.EVALUATION_ACT))
    return render(request, "evaluation/cell.html", {"page": page, "may_act": may_act})
