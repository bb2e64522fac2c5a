"""What our own records say beside a score: facts and a candidate lever, never a culprit."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.casework.queries import evaluation as cases
from sinergi.casework.workflow import DelayReason
from sinergi.evaluation.models import ActionKind
from sinergi.evaluation.queries import hands, voices
from sinergi.evaluation.queries.facts import Evidence, Fact, Lever, Scope, scope_of
from sinergi.evaluation.queries.gaps import gap_facts
from sinergi.evaluation.queries.overview import Choice
from sinergi.letters.models import Letter
from sinergi.letters.workflow import Status as LetterStatus
from sinergi.organization.models import Office
from sinergi.participation.models import Problem
from sinergi.participation.workflow import Status as MeetingStatus
from sinergi.surveys.formulas.disclosure import SMALLEST
from sinergi.ui import formats

YEAR = timedelta(days=365)
WORTH_A_LOOK = Decimal("0.05")  # of the cases: from here on the fact points to a lever
HELD_MEETINGS = (MeetingStatus.HELD, MeetingStatus.PUBLISHED)


def evidence_for(office: Office, choice: Choice, element: str, *, user: User) -> Evidence:
    """Facts and candidate levers for one element."""
    gather = GATHERERS.get(element)
    scope = scope_of(office, choice, user=user)
    found = gather(scope, choice) if gather else Evidence(())
    heard, unheard = voices.heard(scope, element)
    facts = (*found.facts, *heard, *_raised(scope, element))
    return Evidence(facts, found.levers, (*found.unknown, *unheard), found.gaps)


def _raised(scope: Scope, element: str) -> list[Fact]:
    """Problems about this element that citizens raised in meetings of the last year."""
    problems = Problem.objects.filter(
        meeting__unit__in=scope.units, element=element, meeting__status__in=HELD_MEETINGS,
        meeting__held_at__gte=scope.end - YEAR, meeting__held_at__lt=scope.end,
    )  # fmt: skip
    if scope.service_id is not None:
        problems = problems.filter(Q(service=scope.service_id) | Q(service=None))
    n = problems.count()
    return (
        [Fact(_("Disampaikan warga di musyawarah"), _("%(n)s masalah") % {"n": n}, _("12 bulan terakhir"))]
        if n
        else []
    )


def _share(part: Decimal) -> str:
    return formats.percent(part)


def _weighted(rows: Sequence[cases.Punctuality], value: Callable[[cases.Punctuality], Decimal]) -> Decimal:
    total = sum(row.n for row in rows)
    return sum((value(row) * row.n for row in rows), Decimal(0)) / total if total else Decimal(0)


def _punctual(scope: Scope) -> list[cases.Punctuality]:
    return scope.keep(cases.punctuality(scope.office, start=scope.start, end=scope.end))


def _time(scope: Scope, choice: Choice) -> Evidence:
    """Waktu: on-time share, median and p90 against the promise, delay reasons."""
    rows = _punctual(scope)
    total = sum(row.n for row in rows)
    load = tuple(hands.workload_facts(scope))
    if total < SMALLEST:
        return Evidence((*_too_few(total).facts, *load))
    on_time = _weighted(rows, lambda row: row.on_time)
    facts = [Fact(_("Selesai tepat waktu"), _share(on_time), _cases(total))]
    facts += [
        Fact(
            _("Lama mengurus"),
            _("separuhnya dalam %(median)s, sembilan dari sepuluh dalam %(p90)s menit kerja")
            % {"median": formats.number(row.median_minutes, 0), "p90": formats.number(row.p90_minutes, 0)},
            _cases(row.n),
        )
        for row in (rows if len(rows) == 1 else [])
    ]
    reasons, levers = _reasons(scope)
    if on_time < Decimal("0.9"):
        levers.append(
            Lever(
                ActionKind.PROCEDURE,
                _("Perpendek langkah"),
                _("Tepat waktu %(share)s") % {"share": _share(on_time)},
            )
        )
    return Evidence((*facts, *reasons, *load), tuple(levers))


def _told_reasons(scope: Scope) -> Counter[DelayReason]:
    """Messages about lateness by their reason; the rows come apart by unit and service."""
    told: Counter[DelayReason] = Counter()
    for row in scope.keep(cases.delay_reasons(scope.office, start=scope.start, end=scope.end)):
        told[row.reason] += row.n
    return told


def _reasons(scope: Scope) -> tuple[list[Fact], list[Lever]]:
    """The reason that is told most often, and what it points to."""
    told = _told_reasons(scope)
    if not told:
        return [], []
    [(worst, n)] = told.most_common(1)
    words = str(worst.label)
    basis = _("%(n)s dari %(all)s kabar keterlambatan") % {"n": n, "all": told.total()}
    pointed = _lever_of(worst)
    levers = [Lever(pointed[0], pointed[1], words)] if pointed else []
    return [Fact(_("Alasan terlambat terbanyak"), words, basis)], levers


def _lever_of(reason: DelayReason) -> tuple[ActionKind, str] | None:
    """What could be done about a reason; "sebab lain" points nowhere."""
    return {
        DelayReason.SIGNER_AWAY: (ActionKind.STAFFING, _("Pendelegasian tanda tangan")),
        DelayReason.CROWDED: (ActionKind.STAFFING, _("Penataan petugas")),
        DelayReason.POWER_CUT: (ActionKind.FACILITY, _("Perbaikan listrik atau jaringan")),
        DelayReason.FIELD_CHECK: (ActionKind.PROCEDURE, _("Penjadwalan pemeriksaan lapangan")),
        DelayReason.OTHER_OFFICE: (ActionKind.PROCEDURE, _("Kesepakatan waktu dengan kantor lain")),
    }.get(reason)


def _requirements(scope: Scope, choice: Choice) -> Evidence:
    """Persyaratan: which documents were sent back, as a share of all cases, also of units that sent none back."""
    volume = scope.keep(cases.volumes(scope.office, start=scope.start, end=scope.end))
    submitted = sum(row.submitted for row in volume)
    returned: Counter[str] = Counter()
    for row in scope.keep(cases.sent_back(scope.office, start=scope.start, end=scope.end)):
        returned[row.label] += row.sent_back
    facts = [
        Fact(
            _("Dikembalikan: %(what)s") % {"what": label},
            _share(Decimal(sent) / submitted),
            _cases(submitted),
        )
        for label, sent in returned.most_common(5)
        if submitted >= SMALLEST
    ]
    facts += voices.report_facts(scope)
    levers = []
    if facts:
        levers.append(Lever(ActionKind.INFORMATION, _("Perjelas petunjuk dokumen"), facts[0].label))
    return Evidence(tuple(facts), tuple(levers))


def _product(scope: Scope, choice: Choice) -> Evidence:
    """Produk: letters withdrawn after issue."""
    letters = Letter.objects.filter(unit__in=scope.units, issued_at__gte=scope.start, issued_at__lt=scope.end)
    if scope.service_id is not None:
        letters = letters.filter(version__service=scope.service_id)
    issued, withdrawn = letters.count(), letters.filter(status=LetterStatus.WITHDRAWN).count()
    if issued < SMALLEST:
        return _too_few(issued)
    share = _share(Decimal(withdrawn) / issued)
    fact = Fact(_("Surat ditarik setelah terbit"), share, _("%(n)s surat") % {"n": formats.number(issued)})
    levers = (
        (Lever(ActionKind.TRAINING, _("Pelatihan teknis atau perbaikan templat surat"), share),)
        if withdrawn
        else ()
    )
    return Evidence((fact, *_first_time(_punctual(scope))), levers)


def _procedure(scope: Scope, choice: Choice) -> Evidence:
    """Prosedur: what became of the cases, and how many went through at first time."""
    volume = scope.keep(cases.volumes(scope.office, start=scope.start, end=scope.end))
    submitted = sum(row.submitted for row in volume)
    drafts, undrafted = hands.abandoned_facts(scope, submitted)
    if submitted < SMALLEST:
        few = _too_few(submitted)
        return Evidence((*few.facts, *drafts), few.levers, undrafted)
    withdrawn = Decimal(sum(row.withdrawn for row in volume)) / submitted
    rejected = Decimal(sum(row.rejected for row in volume)) / submitted
    rows = _punctual(scope)
    facts = [
        Fact(_("Dicabut pemohon"), _share(withdrawn), _cases(submitted)),
        Fact(_("Ditolak"), _share(rejected), _cases(submitted)),
        *_first_time(rows),
        *hands.hand_off_facts(scope),
        *drafts,
    ]
    given_up = withdrawn >= WORTH_A_LOOK or rejected >= WORTH_A_LOOK
    lever = Lever(
        ActionKind.PROCEDURE, _("Sederhanakan langkah"), max(facts[:2], key=lambda fact: fact.value).label
    )
    return Evidence(tuple(facts), (lever,) if given_up else (), undrafted)


def _cost(scope: Scope, choice: Choice) -> Evidence:
    """Biaya: nobody records a report of being asked for money here; the page says where such reports go."""
    words = _(
        "Laporan diminta uang: halaman “Diminta uang? Lapor” menunjukkan loket, telepon kantor, dan SP4N-LAPOR!. "
        "Laporan itu belum dicatat di sini; tanyakan kepada sekretaris camat dan pengelola SP4N-LAPOR!."
    )
    return Evidence((), (), (words,))


def _complaints(scope: Scope, choice: Choice) -> Evidence:
    """Pengaduan: complaints are kept elsewhere; reports about wrong pages are what is answered here."""
    words = _("Pengaduan dan lama menjawabnya: belum dicatat di sini. Lihat buku pengaduan dan SP4N-LAPOR!.")
    return Evidence(tuple(voices.report_facts(scope, answers=True)), (), (words,))


def _facility(scope: Scope, choice: Choice) -> Evidence:
    """Sarana: lateness by power cuts and broken networks."""
    reasons = _told_reasons(scope)
    told, cut = reasons.total(), reasons[DelayReason.POWER_CUT]
    unknown = (_("Gangguan loket dan keadaan ruang tunggu: belum dicatat di sini."),)
    if told < SMALLEST:
        return Evidence((), (), unknown)
    share, basis = _share(Decimal(cut) / told), _("%(n)s kabar keterlambatan") % {"n": formats.number(told)}
    fact = Fact(str(DelayReason.POWER_CUT.label), share, basis)
    levers = (Lever(ActionKind.FACILITY, _("Perbaikan listrik atau jaringan"), share),) if cut else ()
    return Evidence((fact,), levers, unknown)


def _first_time(rows: Sequence[cases.Punctuality]) -> list[Fact]:
    total = sum(row.n for row in rows)
    if total < SMALLEST:
        return []
    share = _weighted(rows, lambda row: row.first_time_right)
    return [Fact(_("Benar sejak pertama (tidak pernah dikembalikan)"), _share(share), _cases(total))]


def _competency(scope: Scope, choice: Choice) -> Evidence:
    """Kompetensi: gap of the serving team against what this service requires, and first-time-right share."""
    return _with_gaps(scope, choice, clusters=("teknis",), lever=_("Pelatihan teknis"))


def _conduct(scope: Scope, choice: Choice) -> Evidence:
    """Perilaku and kejelasan: gap in Komunikasi and Pelayanan Publik."""
    return _with_gaps(scope, choice, keys=("komunikasi", "pelayanan_publik"), lever=_("Pelatihan komunikasi"))


def _with_gaps(
    scope: Scope, choice: Choice, *, lever: str, clusters: Sequence[str] = (), keys: Sequence[str] = ()
) -> Evidence:
    gaps = gap_facts(scope, choice, clusters=clusters, keys=keys)
    levers = (Lever(ActionKind.TRAINING, lever, gaps[0].why),) if gaps and gaps[0].below else ()
    return Evidence(tuple(_first_time(_punctual(scope))), levers, gaps=gaps)


def _cases(n: int) -> str:
    return _("%(n)s permohonan") % {"n": formats.number(n)}


def _too_few(n: int) -> Evidence:
    words = _("Permohonan selesai pada masa ini terlalu sedikit untuk ditampilkan.")
    return Evidence((Fact(_("Belum cukup data"), words),) if n else (), ())


GATHERERS: dict[str, Callable[[Scope, Choice], Evidence]] = {
    "persyaratan": _requirements,
    "prosedur": _procedure,
    "waktu": _time,
    "biaya": _cost,
    "produk": _product,
    "pengaduan": _complaints,
    "sarana": _facility,
    "kompetensi": _competency,
    "perilaku": _conduct,
    "kejelasan": _conduct,
}
