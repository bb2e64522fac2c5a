"""What the page of a kept import tells: never how fewer than ten answered, nor what others are without it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from sinergi.access.permissions import Role
from sinergi.accounts.models import User
from sinergi.organization.models import Unit
from sinergi.organization.queries import root_unit
from sinergi.surveys.models import ImportBatch
from sinergi.surveys.operations import commit_import, start_import
from tests.factories import people
from tests.factories import surveys as make
from tests.factories.page import check_page
from tests.factories.people import NOW
from tests.rooms.surveys.test_imports import MARCH, upload

pytestmark = pytest.mark.django_db
NINE = ",".join(f"U{number}" for number in range(1, 10))
FEW = "Angkanya tidak ditampilkan"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def draft(unit: Unit, by: User, rows: list[str]) -> ImportBatch:
    return start_import(
        upload("\n".join([NINE, *rows])), office=unit.office, unit=unit, service=make.service(unit.office), month=MARCH,
        by=by, now=NOW,
    )  # fmt: skip


def kept(unit: Unit, by: User, rows: list[str]) -> ImportBatch:
    return commit_import(draft(unit, by, rows).pk, by=by, now=NOW)


def shown_to(user: User, batch: ImportBatch) -> str:
    response = people.signed_in(user).get(reverse("surveys:import", args=[batch.pk]))
    check_page(response.content, url="impor")
    return response.content.decode()


@pytest.mark.parametrize(
    ("whole", "blank", "told"), [(1, 0, False), (9, 0, False), (10, 0, True), (9, 3, False)]
)
def test_figures_of_few_answers_are_told_to_nobody_once_kept(
    terjun: Unit, mutu: User, whole: int, blank: int, told: bool
) -> None:
    """Of each column: one that nine of twelve answered tells of nine."""
    text = shown_to(mutu, kept(terjun, mutu, ["2,3,3,3,3,3,3,3,3"] * whole + [",3,3,3,3,3,3,3,3"] * blank))
    assert ('data-label="Jumlah nilai"' in text) is told
    assert ("<dt>Indeks</dt>" in text) is told
    assert (FEW in text) is not told


def test_a_preview_is_for_who_imports(terjun: Unit, mutu: User) -> None:
    """A file of one row that waits to be kept is one respondent's answers."""
    batch = draft(terjun, mutu, ["2,3,3,3,3,3,3,3,3"])
    camat = people.staff("camat", Role.CAMAT, root_unit(terjun.office))
    text = shown_to(camat, batch)
    assert 'data-label="Jumlah nilai"' not in text and FEW in text
    assert 'data-label="Jumlah nilai"' in shown_to(mutu, batch)


def test_who_may_only_look_gets_no_exact_figures_to_subtract_from_those_released(
    terjun: Unit, mutu: User
) -> None:
    """Two answered online before twelve came on paper: released are fourteen, and fourteen less twelve is two."""
    batch = kept(terjun, mutu, ["2,3,3,3,3,3,3,3,3"] * 12)
    camat = people.staff("camat", Role.CAMAT, root_unit(terjun.office))
    text = shown_to(camat, batch)
    assert 'data-label="Jumlah nilai"' not in text and "<dt>Indeks</dt>" not in text and FEW in text
    assert "<dd>12</dd>" in text
    assert 'data-label="Jumlah nilai"' in shown_to(mutu, batch)
