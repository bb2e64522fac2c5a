"""May this person do this now? Every refusal carries the words that the button shows."""

from datetime import datetime

from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission, Role
from sinergi.access.verdict import Verdict, allowed, refused
from sinergi.accounts.models import User
from sinergi.casework.models import Application
from sinergi.casework.models.application import units_above_own_section
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import CLOSED, Status
from sinergi.letters.workflow import Status as LetterStatus
from sinergi.organization.models import Unit


def can_receive(by: User, *, unit: Unit) -> Verdict:
    """Enter an application for a citizen."""
    if not by.holds(Permission.CASE_RECEIVE, at=unit):
        return refused(_("Anda tidak bertugas menerima permohonan di unit ini."))
    return allowed()


def can_receive_anywhere(by: User) -> Verdict:
    """Begin an entry at the counter, before the applicant's kelurahan is known."""
    if not by.holds(Permission.CASE_RECEIVE):
        return refused(_("Anda tidak bertugas menerima permohonan."))
    return allowed()


def _examines(by: User, case: Application) -> Verdict:
    if case.unit is None or not by.holds(Permission.CASE_EXAMINE, at=case.unit):
        return refused(_("Anda tidak bertugas memeriksa permohonan di unit ini."))
    return allowed()


def _is_closed(case: Application) -> Verdict | None:
    if case.status in CLOSED:
        return refused(_("Permohonan ini sudah %(status)s.") % {"status": case.get_status_display().lower()})
    return None


def can_take(by: User, case: Application) -> Verdict:
    """Begin to examine, or take over from a colleague."""
    if not (may := _examines(by, case)):
        return may
    if (closed := _is_closed(case)) is not None:
        return closed
    if case.status not in {Status.RECEIVED, Status.EXAMINED}:
        return refused(_("Permohonan ini sedang %(status)s.") % {"status": case.get_status_display().lower()})
    if case.handler_id == by.pk:
        return refused(_("Anda sudah memeriksa permohonan ini."))
    return allowed()


def can_decide(by: User, case: Application) -> Verdict:
    """Send back, propose or refuse: the one who examines it now."""
    if not (may := _examines(by, case)):
        return may
    if (closed := _is_closed(case)) is not None:
        return closed
    if case.status == Status.RECEIVED:
        return refused(_("Ambil permohonan ini dahulu, baru putuskan."))
    if case.status != Status.EXAMINED:
        return refused(_("Permohonan ini sedang %(status)s.") % {"status": case.get_status_display().lower()})
    if case.handler_id != by.pk:
        return refused(_("Permohonan ini diperiksa oleh %(name)s.") % {"name": case.handler})
    return allowed()


def can_delay(by: User, case: Application) -> Verdict:
    """Tell the applicant a new time."""
    if not (may := _examines(by, case)):
        return may
    if not case.runs:
        return refused(_("Jam pelayanan permohonan ini tidak sedang berjalan."))
    return allowed()


def can_sign(by: User, case: Application) -> Verdict:
    """Approve or return: only the role whose turn it is, at the unit of the step."""
    if case.status != Status.AWAITING_SIGNATURE or not case.turn_role or case.turn_unit_id is None:
        return refused(_("Permohonan ini tidak sedang menunggu paraf atau tanda tangan."))
    if by.holds_role(case.turn_role, unit_id=case.turn_unit_id):
        return allowed()
    if case.turn_role == Role.KASI and case.turn_unit_id in units_above_own_section(by):
        return allowed()
    return refused(_("Giliran menandatangani ada pada pejabat lain."))


def _letter_is(case: Application, *good: str) -> Verdict:
    """Whether the letter may still be stored or given out: a withdrawn one never is."""
    if case.letter is None:
        return refused(_("Surat belum terbit."))
    if case.letter.status == LetterStatus.WITHDRAWN:
        return refused(_("Surat ini sudah ditarik. Pemeriksa menyiapkan surat pengganti."))
    if case.letter.status not in good:
        return refused(_("Surat sedang disiapkan. Tunggu beberapa saat, lalu coba lagi."))
    return allowed()


def can_reopen(by: User, case: Application) -> Verdict:
    """Examine anew because the letter was withdrawn or its number voided, before or after the applicant got it."""
    if not (may := _examines(by, case)):
        return may
    if case.erased_at is not None:
        return refused(_("Data permohonan ini sudah dihapus. Pemohon perlu mengajukan yang baru."))
    if case.status not in {Status.AWAITING_SIGNATURE, Status.READY, Status.FINISHED} or case.letter is None:
        return refused(_("Belum ada surat yang harus diganti."))
    if case.letter.status != LetterStatus.WITHDRAWN:
        return refused(_("Suratnya masih berlaku. Tarik surat itu dahulu di register surat."))
    return allowed()


def can_store_scan(by: User, case: Application) -> Verdict:
    """Upload the letter that was signed and stamped by hand."""
    if case.unit is None or not by.holds(Permission.LETTER_ISSUE, at=case.unit):
        return refused(_("Anda tidak bertugas menerbitkan surat di unit ini."))
    if case.status != Status.AWAITING_SIGNATURE or case.letter_id is None:
        return refused(_("Surat belum disetujui semua pejabat."))
    return _letter_is(case, LetterStatus.RENDERED, LetterStatus.VALID)


