"""Page two of an entry at the counter: every document, what was typed, and one button that keeps and sends it all."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.casework import operations
from sinergi.casework.forms import SendForm, UploadForm
from sinergi.casework.models import Application
from sinergi.casework.queries import citizen
from sinergi.casework.standards import standard_of
from sinergi.casework.views import doors
from sinergi.casework.views.counter import may_receive

Uploads = list[tuple[citizen.FileRow, UploadForm]]


@login_required
def receive_files(request: Any, key: UUID) -> HttpResponse:
    """Documents, check, send."""
    may_receive(request)
    sent = Application.objects.visible_to(request.user).submitted().filter(pk=key).first()
    if sent is not None:  # a double click or the back button
        return redirect("casework:slip", sent.reference)
    draft = doors.officers_draft(request, key)
    if request.method != "POST":
        return _page(request, draft, _uploads(request, draft), SendForm(initial={"seen": draft.revision}))
    try:
        return _posted(request, draft)
    except operations.Gone:
        messages.error(request, _("Isian ini sudah dihapus atau kedaluwarsa. Mulai lagi."))
        return redirect("casework:receive_for", draft.version.service.slug)


def _uploads(request: Any, draft: Application) -> Uploads:
    """The field of each document; one that is needed and not there is asked for when the whole is sent."""
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    sending = "simpan" not in request.POST
    return [(row, _upload_form(row, posted, sending=sending)) for row in citizen.file_rows(draft)]


def _upload_form(row: citizen.FileRow, posted: tuple[Any, Any], *, sending: bool) -> UploadForm:
    item = row.requirement
    form = UploadForm(
        *posted, label=item.label, kind=item.kind, help_text=item.help, prefix=f"berkas-{item.key}",
        demanded=item.is_required, required=sending and item.is_required and row.attachment is None,
    )  # fmt: skip
    form.fields["file"].widget.attrs.pop("capture", None)
    return form


def _posted(request: Any, draft: Application) -> HttpResponse:
    """Keep every good file first, whatever is wrong with the rest; then send, if that is asked for."""
    uploads = _uploads(request, draft)
    kept = [row.requirement.id for row, form in uploads if _kept(request, draft, row, form)]
    case = _again(request, draft)
    if case.submitted_at is not None:  # another window was quicker
        return redirect("casework:slip", case.reference)
    if "simpan" in request.POST:
        return _saved(request, case, uploads)
    form = SendForm(request.POST)
    ready = _checked(form, uploads) and not _hardly_readable(case, kept, form)
    if ready and _sent(request, case, form, kept=len(kept)):
        return redirect("casework:slip", case.reference)
    return _page(request, _again(request, draft), uploads, form)


def _saved(request: Any, draft: Application, uploads: Uploads) -> HttpResponse:
    if all(upload.is_valid() for _row, upload in uploads):
        messages.success(request, _("Tersimpan, belum dikirim."))
        return redirect("casework:receive_files", draft.pk)
    return _page(request, draft, uploads, SendForm(initial={"seen": draft.revision}))


def _kept(request: Any, draft: Application, row: citizen.FileRow, form: UploadForm) -> bool:
    """Store the file that was chosen here; what is wrong with it goes beside its field."""
    upload = form.cleaned_data["file"] if form.is_valid() else None
    if upload is None:
        return False
    try:
        operations.attach(draft, row.requirement.key, upload, by=request.user, now=request.now)
    except Refused as refusal:
        form.add_error("file", refusal.words)
        return False
    return True


def _again(request: Any, draft: Application) -> Application:
    """The draft with the revision that its new files gave it."""
    rows = Application.objects.visible_to(request.user).filter(pk=draft.pk)
    found = rows.select_related("office__calendar", "version__service", "village").first()
    if found is None:
        raise operations.Gone
    return found


def _checked(form: SendForm, uploads: Uploads) -> bool:
    """All of them, so that every error is shown at once."""
    return all([form.is_valid(), *(upload.is_valid() for _row, upload in uploads)])


def _hardly_readable(case: Application, kept: list[int], form: SendForm) -> bool:
    """Stop once where a new picture is too small: the applicant still stands here with the document."""
    small = [row for row in citizen.file_rows(case) if row.requirement.id in kept and row.is_small]
    if small:
        form.add_error(
            None,
            _("Belum dikirim: foto yang baru mungkin terlalu kecil. Foto ulang, atau kirim sekali lagi."),
        )
    return bool(small)


def _sent(request: Any, case: Application, form: Any, *, kept: int) -> bool:
    """The revision of the page that was checked, and one more for each file that came with it."""
    try:
        operations.submit(case, seen=form.cleaned_data["seen"] + kept, by=request.user, now=request.now)
    except Refused as refusal:
        form.add_error(None, refusal.words)
        if isinstance(refusal, operations.Changed):  # to be read and declared again
            form.data = QueryDict()
        return False
    return True


def _page(request: Any, draft: Application, uploads: Uploads, form: Any) -> HttpResponse:
    if form.is_bound:  # what is shown now is what the next press of the button means
        form.data = {**form.data.dict(), "seen": str(draft.revision)}
    form.fields["declare"].label = _("Pemohon menyatakan jawaban dan berkasnya benar")
    slug = draft.version.service.slug
    change = f"{reverse('casework:receive_for', args=[slug])}?draf={draft.pk}"
    shown = {row.requirement.key: row for row in citizen.file_rows(draft)}
    context = {
        "draft": draft, "service": draft.version.service, "form": form, "change": change,
        "uploads": [(shown[row.requirement.key], upload) for row, upload in uploads],
        "fields": [upload for _row, upload in uploads],
        "applicant": citizen.applicant_rows(draft, url=change, whole_nik=True),
        "pages": citizen.page_rows(draft, standard_of(draft.version), lambda _key: change, whole_nik=True),
    }  # fmt: skip
    return render(request, "casework/desk/receive_files.html", context)
