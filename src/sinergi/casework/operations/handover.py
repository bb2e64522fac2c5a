"""The letter reaches the applicant, and the survey is asked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT, Actor
from sinergi.casework import policies
from sinergi.casework.models import Application
from sinergi.casework.operations.steps import Notes, advance, locked
from sinergi.casework.workflow import Channel, Status
from sinergi.notices import operations as notices
from sinergi.notices.models import Message
from sinergi.organization.models import Unit
from sinergi.surveys import operations as surveys
from sinergi.surveys.models import Channel as SurveyChannel


@transaction.atomic
def hand_over(
    case: Application, *, collected_by: str, by: User, now: datetime, seen: int | None = None
) -> Application:
    """Give the letter to the person who came; ``collected_by`` is the name that was shown on the identity card."""
    case = locked(case, seen=seen)
    policies.can_hand_over(by, case).enforce()
    if not collected_by.strip():
        raise Refused(_("Tulis nama orang yang mengambil surat."), field="collected_by")
    return _finish(case, collected_by=collected_by.strip(), by=by, now=now, public=_("Diambil di loket."))


@transaction.atomic
def collect_online(case: Application, *, now: datetime) -> Application:
    """The applicant takes the letter from the status page. Asking again changes nothing."""
    case = locked(case)
    policies.can_download(case).enforce()
    if case.status == Status.FINISHED:
        return case
    return _finish(case, collected_by="", by=APPLICANT, now=now, public=_("Diunduh dari halaman status."))


def _finish(case: Application, *, collected_by: str, by: Actor, now: datetime, public: str) -> Application:
    case.team = lowest_examining_unit(case)
    channel = SurveyChannel.COUNTER if case.channel == Channel.COUNTER else SurveyChannel.ONLINE
    invited = surveys.invite(
        office=case.office, unit=case.team, service=case.version.service, channel=channel, now=now
    )
    case.survey_token = invited.token
    case.collected_by = collected_by or None
    advance(
        case, Status.FINISHED, by=by, now=now, tell={}, notes=Notes(public=public),
        changed=("team", "survey_token", "collected_by"),
    )  # fmt: skip
    return case


def lowest_examining_unit(case: Application) -> Unit:
    """The team that served the case: the lowest unit at which somebody examined it."""
    units = Unit.objects.filter(
        pk__in=case.moves.filter(code__in=["application.examined", "application.taken_over"]).values("unit")
    )
    lowest = max(units, key=lambda unit: len(unit.path), default=case.unit)
    if lowest is None:
        raise Refused(_("Permohonan ini belum diperiksa."))
    return lowest


@transaction.atomic
def mark_message_sent(case: Application, message: Message, *, by: User, now: datetime) -> None:
    """The officer has sent the waiting message of this case by WhatsApp."""
    policies.can_read_files(by, case).enforce()
    notices.mark_sent_by_officer(message, by=by, now=now)
