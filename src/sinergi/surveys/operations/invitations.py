"""Giving out a link and taking one answer for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.catalogue.models import Service
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import on_local_day
from sinergi.surveys import invitations, policies
from sinergi.surveys.models import (
    Attribute,
    Education,
    Invitation,
    Occupation,
    PooledAnswer,
    Questionnaire,
    Sex,
)

MAX_COMMENT = 1000
# Payloads are padded to a multiple of this, so that the length of a row does not tell who wrote a comment.
BLOCK = 1024
LEEWAY_MONTHS = invitations.LEEWAY_MONTHS

VALUES: dict[str, frozenset[str]] = {
    Attribute.SEX: frozenset(Sex.values),
    Attribute.EDUCATION: frozenset(Education.values),
    Attribute.OCCUPATION: frozenset(Occupation.values),
}


@dataclass(frozen=True)
class Invited:
    """The invitation and its token, which is nowhere stored in readable form."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(*, office: Office, unit: Unit, service: Service, channel: str, now: datetime) -> Invited:
    """A one-time survey link for one finished case; ``unit`` is the team that served it.

    Valid to the end of the next month: an exact day would lead back to the case. Not audited: the record must
    not hold what would link an answer to a case.
    """
    month = invitations.month_of(office, now)
    token = invitations.new_token()
    invitation = Invitation.objects.create(
        token_hash=invitations.hash_of(token), office=office, unit=unit, service=service, channel=channel,
        month=month, expires_on=invitations.last_day(month, later=LEEWAY_MONTHS),
    )  # fmt: skip
    return Invited(invitation, token)


@transaction.atomic
def sweep_invitations(*, now: datetime) -> int:
    """Delete the links that were used and those whose time is over; returns how many.

    Nothing counts invitations: figures rest on answers alone. Not audited, as `redeem` is not.
    """
    over = Q(used=True) | on_local_day(now, "expires_on__lt")
    deleted, _rows = Invitation.objects.filter(over).delete()
    return deleted


@transaction.atomic
def redeem(
    token: str,
    *,
    answers: Mapping[str, int | None],
    comment: str = "",
    about: Mapping[str, str] | None = None,
    now: datetime,
) -> None:
    """Take one answer: marks the link used and puts the sealed answer into the pool, both or neither.

    ``answers``: element key -> 1..4 or None; at least one is needed. ``about``: `Attribute` -> value. Raises
    `Refused` for a link that is unknown, used or expired. Deliberately without audit event, actor or log line.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("office")
        .filter(token_hash=invitations.hash_of(token))
        .first()
    )
    policies.can_answer(invitation, now=now).enforce()
    assert invitation is not None  # noqa: S101 - the policy refused an unknown link
    payload = _payload(invitation, answers, comment, about or {}, now)
    invitation.used = True
    invitation.unit = invitation.service = invitation.month = None
    invitation.channel = ""
    invitation.save(update_fields=["used", "unit", "service", "month", "channel"])
    PooledAnswer.objects.create(payload=payload)


def _payload(
    invitation: Invitation,
    answers: Mapping[str, int | None],
    comment: str,
    about: Mapping[str, str],
    now: datetime,
) -> dict[str, Any]:
    questionnaire = Questionnaire.objects.filter(office=invitation.office_id).order_by("-version").first()
    if questionnaire is None:
        raise Refused(_("Kantor ini belum memiliki kuesioner."))
    local = now.astimezone(ZoneInfo(invitation.office.time_zone))
    payload = {
        "office": invitation.office_id,
        "unit": invitation.unit_id,
        "service": invitation.service_id,
        "channel": invitation.channel,
        "questionnaire": questionnaire.pk,
        "month": str(invitation.month),
        "answered": f"{local:%Y-%m}",
        "answers": _checked(questionnaire, answers),
        "comment": invitations.masked(comment.strip())[:MAX_COMMENT],
        "about": {key: value for key, value in about.items() if value in VALUES.get(key, ())},
    }
    return _padded(payload)


def _padded(payload: dict[str, Any]) -> dict[str, Any]:
    """With blanks, so that its encoded form (quotes and line breaks escaped) fills whole blocks."""
    sealed = PooledAnswer._meta.get_field("payload")
    used = len(sealed.encode({**payload, "pad": ""}))
    return {**payload, "pad": " " * (-used % BLOCK)}


def _checked(questionnaire: Questionnaire, answers: Mapping[str, int | None]) -> dict[str, int]:
    keys = set(questionnaire.questions.values_list("key", flat=True))
    given = {key: value for key, value in answers.items() if value is not None}
    if not given:
        raise Refused(_("Pilih jawaban untuk paling sedikit satu pertanyaan."))
    for key, value in given.items():
        if key not in keys or value not in (1, 2, 3, 4):
            raise Refused(_("Jawaban harus salah satu dari empat pilihan yang tersedia."), field=key)
    return given
