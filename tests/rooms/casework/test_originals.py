"""Originals that the published standard demands are shown before a letter leaves the counter."""

from dataclasses import replace
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import SYSTEM
from sinergi.casework import operations
from sinergi.casework.models import Application, ShownOriginal
from sinergi.casework.workflow import Status
from sinergi.catalogue import operations as catalogue
from sinergi.catalogue.models import RequirementKind, ServiceVersion
from sinergi.catalogue.operations import RequirementSpec, spec_of
from sinergi.letters.models import Template
from sinergi.organization.models import Office, Unit
from tests.factories import casework, people
from tests.factories import catalogue as services
from tests.factories.page import check_page
from tests.rooms.casework.test_views_citizen import get
from tests.rooms.casework.test_views_status import open_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime) -> Application:
    """A letter that waits at the counter. Its standard demands ``asli`` and asks for ``kuasa`` where there is one."""
    spec = spec_of(sku)
    power = RequirementSpec(
        "kuasa",
        "Surat kuasa",
        RequirementKind.SHOW,
        "Bila diambil orang lain.",
        False,
        "Pasal 1792 KUH Perdata",
    )
    draft = catalogue.draft_version(
        sku.service, spec=replace(spec, requirements=(*spec.requirements, power)), by=SYSTEM, now=now
    )
    version = catalogue.publish_version(draft, by=SYSTEM, now=now)
    return casework.ready(casework.proposed(version, terjun, budi, now=now), [lurah], budi, now=now)


@pytest.mark.parametrize("shown", [(), ("kuasa",), ("Asli",)])
def test_a_demanded_original_that_was_not_shown_keeps_the_letter(
    ready: Application, budi: User, now: datetime, shown: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as refusal:
        operations.hand_over(ready, collected_by="Contoh Sari", by=budi, now=now, shown=shown)
    assert refusal.value.field == "shown_asli"
    assert str(refusal.value.words) == "KTP dan KK asli harus ditunjukkan dahulu."
    assert Application.objects.get(pk=ready.pk).status == Status.READY
    assert not ShownOriginal.objects.exists()


@pytest.mark.parametrize("shown", [("asli",), ("asli", "kuasa")])
def test_what_was_shown_is_kept_and_nothing_optional_is_demanded(
    ready: Application, budi: User, now: datetime, shown: tuple[str, ...]
) -> None:
    case = operations.hand_over(ready, collected_by="Contoh Sari", by=budi, now=now, shown=shown)
    assert case.status == Status.FINISHED
    rows = ShownOriginal.objects.order_by("requirement__position")
    assert [(row.requirement.key, row.seen_by, row.seen_at) for row in rows] == [
        (key, budi, now) for key in shown
    ]


def test_the_refusal_stands_at_its_box_and_keeps_what_was_typed(
    ready: Application, budi: User, now: datetime
) -> None:
    address = f"/meja/permohonan/{ready.reference}/serahkan/"
    typed = {"seen": ready.revision, "collected_by": "Contoh Sari", "shown_kuasa": "on"}
    with time_machine.travel(now, tick=False):
        answer = people.signed_in(budi).post(address, typed)
    html = answer.content.decode()
    check_page(html, url=address)
    assert answer.status_code == 200
    assert answer.context["form"].errors == {"shown_asli": ["KTP dan KK asli harus ditunjukkan dahulu."]}
    assert 'value="Contoh Sari"' in html
    assert "Surat kuasa sudah ditunjukkan (bila ada)" in html
    [box] = [part for part in html.split("<input") if 'name="shown_kuasa"' in part]
    assert "checked" in box
    assert Application.objects.get(pk=ready.pk).status == Status.READY


def test_an_optional_original_keeps_nobody_from_downloading(
    client: Client, office: Office, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    power = RequirementSpec(
        "kuasa", "Surat kuasa", RequirementKind.SHOW, "Bila diambil orang lain.", False, "x"
    )
    version = services.published(office, requirements=(power,))
    Template.objects.create(version=version, classification="400", title="Surat Contoh", body="Isi contoh.")
    with time_machine.travel(now, tick=False):
        case = casework.proposed(version, terjun, budi, now=now)
        open_status(client, case)
        receipt = get(client, f"/status/{case.reference}/bukti/")
        assert "Anda mengunduhnya dari halaman status" in receipt
        assert "Surat kuasa" not in receipt
        casework.ready(case, [lurah], budi, now=now)
        page = get(client, f"/status/{case.reference}/")
        assert "Unduh di bawah, atau ambil di loket." in page
        assert "Bawa:" not in page
        assert client.post(f"/status/{case.reference}/surat/").status_code == 200
    assert Application.objects.get(pk=case.pk).status == Status.FINISHED


def test_a_demanded_original_stands_beside_an_optional_one(
    client: Client, ready: Application, now: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        open_status(client, ready)
        page = get(client, f"/status/{ready.reference}/")
    assert "Unduh surat" not in page
    assert "Surat kuasa (bila ada)" in page
