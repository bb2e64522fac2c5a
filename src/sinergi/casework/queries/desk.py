"""The officers' pages: queue, case, signing list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Verdict
from sinergi.accounts.models import User
from sinergi.casework import policies, references, words
from sinergi.casework.models import Application, Approval, Defect
from sinergi.casework.queries.citizen import (
    FileRow,
    applicant_rows,
    defect_label,
    file_rows,
    page_rows,
)
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import CLOSED, OPEN, RUNNING, Channel, Status
from sinergi.catalogue.queries import promise_words
from sinergi.notices import queries as notices
from sinergi.notices.models import Message
from sinergi.organization.models import Office, Unit
from sinergi.ui import formats
from sinergi.ui.components import Moment, SummaryRow, TimelineEntry, Tone
from sinergi.ui.navigation import NavItem
from sinergi.ui.paging import Page, page_by_key
from sinergi.worktime.formulas import NoOpening, due_at
from sinergi.worktime.queries import schedule_of

NEARLY_MINUTES = 60
PAGE_SIZE = 25
FILTERS = ("semua", "saya", "hampir", "kembali", "siap", "pesan", "tutup")
LONGEST_ID = 9  # digits; a longer number in the address is no kelurahan


@dataclass(frozen=True)
class QueueRow:
    """One case in a list: who it is about is shortened, the NIK is not shown at all."""

    case: Application
    left: words.Remaining
    promise: str

    @property
    def applicant(self) -> str:
        return references.masked_name(self.case.name)

    @property
    def share_words(self) -> str:
        return formats.percent(self.left.share)

    @property
    def is_over(self) -> bool:
        """Whether more than the promise was used, whatever the case waits for now."""
        return self.left.share > 1

    @property
    def meter_tone(self) -> str:
        return Tone.BAD if self.is_over else self.left.tone

    @property
    def tag(self) -> tuple[str, str]:
        """Tone and words of the tag: a case that came back says so first."""
        if (
            self.case.mended_at is not None
            and self.case.status == Status.EXAMINED
            and self.left.tone != "bad"
        ):
            return "info", _("Kembali dari warga")
        return self.left.tone, self.left.words


@dataclass(frozen=True)
class Queue:
    """The queue page: one page of rows, the chips with their counts."""

    page: Page[QueueRow]
    chips: list[NavItem]
    is_filtered: bool


def queue(
    user: User,
    office: Office,
    *,
    chosen: str,
    village: str,
    search: str,
    cursor: str | None,
    now: datetime,
    url: str,
) -> Queue:
    """Open cases that ``user`` may see, what is due first on top. Seven queries whatever the length."""
    seen = Application.objects.visible_to(user).submitted().filter(office=office)
    soon = nearly_late_before(office, now)
    rows = filtered(seen, chosen=chosen, village=village, user=user, office=office, soon=soon)
    if search:
        rows = seen.filter(reference__contains=references.clean_reference(search))
    related = rows.select_related("version__service", "village", "handler")
    keys = ("-finished_at", "pk") if chosen == "tutup" and not search else ("due_at", "pk")
    page = page_by_key(related, *keys, cursor=cursor, size=PAGE_SIZE)
    return Queue(
        page=Page(tuple(queue_rows(page, office, now=now)), page.next, page.previous),
        chips=chips(seen, user, office, soon, chosen=chosen, village=village, url=url),
        is_filtered=bool(search or village or chosen not in {"", "semua"}),
    )


def nearly_late_before(office: Office, now: datetime) -> datetime:
    """The moment one working hour from now: what is due before it is nearly late."""
    try:
        return due_at(now, NEARLY_MINUTES, "minutes", schedule_of(office.calendar, office.time_zone))
    except NoOpening:
        return now + timedelta(minutes=NEARLY_MINUTES)


def filtered(
    rows: QuerySet[Application], *, chosen: str, village: str, user: User, office: Office, soon: datetime
) -> QuerySet[Application]:
    """The rows behind one chip."""
    conditions = {
        "saya": Q(status__in=sorted(OPEN), handler=user),
        "hampir": Q(status__in=sorted(RUNNING), due_at__lte=soon),
        "kembali": Q(status=Status.EXAMINED, mended_at__isnull=False),
        "siap": Q(status=Status.READY),
        "pesan": has_message(office),
        "tutup": Q(status__in=sorted(CLOSED)),
    }
    rows = rows.filter(conditions.get(chosen, Q(status__in=sorted(OPEN))))
    is_id = village.isascii() and village.isdigit() and len(village) <= LONGEST_ID
    return rows.filter(village_id=int(village)) if is_id else rows


def chips(
    seen: QuerySet[Application],
    user: User,
    office: Office,
    soon: datetime,
    *,
    chosen: str,
    village: str,
    url: str,
) -> list[NavItem]:
    """Filters with their counts, from one aggregate, one grouping, and the messages that wait."""
    opened = seen.filter(status__in=sorted(OPEN))
    counts = opened.aggregate(
        semua=Count("pk"),
        saya=Count("pk", filter=Q(handler=user)),
        hampir=Count("pk", filter=Q(status__in=sorted(RUNNING), due_at__lte=soon)),
        kembali=Count("pk", filter=Q(status=Status.EXAMINED, mended_at__isnull=False)),
        siap=Count("pk", filter=Q(status=Status.READY)),
    )
    counts["pesan"] = seen.filter(has_message(office)).count()
    labels = {
        "semua": _("Semua"), "saya": _("Punya saya"), "hampir": _("Hampir terlambat"),
        "kembali": _("Kembali dari warga"), "siap": _("Siap diambil"),
        "pesan": _("Pesan menunggu dikirim"), "tutup": _("Sudah selesai"),
    }  # fmt: skip
    current = "" if village else chosen or "semua"
    items = [
        NavItem(labels[name], f"{url}?saring={name}", counts.get(name), current=name == current)
        for name in FILTERS
    ]
    villages = opened.values("village_id", "village__name").annotate(n=Count("pk")).order_by("village__name")
    if len(villages) > 1:
        items += [
            NavItem(
                row["village__name"], f"{url}?kelurahan={row['village_id']}", row["n"],
                current=village == str(row["village_id"]),
            )
            for row in villages
        ]  # fmt: skip
    return items


def queue_rows(cases: Iterable[Application], office: Office, *, now: datetime) -> list[QueueRow]:
    """Rows for a list of cases, without a query each."""
    schedule = schedule_of(office.calendar, office.time_zone)
    return [
        QueueRow(
            case=case,
            left=words.remaining(case, now=now, schedule=schedule),
            promise=promise_words(case.version.promise_amount, case.version.promise_unit),
        )
        for case in cases
    ]


def approvals(user: User, office: Office, *, cursor: str | None, now: datetime) -> Page[QueueRow]:
    """Cases that wait for the initial or signature of ``user``, what is due first on top."""
    rows = Application.objects.waiting_for(user).filter(office=office)
    related = rows.select_related("version__service", "village", "handler", "turn_unit")
    page = page_by_key(related, "due_at", "pk", cursor=cursor, size=PAGE_SIZE)
    return Page(tuple(queue_rows(page, office, now=now)), page.next, page.previous)


@dataclass(frozen=True)
class BegunRow:
    """An entry at the counter that was not sent yet."""

    draft: Application

    @property
    def applicant(self) -> str:
        return references.masked_name(self.draft.name)


def begun_at_counter(user: User, office: Office, *, cursor: str | None, now: datetime) -> Page[BegunRow]:
    """What ``user`` began at the counter and has not sent, the newest on top."""
    rows = Application.objects.visible_to(user).filter(
        office=office, status=Status.DRAFT, channel=Channel.COUNTER, entered_by=user, draft_until__gt=now
    )
    related = rows.select_related("version__service")
    page = page_by_key(related, "-created_at", "pk", cursor=cursor, size=PAGE_SIZE)
    return Page(tuple(BegunRow(draft) for draft in page), page.next, page.previous)


def found_by_nik(user: User, office: Office, nik: str, *, now: datetime) -> list[QueueRow]:
    """The newest twenty cases of one person that ``user`` may see."""
    rows = (
        Application.objects.visible_to(user)
        .submitted()
        .filter(office=office, nik_index=references.nik_digest(nik))
    )
    related = rows.select_related("version__service", "village", "handler").order_by("-submitted_at")
    return queue_rows(related[:20], office, now=now)


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
    defects: list[tuple[str, Defect]]
    approvals: list[Approval]
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
    moves = [words.desk_entry(move) for move in case.moves.select_related("unit").order_by("at", "revision")]
    return CasePage(
        case=case,
        row=queue_rows([case], case.office, now=now)[0],
        applicant=applicant_rows(case, whole_nik=whole),
        pages=page_rows(case, standard, whole_nik=whole),
        files=file_rows(case),
        may_read_files=policies.can_read_files(by, case),
        defects=[(defect_label(case, defect), defect) for defect in case.defects.order_by("-found_at", "pk")],
        approvals=list(case.approvals.select_related("unit", "decided_by").order_by("round", "position")),
        timeline=[*moves, *([coming] if coming else [])],
        actions=actions(by, case),
        message=message,
        whatsapp=notices.whatsapp_link(message) if message else "",
        has_contact=bool(case.phone or case.email),
    )


def actions(by: User, case: Application) -> list[Action]:
    """The buttons in the order of the work; those whose time has not come carry their reason."""
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
        Action(
            "scan",
            _("Simpan surat bertanda tangan"),
            "casework:scan",
            policies.can_store_scan(by, case),
            "first",
        ),
        Action(
            "hand_over", _("Serahkan surat"), "casework:hand_over", policies.can_hand_over(by, case), "first"
        ),
        Action(
            "withdraw_here", _("Cabut atas permintaan pemohon"), "casework:withdraw_here",
            policies.can_withdraw_at_counter(by, case),
        ),
    ]  # fmt: skip
    return listed


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


def has_message(office: Office) -> Q:
    """Cases with a message that waits for an officer."""
    return Q(reference__in=notices.waiting_for_officer(office).order_by().values("subject_id"))


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
    """What others did to a case after revision ``seen``, for the conflict page."""
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
