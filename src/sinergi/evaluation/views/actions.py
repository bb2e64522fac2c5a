"""The office's pages of follow-up actions."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.evaluation import operations, policies
from sinergi.evaluation.forms import (
    LEVELS,
    ActionForm,
    DayForm,
    DrawForm,
    PublishForm,
    ReasonForm,
    UnpublishForm,
)
from sinergi.evaluation.models import Action, ActionKind
from sinergi.evaluation.queries import lots, scope
from sinergi.evaluation.queries.actions import action_page
from sinergi.evaluation.queries.agreements import waiting_agreements
from sinergi.organization.models import Competency
from sinergi.ui import paging


def _action(request: Any, pk: int) -> Action:
    actions = Action.objects.visible_to(request.user)
    return get_object_or_404(
        actions.select_related("office", "unit", "service", "owner", "competency"), pk=pk
    )


@login_required
def action_list(request: Any) -> HttpResponse:
    """All actions that one may see, newest first."""
    if not request.user.paths_for(Permission.EVALUATION_VIEW):
        raise Http404
    rows = Action.objects.visible_to(request.user).select_related("service", "owner")
    page = paging.page_by_key(rows, "-pk", cursor=request.GET.get(paging.PARAMETER))
    context = {"page": page, "agreements": waiting_agreements(request.user)}
    return render(request, "evaluation/action_list.html", context)


@login_required
def action_new(request: Any) -> HttpResponse:
    """Plan an action for one cell; the cell stands in the address."""
    target = scope.target_from(request.user, request.GET, request.office)
    if target is None or not request.user.paths_for(Permission.EVALUATION_ACT):
        raise Http404
    form = ActionForm(
        request.POST or None,
        initial={
            "owner": request.user.pk,
            "units": [unit.pk for unit in target.chosen],
            **_found(request.GET),
        },
        units=target.units,
        owners=User.objects.filter(office=request.office, is_active=True).order_by("name"),
        competencies=Competency.objects.order_by("cluster", "name"),
    )
    if request.method == "POST" and form.is_valid():
        action = _add(request, target, form)
        if action:
            messages.success(request, _("Tindakan ditambahkan ke rencana tindak lanjut."))
            return redirect("evaluation:action", pk=action.pk)
    return render(
        request,
        "evaluation/action_new.html",
        {"form": form, "target": target, "back": _back(request.GET, target)},
    )


def _found(asked: Mapping[str, str]) -> dict[str, Any]:
    """What the page of the weak element found, as the form begins; words that mean nothing are left out."""
    kind, level = asked.get("jenis", ""), asked.get("level", "")
    key = asked.get("kompetensi", "").replace("\x00", "")
    return {
        "kind": kind if kind in ActionKind.values else "",
        "competency": Competency.objects.filter(key=key).first() if key else None,
        "target_level": level if level in dict(LEVELS) else "",
    }


def _back(asked: Mapping[str, str], target: "scope.Target") -> str:
    """Where "Batal" leads: the list that told the agreement, or the page of the weak element as it was."""
    if target.agreement:
        return reverse("evaluation:actions")
    kept = {name: asked[name] for name in ("periode", "layanan", "unit") if asked.get(name)}
    return f"{reverse('evaluation:cell', args=[target.element])}?{urlencode(kept)}"


def _add(request: Any, target: "scope.Target", form: ActionForm) -> Action | None:
    try:
        return operations.add_action(
            unit=target.lead,
            service=target.service,
            element=target.element,
            agreement=target.agreement,
            by=request.user,
            now=request.now,
            **form.cleaned_data,
        )
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal.words))
        return None


@login_required
def action(request: Any, pk: int) -> HttpResponse:
    """One action: its waves, its events, its measured effect, its public words."""
    found = _action(request, pk)
    context = {
        "page": action_page(found, today=request.today),
        "can_draw": policies.can_draw(request.user, found),
        "can_change": policies.can_change(request.user, found),
        "can_publish": policies.can_publish(request.user, found),
        "can_unpublish": policies.can_unpublish(request.user, found),
        "may_open_event": bool(request.user.paths_for(Permission.COMPETENCY_VIEW)),
    }
    return render(request, "evaluation/action.html", context)


@login_required
def draw(request: Any, pk: int) -> HttpResponse:
    """Draw the waves by lot and open their events."""
    found = _action(request, pk)
    units = found.treated_units.count()
    form = DrawForm(
        request.POST or None, units=units, today=request.today, office=found.office, due_on=found.due_on,
        initial={"waves": min(units, 3)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        done = _try(
            form,
            lambda: operations.draw_lot(
                found,
                sizes=form.sizes,
                seed=lots.mixed(form.cleaned_data["seed"]),
                dates=form.dates,
                by=request.user,
                now=request.now,
            ),
        )
        if done:
            messages.success(request, _("Undian selesai. Kegiatan pelatihan sudah dibuka."))
            return redirect("evaluation:action", pk=pk)
    return render(request, "evaluation/action_draw.html", {"form": form, "action": found})


def _try(form: Any, act: Any) -> bool:
    """Run one operation; a refusal becomes an error of the form."""
    try:
        act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.words))
        return False
    return True


DAY_ACTS = {"mulai": operations.start, "selesai": operations.complete}


@login_required
def action_day(request: Any, pk: int, act: str) -> HttpResponse:
    """Begin or finish an action on a day."""
    found = _action(request, pk)
    form = DayForm(request.POST or None, initial={"on": request.today})
    if request.method == "POST" and form.is_valid():
        run = DAY_ACTS[act]
        if _try(form, lambda: run(found, on=form.cleaned_data["on"], by=request.user, now=request.now)):
            messages.success(request, _("Tanggal disimpan."))
            return redirect("evaluation:action", pk=pk)
    return render(request, "evaluation/action_day.html", {"form": form, "action": found, "act": act})


@login_required
def action_cancel(request: Any, pk: int) -> HttpResponse:
    """Give an action up."""
    found = _action(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _try(form, lambda: operations.cancel(found, reason=reason, by=request.user, now=request.now)):
            messages.success(request, _("Tindakan dibatalkan."))
            return redirect("evaluation:action", pk=pk)
    return render(request, "evaluation/action_cancel.html", {"form": form, "action": found})


@login_required
def action_publish(request: Any, pk: int) -> HttpResponse:
    """Tell the public."""
    found = _action(request, pk)
    form = PublishForm(request.POST or None, initial={"said": found.said, "did": found.did})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        if _try(form, lambda: operations.publish(found, **words, by=request.user, now=request.now)):
            messages.success(request, _("Sudah diumumkan di halaman “Anda bilang, kami lakukan”."))
            return redirect("evaluation:action", pk=pk)
    return render(request, "evaluation/action_publish.html", {"form": form, "action": found})


@login_required
def action_unpublish(request: Any, pk: int) -> HttpResponse:
    """Take the public words back; the page asks once more and wants the reason."""
    found = _action(request, pk)
    form = UnpublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _try(form, lambda: operations.unpublish(found, reason=reason, by=request.user, now=request.now)):
            messages.success(request, _("Pengumuman ditarik. Warga tidak melihatnya lagi."))
            return redirect("evaluation:action", pk=pk)
    verdict = policies.can_unpublish(request.user, found)
    return render(
        request, "evaluation/action_unpublish.html", {"form": form, "action": found, "verdict": verdict}
    )
