"""A wrong number was written: once it is mended, whoever has the old one is out, and the citizen stays in."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations
from sinergi.casework.models import AccessLink, Application
from sinergi.casework.operations import Finding
from sinergi.casework.operations.mending import APPLICANT_FIELD
from sinergi.casework.operations.steps import new_link
from sinergi.casework.views import doors
from sinergi.casework.workflow import Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.notices.models import Delivery, Message
from sinergi.organization.models import Unit
from tests.factories import casework
from tests.rooms.casework.test_views_citizen import PERSON, get, post
from tests.rooms.casework.test_views_status import open_status

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "+6281260000111", "+6281260000999"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(sku: ServiceVersion, terjun: Unit, budi: User, now: datetime) -> Application:
    """Sent back because nobody answers at the number."""
    taken = casework.taken(sku, terjun, budi, now=now, phone=WRONG)
    finding = Finding(words="Nomor HP salah", field=APPLICANT_FIELD)
    deadline = (now + timedelta(days=7)).date()
    operations.send_back(taken, [finding], deadline=deadline, by=budi, now=now)
    return Application.objects.get(pk=taken.pk)


def mend(case: Application, village: Unit, *, now: datetime, **changes: Any) -> Application:
    applicant = casework.applicant(village, **{"phone": RIGHT, **changes})
    return operations.mend_applicant(case, case.defects.get(), applicant, by=APPLICANT, now=now)


def sent_links(case: Application, **which: str) -> list[str]:
    bodies = [message.body or "" for message in Message.objects.filter(subject_id=case.reference, **which)]
    return [urlsplit(url).path for body in bodies for url in re.findall(r"http\S+", body)]


def test_links_sent_to_the_old_contact_open_nothing(case: Application, terjun: Unit, now: datetime) -> None:
    links = [*sent_links(case), urlsplit(new_link(case, now=now)).path]
    assert len(links) >= 3  # the draft's own in the receipt, the one of the sending back, another
    mend(case, terjun, now=now)
    for link in links:
        stranger = Client()
        get(stranger, link, status=410)
        assert stranger.post(f"/status/{case.reference}/cabut/").status_code == 302
    assert Application.objects.get(pk=case.pk).status == Status.EXAMINED
    assert not AccessLink.objects.exists()


def test_a_browser_that_opened_the_case_by_the_old_link_is_out(
    case: Application, terjun: Unit, now: datetime
) -> None:
    stranger = Client()
    stranger.get(sent_links(case)[0])
    assert case.reference in get(stranger, f"/status/{case.reference}/")
    mend(case, terjun, now=now)
    assert stranger.get(f"/status/{case.reference}/").headers["Location"].startswith("/status/?nomor=")
    stranger.post(f"/status/{case.reference}/cabut/")
    assert Application.objects.get(pk=case.pk).status == Status.EXAMINED


def test_the_draft_cookie_of_the_old_link_leads_nowhere(
    case: Application, terjun: Unit, sku: ServiceVersion, now: datetime
) -> None:
    slug = sku.service.slug
    (own,) = sent_links(case, template="casework/received")
    token = own.rstrip("/").rsplit("/", 1)[-1]
    assert doors.to_send(token, slug)[0] is not None
    mend(case, terjun, now=now)
    assert doors.to_send(token, slug)[0] is None


def test_what_waits_for_the_old_contact_is_not_sent(case: Application, terjun: Unit, now: datetime) -> None:
    assert Message.objects.filter(subject_id=case.reference, delivery=Delivery.WAITING).exists()
    mend(case, terjun, now=now)
    assert not Message.objects.filter(subject_id=case.reference, delivery=Delivery.WAITING).exists()


def test_who_mends_stays_in_and_the_new_number_opens(
    client: Client, case: Application, terjun: Unit, now: datetime
) -> None:
    open_status(client, case, "0111")
    url = f"/status/{case.reference}/perbaiki/{case.defects.get().pk}/"
    post(client, url, {**PERSON, "village": terjun.pk, "phone": "0812 6000 0999"}, to=case.reference)
    assert "Perbaikan diterima" in get(client, f"/status/{case.reference}/")
    other = Client()
    open_status(other, case, "0999")
    assert case.reference in get(other, f"/status/{case.reference}/")


def test_the_same_contact_keeps_its_links(case: Application, terjun: Unit, now: datetime) -> None:
    links = sent_links(case)
    mend(case, terjun, now=now, phone=WRONG, name="Contoh Sari Betul")
    stranger = Client()
    for link in links:
        assert stranger.get(link).headers["Location"] == f"/status/{case.reference}/"
