"""Follow-up actions: planned, drawn by lot, run, measured, told."""

from datetime import date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from sinergi.access.verdict import Refused
from sinergi.audit.actors import SYSTEM
from sinergi.audit.models import Event
from sinergi.competency import operations as training
from sinergi.competency.models import AudienceUnit, TrainingEvent
from sinergi.evaluation import operations
from sinergi.evaluation.models import Action
from sinergi.evaluation.queries.actions import told
from sinergi.evaluation.queries.effects import detectable_before, effect_of
from sinergi.evaluation.workflow import MOVES, Status
from sinergi.organization.queries import root_unit
from sinergi.surveys.operations import pour, redeem
from sinergi.surveys.queries import last_final_month
from tests.factories import competency, evaluation, people, surveys
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db
VILLAGES = ["Labuhan Deli", "Rengas Pulau", "Terjun", "Tanah Enam Ratus", "Paya Pasir"]


@pytest.fixture
def villages(office):
    return [people.village(office, name) for name in VILLAGES]


@pytest.fixture
def service(office):
    return surveys.service(office)


def _at(year, month, day):
    return datetime(year, month, day, 9, tzinfo=ZoneInfo("Asia/Jakarta"))


def test_head_of_another_village_may_not_plan_here(villages, now):
    lurah = people.staff("lurah", "lurah", villages[0])
    with pytest.raises(Refused, match="Anda pimpin"):
        evaluation.action(lurah, [villages[1]])
    assert evaluation.action(lurah, [villages[0]]).pk


def test_training_needs_competency_and_level(camat, villages):
    with pytest.raises(Refused, match="kompetensi"):
        evaluation.action(camat, villages, kind="pelatihan")


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("to", list(Status))
def test_only_moves_of_the_table_are_allowed(camat, villages, now, status, to):
    action = evaluation.action(camat, villages[:1])
    Action.objects.filter(pk=action.pk).update(
        status=status,
        started_on=None if status == Status.PLANNED else date(2026, 5, 1),
        completed_on=date(2026, 5, 2) if status == Status.DONE else None,
    )
    acts = {
        Status.RUNNING: lambda: operations.start(action, on=date(2026, 5, 10), by=camat, now=now),
        Status.DONE: lambda: operations.complete(action, on=date(2026, 5, 12), by=camat, now=now),
        Status.CANCELLED: lambda: operations.cancel(action, reason="contoh", by=camat, now=now),
    }
    if to not in acts:
        return
    if to in MOVES[status]:
        assert acts[to]().status == to
    else:
        with pytest.raises(Refused):
            acts[to]()


def test_officer_may_not_run_it(camat, budi, villages, now):
    action = evaluation.action(camat, villages)
    with pytest.raises(Refused, match="penanggung jawab"):
        operations.start(action, on=now.date(), by=budi, now=now)


@pytest.fixture
def drawn(camat, villages, now):
    skill = competency.competency()
    for village in villages:
        competency.team(village, [1, 1, 3], skill)
    action = evaluation.action(camat, villages, kind="pelatihan", competency=skill, target_level=2)
    return operations.draw_lot(
        action, sizes=[2, 2, 1], seed="rapat 14 Mei 2026",
        dates=[date(2026, 6, 1), date(2026, 8, 3), date(2026, 10, 1)], by=camat, now=now,
    )  # fmt: skip


def test_lot_opens_one_event_a_wave_with_those_below_the_level(drawn):
    sizes = [drawn.treated_units.filter(wave=wave).count() for wave in (1, 2, 3)]
    assert sizes == [2, 2, 1]
    first = drawn.treated_units.filter(wave=1).first().event
    assert first.participants.count() == 4  # two of three in each of two villages
    assert TrainingEvent.objects.count() == 3


def test_the_page_says_which_waves_have_nobody_to_train(drawn, camat, service, villages):
    evaluation.answers(villages, service, since=date(2025, 6, 1), count=11, per_month=25)
    event = drawn.treated_units.get(wave=3).event
    page = people.signed_in(camat).get(f"/meja/evaluasi/tindak-lanjut/{drawn.pk}/")
    assert [wave.people for wave in page.context["page"].waves] == [4, 4, 2]
    assert "gelombang belum punya peserta" not in page.content.decode()
    assert "gelombang yang sudah diundi" in page.content.decode()  # what it could detect knows the waves
    event.participants.all().delete()
    page = people.signed_in(camat).get(f"/meja/evaluasi/tindak-lanjut/{drawn.pk}/")
    check_page(page.content, url="empty wave")
    assert "1 gelombang belum punya peserta" in page.content.decode()
    assert "mulai dengan sendirinya" in page.content.decode()


