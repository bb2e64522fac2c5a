"""A letter becomes valid by the scan of the hand-signed paper, and ends by withdrawal."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.documents import operations as documents
from sinergi.documents.models import Document, Purpose
from sinergi.letters import followers, policies
from sinergi.letters.models import Letter
from sinergi.letters.operations.numbers import checked_reason
from sinergi.letters.workflow import Status


def _locked(letter: Letter) -> Letter:
    return Letter.objects.select_related("unit", "office").select_for_update(of=("self",)).get(pk=letter.pk)


@transaction.atomic
def store_signed_scan(letter: Letter, upload: Any, *, by: Actor, now: datetime) -> Letter:
    """Store the scan of the signed and stamped letter; from now on its code answers.

    Raises `Refused`, or `documents.checking.UnacceptableFile` for a file that cannot be used.
    """
    letter = _locked(letter)
    policies.can_store_scan(by, letter).enforce()
    if letter.pdf and _is_unsigned(upload, letter.pdf):
        raise Refused(
            _("Berkas ini surat yang belum ditandatangani. Cetak dahulu, minta tanda tangan dan stempel, lalu pindai "
              "kertasnya."),
            field="file",
        )  # fmt: skip
    letter.signed_scan = documents.store(
        upload, office=letter.office, purpose=Purpose.SIGNED_SCAN, by=by, now=now
    )
    letter.status, letter.signed_at = Status.VALID, now
    letter.save(update_fields=["signed_scan", "status", "signed_at"])
    record(
        "letter.signed",
        by=by,
        subject=("letter", letter.pk, letter.number),
        office_id=letter.office_id,
        now=now,
    )
    return letter


def _is_unsigned(upload: Any, printed: Document) -> bool:
    """The very file that was opened for printing: nobody has signed it."""
    if upload.size != printed.size:
        return False
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    upload.seek(0)
    return digest.digest() == bytes(printed.sha256)


@transaction.atomic
def withdraw(letter: Letter, *, reason: str, by: Actor, now: datetime) -> Letter:
    """Withdraw a letter: its number stays in the register, and everybody who checks it is told."""
    letter = _locked(letter)
    policies.can_withdraw(by, letter).enforce()
    letter.status, letter.withdrawn_reason = Status.WITHDRAWN, checked_reason(reason)
    letter.withdrawn_at, letter.withdrawn_by = now, by.audit_name
    letter.save(update_fields=["status", "withdrawn_reason", "withdrawn_at", "withdrawn_by"])
    record(
        "letter.withdrawn", by=by, subject=("letter", letter.pk, letter.number), office_id=letter.office_id,
        now=now, reason=letter.withdrawn_reason,
    )  # fmt: skip
    followers.tell(letter)
    return letter
