"""The survey itself, for whoever holds a link. No session; the only cookie is a form's random value."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.access.verdict import Refused
from sinergi.surveys import operations
from sinergi.surveys.forms import AnswerForm
from sinergi.surveys.queries import open_link


def _private(response: HttpResponse) -> HttpResponse:
    """The address holds the token, so no cache keeps it.

    Referrer-Policy stays "same-origin": with "no-referrer" browsers send "Origin: null" and the form is refused.
    """
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, token: str) -> HttpResponse:
    """Questions, or what to do when the link was used, has expired or is wrong.

    Always 200: Django logs the address of every 4xx answer, and here the address is the token.
    """
    link = open_link(token, now=request.now)
    if link is None:
        return _private(render(request, "surveys/closed.html", {"office": request.office}))
    form = AnswerForm(link.questions, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            operations.redeem(
                token,
                answers=form.answers,
                comment=form.cleaned_data["comment"],
                about=form.about,
                now=request.now,
            )
            return _private(HttpResponseRedirect(reverse("surveys:thanks")))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.words))
    return _private(render(request, "surveys/answer.html", {"link": link, "form": form}))


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The same page for everybody."""
    return _private(render(request, "surveys/thanks.html"))
