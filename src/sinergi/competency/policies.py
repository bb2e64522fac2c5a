"""Who may assess people and manage trainings."""

from datetime import date

from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Verdict, allowed, refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.competency.models import TrainingEvent
from sinergi.competency.workflow import MOVES, Status
from sinergi.organization.models import Unit
from sinergi.personnel.models import Employee
from sinergi.ui import formats


def can_assess(by: Actor, employee: Employee) -> Verdict:
    """Levels are recorded by whoever assesses in that unit, never one's own."""
    if not isinstance(by, User):
        return allowed()
    if not by.holds(Permission.COMPETENCY_ASSESS, at=employee.unit):
        return refused(_("Anda tidak berhak menilai kompetensi pegawai unit ini."))
    if employee.user_id == by.pk:
        return refused(_("Anda tidak dapat menilai kompetensi diri sendiri."))
    return allowed()


def can_set_requirement(by: Actor, *, unit: Unit) -> Verdict:
    """What a post needs is set by who manages trainings of its unit."""
    if isinstance(by, User) and not by.holds(Permission.TRAINING_MANAGE, at=unit):
        return refused(
            _("Hanya pengelola kepegawaian unit ini yang dapat mengubah standar kompetensi jabatan.")
        )
    return allowed()


def can_open_event(by: Actor, *, unit: Unit) -> Verdict:
    """A training is opened by who manages trainings there, or by a head whose follow-up plan needs it."""
    if not isinstance(by, User) or by.holds(Permission.TRAINING_MANAGE, at=unit):
        return allowed()
    if by.holds(Permission.EVALUATION_ACT, at=unit):
        return allowed()
    return refused(_("Anda tidak berhak membuka pelatihan pada unit ini."))


def can_enroll(by: Actor, event: TrainingEvent) -> Verdict:
    """Participants come and go while the training is planned."""
    if not (verdict := can_open_event(by, unit=event.unit)):
        return verdict
    if event.status != Status.PLANNED:
        return refused(_("Peserta hanya dapat diubah selama pelatihan direncanakan."))
    return allowed()


def can_manage_event(by: Actor, event: TrainingEvent) -> Verdict:
    """Attendance is taken by who manages trainings there."""
    if isinstance(by, User) and not by.holds(Permission.TRAINING_MANAGE, at=event.unit):
        return refused(_("Hanya pengelola pelatihan unit ini yang dapat mencatat pelaksanaannya."))
    return allowed()


def can_move(event: TrainingEvent, to: Status) -> Verdict:
    """The table of moves, with words."""
    if to in MOVES[Status(event.status)]:
        return allowed()
    if event.status == Status.HELD:
        return refused(_("Pelatihan ini sudah dicatat terlaksana."))
    return refused(_("Pelatihan ini sudah dibatalkan."))


def can_hold(by: Actor, event: TrainingEvent, *, today: date) -> Verdict:
    """A training is recorded as held on its last day or later."""
    if not (verdict := can_manage_event(by, event)):
        return verdict
    if not (verdict := can_move(event, Status.HELD)):
        return verdict
    if event.ends_on > today:
        words = _("Pelatihan ini baru selesai pada %(day)s; kehadiran dicatat sesudahnya.")
        return refused(words % {"day": formats.date(event.ends_on)})
    return allowed()


def can_cancel(by: Actor, event: TrainingEvent) -> Verdict:
    """Whoever may open a training may cancel it until it is held."""
    return can_open_event(by, unit=event.unit) and can_move(event, Status.CANCELLED)
