"""The page of one defect: only what was sent back, nothing else."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.access.verdict import Refused
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations, policies
from sinergi.casework.completeness import DEFECT
from sinergi.casework.forms import ApplicantForm, UploadForm, applicant_initial, villages_of
from sinergi.casework.models import Application, Defect
from sinergi.casework.operations.mending import APPLICANT_FIELD
from sinergi.casework.queries import citizen
from sinergi.casework.queries.citizen import defect_label
from sinergi.casework.standards import standard_of
from sinergi.casework.views import again, doors
from sinergi.casework.workflow import Status
from sinergi.catalogue.forms import answers, page_form
from sinergi.ui.forms import UiForm

SMALL = gettext_lazy(
    "Foto yang baru mungkin terlalu kecil untuk dibaca. Simpan dokumennya; petugas memberi tahu bila Anda perlu foto "
    "ulang dari dekat."
)


def mend(request: Any, case: Application, key: str) -> HttpResponse:
    """Ask for the document or answer again, and send it. A double tap or a stale page ends like the first."""
    defect = get_object_or_404(case.defects, pk=key)
    if defect.solved_at is not None:
        return _solved(request, case)
    if not (may := policies.can_mend(case)):  # withdrawn or closed since the page was opened
        messages.info(request, str(may.words))
        return redirect("casework:status", case.reference)
    part = f"{DEFECT}{defect.pk}"
    form = _form(request, case, defect, again.data(request, case, part))
    if request.method == "POST":
        return _posted(request, case, defect, form)
    again.say(request, form, case, part)
    context = {"form": form, "case": case, "defect": defect, "label": defect_label(case, defect)}
    return render(request, "casework/mend.html", context)


def _posted(request: Any, case: Application, defect: Defect, form: UiForm) -> HttpResponse:
    part = f"{DEFECT}{defect.pk}"
    if not form.is_valid():
        return again.ask(request, case, part, form, keep_words=isinstance(form, UploadForm))
    try:
        mended = _mended(request, case, defect, form)
    except Refused as refusal:
        if case.defects.filter(pk=defect.pk, solved_at__isnull=False).exists():
            return _solved(request, case)
        field = refusal.field or "file"
        form.add_error(field if field in form.fields else None, refusal.words)
        return again.ask(request, case, part, form, keep_words=True)
    return _sent(request, mended, defect, form)


def _solved(request: Any, case: Application) -> HttpResponse:
    messages.info(request, _("Bagian ini sudah diperbaiki."))
    return redirect("casework:status", case.reference)


def _sent(request: Any, case: Application, defect: Defect, form: UiForm) -> HttpResponse:
    done = case.status != Status.NEEDS_FIX
    words = (
        _("Perbaikan terkirim. Jam pelayanan berjalan lagi.") if done else _("Bagian ini sudah diperbaiki.")
    )
    messages.success(request, words)
    if isinstance(form, UploadForm) and citizen.is_small(case, defect.requirement_id):
        messages.warning(request, SMALL)
    response = redirect("casework:status", case.reference)
    doors.open_status(response, case)  # another contact closes all doors but this one
    return response


def _form(request: Any, case: Application, defect: Defect, data: QueryDict | None) -> UiForm:
    files = request.FILES or None
    standard = standard_of(case.version)
    if defect.requirement_id is not None:
        item = next(row for row in standard.requirements if row.id == defect.requirement_id)
        return UploadForm(data, files, label=item.label, kind=item.kind, help_text=item.help)
    if defect.field == APPLICANT_FIELD:
        needs = bool(case.phone or case.email)
        return ApplicantForm(
            data, villages=villages_of(case.office), needs_contact=needs, initial=applicant_initial(case)
        )
    for page in standard.definition.pages:
        if any(field.key == defect.field for field in page.fields):
            form = page_form(
                case.version, page.key, office=case.office, data=data, initial=case.text_answers,
                today=request.today, applicant_nik=case.nik or "",
            )  # fmt: skip
            form.fields = {defect.field: form.fields[defect.field]}
            return form
    raise Http404


def _mended(request: Any, case: Application, defect: Defect, form: UiForm) -> Application:
    if isinstance(form, UploadForm):
        return operations.mend_file(case, defect, form.cleaned_data["file"], by=APPLICANT, now=request.now)
    if isinstance(form, ApplicantForm):
        return operations.mend_applicant(case, defect, form.applicant(), by=APPLICANT, now=request.now)
    return operations.mend_answers(case, defect, answers(form), by=APPLICANT, now=request.now)
