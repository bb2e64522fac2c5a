"""Trainings from the gap to the history: planned, enrolled, held or cancelled, assessed afterwards."""

from datetime import date, timedelta

import pytest

from sinergi.access.permissions import Role
from sinergi.access.verdict import Refused
from sinergi.audit.actors import SYSTEM
from sinergi.audit.models import Event
from sinergi.competency import operations, policies, queries
from sinergi.competency.models import Assessment, Method, TrainingEvent
from sinergi.competency.operations import Reading
from sinergi.competency.workflow import MOVES, Status
from sinergi.organization.queries import root_unit
from sinergi.personnel.models import TrainingRecord
from tests.factories import people
from tests.factories.competency import assessed, competency, event, team
from tests.factories.people import NOW
from tests.factories.personnel import employee

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def komunikasi():
    return competency()


@pytest.fixture
def trainer(office):
    return people.staff("ratna", Role.PERSONNEL, root_unit(office))


def held(office, one, members, attended):
    training = event(office, one)
    operations.enroll(training, employees=[person.pk for person in members], by=SYSTEM, now=NOW)
    return operations.hold(training, attended=[person.pk for person in attended], by=SYSTEM, now=NOW)


def test_hold_writes_the_history_of_those_who_attended_once(office, terjun, komunikasi):
    ani, bayu = team(terjun, [1, 1], komunikasi)
    training = held(office, komunikasi, [ani, bayu], [ani])
    assert training.status == Status.HELD
    [written] = TrainingRecord.objects.all()
    assert (written.employee, written.hours, written.held_on) == (ani, 16, date(2026, 5, 12))
    with pytest.raises(Refused, match="sudah dicatat"):
        operations.hold(training, attended=[ani.pk], by=SYSTEM, now=NOW)
    assert TrainingRecord.objects.count() == 1
    assert {row.name: row.attended for row in queries.participants_of(training)} == {
        ani.name: True,
        bayu.name: False,
    }


def test_hold_waits_for_the_last_day(office, terjun, komunikasi, trainer):
    [ani] = team(terjun, [1], komunikasi)
    training = event(office, komunikasi, starts_on=TODAY, ends_on=TODAY + timedelta(days=1))
    operations.enroll(training, employees=[ani.pk], by=trainer, now=NOW)
    with pytest.raises(Refused, match="15 Mei 2026"):
        operations.hold(training, attended=[ani.pk], by=trainer, now=NOW)
    operations.hold(training, attended=[ani.pk], by=trainer, now=NOW + timedelta(days=1))
    assert TrainingRecord.objects.count() == 1


def test_hold_refuses_strangers_and_an_empty_room(office, terjun, komunikasi):
    ani, bayu = team(terjun, [1, 1], komunikasi)
    training = event(office, komunikasi)
    operations.enroll(training, employees=[ani.pk], by=SYSTEM, now=NOW)
    with pytest.raises(Refused, match="belum terdaftar"):
        operations.hold(training, attended=[ani.pk, bayu.pk], by=SYSTEM, now=NOW)
    with pytest.raises(Refused, match="ditandai hadir"):
        operations.hold(training, attended=[], by=SYSTEM, now=NOW)
    training.refresh_from_db()
    assert training.status == Status.PLANNED


def test_enroll_is_repeatable_and_ends_with_the_plan(office, terjun, komunikasi):
    ani, bayu = team(terjun, [1, 1], komunikasi)
    training = event(office, komunikasi)
    assert operations.enroll(training, employees=[ani.pk], by=SYSTEM, now=NOW) == 1
    assert operations.enroll(training, employees=[ani.pk, bayu.pk], by=SYSTEM, now=NOW) == 1
    operations.withdraw(training, employee_id=bayu.pk, by=SYSTEM, now=NOW)
    assert training.participants.get().employee == ani
    operations.cancel(training, reason="Banjir", by=SYSTEM, now=NOW)
    for late in (
        lambda: operations.enroll(training, employees=[bayu.pk], by=SYSTEM, now=NOW),
        lambda: operations.withdraw(training, employee_id=ani.pk, by=SYSTEM, now=NOW),
        lambda: operations.hold(training, attended=[ani.pk], by=SYSTEM, now=NOW),
    ):
        with pytest.raises(Refused):
            late()


def test_enroll_takes_only_people_of_the_office(office, komunikasi):
    elsewhere = people.office("Kecamatan Contoh Lain", code="12.71.13", prefix="LAN")
    stranger = employee(root_unit(elsewhere), "Contoh Asing")
    with pytest.raises(Refused, match="bukan pegawai aktif"):
        operations.enroll(event(office, komunikasi), employees=[stranger.pk], by=SYSTEM, now=NOW)


