"""The officers' page of one case. Their lists are `queue`."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Verdict
from sinergi.accounts.models import User
from sinergi.casework import policies, words
from sinergi.casework.models import Application, Approval, Defect
from sinergi.casework.queries.citizen import (
    FileRow,
    applicant_rows,
    defect_label,
    differing_from_nik,
    file_rows,
    page_rows,
)
from sinergi.casework.queries.queue import QueueRow, queue_rows
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import Outcome, Status
from sinergi.notices import queries as notices
from sinergi.notices.models import Message
from sinergi.organization.models import Office, Unit
from sinergi.ui.components import Moment, SummaryRow, TimelineEntry


@dataclass(frozen=True)
class Action:
    """A button of the case page: ``verdict`` says whether it may be pressed, and why not."""

    name: str
    label: str
    url_name: str
    verdict: Verdict
    tone: str = ""


@dataclass(frozen=True)
class CasePage:
    """Everything an officer sees about one case."""

    case: Application
    row: QueueRow
    applicant: list[SummaryRow]
    pages: list[tuple[str, list[SummaryRow]]]
    files: list[FileRow]
    may_read_files: Verdict
    differs: list[str]
    defects: list[tuple[str, Defect]]
    approvals: list[Approval]
    returned: Approval | None
    timeline: list[TimelineEntry]
    actions: list[Action]
    message: Message | None
    whatsapp: str
    has_contact: bool


def case_page(case: Application, *, by: User, now: datetime) -> CasePage:
    """The page of one case; ``case`` comes from `case_for` with its relations."""
    standard = standard_of(case.version)
    coming = words.next_entry(case, desk=True)
    message = waiting_messages(case).last() if policies.can_send_message(by, case) else None
    whole = bool(policies.can_see_nik(by, case))
    approvals = list(case.approvals.select_related("unit", "decided_by").order_by("round", "position"))
    moves = [words.desk_entry(move) for move in case.moves.select_related("unit").order_by("at", "revision")]
    return CasePage(
        case=case,
        row=queue_rows([case], case.office, now=now)[0],
        applicant=applicant_rows(case, whole_nik=whole),
        pages=page_rows(case, standard, whole_nik=whole),
        files=file_rows(case),
        may_read_files=policies.can_read_files(by, case),
        differs=differing_from_nik(case, standard) if case.is_open else [],
        defects=[(defect_label(case, defect), defect) for defect in case.defects.order_by("-found_at", "pk")],
        approvals=approvals,
        returned=_returned(case, approvals),
        timeline=[*moves, *([coming] if coming else [])],
        actions=actions(by, case),
        message=message,
        whatsapp=notices.whatsapp_link(message) if message else "",
        has_contact=bool(case.phone or case.email),
    )


def _returned(case: Application, approvals: list[Approval]) -> Approval | None:
    """The step that sent the case back to its examiner, as long as it was not proposed again."""
    if case.status != Status.EXAMINED:
        return None
    back = [step for step in approvals if step.outcome == Outcome.RETURNED]
    return next((step for step in back if step.round == case.signing_round), None)


def actions(by: User, case: Application) -> list[Action]:
    """The buttons, the next step first; those whose time has not come carry their reason."""
    decide = policies.can_decide(by, case)
    listed = [
        Action("take", _("Ambil dan periksa"), "casework:take", policies.can_take(by, case), "first"),
        Action("propose", _("Ajukan untuk tanda tangan"), "casework:propose", decide, "first"),
        Action("send_back", _("Kembalikan untuk diperbaiki"), "casework:send_back", decide),
        Action("reject", _("Tolak"), "casework:reject", decide),
        Action(
            "mend_here", _("Terima perbaikan di loket"), "casework:mend_here",
            policies.can_mend_at_counter(by, case), "first",
        ),
        Action("reopen", _("Periksa ulang"), "casework:reopen", policies.can_reopen(by, case), "first"),
        Action("delay", _("Kabarkan waktu baru"), "casework:delay", policies.can_delay(by, case)),
        Action("print", _("Cetak surat"), "casework:letter", policies.can_print(by, case), "first"),
        Action(
            "scan", _("Simpan surat bertanda tangan"), "casework:scan", policies.can_store_scan(by, case), "first"
        ),
        Action(
            "hand_over", _("Serahkan surat"), "casework:hand_over", policies.can_hand_over(by, case), "first"
        ),
        Action(
            "withdraw_here", _("Cabut atas permintaan pemohon"), "casework:withdraw_here",
            policies.can_withdraw_at_counter(by, case),
        ),
    ]  # fmt: skip
    return _next_first(listed)


def _next_first(listed: list[Action]) -> list[Action]:
    """Steps of the work before what may be done at any time; only the first that may be taken stays a primary one."""
    ordered = sorted(listed, key=lambda action: action.tone != "first")
    leads = next((action for action in ordered if action.verdict), None)
    return [action if action is leads else replace(action, tone="") for action in ordered]


def how_told(case: Application) -> str:
    """How the applicant learns what has just happened: by itself, by the officer's hand, or not at all."""
    if case.email:
        return _("Pemohon diberi tahu lewat surel.")
    if case.phone:
        return _("Kirim pesan kepada pemohon dengan tombol WhatsApp di bawah.")
    return _(
        "Pemohon tidak mempunyai kontak: kabarkan langsung di loket, atau ia melihatnya di halaman status."
    )


def waiting_messages(case: Application) -> QuerySet[Message]:
    """The messages of this case that an officer can send by one tap, oldest first."""
    return notices.waiting_for_officer(case.office, case.reference)


def case_for(user: Any, reference: str) -> QuerySet[Application]:
    """The one case with this number, if ``user`` may see it, with what its page needs."""
    return (
        Application.objects.visible_to(user)
        .submitted()
        .filter(reference=reference)
        .select_related(
            "office__calendar",
            "version__service",
            "unit",
            "village",
            "handler",
            "turn_unit",
            "letter",
            "entered_by",
        )
    )


def changes_since(case: Application, seen: int) -> list[TimelineEntry]:
    """What was done to a case after revision ``seen``, for the conflict page."""
    later = case.moves.filter(revision__gt=seen).select_related("unit").order_by("revision")
    return [words.desk_entry(move) for move in later] or [
        TimelineEntry(title=_("Data permohonan diubah"), moment=Moment.NOW)
    ]


def villages_for(user: User, office: Office) -> QuerySet[Unit]:
    """The kelurahan for whose people ``user`` may enter applications."""
    paths = user.paths_for(Permission.CASE_RECEIVE)
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return Unit.objects.filter(condition, office=office).villages().order_by("name")
