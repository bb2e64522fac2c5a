"""The clock: it runs in working minutes, stops for the citizen, and ends when the letter is ready."""

from datetime import datetime, timedelta

import pytest

from sinergi.accounts.models import User
from sinergi.casework import clock, operations, words
from sinergi.casework.operations import Finding
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from sinergi.worktime.queries import schedule_of
from tests.conftest import JAKARTA
from tests.factories import casework

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=JAKARTA)


def test_a_promise_of_one_day_ends_at_closing_of_the_next_working_day(
    sku: ServiceVersion, terjun: Unit
) -> None:
    case = casework.submitted(sku, terjun, now=at("06-12T15:00"), files=True)  # Friday
    assert case.due_at == at("06-15T16:00")
    assert case.promised_at == case.due_at
    assert case.promise_minutes == 90 + 450  # the rest of Friday and Monday


def test_minutes_run_only_while_the_counter_is_open(wedding: ServiceVersion, terjun: Unit) -> None:
    case = casework.submitted(wedding, terjun, now=at("06-09T15:50"))
    assert case.promise_minutes == 30
    assert case.due_at == at("06-10T07:50")
    assert clock.used(case, now=at("06-09T18:00")) == 10
    assert clock.left(case, now=at("06-10T08:00")) == -10


def test_clock_stops_while_the_citizen_mends(sku: ServiceVersion, terjun: Unit, budi: User) -> None:
    case = casework.taken(sku, terjun, budi, now=at("06-09T09:00"))
    promise = case.promise_minutes
    key = standard_of(sku).uploads[0].key
    case = operations.send_back(
        case,
        [Finding(words="Buram", requirement_key=key)],
        deadline=at("06-19T00:00").date(),
        by=budi,
        now=at("06-09T10:00"),
    )
    assert (case.used_minutes, case.due_at, case.clock_since) == (60, None, None)
    assert case.paused_at == at("06-09T10:00")
    assert clock.used(case, now=at("06-12T10:00")) == 60
    left = words.remaining(
        case, now=at("06-12T10:00"), schedule=schedule_of(case.office.calendar, case.office.time_zone)
    )
    assert "jam berhenti" in left.words
    case = operations.mend_file(case, case.defects.get(), casework.photo(), by=budi, now=at("06-12T08:30"))
    assert case.status == Status.EXAMINED
    assert clock.left(case, now=at("06-12T08:30")) == (promise or 0) - 60
    assert clock.used(case, now=at("06-12T09:00")) == 90
    case = operations.propose(case, by=budi, now=at("06-12T09:00"))
    assert case.paused_at is None


def test_a_promise_that_was_over_is_due_at_once_after_mending(
    wedding: ServiceVersion, terjun: Unit, office: object
) -> None:
    from sinergi.organization.queries import root_unit
    from tests.factories import people

    officer = people.staff("pusat", "examiner", root_unit(terjun.office))
    case = casework.taken(wedding, terjun, officer, now=at("06-09T09:00"))
    key = standard_of(wedding).uploads[0].key
    case = operations.send_back(
        case,
        [Finding(words="Buram", requirement_key=key)],
        deadline=at("06-19T00:00").date(),
        by=officer,
        now=at("06-09T10:00"),
    )
    case = operations.mend_file(case, case.defects.get(), casework.photo(), by=officer, now=at("06-10T09:00"))
    assert case.due_at == at("06-10T09:00")
    left = words.remaining(
        case, now=at("06-10T09:10"), schedule=schedule_of(case.office.calendar, case.office.time_zone)
    )
    assert left.tone == "bad"
    assert left.words == "Lewat 40 menit"


@pytest.mark.parametrize(
    ("minutes", "tone", "said"),
    [
        (0, "good", "Sisa 30 menit"),
        (22, "warn", "Sisa 8 menit"),
        (31, "bad", "Lewat 1 menit"),
        (70, "bad", "Lewat 40 menit"),
    ],
)
def test_words_for_what_is_left(
    minutes: int, tone: str, said: str, wedding: ServiceVersion, terjun: Unit
) -> None:
    case = casework.submitted(wedding, terjun, now=at("06-09T09:00"))
    left = words.remaining(
        case,
        now=at("06-09T09:00") + timedelta(minutes=minutes),
        schedule=schedule_of(case.office.calendar, case.office.time_zone),
    )
    assert (left.tone, left.words) == (tone, said)


def test_late_is_said_before_the_counter_opens_again(wedding: ServiceVersion, terjun: Unit) -> None:
    case = casework.submitted(wedding, terjun, now=at("06-09T15:30"))
    left = words.remaining(
        case, now=at("06-09T20:00"), schedule=schedule_of(case.office.calendar, case.office.time_zone)
    )
    assert (left.tone, left.words) == ("bad", "Lewat waktu")
