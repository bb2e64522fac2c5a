"""Who may change the catalogue, and when a version may be published."""

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Verdict, allowed, refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.catalogue.models import Act, Component, ServiceVersion, VersionStatus
from sinergi.organization.models import Unit


def can_edit(by: Actor, *, unit: Unit) -> Verdict:
    """Services are changed by whoever holds ``catalogue.edit`` at the unit that answers for them, and by the system."""
    if isinstance(by, User) and not by.holds(Permission.CATALOGUE_EDIT, at=unit):
        return refused(_("Hanya pengelola layanan unit ini yang dapat mengubah layanan."))
    return allowed()


def can_change(version: ServiceVersion) -> Verdict:
    """Only a draft changes; what was promised to citizens stays as it was."""
    if version.status != VersionStatus.DRAFT:
        return refused(_("Versi ini sudah terbit dan tidak dapat diubah. Buat rancangan versi baru."))
    return allowed()


NEIGHBORHOOD_LETTER = re.compile(r"\b(kepling|kepala lingkungan|rt|rw|rt/rw)\b", re.IGNORECASE)


def can_publish(
    version: ServiceVersion,
    *,
    components: Collection[str],
    acts: Collection[str],
    requirements: Collection[tuple[str, str]] = (),
) -> Verdict:
    """A standard needs all fourteen components (UU 25/2009 article 21) and somebody who signs.

    ``components``: keys whose text is filled in; ``acts``: the acts of the signing chain; ``requirements``: label and
    legal ground. A letter of the head of the neighborhood may only be asked for on a legal ground: it is where fees
    are taken that no rule knows.
    """
    if version.status != VersionStatus.DRAFT:
        return refused(_("Versi ini sudah pernah terbit."))
    missing = [str(component.label) for component in Component if component not in components]
    if missing:
        words = _("Komponen standar pelayanan belum lengkap: %(names)s.")
        return refused(words % {"names": ", ".join(missing)})
    if Act.SIGN not in acts:
        return refused(_("Rangkaian penandatanganan belum memuat penanda tangan."))
    for label, legal_basis in requirements:
        if NEIGHBORHOOD_LETTER.search(label) and not legal_basis.strip():
            words = _(
                "“%(label)s” hanya boleh diminta dengan dasar hukum. Tulis dasar hukumnya atau hapus syarat ini."
            )
            return refused(words % {"label": label})
    return allowed()
