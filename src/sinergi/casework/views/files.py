"""The citizen's documents: list, upload, replace, remove, look at."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from sinergi.access.verdict import Refused
from sinergi.audit.actors import APPLICANT
from sinergi.casework import completeness, operations
from sinergi.casework.forms import UploadForm
from sinergi.casework.models import Application
from sinergi.casework.queries import citizen
from sinergi.casework.standards import standard_of
from sinergi.casework.views import again, doors
from sinergi.casework.views.apply import after, frame, part_url
from sinergi.casework.views.doors import no_draft
from sinergi.documents import serving
from sinergi.documents.limits import LIMITS
from sinergi.documents.models import Purpose


def files(request: Any, slug: str) -> HttpResponse:
    """Which documents are needed, and which are there."""
    draft = doors.own_draft(request, slug)
    if draft is None:
        return no_draft(request, slug)
    rows = citizen.file_rows(draft)
    waiting = [row for row in rows if row.attachment is None and row.requirement.is_required]
    following = part_url(
        slug, completeness.CHECK if not waiting else f"{completeness.FILE}{waiting[0].requirement.key}"
    )
    context = {
        **frame(draft, slug, citizen.FILES), "rows": rows, "waiting": waiting, "next": following,
        "to_show": standard_of(draft.version).to_show, "most_pages": LIMITS[Purpose.ATTACHMENT].pages,
    }  # fmt: skip
    return render(request, "casework/files.html", context)


def _row(draft: Application, key: str) -> citizen.FileRow:
    for row in citizen.file_rows(draft):
        if row.requirement.key == key:
            return row
    raise Http404


def upload(request: Any, slug: str, key: str) -> HttpResponse:
    """One document. It is kept at once; a refused file leaves everything else as it was."""
    draft = doors.own_draft(request, slug)
    if draft is None:
        return no_draft(request, slug)
    row = _row(draft, key)
    if request.method == "POST" and "hapus" in request.POST:
        operations.detach(draft, key, by=APPLICANT, now=request.now)
        return redirect(part_url(slug, f"{completeness.FILE}{key}"))
    item, part = row.requirement, f"{completeness.FILE}{key}"
    form = UploadForm(
        again.data(request, draft, part), request.FILES or None, label=item.label, kind=item.kind,
        help_text=item.help, demanded=item.is_required, required=item.is_required and row.attachment is None,
    )  # fmt: skip
    again.say(request, form, draft, part)
    if request.method == "POST":
        if not (form.is_valid() and _stored(request, draft, key, form)):
            return again.ask(request, draft, part, form, keep_words=True)
        if form.cleaned_data["file"] is not None and _row(draft, key).is_small:
            return redirect(request.get_full_path())  # says so, beside the file
        return after(draft, slug, part, to_check="ubah" in request.GET)
    onward = after(draft, slug, part, to_check="ubah" in request.GET).url if row.is_small else ""
    context = {**frame(draft, slug, part), "form": form, "row": row, "onward": onward}
    return render(request, "casework/upload.html", context)


def _stored(request: Any, draft: Application, key: str, form: UploadForm) -> bool:
    """Store the file, if one was chosen; what is wrong with it goes to the field."""
    part = f"{completeness.FILE}{key}"
    if form.cleaned_data["file"] is None:
        if part in (draft.unfinished or {}):  # a file was refused here; the applicant goes on without it
            operations.drop_unfinished(draft, part, now=request.now)
        return True
    try:
        operations.attach(draft, key, form.cleaned_data["file"], by=APPLICANT, now=request.now)
    except Refused as refusal:
        form.add_error("file", refusal.words)
        return False
    return True


def look(request: Any, slug: str, key: str) -> HttpResponse:
    """The applicant's own stored file."""
    draft = doors.own_draft(request, slug)
    attachment = _row(draft, key).attachment if draft is not None else None
    if attachment is None or attachment.document is None:
        raise Http404
    return serving.response(attachment.document, inline=True)
