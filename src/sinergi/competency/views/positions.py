"""What posts need beside what the services need."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.competency import operations
from sinergi.competency.forms import RequirementForm
from sinergi.competency.models import PositionRequirement
from sinergi.competency.views.gaps import Request, number, paths_or_404, refuse
from sinergi.organization.models import Position
from sinergi.personnel.queries import units_under


@login_required
@require_http_methods(["GET", "POST"])
def positions(request: Request) -> HttpResponse:
    """The posts of one unit with the levels they need, and one form to change a level."""
    units = list(units_under(paths_or_404(request, Permission.TRAINING_MANAGE)))
    unit = next((one for one in units if one.pk == number(request.GET.get("unit"))), units[0])
    posts = Position.objects.filter(unit=unit, is_active=True).select_related("unit").order_by("title")
    form = RequirementForm(request.POST or None, positions=posts)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            operations.set_requirement(
                position=clean["position"],
                competency=clean["competency"],
                level=int(clean["level"]),
                by=request.user,
                now=request.now,
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Standar kompetensi jabatan sudah disimpan."))
            return redirect(f"{reverse('competency:positions')}?unit={unit.pk}")
    rows = PositionRequirement.objects.visible_to(request.user).filter(position__in=posts)
    rows = rows.select_related("position", "competency").order_by("position__title", "competency__name")
    context = {"form": form, "units": units, "unit": unit, "rows": rows, "has_posts": posts.exists()}
    return render(request, "competency/positions.html", context)
