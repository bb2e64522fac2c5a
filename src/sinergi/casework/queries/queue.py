"""The officers' lists: queue, signing list, entries begun at the counter, cases of one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User, within
from sinergi.casework import policies, references, words
from sinergi.casework.models import Application
from sinergi.casework.workflow import CLOSED, OPEN, RUNNING, Channel, Status
from sinergi.catalogue.queries import promise_words
from sinergi.letters.workflow import Status as LetterStatus
from sinergi.notices import queries as notices
from sinergi.organization.models import Office
from sinergi.ui import formats
from sinergi.ui.components import Tone
from sinergi.ui.navigation import NavItem
from sinergi.ui.paging import Page, page_by_key
from sinergi.worktime.formulas import NoOpening, due_at
from sinergi.worktime.queries import schedule_of

NEARLY_MINUTES = 60
PAGE_SIZE = 25
DEFAULT = "tindakan"
FILTERS = (DEFAULT, "semua", "saya", "hampir", "kembali", "cetak", "siap", "pesan", "tutup")
LONGEST_ID = 9  # digits; a longer number in the address is no kelurahan


@dataclass(frozen=True)
class QueueRow:
    """One case in a list: who it is about is shortened, the NIK is not shown at all."""

    case: Application
    left: words.Remaining
    promise: str
    may_take: bool = False

    @property
    def applicant(self) -> str:
        return references.masked_name(self.case.name)

    @property
    def share_words(self) -> str:
        return formats.percent(self.left.share)

    @property
    def status_words(self) -> str:
        """The status, and within the signing chain whose turn it is."""
        if self.case.status != Status.AWAITING_SIGNATURE:
            return self.case.get_status_display()
        if self.case.turn_role:
            return _("Menunggu %(role)s") % {"role": self.case.get_turn_role_display().lower()}
        return _("Disetujui, perlu dicetak")

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
        if self.is_returned and self.left.tone != "bad":
            return "warn", _("Dikembalikan pejabat")
        return self.left.tone, self.left.words

    @property
    def is_returned(self) -> bool:
        """A signer sent it back: it was proposed before, has no letter, and is examined again."""
        case = self.case
        return case.status == Status.EXAMINED and case.signing_round > 0 and case.letter_id is None


@dataclass(frozen=True)
class Queue:
    """The queue page: one page of rows, the chips with their counts."""

    page: Page[QueueRow]
    chips: list[NavItem]
    is_filtered: bool
    has_more: bool  # nothing to act on, and yet there are open cases


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
    chosen = chosen if chosen in FILTERS else "semua" if village else DEFAULT
    soon = nearly_late_before(office, now)
    rows = filtered(seen, chosen=chosen, village=village, user=user, office=office, soon=soon)
    if search:
        rows = seen.filter(reference__contains=references.clean_reference(search))
    related = rows.select_related("version__service", "village", "handler", "unit")
    keys = ("-finished_at", "pk") if chosen == "tutup" and not search else ("due_at", "pk")
    page = page_by_key(related, *keys, cursor=cursor, size=PAGE_SIZE)
    listed = queue_rows(page, office, now=now, by=user)
    items, opened = chips(seen, user, office, soon, chosen=chosen, village=village, url=url)
    narrowed = bool(search or village or chosen not in {DEFAULT, "semua"})
    return Queue(
        page=Page(tuple(listed), page.next, page.previous), chips=items, is_filtered=narrowed,
        has_more=chosen == DEFAULT and opened > 0,
    )  # fmt: skip


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
        DEFAULT: to_act_on(user),
        "saya": Q(status__in=sorted(OPEN), handler=user),
        "hampir": Q(status__in=sorted(RUNNING), due_at__lte=soon),
        "kembali": Q(status=Status.EXAMINED, mended_at__isnull=False),
        "cetak": TO_PRINT,
        "siap": Q(status=Status.READY),
        "pesan": has_message(office),
        "tutup": Q(status__in=sorted(CLOSED)),
    }
    rows = rows.filter(conditions.get(chosen, Q(status__in=sorted(OPEN))))
    is_id = village.isascii() and village.isdigit() and len(village) <= LONGEST_ID
    return rows.filter(village_id=int(village)) if is_id else rows


# Everybody has approved; the paper waits for the hand, the stamp and the scan.
TO_PRINT = Q(status=Status.AWAITING_SIGNATURE, turn_role="") & ~Q(letter__status=LetterStatus.WITHDRAWN)


def to_act_on(user: User) -> Q:
    """What this person, or a colleague of the same counter, can do something about now. Not among it: what waits
    for the applicant, to mend or to collect, and what somebody else has to sign."""
    works = within([*user.paths_for(Permission.CASE_EXAMINE), *user.paths_for(Permission.CASE_RECEIVE)])
    prints = within(user.paths_for(Permission.LETTER_ISSUE))
    again = Q(status__in=[Status.AWAITING_SIGNATURE, Status.READY], letter__status=LetterStatus.WITHDRAWN)
    signs = Q(pk__in=Application.objects.waiting_for(user).values("pk"))
    working = Q(status__in=[Status.RECEIVED, Status.EXAMINED]) | again
    return Q(status__in=sorted(OPEN)) & ((working & works) | (TO_PRINT & prints) | signs)


def chips(
    seen: QuerySet[Application],
    user: User,
    office: Office,
    soon: datetime,
    *,
    chosen: str,
    village: str,
    url: str,
) -> tuple[list[NavItem], int]:
    """Filters with their counts, from one aggregate, one grouping and the waiting messages; and how many are open."""
    opened = seen.filter(status__in=sorted(OPEN))
    counts = opened.aggregate(
        tindakan=Count("pk", filter=to_act_on(user)),
        semua=Count("pk"),
        cetak=Count("pk", filter=TO_PRINT),
        saya=Count("pk", filter=Q(handler=user)),
        hampir=Count("pk", filter=Q(status__in=sorted(RUNNING), due_at__lte=soon)),
        kembali=Count("pk", filter=Q(status=Status.EXAMINED, mended_at__isnull=False)),
        siap=Count("pk", filter=Q(status=Status.READY)),
    )
    counts["pesan"] = seen.filter(has_message(office)).count()
    labels = {
        "tindakan": _("Perlu tindakan"), "semua": _("Semua"), "saya": _("Punya saya"),
        "hampir": _("Hampir terlambat"), "cetak": _("Perlu dicetak"),
        "kembali": _("Kembali dari warga"), "siap": _("Siap diambil"),
        "pesan": _("Pesan menunggu dikirim"), "tutup": _("Sudah berakhir"),
    }  # fmt: skip
    current = "" if village else chosen
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
    return items, counts["semua"]


def queue_rows(
    cases: Iterable[Application], office: Office, *, now: datetime, by: User | None = None
) -> list[QueueRow]:
    """Rows for a list of cases, without a query each. With ``by`` (needs `unit`): which of them wait to be taken."""
    schedule = schedule_of(office.calendar, office.time_zone)
    return [
        QueueRow(
            case=case,
            left=words.remaining(case, now=now, schedule=schedule),
            promise=promise_words(case.version.promise_amount, case.version.promise_unit),
            may_take=by is not None and case.status == Status.RECEIVED and bool(policies.can_take(by, case)),
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


def has_message(office: Office) -> Q:
    """Cases with a message that waits for an officer."""
    return Q(reference__in=notices.waiting_for_officer(office).order_by().values("subject_id"))
