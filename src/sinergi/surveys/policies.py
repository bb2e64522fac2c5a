"""Who may answer, look, import and moderate, and when."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Verdict, allowed, refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.organization.models import Unit
from sinergi.surveys.models import ImportBatch, Invitation
from sinergi.surveys.workflow import BATCH_MOVES, COMMENT_MOVES, BatchStatus, CommentStatus


def can_answer(invitation: Invitation | None, *, now: datetime) -> Verdict:
    """A link works once, until the last day of the month after the service."""
    if invitation is None:
        return refused(_("Tautan survei ini tidak dikenal."))
    if invitation.used:
        return refused(_("Jawaban dari tautan ini sudah kami terima. Satu tautan hanya untuk satu jawaban."))
    if now.astimezone(ZoneInfo(invitation.office.time_zone)).date() > invitation.expires_on:
        return refused(_("Masa berlaku tautan survei ini sudah lewat."))
    return allowed()


def can_import(by: Actor, *, unit: Unit) -> Verdict:
    """Results on paper are entered by whoever looks after the survey of that unit."""
    if isinstance(by, User) and not by.holds(Permission.SURVEY_IMPORT, at=unit):
        return refused(_("Anda tidak berwenang memasukkan hasil survei unit ini."))
    return allowed()


def can_keep_file(by: Actor) -> Verdict:
    """A file is kept for whoever may import somewhere; which unit it is for may not be chosen yet."""
    if isinstance(by, User) and not by.paths_for(Permission.SURVEY_IMPORT):
        return refused(_("Anda tidak berwenang memasukkan hasil survei."))
    return allowed()


def can_set_population(by: Actor, *, unit: Unit) -> Verdict:
    """How many users there were is said by the head of the unit, or by who looks after its survey."""
    if isinstance(by, User) and not (
        by.holds(Permission.EVALUATION_ACT, at=unit) or by.holds(Permission.SURVEY_IMPORT, at=unit)
    ):
        return refused(_("Jumlah pengguna dicatat oleh pimpinan unit itu atau pengelola mutu layanan."))
    return allowed()


def can_change_batch(by: Actor, batch: ImportBatch, *, to: str) -> Verdict:
    """Permission at the batch's unit, and a move that its status allows."""
    verdict = can_import(by, unit=batch.unit)
    if not verdict:
        return verdict
    if to not in BATCH_MOVES[BatchStatus(batch.status)]:
        return refused(
            _("Impor ini berstatus “%(status)s”, jadi langkah itu tidak dapat dilakukan lagi.")
            % {"status": batch.get_status_display()}
        )
    return allowed()


def can_moderate(by: Actor, *, root: Unit) -> Verdict:
    """A comment names no unit, so moderation needs the permission at the office itself."""
    if isinstance(by, User) and not by.holds(Permission.COMMENT_MODERATE, at=root):
        return refused(_("Anda tidak berwenang menilai komentar survei."))
    return allowed()


def can_show(status: str, *, to: str) -> Verdict:
    """Whether a comment may move to this status."""
    if to not in COMMENT_MOVES[CommentStatus(status)]:
        return refused(_("Komentar ini sudah diputuskan. Muat ulang halaman ini."))
    return allowed()
