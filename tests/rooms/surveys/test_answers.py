"""One link, one answer; from the pool into the answer tables without a trace."""

import random
import threading
import time
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, close_old_connections, connection, connections, transaction
from django.db.models import F

from sinergi.access.verdict import Refused
from sinergi.audit.models import Event
from sinergi.organization.models import Office, Unit
from sinergi.surveys import policies
from sinergi.surveys.models import Comment, Invitation, PooledAnswer, RespondentMargin, Response, Rollup
from sinergi.surveys.operations import invite, pour, rebuild_rollup, redeem
from tests.factories import people
from tests.factories import surveys as make
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    found = people.office()
    make.questionnaire(found)
    return found


@pytest.fixture
def terjun(office: Office) -> Unit:
    return people.village(office)


def test_invitation_knows_no_case_no_person_and_no_day(terjun: Unit) -> None:
    invited = invite(
        office=terjun.office, unit=terjun, service=make.service(terjun.office), channel="online", now=NOW
    )
    assert len(invited.token) == 22
    stored = invited.invitation
    assert invited.token.encode() not in bytes(stored.token_hash)
    assert stored.month == date(2026, 5, 1)
    assert stored.expires_on == date(2026, 6, 30)
    names = {field.name for field in Invitation._meta.get_fields()}
    assert names == {
        "id",
        "token_hash",
        "office",
        "unit",
        "service",
        "channel",
        "month",
        "expires_on",
        "used",
    }


def test_redeem_marks_used_forgets_and_pools_one_sealed_answer(terjun: Unit) -> None:
    make.answer(
        terjun, make.service(terjun.office), comment="Cepat. NIK saya 1271 0101 0190 0001, HP 0812-3456-7890."
    )
    invitation = Invitation.objects.get()
    assert invitation.used
    assert (invitation.unit, invitation.service, invitation.month, invitation.channel) == (
        None,
        None,
        None,
        "",
    )
    pooled = PooledAnswer.objects.get()
    assert pooled.payload["answers"]["waktu"] == 4
    assert pooled.payload["comment"] == "Cepat. NIK saya ••••, HP ••••."
    assert not Response.objects.exists()


def test_redeem_leaves_no_event(terjun: Unit) -> None:
    service = make.service(terjun.office)
    before = Event.objects.count()
    make.answer(terjun, service)
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "paling sedikit satu"),
        ({"waktu": None}, "paling sedikit satu"),
        ({"waktu": 5}, "empat pilihan"),
        ({"waktu": 0}, "empat pilihan"),
        ({"gaji": 4}, "empat pilihan"),
    ],
)
def test_redeem_refuses_unusable_answers_and_keeps_the_link(
    terjun: Unit, answers: dict[str, int | None], words: str
) -> None:
    token = make.link(terjun, make.service(terjun.office))
    with pytest.raises(Refused, match=words):
        redeem(token, answers=answers, now=NOW)
    redeem(token, answers={"waktu": 1}, now=NOW)
    assert PooledAnswer.objects.count() == 1


