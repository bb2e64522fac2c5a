"""What still happens to a case, step by step, from the standard of its version: the receipt tells all of it."""

from django.utils.translation import gettext as _

from sinergi.access.permissions import Role
from sinergi.casework.models import Application
from sinergi.casework.standards import ChainFact, Standard, standard_of
from sinergi.casework.workflow import CLOSED, Status
from sinergi.catalogue.models import Act
from sinergi.ui.components import Moment, TimelineEntry


def coming_steps(case: Application) -> list[TimelineEntry]:
    """Examination, each signature, the letter, the survey: those that are still to come, in the words for the
    applicant. Empty for a closed case. Two queries where village and office are not loaded, one more while it is
    signed."""
    anew = case.withdrawn_letter is not None
    if case.unit is None or (case.status in CLOSED and not anew):
        return []
    standard = standard_of(case.version)
    done = case.status == Status.READY and not anew
    entries = [] if done else [*_examination(case), *_signatures(case, standard)]
    ready = _next(_ready_words(standard) % {"place": case.unit.title}, until=case.told_due)
    survey = _next(_("Anda menilai pelayanan kami, bila bersedia"), _("Kira-kira dua menit, tanpa nama."))
    return [*entries, ready, *([survey] if case.team_id is None else [])]  # nobody is asked twice


def _next(title: str, small: str = "", **more: object) -> TimelineEntry:
    return TimelineEntry(title=title, moment=Moment.NEXT, actor=small, **more)  # type: ignore[arg-type]


def _examination(case: Application) -> list[TimelineEntry]:
    place = {"place": case.unit.title if case.unit else ""}
    mended = _("Bila ada yang kurang, Anda dikabari dan memperbaiki bagian itu saja.")
    if case.withdrawn_letter is not None:
        return [_next(_("Petugas %(place)s memeriksa ulang permohonan, karena suratnya ditarik") % place)]
    if case.status == Status.RECEIVED:
        return [_next(_("Petugas %(place)s memeriksa permohonan") % place, mended)]
    if case.status == Status.EXAMINED:
        return [_next(_("Petugas %(place)s sedang memeriksa permohonan") % place, mended)]
    if case.status == Status.NEEDS_FIX:
        again = _next(_("Petugas %(place)s memeriksa perbaikan Anda") % place)
        return [_next(_("Anda memperbaiki bagian yang dikembalikan")), again]
    return []


def _signatures(case: Application, standard: Standard) -> list[TimelineEntry]:
    """The signers from the one whose turn it is, or all of them; then paper and stamp."""
    steps = standard.chain
    if case.status == Status.AWAITING_SIGNATURE and case.withdrawn_letter is None:
        steps = _from_turn(case, standard)
    village = case.village.title if case.village else ""
    signers = [
        _next(
            _("%(role)s, %(place)s: %(act)s")
            % {
                "role": Role(step.role).label,
                "place": village if step.at_village else case.office.name,
                "act": str(Act(step.act).label).lower(),
            }
        )
        for step in steps
    ]
    return [*signers, _next(_("Surat dicetak, ditandatangani, dan diberi stempel"))]


def _from_turn(case: Application, standard: Standard) -> tuple[ChainFact, ...]:
    """From the open step of this round: a role may stand in the chain twice."""
    waiting = case.approvals.filter(round=case.signing_round, outcome="").order_by("position")
    position = waiting.values_list("position", flat=True).first()
    if position is None:
        return ()  # everybody has signed off
    return tuple(step for step in standard.chain if step.position >= position)


def _ready_words(standard: Standard) -> str:
    if standard.demanded:
        return _("Surat siap: Anda mengambilnya di %(place)s")
    return _("Surat siap: Anda mengunduhnya dari halaman status, atau mengambilnya di %(place)s")
