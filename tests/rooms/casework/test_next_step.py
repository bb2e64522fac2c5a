"""What a page of the desk proposes: the next step first, and a deadline on a day when somebody is there."""

import re
from datetime import datetime

import pytest
import time_machine

from sinergi.accounts.models import User
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.catalogue.models import ServiceVersion
from sinergi.letters.jobs import render_letter
from sinergi.organization.models import Unit
from tests.factories import casework, people
from tests.rooms.casework.test_views_citizen import get
from tests.rooms.casework.test_views_desk import address

pytestmark = pytest.mark.django_db
BUTTON = re.compile(r'<(?:a|button) class="(s-button[^"]*)"[^>]*>([^<]+)<')


def buttons(page: str) -> list[tuple[bool, str]]:
    """The buttons above the case, in order: primary or not, and their words."""
    actions = page[page.index('<div class="s-actions">') :].split("</div>", maxsplit=1)[0]
    return [(css == "s-button", words.strip()) for css, words in BUTTON.findall(actions)]


def test_after_the_last_approval_printing_comes_first(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        desk = people.signed_in(budi)
        case = casework.proposed(sku, terjun, budi, now=now)
        assert "Cetak surat" not in [words for _first, words in buttons(get(desk, address(case)))]
        case = operations.approve(case, by=lurah.at(now), now=now)
        render_letter(letter_id=str(case.letter_id))
        shown = buttons(get(desk, address(case)))
        assert shown[:2] == [(True, "Cetak surat"), (False, "Simpan surat bertanda tangan")]
        assert not any(primary for primary, _words in shown[1:])
        case = operations.store_scan(
            Application.objects.get(pk=case.pk), casework.photo("surat.jpg"), by=budi.at(now), now=now
        )
        assert buttons(get(desk, address(case)))[0] == (True, "Serahkan surat")


@pytest.mark.parametrize(
    ("today", "proposed"),
    [
        (datetime(2026, 6, 8, 9, 0), ("15", "6")),  # a Monday
        (datetime(2026, 6, 7, 9, 0), ("15", "6")),  # a Sunday
        (datetime(2026, 6, 12, 9, 0), ("19", "6")),
        (datetime(2026, 3, 12, 9, 0), ("25", "3")),  # 19 March: Nyepi, then Idul Fitri with cuti bersama
    ],
)
def test_the_proposed_deadline_is_a_day_when_the_counter_is_open(
    today: datetime, proposed: tuple[str, str], sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    when = today.replace(tzinfo=now.tzinfo)
    with time_machine.travel(when, tick=False):
        case = casework.taken(sku, terjun, budi, now=when)
        page = get(people.signed_in(budi), address(case, "kembalikan"))
    typed = [re.search(rf'name="deadline_{part}" value="([^"]+)"', page) for part in ("day", "month")]
    assert tuple(found[1] for found in typed if found) == proposed
