"""Who may administer accounts."""

from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Verdict, allowed, refused
from sinergi.accounts.models import User
from sinergi.organization.models import Unit


def can_manage_users(by: User, *, unit: Unit) -> Verdict:
    """Accounts and roles are changed by an administrator of that unit."""
    if not by.holds(Permission.USER_MANAGE, at=unit):
        return refused(_("Hanya administrator unit ini yang dapat mengubah akun dan peran."))
    return allowed()


def can_configure_office(by: User, *, unit: Unit) -> Verdict:
    """What the office says of itself is set by an administrator at its root; a letterhead by one at that unit."""
    if not by.holds(Permission.OFFICE_CONFIGURE, at=unit):
        return refused(_("Hanya administrator yang dapat mengubah data kantor."))
    return allowed()
