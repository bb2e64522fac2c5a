"""What every operation on a submitted case shares: lock, check the move, write it down, tell the applicant."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.casework import clock, references
from sinergi.casework.models import AccessLink, Application, LinkPurpose, Move
from sinergi.casework.workflow import AUDIT_CODES, CLOSED, NOTICES, OVERTAKEN, RUNNING, Status, may_move
from sinergi.kept import Kept, Slot
from sinergi.kept.writing import KeptInsert
from sinergi.letters.models import Letter
from sinergi.notices import operations as notices
from sinergi.notices.models import Channel as Way
from sinergi.organization.models import Office
from sinergi.ui import formats

LINK_DAYS = 30
RELATED = ("office__calendar", "version__service", "unit", "village", "handler", "turn_unit", "letter")


class Conflict(Refused):
    """Somebody else changed the case since this page was opened. ``case`` is the case as it is now."""

    def __init__(self, case: Application) -> None:
        super().__init__(_("Permohonan ini sudah diubah orang lain sejak halaman ini dibuka."))
        self.case = case


class Gone(Exception):
    """The draft is not there any more: discarded in another window, or erased because its 14 days are over."""


@dataclass(frozen=True)
class Notes:
    """What is said with a move: to the applicant, and among officers."""

    public: str = ""
    internal: str = ""


SILENT = Notes()
moves = KeptInsert(Move)
_rows = Application.objects.select_related(*RELATED).filter(pk=Slot("pk"))
_locked = Kept(lambda: _rows.select_for_update(of=("self",)))


@contextmanager
def kept_words(office: Office) -> Iterator[None]:
    """Around every text that is kept or sent: applicants and the archive read Indonesian and the office's own time,
    whatever language the page of the officer has."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(ZoneInfo(office.time_zone)):
        yield


def locked(case: Application, *, seen: int | None = None) -> Application:
    """The row, locked. ``seen`` is the revision of the page that was acted on; raises `Conflict` if it moved on."""
    now_there = _locked.first(pk=case.pk)
    if now_there is None:
        raise Application.DoesNotExist
    if seen is not None and now_there.revision != seen:
        raise Conflict(now_there)
    return now_there


def with_letter_locked(case: Application) -> Application:
    """The same locked case, its letter locked too: nobody withdraws a letter while it is stored or handed over."""
    if case.letter_id is not None:
        case.letter = Letter.objects.select_for_update().get(pk=case.letter_id)
    return case


def advance(
    case: Application, target: Status, *, by: Actor, now: datetime, notes: Notes = SILENT, code: str = "",
    changed: tuple[str, ...] = (), tell: dict[str, str] | None = None, unit_id: int | None = None,
    waited_since: datetime | None = None,
) -> None:  # fmt: skip
    """Move a locked case to ``target``: clock, history, audit, notice. ``changed`` names further fields to save.
    ``waited_since``: the moment from which a clock that goes on counts, where the applicant has waited before now."""
    source = Status(case.status)
    if not may_move(source, target):
        words = {"source": source.label.lower(), "target": target.label.lower()}
        raise Refused(_("Permohonan yang %(source)s tidak dapat menjadi %(target)s.") % words)
    case.status = target
    _turn_clock(case, source, target, now, waited_since or now)
    if target in CLOSED:
        case.finished_at = now
    if source == Status.NEEDS_FIX:
        case.unfinished, changed = None, (*changed, "unfinished")
    write_step(
        case, source=source, by=by, now=now, notes=notes, code=code or AUDIT_CODES[target], unit_id=unit_id,
        changed=("status", "finished_at", *clock.FIELDS, *changed),
    )  # fmt: skip
    if source in OVERTAKEN:
        notices.skip_overtaken(case.office, case.reference, OVERTAKEN[source])
    if target in NOTICES and tell is not None:
        post(case, NOTICES[target], now=now, **tell)


def _turn_clock(case: Application, source: Status, target: Status, now: datetime, since: datetime) -> None:
    if source not in RUNNING and source != Status.DRAFT and target in RUNNING:
        clock.resume(case, now=since)
    elif target == Status.NEEDS_FIX:
        clock.pause(case, now=now)
    elif target not in RUNNING:
        clock.stop(case, now=now)


def write_step(
    case: Application, *, source: str, by: Actor, now: datetime, code: str, notes: Notes = SILENT,
    changed: tuple[str, ...] = (), unit_id: int | None = None,
) -> None:  # fmt: skip
    """Save ``changed`` under a new revision and write one line of history and one event."""
    case.revision += 1
    case.save(update_fields=["revision", *dict.fromkeys(changed)])
    moves.create(
        Move(
            application=case, source=source, target=case.status, code=code, revision=case.revision,
            by_label=by.audit_name, unit_id=unit_id or acting_unit(by, case), at=now,
            public_note=notes.public or None, internal_note=notes.internal or None,
        )
    )  # fmt: skip
    note(code, case, by=by, now=now)


def note(code: str, case: Application, *, by: Actor, now: datetime) -> None:
    """One audit event; its subject is the case number and never says who the applicant is."""
    record(
        code,
        by=by,
        subject=("application", case.reference, case.reference),
        office_id=case.office_id,
        now=now,
    )


def acting_unit(by: Actor, case: Application) -> int | None:
    """The lowest unit at which ``by`` examines this case; None for citizens and the system."""
    if not isinstance(by, User) or case.unit is None:
        return None
    covering = [
        (len(grant.path), grant.unit_id)
        for grant in by.grants
        if Permission.CASE_VIEW in grant.permissions and case.unit.path.startswith(grant.path)
    ]
    return max(covering)[1] if covering else None


def address_of(token: str) -> str:
    """The address that stands in a message."""
    return f"{settings.PUBLIC_URL}{reverse('casework:link', args=[token])}"


def new_link(
    case: Application, *, now: datetime, purpose: LinkPurpose = LinkPurpose.STATUS, days: int = LINK_DAYS
) -> str:
    """Make a link to the case and return its address; only the hash of its token is kept."""
    token = references.new_token()
    AccessLink.objects.create(
        digest=references.token_digest(token), application=case, purpose=purpose, created_at=now,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    return address_of(token)


def post(
    case: Application, template: str, *, now: datetime, link: str = "", occasion: str = "", **context: str
) -> None:
    """Tell the applicant, if there is a contact. Messages carry number, service and link, never name or NIK.

    Once a revision of the case; ``occasion`` tells apart what may be sent more often."""
    if not (case.phone or case.email):
        return
    service = case.version.service
    with kept_words(case.office):
        due = formats.long_datetime(case.due_at) if case.due_at else ""
    posted = notices.post(
        template,
        office=case.office,
        key=f"{template}:{case.reference}:{case.revision}{occasion and f':{occasion}'}",
        subject_id=case.reference,
        to=notices.Recipient(email=case.email, phone=case.phone),
        context={
            "service": service.name,
            "reference": case.reference,
            "link": link or new_link(case, now=now),
            "due": due,
            **context,
        },
        now=now,
    )
    if template == NOTICES[Status.RECEIVED]:  # nothing came before that
        return
    for message in posted:
        if message.channel == Way.WHATSAPP:
            notices.skip_replaced(message)
