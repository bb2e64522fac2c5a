"""The citizen applies: start, agreement, applicant, pages, check, send."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sinergi.access.verdict import Refused
from sinergi.audit.actors import APPLICANT
from sinergi.casework import completeness, operations
from sinergi.casework.forms import AgreeForm, ApplicantForm, SendForm, applicant_initial, villages_of
from sinergi.casework.models import Application
from sinergi.casework.queries import citizen
from sinergi.casework.standards import standard_of
from sinergi.casework.views import again, doors
from sinergi.casework.views.doors import no_draft
from sinergi.catalogue.forms import answers as plain_answers
from sinergi.catalogue.forms import page_form
from sinergi.catalogue.models import ServiceVersion
from sinergi.catalogue.queries import published_version, service_page
from sinergi.ui import language

UNTICKED = "belum"


def part_url(slug: str, part: str) -> str:
    """The address of one part of the journey."""
    if part.startswith(completeness.PAGE):
        return reverse("casework:page", args=[slug, part.removeprefix(completeness.PAGE)])
    if part.startswith(completeness.FILE):
        return reverse("casework:upload", args=[slug, part.removeprefix(completeness.FILE)])
    names = {completeness.APPLICANT: "applicant", citizen.FILES: "files", completeness.CHECK: "check"}
    return reverse(f"casework:{names[part]}", args=[slug])


def frame(draft: Application, slug: str, part: str) -> dict[str, Any]:
    """Step indicator and back link of one part."""
    steps = citizen.journey(standard_of(draft.version))
    order = [step.part for step in steps]
    here = order.index(citizen.FILES if part.startswith(completeness.FILE) else part)
    # The titles of a standard's own pages are Indonesian on every page.
    label = language.marked(steps[here].label) if part.startswith(completeness.PAGE) else steps[here].label
    back = part_url(slug, order[here - 1]) if here else reverse("casework:start", args=[slug])
    return {
        "draft": draft, "service": draft.version.service, "slug": slug, "step": here + 1, "steps": len(steps),
        "label": label, "back": back,
    }  # fmt: skip


def after(draft: Application, slug: str, part: str, *, to_check: bool) -> HttpResponseRedirect:
    """On to the next part; from "Ubah" straight back to the check page."""
    standard = standard_of(draft.version)
    following = completeness.CHECK if to_check else citizen.next_part(standard, part, missing_of(draft))
    return redirect(part_url(slug, following))


def missing_of(draft: Application) -> list[str]:
    """What is still to be filled in."""
    attached = {row.requirement.id for row in citizen.file_rows(draft) if row.attachment is not None}
    return completeness.missing_parts(draft, standard_of(draft.version), attached)


def start(request: Any, slug: str) -> HttpResponse:
    """Who may apply, documents, cost, time, other ways; then "Mulai"."""
    page = service_page(doors.office_of(request), slug)
    if page is None:
        raise Http404
    draft = doors.own_draft(request, slug)
    resume = part_url(slug, next(iter([*missing_of(draft), completeness.CHECK]))) if draft else ""
    return render(request, "casework/start.html", {"page": page, "draft": draft, "resume": resume})


def agree(request: Any, slug: str) -> HttpResponse:
    """What happens to the data, and the agreement; a draft exists only after it (UU 27/2022)."""
    version = published_version(doors.office_of(request), slug)
    if version is None:
        raise Http404
    if request.method == "POST":
        return _agreed(request, slug, version)
    key = uuid.uuid4()
    form = AgreeForm({"key": key}) if UNTICKED in request.GET else AgreeForm(initial={"key": key})
    context = {"form": form, "service": version.service, "version": version, "slug": slug}
    return render(request, "casework/agree.html", context)


def _agreed(request: Any, slug: str, version: ServiceVersion) -> HttpResponse:
    """Begin the draft. As long as there is none, nothing is kept of who only looked: the address says what is
    wrong."""
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return again.SeeOther(f"{request.path}?{UNTICKED}")
    try:
        started = operations.start_draft(
            version=version, key=form.cleaned_data["key"], by=APPLICANT, now=request.now
        )
    except Refused as refusal:
        messages.error(request, str(refusal.words))
        return again.SeeOther(request.path)
    response = redirect("casework:applicant", slug)
    doors.remember_draft(response, slug, started.token)
    return response


def applicant(request: Any, slug: str) -> HttpResponse:
    """Who applies."""
    draft = doors.own_draft(request, slug)
    if draft is None:
        return no_draft(request, slug)
    typed, villages = again.data(request, draft, completeness.APPLICANT), villages_of(draft.office)
    form = ApplicantForm(typed, villages=villages, initial=applicant_initial(draft))
    if request.method == "POST":
        if not form.is_valid():
            return again.ask(request, draft, completeness.APPLICANT, form)
        draft = operations.save_applicant(draft, form.applicant(), by=APPLICANT, now=request.now)
        return after(draft, slug, completeness.APPLICANT, to_check="ubah" in request.GET)
    return render(
        request, "casework/applicant.html", {**frame(draft, slug, completeness.APPLICANT), "form": form}
    )


def page(request: Any, slug: str, key: str) -> HttpResponse:
    """One page of the service's own form."""
    draft = doors.own_draft(request, slug)
    if draft is None:
        return no_draft(request, slug)
    part = f"{completeness.PAGE}{key}"
    try:
        form = page_form(
            draft.version, key, office=draft.office, data=again.data(request, draft, part),
            initial=draft.text_answers, today=request.today, applicant_nik=draft.nik or "",
        )  # fmt: skip
    except KeyError:
        raise Http404 from None
    if request.method == "POST":
        if not form.is_valid():
            return again.ask(request, draft, part, form)
        draft = operations.save_answers(draft, plain_answers(form), by=APPLICANT, now=request.now)
        return after(draft, slug, part, to_check="ubah" in request.GET)
    shown = standard_of(draft.version).definition.page(key)
    return render(request, "casework/page.html", {**frame(draft, slug, part), "form": form, "page": shown})


