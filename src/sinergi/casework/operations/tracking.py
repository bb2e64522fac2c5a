"""Finding one's own case without an account: number and second fact, link, or lost number."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection, transaction

from sinergi.casework import references
from sinergi.casework.models import AccessLink, Application, LinkPurpose, TrackingAttempt
from sinergi.casework.operations.steps import new_link, post
from sinergi.casework.workflow import CLOSED, OPEN, Status
from sinergi.organization.models import Office

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_AN_HOUR, MOST_A_DAY = 10, 30
MOST_RECOVERIES = 3  # an hour and contact: nobody floods somebody else's phone
CLOSED_DAYS = 90  # how long a closed case can still be opened by its link
NOTHING = b"\x00" * 16


@dataclass(frozen=True)
class Tracked:
    """``case`` when number and second fact fit. ``blocked``: too many misses on this number; nothing was compared."""

    case: Application | None
    blocked: bool = False


@transaction.atomic
def track(*, office: Office, reference: str, check: str, now: datetime) -> Tracked:
    """Open a case by its number and second fact.

    An unknown number, a draft and a wrong second fact take the same steps and give the same answer. Misses are
    counted per number, existing or not, one try at a time (a lock on the number), never per network address.
    """
    reference = references.clean_reference(reference)
    key = references.reference_digest(reference)
    if _blocked(key, now=now, hour=MOST_AN_HOUR, day=MOST_A_DAY):
        return Tracked(None, blocked=True)
    case = Application.objects.submitted().filter(office=office, reference=reference).first()
    if not references.clean_check(check):
        case = None  # nothing but signs: never a second fact
    expected = bytes(case.contact_check) if case is not None and case.contact_check is not None else NOTHING
    if hmac.compare_digest(expected, references.check_digest(reference, check)) and case is not None:
        return Tracked(case)
    TrackingAttempt.objects.create(key=key, at=now)
    return Tracked(None)


def _blocked(key: bytes, *, now: datetime, hour: int, day: int) -> bool:
    """Whether the limit is reached. Locks the key until the transaction ends, so that parallel tries count."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [int.from_bytes(key[:8], "big", signed=True)])
    misses = list(
        TrackingAttempt.objects.filter(key=key, at__gt=now - DAY)
        .order_by("-at")
        .values_list("at", flat=True)[:day]
    )
    return len(misses) >= day or sum(at > now - HOUR for at in misses) >= hour


def opened_by_link(token: str, *, now: datetime) -> Application | None:
    """The case of a link that was sent, or of a draft's own link; None for an unknown or expired one."""
    digest = references.token_digest(token)
    case = Application.objects.select_related("version__service").filter(link_digest=digest).first()
    if case is None:
        link = (
            AccessLink.objects.select_related("application__version__service")
            .filter(digest=digest, expires_at__gt=now)
            .first()
        )
        case = link.application if link else None
    return case if case is not None and _still_open(case, now) else None


def _still_open(case: Application, now: datetime) -> bool:
    if case.status == Status.DRAFT:
        return now < case.draft_until
    ended = [at for at in (case.finished_at, _withdrawn_at(case)) if at is not None]
    return not ended or now < max(ended) + timedelta(days=CLOSED_DAYS)


def _withdrawn_at(case: Application) -> datetime | None:
    """When the letter of a closed case was withdrawn: from then on there is something to read again."""
    letter = case.withdrawn_letter if case.finished_at else None
    return letter.withdrawn_at if letter else None


@transaction.atomic
def ask_for_reference(*, office: Office, service_id: int, phone: str, email: str, now: datetime) -> bool:
    """Look for a lost number in a job; the answer to the visitor is the same whether anything is found.

    Returns False when this contact asked too often in the last hour. The job knows only a keyed hash.
    """
    from sinergi.casework import jobs  # noqa: PLC0415 - jobs import the operations

    contact = references.contact_digest(phone, email)
    if not may_write_to(contact, "recover", now=now):
        return False
    jobs.send_reference.defer(
        office_id=office.pk, service_id=service_id, contact=contact.hex(), occasion=uuid4().hex[:12]
    )
    return True


def may_write_to(contact: bytes, purpose: str, *, now: datetime) -> bool:
    """Count one message that a visitor asks for; False when this contact has got enough of them."""
    key = references.reference_digest(f"{purpose} {contact.hex()}")
    if _blocked(key, now=now, hour=MOST_RECOVERIES, day=MOST_RECOVERIES * 3):
        return False
    TrackingAttempt.objects.create(key=key, at=now)
    return True


@transaction.atomic
def send_reference(
    *, office_id: int, service_id: int, contact: bytes, now: datetime, occasion: str = ""
) -> int:
    """Send number and link of every case of this contact and service that is open or closed not long ago.

    ``occasion`` names the request: its job may run twice and still sends once, another request sends again."""
    rows = Application.objects.select_related("office", "version__service").filter(
        office_id=office_id, version__service_id=service_id, contact_index=contact
    )
    since = now - timedelta(days=CLOSED_DAYS)
    cases = [
        *rows.filter(status__in=sorted(OPEN)),
        *rows.filter(status__in=sorted(CLOSED), finished_at__gt=since, erased_at__isnull=True),
    ]
    for case in cases:
        link = new_link(case, now=now, purpose=LinkPurpose.RECOVER, days=2)
        post(case, "casework/recovered", now=now, link=link, occasion=occasion)
    return len(cases)
