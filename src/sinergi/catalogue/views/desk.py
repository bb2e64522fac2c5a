"""The office's side of the catalogue: versions, drafts, publication."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.catalogue import operations, policies, queries
from sinergi.catalogue.draft_forms import DraftForm, initial_of
from sinergi.catalogue.models import Service, ServiceVersion

Request = Any  # HttpRequest with `now`, `office` and a user that knows its grants (web.middleware)


def _version(request: Request, slug: str, number: int) -> ServiceVersion:
    rows = ServiceVersion.objects.visible_to(request.user).select_related("service__owner_unit")
    return get_object_or_404(rows, service__office=request.user.office_id, service__slug=slug, number=number)


def _service(request: Request, slug: str) -> Service:
    rows = Service.objects.visible_to(request.user)
    return get_object_or_404(rows, office=request.user.office_id, slug=slug)


@login_required
@require_safe
def services(request: Request) -> HttpResponse:
    """Services that this person answers for."""
    if not request.user.paths_for(Permission.CATALOGUE_EDIT):
        raise Http404
    return render(request, "catalogue/desk.html", {"rows": queries.desk_rows(request.user)})


@login_required
@require_safe
def version(request: Request, slug: str, number: int) -> HttpResponse:
    """One version with everything it says, and what may be done with it."""
    found = _version(request, slug, number)
    numbers = queries.version_rows(found.service_id)
    context = {
        "version": found,
        "page": queries.version_page(found),
        "numbers": numbers,
        "can_draft": numbers[0].number == number,  # one draft at a time, copied from the newest
        "change": policies.can_change(found),
        "fields": queries.form_rows(found),
    }
    return render(request, "catalogue/version.html", context)


@login_required
@require_POST
def new_draft(request: Request, slug: str) -> HttpResponse:
    """Copy the newest version into a draft."""
    service = _service(request, slug)
    try:
        draft = operations.draft_version(service, by=request.user, now=request.now)
    except Refused as refusal:
        messages.error(request, str(refusal.words))
        return redirect("catalogue:desk")
    return redirect("catalogue:edit", slug, draft.number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, slug: str, number: int) -> HttpResponse:
    """Change a draft. What was typed stays when something is wrong."""
    found = _version(request, slug, number)
    if not policies.can_change(found):
        return redirect("catalogue:version", slug, number)
    form = DraftForm(request.POST or None, initial=initial_of(operations.spec_of(found)))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            operations.edit_draft(found, spec=form.spec(), seen=seen, by=request.user, now=request.now)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.words))
        else:
            messages.success(request, _("Rancangan disimpan."))
            return redirect("catalogue:version", slug, number)
    return render(request, "catalogue/edit.html", {"form": form, "version": found})


@login_required
@require_POST
def publish(request: Request, slug: str, number: int) -> HttpResponse:
    """Make a draft valid from today; the version before it retires."""
    found = _version(request, slug, number)
    try:
        operations.publish_version(found, by=request.user, now=request.now)
    except Refused as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(request, _("Versi %d berlaku mulai hari ini.") % number)
    return redirect("catalogue:version", slug, number)


@login_required
@require_POST
def set_active(request: Request, slug: str) -> HttpResponse:
    """Take a service off the public list, or put it back."""
    active = request.POST.get("aktif") == "1"
    operations.set_active(_service(request, slug), active=active, by=request.user, now=request.now)
    messages.success(
        request, _("Layanan ditampilkan lagi.") if active else _("Layanan tidak ditampilkan lagi.")
    )
    return redirect("catalogue:desk")
