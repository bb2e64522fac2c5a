"""An examiner is told when nobody could sign, and whose message is the newest one."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from sinergi.accounts.models import User
from sinergi.casework import operations
from sinergi.casework.queries import desk
from sinergi.casework.queries.signers import missing_signers
from sinergi.catalogue.models import ServiceVersion
from sinergi.notices.models import Message
from sinergi.organization.models import Unit
from tests.factories import casework, people
from tests.rooms.casework.test_views_citizen import get, seen_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def test_examiner_is_told_that_nobody_can_sign_and_may_go_on(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    client, url = people.signed_in(budi), f"/meja/permohonan/{case.reference}/"
    seen = seen_on(get(client, f"{url}ajukan/"))
    answer = client.post(f"{url}ajukan/", {"seen": seen, "note": ""}, follow=True)
    words = f"Belum ada pejabat Lurah di {terjun.title}; hubungi administrator."
    assert answer.content.decode().count(words) == 2  # once as the answer, once as a lasting sign on the page
    assert get(client, url).count(words) == 1
    people.staff("lurah", "lurah", terjun, now=now)
    assert words not in get(client, url)


def test_only_holders_of_today_at_the_very_place_count(
    wedding: ServiceVersion, terjun: Unit, root: Unit, now: datetime
) -> None:
    ratna = people.staff("ratna", "examiner", root, now=now)
    case = casework.proposed(wedding, terjun, ratna, now=now)
    places = [
        words.partition(" di ")[0].removeprefix("Belum ada pejabat ")
        for words in missing_signers(case, now=now)
    ]
    assert places == ["Kepala seksi", "Sekretaris camat", "Camat"]
    people.staff("kasi-desa", "kasi", terjun, now=now)
    assert len(missing_signers(case, now=now)) == 3
    people.staff("kasi", "kasi", people.section(root.office), now=now)
    assert len(missing_signers(case, now=now)) == 2
    later = people.staff("sekcam", None, root, now=now)
    people.give(later, "sekcam", root, since=(now + timedelta(days=2)).date())
    assert len(missing_signers(case, now=now)) == 2
    assert len(missing_signers(case, now=now + timedelta(days=2))) == 1
    camat = people.staff("camat", "camat", root, now=now)
    assert len(missing_signers(case, now=now)) == 1
    camat.is_active = False
    camat.save(update_fields=["is_active"])
    assert len(missing_signers(case, now=now)) == 2


def test_officer_sends_only_the_newest_message_of_a_case(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    casework.submitted(sku, terjun, now=now)  # another case of the same number keeps its own
    operations.reject(case, legal_reason="Dasar", explanation="Contoh", by=budi, now=now)
    rows = Message.objects.filter(subject_id=case.reference).order_by("pk")
    assert {row.template: row.delivery for row in rows} == {
        "casework/received": "skipped",
        "casework/rejected": "waiting",
    }
    assert [row.template for row in desk.waiting_messages(case)] == ["casework/rejected"]
    assert Message.objects.filter(delivery="waiting").count() == 2