def test_a_wave_takes_only_people_of_its_own_units(drawn, now):
    first, later = (drawn.treated_units.filter(wave=wave).first() for wave in (1, 2))
    assert set(first.event.audience.all()) == {row.unit for row in drawn.treated_units.filter(wave=1)}
    stranger = later.unit.employees.first()
    with pytest.raises(Refused, match="pilih pegawai dari sana"):
        training.enroll(first.event, employees=[stranger.pk], by=SYSTEM, now=now)


def test_waves_drawn_before_events_knew_their_units_get_them(drawn):
    AudienceUnit.objects.all().delete()
    fill = import_module("sinergi.evaluation.migrations.0002_waves_for_their_units").fill
    fill(apps, None)
    fill(apps, None)
    pairs = sorted(AudienceUnit.objects.values_list("event", "unit"))
    assert pairs == sorted(drawn.treated_units.values_list("event", "unit"))


def test_trainings_are_held_on_working_days(drawn):
    """The first of October 2026 is a Thursday: the third day is Monday."""
    last = drawn.treated_units.get(wave=3).event
    assert (last.starts_on, last.ends_on) == (date(2026, 10, 1), date(2026, 10, 5))


def test_a_wave_on_a_free_day_begins_on_the_next_working_day(camat, villages):
    action = evaluation.action(
        camat, villages[:2], kind="pelatihan", competency=competency.competency(), target_level=2
    )
    operations.draw_lot(
        action,
        sizes=[1, 1],
        seed="a",
        dates=[date(2026, 8, 15), date(2026, 10, 3)],
        by=camat,
        now=_at(2026, 6, 9),
    )
    days = sorted(TrainingEvent.objects.values_list("starts_on", "ends_on"))
    assert days == [(date(2026, 8, 18), date(2026, 8, 20)), (date(2026, 10, 5), date(2026, 10, 7))]


def test_lot_is_the_announced_one_and_cannot_be_repeated(drawn, camat, now):
    from sinergi.evaluation.formulas.waves import draw_waves

    expected = draw_waves(sorted(VILLAGES), [2, 2, 1], "rapat 14 Mei 2026")
    first = set(drawn.treated_units.filter(wave=1).values_list("unit__name", flat=True))
    assert first == set(expected[0])
    with pytest.raises(Refused, match="sudah dilakukan"):
        operations.draw_lot(drawn, sizes=[5], seed="lagi", dates=[date(2026, 7, 1)], by=camat, now=now)


def test_held_events_start_and_finish_the_action(drawn, camat):
    for row in drawn.treated_units.order_by("wave").distinct("wave"):
        event = row.event
        later = _at(2026, event.ends_on.month, event.ends_on.day) + timedelta(days=1)
        attended = list(event.participants.values_list("employee_id", flat=True))
        training.hold(event, attended=attended, by=SYSTEM, now=later)
        action = operations.follow_events(drawn, by=camat, now=later)
    assert (action.status, action.started_on, action.completed_on) == (
        Status.DONE, date(2026, 6, 2), date(2026, 10, 5),
    )  # fmt: skip


def test_waves_find_a_true_effect_and_say_so(camat, villages, service, drawn):
    held = {
        row.unit: row.event.ends_on.replace(day=1)
        for row in drawn.treated_units.select_related("unit", "event")
    }
    evaluation.answers(
        villages, service, since=date(2026, 1, 1), count=14, lifted=held, lift=0.6, per_month=25
    )
    TrainingEvent.objects.update(status="held", closed_at=_at(2026, 12, 1))
    action = operations.follow_events(drawn, by=camat, now=_at(2027, 3, 1))
    effect = effect_of(action, today=date(2027, 3, 1))
    assert effect.by_waves and effect.verdict == "Naik, sejalan dengan tindakan ini"
    assert effect.low < 0.6 * 0.9 < effect.high + 0.2
    assert effect.orders == 30


def test_no_change_is_called_not_shown(camat, villages, service):
    evaluation.answers(villages, service, since=date(2025, 6, 1), count=12, per_month=25)
    action = evaluation.action(camat, villages[:2], now=_at(2025, 11, 20))
    operations.start(action, on=date(2025, 12, 1), by=camat, now=_at(2025, 12, 1))
    action = operations.complete(action, on=date(2025, 12, 20), by=camat, now=_at(2025, 12, 20))
    effect = effect_of(action, today=date(2026, 6, 1))
    assert effect.verdict == "Belum terbukti berubah" and effect.months == (6, 4)


