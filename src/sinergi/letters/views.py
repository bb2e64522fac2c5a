"""The public check of a letter, and the desk of the registers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sinergi.access.verdict import Refused
from sinergi.documents import serving
from sinergi.letters import formulas, operations, policies, queries
from sinergi.letters.forms import LateForm, ReasonForm, ReserveForm, ScanForm
from sinergi.letters.models import Book, Letter, RegisterEntry
from sinergi.letters.operations.numbers import local_date
from sinergi.ui import paging
from sinergi.ui.forms import UiForm

Request = Any  # HttpRequest with `now`, `office` and a user that knows its grants (web.middleware)
PER_PAGE = 50


def _refuse(form: UiForm, error: Refused) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error.words))


@require_GET
def verify(request: Request, code: str) -> HttpResponse:
    """Anybody: is this letter genuine? An unknown code and a letter that is not signed yet answer alike."""
    row = queries.verification(code)
    if row is None:
        return _private(render(request, "letters/unknown.html", status=404))
    context = {
        "row": row,
        "state": row.state_on(request.today),
        "scan_short": formulas.grouped(row.scan_digest),
        "pdf_short": formulas.grouped(row.pdf_digest),
    }
    return _private(render(request, "letters/verify.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    """For no search engine and no store."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


def _units(request: Request) -> list[Any]:
    units = queries.register_units(request.user)
    if not units:
        raise Http404
    return units


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


@login_required
@require_GET
def register(request: Request) -> HttpResponse:
    """One register: unit, year, book."""
    units = _units(request)
    unit = next((one for one in units if one.pk == _number(request.GET.get("unit"))), units[0])
    this_year = local_date(unit.office, request.now).year
    years = queries.register_years(unit, this_year=this_year)
    year = next((one for one in years if one == _number(request.GET.get("tahun"))), this_year)
    book = request.GET.get("buku") if request.GET.get("buku") in Book.values else Book.OUTGOING.value
    rows = queries.entries(request.user, unit, year=year, book=str(book))
    page = paging.page_by_key(rows, "-number", cursor=request.GET.get(paging.PARAMETER), size=PER_PAGE)
    context = {
        "units": units, "unit": unit, "years": years, "year": year, "book": book, "books": Book.choices,
        "page": page, "count": queries.register_count(unit, year=year, book=str(book)),
    }  # fmt: skip
    return render(request, "letters/register.html", context)


def _letter(request: Request, pk: UUID) -> Letter:
    rows = Letter.objects.visible_to(request.user).select_related("office", "unit", "pdf", "signed_scan")
    return get_object_or_404(rows, pk=pk)


def _letter_page(
    request: Request, letter: Letter, *, form: UiForm | None = None, reason: UiForm | None = None
) -> HttpResponse:
    context = {
        "letter": letter,
        "signers": letter.signers.all(),
        "entries": letter.entries.select_related("register__unit"),
        "scan": form or ScanForm(),
        "reason": reason or ReasonForm(prefix="tarik"),
        "can_scan": policies.can_store_scan(request.user, letter),
        "can_withdraw": policies.can_withdraw(request.user, letter),
    }
    return render(request, "letters/letter.html", context)


@login_required
@require_GET
def letter(request: Request, pk: UUID) -> HttpResponse:
    """One letter: print it, store the signed scan, withdraw it."""
    return _letter_page(request, _letter(request, pk))


@login_required
@require_GET
def pdf(request: Request, pk: UUID) -> HttpResponse:
    """The letter as it is printed."""
    found = _letter(request, pk)
    if found.pdf is None:
        raise Http404
    return serving.response(found.pdf, inline=True, name=found.number)


@login_required
@require_http_methods(["GET", "POST"])
def scan(request: Request, pk: UUID) -> HttpResponse:
    """GET: the stored scan. POST: store it; from then on the letter is valid."""
    found = _letter(request, pk)
    if request.method == "GET":
        if found.signed_scan is None:
            raise Http404
        return serving.response(found.signed_scan, inline=True, name=found.number)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            operations.store_signed_scan(found, form.cleaned_data["scan"], by=request.user, now=request.now)
        except Refused as error:
            form.add_error("scan", str(error.words))
        else:
            messages.success(
                request, _("Pindaian disimpan. Surat ini sekarang berlaku dan kodenya dapat diperiksa.")
            )
            return redirect("letters:letter", pk=pk)
    return _letter_page(request, found, form=form)


@login_required
@require_http_methods(["POST"])
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Withdraw a letter with a reason."""
    found = _letter(request, pk)
    form = ReasonForm(request.POST, prefix="tarik")
    if form.is_valid():
        try:
            operations.withdraw(found, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        except Refused as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Surat ditarik. Siapa pun yang memeriksa kodenya akan diberi tahu."))
            return redirect("letters:letter", pk=pk)
    return _letter_page(request, found, reason=form)


@login_required
@require_http_methods(["GET", "POST"])
def reserve(request: Request) -> HttpResponse:
    """Set numbers aside before or during a power cut."""
    form = ReserveForm(
        request.POST or None, units=_units(request), initial={"book": Book.OUTGOING, "count": 10}
    )
    if request.method == "POST" and form.is_valid():
        try:
            block_id = operations.reserve_block(**form.cleaned_data, by=request.user, now=request.now)
        except Refused as error:
            _refuse(form, error)
        else:
            return redirect("letters:block", block=block_id)
    return render(request, "letters/reserve.html", {"form": form})


@login_required
@require_GET
def block(request: Request, block: UUID) -> HttpResponse:
    """The numbers of one block, to be printed and filled in by hand."""
    rows = queries.block_entries(request.user, block)
    if not rows:
        raise Http404
    return render(
        request, "letters/block.html", {"rows": rows, "register": rows[0].register, "first": rows[0]}
    )


def _entry(request: Request, pk: int) -> RegisterEntry:
    rows = RegisterEntry.objects.visible_to(request.user).select_related("register__unit__office", "letter")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def void(request: Request, pk: int) -> HttpResponse:
    """Void a number, visibly and with a reason."""
    entry = _entry(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.void_number(
                entry, reason=form.cleaned_data["reason"], by=request.user, now=request.now
            )
        except Refused as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Nomor dibatalkan. Nomor ini tidak akan dipakai lagi."))
            return redirect("letters:register")
    context = {"form": form, "entry": entry, "verdict": policies.can_void(request.user, entry)}
    return render(request, "letters/void.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def late(request: Request, pk: int) -> HttpResponse:
    """Enter a letter that was written by hand on a reserved number."""
    entry = _entry(request, pk)
    form = LateForm(
        request.POST or None, request.FILES or None, versions=queries.versions_with_template(entry.register.unit),
        today=local_date(entry.register.office, request.now),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data}
        try:
            made = operations.enter_late(
                entry, upload=values.pop("scan"), **values, by=request.user, now=request.now
            )
        except Refused as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Surat susulan dicatat dengan tanggal sebenarnya."))
            return redirect("letters:letter", pk=made.pk)
    context = {"form": form, "entry": entry, "verdict": policies.can_enter_late(request.user, entry)}
    return render(request, "letters/late.html", context)