def test_propose_enrolls_the_largest_gaps_without_naming_them(office, terjun, komunikasi):
    members = team(terjun, [2, 0, 3, None, 1], komunikasi)
    training = event(office, komunikasi)
    assert operations.propose(training, units=[terjun], limit=2, by=SYSTEM, now=NOW) == 2
    assert set(training.participants.values_list("employee_id", flat=True)) == {members[1].pk, members[4].pk}
    assert operations.propose(training, units=[terjun], limit=5, by=SYSTEM, now=NOW) == 1, (
        "only one more has a gap"
    )


def test_levels_after_a_training_are_tied_to_it(office, terjun, komunikasi, trainer):
    ani, bayu = team(terjun, [1, 2], komunikasi)
    training = held(office, komunikasi, [ani, bayu], [ani])
    operations.assess(
        employee=ani,
        competency=komunikasi,
        level=3,
        method=Method.OBSERVATION,
        assessed_on=TODAY,
        by=trainer,
        now=NOW,
        event=training,
    )
    rows = {row.name: (row.before, row.after) for row in queries.participants_of(training)}
    assert rows == {ani.name: (1, 3), bayu.name: (2, None)}
    assert queries.event_status([training.pk])[training.pk].reassessed == 1
    with pytest.raises(Refused, match="yang hadir"):
        operations.assess(
            employee=bayu,
            competency=komunikasi,
            level=3,
            method=Method.OBSERVATION,
            assessed_on=TODAY,
            by=trainer,
            now=NOW,
            event=training,
        )


def test_event_status_counts(office, terjun, komunikasi):
    members = team(terjun, [1, 1, 1], komunikasi)
    training, planned = held(office, komunikasi, members, members[:2]), event(office, komunikasi)
    found = queries.event_status([training.pk, planned.pk, 10**9])
    assert set(found) == {training.pk, planned.pk}
    assert (found[training.pk].is_held, found[training.pk].enrolled, found[training.pk].attended) == (
        True,
        3,
        2,
    )
    assert (found[planned.pk].is_held, found[planned.pk].enrolled) == (False, 0)


def test_assess_replaces_the_level_of_the_same_day_and_keeps_earlier_ones(
    office, terjun, komunikasi, trainer
):
    [ani] = team(terjun, [1], komunikasi)
    for level in (2, 3, 3):
        reading = [Reading(ani.pk, komunikasi.pk, level)]
        operations.assess_many(reading, method=Method.TEST, assessed_on=TODAY, by=trainer, now=NOW)
    assert list(ani.assessments.order_by("assessed_on").values_list("level", flat=True)) == [1, 3]
    assert Assessment.objects.current(TODAY).get().level == 3
    assert Event.objects.filter(code="competency.assessed", subject_id=str(ani.pk)).count() == 4


@pytest.mark.parametrize(
    ("level", "method", "day", "words"),
    [(6, "uji", TODAY, "0 sampai 5"), (-1, "uji", TODAY, "0 sampai 5"), (3, "tebak", TODAY, "Cara penilaian"),
     (3, "uji", TODAY + timedelta(days=1), "belum terjadi")],
)  # fmt: skip
def test_assess_refuses_what_cannot_be(office, terjun, komunikasi, trainer, level, method, day, words):
    [ani] = team(terjun, [None], komunikasi)
    with pytest.raises(Refused, match=words):
        operations.assess(employee=ani, competency=komunikasi, level=level, method=method, assessed_on=day, by=trainer,
                          now=NOW)  # fmt: skip
    assert not Assessment.objects.exists()


def test_nobody_assesses_themselves_or_other_units(office, terjun, paya_pasir, komunikasi):
    local = people.staff("lokal", Role.PERSONNEL, terjun)
    own, other = employee(terjun, "Contoh Lokal", user=local), employee(paya_pasir, "Contoh Lain")
    assert not policies.can_assess(local, own)
    assert not policies.can_assess(local, other)
    assert policies.can_assess(local, employee(terjun, "Contoh Ani"))
    with pytest.raises(Refused, match="diri sendiri"):
        operations.assess(employee=own, competency=komunikasi, level=5, method=Method.TEST, assessed_on=TODAY, by=local,
                          now=NOW)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "opens", "manages"),
    [(Role.PERSONNEL, True, True), (Role.CAMAT, True, False), (Role.QUALITY, True, False), (Role.SEKCAM, True, False),
     (Role.COUNTER, False, False), (Role.ADMIN, False, False), (Role.EDITOR, False, False)],
)  # fmt: skip
def test_who_opens_and_who_records_a_training(office, komunikasi, role, opens, manages):
    user = people.staff("orang", role, root_unit(office))
    training = event(office, komunikasi)
    assert bool(policies.can_open_event(user, unit=training.unit)) is opens
    assert bool(policies.can_enroll(user, training)) is opens
    assert bool(policies.can_manage_event(user, training)) is manages


