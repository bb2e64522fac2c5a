"""An officer enters an application for somebody at the counter: two pages, same queue, same clock."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.casework import operations
from sinergi.casework.forms import AgreeForm, ApplicantForm, SendForm, UploadForm
from sinergi.casework.models import Application
from sinergi.casework.queries import citizen, desk
from sinergi.casework.standards import standard_of
from sinergi.casework.views import doors
from sinergi.catalogue.forms import answers, page_form
from sinergi.catalogue.models import ServiceVersion
from sinergi.catalogue.queries import published_services, published_version
from sinergi.ui.forms import UiForm


def _may(request: Any) -> None:
    if not request.user.holds(Permission.CASE_RECEIVE):
        raise Http404


@login_required
def choose(request: Any) -> HttpResponse:
    """Which service."""
    _may(request)
    services = published_services(request.office)
    return render(request, "casework/desk/choose.html", {"services": services})


class CounterAgreeForm(AgreeForm):
    """The agreement as the officer confirms it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = _("Pemohon sudah mendengar untuk apa datanya dipakai, dan setuju")
        self.fields["agree"].error_messages["required"] = _(
            "Bacakan untuk apa data dipakai, lalu centang persetujuan pemohon."
        )


def _page_forms(request: Any, version: ServiceVersion) -> list[tuple[str, UiForm]]:
    made = []
    for page in standard_of(version).definition.pages:
        form = page_form(
            version, page.key, office=request.office, data=request.POST or None, today=request.today
        )
        form.prefix = f"isian-{page.key}"
        made.append((page.title, form))
    return made


@login_required
def receive(request: Any, slug: str) -> HttpResponse:
    """Page one: applicant and answers."""
    _may(request)
    version = published_version(request.office, slug)
    if version is None:
        raise Http404
    villages = desk.villages_for(request.user, request.office)
    agree = CounterAgreeForm(request.POST or None, initial={"key": uuid.uuid4()})
    only = {"village": villages[0].pk} if len(villages) == 1 else {}
    applicant = ApplicantForm(request.POST or None, villages=villages, needs_contact=False, initial=only)
    pages = _page_forms(request, version)
    every: list[forms.Form] = [agree, applicant, *(form for _title, form in pages)]
    checked = [form.is_valid() for form in every]  # all of them, so that every error is shown at once
    if request.method == "POST" and all(checked):
        typed = {key: value for _title, form in pages for key, value in answers(form).items()}
        try:
            draft = operations.enter(
                version=version, key=agree.cleaned_data["key"], applicant=applicant.applicant(), answers=typed,
                by=request.user, now=request.now,
            )  # fmt: skip
        except Refused as refusal:
            applicant.add_error("village", refusal.words)
        else:
            return redirect("casework:receive_files", draft.pk)
    context = {
        "agree": agree,
        "applicant": applicant,
        "pages": pages,
        "every": every,
        "service": version.service,
    }
    return render(request, "casework/desk/receive.html", context)


@login_required
def receive_files(request: Any, key: str) -> HttpResponse:
    """Page two: documents, check, send."""
    _may(request)
    sent = Application.objects.visible_to(request.user).submitted().filter(pk=key).first()
    if sent is not None:  # a double click or the back button
        return redirect("casework:slip", sent.reference)
    draft = doors.officers_draft(request, key)
    rows = citizen.file_rows(draft)
    uploads = [(row, _upload_form(request, row)) for row in rows]
    form = SendForm(request.POST if "kirim" in request.POST else None, initial={"seen": draft.revision})
    form.fields["declare"].label = _("Pemohon menyatakan jawaban dan berkasnya benar")
    if request.method == "POST":
        try:
            answer = _files_posted(request, draft, uploads, form)
        except operations.Gone:
            messages.error(request, _("Isian ini sudah dihapus atau kedaluwarsa. Mulai lagi."))
            return redirect("casework:receive_for", draft.version.service.slug)
        if answer is not None:
            return answer
    context = {
        "draft": draft, "service": draft.version.service, "uploads": uploads, "form": form,
        "applicant": citizen.applicant_rows(draft, whole_nik=True),
        "pages": citizen.page_rows(draft, standard_of(draft.version), whole_nik=True),
    }  # fmt: skip
    return render(request, "casework/desk/receive_files.html", context)


def _upload_form(request: Any, row: citizen.FileRow) -> UploadForm:
    item = row.requirement
    chosen = request.method == "POST" and request.POST.get("unggah") == item.key
    form = UploadForm(
        request.POST if chosen else None, request.FILES if chosen else None, label=item.label, kind=item.kind,
        help_text=item.help, prefix=f"berkas-{item.key}", required=True,
    )  # fmt: skip
    form.fields["file"].widget.attrs.pop("capture", None)
    return form


def _files_posted(
    request: Any, draft: Application, uploads: list[tuple[citizen.FileRow, UploadForm]], form: SendForm
) -> HttpResponse | None:
    """One document, or the whole application; None to show the page again with what was wrong."""
    for row, upload in uploads:
        if upload.is_bound and upload.is_valid():
            try:
                operations.attach(
                    draft, row.requirement.key, upload.cleaned_data["file"], by=request.user, now=request.now
                )
            except Refused as refusal:
                upload.add_error("file", refusal.words)
            else:
                messages.success(request, _("%(document)s tersimpan.") % {"document": row.requirement.label})
                return redirect("casework:receive_files", draft.pk)
    if not form.is_bound or not form.is_valid():
        return None
    try:
        case = operations.submit(draft, seen=form.cleaned_data["seen"], by=request.user, now=request.now)
    except Refused as refusal:
        form.add_error(None, refusal.words)
        return None
    return redirect("casework:slip", case.reference)
