"""Figures, comments and the report's tables, for the office."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.surveys import exports, operations, periods
from sinergi.surveys.models import Comment
from sinergi.surveys.queries import desk, index_table, margins, monthly
from sinergi.surveys.workflow import CommentStatus
from sinergi.ui import paging

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _scope(request: Any) -> desk.Scope:
    """Units whose figures this person may see; 404 for nobody's."""
    scope = desk.scope(request.user, request.office, Permission.SURVEY_VIEW)
    if scope is None:
        raise Http404
    return scope


@login_required
@require_safe
def overview(request: Any) -> HttpResponse:
    """Index per service and unit."""
    scope = _scope(request)
    period = periods.chosen(request.GET.get("periode", ""), today=request.user.today)
    page = desk.overview(request.office, period, scope=scope)
    context = {
        "page": page,
        "period": period,
        "periods": periods.offered(period, today=request.user.today),
        "may_import": bool(request.user.paths_for(Permission.SURVEY_IMPORT)),
        "may_moderate": desk.moderates(request.user),
    }
    return render(request, "surveys/overview.html", context)


@login_required
@require_safe
def months(request: Any) -> HttpResponse:
    """Answers per service and month."""
    scope = _scope(request)
    period = periods.chosen(request.GET.get("periode", ""), today=request.user.today)
    context = {
        "page": monthly.months(request.office, period, scope=scope),
        "period": period,
        "periods": periods.offered(period, today=request.user.today),
    }
    return render(request, "surveys/months.html", context)


@login_required
@require_safe
def export(request: Any) -> HttpResponse:
    """SKM tables of a period as XLSX."""
    scope = _scope(request)
    period = periods.chosen(request.GET.get("periode", ""), today=request.user.today)
    table = index_table(request.office, since=period.since, until=period.until, unit_paths=scope.unit_paths)
    respondents = margins(request.office, since=period.since, until=period.until)
    content = exports.skm_workbook(
        request.office,
        period,
        table,
        respondents if scope.unit_paths is None else (),
        desk.questions(request.office),
        now=request.now,
    )
    return xlsx(content, f"skm-{period.code}.xlsx")


def xlsx(content: bytes, name: str) -> HttpResponse:
    """A workbook as a download."""
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_safe
def comments(request: Any) -> HttpResponse:
    """Comments by status; waiting ones first."""
    mine = Comment.objects.visible_to(request.user)
    if not request.user.paths_for(Permission.COMMENT_MODERATE):
        raise Http404
    status = request.GET.get("status", CommentStatus.WAITING)
    if status not in CommentStatus.values:
        raise Http404
    rows = mine.filter(status=status).select_related("service")
    page = paging.page_by_key(rows, "-month", "pk", cursor=request.GET.get(paging.PARAMETER))
    return render(
        request, "surveys/comments.html", {"page": page, "status": status, "statuses": CommentStatus.choices}
    )


@login_required
@require_POST
def moderate(request: Any, comment: UUID) -> HttpResponse:
    """Show or hide one comment."""
    found = get_object_or_404(Comment.objects.visible_to(request.user), pk=comment)
    to = CommentStatus.SHOWN if request.POST.get("to") == CommentStatus.SHOWN else CommentStatus.HIDDEN
    before = found.status
    try:
        operations.moderate(found.pk, to=to, by=request.user, now=request.now)
        messages.success(request, _("Komentar: %(status)s.") % {"status": to.label})
    except Refused as refusal:
        messages.error(request, str(refusal.words))
    return HttpResponseRedirect(f"{reverse('surveys:comments')}?status={before}")
