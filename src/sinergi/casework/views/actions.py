"""One page per act on a case. Two officers at once: the second sees what changed and keeps what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sinergi.access.verdict import Refused, Verdict
from sinergi.casework import desk_forms, operations, policies
from sinergi.casework.models import Application
from sinergi.casework.queries import citizen, desk
from sinergi.casework.queries.letters import letter_draft
from sinergi.casework.queries.signers import missing_signers
from sinergi.casework.standards import standard_of
from sinergi.casework.views.desk import case_or_404, crumbs
from sinergi.casework.workflow import DelayReason
from sinergi.documents.checking import UnacceptableFile
from sinergi.ui.forms import UiForm
from sinergi.worktime.queries import schedule_of

MakeForm = Callable[[Application, Any, Any], UiForm]
SIGN = "casework/desk/sign.html"
Run = Callable[[Application, Any, int], object]


@dataclass(frozen=True)
class Act:
    """What differs between the acts: title, button, words after it, and the template of its form."""

    title: str
    button: str
    done: str
    template: str = "casework/desk/act.html"
    intro: str = ""
    danger: bool = False
    onward: str = ""  # the page of what is next; without it the case
    tells: bool = False  # a message goes to the applicant: say how


def perform(  # noqa: PLR0917 - what differs between the acts, in the order of reading
    request: Any,
    reference: str,
    act: Act,
    verdict: Callable[[Any, Application], Verdict],
    make_form: MakeForm,
    run: Run,
) -> HttpResponse:
    """Show the form of an act, or do it."""
    case = case_or_404(request, reference)
    may = verdict(request.user, case)
    if request.method != "POST":
        if not may:
            messages.error(request, str(may.words))
            return redirect("casework:case", reference)
        return page(request, case, act, make_form(case, None, None))
    form = make_form(case, request.POST, request.FILES)
    if not form.is_valid():
        return page(request, case, act, form)
    try:
        run(case, form, form.cleaned_data["seen"])
    except operations.Conflict as conflict:
        return conflicting(request, conflict, act, form, make_form, may=verdict(request.user, conflict.case))
    except Refused as refusal:
        field = "file" if isinstance(refusal, UnacceptableFile) else refusal.field
        form.add_error(field if field in form.fields else None, refusal.words)
        return page(request, case, act, form)
    return _done(request, case, act)


def _done(request: Any, case: Application, act: Act) -> HttpResponse:
    """Back to the case; or on to the list of what is next, with words that lead to the case."""
    if not act.onward:
        messages.success(request, f"{act.done} {desk.how_told(case)}" if act.tells else act.done)
        return redirect("casework:case", case.reference)
    address = reverse("casework:case", args=[case.reference])
    messages.success(request, format_html('{} <a href="{}">{}</a>', act.done, address, case.reference))
    return redirect(act.onward)


def page(request: Any, case: Application, act: Act, form: UiForm, **more: Any) -> HttpResponse:
    """The page of an act with its form; a signer also reads the whole case there."""
    context = {"case": case, "act": act, "form": form, "items": crumbs(case, act.title), **more}
    if act.template == SIGN:
        context["page"] = desk.case_page(case, by=request.user, now=request.now)
        context["draft"] = letter_draft(case, by=request.user, now=request.now)
    return render(request, act.template, context, status=409 if more else 200)


def conflicting(
    request: Any, conflict: operations.Conflict, act: Act, form: UiForm, make_form: MakeForm, *, may: Verdict
) -> HttpResponse:
    """What changed meanwhile, above the same form with what was typed and the new revision.

    Where there is nothing more to do and nothing typed, back to the case: a form would only be refused.
    """
    case = conflict.case
    if not may and not _typed(form):
        messages.warning(request, f"{_('Permohonan ini sudah berubah sejak Anda membukanya.')} {may.words}")
        return redirect("casework:case", case.reference)
    data = request.POST.copy()
    data["seen"] = str(case.revision)
    changes = desk.changes_since(case, form.cleaned_data["seen"])
    return page(
        request, case, act, make_form(case, data, request.FILES), changes=changes, typed=_typed(form), may=may
    )


def _typed(form: UiForm) -> bool:
    """Whether somebody wrote or chose something that would be lost."""
    return any(value for name, value in form.cleaned_data.items() if name != "seen")


def _initial(case: Application) -> dict[str, Any]:
    return {"seen": case.revision}


@login_required
def take(request: Any, reference: str) -> HttpResponse:
    """Begin to examine, or take over."""
    act = Act(_("Ambil dan periksa"), _("Ambil permohonan ini"), _("Permohonan ini sekarang Anda periksa."))
    return perform(
        request, reference, act, policies.can_take,
        lambda case, data, _files: desk_forms.SeenForm(data, initial=_initial(case)),
        lambda case, _form, seen: operations.take(case, by=request.user, now=request.now, seen=seen),
    )  # fmt: skip


@login_required
def send_back(request: Any, reference: str) -> HttpResponse:
    """Ask for single documents or answers again."""
    act = Act(
        _("Kembalikan untuk diperbaiki"), _("Kembalikan ke pemohon"),
        _("Permohonan dikembalikan. Jam pelayanan berhenti sampai pemohon memperbaiki."),
        template="casework/desk/send_back.html", tells=True,
    )  # fmt: skip

    def make_form(case: Application, data: Any, _files: Any) -> UiForm:
        attached = [row.requirement.id for row in citizen.file_rows(case) if row.attachment]
        return desk_forms.SendBackForm(
            data,
            standard=standard_of(case.version),
            attached=attached,
            today=request.today,
            schedule=schedule_of(case.office.calendar, case.office.time_zone),
            initial=_initial(case),
        )

    return perform(
        request, reference, act, policies.can_decide, make_form,
        lambda case, form, seen: operations.send_back(
            case, form.findings(), deadline=form.cleaned_data["deadline"], by=request.user, now=request.now, seen=seen
        ),
    )  # fmt: skip


@login_required
def propose(request: Any, reference: str) -> HttpResponse:
    """On to the signing chain."""
    act = Act(
        _("Ajukan untuk tanda tangan"),
        pgettext("tombol pemeriksa", "Ajukan"),
        _("Permohonan diajukan untuk paraf dan tanda tangan."),
    )

    def run(case: Application, form: Any, seen: int) -> None:
        note = form.cleaned_data["note"]
        proposed = operations.propose(case, note=note, by=request.user, now=request.now, seen=seen)
        for words in missing_signers(proposed, now=request.now):
            messages.warning(request, words)

    return perform(
        request, reference, act, policies.can_decide,
        lambda case, data, _files: desk_forms.ProposeForm(data, initial=_initial(case)), run,
    )  # fmt: skip


@login_required
def reject(request: Any, reference: str) -> HttpResponse:
    """Refuse with the legal reason."""
    act = Act(
        _("Tolak permohonan"), _("Tolak permohonan"),
        _("Permohonan ditolak. Pesannya memuat cara mengajukan keberatan."),
        intro=_("Pemohon membaca dasar hukum, penjelasan, dan cara mengajukan keberatan."), danger=True, tells=True,
    )  # fmt: skip
    return perform(
        request, reference, act, policies.can_decide,
        lambda case, data, _files: desk_forms.RejectForm(data, initial=_initial(case)),
        lambda case, form, seen: operations.reject(
            case, legal_reason=form.cleaned_data["legal_reason"], explanation=form.cleaned_data["explanation"],
            by=request.user, now=request.now, seen=seen,
        ),
    )  # fmt: skip


@login_required
def delay(request: Any, reference: str) -> HttpResponse:
    """Tell a new time."""
    act = Act(
        _("Kabarkan waktu baru"), _("Kirim waktu baru"), _("Waktu baru tercatat."),
        intro=_("Alasan, siapa berikutnya, dan waktu baru. Pemohon membaca ini apa adanya."), tells=True,
    )  # fmt: skip
    return perform(
        request, reference, act, policies.can_delay,
        lambda case, data, _files: desk_forms.DelayForm(
            data, now=request.now, zone=case.office.time_zone, initial=_initial(case)
        ),
        lambda case, form, seen: operations.delay(
            case, reason=DelayReason(form.cleaned_data["reason"]), words=form.cleaned_data["words"],
            new_due_at=form.new_due_at(), by=request.user, now=request.now, seen=seen,
        ),
    )  # fmt: skip


@login_required
def scan(request: Any, reference: str) -> HttpResponse:
    """Store the letter that was signed and stamped by hand."""
    act = Act(
        _("Simpan surat bertanda tangan"), _("Simpan pindaian"), _("Surat siap diambil."),
        intro=_("Cetak surat, minta tanda tangan dan stempel, lalu pindai atau foto hasilnya."),
        template="casework/desk/scan.html", tells=True,
    )  # fmt: skip
    return perform(
        request, reference, act, policies.can_store_scan,
        lambda case, data, files: desk_forms.ScanForm(
            data, files, initial=_initial(case), is_stored=bool(case.letter and case.letter.signed_scan_id)
        ),
        lambda case, form, seen: operations.store_scan(
            case, form.cleaned_data.get("file"), by=request.user, now=request.now, seen=seen
        ),
    )  # fmt: skip


@login_required
def reopen(request: Any, reference: str) -> HttpResponse:
    """Examine anew because the letter was withdrawn."""
    act = Act(
        _("Periksa ulang"), _("Periksa ulang permohonan ini"),
        _("Permohonan kembali diperiksa. Perbaiki lalu ajukan lagi; suratnya mendapat nomor baru."),
        intro=_("Surat permohonan ini sudah ditarik atau nomornya dibatalkan. Jam pelayanan berjalan lagi."),
    )  # fmt: skip
    return perform(
        request, reference, act, policies.can_reopen,
        lambda case, data, _files: desk_forms.SeenForm(data, initial=_initial(case)),
        lambda case, _form, seen: operations.reopen(case, by=request.user, now=request.now, seen=seen),
    )  # fmt: skip


@login_required
def hand_over(request: Any, reference: str) -> HttpResponse:
    """Give the letter to the person who came."""
    act = Act(_("Serahkan surat"), _("Surat sudah diserahkan"), _("Surat diserahkan. Permohonan selesai."))
    return perform(
        request, reference, act, policies.can_hand_over,
        lambda case, data, _files: desk_forms.HandOverForm(
            data, standard=standard_of(case.version), initial=_initial(case)
        ),
        lambda case, form, seen: operations.hand_over(
            case, collected_by=form.cleaned_data["collected_by"], by=request.user, now=request.now, seen=seen,
            shown=form.shown(),
        ),
    )  # fmt: skip


@login_required
def sign(request: Any, reference: str) -> HttpResponse:
    """Approve the step whose turn it is."""
    act = Act(_("Setujui"), _("Setujui"), _("Disetujui:"), template=SIGN, onward="casework:approvals")
    return perform(
        request, reference, act, policies.can_sign,
        lambda case, data, _files: desk_forms.ApproveForm(data, initial=_initial(case)),
        lambda case, form, seen: operations.approve(
            case, words=form.cleaned_data["words"], by=request.user, now=request.now, seen=seen
        ),
    )  # fmt: skip


@login_required
def give_back(request: Any, reference: str) -> HttpResponse:
    """Return to the examiner with words."""
    act = Act(_("Kembalikan ke pemeriksa"), _("Kembalikan"), _("Permohonan dikembalikan ke pemeriksa."))
    return perform(
        request, reference, act, policies.can_sign,
        lambda case, data, _files: desk_forms.ReturnForm(data, initial=_initial(case)),
        lambda case, form, seen: operations.return_to_examiner(
            case, words=form.cleaned_data["words"], by=request.user, now=request.now, seen=seen
        ),
    )  # fmt: skip
