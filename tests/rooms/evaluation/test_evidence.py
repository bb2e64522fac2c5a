"""What stands beside a weak element: hand-offs, abandoned drafts, workload, voices; and what nobody knows."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from sinergi.audit.actors import SYSTEM
from sinergi.casework import operations as casework_operations
from sinergi.casework.models import AbandonedDraft, Application
from sinergi.casework.queries import workload
from sinergi.casework.queries.evaluation import Punctuality
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import DelayReason
from sinergi.catalogue.models import CompetencyRequirement
from sinergi.evaluation.models import ActionKind
from sinergi.evaluation.periods import quarter_of
from sinergi.evaluation.queries.cells import cell_page
from sinergi.evaluation.queries.evidence import evidence_for
from sinergi.evaluation.queries.facts import scope_of
from sinergi.evaluation.queries.overview import Choice
from sinergi.information.models import AccuracyReport
from sinergi.organization.queries import root_unit
from sinergi.surveys.models import Comment
from sinergi.surveys.queries import directory_of
from tests.factories import casework, people, surveys
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db
OWN = "Kantor kecamatan (tanpa kelurahan)"


@pytest.fixture
def now():
    """A Tuesday inside office hours, in the second quarter."""
    from tests.conftest import JAKARTA

    return datetime(2026, 6, 9, 9, 0, tzinfo=JAKARTA)


@pytest.fixture
def sku(office, now):
    return casework.services(office, now=now)["keterangan-usaha"]


def _found(user, element, now, *, unit=None, service=None):
    choice = Choice(quarter_of(now.date()), service, unit)
    return evidence_for(user.office, choice, element, user=user)


def _facts(user, element, now, **more):
    return {fact.label: fact for fact in _found(user, element, now, **more).facts}


def _gaps(user, element, now, **more):
    gaps = _found(user, element, now, **more).gaps
    return {f"{gap.competency}, {gap.unit}": gap for gap in gaps}


def test_an_erased_draft_is_counted_by_the_part_where_it_stopped(sku, terjun, now):
    started = casework.draft(sku, terjun, now=now, files=False)
    casework_operations.start_draft(version=sku, key=casework.uuid.uuid4(), by=SYSTEM, now=now)
    while casework_operations.sweep_drafts(now=now + timedelta(days=15)):
        pass
    rows = {(row.part, row.unit_id): row.n for row in AbandonedDraft.objects.all()}
    assert rows == {("file:ktp", terjun.pk): 1, ("applicant", None): 1}
    assert AbandonedDraft.objects.first().month == date(2026, 6, 1)
    assert not Application.objects.filter(pk=started.application.pk).exists()


def test_a_second_draft_of_the_same_kind_is_added(sku, terjun, now):
    for _each in range(2):
        casework_operations.erase_draft(
            casework.draft(sku, terjun, now=now, files=False).application, by=SYSTEM, now=now
        )
    assert AbandonedDraft.objects.get().n == 2


def test_drafts_name_the_page_and_hide_small_counts(camat, sku, terjun, paya_pasir, now):
    def count(unit, part, n):
        AbandonedDraft.objects.create(
            office=camat.office, version=sku, unit=unit, month=date(2026, 5, 1), part=part, n=n
        )

    page = sku.form["pages"][0]
    count(terjun, f"page:{page['key']}", 12)
    count(terjun, "applicant", 4)
    count(None, "applicant", 30)
    count(paya_pasir, "check", 3)
    here = _facts(camat, "prosedur", now, unit=terjun)
    assert here["Draf yang tidak dikirim"].value == "100%"
    assert here[f"Berhenti pada: {page['title']}"].value == "75%"
    assert "Berhenti pada: Data pemohon" not in here
    assert (
        _facts(camat, "prosedur", now, unit=paya_pasir)["Draf yang tidak dikirim"].value == "kurang dari 10"
    )
    assert "49 mulai mengisi" in _facts(camat, "prosedur", now)["Draf yang tidak dikirim"].basis


def test_hand_offs_count_officers_only(camat, sku, terjun, budi, now):
    lurah = people.staff("lurah", "lurah", terjun)
    case = casework.finished(
        casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now, after=timedelta(hours=1)
    )
    [row] = workload.hand_offs(camat.office, start=now - timedelta(days=1), end=now + timedelta(days=1))
    assert (row.unit_id, row.n) == (terjun.pk, 1)
    assert row.hand_offs == 2, "examiner, lurah, examiner"
    assert row.steps == case.moves.exclude(unit=None).count() >= 4


def test_hand_offs_of_few_cases_are_not_shown(camat, sku, terjun, budi, now):
    lurah = people.staff("lurah", "lurah", terjun)
    casework.finished(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    assert not any("Perpindahan" in label for label in _facts(camat, "prosedur", now, unit=terjun))


def test_workload_of_a_small_team_is_only_shown_inside_the_next_larger(camat, sku, terjun, budi, now):
    for number in range(3):
        people.staff(f"p{number}", "examiner", terjun if number else root_unit(camat.office))
    facts = _facts(camat, "waktu", now, unit=terjun)
    assert f"Beban petugas, {terjun.title}" in facts  # budi, p1, p2
    budi.role_assignments.update(ends_on=date(2026, 4, 1))
    facts = _facts(camat, "waktu", now, unit=terjun)
    assert f"Beban petugas, {terjun.title}" not in facts
    assert any(label == f"Beban petugas, {root_unit(camat.office).title}" for label in facts)


def test_an_office_of_two_examiners_shows_no_workload(camat, terjun, budi, now):
    people.staff("p1", "examiner", terjun)
    words = _facts(camat, "waktu", now)["Beban petugas"].value
    assert "kurang dari tiga" in words


def test_the_workload_of_the_office_itself_is_that_of_its_own_officers(camat, sku, terjun, budi, now):
    root = root_unit(camat.office)
    people.staff("p1", "examiner", root)
    people.staff("p2", "examiner", people.section(camat.office))
    assert "kurang dari tiga" in _facts(camat, "waktu", now, unit=root)["Beban petugas"].value
    people.staff("p3", "examiner", root)
    words = _facts(camat, "waktu", now, unit=root)["Beban petugas"].value
    assert "dari selisihnya" in words, (
        "the whole office without these three would be the one at the kelurahan"
    )
    for name in ("p4", "p5"):
        people.staff(name, "examiner", terjun)
    for _each in range(12):
        casework.submitted(sku, terjun, now=now)
    fact = _facts(camat, "waktu", now, unit=root)[f"Beban petugas, {OWN}"]
    assert fact.basis.startswith("3 petugas"), "not those of the kelurahan"
    assert "terlalu sedikit" in fact.value, "the cases of the kelurahan are not theirs"


def test_workload_counts_open_and_received_per_officer(camat, sku, terjun, budi, now):
    for number in range(3):
        people.staff(f"p{number}", "examiner", terjun)
    for _each in range(10):
        casework.submitted(sku, terjun, now=now)
    fact = _facts(camat, "waktu", now, unit=terjun)[f"Beban petugas, {terjun.title}"]
    assert fact.value.startswith("2,5 permohonan belum selesai") and fact.basis.startswith("4 petugas")


def _comments(service, month, texts):
    Comment.objects.bulk_create(
        Comment(office=service.office, service=service, month=month, text=text) for text in texts
    )


def test_comments_about_money_are_counted_when_enough(camat, office, now):
    service = surveys.service(office)
    _comments(service, date(2026, 5, 1), ["Cepat sekali"] * 9)
    assert any("terlalu sedikit" in words for words in _found(camat, "biaya", now).unknown)
    _comments(service, date(2026, 5, 1), ["Saya dimintai uangnya dulu"] * 11 + ["Keuangan sehat"] * 2)
    [fact] = _found(camat, "biaya", now).facts
    assert fact.value == "11" and "22 komentar" in fact.basis
    _comments(service, date(2026, 5, 1), ["Kursi rusak"])
    assert _found(camat, "sarana", now).facts[0].value == "kurang dari 10"


@pytest.mark.parametrize("element", ["biaya", "pengaduan", "sarana"])
def test_the_page_says_what_nobody_records(camat, element, now, time_machine):
    time_machine.move_to(now)
    response = people.signed_in(camat).get(f"/meja/evaluasi/unsur/{element}/", {"periode": "2026-TW2"})
    check_page(response.content, url=element)
    assert "Yang tidak kami ketahui" in response.content.decode()
    assert "belum dicatat di sini" in response.content.decode()


def test_reports_tell_how_many_are_answered(camat, office, now):
    service = surveys.service(office)
    for number in range(3):
        AccuracyReport.objects.create(
            office=office, service=service, text="Contoh", created_at=now,
            **({"answered_at": now, "answered_by": camat} if number else {}),
        )  # fmt: skip
    assert _facts(camat, "pengaduan", now)["Laporan informasi keliru"].value == "2 dari 3 sudah dijawab"


def test_trainings_of_the_team_stand_beside_its_gap(camat, sku, terjun, now):
    from sinergi.competency import operations as training
    from tests.factories import competency

    skill = sku.competencies.filter(competency__key__in=["komunikasi", "pelayanan_publik"])[0].competency
    team = competency.team(terjun, [1, 1, 3], skill)
    label = f"{skill.name}, {terjun.title}"
    assert _gaps(camat, "perilaku", now, unit=terjun)[label].training == "tidak ada"
    event = competency.event(camat.office, skill, unit=terjun)
    training.enroll(event, employees=[one.pk for one in team], by=SYSTEM, now=now)
    later = datetime(event.ends_on.year, event.ends_on.month, event.ends_on.day, 17, tzinfo=now.tzinfo)
    training.hold(event, attended=[team[0].pk, team[1].pk], by=SYSTEM, now=later + timedelta(days=1))
    gap = _gaps(camat, "perilaku", later, unit=terjun)[label]
    assert (gap.training, gap.team) == ("2 orang", "tim 3 orang")


def test_a_kelurahan_is_held_against_what_its_own_services_ask(camat, sku, terjun, now):
    from tests.factories import competency

    root = root_unit(camat.office)
    asked = CompetencyRequirement.objects.filter(competency__key="verifikasi_dokumen").order_by("level")
    here, above = asked[0], asked.reverse()[0]
    assert here.level < above.level, "the kecamatan's service asks more than the kelurahan's"
    competency.team(terjun, [here.level] * 3, here.competency)
    name = f"{here.competency.name}, {terjun.title}"
    assert _gaps(camat, "kompetensi", now)[name].words == f"0 dari 3 orang di bawah level {here.level}"
    gaps = _gaps(camat, "kompetensi", now, service=above.version.service)
    assert not gaps, "nobody in a kelurahan serves it, and at the kecamatan nobody is assessed"
    competency.team(people.section(camat.office), [here.level] * 4, here.competency)
    [(label, gap)] = _gaps(camat, "kompetensi", now, service=above.version.service).items()
    assert label == f"{here.competency.name}, {OWN}"
    assert (gap.words, gap.team) == (f"4 dari 4 orang di bawah level {above.level}", "tim 4 orang")
    assert _gaps(camat, "kompetensi", now, unit=root)[label].staff == 4


def test_all_units_hold_the_office_itself_beside_the_kelurahan(camat, sku, terjun, now):
    from tests.factories import competency

    asked = CompetencyRequirement.objects.filter(competency__key="verifikasi_dokumen").order_by("-level")[0]
    competency.team(terjun, [1, 2, 2], asked.competency)
    competency.team(people.section(camat.office), [2, 2, 3], asked.competency)
    gaps = _gaps(camat, "kompetensi", now)
    assert gaps[f"{asked.competency.name}, {OWN}"].words == f"2 dari 3 orang di bawah level {asked.level}"
    assert gaps[f"{asked.competency.name}, {terjun.title}"].words == "1 dari 3 orang di bawah level 2"
    page = cell_page(
        camat.office, user=camat, choice=Choice(quarter_of(now.date()), None, None), element="kompetensi",
        directory=directory_of(camat.office), today=now.date(),
    )  # fmt: skip
    assert page and f"level={asked.level}" in page.plan
    assert "untuk=" not in page.plan  # the kelurahan's gap is one of another level


def test_small_kelurahan_inside_the_whole_office_do_not_replace_the_office_itself(
    camat, sku, terjun, paya_pasir, now
):
    from tests.factories import competency

    asked = CompetencyRequirement.objects.filter(competency__key="verifikasi_dokumen").order_by("-level")[0]
    for village in (terjun, paya_pasir):
        competency.team(village, [1, 1], asked.competency)
    competency.team(people.section(camat.office), [2, 2, 3], asked.competency)
    gaps = _gaps(camat, "kompetensi", now)
    assert gaps[f"{asked.competency.name}, {OWN}"].staff == 3
    assert gaps[f"{asked.competency.name}, {root_unit(camat.office).title}"].staff == 7


def test_the_office_itself_is_not_asked_what_only_kelurahan_serve(camat, sku, terjun, now):
    from tests.factories import competency

    skill = sku.competencies.get(competency__key="administrasi_kelurahan").competency
    competency.team(people.section(camat.office), [1, 1, 1], skill)
    competency.team(terjun, [1, 2, 2], skill)
    for choice in ({}, {"unit": root_unit(camat.office)}, {"service": sku.service}):
        assert f"{skill.name}, {OWN}" not in _gaps(camat, "kompetensi", now, **choice)


def test_who_was_trained_in_a_kelurahan_is_not_counted_at_the_kecamatan(camat, sku, terjun, now):
    from sinergi.competency import operations as training
    from tests.factories import competency

    asked = CompetencyRequirement.objects.filter(competency__key="verifikasi_dokumen").order_by("-level")[0]
    here = competency.team(people.section(camat.office), [1, 1, 1], asked.competency)
    there = competency.team(terjun, [1, 1, 1], asked.competency)
    event = competency.event(camat.office, asked.competency)
    everybody = [here[0].pk, *(one.pk for one in there)]
    training.enroll(event, employees=everybody, by=SYSTEM, now=now)
    later = datetime(event.ends_on.year, event.ends_on.month, event.ends_on.day, 17, tzinfo=now.tzinfo)
    training.hold(event, attended=everybody, by=SYSTEM, now=later + timedelta(days=1))
    gap = _gaps(camat, "kompetensi", later, unit=root_unit(camat.office))[f"{asked.competency.name}, {OWN}"]
    assert (gap.training, gap.team) == ("1 orang", "tim 3 orang")


@pytest.mark.parametrize(("staff", "shown"), [(0, True), (1, False), (2, False), (3, True)])
def test_the_kecamatan_itself_is_not_told_where_the_rest_would_be_one_or_two(
    camat, sku, terjun, paya_pasir, now, staff, shown
):
    """A small kelurahan is told inside the whole office: without the kecamatan and the other kelurahan it is alone."""
    from tests.factories import competency

    asked = CompetencyRequirement.objects.filter(competency__key="verifikasi_dokumen").order_by("-level")[0]
    competency.team(people.section(camat.office), [1, 1, 1, 2], asked.competency)
    competency.team(paya_pasir, [1, 2, 3], asked.competency)
    competency.team(terjun, [1] * staff, asked.competency)
    label = f"{asked.competency.name}, {OWN}"
    assert (label in _gaps(camat, "kompetensi", now, unit=root_unit(camat.office))) is shown


@pytest.mark.parametrize("key", ["komunikasi", "pelayanan_publik"])
def test_conduct_looks_at_both_competencies_that_the_loop_names(camat, sku, terjun, now, key):
    from tests.factories import competency

    skill = sku.competencies.get(competency__key=key).competency
    competency.team(terjun, [1, 2, 3], skill)
    gap = _gaps(camat, "perilaku", now, unit=terjun)[f"{skill.name}, {terjun.title}"]
    assert gap.words == "1 dari 3 orang di bawah level 2"


def _told(version, village, by, reason, *, times, now):
    later = now + timedelta(days=2)
    for _each in range(times):
        casework_operations.delay(
            casework.submitted(version, village, now=now), reason=reason, words="", new_due_at=later,
            by=by.at(now), now=now,
        )  # fmt: skip


def test_the_commonest_reason_is_counted_over_all_units_and_points_to_its_own_lever(
    camat, sku, terjun, paya_pasir, budi, now, monkeypatch
):
    row = Punctuality(terjun.pk, sku.service_id, 20, Decimal(1), Decimal(60), Decimal(90), Decimal(1))
    monkeypatch.setattr("sinergi.casework.queries.evaluation.punctuality", lambda *_a, **_k: [row])
    other = people.staff("rini", "examiner", paya_pasir)
    _told(sku, terjun, budi, DelayReason.CROWDED, times=3, now=now)
    for village, officer in ((terjun, budi), (paya_pasir, other)):
        _told(sku, village, officer, DelayReason.POWER_CUT, times=2, now=now)
    found = _found(camat, "waktu", now)
    fact = next(one for one in found.facts if one.label == "Alasan terlambat terbanyak")
    assert (fact.value, fact.basis) == ("Listrik atau jaringan padam", "4 dari 7 kabar keterlambatan")
    assert [(lever.kind, lever.why) for lever in found.levers] == [(ActionKind.FACILITY, fact.value)]


def test_returned_documents_are_a_share_of_all_cases_also_of_units_without_a_return(
    camat, sku, terjun, paya_pasir, budi, now
):
    cases = [casework.submitted(sku, unit, now=now) for unit in (terjun, paya_pasir) for _each in range(10)]
    case = casework_operations.take(cases[0], by=budi, now=now)
    finding = casework_operations.Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)
    casework_operations.send_back(case, [finding], deadline=date(2026, 6, 20), by=budi, now=now)
    [fact] = [one for one in _found(camat, "persyaratan", now).facts if one.label.startswith("Dikembalikan")]
    assert (fact.value, fact.basis) == ("5%", "20 permohonan")
    assert not any("Dikembalikan" in label for label in _facts(camat, "persyaratan", now, unit=paya_pasir))


def test_gaps_come_first_and_the_page_says_who_is_not_counted(
    camat, sku, terjun, paya_pasir, now, time_machine
):
    from tests.factories import competency

    skill = sku.competencies.get(competency__key="komunikasi").competency
    competency.team(terjun, [1, 2, 3, None], skill)
    competency.team(paya_pasir, [3, 3, 3], skill)
    gaps = _found(camat, "perilaku", now).gaps
    assert [(gap.unit, gap.below) for gap in gaps] == [(terjun.title, 1), (paya_pasir.title, 0)]
    assert [gap.team for gap in gaps] == ["tim 4 orang, 1 belum dinilai", "tim 3 orang"]
    time_machine.move_to(now)
    response = people.signed_in(camat).get("/meja/evaluasi/unsur/perilaku/", {"periode": "2026-TW2"})
    check_page(response.content, url="perilaku")
    text = response.content.decode()
    shown, folded = text.split("<details", 1)
    assert terjun.title in shown and paya_pasir.title not in shown
    assert paya_pasir.title in folded and "1 belum dinilai" in shown


def test_the_office_itself_is_asked_about_what_it_serves_itself(camat, office, terjun, now):
    root, section = root_unit(office), people.section(office, "Seksi Contoh")
    own = scope_of(office, Choice(quarter_of(now.date()), None, root), user=camat)
    assert own.units == {root.pk, section.pk}
    assert not own.is_whole
    whole = scope_of(office, Choice(quarter_of(now.date()), None, None), user=camat)
    assert terjun.pk in whole.units
    assert whole.is_whole
