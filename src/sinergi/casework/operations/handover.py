"""The letter reaches the applicant, and the survey is asked."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT, Actor
from sinergi.casework import kept_notes, policies
from sinergi.casework.models import Application, ShownOriginal
from sinergi.casework.operations import asking
from sinergi.casework.operations.steps import Notes, advance, locked, with_letter_locked
from sinergi.casework.standards import must_be_shown, standard_of
from sinergi.casework.workflow import Status
from sinergi.notices import operations as notices
from sinergi.notices.models import Message


@transaction.atomic
def hand_over(
    case: Application, *, collected_by: str, by: User, now: datetime, seen: int | None = None,
    shown: Collection[str] = (),
) -> Application:  # fmt: skip
    """Give the letter to the person who came; ``collected_by`` is the name that was shown on the identity card.

    ``shown``: keys of the requirements whose originals the officer saw, kept with the officer's name and the time.
    Raises `Refused` (field ``shown_<key>``) while an original that the standard demands is not among them.
    """
    case = with_letter_locked(locked(case, seen=seen))
    policies.can_hand_over(by, case).enforce()
    if not collected_by.strip():
        raise Refused(_("Tulis nama orang yang mengambil surat."), field="collected_by")
    standard = standard_of(case.version)
    for item in standard.demanded:
        if item.key not in shown:
            raise Refused(must_be_shown(item), field=f"shown_{item.key}")
    ShownOriginal.objects.bulk_create(
        (
            ShownOriginal(application=case, requirement_id=item.id, seen_by=by, seen_at=now)
            for item in standard.to_show
            if item.key in shown
        ),
        update_conflicts=True,  # seen when the letter was collected that was withdrawn since
        unique_fields=["application", "requirement"],
        update_fields=["seen_by", "seen_at"],
    )
    return _finish(case, collected_by=collected_by.strip(), by=by, now=now, public=kept_notes.COLLECTED)


@transaction.atomic
def collect_online(case: Application, *, now: datetime) -> Application:
    """The applicant takes the letter from the status page. Asking again changes nothing."""
    case = with_letter_locked(locked(case))
    policies.can_download(case).enforce()
    if case.status == Status.FINISHED:
        return case
    return _finish(case, collected_by="", by=APPLICANT, now=now, public=kept_notes.DOWNLOADED)


def _finish(case: Application, *, collected_by: str, by: Actor, now: datetime, public: str) -> Application:
    tell = {} if asking.ask(case, now=now) else {"again": "1"}
    case.collected_by = collected_by or None
    advance(
        case, Status.FINISHED, by=by, now=now, tell=tell, notes=Notes(public=public),
        changed=(*asking.FIELDS, "collected_by"),
    )  # fmt: skip
    return case


@transaction.atomic
def mark_message_sent(case: Application, message: Message, *, by: User, now: datetime) -> None:
    """The officer has sent the waiting message of this case by WhatsApp."""
    policies.can_send_message(by, case).enforce()
    notices.mark_sent_by_officer(message, by=by, now=now)
