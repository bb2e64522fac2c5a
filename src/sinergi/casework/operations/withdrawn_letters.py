"""The letter of a case was withdrawn: its applicant and the officers are told, and the history says so."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sinergi.audit.actors import SYSTEM
from sinergi.casework import kept_notes
from sinergi.casework.models import Application
from sinergi.casework.operations.steps import Notes, kept_words, locked, post, with_letter_locked, write_step
from sinergi.casework.operations.upkeep import responsible
from sinergi.casework.workflow import Status
from sinergi.letters.models import Letter
from sinergi.letters.operations.numbers import local_date
from sinergi.notices import operations as notices
from sinergi.notices.operations import NIK_LIKE
from sinergi.ui import formats

KNOWN_TO_APPLICANT = frozenset({Status.READY, Status.FINISHED})  # who was told that there is a letter


@transaction.atomic
def follow_withdrawn_letter(letter_id: UUID, *, now: datetime) -> bool:
    """Tell everybody concerned, once a withdrawal; False when there is nobody (any more) to tell."""
    found = Application.objects.filter(letter_id=letter_id).first()
    if found is None:
        return False
    case = with_letter_locked(locked(found))
    return tell_withdrawn(case, now=now)


def tell_withdrawn(case: Application, *, now: datetime) -> bool:
    """The same for a case that is locked with its letter."""
    letter = case.withdrawn_letter
    if letter is None or letter.withdrawn_at is None or case.erased_at is not None:
        return False
    if case.moves.filter(code="application.letter_withdrawn", at__gte=letter.withdrawn_at).exists():
        return False
    with kept_words(case.office):
        facts = {
            "number": letter.number,
            "at": formats.long_date(letter.withdrawn_at),
            "reason": _reason(letter),
        }
    public = kept_notes.LETTER_WITHDRAWN % facts
    write_step(
        case, source=case.status, by=SYSTEM, now=now, code="application.letter_withdrawn",
        notes=Notes(public=public),
    )  # fmt: skip
    if case.status in KNOWN_TO_APPLICANT:
        post(case, "casework/letter_withdrawn", now=now, **facts)
    _tell_officers(case, letter, now=now)
    return True


def _reason(letter: Letter) -> str:
    """For a message: an old reason may hold a number that no message carries."""
    return NIK_LIKE.sub("…", letter.withdrawn_reason)


def _tell_officers(case: Application, letter: Letter, *, now: datetime) -> None:
    for user in responsible(case, local_date(case.office, now)):
        notices.post(
            "casework/letter_withdrawn_desk",
            office=case.office,
            key=f"casework/letter_withdrawn_desk:{case.reference}:{case.revision}:{user.pk}",
            subject_id=case.reference,
            to=notices.Recipient(user=user),
            context={
                "reference": case.reference,
                "service": case.version.service.name,
                "number": letter.number,
                "reason": _reason(letter),
            },
            now=now,
        )
