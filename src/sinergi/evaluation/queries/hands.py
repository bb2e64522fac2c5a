"""Evidence about how work moves: hand-offs, workload of a team, drafts that were never sent."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from sinergi.casework.completeness import APPLICANT, FILE, PAGE
from sinergi.casework.queries import workload as work
from sinergi.catalogue.definition import parse
from sinergi.catalogue.models import Requirement, ServiceVersion
from sinergi.evaluation.queries.facts import SMALL_TEAM, Fact, Scope, leaves_few
from sinergi.organization.models import Unit, UnitKind
from sinergi.organization.queries import root_unit
from sinergi.surveys.formulas.disclosure import SMALLEST
from sinergi.ui import formats

PARTS_SHOWN = 3


def hand_off_facts(scope: Scope) -> list[Fact]:
    """How many officers' steps a finished case took, and how often it went to another officer."""
    rows = scope.keep(work.hand_offs(scope.office, start=scope.start, end=scope.end))
    n = sum(row.n for row in rows)
    if n < SMALLEST:
        return []
    words = _("%(hand_offs)s kali berpindah tangan dalam %(steps)s langkah petugas, rata-rata per permohonan") % {
        "hand_offs": formats.number(Decimal(sum(row.hand_offs for row in rows)) / n, 1),
        "steps": formats.number(Decimal(sum(row.steps for row in rows)) / n, 1),
    }  # fmt: skip
    return [Fact(_("Perpindahan antarpetugas"), words, _cases(n))]


def workload_facts(scope: Scope) -> list[Fact]:
    """Open cases per examining officer at the quarter's end; a team below three only inside the next larger unit."""
    if scope.is_itself:
        return [_own_workload_fact(scope)]
    starts = Unit.objects.filter(path__in=scope.paths, office=scope.office).select_related("parent")
    facts: dict[int, Fact] = {}
    for start in starts:
        shown = _large_enough(scope, start)
        if shown is None:
            facts[0] = _too_few()
        elif shown[0].pk not in facts:
            facts[shown[0].pk] = _workload_fact(shown[0].title, shown[1])
    return list(facts.values())


def _own_workload_fact(scope: Scope) -> Fact:
    """Of the office without its kelurahan. Too few are not shown with those, who have other work."""
    root = root_unit(scope.office)
    on = scope.quarter.end - timedelta(days=1)
    found = work.workload(root, start=scope.start, end=scope.end, on=on, parts=scope.units)
    if found.officers < SMALL_TEAM:
        return _too_few()
    if leaves_few(len(_officers_of_small_villages(scope, on))):
        words = _(
            "Tidak ditampilkan: dari selisihnya terbaca beban kelurahan yang petugasnya kurang dari tiga."
        )
        return Fact(_("Beban petugas"), words)
    return _workload_fact(root.title_alone, found)


def _officers_of_small_villages(scope: Scope, on: date) -> set[int]:
    """Those whom the page of the whole office counts, and neither the office itself nor a kelurahan of its own."""
    found = work.examiners(scope.office, on=on)
    villages = Unit.objects.filter(office=scope.office, kind=UnitKind.VILLAGE).values_list("path", flat=True)
    teams = ({user for user, path in found if path.startswith(village)} for village in villages)
    return {user for team in teams if len(team) < SMALL_TEAM for user in team}


def _too_few() -> Fact:
    words = _("Petugas pemeriksa kurang dari tiga orang, jadi tidak ditampilkan.")
    return Fact(_("Beban petugas"), words)


def _large_enough(scope: Scope, unit: Unit) -> tuple[Unit, work.Workload] | None:
    on = scope.quarter.end - timedelta(days=1)
    place: Unit | None = unit
    while place is not None:
        found = work.workload(place, start=scope.start, end=scope.end, on=on)
        if found.officers >= SMALL_TEAM:
            return place, found
        place = place.parent
    return None


def _workload_fact(title: str, found: work.Workload) -> Fact:
    label = _("Beban petugas, %(unit)s") % {"unit": title}
    basis = _("%(n)s petugas, semua layanan") % {"n": formats.number(found.officers)}
    if found.received < SMALLEST:
        return Fact(label, _("Permohonan terlalu sedikit untuk ditampilkan."), basis)
    words = _("%(open)s permohonan belum selesai pada akhir masa, %(received)s masuk, per petugas") % {
        "open": formats.number(Decimal(found.open) / found.officers, 1),
        "received": formats.number(Decimal(found.received) / found.officers, 1),
    }
    return Fact(label, words, basis)


def abandoned_facts(scope: Scope, submitted: int) -> tuple[list[Fact], tuple[str, ...]]:
    """Drafts begun in the quarter and never sent, and where most of them stopped; with what is not known."""
    rows = work.abandoned(scope.office, since=scope.quarter.since, until=scope.quarter.until)
    rows = scope.keep(row for row in rows if row.unit_id is not None or scope.is_whole)
    n = sum(row.n for row in rows)
    unknown = (_("Draf yang ditinggalkan: tidak ada yang tercatat pada masa ini."),) if not n else ()
    if n < SMALLEST:
        few = [Fact(_("Draf yang tidak dikirim"), _("kurang dari %(n)s") % {"n": SMALLEST})] if n else []
        return few, unknown
    share = formats.percent(Decimal(n) / (n + submitted))
    facts = [
        Fact(
            _("Draf yang tidak dikirim"),
            share,
            _("%(n)s mulai mengisi") % {"n": formats.number(n + submitted)},
        )
    ]
    stopped: Counter[str] = Counter()
    names = _part_names({row.version_id for row in rows})
    for row in rows:
        stopped[names.get((row.version_id, row.part), _plain(row.part))] += row.n
    for name, count in stopped.most_common(PARTS_SHOWN):
        if count >= SMALLEST:
            of = _("%(n)s draf") % {"n": formats.number(n)}
            facts.append(
                Fact(_("Berhenti pada: %(part)s") % {"part": name}, formats.percent(Decimal(count) / n), of)
            )
    return facts, unknown


def _plain(part: str) -> str:
    return {APPLICANT: _("Data pemohon"), "check": _("Periksa dan kirim")}.get(part, _("Bagian lain"))


def _part_names(versions: set[int]) -> dict[tuple[int, str], str]:
    """Titles of form pages and labels of documents by (version, part)."""
    found = {}
    for version in ServiceVersion.objects.filter(pk__in=versions):
        for page in parse(version.form).pages:
            found[version.pk, f"{PAGE}{page.key}"] = page.title
    for row in Requirement.objects.filter(version__in=versions):
        found[row.version_id, f"{FILE}{row.key}"] = row.label
    return found


def _cases(n: int) -> str:
    return _("%(n)s permohonan") % {"n": formats.number(n)}
