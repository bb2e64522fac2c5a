"""A page with an error is asked for again by GET (post, redirect, get): "back" in a browser never meets an answer to a
POST, which it may not keep and would ask to send once more.

What was typed waits sealed with the draft (`operations.keep_unfinished`), never in an address or a cookie.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from sinergi.casework import completeness, operations
from sinergi.casework.models import Application
from sinergi.casework.standards import standard_of
from sinergi.ui import language
from sinergi.ui.forms import UiForm, names_of


class SeeOther(HttpResponseRedirect):
    """Answers a POST with the address of a page to GET."""

    status_code = 303


def data(request: Any, case: Application, part: str) -> QueryDict | None:
    """What the form of ``part`` is bound to: what comes with this POST, or what was typed before and is still wrong."""
    if request.method == "POST":
        sent: QueryDict = request.POST
        return sent
    entry = _kept(case, part)
    if entry is None:
        return None
    typed = QueryDict(mutable=True)
    for name, values in entry["typed"].items():
        typed.setlist(name, values)
    return typed


def say(request: Any, form: UiForm, case: Application, part: str) -> None:
    """Put the kept messages of ``part`` in the place of those that checking again gives; a POST is judged anew."""
    entry = None if request.method == "POST" else _kept(case, part)
    if entry is None or not entry["said"]:
        return
    form.errors.clear()
    for name, words in entry["said"].items():
        for one in words:
            form.add_error(name or None, one)


def ask(request: Any, case: Application, part: str, form: UiForm, *, keep_words: bool = False) -> SeeOther:
    """Keep what was typed into ``form`` and lead back to its page. ``keep_words``: its messages too, where checking
    again would not give them: a refusal, a file."""
    sent = form.data if isinstance(form.data, QueryDict) else QueryDict()
    typed = {name: sent.getlist(name) for name in names_of(form) if name in sent}
    operations.keep_unfinished(case, part, typed, said=_words(form) if keep_words else None, now=request.now)
    return SeeOther(request.get_full_path())


def corrections(draft: Application, url_of: Callable[[str], str]) -> list[tuple[str, str]]:
    """Title and address of each part whose answer was being changed and is not right yet: sending now sends the
    answer from before, and says so."""
    standard = standard_of(draft.version)
    titles = {
        completeness.APPLICANT: str(_("Data pemohon")),
        **{
            f"{completeness.PAGE}{page.key}": language.marked(page.title)
            for page in standard.definition.pages
        },
        **{f"{completeness.FILE}{item.key}": language.marked(item.label) for item in standard.uploads},
    }
    return [(title, url_of(part)) for part, title in titles.items() if _kept(draft, part) is not None]


def _words(form: UiForm) -> dict[str, list[str]]:
    said: Mapping[str, Any] = form.errors
    return {"" if name == "__all__" else name: [str(one) for one in words] for name, words in said.items()}


def _kept(case: Application, part: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (case.unfinished or {}).get(part)
    return found
