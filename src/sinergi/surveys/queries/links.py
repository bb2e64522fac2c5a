"""Whether a survey link may still be answered, and what its page needs."""

from dataclasses import dataclass
from datetime import datetime

from sinergi.organization.models import Office
from sinergi.surveys import invitations, policies
from sinergi.surveys.models import Invitation, Question


@dataclass(frozen=True)
class Link:
    """What the page of a link needs that may be answered."""

    office: Office
    service_name: str
    unit_title: str
    invitation: Invitation
    questions: tuple[Question, ...]


def open_link(token: str, *, now: datetime) -> Link | None:
    """The link behind ``token`` with its questions; two queries. None for one that is used, over or unknown:
    used and old links are deleted every night, so nobody can tell the three apart later."""
    invitation = _open(token, now)
    if invitation is None:
        return None
    return Link(
        office=invitation.office,
        service_name=invitation.service.name if invitation.service else "",
        unit_title=invitation.unit.title if invitation.unit else "",
        invitation=invitation,
        questions=_questions(invitation.office_id),
    )


def is_open(token: str, *, now: datetime) -> bool:
    """Whether somebody may still answer over this link; one query."""
    return _open(token, now) is not None


def _open(token: str, now: datetime) -> Invitation | None:
    invitation = (
        Invitation.objects.select_related("office", "service", "unit")
        .filter(token_hash=invitations.hash_of(token))
        .first()
    )
    return invitation if policies.can_answer(invitation, now=now) else None


def _questions(office_id: int) -> tuple[Question, ...]:
    """The newest questionnaire's questions, in its order."""
    questions = Question.objects.filter(questionnaire__office_id=office_id).order_by(
        "-questionnaire__version", "position"
    )
    found = list(questions)
    return tuple(question for question in found if question.questionnaire_id == found[0].questionnaire_id)
