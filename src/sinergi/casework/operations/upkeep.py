"""Sweeps: old drafts, overdue cases, unsolved defects, retention. Each can run twice without harm."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Min, Q

from sinergi.access.permissions import Permission, roles_with
from sinergi.accounts.models import RoleAssignment, User
from sinergi.audit.actors import SYSTEM
from sinergi.casework import kept_notes
from sinergi.casework.models import AccessLink, Application, TrackingAttempt
from sinergi.casework.models.application import HASHES, SEALED, signs_for
from sinergi.casework.operations.drafting import erase_draft
from sinergi.casework.operations.mending import withdraw
from sinergi.casework.operations.steps import RELATED, kept_words, note, post
from sinergi.casework.workflow import CLOSED, RUNNING, Status
from sinergi.documents import operations as documents
from sinergi.letters.operations.numbers import local_date
from sinergi.notices import operations as notices
from sinergi.organization.queries import on_local_day, zones_today
from sinergi.surveys.invitations import last_day
from sinergi.surveys.operations.invitations import LEEWAY_MONTHS
from sinergi.ui import formats

BATCH = 200
GRACE_DAYS = 14  # from the reminder to the closing of a case that nobody mends


def sweep_drafts(*, now: datetime) -> int:
    """Erase drafts whose 14 days are over, with their files."""
    old = Application.objects.filter(status=Status.DRAFT, draft_until__lte=now).order_by("draft_until")[
        :BATCH
    ]
    for draft in old:
        erase_draft(draft, by=SYSTEM, now=now)
    return len(old)


def sweep_doors(*, now: datetime) -> None:
    """Forget expired links and misses older than a day."""
    AccessLink.objects.filter(expires_at__lte=now).delete()
    TrackingAttempt.objects.filter(at__lte=now - timedelta(days=1)).delete()


def sweep_survey_keys(*, now: datetime) -> int:
    """Forget the survey keys of invitations that are over, which are all that ties a case to its survey link."""
    over = Q(pk__in=[])
    for zone, today in zones_today(now).items():
        oldest = last_day(today.replace(day=1), later=-LEEWAY_MONTHS).replace(day=1)
        start = datetime.combine(oldest, time(), tzinfo=ZoneInfo(zone))
        over |= Q(office__time_zone=zone, finished_at__lt=start)
    rows = Application.objects.filter(
        over, status__in=sorted(CLOSED), survey_token__isnull=False, erased_at__isnull=True
    )
    ids = list(rows.order_by("finished_at").values_list("pk", flat=True)[:BATCH])
    for pk in ids:
        _forget_survey_key(pk)
    return len(ids)


@transaction.atomic
def _forget_survey_key(pk: UUID) -> None:
    case = Application.objects.select_for_update().get(pk=pk)
    case.survey_token = None
    case.save(update_fields=["survey_token"])


def note_overdue(*, now: datetime) -> int:
    """Remind the officers of cases that became late, once a case."""
    late = Application.objects.filter(
        status__in=sorted(RUNNING), due_at__lt=now, overdue_noted_at__isnull=True
    ).order_by("due_at")[:BATCH]
    for case in late:
        _note_one(case, now=now)
    return len(late)


@transaction.atomic
def _note_one(case: Application, *, now: datetime) -> None:
    case = Application.objects.select_related(*RELATED).select_for_update(of=("self",)).get(pk=case.pk)
    if case.overdue_noted_at is not None or not case.runs:
        return
    case.overdue_noted_at = now
    case.save(update_fields=["overdue_noted_at"])
    with kept_words(case.office):
        due = formats.long_datetime(case.due_at) if case.due_at else ""
    for user in responsible(case, local_date(case.office, now)):
        notices.post(
            "casework/overdue",
            office=case.office,
            key=f"casework/overdue:{case.reference}:{user.pk}",
            subject_id=case.reference,
            to=notices.Recipient(user=user),
            context={"reference": case.reference, "service": case.version.service.name, "link": "",
                     "due": due},
            now=now,
        )  # fmt: skip
    note("application.overdue_noted", case, by=SYSTEM, now=now)


def responsible(case: Application, today: date) -> list[User]:
    """The signer whose turn it is, else the examiner, else all examiners of the unit."""
    held = RoleAssignment.objects.held_on(today).filter(user__is_active=True).select_related("user")
    if case.turn_role and case.turn_unit is not None:
        return [row.user for row in held.filter(signs_for(case.turn_role, case.turn_unit))]
    if case.handler is not None:
        return [case.handler]
    if case.unit is None:
        return []
    return [row.user for row in held.filter(role__in=roles_with(Permission.CASE_EXAMINE), unit=case.unit)]


def follow_defects(*, now: datetime) -> tuple[int, int]:
    """Remind once when a deadline has passed; close the case 14 days after. Returns (reminded, closed).

    Only cases for which something is to be done now, the longest late first: nobody waits behind the others."""
    late = Application.objects.filter(
        on_local_day(now, "defects__deadline__lt"),
        defects__solved_at__isnull=True,
        status=Status.NEEDS_FIX,
    ).annotate(deadline=Min("defects__deadline"), reminded=Min("defects__reminded_at"))
    due = Q(reminded__isnull=True) | Q(reminded__lte=now - timedelta(days=GRACE_DAYS))
    cases = late.filter(due).order_by("deadline", "pk")[:BATCH]
    results = [_follow_one(case, now=now) for case in cases]
    return results.count("reminded"), results.count("closed")


@transaction.atomic
def _follow_one(case: Application, *, now: datetime) -> str:
    case = Application.objects.select_related(*RELATED).select_for_update(of=("self",)).get(pk=case.pk)
    late = list(case.defects.filter(solved_at__isnull=True, deadline__lt=local_date(case.office, now)))
    if case.status != Status.NEEDS_FIX or not late:
        return ""
    reminded = [defect.reminded_at for defect in late if defect.reminded_at is not None]
    if not reminded:
        case.defects.filter(pk__in=[defect.pk for defect in late]).update(reminded_at=now)
        with kept_words(case.office):
            closing = formats.long_date(local_date(case.office, now) + timedelta(days=GRACE_DAYS))
        post(case, "casework/mend_reminder", now=now, deadline=closing)
        note("application.mend_reminded", case, by=SYSTEM, now=now)
        return "reminded"
    if now - min(reminded) < timedelta(days=GRACE_DAYS):
        return ""
    withdraw(case, by=SYSTEM, now=now, words=kept_notes.CLOSED_UNMENDED)
    return "closed"


def erase_expired(*, now: datetime) -> int:
    """Erase answers, files and everything that names the applicant once the retention time is over.

    What stays: number, service, units, statuses and times, for statistics and the register.
    """
    due = Application.objects.filter(
        on_local_day(now, "erase_after__lte"), status__in=sorted(CLOSED), erased_at__isnull=True
    ).order_by("erase_after")[:BATCH]
    for case in due:
        _erase_one(case, now=now)
    return len(due)


@transaction.atomic
def _erase_one(case: Application, *, now: datetime) -> None:
    case = Application.objects.select_for_update().get(pk=case.pk)
    if case.erased_at is not None:
        return
    for attachment in case.attachments.select_related("document"):
        document = attachment.document
        attachment.delete()
        if document is not None:
            documents.erase(document, by=SYSTEM, now=now)
    kept = {"link_digest"}  # it opens nothing any more, and is unique
    for name in (*SEALED, *(name for name in HASHES if name not in kept)):
        setattr(case, name, None)
    case.check_kind = ""
    case.erased_at = now
    case.save()
    case.moves.update(public_note=None, internal_note=None)
    case.defects.update(words=None)
    case.approvals.update(words=None)
    case.delays.update(words=None)
    note("application.erased", case, by=SYSTEM, now=now)
