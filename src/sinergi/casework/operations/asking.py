"""The survey of a closed case: which team served it, fixed at that moment, and the one-time link."""

from datetime import datetime

from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.casework.models import Application
from sinergi.casework.workflow import Channel
from sinergi.organization.models import Unit
from sinergi.surveys import operations as surveys
from sinergi.surveys.models import Channel as SurveyChannel

FIELDS = ("team", "survey_token")  # what `ask` changes on an application
EXAMINATIONS = ("application.examined", "application.taken_over")


def is_examined(case: Application) -> bool:
    """Whether somebody of the office ever worked on it: nobody else served the applicant."""
    return case.moves.filter(code__in=EXAMINATIONS).exists()


def ask(case: Application, *, now: datetime) -> bool:
    """Fix the team of a case that closes, and give its survey link (fields not saved). Refused and withdrawn cases
    are asked as finished ones are: whoever was served may judge, not only who got the letter.

    False for a case that closes again because its letter was withdrawn: it has its team, and nobody is asked twice."""
    if case.team_id is not None:
        return False
    case.team = lowest_examining_unit(case)
    channel = SurveyChannel.COUNTER if case.channel == Channel.COUNTER else SurveyChannel.ONLINE
    invited = surveys.invite(
        office=case.office, unit=case.team, service=case.version.service, channel=channel, now=now
    )
    case.survey_token = invited.token
    return True


def lowest_examining_unit(case: Application) -> Unit:
    """The team that served the case: the lowest unit at which somebody examined it."""
    units = Unit.objects.filter(pk__in=case.moves.filter(code__in=EXAMINATIONS).values("unit"))
    lowest = max(units, key=lambda unit: len(unit.path), default=case.unit)
    if lowest is None:
        raise Refused(_("Permohonan ini belum diperiksa."))
    return lowest
