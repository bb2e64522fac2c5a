"""The officers' lists and the page of one case."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sinergi.access.permissions import Permission
from sinergi.casework import operations, policies
from sinergi.casework.desk_forms import FindForm, SearchForm
from sinergi.casework.models import Application
from sinergi.casework.queries import desk
from sinergi.casework.queries import queue as lists
from sinergi.casework.queries.coming import coming_steps
from sinergi.casework.queries.signers import missing_signers
from sinergi.documents import serving
from sinergi.ui import paging
from sinergi.ui.navigation import NavItem

APPROVES = (
    Permission.APPROVE_KASI,
    Permission.APPROVE_LURAH,
    Permission.APPROVE_SEKCAM,
    Permission.APPROVE_CAMAT,
)


def case_or_404(request: Any, reference: str) -> Application:
    """The case, if this person may see it; unknown and forbidden look the same."""
    return get_object_or_404(desk.case_for(request.user, reference))


def crumbs(case: Application, label: str = "") -> list[NavItem]:
    """Queue, case, and the page below it."""
    items = [
        NavItem(_("Antrean kerja"), reverse("casework:queue")),
        NavItem(case.reference, reverse("casework:case", args=[case.reference])),
    ]
    return [*items, NavItem(label, "")] if label else items


@login_required
def queue(request: Any) -> HttpResponse:
    """Open cases, what is due first on top."""
    if not request.user.holds(Permission.CASE_VIEW):
        raise Http404
    search = SearchForm(request.GET)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    listed = lists.queue(
        request.user,
        request.office,
        chosen=request.GET.get("saring", ""),
        village=request.GET.get("kelurahan", ""),
        search=text,
        cursor=request.GET.get(paging.PARAMETER),
        now=request.now,
        url=reverse("casework:queue"),
    )
    context = {
        "queue": listed, "text": text, "now": request.now,
        "may_receive": request.user.holds(Permission.CASE_RECEIVE),
    }  # fmt: skip
    return render(request, "casework/desk/queue.html", context)


@login_required
def find(request: Any) -> HttpResponse:
    """Find cases by NIK, for somebody at the counter who lost the number. The NIK never stands in an address."""
    if not request.user.holds(Permission.CASE_RECEIVE):
        raise Http404
    form = FindForm(request.POST or None)
    rows = None
    if request.method == "POST" and form.is_valid():
        rows = lists.found_by_nik(request.user, request.office, form.cleaned_data["nik"], now=request.now)
    return render(request, "casework/desk/find.html", {"form": form, "rows": rows})


@login_required
def approvals(request: Any) -> HttpResponse:
    """What waits for this person's initial or signature."""
    if not any(request.user.holds(permission) for permission in APPROVES):
        raise Http404
    cursor = request.GET.get(paging.PARAMETER)
    page = lists.approvals(request.user, request.office, cursor=cursor, now=request.now)
    return render(request, "casework/desk/approvals.html", {"page": page})


@login_required
def case(request: Any, reference: str) -> HttpResponse:
    """Everything about one case, and what may be done now."""
    found = case_or_404(request, reference)
    page = desk.case_page(found, by=request.user, now=request.now)
    may_sign = policies.can_sign(request.user, found)
    shown = found.shown_originals.select_related("requirement", "seen_by").order_by("pk")
    context = {
        "page": page, "case": found, "may_sign": may_sign, "items": crumbs(found), "shown": shown,
        "missing": missing_signers(found, now=request.now),
        "may_read": bool(policies.can_read_files(request.user, found)),
        "may_print": bool(policies.can_open_letter(request.user, found)),
        "may_mend": bool(policies.can_mend_at_counter(request.user, found)),
    }  # fmt: skip
    return render(request, "casework/desk/case.html", context)


@login_required
def file(request: Any, reference: str, key: str) -> HttpResponse:
    """One attached document."""
    found = case_or_404(request, reference)
    if not policies.can_read_files(request.user, found):
        raise Http404
    attachment = get_object_or_404(found.attachments.select_related("document"), pk=key)
    if attachment.document is None:
        raise Http404
    return serving.response(attachment.document, inline=True)


@login_required
def letter(request: Any, reference: str) -> HttpResponse:
    """The letter: the signed scan when there is one, else the PDF to print."""
    found = case_or_404(request, reference)
    if found.letter is None or not policies.can_open_letter(request.user, found):
        raise Http404
    document = found.letter.signed_scan or found.letter.pdf
    if document is None:
        return render(
            request, "casework/desk/letter_waits.html", {"case": found, "items": crumbs(found, _("Surat"))}
        )
    return serving.response(document, inline=True)


@login_required
def slip(request: Any, reference: str) -> HttpResponse:
    """The printed receipt for somebody at the counter; the PIN only here."""
    found = case_or_404(request, reference)
    if not policies.can_read_files(request.user, found):
        raise Http404
    context = {
        "case": found, "items": crumbs(found, _("Bukti")), "coming": coming_steps(found),
        "may_receive": request.user.holds(Permission.CASE_RECEIVE),
    }  # fmt: skip
    return render(request, "casework/desk/slip.html", context)


@login_required
@require_POST
def sent(request: Any, reference: str) -> HttpResponse:
    """The officer has sent the WhatsApp message that the page showed; nothing happens when it no longer waits."""
    found = case_or_404(request, reference)
    if not policies.can_send_message(request.user, found):
        raise Http404
    shown = request.POST.get("message", "")
    message = next((one for one in desk.waiting_messages(found) if str(one.pk) == shown), None)
    if message is not None:
        operations.mark_message_sent(found, message, by=request.user, now=request.now)
    return redirect("casework:case", reference)
