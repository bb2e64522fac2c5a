"""What an officer does for somebody at the counter: enter, mend, withdraw. Same form, same queue, same clock."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sinergi.accounts.models import User
from sinergi.casework import kept_notes, policies
from sinergi.casework.models import Application, Defect
from sinergi.casework.operations.drafting import Applicant, save_answers, save_applicant, start_draft
from sinergi.casework.operations.mending import mend_answers, mend_applicant, mend_file, withdraw
from sinergi.casework.operations.steps import locked
from sinergi.casework.workflow import Channel, Status
from sinergi.catalogue.models import ServiceVersion


@transaction.atomic
def enter(
    *, version: ServiceVersion, key: uuid.UUID, applicant: Applicant, answers: Mapping[str, Any], by: User,
    now: datetime,
) -> Application:  # fmt: skip
    """Begin a case at the counter with everything but its files. Asking twice with one ``key`` gives one case; what
    was typed the second time replaces the first, until it is sent."""
    policies.can_receive(by, unit=applicant.village).enforce()
    earlier = Application.objects.filter(key=key, entered_by=by).first()
    if earlier is not None and earlier.status != Status.DRAFT:
        return earlier
    draft = (
        earlier or start_draft(version=version, key=key, by=by, now=now, channel=Channel.COUNTER).application
    )
    save_applicant(draft, applicant, by=by, now=now)
    return save_answers(draft, answers, by=by, now=now)


@transaction.atomic
def mend_at_counter(case: Application, defect: Defect, given: Any, *, by: User, now: datetime) -> Application:
    """Take in what was sent back: a new file, the `Applicant`, or answers by key. History and record name ``by``."""
    case = locked(case)
    policies.can_mend_at_counter(by, case).enforce()
    if isinstance(given, Applicant):
        return mend_applicant(case, defect, given, by=by, now=now)
    if isinstance(given, Mapping):
        return mend_answers(case, defect, given, by=by, now=now)
    return mend_file(case, defect, given, by=by, now=now)


@transaction.atomic
def withdraw_at_counter(
    case: Application, *, reason: str, by: User, now: datetime, seen: int | None = None
) -> Application:
    """Withdraw because the applicant at the counter asks for it; the applicant reads ``reason``."""
    case = locked(case, seen=seen)
    policies.can_withdraw_at_counter(by, case).enforce()
    return withdraw(case, by=by, now=now, words=kept_notes.WITHDRAWN_AT_COUNTER % {"reason": reason})
