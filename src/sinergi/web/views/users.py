"""The administrator's desk: accounts, roles from a date, one-time passwords on paper."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.accounts import operations, policies
from sinergi.accounts import queries as accounts
from sinergi.accounts.models import RoleAssignment, User
from sinergi.organization.models import Unit
from sinergi.ui import paging
from sinergi.ui.forms import UiForm
from sinergi.web.forms.users import FirstPasswordForm, NewUserForm, RoleEndForm, RoleForm

Request = Any  # HttpRequest with `now`, `office` and a user that knows its grants (web.middleware)
PER_PAGE = 50


def _today(request: Request) -> date:
    today: date = request.office.day(request.now) if request.office else request.today
    return today


def _refuse(form: UiForm, error: Refused) -> None:
    field = "last_day" if error.field == "ends_on" else error.field
    form.add_error(field if field in form.fields else None, str(error.words))


def _enter(request: Request) -> None:
    if not request.user.paths_for(Permission.USER_MANAGE):
        raise Http404


def _account(request: Request, pk: int) -> tuple[User, Unit]:
    """The account and the unit over which one must be administrator to change it."""
    _enter(request)
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    return user, accounts.governing_unit(user, on=_today(request))


@login_required
@require_GET
def users(request: Request) -> HttpResponse:
    """Accounts by name, with the roles of today."""
    _enter(request)
    text = request.GET.get("cari", "").replace("\x00", "").strip()[:60]
    off = request.GET.get("nonaktif") == "1"
    rows = accounts.found(
        User.objects.visible_to(request.user), text=text, active=not off, on=_today(request)
    )
    page = paging.page_by_key(rows, "name", "pk", cursor=request.GET.get(paging.PARAMETER), size=PER_PAGE)
    return render(request, "web/users/list.html", {"page": page, "text": text, "off": off})


@login_required
@sensitive_variables("password")
@require_http_methods(["GET", "POST"])
def user_new(request: Request) -> HttpResponse:
    """A new account with its first role; answers with the slip that carries the one-time password."""
    _enter(request)
    units = accounts.managed_units(request.user)
    form = NewUserForm(request.POST or None, units=units, today=_today(request))
    if request.method == "POST" and form.is_valid():
        person = {name: form.cleaned_data[name] for name in ("username", "name", "email")}
        try:
            user, password = operations.create_user_with_role(
                **person, **form.role_values(), by=request.user, now=request.now
            )
        except Refused as error:
            _refuse(form, error)
        else:
            return _slip(request, user, password, is_new=True)
    return render(request, "web/users/new.html", {"form": form})


@sensitive_variables("password")
def _slip(request: Request, user: User, password: str, *, is_new: bool) -> HttpResponse:
    """The only page that ever shows this password."""
    context = {
        "account": user,
        "password": password,
        "is_new": is_new,
        "address": request.build_absolute_uri("/"),
    }
    response = render(request, "web/users/slip.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_GET
def user(request: Request, pk: int) -> HttpResponse:
    """One account: roles now, coming and past; what the administrator may do."""
    found, unit = _account(request, pk)
    context = {
        "account": found,
        "roles": accounts.roles_of(found, on=_today(request)),
        "may_manage": policies.can_manage_users(request.user, unit=unit),
        "is_self": found.pk == request.user.pk,
        "today": _today(request),
    }
    return render(request, "web/users/user.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def role_grant(request: Request, pk: int) -> HttpResponse:
    """One more role from a date."""
    found, _unit = _account(request, pk)
    units = accounts.managed_units(request.user)
    form = RoleForm(request.POST or None, units=units, today=_today(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.grant_role(user=found, **form.role_values(), by=request.user, now=request.now)
        except Refused as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Peran sudah diberikan kepada %(name)s.") % {"name": found.name})
            return redirect("web:user", pk=pk)
    return render(request, "web/users/role.html", {"form": form, "account": found})


@login_required
@require_http_methods(["GET", "POST"])
def role_end(request: Request, pk: int, role: int) -> HttpResponse:
    """The last day of a role."""
    found, _unit = _account(request, pk)
    assignment = get_object_or_404(RoleAssignment.objects.select_related("unit"), pk=role, user=found)
    form = RoleEndForm(request.POST or None, initial={"last_day": _today(request)})
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_role(assignment, ends_on=form.ends_on(), by=request.user, now=request.now)
        except Refused as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Akhir peran sudah dicatat."))
            return redirect("web:user", pk=pk)
    return render(
        request, "web/users/role_end.html", {"form": form, "account": found, "assignment": assignment}
    )


@login_required
@sensitive_variables("password")
@require_http_methods(["GET", "POST"])
def password_reset(request: Request, pk: int) -> HttpResponse:
    """A new one-time password without any email: asks first, then shows the slip once."""
    found, unit = _account(request, pk)
    verdict = policies.can_manage_users(request.user, unit=unit)
    if request.method == "POST":
        try:
            password = operations.reset_password(found, unit=unit, by=request.user, now=request.now)
        except Refused as error:
            messages.error(request, str(error.words))
            return redirect("web:user", pk=pk)
        return _slip(request, found, password, is_new=False)
    return render(request, "web/users/reset.html", {"account": found, "verdict": verdict})


@login_required
@require_POST
def user_active(request: Request, pk: int) -> HttpResponse:
    """Switch an account off or on."""
    found, unit = _account(request, pk)
    active = request.POST.get("aktif") == "1"
    try:
        operations.set_active(found, active=active, unit=unit, by=request.user, now=request.now)
    except Refused as error:
        messages.error(request, str(error.words))
    else:
        words = (
            _("Akun %(name)s aktif kembali.")
            if active
            else _("Akun %(name)s dinonaktifkan dan langsung keluar.")
        )
        messages.success(request, words % {"name": found.name})
    return redirect("web:user", pk=pk)


@login_required
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def change_first_password(request: Request) -> HttpResponse:
    """Replace the one-time password by one's own; nothing else is reachable before."""
    form = FirstPasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_own_password(
                request.user, password=form.cleaned_data["password"], now=request.now
            )
        except ValidationError as error:
            form.add_error("password", error)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Kata sandi Anda sudah diganti."))
            return redirect("web:after_login")
    return render(request, "web/users/first_password.html", {"form": form})
