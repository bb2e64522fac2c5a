"""The desk of the personnel officer: list, one employee, trainings."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.personnel import checks, operations, policies, queries
from sinergi.personnel.forms import EmployeeForm, TrainingForm
from sinergi.personnel.formulas import NipFlaw, parse_nip
from sinergi.personnel.models import Employee, EmployeeKind
from sinergi.ui import paging
from sinergi.ui.components import SummaryRow
from sinergi.ui.formats import date as plain_date
from sinergi.ui.forms import UiForm

Request = Any  # HttpRequest with `now`, `office` and a user that knows its grants (web.middleware)
PER_PAGE = 50


def today_of(request: Request) -> date:
    """The day at the office."""
    today: date = request.office.day(request.now) if request.office else request.today
    return today


def refuse(form: UiForm, error: Refused) -> None:
    """Words of an operation onto the field that they are about."""
    form.add_error(error.field if error.field in form.fields else None, str(error.words))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _require(request: Request, permission: Permission) -> None:
    if not request.user.paths_for(permission):
        raise Http404


@login_required
@require_GET
def employees(request: Request) -> HttpResponse:
    """The list: filter by unit and kind, search by name or NIP."""
    _require(request, Permission.EMPLOYEE_VIEW)
    units = list(queries.units_under(request.user.paths_for(Permission.EMPLOYEE_VIEW)))
    unit = next((one for one in units if one.pk == _number(request.GET.get("unit"))), None)
    text = request.GET.get("cari", "").replace("\x00", "").strip()[:60]
    kind = request.GET.get("jenis", "")
    left = request.GET.get("keluar") == "1"
    rows = Employee.objects.visible_to(request.user)
    rows = rows.exclude(pk__in=rows.serving(today_of(request))) if left else rows.serving(today_of(request))
    matching = queries.found(rows, text=text, unit=unit, kind=kind)
    page = paging.page_by_key(matching, "name", "pk", cursor=request.GET.get(paging.PARAMETER), size=PER_PAGE)
    context = {
        "page": page,
        "units": units,
        "unit": unit,
        "text": text,
        "kind": kind,
        "kinds": EmployeeKind.choices,
        "left": left,
        "may_edit": bool(request.user.paths_for(Permission.EMPLOYEE_EDIT)),
    }
    return render(request, "personnel/list.html", context)


def facts_of(employee: Employee) -> list[SummaryRow]:
    """What is recorded of an employee, for the summary list."""
    rows = [
        (_("NIP"), employee.nip_spaced),
        (_("Jenis pegawai"), str(employee.get_kind_display())),
        (_("Unit kerja"), employee.unit.title),
        (_("Jabatan"), employee.title),
        (_("Golongan"), str(employee.get_rank_display()) if employee.rank else ""),
        (_("Tanggal lahir"), plain_date(employee.born_on) if employee.born_on else ""),
        (_("Jenis kelamin"), str(employee.get_sex_display()) if employee.sex else ""),
        (_("Mulai bertugas"), plain_date(employee.started_on) if employee.started_on else ""),
    ]
    if employee.ended_on:
        rows.append((_("Tidak bertugas sejak"), plain_date(employee.ended_on)))
    return [SummaryRow(label, value) for label, value in rows]


def warnings_of(employee: Employee) -> tuple[str, ...]:
    """What does not agree with the NIP; numbers that came in before this check are only shown."""
    try:
        nip = parse_nip(employee.nip) if employee.nip else None
    except NipFlaw:
        return ()
    return checks.oddities(nip, kind=employee.kind, born_on=employee.born_on, sex=employee.sex)


def _employee(request: Request, pk: int) -> Employee:
    rows = Employee.objects.visible_to(request.user).select_related("unit", "user")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def employee(request: Request, pk: int) -> HttpResponse:
    """One employee: data and training history."""
    found = _employee(request, pk)
    context = {
        "employee": found,
        "facts": facts_of(found),
        "warnings": warnings_of(found),
        "trainings": list(queries.trainings_of(found)),
        "years": queries.training_years(found),
        "is_own": found.user_id == request.user.pk,
        "may_edit": policies.can_edit_employees(request.user, unit=found.unit),
        "serves": found.serves_on(today_of(request)),
        "sees_list": bool(request.user.paths_for(Permission.EMPLOYEE_VIEW)),
    }
    return render(request, "personnel/employee.html", context)


def _form(request: Request, found: Employee | None = None) -> EmployeeForm:
    units = queries.units_under(request.user.paths_for(Permission.EMPLOYEE_EDIT))
    data = request.POST if request.method == "POST" else None
    return EmployeeForm(data, units=units, office_id=request.user.office_id, employee=found)


@login_required
@require_http_methods(["GET", "POST"])
def employee_new(request: Request) -> HttpResponse:
    """Record somebody new."""
    _require(request, Permission.EMPLOYEE_EDIT)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            found = operations.register_employee(form.data_of(), by=request.user, now=request.now)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(name)s sudah dicatat.") % {"name": found.name})
            return redirect("personnel:employee", pk=found.pk)
    return render(request, "personnel/edit.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def employee_edit(request: Request, pk: int) -> HttpResponse:
    """Change what is recorded."""
    found = _employee(request, pk)
    if not policies.can_edit_employees(request.user, unit=found.unit):
        raise Http404
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        seen = parse_datetime(form.cleaned_data["seen"]) if form.cleaned_data["seen"] else None
        try:
            operations.change_employee(found, form.data_of(), by=request.user, now=request.now, seen=seen)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("Data %(name)s sudah disimpan.") % {"name": form.cleaned_data["name"]}
            )
            return redirect("personnel:employee", pk=pk)
    return render(request, "personnel/edit.html", {"form": form, "employee": found})


@login_required
@require_http_methods(["GET", "POST"])
def training_new(request: Request, pk: int) -> HttpResponse:
    """Write a training attended elsewhere into the history."""
    found = _employee(request, pk)
    if not policies.can_edit_employees(request.user, unit=found.unit):
        raise Http404
    form = TrainingForm(request.POST if request.method == "POST" else None, today=today_of(request))
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", "hours", "held_on", "provider")}
        try:
            operations.record_training(
                employee=found, source=form.source(), by=request.user, now=request.now, **values
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Pelatihan sudah dicatat."))
            return redirect("personnel:employee", pk=pk)
    return render(request, "personnel/training.html", {"form": form, "employee": found})
