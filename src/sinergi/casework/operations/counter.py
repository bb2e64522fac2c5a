"""An officer enters an application for somebody at the counter: same form, same queue, same clock."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sinergi.accounts.models import User
from sinergi.casework import policies
from sinergi.casework.models import Application
from sinergi.casework.operations.drafting import Applicant, save_answers, save_applicant, start_draft
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
