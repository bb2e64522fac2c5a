"""The desk: plan, record, publish."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sinergi.access.verdict import Refused
from sinergi.documents import serving
from sinergi.participation import forms, operations, policies, queries
from sinergi.participation.models import Meeting
from sinergi.participation.workflow import Status
from sinergi.ui import paging
from sinergi.ui.forms import UiForm

Request = Any


@dataclass(frozen=True)
class Part:
    """One kind of line of a meeting: its form, the operation that adds it, and where its lines are."""

    key: str
    title: Any
    form: type[UiForm]
    add: Callable[..., Any]
    relation: str
    order: str
    about_service: bool = False


PARTS = {
    part.key: part
    for part in (
        Part("undangan", gettext_lazy("Undangan"), forms.InviteForm, operations.invite, "invitations", "added_at"),
        Part("hadir", gettext_lazy("Daftar hadir"), forms.AttendForm, operations.attend, "attendance", "added_at"),
        Part("agenda", gettext_lazy("Agenda"), forms.AgendaForm, operations.add_agenda, "agenda", "pk"),
        Part("masalah", gettext_lazy("Masalah"), forms.ProblemForm, operations.add_problem, "problems", "pk", True),
        Part(
            "kesepakatan", gettext_lazy("Kesepakatan"), forms.AgreementForm, operations.add_agreement, "agreements",
            "pk", True,
        ),
    )
}  # fmt: skip


def _refuse(form: UiForm, error: Refused) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error.words))


def _units(request: Request) -> list[Any]:
    units = queries.managed_units(request.user)
    if not units:
        raise Http404
    return units


def _meeting(request: Request, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user).select_related("unit", "office"), pk=pk)


@login_required
@require_GET
def meetings(request: Request) -> HttpResponse:
    """Meetings that this person manages."""
    _units(request)
    rows = Meeting.objects.visible_to(request.user).select_related("unit")
    page = paging.page_by_key(rows, "-held_at", "-pk", cursor=request.GET.get(paging.PARAMETER))
    return render(request, "participation/desk.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Announce a meeting."""
    units = _units(request)
    form = forms.PlanForm(request.POST or None, units=units, zone=units[0].office.time_zone, now=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.plan(**form.plan(), by=request.user, now=request.now)
        except Refused as error:
            _refuse(form, error)
        else:
            messages.success(request, _told(made))
            return redirect("participation:meeting", pk=made.pk)
    return render(request, "participation/plan.html", {"form": form, "meeting": None})


def _told(made: Meeting) -> str:
    if made.status == Status.HELD:
        return _(
            "Musyawarah tercatat dan diumumkan sebagai sudah terlaksana. Lengkapi daftar hadir dan hasilnya."
        )
    return _("Undangan sudah diumumkan. Lengkapi agenda dan daftar undangan.")


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change the plan."""
    found = _meeting(request, pk)
    form = forms.PlanForm(
        request.POST or None,
        units=[found.unit],
        zone=found.office.time_zone,
        now=request.now,
        announced=True,
        initial=forms.plan_initial(found),
    )
    if request.method == "POST" and form.is_valid():
        values = {key: value for key, value in form.plan().items() if key != "unit"}
        try:
            operations.change(found, **values, by=request.user, now=request.now)
        except Refused as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Rencana diperbarui."))
            return redirect("participation:meeting", pk=pk)
    context = {"form": form, "meeting": found, "verdict": policies.can_change(request.user, found)}
    return render(request, "participation/plan.html", context)


@login_required
@require_GET
def meeting(request: Request, pk: int) -> HttpResponse:
    """One meeting: what is recorded, what is missing, what comes next."""
    return _show(request, _meeting(request, pk))


def _show(request: Request, found: Meeting, **bound: UiForm) -> HttpResponse:
    user = request.user
    context: dict[str, Any] = {
        "meeting": found,
        "counts": queries.unsur_counts(found),
        "agenda": found.agenda.all(),
        "problems": queries.problem_rows(found),
        "agreements": queries.agreement_rows(found),
        "can_record": policies.can_record(user, found),
        "can_change": policies.can_change(user, found),
        "can_hold": policies.can_hold(user, found),
        "can_cancel": policies.can_cancel(user, found),
        "can_publish": policies.can_publish(user, found),
        "minutes_form": bound.get("minutes_form") or forms.MinutesForm(prefix="ba", initial=_chair(found)),
        "publish_form": bound.get("publish_form") or forms.PublishForm(prefix="terbit"),
        "cancel_form": bound.get("cancel_form") or forms.CancelForm(prefix="batal"),
        "bound": list(bound.values()),
    }
    return render(request, "participation/meeting.html", context)


def _chair(found: Meeting) -> dict[str, str]:
    return {
        "chair_title": found.chair_title, "chair_name": found.chair_name, "number": found.minutes_number,
    }  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def record(request: Request, pk: int, part: str) -> HttpResponse:
    """Lines of one part: who was invited, who came, agenda, problems, agreements."""
    found = _meeting(request, pk)
    kind = PARTS.get(part)
    if kind is None:
        raise Http404
    more = {"office": found.office} if kind.about_service else {}
    form = kind.form(request.POST or None, **more)
    if request.method == "POST" and form.is_valid():
        try:
            kind.add(found, **form.cleaned_data, by=request.user, now=request.now)
        except Refused as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Dicatat."))
            return redirect("participation:record", pk=pk, part=part)
    context = {
        "meeting": found, "part": kind, "form": form, "lines": _lines(found, kind),
        "verdict": policies.can_record(request.user, found),
    }  # fmt: skip
    return render(request, "participation/record.html", context)


def _lines(found: Meeting, kind: Part) -> Any:
    rows = getattr(found, kind.relation).order_by(kind.order)
    if kind.key == "kesepakatan":
        return rows.select_related("service", "owner_unit")
    return rows.select_related("service") if kind.about_service else rows


@login_required
@require_POST
def remove(request: Request, pk: int, part: str, line: str) -> HttpResponse:
    """Take a line back."""
    found = _meeting(request, pk)
    kind = PARTS.get(part)
    if kind is None:
        raise Http404
    try:
        row = get_object_or_404(getattr(found, kind.relation), pk=line)
    except (ValidationError, ValueError):
        raise Http404 from None
    try:
        operations.remove(row, by=request.user, now=request.now)
    except Refused as error:
        messages.error(request, str(error.words))
    else:
        messages.success(request, _("Catatan dihapus."))
    return redirect("participation:record", pk=pk, part=part)


@login_required
@require_http_methods(["GET", "POST"])
def photo(request: Request, pk: int) -> HttpResponse:
    """Store the photo, or show the stored one."""
    found = _meeting(request, pk)
    if request.method == "GET" and "berkas" in request.GET:
        if found.photo is None:
            raise Http404
        return serving.response(found.photo, inline=True)
    form = forms.PhotoForm(request.POST or None, request.FILES or None, initial={"text": found.photo_text})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            operations.set_photo(
                found, values["photo"], text=values["text"], by=request.user, now=request.now
            )
        except Refused as error:
            form.add_error("photo", str(error.words))
        else:
            messages.success(request, _("Foto disimpan."))
            return redirect("participation:meeting", pk=pk)
    context = {"meeting": found, "form": form, "verdict": policies.can_record(request.user, found)}
    return render(request, "participation/photo.html", context)


@login_required
@require_POST
def hold(request: Request, pk: int) -> HttpResponse:
    """Mark as held."""
    found = _meeting(request, pk)
    try:
        operations.hold(found, by=request.user, now=request.now)
    except Refused as error:
        messages.error(request, str(error.words))
    else:
        messages.success(
            request, _("Musyawarah ditandai terlaksana. Lengkapi catatannya, lalu susun berita acara.")
        )
    return redirect("participation:meeting", pk=pk)


@login_required
@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Call the meeting off."""
    found = _meeting(request, pk)
    form = forms.CancelForm(request.POST, prefix="batal")
    if form.is_valid():
        try:
            operations.cancel(found, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        except Refused as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Musyawarah dibatalkan; halaman umum memberitahukannya."))
            return redirect("participation:meeting", pk=pk)
    return _show(request, found, cancel_form=form)


@login_required
@require_POST
def minutes(request: Request, pk: int) -> HttpResponse:
    """Have the berita acara typeset."""
    found = _meeting(request, pk)
    form = forms.MinutesForm(request.POST, prefix="ba")
    if form.is_valid():
        try:
            operations.prepare_minutes(found, **form.cleaned_data, by=request.user, now=request.now)
        except Refused as error:
            _refuse(form, error)
        else:
            messages.success(
                request, _("Berita acara sedang disusun. Muat ulang halaman ini beberapa detik lagi.")
            )
            return redirect("participation:meeting", pk=pk)
    return _show(request, found, minutes_form=form)


@login_required
@require_GET
def minutes_file(request: Request, pk: int) -> HttpResponse:
    """The berita acara with names: the signed scan when it is there, else the one to print."""
    found = _meeting(request, pk)
    document = found.signed_minutes or found.minutes
    if document is None:
        raise Http404
    return serving.response(document, inline=True)


@login_required
@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    """Publish photo, results and the minutes without names."""
    found = _meeting(request, pk)
    form = forms.PublishForm(request.POST, request.FILES, prefix="terbit")
    if form.is_valid():
        try:
            operations.publish(found, form.cleaned_data["scan"], by=request.user, now=request.now)
        except Refused as error:
            form.add_error("scan", str(error.words))
        else:
            messages.success(request, _("Hasil musyawarah sudah diumumkan."))
            return redirect("participation:meeting", pk=pk)
    return _show(request, found, publish_form=form)
