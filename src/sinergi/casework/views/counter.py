"""An officer enters an application for somebody at the counter: two pages, same queue, same clock.

The second page, with the documents, is `counter_files`.
"""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.casework import operations
from sinergi.casework.forms import AgreeForm, ApplicantForm, applicant_initial
from sinergi.casework.models import Application
from sinergi.casework.queries import desk, queue
from sinergi.casework.standards import standard_of
from sinergi.casework.views import doors
from sinergi.catalogue.forms import answers, page_form
from sinergi.catalogue.models import ServiceVersion
from sinergi.catalogue.queries import published_services, published_version
from sinergi.ui import paging
from sinergi.ui.forms import UiForm


def may_receive(request: Any) -> None:
    """The counter's pages are unknown to everybody else."""
    if not request.user.holds(Permission.CASE_RECEIVE):
        raise Http404


@login_required
def choose(request: Any) -> HttpResponse:
    """Which service; and what this officer began and has not sent."""
    may_receive(request)
    begun = queue.begun_at_counter(
        request.user, request.office, cursor=request.GET.get(paging.PARAMETER), now=request.now
    )
    context = {"services": published_services(request.office), "begun": begun}
    return render(request, "casework/desk/choose.html", context)


class CounterAgreeForm(AgreeForm):
    """The agreement as the officer confirms it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = _("Pemohon sudah mendengar untuk apa datanya dipakai, dan setuju")
        self.fields["agree"].error_messages["required"] = _(
            "Bacakan untuk apa data dipakai, lalu centang persetujuan pemohon."
        )


def _page_forms(request: Any, version: ServiceVersion, begun: Application | None) -> list[tuple[str, UiForm]]:
    made = []
    for page in standard_of(version).definition.pages:
        form = page_form(
            version, page.key, office=request.office, data=request.POST or None, today=request.today,
            initial=begun.text_answers if begun else None, applicant_nik=request.POST.get("nik", ""),
        )  # fmt: skip
        form.prefix = f"isian-{page.key}"
        made.append((page.title, form))
    return made


@login_required
def receive(request: Any, slug: str) -> HttpResponse:
    """Page one: applicant and answers; with ``?draf=`` those of an entry that was begun, to be changed."""
    may_receive(request)
    begun = _begun(request, slug)
    version = begun.version if begun else published_version(request.office, slug)
    if version is None:
        raise Http404
    agree, applicant = _person_forms(request, begun)
    pages = _page_forms(request, version, begun)
    every: list[UiForm] = [agree, applicant, *(form for _title, form in pages)]
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
        "agree": agree, "applicant": applicant, "pages": pages, "service": version.service,
        "fields": [form for _title, form in pages],
    }  # fmt: skip
    return render(request, "casework/desk/receive.html", context)


def _begun(request: Any, slug: str) -> Application | None:
    key = request.GET.get("draf")
    draft = doors.officers_draft(request, key) if key else None
    if draft is not None and draft.version.service.slug != slug:
        raise Http404
    return draft


def _person_forms(request: Any, begun: Application | None) -> tuple[CounterAgreeForm, ApplicantForm]:
    villages = desk.villages_for(request.user, request.office)
    known = {"village": villages[0].pk} if len(villages) == 1 else {}
    agree = {"key": begun.key, "agree": True} if begun else {"key": uuid.uuid4()}
    return (
        CounterAgreeForm(request.POST or None, initial=agree),
        ApplicantForm(
            request.POST or None, villages=villages, needs_contact=False,
            initial=applicant_initial(begun) if begun else known,
        ),
    )  # fmt: skip
