"""The signing chain: each role in its turn approves or returns; after the last the letter gets its number."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access.permissions import Role
from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.casework import kept_notes, policies
from sinergi.casework.letter_values import letter_values
from sinergi.casework.models import Application, Approval
from sinergi.casework.operations.steps import (
    Notes,
    advance,
    kept_words,
    locked,
    with_letter_locked,
    write_step,
)
from sinergi.casework.operations.upkeep import responsible
from sinergi.casework.operations.withdrawn_letters import tell_withdrawn
from sinergi.casework.workflow import Outcome, Status
from sinergi.catalogue.models import Act
from sinergi.letters import operations as letters
from sinergi.letters.operations.numbers import local_date
from sinergi.notices import operations as notices
from sinergi.personnel.formulas import rank_in_letters
from sinergi.personnel.models import Employee


@transaction.atomic
def approve(
    case: Application, *, by: User, now: datetime, words: str = "", seen: int | None = None
) -> Application:
    """Give the initial, the signature or the "diketahui" of the step whose turn it is.

    The last approval issues the letter in the same transaction.
    """
    case = locked(case, seen=seen)
    policies.can_sign(by, case).enforce()
    steps = list(case.approvals.filter(round=case.signing_round).select_related("unit__office", "decided_by"))
    current = next(step for step in steps if not step.outcome)
    _decide(current, Outcome.APPROVED, by, now, words)
    following = next((step for step in steps if not step.outcome), None)
    changed: tuple[str, ...] = ("turn_role", "turn_unit")
    if following is None:
        case.turn_role, case.turn_unit = "", None
        case.letter = _issue(case, steps, by=by, now=now)
        changed = (*changed, "letter")
    else:
        case.turn_role, case.turn_unit = following.role, following.unit
    write_step(
        case, source=case.status, by=by, now=now, code="application.approved", changed=changed,
        notes=Notes(internal=words), unit_id=current.unit_id,
    )  # fmt: skip
    return case


@transaction.atomic
def return_to_examiner(
    case: Application, *, words: str, by: User, now: datetime, seen: int | None = None
) -> Application:
    """Send the case back to its examiner with words; the chain begins anew later."""
    case = locked(case, seen=seen)
    policies.can_sign(by, case).enforce()
    if not words.strip():
        raise Refused(_("Tulis apa yang harus diperbaiki pemeriksa."), field="words")
    current = case.approvals.filter(round=case.signing_round, outcome="").first()
    if current is None:
        raise Refused(_("Tidak ada langkah yang menunggu."))
    _decide(current, Outcome.RETURNED, by, now, words)
    case.turn_role, case.turn_unit = "", None
    advance(
        case, Status.EXAMINED, by=by, now=now, code="application.returned", notes=Notes(internal=words),
        changed=("turn_role", "turn_unit"), unit_id=current.unit_id,
    )  # fmt: skip
    _tell_examiners(case, current, now=now)
    return case


def _tell_examiners(case: Application, step: Approval, *, now: datetime) -> None:
    """The words themselves stay on the case's page: a message is read by whoever holds the telephone."""
    for user in responsible(case, local_date(case.office, now)):
        notices.post(
            "casework/returned", office=case.office, subject_id=case.reference, now=now,
            to=notices.Recipient(user=user),
            key=f"casework/returned:{case.reference}:{case.revision}:{user.pk}",
            context={
                "reference": case.reference, "service": case.version.service.name, "role": Role(step.role).label,
            },
        )  # fmt: skip


def _decide(step: Approval, outcome: Outcome, by: User, now: datetime, words: str) -> None:
    step.outcome, step.decided_by, step.decided_at, step.words = outcome, by, now, words or None
    step.save(update_fields=["outcome", "decided_by", "decided_at", "words"])


def _issue(case: Application, steps: list[Approval], *, by: User, now: datetime) -> Any:
    return letters.issue(**letter_facts(case, steps), by=by, now=now)


def letter_facts(
    case: Application, steps: Sequence[Approval], *, reader: User | None = None
) -> dict[str, Any]:
    """What `letters.issue` needs of a case. ``reader``: who would decide the step whose turn it is, in a preview."""
    signs = next((step for step in steps if step.act == Act.SIGN), steps[-1])
    turn = next((step for step in steps if not step.outcome), None)
    people = [step.decided_by or (reader if step is turn else None) for step in steps]
    employees = {row.user_id: row for row in Employee.objects.filter(user__in=[one for one in people if one])}
    with kept_words(case.office):
        values = letter_values(case)
    return {
        "office": case.office,
        "unit": signs.unit,
        "version": case.version,
        "holder": case.name or "",
        "values": values,
        "signatories": [
            _signatory(step, who, employees.get(who.pk) if who else None)
            for step, who in zip(steps, people, strict=True)
        ],
    }


def _signatory(step: Approval, who: User | None, employee: Employee | None) -> letters.Signatory:
    """As it stands on the letter: name, rank and NIP from the staff list, else the account's name; a gap for nobody."""
    with kept_words(step.unit.office):
        title = f"{step.get_role_display()} {step.unit.name}"
    return letters.Signatory(
        role=step.role,
        unit=step.unit,
        act=step.act,
        name=employee.name if employee else str(who or letters.GAP),
        title=title,
        rank=rank_in_letters(employee.rank) if employee else "",
        nip=employee.nip or "" if employee else "",
    )


@transaction.atomic
def reopen(case: Application, *, by: User, now: datetime, seen: int | None = None) -> Application:
    """Examine anew after the letter was withdrawn, also one that was handed over; the next signing gives a new letter.

    The clock goes on from the withdrawal: since then the applicant waits again. Team and survey stay those of the
    first closing (`asking.ask`); a new time that was told belonged to the old letter.
    """
    case = with_letter_locked(locked(case, seen=seen))
    policies.can_reopen(by, case).enforce()
    tell_withdrawn(case, now=now)
    old = case.letter
    notes = Notes(internal=_why_reopened(case))
    case.letter, case.ready_at, case.finished_at, case.handler = None, None, None, by
    case.collected_by = case.new_due_at = None
    advance(
        case, Status.EXAMINED, by=by, now=now, code="application.reopened", notes=notes,
        changed=("letter", "ready_at", "handler", "collected_by", "new_due_at"),
        waited_since=old.withdrawn_at if old else None,
    )  # fmt: skip
    return case


def _why_reopened(case: Application) -> str:
    lines = [case.letter.withdrawn_reason if case.letter else ""]
    if case.collected_by:
        lines.append(kept_notes.OLD_COLLECTED % {"name": case.collected_by})
    return "\n".join(lines)


@transaction.atomic
def store_scan(
    case: Application, upload: Any, *, by: User, now: datetime, seen: int | None = None
) -> Application:
    """Store the scan of the letter that was signed and stamped by hand; the letter is ready and the clock ends."""
    case = with_letter_locked(locked(case, seen=seen))
    policies.can_store_scan(by, case).enforce()
    if case.letter is None:
        raise Refused(_("Surat belum terbit."))
    if case.letter.signed_scan_id is None:  # else it was stored at the letter desk; the case only catches up
        letters.store_signed_scan(case.letter, upload, by=by, now=now)
    case.ready_at = now
    advance(case, Status.READY, by=by, now=now, tell={}, changed=("ready_at",))
    return case
