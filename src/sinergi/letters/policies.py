"""Who may number, sign off, withdraw and void letters, and when."""

from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Verdict, allowed, refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.letters.models import Letter, RegisterEntry
from sinergi.letters.workflow import ENTRY_MOVES, MOVES, EntryStatus, Status
from sinergi.organization.models import Unit

# The last approval of a signing chain gives the letter its number, so an approver may cause that.
_APPROVE = (
    Permission.APPROVE_LURAH,
    Permission.APPROVE_KASI,
    Permission.APPROVE_SEKCAM,
    Permission.APPROVE_CAMAT,
)


def can_keep_register(by: Actor, *, unit: Unit) -> Verdict:
    """Numbers and letters of a unit belong to those who hold ``letter.issue`` there; the system itself may."""
    if isinstance(by, User) and not by.holds(Permission.LETTER_ISSUE, at=unit):
        return refused(_("Hanya petugas surat unit ini yang dapat melakukannya."))
    return allowed()


def can_set_letterhead(by: Actor, *, unit: Unit) -> Verdict:
    """A keeper of the register, or an administrator of the unit."""
    if isinstance(by, User) and by.holds(Permission.OFFICE_CONFIGURE, at=unit):
        return allowed()
    return can_keep_register(by, unit=unit)


def can_issue(by: Actor, *, unit: Unit) -> Verdict:
    """A keeper of the register, or somebody in the signing chain above this unit."""
    if isinstance(by, User) and any(by.holds(permission, at=unit) for permission in _APPROVE):
        return allowed()
    return can_keep_register(by, unit=unit)


def can_store_scan(by: Actor, letter: Letter) -> Verdict:
    """The scan of the hand-signed letter, once, after the letter could be printed."""
    verdict = can_keep_register(by, unit=letter.unit)
    if not verdict:
        return verdict
    if letter.status == Status.DRAFT:
        return refused(
            _("Surat ini belum selesai disiapkan untuk dicetak. Tunggu beberapa saat, lalu coba lagi.")
        )
    if letter.status == Status.VALID:
        return refused(_("Pindaian surat ini sudah disimpan."))
    if Status.VALID not in MOVES[letter.status]:
        return refused(_("Surat ini sudah ditarik."))
    return allowed()


def can_withdraw(by: Actor, letter: Letter) -> Verdict:
    """A withdrawn letter stays in the register and answers "ditarik" to everybody who checks it."""
    verdict = can_keep_register(by, unit=letter.unit)
    if not verdict:
        return verdict
    if Status.WITHDRAWN not in MOVES[letter.status]:
        return refused(_("Surat ini sudah ditarik."))
    return allowed()


def can_void(by: Actor, entry: RegisterEntry) -> Verdict:
    """Only a number that no valid letter carries; the number of a valid letter goes with its withdrawal."""
    verdict = can_keep_register(by, unit=entry.register.unit)
    if not verdict:
        return verdict
    if EntryStatus.VOIDED not in ENTRY_MOVES[entry.status]:
        return refused(_("Nomor ini sudah dibatalkan."))
    if entry.letter is not None and entry.letter.status in {Status.VALID, Status.WITHDRAWN}:
        return refused(
            _("Nomor ini dipakai surat yang sudah ditandatangani. Tarik suratnya; nomornya tetap tercatat.")
        )
    return allowed()


def can_enter_late(by: Actor, entry: RegisterEntry) -> Verdict:
    """A reserved number becomes the number of a letter that was written by hand while the power was out."""
    verdict = can_keep_register(by, unit=entry.register.unit)
    if not verdict:
        return verdict
    if entry.status != EntryStatus.RESERVED:
        return refused(_("Nomor ini tidak sedang disediakan."))
    return allowed()