@pytest.mark.parametrize("source", list(Status))
@pytest.mark.parametrize("target", list(Status))
def test_moves_are_a_table(office, komunikasi, source, target):
    training = TrainingEvent(status=source)
    assert bool(policies.can_move(training, target)) is (target in MOVES[source])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": date(2026, 5, 10)}, "ends_on"),
        ({"hours": 0}, "hours"),
        ({"target_level": 6}, "target_level"),
    ],
)
def test_open_event_names_the_wrong_field(office, komunikasi, wrong, field):
    with pytest.raises(Refused) as caught:
        event(office, komunikasi, **wrong)
    assert caught.value.field == field


def test_a_participant_sees_the_training_and_a_stranger_does_not(
    office, terjun, paya_pasir, komunikasi, budi, dewi
):
    ani = employee(terjun, "Contoh Budi", user=budi)
    lurah, other = people.staff("lurah", Role.LURAH, terjun), people.staff("lain", Role.LURAH, paya_pasir)
    training = event(office, komunikasi)
    assert not TrainingEvent.objects.visible_to(lurah).exists()
    operations.enroll(training, employees=[ani.pk], by=SYSTEM, now=NOW)
    assert TrainingEvent.objects.visible_to(budi).get() == training
    assert TrainingEvent.objects.visible_to(lurah).get() == training
    assert not TrainingEvent.objects.visible_to(dewi).exists()
    assert not TrainingEvent.objects.visible_to(other).exists()


def test_history_keeps_what_an_assessment_was(office, terjun, komunikasi, trainer):
    [ani] = team(terjun, [None], komunikasi)
    for level in (1, 2):
        assessed(ani, komunikasi, level, on=TODAY)
    one = Assessment.objects.get()
    assert list(one.events.order_by("pgh_id").values_list("level", flat=True)) == [1, 2]


def test_a_training_for_some_units_takes_people_from_there_only(office, terjun, paya_pasir, komunikasi):
    """People of a later wave in an earlier one would spoil the comparison that the lot exists for."""
    [ani], [dedi] = team(terjun, [1], komunikasi), team(paya_pasir, [0], komunikasi)
    training = event(office, komunikasi, audience=[terjun])
    with pytest.raises(Refused, match="untuk Kelurahan Terjun; pilih pegawai dari sana"):
        operations.enroll(training, employees=[ani.pk, dedi.pk], by=SYSTEM, now=NOW)
    assert not training.participants.exists()
    assert operations.enroll(training, employees=[ani.pk], by=SYSTEM, now=NOW) == 1


def test_whoever_sees_a_part_chooses_from_that_part(office, terjun, paya_pasir, komunikasi):
    for_all, for_one = event(office, komunikasi), event(office, komunikasi, audience=[terjun])
    root = root_unit(office)
    assert queries.units_to_choose_from(for_all, [root]) == [root]
    assert queries.units_to_choose_from(for_one, [root]) == [terjun]
    assert queries.units_to_choose_from(for_one, [terjun, paya_pasir]) == [terjun]
    assert queries.units_to_choose_from(event(office, komunikasi, audience=[root, terjun]), [terjun]) == [
        terjun
    ]
    assert not queries.units_to_choose_from(event(office, komunikasi, audience=[root]), [terjun])
    assert queries.units_to_choose_from(for_one, [paya_pasir]) == []


def test_a_training_of_the_kecamatan_itself_takes_nobody_of_a_kelurahan(office, terjun, komunikasi, trainer):
    """The kelurahan lie below the office, but they are what its own team is compared with."""
    root = root_unit(office)
    [own], [other] = team(people.section(office), [1], komunikasi), team(terjun, [1], komunikasi)
    training = event(office, komunikasi, audience=[root])
    with pytest.raises(Refused, match="Kantor kecamatan \\(tanpa kelurahan\\); pilih pegawai dari sana saja"):
        operations.enroll(training, employees=[other.pk], by=SYSTEM, now=NOW)
    assert operations.propose(training, units=[root], limit=9, by=SYSTEM, now=NOW) == 1
    page = people.signed_in(trainer).get(f"/meja/pelatihan/{training.pk}/peserta/")
    text = page.content.decode()
    assert "Kantor kecamatan (tanpa kelurahan)" in text
    assert other.name not in text
    both = event(office, komunikasi, audience=[root, terjun])
    assert operations.enroll(both, employees=[own.pk, other.pk], by=SYSTEM, now=NOW) == 2
