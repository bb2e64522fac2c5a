"""Signing chains are data: SKU ends at the lurah, SKTM at the camat, dispensasi nikah runs through the kecamatan."""

from datetime import datetime

import pytest

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.operations import Finding
from sinergi.casework.workflow import Outcome, Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.letters.models import RegisterEntry
from sinergi.organization.models import Unit
from tests.factories import casework, people

pytestmark = pytest.mark.django_db


def roles(case: Application) -> list[tuple[str, Unit]]:
    return [(step.role, step.unit) for step in case.approvals.filter(round=case.signing_round)]


def test_chains_are_resolved_to_units(
    sku: ServiceVersion,
    sktm: ServiceVersion,
    wedding: ServiceVersion,
    terjun: Unit,
    root: Unit,
    now: datetime,
) -> None:
    officer = people.staff("pusat", "examiner", root, now=now)
    assert roles(casework.proposed(sku, terjun, officer, now=now)) == [("lurah", terjun)]
    assert roles(casework.proposed(sktm, terjun, officer, now=now)) == [("lurah", terjun), ("camat", root)]
    case = casework.proposed(wedding, terjun, officer, now=now)
    assert roles(case) == [("kasi", root), ("sekcam", root), ("camat", root)]
    assert (case.unit, case.village) == (root, terjun)


def test_only_the_step_whose_turn_it_is(
    sktm: ServiceVersion, terjun: Unit, budi: User, lurah: User, camat: User, paya_pasir: Unit, now: datetime
) -> None:
    case = casework.proposed(sktm, terjun, budi, now=now)
    neighbor = people.staff("lurah2", "lurah", paya_pasir, now=now)
    for person in (camat, neighbor, budi):
        with pytest.raises(Refused, match="pejabat lain"):
            operations.approve(case, by=person, now=now)
    assert list(Application.objects.waiting_for(camat)) == []
    case = operations.approve(case, by=lurah, now=now)
    assert (case.turn_role, case.letter) == ("camat", None)
    assert list(Application.objects.waiting_for(camat)) == [case]
    with pytest.raises(Refused):
        operations.approve(case, by=lurah, now=now)
    case = operations.approve(case, by=camat, now=now)
    assert case.letter is not None
    assert case.letter.unit == terjun
    assert case.letter.values["nik"] == casework.NIK
    assert (
        RegisterEntry.objects.filter(letter=case.letter).count() == 2
    )  # its own, and the camat's "diketahui"


def test_return_goes_back_to_the_examiner_and_begins_anew(
    sktm: ServiceVersion, terjun: Unit, budi: User, lurah: User, camat: User, now: datetime
) -> None:
    case = operations.approve(casework.proposed(sktm, terjun, budi, now=now), by=lurah, now=now)
    with pytest.raises(Refused, match="Tulis apa"):
        operations.return_to_examiner(case, words=" ", by=camat, now=now)
    case = operations.return_to_examiner(case, words="Lengkapi penghasilan", by=camat, now=now)
    assert (case.status, case.turn_role, case.handler) == (Status.EXAMINED, "", budi)
    case = operations.propose(case, by=budi, now=now)
    assert case.turn_role == "lurah"
    outcomes = list(case.approvals.values_list("round", "position", "outcome"))
    first, second = sorted({row[1] for row in outcomes})
    assert outcomes == [
        (1, first, Outcome.APPROVED), (1, second, Outcome.RETURNED), (2, first, ""), (2, second, "")
    ]  # fmt: skip


def test_an_acting_official_signs_and_a_former_one_does_not(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    from datetime import timedelta

    from sinergi.accounts.models import RoleAssignment

    former = people.staff("bekas", "lurah", terjun, now=now)
    RoleAssignment.objects.filter(user=former).update(ends_on=now.date())
    acting = people.staff("plh", None, terjun, now=now)
    people.give(acting, "lurah", terjun, since=now.date())
    case = casework.proposed(sku, terjun, budi, now=now)
    with pytest.raises(Refused):
        operations.approve(case, by=former.at(now), now=now)
    with pytest.raises(Refused):
        operations.approve(case, by=acting.at(now - timedelta(days=1)), now=now)
    assert operations.approve(case, by=acting.at(now), now=now).letter is not None


def test_team_is_the_lowest_unit_that_examined(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, root: Unit, now: datetime
) -> None:
    above = people.staff("pusat", "examiner", root, now=now)
    case = operations.take(casework.submitted(sku, terjun, now=now), by=above, now=now)
    case = operations.take(case, by=budi, now=now)
    case = operations.take(case, by=above, now=now)
    case = casework.finished(operations.propose(case, by=above, now=now), [lurah], above, now=now)
    assert case.team == terjun


def test_same_thing_is_not_sent_back_twice_at_once(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    from datetime import timedelta

    from django.db import IntegrityError, transaction

    case = casework.taken(sku, terjun, budi, now=now)
    twice = [Finding(words="Buram", field="business_name"), Finding(words="Salah", field="business_name")]
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.send_back(case, twice, deadline=(now + timedelta(days=3)).date(), by=budi, now=now)
