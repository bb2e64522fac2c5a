"""The questionnaire that an office starts with: the nine elements of the annex, and clarity beside them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.catalogue.elements import BY_KEY, CLARITY, ELEMENTS, Element
from sinergi.organization.models import Office
from sinergi.surveys.models import Question, Questionnaire

LEGAL_BASIS = "PermenPANRB 14/2017, lampiran"


@transaction.atomic
def load(office: Office, *, by: Actor, now: datetime) -> Questionnaire:
    """Version 1 for ``office``, or the newest version that it has already."""
    Office.objects.select_for_update().get(pk=office.pk)
    found = Questionnaire.objects.filter(office=office).order_by("-version").first()
    if found:
        return found
    today = now.astimezone(ZoneInfo(office.time_zone)).date()
    questionnaire = Questionnaire.objects.create(
        office=office, version=1, legal_basis=LEGAL_BASIS, effective_from=today
    )
    questions = sorted(ELEMENTS, key=lambda element: element.annex_position)
    Question.objects.bulk_create(
        _question(questionnaire, place, element)
        for place, element in enumerate([*questions, BY_KEY[CLARITY.key]], start=1)
    )
    record(
        "survey.questionnaire_founded", by=by, office_id=office.pk, now=now,
        subject=("questionnaire", questionnaire.pk, "v1"),
    )  # fmt: skip
    return questionnaire


def _question(questionnaire: Questionnaire, place: int, element: Element) -> Question:
    first, second, third, fourth = element.answers
    return Question(
        questionnaire=questionnaire, position=place, key=element.key, name=element.name, text=element.question,
        answer_1=first, answer_2=second, answer_3=third, answer_4=fourth, in_index=element is not CLARITY,
    )  # fmt: skip
