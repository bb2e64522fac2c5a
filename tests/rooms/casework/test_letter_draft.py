"""The signer reads the letter before approving: the words that will be printed; nothing is numbered or stored."""

import re
import sys
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.utils.html import escape

from sinergi.accounts.models import User
from sinergi.casework import operations, references
from sinergi.casework.models import Application
from sinergi.casework.queries.letters import letter_draft
from sinergi.catalogue.models import ServiceVersion
from sinergi.documents.models import Document
from sinergi.letters import layout
from sinergi.letters.models import Letter, Register, Template
from sinergi.organization.models import Unit
from tests.factories import casework, people
from tests.factories.page import check_page
from tests.rooms.casework.test_views_citizen import get, post, seen_on
from tests.rooms.casework.test_views_desk import address

pytestmark = pytest.mark.django_db
SAME = ("heading", "parts", "initials")


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def people_of(blocks: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [(one["office"], one["name"], one["rank"], one["nip"]) for one in blocks]


def test_the_last_signer_reads_what_is_printed(
    sktm: ServiceVersion, terjun: Unit, budi: User, lurah: User, camat: User, now: datetime
) -> None:
    case = operations.approve(casework.proposed(sktm, terjun, budi, now=now), by=lurah, now=now)
    files = Document.objects.count()
    draft = letter_draft(case, by=camat, now=now)
    assert draft is not None
    assert not Letter.objects.exists()
    assert not Register.objects.exists()
    assert Document.objects.count() == files
    case = operations.approve(case, by=camat, now=now)
    assert case.letter
    printed = layout.data_of(case.letter)
    number = re.escape(printed["number"])
    for name in SAME:
        said = re.sub(number, "……", repr(printed[name]))
        assert repr(draft.words[name]) == said, name
    assert people_of(draft.words["signed"]) == people_of(printed["signed"])
    assert people_of(draft.words["acknowledged"]) == people_of(printed["acknowledged"])


def test_the_page_shows_the_letter_with_the_whole_nik_and_no_code(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.proposed(sku, terjun, budi, now=now)
    head = people.signed_in(lurah)
    page = get(head, address(case, "setujui"))
    draft = letter_draft(case, by=lurah, now=now)
    assert draft is not None
    assert "DRAF" in page
    assert page.count(references.grouped_nik(casework.NIK)) == 1
    for text, rows in draft.parts:
        assert escape(text) in page
        assert all(escape(row.value) in page for row in rows)
    assert "/periksa/" not in page
    assert references.grouped_nik(casework.NIK) not in get(
        head, address(case)
    )  # the case itself stays masked


def test_only_the_one_whose_turn_it_is_reads_the_draft(
    sktm: ServiceVersion, terjun: Unit, budi: User, lurah: User, camat: User, now: datetime
) -> None:
    case = casework.proposed(sktm, terjun, budi, now=now)
    for other in (camat, people.staff("loket", "counter", terjun)):
        answer = people.signed_in(other).post(address(case, "setujui"), {"seen": "", "words": ""})
        assert answer.status_code == 200  # the form, with what was wrong
        assert references.grouped_nik(casework.NIK) not in answer.content.decode()
        assert "DRAF" not in answer.content.decode()


def test_a_letter_that_cannot_be_printed_says_why(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.proposed(sku, terjun, budi, now=now)
    Template.objects.all().delete()
    assert "Templat surat untuk layanan ini belum ada" in get(
        people.signed_in(lurah), address(case, "setujui")
    )


def test_after_approving_the_next_one_waits(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    first, second = (casework.proposed(sku, terjun, budi, now=now) for _ in range(2))
    head = people.signed_in(lurah)
    seen = seen_on(get(head, address(first, "setujui")))
    post(head, address(first, "setujui"), {"seen": seen, "words": ""}, to="/meja/tanda-tangan/")
    page = get(head, "/meja/tanda-tangan/")
    assert f'Disetujui: <a href="{address(first)}">{first.reference}</a>' in page
    assert address(second, "setujui") in page
    assert address(first, "setujui") not in page
    check_page(page, url="/meja/tanda-tangan/")
    assert Application.objects.get(pk=first.pk).letter is not None


def test_reading_a_draft_loads_no_typesetter(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime, monkeypatch: Any
) -> None:
    """80 MB that a web worker never needs."""
    case = casework.proposed(sku, terjun, budi, now=now)
    monkeypatch.setitem(sys.modules, "typst", None)  # an import would fail
    monkeypatch.setitem(sys.modules, "segno", None)
    assert "DRAF" in get(people.signed_in(lurah), address(case, "setujui"))
