"""Evaluation pages: what citizens say, where it is weak, and what our own records show beside it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.evaluation.forms import UsersForm
from sinergi.evaluation.queries import cells, figures, overview, scope
from sinergi.evaluation.queries.overview import Choice
from sinergi.organization.queries import root_unit
from sinergi.surveys import policies
from sinergi.surveys.operations import set_population
from sinergi.surveys.queries import Directory, directory_of


@login_required
def show(request: Any) -> HttpResponse:
    """The overview of one quarter."""
    directory, choice = _asked(request)
    page = overview.overview(request.office, user=request.user, choice=choice, directory=directory)
    context = {
        "page": page,
        "elements": figures.elements_to_open(page.elements, choice.asked),
        "by_service": figures.by_service(page.services),
        "by_unit": figures.by_unit(page.units),
        "quarters": [(quarter.key, quarter.label) for quarter in page.quarters or (choice.quarter,)],
        "services": [(service.slug, service.short_name) for service in scope.services_shown(directory)],
        "units": [
            (str(unit.pk), directory.titles[unit.pk]) for unit in scope.units_shown(request.user, directory)
        ],
        "may_act": bool(request.user.paths_for(Permission.EVALUATION_ACT)),
    }
    return render(request, "evaluation/overview.html", context)


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
    short, met = figures.gaps(page.evidence.gaps)
    context = {"page": page, "may_act": may_act, "gaps": short, "met": met}
    return render(request, "evaluation/cell.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def users(request: Any) -> HttpResponse:
    """How many users the chosen service and unit had in the quarter: what the sample is measured against."""
    _directory, choice = _asked(request)
    quarter, unit = choice.quarter, choice.unit
    verdict = policies.can_set_population(request.user, unit=unit or root_unit(request.office))
    form = UsersForm(request.POST or None, year=quarter.year)
    if request.method == "POST" and form.is_valid():
        try:
            set_population(
                office=request.office, service=choice.service, unit=unit, since=quarter.since, until=quarter.until,
                **form.figure, by=request.user, now=request.now,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.words))
        else:
            messages.success(request, _("Jumlah pengguna disimpan. Target sampel sudah dihitung ulang."))
            return redirect(f"{reverse('evaluation:overview')}?{request.GET.urlencode()}")
    known = overview.population_of(request.office, choice)
    return render(
        request, "evaluation/users.html", {"form": form, "choice": choice, "verdict": verdict, "known": known}
    )
