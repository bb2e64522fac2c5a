"""Several people at once, with real transactions: one case, one decision, counted guesses."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.audit.models import Event
from sinergi.casework import operations, policies
from sinergi.casework.models import Application, Move, TrackingAttempt
from sinergi.casework.operations import tracking
from sinergi.casework.workflow import Status
from sinergi.notices.models import Message
from tests.conftest import JAKARTA
from tests.factories import casework, people

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 6, 9, 9, 0, tzinfo=JAKARTA)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads that start together; returns results or exceptions in the order of the calls."""
    barrier = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[place] = call()
        except Exception as error:  # the test looks at it
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def pause_in(monkeypatch: pytest.MonkeyPatch, *questions: str, seconds: float) -> None:
    """Stop for a while where the policy is asked: after reading, before writing. Without a lock all have read then."""

    def slowly(ask: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*args: Any) -> Any:
            time.sleep(seconds)
            return ask(*args)

        return asked

    for name in questions:
        monkeypatch.setattr(policies, name, slowly(getattr(policies, name)))


@pytest.fixture
def world(transactional_db: None) -> Iterator[dict[str, Any]]:
    office = people.office()
    terjun = people.village(office, "Terjun")
    services = casework.services(office, now=NOW)
    staff = {name: people.staff(name, "examiner", terjun, now=NOW) for name in ("budi", "citra")}
    sku = next(version for slug, version in services.items() if "usaha" in slug)
    yield {"office": office, "terjun": terjun, "sku": sku, **staff}


def test_double_submit_gives_one_case(world: dict[str, Any]) -> None:
    started = casework.draft(world["sku"], world["terjun"], now=NOW)
    seen = started.application.revision

    def send() -> Application:
        draft = Application.objects.select_related("office__calendar", "version__service").get(
            pk=started.application.pk
        )
        return operations.submit(draft, seen=seen, token=started.token, by=APPLICANT, now=NOW)

    results = at_once(*[send] * 4)
    assert [getattr(result, "status", result) for result in results] == [Status.RECEIVED] * 4
    assert Application.objects.submitted().count() == 1
    assert Move.objects.filter(target=Status.RECEIVED).count() == 1
    assert Event.objects.filter(code="application.submitted").count() == 1
    assert Message.objects.filter(template="casework/received").count() == 1


def test_agreeing_twice_at_once_gives_one_draft(world: dict[str, Any]) -> None:
    key = uuid.uuid4()

    def start() -> operations.Started:
        return operations.start_draft(version=world["sku"], key=key, by=APPLICANT, now=NOW)

    results = at_once(*[start] * 4)
    assert len({(result.application.pk, result.token) for result in results}) == 1
    assert Application.objects.count() == 1
    assert Event.objects.filter(code="application.drafted").count() == 1


def test_counter_double_click_gives_one_case(world: dict[str, Any]) -> None:
    key = uuid.uuid4()

    def enter() -> Application:
        budi = User.objects.get(pk=world["budi"].pk).at(NOW)
        return operations.enter(
            version=world["sku"],
            key=key,
            applicant=casework.applicant(world["terjun"]),
            answers={},
            by=budi,
            now=NOW,
        )

    results = at_once(*[enter] * 3)
    cases = [result for result in results if isinstance(result, Application)]
    assert len({case.pk for case in cases}) == 1
    assert Application.objects.count() == 1


def test_two_officers_take_one_case(world: dict[str, Any]) -> None:
    case = casework.submitted(world["sku"], world["terjun"], now=NOW, files=True)

    def take(name: str) -> Callable[[], Application]:
        return lambda: operations.take(
            case, by=User.objects.get(username=name).at(NOW), now=NOW, seen=case.revision
        )

    results = at_once(take("budi"), take("citra"))
    assert sum(isinstance(result, operations.Conflict) for result in results) == 1
    assert Move.objects.filter(code="application.examined").count() == 1


