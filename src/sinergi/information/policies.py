"""Who may write information, and who answers reports."""

from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Verdict, allowed, refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.information.models import AccuracyReport
from sinergi.organization.models import Unit


def can_edit(by: Actor, *, unit: Unit) -> Verdict:
    """Information is written by whoever holds ``information.edit`` at its unit, and by the system (sample data)."""
    if isinstance(by, User) and not by.holds(Permission.INFORMATION_EDIT, at=unit):
        return refused(_("Hanya pengelola informasi unit ini yang dapat mengubah program."))
    return allowed()


def can_own(owner: User, *, unit: Unit) -> Verdict:
    """The owner must be able to do something about a warning."""
    if not (owner.is_active and owner.holds(Permission.INFORMATION_EDIT, at=unit)):
        return refused(_("Penanggung jawab harus pengelola informasi unit ini."))
    return allowed()


def can_answer(by: User, report: AccuracyReport) -> Verdict:
    """Reports are answered once, by whoever may change the page that they are about."""
    if report.answered_at is not None:
        return refused(_("Laporan ini sudah dijawab."))
    if report.programme is not None:
        return can_edit(by, unit=report.programme.unit)
    if report.service is not None and not by.holds(Permission.CATALOGUE_EDIT, at=report.service.owner_unit):
        return refused(_("Hanya pengelola layanan unit ini yang dapat menjawab."))
    return allowed()
