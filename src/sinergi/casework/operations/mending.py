"""The applicant mends what was sent back, or takes the application back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.audit.actors import Actor
from sinergi.casework import policies, references
from sinergi.casework.completeness import DEFECT
from sinergi.casework.models import AccessLink, Application, Attachment, Defect
from sinergi.casework.operations import asking
from sinergi.casework.operations.drafting import APPLICANT_FIELDS, Applicant, set_applicant
from sinergi.casework.operations.steps import Notes, advance, locked, write_step
from sinergi.casework.operations.unfinished import forget_unfinished
from sinergi.casework.workflow import Status
from sinergi.documents import operations as documents
from sinergi.documents.models import Purpose
from sinergi.notices import operations as notices

APPLICANT_FIELD = "applicant"  # the defect of the page "Pemohon" as a whole


def _open_defect(case: Application, defect: Defect) -> Defect:
    policies.can_mend(case).enforce()
    found = case.defects.filter(pk=defect.pk, solved_at__isnull=True).first()
    if found is None:
        raise Refused(_("Bagian ini sudah diperbaiki."))
    return found


@transaction.atomic
def mend_file(case: Application, defect: Defect, upload: Any, *, by: Actor, now: datetime) -> Application:
    """Replace the document that was sent back; the old one stays until the case is erased."""
    case = locked(case)
    found = _open_defect(case, defect)
    if found.requirement_id is None:
        raise Refused(_("Bagian ini bukan berkas."))
    document = documents.store(upload, office=case.office, purpose=Purpose.ATTACHMENT, by=by, now=now)
    current = case.attachments.filter(requirement_id=found.requirement_id, replaced_at__isnull=True)
    current.update(replaced_at=now)
    Attachment.objects.create(
        application=case, requirement_id=found.requirement_id, document=document, added_at=now
    )
    return _mended(case, found, by=by, now=now)


@transaction.atomic
def mend_answers(
    case: Application, defect: Defect, answers: Mapping[str, Any], *, by: Actor, now: datetime
) -> Application:
    """Replace the answer that was sent back; other keys of ``answers`` are ignored."""
    case = locked(case)
    found = _open_defect(case, defect)
    if found.field not in answers:
        raise Refused(_("Isian yang diperbaiki tidak ada."))
    case.answers = {**case.text_answers, found.field: answers[found.field]}
    case.save(update_fields=["answers"])
    return _mended(case, found, by=by, now=now)


@transaction.atomic
def mend_applicant(
    case: Application, defect: Defect, applicant: Applicant, *, by: Actor, now: datetime
) -> Application:
    """Replace what was wrong about the applicant. Another kelurahan is another officer's case: a new application.

    Another contact: whoever has the old one may be a stranger, so nothing that was sent there opens the case any more.
    """
    case = locked(case)
    found = _open_defect(case, defect)
    if found.field != APPLICANT_FIELD:
        raise Refused(_("Bagian ini bukan data pemohon."))
    if applicant.village.pk != case.village_id:
        words = _(
            "Kelurahan tidak dapat diganti setelah permohonan dikirim. Cabut, lalu ajukan permohonan baru."
        )
        raise Refused(words, field="village")
    before = (case.phone, case.email)
    set_applicant(case, applicant)
    if (case.phone, case.email) != before:
        _close_old_doors(case)
    case.save(update_fields=[*APPLICANT_FIELDS, "link_digest"])
    return _mended(case, found, by=by, now=now)


def _close_old_doors(case: Application) -> None:
    """Forget every link that was sent and the draft's own (not saved), with them the browsers that opened the case
    (`views.doors`); what still waits is not sent to the old contact."""
    AccessLink.objects.filter(application=case).delete()
    case.link_digest = references.token_digest(references.new_token())
    notices.skip_waiting(case.office, case.reference)


def _mended(case: Application, defect: Defect, *, by: Actor, now: datetime) -> Application:
    defect.solved_at = now
    defect.save(update_fields=["solved_at"])
    if case.defects.filter(solved_at__isnull=True).exists():
        forget_unfinished(case, [f"{DEFECT}{defect.pk}"])
        write_step(
            case, source=case.status, by=by, now=now, code="application.mended_part", changed=("unfinished",)
        )
        return case
    case.mended_at = now
    advance(case, Status.EXAMINED, by=by, now=now, code="application.mended", changed=("mended_at",))
    return case


@transaction.atomic
def withdraw(case: Application, *, by: Actor, now: datetime, words: str = "") -> Application:
    """The applicant takes the application back. Whoever was served until then may answer the survey."""
    case = locked(case)
    policies.can_withdraw(case).enforce()
    case.turn_role, case.turn_unit = "", None
    asked = asking.is_examined(case) and asking.ask(case, now=now)
    advance(
        case, Status.WITHDRAWN, by=by, now=now, tell={"survey": "1"} if asked else {}, notes=Notes(public=words),
        changed=("turn_role", "turn_unit", *asking.FIELDS),
    )  # fmt: skip
    return case
