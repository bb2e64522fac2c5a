"""Uploading, looking at, keeping and withdrawing results on paper."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.catalogue.models import Service
from sinergi.documents.checking import UnacceptableFile
from sinergi.documents.models import Document
from sinergi.documents.serving import DamagedFile
from sinergi.surveys import exports, operations
from sinergi.surveys.forms import MappingForm, UploadForm, WithdrawForm
from sinergi.surveys.models import ImportBatch, Shape
from sinergi.surveys.queries import preview, respondents, with_respondents
from sinergi.surveys.queries.desk import units_under
from sinergi.surveys.views.desk import xlsx
from sinergi.surveys.workflow import BatchStatus
from sinergi.ui import paging

REFUSED_SHOWN = 50


def _importer(request: Any) -> tuple[str, ...]:
    paths = request.user.paths_for(Permission.SURVEY_IMPORT)
    if not paths or not request.office:
        raise Http404
    return tuple(paths)


def _batch(request: Any, batch: UUID) -> ImportBatch:
    rows = ImportBatch.objects.visible_to(request.user).select_related("service", "unit", "document")
    return get_object_or_404(rows, pk=batch)


def _page(batch: ImportBatch) -> HttpResponse:
    return HttpResponseRedirect(reverse("surveys:import", args=[batch.pk]))


@login_required
@require_safe
def imports(request: Any) -> HttpResponse:
    """All imports, newest first."""
    _importer(request)
    rows = ImportBatch.objects.visible_to(request.user).select_related("service", "unit", "document")
    page = paging.page_by_key(
        with_respondents(rows), "-created_at", "pk", cursor=request.GET.get(paging.PARAMETER)
    )
    return render(request, "surveys/imports.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: Any) -> HttpResponse:
    """Choose a file and say what it is about."""
    paths = _importer(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    kept = operations.kept_file(request.POST.get("kept", ""), user=request.user, office=request.office)
    form = UploadForm(
        *posted,
        services=Service.objects.filter(office=request.office, is_active=True).order_by("position", "id"),
        units=units_under(request.office, paths),
        today=request.user.today,
        kept=kept,
    )
    if form.is_bound and form.is_valid() and (batch := _started(request, form, kept)):
        return _page(batch)
    if form.is_bound:
        kept = _kept(request, form, kept)
    token = operations.token_of(kept, user=request.user) if kept and kept.erased_at is None else ""
    context = {"form": form, "kept": token}
    return render(request, "surveys/import_new.html", context, status=422 if form.is_bound else 200)


def _started(request: Any, form: UploadForm, kept: Document | None) -> ImportBatch | None:
    """The import that a valid form asks for; a refusal goes beside its field."""
    facts = {**form.cleaned_data, "office": request.office, "by": request.user, "now": request.now}
    upload = facts.pop("file")
    try:
        if kept is not None:
            batch = operations.start_kept_import(kept, upload, **facts)
        else:
            batch = operations.start_import(upload, **facts)
    except DamagedFile:
        form.add_error("file", _("Berkas yang tersimpan rusak. Pilih lagi berkasnya."))
    except Refused as refusal:
        of_file = "file" if isinstance(refusal, UnacceptableFile) else None
        form.add_error(refusal.field or of_file, str(refusal.words))
    else:
        if batch.created_at != request.now:
            messages.info(request, _("Berkas ini sudah diunggah sebelumnya dan masih menunggu diperiksa."))
        return batch
    return None


def _kept(request: Any, form: UploadForm, kept: Document | None) -> Document | None:
    """What is wrong is another field: the file stays, and is named beside its own."""
    upload = request.FILES.get("file")
    if upload is None or form.has_error("file"):
        return kept
    try:
        kept = operations.keep_file(
            upload, office=request.office, by=request.user, now=request.now, instead_of=kept
        )
    except Refused as refusal:
        form.add_error("file", str(refusal.words))
        return kept
    form.keep(kept)
    return kept


@login_required
@require_safe
def import_batch(request: Any, batch: UUID) -> HttpResponse:
    """One import: its progress, its preview, or what became of it."""
    found = _batch(request, batch)
    draft = found.status == BatchStatus.DRAFT
    may_change = request.user.holds(Permission.SURVEY_IMPORT, at=found.unit)
    # Exact figures beside those that are released tell of who answered elsewhere; who imports had the file anyway.
    figures = preview(found) if may_change else None
    context = {
        "batch": found,
        "preview": figures,
        "withheld": figures is None and (found.status == BatchStatus.ACTIVE or (draft and not may_change)),
        "draft": draft,
        "respondents": respondents(found),
        "refused": found.refused_rows.order_by("row")[:REFUSED_SHOWN],
        "mapping": MappingForm(found) if draft and not all(found.elements) else None,
        "withdraw": WithdrawForm(),
        "may_change": may_change,
        "can_keep": any(found.elements),
        "progress": found.rows_done / found.rows if found.rows else 0,
    }
    response = render(request, "surveys/import.html", context)
    if found.status == BatchStatus.READING:
        response.headers["Refresh"] = "4"  # works without script
    return response


@contextmanager
def _refusals_said(request: Any) -> Iterator[None]:
    """What an act is refused for stands on the page of the import that follows."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, str(refusal.words))


@login_required
@require_POST
def import_map(request: Any, batch: UUID) -> HttpResponse:
    """Say which element each column holds."""
    found = _batch(request, batch)
    form = MappingForm(found, request.POST)
    if not form.is_valid():
        messages.error(request, _("Pilihan kolom tidak dikenal. Pilih lagi."))
        return _page(found)
    with _refusals_said(request):
        operations.map_columns(found.pk, elements=form.elements, by=request.user, now=request.now)
        messages.success(request, _("Pilihan kolom disimpan. Periksa lagi sebelum menyimpan jawaban."))
    return _page(found)


@login_required
@require_POST
def import_keep(request: Any, batch: UUID) -> HttpResponse:
    """Keep all good rows."""
    found = _batch(request, batch)
    with _refusals_said(request):
        kept = operations.commit_import(found.pk, by=request.user, now=request.now)
        words = _("%(n)s baris disimpan. Angka survei sudah diperbarui.")
        if kept.shape == Shape.COUNTS:
            words = _(
                "%(people)s responden disimpan (%(n)s baris, satu per unsur). Angka survei sudah diperbarui."
            )
        messages.success(request, words % {"n": kept.accepted, "people": respondents(kept)})
    return _page(found)


@login_required
@require_POST
def import_cancel(request: Any, batch: UUID) -> HttpResponse:
    """Give a draft up, or stop a reading."""
    found = _batch(request, batch)
    with _refusals_said(request):
        operations.cancel_import(found.pk, by=request.user, now=request.now)
        messages.success(request, _("Impor dibatalkan. Tidak ada jawaban yang disimpan."))
    return _page(found)


@login_required
@require_POST
def import_withdraw(request: Any, batch: UUID) -> HttpResponse:
    """Take a kept import out again."""
    found = _batch(request, batch)
    form = WithdrawForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    with _refusals_said(request):
        operations.withdraw(found.pk, reason=reason, by=request.user, now=request.now)
        messages.success(request, _("Impor ditarik. Jawabannya tidak dihitung lagi."))
    return _page(found)


@login_required
@require_safe
def import_refused(request: Any, batch: UUID) -> HttpResponse:
    """All refused rows as XLSX."""
    found = _batch(request, batch)
    return xlsx(exports.refused_workbook(found, now=request.now), "baris-ditolak.xlsx")
