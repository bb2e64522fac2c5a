"""How somebody without an account proves that a draft or a case is theirs: signed cookies, short-lived."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from sinergi.access.verdict import Refused
from sinergi.casework.models import Application, Attachment
from sinergi.casework.operations import Gone
from sinergi.casework.queries.citizen import status_case
from sinergi.casework.references import token_digest
from sinergi.catalogue.queries import service_page
from sinergi.kept import Kept, Slot
from sinergi.organization.models import Office

DRAFT_AGE = timedelta(days=14)
SENT_AGE = timedelta(hours=1)  # a stale page of a sent draft still finds its case
STATUS_AGE = timedelta(minutes=30)
PREFIX = "__Host-" if settings.SECURE else ""
STATUS = f"{PREFIX}status"
SALT = "casework.door"


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For every page that may show a citizen's data: never kept by a browser or proxy; a refusal that the page has
    no field for is said in words (409), and so is a draft that is gone (410)."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Refused as refusal:
            context = {"words": refusal.words, "slug": kwargs.get("slug", "")}
            response = render(request, "casework/refused.html", context, status=409)
        except Gone:
            response = no_draft(request, kwargs["slug"])
            forget_draft(response, kwargs["slug"])
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


def office_of(request: Any) -> Office:
    """The office of this address; 404 where there is none: before `sinergi init`, or under an unknown host name where
    several offices live. Asked for where it is needed only, because most answers do without."""
    if not request.office:
        raise Http404
    office: Office = request.office
    return office


def no_draft(request: Any, slug: str) -> HttpResponse:
    """The draft of this page is not there: sent a while ago, older than 14 days, discarded, or begun elsewhere."""
    page = service_page(office_of(request), slug)
    if page is None:
        raise Http404
    return render(request, "casework/no_draft.html", {"page": page}, status=410)


def draft_name(slug: str) -> str:
    """One draft a service and browser."""
    return f"{PREFIX}draf-{slug}"


def _set(response: HttpResponse, name: str, value: str, age: timedelta) -> None:
    response.set_signed_cookie(
        name, value, salt=SALT, max_age=age, httponly=True, secure=settings.SECURE, samesite="Lax"
    )


def remember_draft(response: HttpResponse, slug: str, token: str, *, age: timedelta = DRAFT_AGE) -> None:
    """Bind this browser to a draft."""
    _set(response, draft_name(slug), token, age)


def forget_draft(response: HttpResponse, slug: str) -> None:
    """Let go of a draft."""
    response.delete_cookie(draft_name(slug))


def draft_token(request: Any, slug: str) -> str | None:
    """The token of this browser's draft of a service; None for none, a forged or an old one."""
    token: str | None = request.get_signed_cookie(
        draft_name(slug), default=None, salt=SALT, max_age=DRAFT_AGE
    )
    return token


def _by_link() -> "QuerySet[Application]":
    rows = Application.objects.filter(link_digest=Slot("digest"), version__service__slug=Slot("slug"))
    return rows.select_related("office__calendar", "version__service").defer("version__form")


def _attached() -> ArraySubquery:
    files = Attachment.objects.filter(application=OuterRef("pk"), replaced_at__isnull=True)
    return ArraySubquery(files.values("requirement_id"))


_own = Kept(_by_link)
_to_send = Kept(lambda: _by_link().annotate(attached=_attached()))


def own_application(request: Any, slug: str) -> Application | None:
    """This browser's application for a service: a draft, or one that was sent not long ago."""
    token = draft_token(request, slug)
    return _own.first(digest=token_digest(token), slug=slug) if token else None


def to_send(token: str, slug: str) -> tuple[Application | None, list[int]]:
    """The application of a draft's token, with the ids of the requirements that have a file, read at once."""
    found = _to_send.first(digest=token_digest(token), slug=slug) if token else None
    return found, getattr(found, "attached", [])


def own_draft(request: Any, slug: str) -> Application | None:
    """The draft, when it may still be continued."""
    found = own_application(request, slug)
    return found if found is not None and found.is_draft_at(request.now) else None


def status_value(case: Application) -> str:
    """What the cookie of a status page holds. The mark is another one once the applicant has another contact."""
    return f"{case.pk}|{case.reference}|{bytes(case.link_digest).hex()[:16]}"


def open_status(response: HttpResponse, case: Application) -> None:
    """Let this browser see one case for half an hour."""
    _set(response, STATUS, status_value(case), STATUS_AGE)


def close_status(response: HttpResponse) -> None:
    """For a shared phone."""
    response.delete_cookie(STATUS)


def opened_case(request: Any, reference: str) -> Application | None:
    """The case that this browser has opened, if it is ``reference``; nothing is looked up otherwise."""
    value = request.get_signed_cookie(STATUS, default=None, salt=SALT, max_age=STATUS_AGE)
    pk, _bar, opened = (value or "").partition("|")
    if not pk or opened.partition("|")[0] != reference:
        return None
    case = status_case(pk)
    return case if case is not None and status_value(case) == value else None


def officers_draft(request: Any, key: UUID | str) -> Application:
    """A draft that this officer enters at the counter; 404 otherwise."""
    try:
        key = UUID(str(key))
    except ValueError:
        raise Http404 from None
    rows = Application.objects.visible_to(request.user).filter(submitted_at__isnull=True)
    draft = get_object_or_404(rows.select_related("office__calendar", "version__service", "village"), pk=key)
    if not draft.is_draft_at(request.now):
        raise Http404
    return draft


def is_expired(draft: Application, now: datetime) -> bool:
    """Whether the 14 days of a draft are over."""
    return draft.submitted_at is None and now >= draft.draft_until
