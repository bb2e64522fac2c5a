"""The administrator's pages about the office itself: its data, and the heads of its letters."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.accounts import operations as accounts
from sinergi.accounts import policies
from sinergi.documents import serving
from sinergi.letters import queries as letters
from sinergi.letters.models import DEFAULT_PATTERN
from sinergi.letters.operations.setup import classify_all, set_letterhead
from sinergi.organization.models import Office, Unit, UnitKind
from sinergi.organization.operations import PROFILE
from sinergi.organization.queries import root_unit
from sinergi.ui.forms import UiForm
from sinergi.web.forms.office import ClassificationForm, LetterheadForm, OfficeForm

Request = Any  # HttpRequest with `now`, `office` and a user that knows its grants (web.middleware)
WITH_LETTERS = (UnitKind.DISTRICT, UnitKind.VILLAGE)


def _units(request: Request) -> Any:
    paths = request.user.paths_for(Permission.OFFICE_CONFIGURE)
    if not paths:
        raise Http404
    below = reduce(or_, (Q(path__startswith=path) for path in paths))
    rows = Unit.objects.filter(below, office=request.user.office_id, kind__in=WITH_LETTERS, is_active=True)
    return rows.select_related("office").order_by("path")


def _refuse(form: UiForm, refusal: Refused, field: str | None = None) -> None:
    name = refusal.field or field
    form.add_error(name if name in form.fields else None, str(refusal.words))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: Request) -> HttpResponse:
    """Name, city, address and contacts of the office; the way to the letterheads."""
    units = list(_units(request))
    ours: Office = request.user.office
    may_change = policies.can_configure_office(request.user, unit=root_unit(ours))
    form = OfficeForm(request.POST or None, initial={name: getattr(ours, name) for name in PROFILE})
    if request.method == "POST" and form.is_valid():
        try:
            accounts.configure_office(ours, profile=form.cleaned_data, by=request.user, now=request.now)
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Data kantor disimpan. Surat yang dibuat mulai sekarang memakainya."))
            return redirect("web:office")
    context = {"form": form, "units": units, "may_change": may_change}
    return render(request, "web/office.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: Request, pk: int) -> HttpResponse:
    """The head of one unit's letters."""
    unit = get_object_or_404(_units(request), pk=pk)
    head = letters.letterhead_of(unit)
    form = LetterheadForm(request.POST or None, request.FILES or None, initial=_initial(head))
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("address", "contact", "place", "pattern")}
        try:
            set_letterhead(
                unit=unit, **values, upload=form.cleaned_data["arms"], arms=head.arms if head else None,
                by=request.user, now=request.now,
            )  # fmt: skip
        except Refused as refusal:
            _refuse(form, refusal, "arms")
        else:
            messages.success(request, _("Kop surat disimpan."))
            return redirect("web:letterhead", pk)
    context = {
        "form": form,
        "unit": unit,
        "lines": letters.head_text(unit, head),
        "arms": letters.arms_for(unit),
    }
    return render(request, "web/letterhead.html", context)


def _initial(head: Any) -> dict[str, str]:
    names = ("address", "contact", "place", "pattern")
    return {name: getattr(head, name) for name in names} if head else {"pattern": DEFAULT_PATTERN}


@login_required
@require_GET
def arms(request: Request, pk: int) -> HttpResponse:
    """The picture of the arms that a unit's letters show."""
    document = letters.arms_for(get_object_or_404(_units(request), pk=pk))
    if document is None:
        raise Http404
    return serving.response(document, inline=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def classification(request: Request) -> HttpResponse:
    """The codes that letter numbers begin with, one per service."""
    _units(request)
    form = ClassificationForm(
        request.POST or None, templates=letters.templates_in_force(request.user.office_id)
    )
    if request.method == "POST" and form.is_valid():
        try:
            classify_all(form.codes(), by=request.user, now=request.now)
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(
                request, _("Kode klasifikasi disimpan. Nomor yang sudah diberikan tidak berubah.")
            )
            return redirect("web:classification")
    return render(request, "web/classification.html", {"form": form})