def test_too_little_data_says_what_is_missing(camat, villages, service):
    evaluation.answers(villages, service, since=date(2026, 4, 1), count=2, per_month=5)
    action = evaluation.action(camat, villages[:1])
    action = operations.start(action, on=date(2026, 5, 10), by=camat, now=_at(2026, 5, 14))
    effect = effect_of(action, today=date(2026, 5, 14))
    assert effect.estimate is None and effect.verdict.startswith("Data belum cukup")


def test_units_of_another_action_are_no_comparison(camat, villages, service):
    evaluation.answers(villages, service, since=date(2025, 6, 1), count=12, per_month=25)
    first = evaluation.action(camat, villages[:1], now=_at(2025, 11, 20))
    other = evaluation.action(camat, villages[1:], now=_at(2025, 11, 20))
    for action in (first, other):
        operations.start(action, on=date(2025, 12, 1), by=camat, now=_at(2025, 12, 1))
    first.refresh_from_db()
    assert effect_of(first, today=date(2026, 6, 1)).estimate is None


def test_a_late_answer_does_not_move_what_the_public_reads(camat, villages, service):
    evaluation.answers(villages[:3], service, since=date(2025, 6, 1), count=12, per_month=20)
    action = evaluation.action(camat, villages[:1], now=_at(2025, 11, 30))
    operations.start(action, on=date(2025, 11, 30), by=camat, now=_at(2025, 11, 30))
    action = operations.complete(action, on=date(2025, 11, 30), by=camat, now=_at(2025, 11, 30))
    operations.publish(action, said="a", did="b", by=camat, now=_at(2025, 11, 30))
    late = surveys.link(villages[0], service, now=_at(2026, 4, 20))

    def shown(day):
        effect = told(action.office, today=day)[0].effect
        assert effect.is_estimated
        return (effect.estimate, effect.months, effect.n_after)

    before = shown(date(2026, 5, 31))
    redeem(late, answers=dict.fromkeys(surveys.GOOD, 1), now=_at(2026, 5, 31))  # the link's last day
    for _each in range(18):
        surveys.answer(villages[1], service, now=_at(2026, 5, 31))
    assert shown(date(2026, 5, 31)) == before
    assert shown(date(2026, 6, 1)) == before, "April is not final while an answer of May waits"
    surveys.answer(villages[1], service, now=_at(2026, 5, 31))
    pour(_at(2026, 5, 31))
    assert shown(date(2026, 5, 31)) == before
    assert shown(date(2026, 6, 1))[1:] == ((5, 5), before[2] + 21), "now April, with its late answer"


@pytest.mark.parametrize(("day", "month"), [((2026, 5, 31), 3), ((2026, 6, 1), 4), ((2026, 1, 1), 11)])
def test_a_month_is_final_when_its_links_have_ended(office, day, month):
    assert last_final_month(office, today=date(*day)).month == month


def test_answers_to_a_measured_action_are_told_in_tens(camat, villages, service):
    evaluation.answers(villages, service, since=date(2025, 6, 1), count=12, per_month=21)
    action = evaluation.action(camat, villages[:1], now=_at(2025, 11, 20))
    action = operations.start(action, on=date(2025, 12, 1), by=camat, now=_at(2025, 12, 1))
    effect = effect_of(action, today=date(2026, 6, 2))
    assert (effect.n_before, effect.answers[0]) == (126, "120+")


@pytest.mark.parametrize("for_all", ["the other", "this one"])
def test_an_action_for_all_services_touches_each_of_them(camat, villages, service, for_all):
    evaluation.answers(villages, service, since=date(2025, 6, 1), count=12, per_month=25)
    of = {"this one": None, "the other": None} | {
        "this one" if for_all == "the other" else "the other": service
    }
    first = evaluation.action(camat, villages[:1], now=_at(2025, 11, 20), service=of["this one"])
    other = evaluation.action(camat, villages[1:], now=_at(2025, 11, 20), service=of["the other"])
    for action in (first, other):
        operations.start(action, on=date(2025, 12, 1), by=camat, now=_at(2025, 12, 1))
    first.refresh_from_db()
    effect = effect_of(first, today=date(2026, 6, 1))
    assert effect.estimate is None and "tidak ada unit pembanding" in effect.verdict


def test_detectable_effect_is_known_before_the_start(camat, villages, service):
    evaluation.answers(villages, service, since=date(2025, 6, 1), count=11, per_month=25)
    action = evaluation.action(camat, villages[:2])
    assert 0.02 < detectable_before(action, today=date(2026, 5, 14)) < 1