def test_redeem_refuses_used_expired_and_unknown_links(terjun: Unit) -> None:
    service = make.service(terjun.office)
    token = make.answer(terjun, service)
    with pytest.raises(Refused, match="sudah kami terima"):
        redeem(token, answers=make.GOOD, now=NOW)
    late = make.link(terjun, service)
    with pytest.raises(Refused, match="sudah lewat"):
        redeem(late, answers=make.GOOD, now=NOW + timedelta(days=48))
    redeem(late, answers=make.GOOD, now=NOW + timedelta(days=47))  # 30 June, the last day
    with pytest.raises(Refused, match="tidak dikenal"):
        redeem("x" * 22, answers=make.GOOD, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_token_used_fifty_times_at_once_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    real = policies.can_answer

    def slowly(*args: Any, **words: Any) -> Any:
        time.sleep(0.03)  # after reading, before writing: without a lock all have read then
        return real(*args, **words)

    monkeypatch.setattr(policies, "can_answer", slowly)
    office = people.office()
    terjun = people.village(office)
    token = make.link(terjun, make.service(office))
    gate, results = threading.Barrier(10), Counter[str]()

    def send() -> None:
        connection.ensure_connection()
        gate.wait()
        for _ in range(5):
            try:
                redeem(token, answers=make.GOOD, now=NOW)
                results["taken"] += 1
            except Refused:
                results["refused"] += 1
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    assert results == {"taken": 1, "refused": 49}
    assert PooledAnswer.objects.count() == 1


def test_a_failed_pool_row_leaves_the_link_unused(terjun: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    token = make.link(terjun, make.service(terjun.office))

    def broken(**_fields: object) -> None:
        raise IntegrityError("no pool")

    with monkeypatch.context() as patched, pytest.raises(IntegrityError), transaction.atomic():
        patched.setattr(PooledAnswer.objects, "create", broken)
        redeem(token, answers=make.GOOD, now=NOW)
    assert not Invitation.objects.get().used


def test_pour_waits_for_twenty(terjun: Unit) -> None:
    service = make.service(terjun.office)
    for _ in range(19):
        make.answer(terjun, service)
    assert pour(NOW).moved == 0
    assert Response.objects.count() == 0
    make.answer(terjun, service)
    assert pour(NOW).moved == 20
    assert Response.objects.count() == 20
    assert not PooledAnswer.objects.exists()
    assert pour(NOW).moved == 0


def test_pour_never_fills_a_batch_up_with_another_office(terjun: Unit) -> None:
    service = make.service(terjun.office)
    elsewhere = people.office("Kecamatan Contoh Labuhan", code="12.71.13", prefix="LBH")
    make.questionnaire(elsewhere)
    other = people.village(elsewhere, "Besar")
    for _ in range(19):
        make.answer(terjun, service)
        make.answer(other, make.service(elsewhere))
    assert pour(NOW).moved == 0


def test_what_is_left_goes_when_the_month_has_ended(terjun: Unit) -> None:
    service = make.service(terjun.office)
    for _ in range(3):
        make.answer(terjun, service)
    assert pour(NOW + timedelta(days=17)).moved == 0  # 31 May
    assert pour(NOW + timedelta(days=18)).moved == 3  # 1 June
    assert set(Response.objects.values_list("month", flat=True)) == {date(2026, 5, 1)}


def test_pour_keeps_blanks_comments_and_margins_apart(terjun: Unit) -> None:
    service = make.service(terjun.office)
    about = {"jenis_kelamin": "perempuan", "pendidikan": "sma", "pekerjaan": "presiden"}
    for number in range(20):
        make.answer(terjun, service, {"waktu": 3}, comment="Terima kasih" if number < 2 else "", about=about)
    pour(NOW)
    response = Response.objects.first()
    assert response and response.waktu == 3 and response.biaya is None
    assert Comment.objects.filter(status="menunggu", month=date(2026, 5, 1)).count() == 2
    assert {comment.text for comment in Comment.objects.all()} == {"Terima kasih"}
    margins = dict(RespondentMargin.objects.values_list("attribute", "n"))
    assert margins == {"jenis_kelamin": 20, "pendidikan": 20}  # a made-up occupation counts for nothing
    rolled = Rollup.objects.get()
    assert (rolled.element, rolled.n, rolled.total, rolled.total_sq) == ("waktu", 20, 60, 180)


def test_index_pseudo_element_counts_complete_respondents_only(terjun: Unit) -> None:
    service = make.service(terjun.office)
    for _ in range(12):
        make.answer(terjun, service, {**make.GOOD, "biaya": 3})
    for _ in range(8):
        make.answer(terjun, service, {**make.GOOD, "biaya": None})
    pour(NOW)
    rows = {(row.element, row.complete): (row.n, row.total, row.total_sq) for row in Rollup.objects.all()}
    assert rows["index", True] == (12, 12 * 35, 12 * 35 * 35)
    assert rows["biaya", True] == (12, 36, 108)
    assert (rows["kejelasan", True], rows["kejelasan", False]) == ((12, 48, 192), (8, 32, 128))
    assert len(rows) == 11 + 9, "eleven of those who answered everything; of the others no biaya and no index"


def test_two_pours_at_once_move_each_answer_once(transactional_db: None) -> None:
    office = people.office()
    terjun = people.village(office)
    service = make.service(office)
    for _ in range(40):
        make.answer(terjun, service)
    gate = threading.Barrier(4)
    moved: list[int] = []

    def work() -> None:
        gate.wait()
        moved.append(pour(NOW).moved)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(moved) == 40
    assert Response.objects.count() == 40
    assert Rollup.objects.get(element="index").n == 40


def cells() -> set[tuple[object, ...]]:
    names = [
        "office_id",
        "unit_id",
        "service_id",
        "channel",
        "questionnaire_id",
        "month",
        "complete",
        "element",
    ]
    return set(Rollup.objects.values_list(*names, "n", "total", "total_sq"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_incremental_rollup_equals_rebuild(terjun: Unit, seed: int) -> None:
    chance = random.Random(seed)
    units = [terjun, people.village(terjun.office, "Rengas Pulau")]
    services = [make.service(terjun.office), make.service(terjun.office, "sktm", "SKTM")]
    for _ in range(4):
        for _ in range(chance.randint(20, 40)):
            now = NOW + timedelta(days=chance.randint(0, 40))
            make.answer(
                chance.choice(units), chance.choice(services), make.some_answers(chance), now=now,
                channel=chance.choice(["online", "counter"]),
            )  # fmt: skip
        pour(NOW)
    before = cells()
    assert len(before) > 50
    assert rebuild_rollup() == len(before)
    assert cells() == before
    Rollup.objects.all().delete()
    rebuild_rollup(office_id=terjun.office_id)
    assert cells() == before


def test_rebuilding_mends_what_differs_and_writes_nothing_else(terjun: Unit) -> None:
    """Rows written anew without need are dead rows that every page has to step over."""
    service, chance = make.service(terjun.office), random.Random(4)
    for _ in range(30):
        make.answer(terjun, service, make.some_answers(chance))
    pour(NOW)
    before, versions = cells(), stored_versions()
    rebuild_rollup()
    assert stored_versions() == versions
    wrong, gone, *_others = Rollup.objects.order_by("pk")
    Rollup.objects.filter(pk=wrong.pk).update(total_sq=F("total_sq") + 1)
    stray = Rollup(**{**vars_of(gone), "month": date(2020, 1, 1)})
    gone.delete()
    stray.save()
    rebuild_rollup()
    assert cells() == before


def stored_versions() -> set[tuple[str, str]]:
    """Where each row lies and which transaction wrote it."""
    with connection.cursor() as cursor:
        cursor.execute("select ctid::text, xmin::text from surveys_rollup")
        return set(cursor.fetchall())


def vars_of(row: Rollup) -> dict[str, object]:
    """A row's values without its key."""
    return {
        field.attname: getattr(row, field.attname) for field in Rollup._meta.fields if not field.primary_key
    }
