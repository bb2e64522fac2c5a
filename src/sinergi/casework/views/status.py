"""A case without an account: find it, follow it, mend it, withdraw it, collect the letter."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sinergi.access.verdict import Refused
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations, references
from sinergi.casework.forms import RecoverForm, TrackForm
from sinergi.casework.models import Application
from sinergi.casework.queries import citizen
from sinergi.casework.queries.coming import coming_steps
from sinergi.casework.views import doors
from sinergi.catalogue.models import Service
from sinergi.documents import serving


def track(request: Any) -> HttpResponse:
    """Number and second fact. Every miss says the same."""
    office = doors.office_of(request)
    form = TrackForm(request.POST or None, initial={"reference": request.GET.get("nomor", "")})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        found = operations.track(
            office=office, reference=typed["reference"], check=typed["check_text"], now=request.now
        )
        if found.blocked:
            return render(request, "429.html", {"wait": timedelta(hours=1)}, status=429)
        if found.case is not None:
            response = redirect("casework:status", found.case.reference)
            doors.open_status(response, found.case)
            return response
        form.add_error(
            None, _("Nomor dan 4 angka itu tidak cocok. Periksa keduanya pada bukti permohonan Anda.")
        )
    return render(request, "casework/track.html", {"form": form})


def _case(request: Any, reference: str) -> Application | None:
    return doors.opened_case(request, reference)


def _ask_again(reference: str) -> HttpResponse:
    """No or another case is open here: ask for the second fact, whether the number exists or not."""
    return redirect(f"{reverse('casework:track')}?nomor={references.clean_reference(reference)}")


def status(request: Any, reference: str) -> HttpResponse:
    """Timeline, who acts next, until when."""
    case = _case(request, reference)
    if case is None:
        return _ask_again(reference)
    shown = citizen.status_page(case, now=request.now)
    return render(request, "casework/status.html", {"page": shown, "case": case})


def receipt(request: Any, reference: str) -> HttpResponse:
    """Sent: number, due moment, what happens next; printable."""
    case = _case(request, reference)
    if case is None:
        return _ask_again(reference)
    context = {"page": citizen.status_page(case, now=request.now), "case": case, "coming": coming_steps(case)}
    return render(request, "casework/receipt.html", context)


def data(request: Any, reference: str) -> HttpResponse:
    """A copy of everything that the applicant gave."""
    case = _case(request, reference)
    if case is None:
        return _ask_again(reference)
    return render(request, "casework/data.html", {"case": case, "copy": citizen.data_copy(case)})


def mend(request: Any, reference: str, defect: str) -> HttpResponse:
    """One sent-back document or answer."""
    from sinergi.casework.views import mending  # noqa: PLC0415 - keeps this module small

    case = _case(request, reference)
    if case is None:
        return _ask_again(reference)
    return mending.mend(request, case, defect)


def withdraw(request: Any, reference: str) -> HttpResponse:
    """Take the application back, after one question."""
    case = _case(request, reference)
    if case is None:
        return _ask_again(reference)
    if request.method == "POST":
        try:
            operations.withdraw(case, by=APPLICANT, now=request.now)
        except Refused as refusal:
            messages.error(request, str(refusal.words))
        else:
            messages.success(request, _("Permohonan sudah dicabut."))
        return redirect("casework:status", reference)
    shown = citizen.status_page(case, now=request.now)
    return render(request, "casework/withdraw.html", {"page": shown, "case": case})


@require_POST
def download(request: Any, reference: str) -> HttpResponse:
    """The signed letter; the first time it also finishes the case."""
    case = _case(request, reference)
    if case is None:
        return _ask_again(reference)
    try:
        case = operations.collect_online(case, now=request.now)
    except Refused as refusal:
        messages.error(request, str(refusal.words))
        return redirect("casework:status", reference)
    if case.letter is None or case.letter.signed_scan is None:
        raise Http404
    return serving.response(case.letter.signed_scan, name=case.letter.number)


@require_POST
def leave(request: Any) -> HttpResponse:
    """Close the case on this phone."""
    messages.success(request, _("Halaman status sudah ditutup di perangkat ini."))
    response = redirect("casework:track")
    doors.close_status(response)
    return response


def link(request: Any, token: str) -> HttpResponse:
    """A link from a message, or the draft's own link."""
    office = doors.office_of(request)
    case = operations.opened_by_link(token, now=request.now)
    if case is None or case.office_id != office.pk:
        return render(request, "casework/expired_link.html", status=410)
    slug = case.version.service.slug
    if case.submitted_at is None:
        if request.method != "POST" and doors.draft_token(request, slug) != token:
            return render(request, "casework/continue.html", {"draft": case, "service": case.version.service})
        response = redirect("casework:start", slug)
        doors.remember_draft(response, slug, token)
        return response
    response = redirect("casework:status", case.reference)
    doors.open_status(response, case)
    return response


def recover(request: Any) -> HttpResponse:
    """The number is lost: it is sent to the contact. The answer never says whether there is one."""
    office = doors.office_of(request)
    services = Service.objects.filter(office=office, is_active=True).order_by("position", "id")
    form = RecoverForm(request.POST or None, services=services)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        asked = operations.ask_for_reference(
            office=office, service_id=typed["service"].pk, phone=typed["phone"], email=typed["email"],
            now=request.now,
        )  # fmt: skip
        if not asked:
            return render(request, "429.html", {"wait": timedelta(hours=1)}, status=429)
        return render(request, "casework/recovered.html")
    return render(request, "casework/recover.html", {"form": form})
