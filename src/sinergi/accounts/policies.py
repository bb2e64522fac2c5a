"""Who may administer accounts."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission, Role
from sinergi.access.verdict import Verdict, allowed, refused
from sinergi.accounts.models import User
from sinergi.organization.models import Unit, UnitKind

# A role covers what lies below its unit: a lurah of the whole kecamatan would sign for, and see, every kelurahan.
# Roles that are not named here make sense anywhere.
PLACES: Final[Mapping[str, tuple[UnitKind, ...]]] = {
    Role.LURAH: (UnitKind.VILLAGE,),
    Role.SEKCAM: (UnitKind.DISTRICT,),
    Role.CAMAT: (UnitKind.DISTRICT,),
    Role.KASI: (UnitKind.DISTRICT, UnitKind.VILLAGE, UnitKind.SECTION),
}


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


def fits(role: str, *, unit: Unit) -> Verdict:
    """Whether a unit of this kind has such a role at all."""
    places = PLACES.get(role)
    if places is None or unit.kind in places:
        return allowed()
    *many, last = (str(kind.label).lower() for kind in places)
    where = _("%(many)s atau %(last)s") % {"many": ", ".join(many), "last": last} if many else last
    words = {"role": Role(role).label, "where": where}
    return refused(_("Peran “%(role)s” hanya untuk %(where)s. Pilih unit yang sesuai.") % words)
