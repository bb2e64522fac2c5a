"""In which state a survey link is found."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from sinergi.organization.models import Office
from sinergi.surveys import invitations
from sinergi.surveys.models import Invitation, Question


class LinkState(Enum):
    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Link:
    """What the page needs: for a used link nothing but the office is known any more."""

    state: LinkState
    office: Office
    service_name: str
    unit_title: str
    invitation: Invitation
    questions: tuple[Question, ...]


def link_state(token: str, *, now: datetime) -> Link | None:
    """The link behind ``token`` with its questions, or None for an unknown one; two queries."""
    invitation = (
        Invitation.objects.select_related("office", "service", "unit")
        .filter(token_hash=invitations.hash_of(token))
        .first()
    )
    if invitation is None:
        return None
    state = _state(invitation, now)
    questions = _questions(invitation.office_id) if state is LinkState.OPEN else ()
    return Link(
        state=state,
        office=invitation.office,
        service_name=invitation.service.name if invitation.service else "",
        unit_title=invitation.unit.title if invitation.unit else "",
        invitation=invitation,
        questions=questions,
    )


def _state(invitation: Invitation, now: datetime) -> LinkState:
    if invitation.used:
        return LinkState.USED
    today = now.astimezone(ZoneInfo(invitation.office.time_zone)).date()
    return LinkState.EXPIRED if today > invitation.expires_on else LinkState.OPEN


def _questions(office_id: int) -> tuple[Question, ...]:
    """The newest questionnaire's questions, in its order."""
    questions = Question.objects.filter(questionnaire__office_id=office_id).order_by(
        "-questionnaire__version", "position"
    )
    found = list(questions)
    return tuple(question for question in found if question.questionnaire_id == found[0].questionnaire_id)
