"""The audit trail, for camat, internal auditor and administrator."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sinergi.access.permissions import Permission
from sinergi.audit.queries import seal_state
from sinergi.ui import paging
from sinergi.web import record
from sinergi.web.forms.record import RecordForm

PER_PAGE = 50


@login_required
@require_GET
def events(request: Any) -> HttpResponse:
    """Events of the office, newest first, and whether the seals over them still hold."""
    if not request.user.paths_for(Permission.AUDIT_VIEW):
        raise Http404
    form = RecordForm(request.GET or None)
    asked = form.asked() if form.is_bound and form.is_valid() else record.Asked()
    rows = record.asked_for(record.visible_events(request.user), asked, office=request.user.office)
    page = paging.page_by_key(rows, "-pk", cursor=request.GET.get(paging.PARAMETER), size=PER_PAGE)
    context = {
        "form": form, "asked": asked, "page": page, "lines": [record.line(event) for event in page],
        "seals": seal_state(),
    }  # fmt: skip
    return render(request, "web/record.html", context)
