"""What an officer does on a case for the applicant who stands at the counter."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.casework import desk_forms, operations, policies
from sinergi.casework.mend_forms import defect_form, given
from sinergi.casework.models import Application, Defect
from sinergi.casework.queries import citizen
from sinergi.casework.views.actions import Act, perform
from sinergi.casework.views.desk import case_or_404, crumbs
from sinergi.casework.workflow import Status
from sinergi.ui.forms import UiForm


@login_required
def mend(request: Any, reference: str) -> HttpResponse:
    """Take in one thing that was sent back; as long as there is another, that one comes next."""
    case = case_or_404(request, reference)
    may = policies.can_mend_at_counter(request.user, case)
    if not may:
        messages.error(request, str(may.words))
        return redirect("casework:case", reference)
    still_open = citizen.to_mend(case)
    asked = request.POST.get("bagian") or request.GET.get("bagian")
    chosen = next((one for one in still_open if not asked or str(one.defect.pk) == asked), None)
    if chosen is None:
        messages.error(request, _("Bagian ini sudah diperbaiki."))
        return redirect("casework:case", reference)
    form = defect_form(
        case, chosen.defect, request.POST or None, request.FILES or None, today=request.today,
        whole_nik=bool(policies.can_see_nik(request.user, case)),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _taken_in(request, case, chosen.defect, form):
        return _onward(request, case, chosen.defect)
    title = _("Terima perbaikan di loket")
    context = {
        "case": case, "form": form, "item": chosen, "left": len(still_open), "title": title,
        "items": crumbs(case, title),
    }  # fmt: skip
    return render(request, "casework/desk/mend.html", context)


def _taken_in(request: Any, case: Application, defect: Defect, form: UiForm) -> bool:
    try:
        operations.mend_at_counter(case, defect, given(form), by=request.user, now=request.now)
    except Refused as refusal:
        field = refusal.field or "file"
        form.add_error(field if field in form.fields else None, refusal.words)
        return False
    return True


def _onward(request: Any, case: Application, defect: Defect) -> HttpResponse:
    case = case_or_404(request, case.reference)
    if defect.requirement_id is not None and citizen.is_small(case, defect.requirement_id):
        messages.warning(request, _("Foto yang baru mungkin terlalu kecil untuk dibaca."))
    if case.status == Status.NEEDS_FIX:
        messages.success(request, _("Bagian ini sudah diperbaiki. Lanjutkan dengan bagian berikutnya."))
        return redirect("casework:mend_here", case.reference)
    messages.success(request, _("Semua perbaikan diterima. Jam pelayanan berjalan lagi."))
    return redirect("casework:case", case.reference)


@login_required
def withdraw(request: Any, reference: str) -> HttpResponse:
    """Withdraw because the applicant asks for it at the counter."""
    act = Act(
        _("Cabut atas permintaan pemohon"), _("Cabut permohonan"), _("Permohonan dicabut."),
        intro=_("Permohonan berhenti diproses dan tidak dapat dihidupkan lagi."), danger=True, tells=True,
    )  # fmt: skip
    return perform(
        request, reference, act, policies.can_withdraw_at_counter,
        lambda case, data, _files: desk_forms.WithdrawForm(data, initial={"seen": case.revision}),
        lambda case, form, seen: operations.withdraw_at_counter(
            case, reason=form.cleaned_data["reason"], by=request.user, now=request.now, seen=seen
        ),
    )  # fmt: skip
