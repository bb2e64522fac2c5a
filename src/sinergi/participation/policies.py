"""Who may prepare, change and publish a meeting, and when."""

from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Verdict, allowed, refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.organization.models import Unit
from sinergi.participation.models import Meeting
from sinergi.participation.workflow import MOVES, Status


def can_manage(by: Actor, *, unit: Unit) -> Verdict:
    """Meetings of a unit are prepared by those who hold ``meeting.manage`` there."""
    if isinstance(by, User) and not by.holds(Permission.MEETING_MANAGE, at=unit):
        return refused(_("Hanya pengelola musyawarah unit ini yang dapat melakukannya."))
    return allowed()


def _can_move(by: Actor, meeting: Meeting, target: str, words: str) -> Verdict:
    verdict = can_manage(by, unit=meeting.unit)
    if not verdict:
        return verdict
    return allowed() if target in MOVES[meeting.status] else refused(words)


def can_change(by: Actor, meeting: Meeting) -> Verdict:
    """Invitation, time and place change until the meeting is held."""
    verdict = can_manage(by, unit=meeting.unit)
    if verdict and meeting.status != Status.PLANNED:
        return refused(_("Rencana tidak dapat diubah lagi setelah musyawarah terlaksana atau dibatalkan."))
    return verdict


def can_record(by: Actor, meeting: Meeting) -> Verdict:
    """Attendance, problems, agreements and photo are recorded until the minutes are published."""
    verdict = can_manage(by, unit=meeting.unit)
    if verdict and meeting.status == Status.PUBLISHED:
        return refused(_("Berita acara sudah terbit; isinya tidak dapat diubah lagi."))
    if verdict and meeting.status == Status.CANCELLED:
        return refused(_("Musyawarah ini dibatalkan."))
    return verdict


def can_hold(by: Actor, meeting: Meeting) -> Verdict:
    """Mark as held."""
    return _can_move(
        by, meeting, Status.HELD, _("Hanya musyawarah yang masih rencana dapat ditandai terlaksana.")
    )


def can_cancel(by: Actor, meeting: Meeting) -> Verdict:
    """Call off a planned meeting."""
    return _can_move(
        by, meeting, Status.CANCELLED, _("Hanya musyawarah yang masih rencana dapat dibatalkan.")
    )


def can_publish(by: Actor, meeting: Meeting) -> Verdict:
    """Publish the minutes; `operations.publish` also checks that they are complete."""
    return _can_move(by, meeting, Status.PUBLISHED, _("Berita acara terbit setelah musyawarah terlaksana."))