def check(request: Any, slug: str) -> HttpResponse:
    """All answers, each with "Ubah"; declaration; send."""
    if request.method == "POST":
        return send(request, slug)
    draft = doors.own_draft(request, slug)
    if draft is None:
        return already_sent(request, slug)
    typed = again.data(request, draft, completeness.CHECK)
    if typed is not None:  # what is shown now is what the next press of the button means
        typed["seen"] = str(draft.revision)
    form = SendForm(typed, initial={"seen": draft.revision})
    again.say(request, form, draft, completeness.CHECK)
    shown = citizen.check_page(
        draft,
        applicant_url=part_url(slug, completeness.APPLICANT) + "?ubah",
        page_url=lambda key: part_url(slug, f"{completeness.PAGE}{key}") + "?ubah",
        file_url=lambda key: part_url(slug, f"{completeness.FILE}{key}") + "?ubah",
    )
    todo = part_url(slug, shown.missing[0]) if shown.missing else ""
    corrections = [] if todo else again.corrections(draft, lambda part: part_url(slug, part) + "?ubah")
    context = {
        **frame(draft, slug, completeness.CHECK), "check": shown, "form": form, "todo": todo,
        "corrections": corrections,
    }  # fmt: skip
    return render(request, "casework/check.html", context)


def send(request: Any, slug: str) -> HttpResponse:
    """Send the draft. A double click, a stale page and a retry all end at the same case."""
    token = doors.draft_token(request, slug) or ""
    draft, attached = doors.to_send(token, slug)
    if draft is None or doors.is_expired(draft, request.now):
        return no_draft(request, slug)
    form = SendForm(request.POST)
    if draft.submitted_at is None and not form.is_valid():
        return again.ask(request, draft, completeness.CHECK, form)
    try:
        seen = form.cleaned_data["seen"] if draft.submitted_at is None else 0
        case = operations.submit(
            draft, seen=seen, token=token, attached=attached, by=APPLICANT, now=request.now
        )
    except Refused as refusal:
        form = SendForm({})  # to be read and declared again
        form.errors.clear()
        form.add_error(None, refusal.words)
        return again.ask(request, draft, completeness.CHECK, form, keep_words=True)
    return _to_receipt(case, slug, token)


def _to_receipt(case: Application, slug: str, token: str) -> HttpResponse:
    response = redirect("casework:receipt", case.reference)
    doors.open_status(response, case)
    doors.remember_draft(response, slug, token, age=doors.SENT_AGE)
    return response


def already_sent(request: Any, slug: str) -> HttpResponse:
    """The check page of a draft that was sent: on to its receipt."""
    case = doors.own_application(request, slug)
    if case is None or case.submitted_at is None:
        return no_draft(request, slug)
    return _to_receipt(case, slug, doors.draft_token(request, slug) or "")


def later(request: Any, slug: str) -> HttpResponse:
    """Stop for now: the link that continues this draft."""
    draft = doors.own_draft(request, slug)
    token = doors.draft_token(request, slug)
    if draft is None or token is None:
        return no_draft(request, slug)
    if request.method == "POST":
        sent = operations.send_draft_link(draft, token=token, now=request.now)
        messages.success(request, _("Tautan sedang dikirim.") if sent else _("Tautan ini sudah dikirim."))
        return redirect("casework:later", slug)
    address = request.build_absolute_uri(reverse("casework:link", args=[token]))
    return render(
        request,
        "casework/later.html",
        {"draft": draft, "service": draft.version.service, "slug": slug, "address": address},
    )


@require_POST
def discard(request: Any, slug: str) -> HttpResponse:
    """Delete the draft with its files."""
    draft = doors.own_draft(request, slug)
    if draft is not None:
        operations.erase_draft(draft, by=APPLICANT, now=request.now)
    messages.success(request, _("Draf dan berkasnya sudah dihapus."))
    response = redirect("casework:start", slug)
    doors.forget_draft(response, slug)
    return response
