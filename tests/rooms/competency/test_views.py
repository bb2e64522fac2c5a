"""The pages of competencies and trainings, walked through as people do."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.access.permissions import Role
from sinergi.access.verdict import Refused
from sinergi.audit.actors import SYSTEM
from sinergi.competency import operations
from sinergi.competency.models import Assessment, PositionRequirement, TrainingEvent
from sinergi.competency.workflow import Status
from sinergi.organization.models import PositionKind
from sinergi.organization.operations import add_position
from sinergi.organization.queries import root_unit
from sinergi.personnel.models import Employee, TrainingRecord
from tests.factories import people
from tests.factories.competency import assessed, competency, event, service, team
from tests.factories.page import check_page
from tests.factories.people import NOW
from tests.factories.personnel import employee

pytestmark = pytest.mark.django_db
DAY = {"day": "2", "month": "2", "year": "2026"}


@pytest.fixture
def komunikasi(office):
    one = competency()
    service(office, {one: 3})
    return one


@pytest.fixture
def desk(office):
    return people.signed_in(people.staff("ratna", Role.PERSONNEL, root_unit(office)))


def page(client, name, /, *args, status=200, **query):
    url = reverse(name, args=args)
    response = client.get(url, query)
    assert response.status_code == status, url
    if status == 200:
        check_page(response.content, url=url)
    return response.content.decode()


def send(client, name, /, *args, data, status=302, query=""):
    url = reverse(name, args=args)
    response = client.post(url + query, data)
    assert response.status_code == status, response.content.decode()[:4000]
    if status == 200:
        check_page(response.content, url=url)
    return response.content.decode()


def dated(name, **parts):
    return {f"{name}_{part}": value for part, value in {**DAY, **parts}.items()}


def test_pages_are_designed_when_empty(desk, office):
    assert "Belum ada yang dapat dibandingkan" in page(desk, "competency:gaps")
    assert "Belum ada pelatihan" in page(desk, "competency:events")
    assert "Belum ada pegawai di unit ini" in page(desk, "competency:assess")
    assert "belum terhubung dengan data pegawai" in page(desk, "competency:me")


def test_the_gap_table_shows_teams_and_no_persons(desk, office, terjun, paya_pasir, komunikasi):
    team(terjun, [1, 2, 3], komunikasi)
    team(paya_pasir, [1], komunikasi)
    text = page(desk, "competency:gaps")
    assert "Kelurahan Terjun, 3 orang" in text
    assert "2 dari 3" in text
    assert "Kelurahan Paya Pasir: kurang dari 3 orang, sudah terhitung pada Kecamatan Contoh Marelan." in text
    assert text.count("Kelurahan Paya Pasir") == 1  # no row that repeats the figures of another
    assert "Kecamatan Contoh Marelan seluruhnya, " in text
    assert "Contoh Terjun" not in text


def test_a_competency_lists_whose_level_is_below(desk, office, terjun, paya_pasir, komunikasi):
    team(terjun, [1, 3], komunikasi)
    team(paya_pasir, [2], komunikasi)
    text = page(desk, "competency:competency", "komunikasi")
    assert "Contoh Terjun 00" in text
    assert "Contoh Terjun 01" not in text
    assert "Contoh Paya Pasir 00" not in page(desk, "competency:competency", "komunikasi", unit=terjun.pk)
    assert "Contoh Terjun 01" in page(desk, "competency:competency", "komunikasi", level=4)
    page(desk, "competency:competency", "tidak-ada", status=404)


def test_the_grid_records_only_what_was_changed(desk, terjun, komunikasi):
    ani, bayu = team(terjun, [1, 2], komunikasi)
    text = page(desk, "competency:assess", unit=terjun.pk)
    assert f'aria-label="Komunikasi, {ani.name}"' in text
    name, other = f"n-{ani.pk}-{komunikasi.pk}", f"n-{bayu.pk}-{komunikasi.pk}"
    seen = {f"initial-{name}": "1", f"initial-{other}": "2", name: "3", other: "2"}
    data = {"method": "observasi", **dated("assessed_on"), **seen}
    send(desk, "competency:assess", data=data, query=f"?unit={terjun.pk}")
    assert Assessment.objects.current(NOW.date()).get(employee=ani).level == 3
    assert bayu.assessments.count() == 1
    assert "1 level sudah dicatat." in page(desk, "competency:assess", unit=terjun.pk)


def test_the_grid_does_not_undo_what_another_entered_meanwhile(desk, terjun, komunikasi):
    ani, bayu = team(terjun, [1, 2], komunikasi)
    name, other = f"n-{ani.pk}-{komunikasi.pk}", f"n-{bayu.pk}-{komunikasi.pk}"
    seen = {f"initial-{name}": "1", f"initial-{other}": "2", name: "1", other: "4"}
    assessed(ani, komunikasi, 5, on=date(2026, 1, 20))
    send(
        desk,
        "competency:assess",
        data={"method": "uji", **dated("assessed_on"), **seen},
        query=f"?unit={terjun.pk}",
    )
    assert Assessment.objects.current(NOW.date()).get(employee=ani).level == 5
    assert Assessment.objects.current(NOW.date()).get(employee=bayu).level == 4


def test_the_grid_says_what_is_wrong_and_keeps_what_was_chosen(desk, terjun, komunikasi):
    [ani] = team(terjun, [1], komunikasi)
    name = f"n-{ani.pk}-{komunikasi.pk}"
    seen = {f"initial-{name}": "1", name: "4"}
    late = {"method": "observasi", **dated("assessed_on", year="2099"), **seen}
    text = send(desk, "competency:assess", data=late, status=200, query=f"?unit={terjun.pk}")
    assert "paling akhir" in text
    assert '<option value="4" selected' in text
    same = {"method": "observasi", **dated("assessed_on"), f"initial-{name}": "1", name: "1"}
    assert "Belum ada level yang diubah." in send(
        desk, "competency:assess", data=same, status=200, query=f"?unit={terjun.pk}"
    )


def test_a_training_from_plan_to_new_levels(desk, office, terjun, komunikasi):
    ani, bayu, citra = team(terjun, [0, 2, 3], komunikasi)
    page(desk, "competency:event_new", kompetensi="komunikasi", level=3)
    plan = {"title": "Komunikasi di loket", "competency": komunikasi.pk, "target_level": "3", "hours": "16",
            "unit": root_unit(office).pk, **dated("starts_on"), **dated("ends_on", day="3")}  # fmt: skip
    send(desk, "competency:event_new", data=plan)
    training = TrainingEvent.objects.get()
    assert "Belum ada peserta" in page(desk, "competency:event", training.pk)
    choose = page(desk, "competency:enroll", training.pk)
    assert choose.index(ani.name) < choose.index(bayu.name)
    assert citra.name not in choose
    send(desk, "competency:enroll", training.pk, data={}, status=200)
    send(desk, "competency:enroll", training.pk, data={"employees": [ani.pk, bayu.pk]})
    page(desk, "competency:hold", training.pk)
    send(desk, "competency:hold", training.pk, data={}, status=200)
    send(desk, "competency:hold", training.pk, data={"attended": [ani.pk]})
    assert TrainingRecord.objects.get().employee == ani
    page(desk, "competency:after", training.pk)
    after = {
        "method": "observasi",
        **dated("assessed_on", month="5"),
        f"initial-n-{ani.pk}": "",
        f"n-{ani.pk}": "3",
    }
    send(desk, "competency:after", training.pk, data=after)
    assert Assessment.objects.get(event=training).level == 3
    done = page(desk, "competency:event", training.pk)
    assert "1 hadir, 1 dinilai lagi" in done
    url = reverse("competency:events") + "?status="
    listed = [desk.get(url + status).content.decode() for status in ("held", "planned")]
    assert [training.title in text for text in listed] == [True, False]
    page(desk, "competency:enroll", training.pk, status=404)
    page(desk, "competency:cancel", training.pk, status=404)


def test_a_training_for_some_units_names_them_and_proposes_their_people_only(
    desk, office, terjun, paya_pasir, komunikasi
):
    [ani], [dedi] = team(terjun, [1], komunikasi), team(paya_pasir, [0], komunikasi)
    training = event(office, komunikasi, audience=[terjun])
    choose = page(desk, "competency:enroll", training.pk)
    assert ani.name in choose
    assert dedi.name not in choose
    assert "Untuk pegawai: Kelurahan Terjun." in page(desk, "competency:event", training.pk)


def test_a_training_is_cancelled_with_a_reason(desk, office, terjun, komunikasi):
    training = event(office, komunikasi)
    page(desk, "competency:cancel", training.pk)
    send(desk, "competency:cancel", training.pk, data={"reason": ""}, status=200)
    send(desk, "competency:cancel", training.pk, data={"reason": "Banjir"})
    training.refresh_from_db()
    assert training.status == Status.CANCELLED
    assert "Banjir" in page(desk, "competency:event", training.pk)


def test_a_training_that_has_not_ended_says_so(desk, office, terjun, komunikasi):
    training = event(office, komunikasi, starts_on=date(2098, 1, 1), ends_on=date(2099, 1, 2))
    [ani] = team(terjun, [1], komunikasi)
    operations.enroll(training, employees=[ani.pk], by=SYSTEM, now=NOW)
    assert "baru selesai pada 2 Januari 2099" in page(desk, "competency:event", training.pk)
    assert "baru selesai pada" in page(desk, "competency:hold", training.pk)
    send(desk, "competency:withdraw", training.pk, data={"pegawai": ani.pk})
    assert not training.participants.exists()


def test_my_page_shows_ones_own_record_and_trainings(office, terjun, komunikasi, budi):
    own = employee(terjun, "Contoh Budi Petugas", user=budi)
    employee(terjun, "Contoh Lain")
    assessed(own, komunikasi, 2)
    training = event(office, komunikasi, title="Pelatihan yang datang")
    operations.enroll(training, employees=[own.pk], by=SYSTEM, now=NOW)
    client = people.signed_in(budi)
    text = page(client, "competency:me")
    assert "Contoh Budi Petugas" in text
    assert "Pelatihan yang datang" in text
    assert "Contoh Lain" not in text
    shown = page(client, "competency:event", training.pk)
    assert "Peserta menurut abjad" not in shown
    page(client, "competency:person", own.pk)


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (
            Role.PERSONNEL,
            {"gaps", "competency", "person", "assess", "positions", "events", "event_new", "me"},
        ),
        (Role.LURAH, {"gaps", "competency", "person", "events", "me"}),
        (Role.KASI, {"gaps", "competency", "person", "events", "me"}),
        (Role.CAMAT, {"gaps", "competency", "person", "events", "me"}),
        (Role.COUNTER, {"me"}),
        (Role.EXAMINER, {"me"}),
        (Role.QUALITY, {"me"}),
        (Role.EDITOR, {"me"}),
        (Role.AUDITOR, {"me"}),
        (Role.ADMIN, {"me"}),
    ],
)
def test_who_finds_which_page(office, terjun, komunikasi, role, seen):
    [ani] = team(terjun, [1], komunikasi)
    args = {"competency": ("komunikasi",), "person": (ani.pk,)}
    at = root_unit(office) if role == Role.CAMAT else terjun
    client = people.signed_in(people.staff("orang", role, at))
    names = ("gaps", "competency", "person", "assess", "positions", "events", "event_new", "me")
    assert {
        n for n in names if client.get(reverse(f"competency:{n}", args=args.get(n, ()))).status_code == 200
    } == seen


@pytest.mark.parametrize("role", [Role.LURAH, Role.COUNTER, Role.QUALITY])
def test_what_one_may_not_do_is_not_found(office, terjun, paya_pasir, komunikasi, role):
    [other] = team(paya_pasir, [1], komunikasi)
    training = event(office, komunikasi)
    operations.enroll(training, employees=[other.pk], by=SYSTEM, now=NOW)
    client = people.signed_in(people.staff("orang", role, terjun))
    page(client, "competency:person", other.pk, status=404)
    for name in ("event", "enroll", "hold", "cancel", "after"):
        page(client, f"competency:{name}", training.pk, status=404)
    send(client, "competency:withdraw", training.pk, data={"pegawai": other.pk}, status=404)
    assert training.participants.count() == 1


def test_a_post_gets_its_standard_and_loses_it(desk, terjun, komunikasi):
    assert "belum memiliki jabatan" in page(desk, "competency:positions", unit=terjun.pk)
    post = add_position(unit=terjun, title="Kasi Pelayanan", kind=PositionKind.SUPERVISOR, by=SYSTEM, now=NOW)
    data = {"position": post.pk, "competency": komunikasi.pk, "level": "4"}
    send(desk, "competency:positions", data={}, status=200, query=f"?unit={terjun.pk}")
    for level, kept in (("4", [4]), ("3", [3]), ("0", [])):
        send(desk, "competency:positions", data={**data, "level": level}, query=f"?unit={terjun.pk}")
        assert list(PositionRequirement.objects.values_list("level", flat=True)) == kept
        page(desk, "competency:positions", unit=terjun.pk)


def test_standards_of_other_units_are_refused(terjun, paya_pasir, komunikasi):
    local = people.staff("lokal", Role.PERSONNEL, terjun)
    post = add_position(unit=paya_pasir, title="Kasi", kind=PositionKind.SUPERVISOR, by=SYSTEM, now=NOW)
    with pytest.raises(Refused):
        operations.set_requirement(position=post, competency=komunikasi, level=3, by=local, now=NOW)
    data = {"position": post.pk, "competency": komunikasi.pk, "level": "3"}
    client = people.signed_in(local)
    send(client, "competency:positions", data=data, status=200, query=f"?unit={paya_pasir.pk}")
    assert not PositionRequirement.objects.exists()


def test_visitors_are_sent_to_sign_in(client, office):
    for name in ("gaps", "assess", "events", "event_new", "me"):
        assert client.get(reverse(f"competency:{name}")).status_code == 302
    assert not TrainingEvent.objects.visible_to(None).exists()


def test_lists_cost_the_same_at_20_and_2000(desk, office, terjun, komunikasi):
    training = event(office, komunikasi)

    def fill(count, since):
        stamps = {"created_at": NOW, "updated_at": NOW}
        people_made = [
            Employee(office=office, unit=terjun, name=f"Contoh {n:05d}", kind="non_asn", **stamps)
            for n in range(since, since + count)
        ]
        Employee.objects.bulk_create(people_made)
        Assessment.objects.bulk_create(
            Assessment(employee=one, competency=komunikasi, level=n % 4, method="uji", assessed_on=date(2026, 1, 2),
                       assessor="Contoh", recorded_at=NOW)
            for n, one in enumerate(people_made)
        )  # fmt: skip
        TrainingEvent.objects.bulk_create(
            TrainingEvent(office=office, unit=root_unit(office), competency=komunikasi, target_level=3, title=f"P {n}",
                          starts_on=date(2026, 2, 2), ends_on=date(2026, 2, 2), hours=8, created_at=NOW)
            for n in range(since, since + count)
        )  # fmt: skip

    def costs():
        found = {}
        for name, args in [("gaps", ()), ("competency", ("komunikasi",)), ("assess", ()), ("events", ()),
                           ("event", (training.pk,)), ("enroll", (training.pk,))]:  # fmt: skip
            with CaptureQueriesContext(connection) as made:
                page(desk, f"competency:{name}", *args)
            found[name] = len(made)
        return found

    fill(20, 0)
    few = costs()
    fill(1980, 20)
    assert costs() == few
