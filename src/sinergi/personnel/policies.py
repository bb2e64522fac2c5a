"""Who may change the staff list."""

from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Verdict, allowed, refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.organization.models import Unit
from sinergi.personnel.models import StaffImport
from sinergi.personnel.workflow import MOVES, ImportStatus


def can_edit_employees(by: Actor, *, unit: Unit) -> Verdict:
    """Employees are recorded by the personnel officer of that unit; the system itself (sample data) may."""
    if isinstance(by, User) and not by.holds(Permission.EMPLOYEE_EDIT, at=unit):
        return refused(_("Hanya pengelola kepegawaian unit ini yang dapat mengubah data pegawai."))
    return allowed()


def can_import(by: User) -> Verdict:
    """Whoever edits employees anywhere may upload; each row is checked against its unit again."""
    if not by.paths_for(Permission.EMPLOYEE_EDIT):
        return refused(_("Hanya pengelola kepegawaian yang dapat mengimpor daftar pegawai."))
    return allowed()


def can_move_import(staff_import: StaffImport, to: ImportStatus) -> Verdict:
    """An import is committed or discarded once."""
    if to not in MOVES[ImportStatus(staff_import.status)]:
        if staff_import.status == ImportStatus.COMMITTED:
            return refused(_("Impor ini sudah disimpan sebelumnya; tidak ada yang berubah lagi."))
        return refused(_("Impor ini sudah dibatalkan. Unggah berkasnya sekali lagi."))
    return allowed()
