"""Trainings: plan, enroll from the gap, record attendance, assess afterwards."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.competency import operations, policies, queries
from sinergi.competency.forms import AfterForm, CancelForm, EnrollForm, EventForm, HoldForm
from sinergi.competency.models import TrainingEvent
from sinergi.competency.queries import ParticipantRow
from sinergi.competency.views.gaps import Request, number, paths_or_404, refuse, today_of
from sinergi.competency.workflow import Status
from sinergi.organization.models import Competency
from sinergi.personnel.queries import units_under
from sinergi.ui import paging

PER_PAGE = 30
CANDIDATES = 30


@login_required
@require_GET
def events(request: Request) -> HttpResponse:
    """Trainings, the latest first."""
    if not request.user.paths_for(Permission.COMPETENCY_VIEW):
        raise Http404
    status = request.GET.get("status", "")
    rows = TrainingEvent.objects.visible_to(request.user).select_related("competency", "unit")
    rows = rows.filter(status=status) if status in Status.values else rows
    rows = rows.annotate(enrolled=Count("participants"))
    page = paging.page_by_key(
        rows, "-starts_on", "-pk", cursor=request.GET.get(paging.PARAMETER), size=PER_PAGE
    )
    may_open = bool(request.user.paths_for(Permission.TRAINING_MANAGE))
    context = {"page": page, "status": status, "statuses": Status.choices, "may_open": may_open}
    return render(request, "competency/events.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def event_new(request: Request) -> HttpResponse:
    """Plan a training."""
    paths = paths_or_404(request, Permission.TRAINING_MANAGE)
    wanted = Competency.objects.filter(key=request.GET.get("kompetensi", "")).first()
    level = number(request.GET.get("level"))
    initial = {"competency": wanted, "target_level": str(level) if 1 <= level <= 5 else "3"}
    form = EventForm(request.POST or None, units=units_under(paths), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            event = operations.open_event(
                office=request.user.office, by=request.user, now=request.now, **form.values()
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Pelatihan sudah direncanakan. Sekarang daftarkan pesertanya."))
            return redirect("competency:event", pk=event.pk)
    return render(request, "competency/event_new.html", {"form": form})


def _event(request: Request, pk: int) -> TrainingEvent:
    rows = TrainingEvent.objects.visible_to(request.user).select_related("competency", "unit", "office")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def event(request: Request, pk: int) -> HttpResponse:
    """One training: participants, and what can be done next."""
    found = _event(request, pk)
    paths = request.user.paths_for(Permission.COMPETENCY_VIEW)
    rows = queries.participants_of(found, paths=paths)
    context = {
        "event": found,
        "sees": bool(paths),
        "rows": rows,
        "audience": queries.audience_of(found),
        "enroll": policies.can_enroll(request.user, found),
        "hold": policies.can_hold(request.user, found, today=today_of(request)),
        "manage": policies.can_manage_event(request.user, found),
        "cancel": policies.can_cancel(request.user, found),
        "present": sum(1 for row in rows if row.attended),
        "reassessed": sum(1 for row in rows if row.after is not None),
    }
    return render(request, "competency/event.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def enroll(request: Request, pk: int) -> HttpResponse:
    """Choose participants from the gap: the largest first."""
    found = _event(request, pk)
    if not policies.can_enroll(request.user, found):
        raise Http404
    paths = paths_or_404(request, Permission.COMPETENCY_VIEW)
    tops = [unit for unit in units_under(paths) if unit.path in paths]
    known = {row.employee_id for row in queries.participants_of(found)}
    audience = queries.audience_of(found)
    rows = queries.candidates(
        queries.units_to_choose_from(found, tops), found.competency, found.target_level, on=today_of(request),
        without=queries.left_out(audience),
    )  # fmt: skip
    rows = [row for row in rows if row.employee_id not in known]
    form = EnrollForm(request.POST if request.method == "POST" else None, rows=rows[:CANDIDATES])
    if request.method == "POST" and form.is_valid():
        try:
            count = operations.enroll(found, employees=form.ids(), by=request.user, now=request.now)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(count)s peserta didaftarkan.") % {"count": count})
            return redirect("competency:event", pk=pk)
    return render(
        request,
        "competency/enroll.html",
        {"form": form, "event": found, "total": len(rows), "audience": audience},
    )


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take somebody off the list."""
    found = _event(request, pk)
    try:
        employee_id = number(request.POST.get("pegawai"))
        operations.withdraw(found, employee_id=employee_id, by=request.user, now=request.now)
    except Refused as error:
        messages.error(request, str(error.words))
    else:
        messages.success(request, _("Peserta dikeluarkan dari daftar."))
    return redirect("competency:event", pk=pk)


def _managed(request: Request, pk: int) -> tuple[TrainingEvent, list[ParticipantRow]]:
    found = _event(request, pk)
    if not policies.can_manage_event(request.user, found):
        raise Http404
    return found, queries.participants_of(found)


@login_required
@require_http_methods(["GET", "POST"])
def hold(request: Request, pk: int) -> HttpResponse:
    """Attendance: the training goes into the histories of those who were there."""
    found, rows = _managed(request, pk)
    verdict = policies.can_hold(request.user, found, today=today_of(request))
    form = HoldForm(request.POST if request.method == "POST" else None, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            operations.hold(found, attended=form.ids(), by=request.user, now=request.now)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kehadiran dicatat dan masuk ke riwayat pelatihan peserta."))
            return redirect("competency:event", pk=pk)
    return render(
        request, "competency/hold.html", {"form": form, "event": found, "verdict": verdict, "rows": rows}
    )


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Give up a planned training."""
    found = _event(request, pk)
    if not policies.can_cancel(request.user, found):
        raise Http404
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.cancel(found, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Pelatihan dibatalkan."))
            return redirect("competency:event", pk=pk)
    return render(request, "competency/cancel.html", {"form": form, "event": found})


@login_required
@require_http_methods(["GET", "POST"])
def after(request: Request, pk: int) -> HttpResponse:
    """The levels found after the training."""
    found, rows = _managed(request, pk)
    if found.status != Status.HELD:
        raise Http404
    form = AfterForm(request.POST or None, rows=rows, today=today_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            count = operations.assess_many(
                form.readings(found.competency_id),
                method=form.cleaned_data["method"],
                assessed_on=form.cleaned_data["assessed_on"],
                by=request.user,
                now=request.now,
                event=found,
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(count)s level sesudah pelatihan dicatat.") % {"count": count})
            return redirect("competency:event", pk=pk)
    return render(request, "competency/after.html", {"form": form, "event": found})
