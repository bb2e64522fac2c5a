"""The office's side: writing programmes, checking them again, answering reports."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.information import operations, policies, queries
from sinergi.information.forms import AnswerForm, CheckForm, ProgrammeForm
from sinergi.information.models import Programme
from sinergi.information.views.public import today_of
from sinergi.ui import paging
from sinergi.ui.forms import UiForm

Request = Any  # HttpRequest with `now`, `office` and a user that knows its grants (web.middleware)
PER_PAGE = 50


def _enter(request: Request, *permissions: Permission) -> None:
    if not any(request.user.paths_for(permission) for permission in permissions):
        raise Http404


def _programme(request: Request, pk: int) -> Programme:
    rows = Programme.objects.visible_to(request.user).select_related("unit", "owner")
    return get_object_or_404(rows, pk=pk)


def _form(request: Request, **more: Any) -> ProgrammeForm:
    today = today_of(request)
    return ProgrammeForm(
        more.pop("data", request.POST or None),
        units=queries.writable_units(request.user),
        owners=queries.possible_owners(request.user, today=today),
        today=today,
        **more,
    )


def _refuse(form: UiForm, refusal: Refused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.words))


@login_required
@require_safe
def programmes(request: Request) -> HttpResponse:
    """Programmes of one's units, those first that need checking."""
    _enter(request, Permission.INFORMATION_EDIT)
    rows = queries.desk_programmes(request.user)
    page = paging.page_by_key(
        rows, "valid_until", "pk", cursor=request.GET.get(paging.PARAMETER), size=PER_PAGE
    )
    return render(request, "information/desk.html", {"page": page, "today": today_of(request)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Write a programme."""
    _enter(request, Permission.INFORMATION_EDIT)
    form = _form(request, initial={"owner": request.user.pk})
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.write_programme(
                form.cleaned_data["unit"], form.text(), by=request.user, now=request.now
            )
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Program disimpan. Baca sekali lagi, lalu tampilkan."))
            return redirect("information:edit", made.pk)
    return render(request, "information/edit.html", {"form": form})


def _edit_page(
    request: Request, programme: Programme, form: ProgrammeForm, check_form: CheckForm | None = None
) -> HttpResponse:
    today = today_of(request)
    context = {
        "form": form,
        "programme": programme,
        "stale": programme.is_stale(today),
        "check_form": check_form or CheckForm(today=today, prefix="periksa"),
    }
    return render(request, "information/edit.html", context)


def _initial(programme: Programme) -> dict[str, Any]:
    return {name: getattr(programme, name) for name in ("title", "summary", "body", "owner")}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change a programme; also where it is shown, hidden and checked again."""
    programme = _programme(request, pk)
    form = _form(request, fixed=True, initial=_initial(programme))
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_programme(programme, form.text(), by=request.user, now=request.now)
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Perubahan disimpan dan dicatat sebagai diperiksa hari ini."))
            return redirect("information:edit", pk)
    return _edit_page(request, programme, form)


@login_required
@require_POST
def check(request: Request, pk: int) -> HttpResponse:
    """ "Masih benar, saya periksa hari ini"."""
    programme = _programme(request, pk)
    check_form = CheckForm(request.POST, today=today_of(request), prefix="periksa")
    if check_form.is_valid():
        until = check_form.cleaned_data["valid_until"]
        operations.check_again(programme, valid_until=until, by=request.user, now=request.now)
        messages.success(request, _("Dicatat: diperiksa hari ini."))
        return redirect("information:edit", pk)
    form = _form(request, data=None, fixed=True, initial=_initial(programme))
    return _edit_page(request, programme, form, check_form)


@login_required
@require_POST
def show(request: Request, pk: int) -> HttpResponse:
    """Show a programme to the public, or take it away."""
    programme = _programme(request, pk)
    published = request.POST.get("tampil") == "1"
    try:
        operations.set_published(programme, published=published, by=request.user, now=request.now)
    except Refused as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(
            request, _("Program ditampilkan.") if published else _("Program tidak ditampilkan lagi.")
        )
    return redirect("information:edit", pk)


@login_required
@require_safe
def reports(request: Request) -> HttpResponse:
    """Reports that pages are wrong: open ones, or with ``?semua=1`` all, newest first."""
    _enter(request, Permission.INFORMATION_EDIT, Permission.CATALOGUE_EDIT)
    everything = request.GET.get("semua") == "1"
    rows = queries.desk_reports(request.user)
    if not everything:
        rows = rows.filter(answered_at__isnull=True)
    page = paging.page_by_key(
        rows, "-created_at", "pk", cursor=request.GET.get(paging.PARAMETER), size=PER_PAGE
    )
    return render(request, "information/reports.html", {"page": page, "everything": everything})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, key: Any) -> HttpResponse:
    """One report, and its answer."""
    found = get_object_or_404(queries.desk_reports(request.user), pk=key)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.answer_report(
                found, answer=form.cleaned_data["answer"], by=request.user, now=request.now
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.words))
        else:
            messages.success(request, _("Jawaban disimpan."))
            return redirect("information:reports")
    context = {"report": found, "form": form, "may_answer": policies.can_answer(request.user, found)}
    return render(request, "information/answer.html", context)