def can_print(by: User, case: Application) -> Verdict:
    """Print the letter for the signature by hand: everybody has approved, and no signed paper is stored yet."""
    if not (may := can_store_scan(by, case)):
        return may
    if case.letter is not None and case.letter.status == LetterStatus.VALID:
        return refused(_("Surat bertanda tangan sudah disimpan."))
    return allowed()


def can_hand_over(by: User, case: Application) -> Verdict:
    """Give the letter to the person who came."""
    if case.unit is None or not by.holds(Permission.CASE_HAND_OVER, at=case.unit):
        return refused(_("Anda tidak bertugas menyerahkan surat di unit ini."))
    if case.status == Status.FINISHED:
        return refused(_("Surat sudah diserahkan."))
    if case.status != Status.READY:
        return refused(_("Surat belum siap diambil."))
    return _letter_is(case, LetterStatus.VALID)


def can_withdraw(case: Application) -> Verdict:
    """The applicant takes the application back, until the letter has its number."""
    if (closed := _is_closed(case)) is not None:
        return closed
    if case.status == Status.DRAFT:
        return refused(_("Permohonan ini belum dikirim."))
    if case.status == Status.READY or case.letter_id is not None:
        return refused(_("Surat sudah terbit, jadi permohonan tidak dapat dicabut lagi."))
    return allowed()


def can_mend(case: Application) -> Verdict:
    """The applicant mends what was sent back."""
    if case.status != Status.NEEDS_FIX:
        return refused(_("Tidak ada yang perlu diperbaiki sekarang."))
    return allowed()


def _receives(by: User, case: Application) -> Verdict:
    """Whoever takes in applications for the applicant's kelurahan; the case itself may lie at the kecamatan."""
    if case.village is None:
        return refused(_("Permohonan ini belum lengkap."))
    return can_receive(by, unit=case.village)


def can_mend_at_counter(by: User, case: Application) -> Verdict:
    """Take in what was sent back from an applicant who stands at the counter."""
    return can_mend(case) if (may := _receives(by, case)) else may


def can_withdraw_at_counter(by: User, case: Application) -> Verdict:
    """Withdraw for an applicant who stands at the counter and asks for it."""
    return can_withdraw(case) if (may := _receives(by, case)) else may


def can_download(case: Application) -> Verdict:
    """The applicant takes the letter from the page, unless the standard demands originals at the counter."""
    if case.status not in {Status.READY, Status.FINISHED}:
        return refused(_("Surat belum siap."))
    if not (good := _letter_is(case, LetterStatus.VALID)):
        return good
    if case.status == Status.READY and standard_of(case.version).demanded:
        return refused(_("Surat ini diambil di loket, karena dokumen asli harus ditunjukkan."))
    return allowed()


def can_edit_draft(case: Application, *, now: datetime) -> Verdict:
    """Change a draft."""
    if case.status != Status.DRAFT:
        return refused(_("Permohonan ini sudah dikirim, jadi tidak dapat diubah."))
    if now >= case.draft_until:
        return refused(_("Draf ini sudah melewati 14 hari dan dihapus. Silakan mulai lagi."))
    return allowed()


_SIGNERS = (
    Permission.APPROVE_KASI,
    Permission.APPROVE_LURAH,
    Permission.APPROVE_SEKCAM,
    Permission.APPROVE_CAMAT,
)


def _entered_here(by: User, case: Application) -> bool:
    """Whether ``by`` entered the case, at a counter that ``by`` works at today: who was moved leaves the files."""
    if case.entered_by_id != by.pk or case.village is None:
        return False
    return by.holds(Permission.CASE_RECEIVE, at=case.village)


def can_read_files(by: User, case: Application) -> Verdict:
    """Open the attached documents: who examines, who signs, and who entered the case and still works there."""
    if case.unit is None:
        return refused(_("Permohonan ini belum lengkap."))
    if _entered_here(by, case) or by.holds(Permission.CASE_EXAMINE, at=case.unit):
        return allowed()
    if any(by.holds(permission, at=case.unit) for permission in _SIGNERS):
        return allowed()
    if case.unit_id in units_above_own_section(by):
        return allowed()
    return refused(_("Berkas hanya dibuka oleh pemeriksa dan penanda tangan."))


def can_open_letter(by: User, case: Application) -> Verdict:
    """Open the letter of a case: who reads its files, and who prints it and stores the signed paper."""
    if case.unit is not None and by.holds(Permission.LETTER_ISSUE, at=case.unit):
        return allowed()
    return can_read_files(by, case)


def can_send_message(by: User, case: Application) -> Verdict:
    """Send the applicant a waiting message by WhatsApp: who reads the case, and who hands out its letter."""
    if case.unit is not None and by.holds(Permission.CASE_HAND_OVER, at=case.unit):
        return allowed()
    return can_read_files(by, case)


def can_see_nik(by: User, case: Application) -> Verdict:
    """Read the whole NIK: examiners only."""
    return _examines(by, case)
