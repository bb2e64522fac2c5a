"""What an examiner does with a case: take, send back, propose, refuse, tell a new time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access.permissions import Role
from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.casework import kept_notes, policies
from sinergi.casework.models import Application, Approval, Defect, Delay
from sinergi.casework.operations import asking
from sinergi.casework.operations.steps import Notes, advance, kept_words, locked, post, write_step
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import DelayReason, Status
from sinergi.letters.operations.numbers import local_date
from sinergi.notices.operations import NIK_LIKE
from sinergi.organization.models import Unit
from sinergi.organization.queries import root_unit
from sinergi.ui import formats


@dataclass(frozen=True)
class Finding:
    """One thing to mend: a document (``requirement_key``) or an answer (``field``), and what is wrong with it."""

    words: str
    requirement_key: str = ""
    field: str = ""


@transaction.atomic
def take(case: Application, *, by: User, now: datetime, seen: int | None = None) -> Application:
    """Begin to examine, or take the case over from a colleague."""
    case = locked(case, seen=seen)
    policies.can_take(by, case).enforce()
    before = case.handler
    case.handler = by
    if case.status == Status.RECEIVED:
        advance(case, Status.EXAMINED, by=by, now=now, changed=("handler",))
    else:
        notes = Notes(internal=kept_notes.TAKEN_OVER % {"name": before})
        write_step(
            case, source=case.status, by=by, now=now, code="application.taken_over", notes=notes,
            changed=("handler",),
        )  # fmt: skip
    return case


@transaction.atomic
def send_back(
    case: Application, findings: Sequence[Finding], *, deadline: date, by: User, now: datetime,
    seen: int | None = None,
) -> Application:  # fmt: skip
    """Ask the applicant to mend single documents or answers until ``deadline``; the clock stops."""
    case = locked(case, seen=seen)
    policies.can_decide(by, case).enforce()
    if not findings:
        raise Refused(_("Pilih sedikitnya satu dokumen atau isian yang harus diperbaiki."))
    if deadline <= local_date(case.office, now):
        raise Refused(_("Batas perbaikan harus sesudah hari ini."), field="deadline")
    standard = standard_of(case.version)
    for finding in findings:
        requirement = standard.requirement(finding.requirement_key) if finding.requirement_key else None
        Defect.objects.create(
            application=case, requirement_id=requirement.id if requirement else None, field=finding.field,
            words=finding.words, deadline=deadline, found_by=by, found_at=now,
        )  # fmt: skip
    case.sent_back += 1
    case.mended_at = None
    with kept_words(case.office):
        until = formats.long_date(deadline)
    advance(
        case, Status.NEEDS_FIX, by=by, now=now, changed=("sent_back", "mended_at"),
        tell={"deadline": until, "count": str(len(findings))},
        notes=Notes(public="\n".join(finding.words for finding in findings)),
    )  # fmt: skip
    return case


@transaction.atomic
def propose(
    case: Application, *, by: User, now: datetime, note: str = "", seen: int | None = None
) -> Application:
    """Pass the case on to the signing chain of its version, resolved to units."""
    case = locked(case, seen=seen)
    policies.can_decide(by, case).enforce()
    steps = chain_of(case)
    if not steps:
        raise Refused(_("Layanan ini belum mempunyai rantai penandatanganan. Hubungi pengelola layanan."))
    case.signing_round += 1
    Approval.objects.bulk_create(
        Approval(application=case, round=case.signing_round, position=position, role=role, unit=unit, act=act)
        for position, role, unit, act in steps
    )
    case.mended_at = None
    case.turn_role, case.turn_unit = steps[0][1], steps[0][2]
    advance(
        case, Status.AWAITING_SIGNATURE, by=by, now=now, notes=Notes(internal=note),
        changed=("signing_round", "mended_at", "turn_role", "turn_unit"),
    )  # fmt: skip
    return case


def chain_of(case: Application) -> list[tuple[int, str, Unit, str]]:
    """The signing chain as (position, role, unit, act): role at the applicant's kelurahan or at the kecamatan."""
    chain = standard_of(case.version).chain
    if not chain or case.village is None:
        return []
    root = root_unit(case.office) if any(not step.at_village for step in chain) else case.village
    return [
        (step.position, Role(step.role), case.village if step.at_village else root, step.act)
        for step in chain
    ]


@transaction.atomic
def reject(
    case: Application,
    *,
    legal_reason: str,
    explanation: str,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> Application:
    """Refuse, with the legal reason; the applicant is also told how to object."""
    case = locked(case, seen=seen)
    policies.can_decide(by, case).enforce()
    if not legal_reason.strip():
        raise Refused(_("Sebutkan dasar hukum penolakan."), field="legal_reason")
    if NIK_LIKE.search(legal_reason):  # it stands in the message, and no message carries a NIK
        words = _("Dasar hukum memuat 16 angka seperti NIK. Hapus angka itu.")
        raise Refused(words, field="legal_reason")
    again = {} if asking.ask(case, now=now) else {"again": "1"}
    public = f"{kept_notes.LAW % {'law': legal_reason}}\n{explanation}"
    advance(
        case, Status.REJECTED, by=by, now=now, tell={"reason": legal_reason, **again}, changed=asking.FIELDS,
        notes=Notes(public=public),
    )  # fmt: skip
    return case


@transaction.atomic
def delay(
    case: Application, *, reason: DelayReason, words: str, new_due_at: datetime, by: User, now: datetime,
    seen: int | None = None,
) -> Delay:  # fmt: skip
    """Tell the applicant why it takes longer and until when. The promise itself stays as it was."""
    case = locked(case, seen=seen)
    policies.can_delay(by, case).enforce()
    if new_due_at <= now:
        raise Refused(_("Waktu baru harus sesudah sekarang."), field="new_due")
    message = Delay.objects.create(
        application=case, reason=reason, words=words or None, new_due_at=new_due_at, by=by, at=now
    )
    case.new_due_at = new_due_at
    with kept_words(case.office):
        label, due = str(DelayReason(reason).label), formats.long_datetime(new_due_at)
    sentence = kept_notes.DELAYED_EXPLAINED if words.strip() else kept_notes.DELAYED
    public = sentence % {"cause": label, "words": words, "due": due}
    write_step(
        case, source=case.status, by=by, now=now, code="application.delayed", changed=("new_due_at",),
        notes=Notes(public=" ".join(public.split())),
    )  # fmt: skip
    post(case, "casework/delayed", now=now, reason=label, new_due=due)
    return message