def test_waves_change_what_could_be_detected(drawn, villages, service):
    evaluation.answers(villages, service, since=date(2025, 6, 1), count=11, per_month=25)
    today = date(2026, 5, 14)
    by_waves = detectable_before(drawn, today=today)
    TrainingEvent.objects.update(status="cancelled", reason="Contoh")
    assert by_waves is not None
    assert 0.02 < by_waves < 1
    again = Action.objects.get(pk=drawn.pk)
    assert detectable_before(again, today=today) is None  # all units at once: nobody to compare with


def test_an_action_sent_twice_is_one_and_another_choice_of_units_another(camat, villages):
    first = evaluation.action(camat, villages[:2])
    assert evaluation.action(camat, villages[:2]).pk == first.pk
    assert (Action.objects.count(), Event.objects.filter(code="action.added").count()) == (1, 1)
    assert evaluation.action(camat, villages[:3]).pk != first.pk
    operations.start(first, on=date(2026, 5, 13), by=camat, now=_at(2026, 5, 14))
    assert evaluation.action(camat, villages[:2]).pk != first.pk, "what has begun is not meant"


def test_publishing_needs_words_and_a_begun_action(camat, villages, now):
    action = evaluation.action(camat, villages)
    with pytest.raises(Refused, match="setelah tindakan berjalan"):
        operations.publish(action, said="a", did="b", by=camat, now=now)
    operations.start(action, on=now.date(), by=camat, now=now)
    with pytest.raises(Refused, match="Tulis"):
        operations.publish(action, said=" ", did="b", by=camat, now=now)
    operations.publish(action, said="Antre lama", did="Loket ditambah", by=camat, now=now)
    assert Event.objects.filter(code="action.published").count() == 1


def test_training_is_not_begun_or_finished_by_hand(drawn, camat, now):
    with pytest.raises(Refused, match="mengikuti kegiatan"):
        operations.start(drawn, on=now.date(), by=camat, now=now)
    Action.objects.filter(pk=drawn.pk).update(status=Status.RUNNING, started_on=date(2026, 5, 1))
    with pytest.raises(Refused, match="mengikuti kegiatan"):
        operations.complete(drawn, on=now.date(), by=camat, now=now)


def test_lot_cannot_be_tried_out_beforehand(db, now):
    from sinergi.audit.models import Seal
    from sinergi.evaluation.queries.lots import mixed

    Seal.objects.create(first_id=1, last_id=1, count=1, digest=b"a" * 32, at=now)
    first = mixed("rapat")
    Seal.objects.create(first_id=2, last_id=2, count=1, digest=b"b" * 32, at=now)
    assert first.startswith("rapat · ") and mixed("rapat") != first


def test_titles_of_waves_are_stored_in_indonesian_whoever_draws(camat, villages, now):
    from django.utils import translation

    skill = competency.competency()
    for village in villages[:2]:
        competency.team(village, [1, 1, 3], skill)
    action = evaluation.action(camat, villages[:2], kind="pelatihan", competency=skill, target_level=2)
    with translation.override("en"):
        operations.draw_lot(
            action, sizes=[1, 1], seed="rapat", dates=[date(2026, 6, 1), date(2026, 8, 3)], by=camat, now=now
        )
    titles = set(TrainingEvent.objects.values_list("title", flat=True))
    assert titles == {f"{action.title}, gelombang 1", f"{action.title}, gelombang 2"}


def test_a_training_of_the_kecamatan_itself_proposes_nobody_of_a_kelurahan(camat, office, villages, now):
    skill, root = competency.competency(), root_unit(office)
    own = competency.team(people.section(office), [1, 1, 3], skill)
    with_them = competency.team(villages[0], [1], skill)
    competency.team(villages[1], [1], skill)
    units = [root, villages[0]]
    action = evaluation.action(camat, units, kind="pelatihan", competency=skill, target_level=2)
    dates = [date(2026, 6, 1), date(2026, 8, 3)]
    operations.draw_lot(action, sizes=[1, 1], seed="rapat", dates=dates, by=camat, now=now)
    proposed = {
        row.unit_id: set(row.event.participants.values_list("employee_id", flat=True))
        for row in action.treated_units.all()
    }
    assert proposed == {root.pk: {one.pk for one in own[:2]}, villages[0].pk: {with_them[0].pk}}


def test_dates_are_judged_by_the_day_at_the_office(camat, villages):
    action = evaluation.action(camat, villages[:1])
    action.office.time_zone = "Asia/Jayapura"  # two hours ahead of Jakarta
    action.office.save()
    late = datetime(2026, 5, 14, 22, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert operations.start(action, on=date(2026, 5, 15), by=camat, now=late).started_on == date(2026, 5, 15)
