"""What officers are told about telling: by itself, by their hand, or not at all; nothing that is no longer so."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.operations import Finding
from sinergi.casework.queries import desk as queries
from sinergi.casework.standards import standard_of
from sinergi.catalogue.models import ServiceVersion
from sinergi.letters import operations as letters
from sinergi.notices.models import Delivery, Message
from sinergi.organization.models import Unit
from tests.factories import casework, people
from tests.rooms.casework.test_views_citizen import get, post, seen_on
from tests.rooms.casework.test_views_desk import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def waiting(case: Application) -> list[str]:
    return [message.template for message in queries.waiting_messages(case)]


def sent_back(version: ServiceVersion, village: Unit, by: User, now: datetime) -> Application:
    case = casework.taken(version, village, by, now=now)
    finding = Finding(words="Buram", requirement_key=standard_of(version).uploads[0].key)
    return operations.send_back(case, [finding], deadline=(now + timedelta(days=3)).date(), by=by, now=now)


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ({"phone": "", "email": casework.EMAIL}, "diberi tahu lewat surel"),
        ({}, "tombol WhatsApp di bawah"),
        ({"phone": ""}, "kabarkan langsung di loket"),
    ],
)
def test_a_ready_letter_says_how_the_applicant_learns_of_it(
    contact: dict[str, str],
    said: str,
    sku: ServiceVersion,
    terjun: Unit,
    budi: User,
    lurah: User,
    now: datetime,
) -> None:
    case = casework.signed(casework.proposed(sku, terjun, budi, now=now, **contact), [lurah], now=now)
    desk = people.signed_in(people.staff("loket", "counter", terjun))
    seen = seen_on(get(desk, address(case, "pindaian")))
    data = {"seen": seen, "file": casework.photo("surat.jpg")}
    post(desk, address(case, "pindaian"), data, to=case.reference)
    page = get(desk, address(case))
    assert said in page
    assert ("wa.me" in page) == (not contact)
    if not contact:  # who stored the scan also sends the message
        message = Message.objects.get(template="casework/ready")
        post(desk, address(case, "terkirim"), {"message": str(message.pk)}, to=case.reference)
        message.refresh_from_db()
        assert message.delivery == Delivery.MANUAL


def test_what_was_mended_is_not_asked_for_any_more(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = sent_back(sku, terjun, budi, now)
    assert waiting(case) == ["casework/sent_back"]
    operations.mend_file(case, case.defects.get(), casework.photo(), by=APPLICANT, now=now)
    assert waiting(case) == []
    assert "wa.me" not in get(people.signed_in(budi), address(case))
    assert Message.objects.get(template="casework/sent_back").delivery == Delivery.SKIPPED


def test_a_letter_that_was_withdrawn_is_not_called_ready(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    case = casework.ready(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    assert waiting(case) == ["casework/ready"]
    assert case.letter
    letters.withdraw(case.letter, reason="Nama pemohon salah", by=budi, now=now)
    operations.reopen(case, by=budi, now=now)
    assert waiting(case) == ["casework/letter_withdrawn"]


def test_only_messages_of_the_left_status_go(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case, other = sent_back(sku, terjun, budi, now), sent_back(sku, terjun, budi, now)
    contact = bytes(case.contact_index or b"")
    operations.send_reference(
        office_id=case.office_id, service_id=sku.service_id, contact=contact, occasion="x", now=now
    )
    operations.mend_file(case, case.defects.get(), casework.photo(), by=APPLICANT, now=now)
    assert waiting(case) == ["casework/recovered"]
    assert waiting(other) == ["casework/recovered"]


def test_the_chip_of_waiting_messages_counts_them(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    casework.submitted(sku, terjun, now=now)
    casework.submitted(sku, terjun, now=now, phone="", email=casework.EMAIL)
    assert "Pesan menunggu dikirim 1<" in get(people.signed_in(budi), "/meja/permohonan/")