def test_approving_twice_at_once_issues_one_letter(
    world: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes second is told who was first; the unique key of the history alone would answer with a crash."""
    from sinergi.letters.models import Letter

    lurah = people.staff("lurah", "lurah", world["terjun"], now=NOW)
    case = casework.proposed(world["sku"], world["terjun"], world["budi"], now=NOW)

    def approve() -> Application:
        return operations.approve(case, by=User.objects.get(pk=lurah.pk).at(NOW), now=NOW, seen=case.revision)

    pause_in(monkeypatch, "can_sign", seconds=0.5)
    results = at_once(*[approve] * 3)
    assert sum(isinstance(result, Application) for result in results) == 1, results
    assert sum(isinstance(result, operations.Conflict) for result in results) == 2, results
    assert Letter.objects.count() == 1


def test_withdrawing_while_the_last_signer_approves_leaves_one_of_both(
    world: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sinergi.letters.models import Letter

    lurah = people.staff("lurah", "lurah", world["terjun"], now=NOW)
    pause_in(monkeypatch, "can_sign", "can_withdraw", seconds=0.3)
    for _round in range(4):
        case = casework.proposed(world["sku"], world["terjun"], world["budi"], now=NOW)
        before = Letter.objects.count()
        approved, withdrawn = at_once(
            lambda case=case: operations.approve(case, by=User.objects.get(pk=lurah.pk).at(NOW), now=NOW),
            lambda case=case: operations.withdraw(case, by=APPLICANT, now=NOW),
        )
        assert sum(isinstance(one, Application) for one in (approved, withdrawn)) == 1, (approved, withdrawn)
        assert sum(isinstance(one, Refused) for one in (approved, withdrawn)) == 1, (approved, withdrawn)
        now_there = Application.objects.get(pk=case.pk)
        assert (now_there.status == Status.WITHDRAWN) == isinstance(withdrawn, Application)
        assert Letter.objects.count() - before == isinstance(approved, Application)
        assert (now_there.letter_id is None) == isinstance(withdrawn, Application)


@pytest.mark.parametrize("act", ["hand_over", "store_scan"])
def test_letter_that_is_being_withdrawn_is_not_given_out(act: str, world: dict[str, Any]) -> None:
    """The letter desk withdraws in a transaction of its own, which knows nothing of the case."""
    from sinergi.letters import operations as letters

    lurah = people.staff("lurah", "lurah", world["terjun"], now=NOW)
    budi = world["budi"]
    case = casework.signed(casework.proposed(world["sku"], world["terjun"], budi, now=NOW), [lurah], now=NOW)
    if act == "hand_over":
        case = operations.store_scan(case, casework.photo(), by=budi, now=NOW)
    else:  # stored at the letter desk; the case only catches up
        letters.store_signed_scan(case.letter, casework.photo(), by=budi, now=NOW)
    begun = threading.Event()

    def withdraw() -> Any:
        with transaction.atomic():
            letters.withdraw(case.letter, reason="Salah ketik nama usaha", by=lurah, now=NOW)
            begun.set()
            time.sleep(0.7)

    def give() -> Any:
        assert begun.wait(20)
        by = User.objects.get(pk=budi.pk).at(NOW)
        if act == "hand_over":
            return operations.hand_over(
                case, collected_by="Contoh", by=by, now=NOW, shown=casework.originals(case)
            )
        return operations.store_scan(case, None, by=by, now=NOW)

    withdrawn, given = at_once(withdraw, give)
    assert withdrawn is None, withdrawn
    assert isinstance(given, Refused), given
    assert "sudah ditarik" in str(given)


def test_guesses_in_parallel_are_all_counted(world: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the lock on the number, parallel tries would all look before any has been counted."""
    case = casework.submitted(world["sku"], world["terjun"], now=NOW, files=True)
    compare = tracking.references.check_digest
    compared = []

    def slowly(reference: str, check: str) -> bytes:
        compared.append(check)
        time.sleep(0.02)
        return compare(reference, check)

    monkeypatch.setattr(tracking.references, "check_digest", slowly)

    def guess(number: int) -> Callable[[], Any]:
        return lambda: operations.track(
            office=world["office"], reference=case.reference, check=f"{number:04d}", now=NOW
        )

    for start in range(0, 80, 8):
        results = at_once(*[guess(9_000 + start + place) for place in range(8)])
        assert all(not isinstance(result, Exception) for result in results), results
    assert len(compared) == tracking.MOST_AN_HOUR
    assert TrackingAttempt.objects.count() == tracking.MOST_AN_HOUR
    assert guess(42)().blocked  # the right digits come too late to be compared


def test_ten_thousand_guesses_are_held_to_thirty_a_day(world: dict[str, Any]) -> None:
    """Scaled down: a try every five minutes for three days, in order; the right digits come last."""
    case = casework.submitted(world["sku"], world["terjun"], now=NOW, files=True)
    compared = 0
    for step in range(3 * 24 * 12):
        found = operations.track(
            office=world["office"],
            reference=case.reference,
            check="9" + f"{step:03d}",
            now=NOW + timedelta(minutes=5 * step),
        )
        assert found.case is None
        compared += not found.blocked
    assert compared == 3 * tracking.MOST_A_DAY
    own = NOW + timedelta(days=5)
    assert (
        operations.track(office=world["office"], reference=case.reference, check="0042", now=own).case == case
    )
    other = operations.track(office=world["office"], reference="MRL-2026-ZZZZZZ", check="0042", now=own)
    assert (other.case, other.blocked) == (None, False)


def test_the_race_is_there_without_the_revision(world: dict[str, Any]) -> None:
    """Proof that the test above has power: without ``seen`` the second officer silently takes over."""
    case = casework.submitted(world["sku"], world["terjun"], now=NOW, files=True)
    take = [
        lambda name=name: operations.take(case, by=User.objects.get(username=name).at(NOW), now=NOW)
        for name in ("budi", "citra")
    ]
    results = at_once(*take)
    assert all(isinstance(result, Application) for result in results)
