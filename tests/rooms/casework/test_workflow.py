"""The table of moves, and what holds it: policies, constraints, words."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.template.loader import get_template

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.casework import operations, policies
from sinergi.casework.models import Application
from sinergi.casework.operations.steps import advance
from sinergi.casework.words import TITLES
from sinergi.casework.workflow import AUDIT_CODES, CLOSED, MOVES, NOTICES, OPEN, RUNNING, Status, may_move
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from tests.factories import casework, people

EXPECTED = {  # written by hand: the table must not be compared with itself
    "draf": {"diterima"},
    "diterima": {"diperiksa", "dicabut"},
    "diperiksa": {"perlu_perbaikan", "menunggu_tanda_tangan", "ditolak", "dicabut"},
    "perlu_perbaikan": {"diperiksa", "dicabut"},
    "menunggu_tanda_tangan": {"siap_diambil", "diperiksa", "dicabut"},
    "siap_diambil": {"selesai", "diperiksa"},
    "selesai": {"diperiksa"},  # its letter was withdrawn
    "ditolak": set(),
    "dicabut": set(),
}


@pytest.mark.parametrize("source", Status.values)
@pytest.mark.parametrize("target", Status.values)
def test_moves(source: str, target: str) -> None:
    assert may_move(source, target) is (target in EXPECTED[source])


def test_every_status_is_placed() -> None:
    assert set(MOVES) == set(AUDIT_CODES) == set(Status)
    assert OPEN | CLOSED | {Status.DRAFT} == set(Status)
    assert not OPEN & CLOSED
    assert RUNNING < OPEN
    assert all(not MOVES[status] for status in CLOSED - {Status.FINISHED})
    assert {AUDIT_CODES[status] for status in Status} - {"application.drafted"} <= set(TITLES)


@pytest.mark.parametrize("template", [*NOTICES.values(), "casework/delayed", "casework/recovered", "casework/draft",
                                      "casework/mend_reminder", "casework/overdue", "casework/letter_withdrawn",
                                      "casework/letter_withdrawn_desk"])  # fmt: skip
def test_every_notice_has_its_texts(template: str) -> None:
    room, name = template.split("/")
    for part in ("subject", "body"):
        assert get_template(f"{room}/notices/{name}.{part}.txt")


# Who may do what in which status; examiner = the one who took it, other = examiner of another unit.
MATRIX: list[tuple[str, dict[str, set[str]]]] = [
    ("received", {"take": {"examiner", "colleague"}, "decide": set(), "sign": set(), "scan": set(), "hand_over": set(),
                  "delay": {"examiner", "colleague"}}),
    ("taken", {"take": {"colleague"}, "decide": {"examiner"}, "sign": set(), "scan": set(), "hand_over": set(),
               "delay": {"examiner", "colleague"}}),
    ("proposed", {"take": set(), "decide": set(), "sign": {"lurah"}, "scan": set(), "hand_over": set(),
                  "delay": {"examiner", "colleague"}}),
    ("signed", {"take": set(), "decide": set(), "sign": set(), "scan": {"examiner", "colleague", "counter", "lurah"},
                "hand_over": set(), "delay": {"examiner", "colleague"}}),
    ("ready", {"take": set(), "decide": set(), "sign": set(), "scan": set(), "delay": set(),
               "hand_over": {"examiner", "colleague", "counter"}}),
    ("finished", {"take": set(), "decide": set(), "sign": set(), "scan": set(), "hand_over": set(), "delay": set()}),
    ("rejected", {"take": set(), "decide": set(), "sign": set(), "scan": set(), "hand_over": set(), "delay": set()}),
    ("withdrawn", {"take": set(), "decide": set(), "sign": set(), "scan": set(), "hand_over": set(), "delay": set()}),
]  # fmt: skip
POLICIES = {
    "take": policies.can_take, "decide": policies.can_decide, "sign": policies.can_sign,
    "scan": policies.can_store_scan, "hand_over": policies.can_hand_over, "delay": policies.can_delay,
}  # fmt: skip


def case_in(
    state: str, sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> Application:
    if state in {"received", "withdrawn"}:
        case = casework.submitted(sku, terjun, now=now)
        return case if state == "received" else operations.withdraw(case, by=budi, now=now)
    case = casework.taken(sku, terjun, budi, now=now)
    if state == "rejected":
        return operations.reject(case, legal_reason="Dasar contoh", explanation="Contoh", by=budi, now=now)
    if state == "taken":
        return case
    case = operations.propose(case, by=budi, now=now)
    if state == "proposed":
        return case
    case = casework.signed(case, [lurah], now=now)
    if state == "signed":
        return case
    case = operations.store_scan(case, casework.photo(), by=budi, now=now)
    if state == "ready":
        return case
    shown = casework.originals(case)
    return operations.hand_over(case, collected_by="Contoh", by=budi, now=now, shown=shown)


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "allowed"), MATRIX, ids=[row[0] for row in MATRIX])
def test_policies(
    state: str, allowed: dict[str, set[str]], sku: ServiceVersion, terjun: Unit, budi: User, dewi: User, lurah: User,
    camat: User, now: datetime,
) -> None:  # fmt: skip
    case = case_in(state, sku, terjun, budi, lurah, now)
    actors = {
        "examiner": budi, "colleague": people.staff("rekan", "examiner", terjun, now=now), "other": dewi,
        "lurah": lurah, "camat": camat, "counter": people.staff("loket", "counter", terjun, now=now),
        "editor": people.staff("editor", "editor", terjun, now=now),
    }  # fmt: skip
    case = Application.objects.get(pk=case.pk)
    for name, policy in POLICIES.items():
        verdicts = {who: policy(actor.at(now), case) for who, actor in actors.items()}
        assert {who for who, verdict in verdicts.items() if verdict} == allowed[name], name
        assert all(str(verdict.words) for verdict in verdicts.values() if not verdict), name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "may"),
    [
        ("received", True),
        ("taken", True),
        ("proposed", True),
        ("signed", False),
        ("ready", False),
        ("finished", False),
        ("rejected", False),
        ("withdrawn", False),
    ],
)
def test_withdrawal_until_the_letter_is_numbered(
    state: str, may: bool, sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = case_in(state, sku, terjun, budi, lurah, now)
    assert bool(policies.can_withdraw(case)) is may
    if may:
        assert operations.withdraw(case, by=budi, now=now).status == Status.WITHDRAWN
    else:
        with pytest.raises(Refused):
            operations.withdraw(case, by=budi, now=now)


@pytest.mark.django_db
def test_a_move_outside_the_table_is_refused(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.submitted(sku, terjun, now=now)
    with pytest.raises(Refused, match="tidak dapat menjadi"):
        advance(case, Status.FINISHED, by=budi, now=now)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        {"status": Status.NEEDS_FIX},
        {"status": Status.FINISHED},
        {"status": Status.READY},
        {"status": Status.DRAFT},
        {"handler": None},
        {"turn_role": ""},
        {"clock_since": None},
        {"due_at": None},
        {"finished_at": datetime.fromisoformat("2026-06-09T10:00:00+07:00")},
        {"check_kind": ""},
        {"village": None},
    ],
    ids=lambda broken: next(iter(broken)) + str(broken.get("status", "")),
)
def test_the_database_refuses_half_a_pair(
    broken: dict[str, Any], sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.proposed(sku, terjun, budi, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=case.pk).update(**broken)


@pytest.mark.django_db
def test_visible_to(
    sku: ServiceVersion, wedding: ServiceVersion, terjun: Unit, paya_pasir: Unit, budi: User, dewi: User, lurah: User,
    camat: User, now: datetime,
) -> None:  # fmt: skip
    here = casework.submitted(sku, terjun, now=now)
    there = casework.submitted(sku, paya_pasir, now=now)
    above = casework.submitted(wedding, terjun, now=now)
    casework.draft(sku, terjun, now=now, files=False)
    loket = people.staff("loket", "counter", terjun, now=now)
    expected: dict[Any, set[Application]] = {
        budi: {here}, lurah: {here}, loket: {here}, dewi: {there}, camat: {here, there, above},
        people.staff("admin", "admin", terjun, now=now): set(), AnonymousUser(): set(),
        people.staff("bekas", None, terjun, now=now): set(),
    }  # fmt: skip
    for user, seen in expected.items():
        assert set(Application.objects.visible_to(user)) == seen, user
