"""The public page of a musyawarah: the invitation before, the results and what became of them after."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sinergi.evaluation.queries import actions
from sinergi.participation import queries as participation


@require_GET
def show(request: Any, slug: str) -> HttpResponse:
    """One meeting; each agreement with the fate that our follow-up actions know."""
    page = participation.public_meeting(request.office, slug, now=request.now) if request.office else None
    if page is None:
        raise Http404
    fates = actions.fates_of([row.id for row in page.agreed], today=request.today)
    agreed = [(row, fates.get(row.id), _late(row, fates.get(row.id), request.today)) for row in page.agreed]
    return render(request, "participation/meeting_public.html", {"meeting": page, "agreed": agreed})


def _late(row: participation.AgreementRow, fate: actions.FateRow | None, today: date) -> bool:
    """The target that was agreed, or the date planned since, has passed and nothing is completed."""
    if fate and fate.completed_on:
        return False
    return any(due < today for due in (row.due_on, fate.due_on if fate else None) if due)
