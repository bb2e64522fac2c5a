"""The receipt tells every step that is still to come, from the standard of the case's own version."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from sinergi.accounts.models import User
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.operations import Finding
from sinergi.casework.queries.coming import coming_steps
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import DelayReason
from sinergi.catalogue.models import Act, ChainLevel, ServiceVersion
from sinergi.catalogue.operations import StepSpec
from sinergi.letters.models import Template
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from tests.factories import casework, people
from tests.factories import catalogue as services_of
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db

EXAMINE = "Petugas Kelurahan Terjun memeriksa permohonan"
LURAH = "Lurah, Kelurahan Terjun: tanda tangan"
STAMP = "Surat dicetak, ditandatangani, dan diberi stempel"
COLLECT = "Surat siap: Anda mengambilnya di Kelurahan Terjun"
SURVEY = "Anda menilai pelayanan kami, bila bersedia"


@pytest.fixture(autouse=True)
def _clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False):
        yield


def titles(case: Application) -> list[str]:
    return [entry.title for entry in coming_steps(Application.objects.get(pk=case.pk))]


def test_the_receipt_of_a_new_case_tells_all_of_it(
    client: Client, sktm: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    case = casework.submitted(sktm, terjun, now=now)
    client.post("/status/", {"reference": case.reference, "check_text": "0042"})
    html = client.get(f"/status/{case.reference}/bukti/").content.decode()
    check_page(html, url="bukti")
    shown = re.findall(r'<li class="is-next">.*?<b>(.*?)</b>', html)
    camat = "Camat, Kecamatan Contoh Marelan: diketahui"
    assert shown == [EXAMINE, LURAH, camat, STAMP, COLLECT, SURVEY]
    # The time that was promised stands beside the letter, not beside the first step.
    steps = coming_steps(Application.objects.get(pk=case.pk))
    assert [entry.until is not None for entry in steps] == [entry.title == COLLECT for entry in steps]


def test_the_chain_is_that_of_the_version(wedding: ServiceVersion, terjun: Unit, now: datetime) -> None:
    case = casework.submitted(wedding, terjun, now=now)
    office = case.office.name
    assert titles(case)[1:-3] == [
        f"Kepala seksi, {office}: paraf", f"Sekretaris camat, {office}: paraf", f"Camat, {office}: tanda tangan",
    ]  # fmt: skip


def test_what_has_happened_is_not_told_again(
    sktm: ServiceVersion, terjun: Unit, budi: User, lurah: User, camat: User, now: datetime
) -> None:
    case = casework.taken(sktm, terjun, budi, now=now)
    assert titles(case)[0] == "Petugas Kelurahan Terjun sedang memeriksa permohonan"
    finding = Finding(words="Buram", requirement_key=standard_of(sktm).uploads[0].key)
    operations.send_back(case, [finding], deadline=now.date().replace(day=15), by=budi, now=now)
    assert titles(case)[:2] == [
        "Anda memperbaiki bagian yang dikembalikan", "Petugas Kelurahan Terjun memeriksa perbaikan Anda",
    ]  # fmt: skip
    case = Application.objects.get(pk=case.pk)
    operations.mend_file(case, case.defects.get(), casework.photo(), by=budi, now=now)
    case = operations.propose(Application.objects.get(pk=case.pk), by=budi, now=now)
    assert titles(case)[0] == LURAH
    case = operations.approve(case, by=lurah.at(now), now=now)
    assert titles(case) == ["Camat, Kecamatan Contoh Marelan: diketahui", STAMP, COLLECT, SURVEY]
    case = casework.signed(case, [camat], now=now)
    assert titles(case) == [STAMP, COLLECT, SURVEY]
    case = operations.store_scan(case, casework.photo(), by=budi, now=now)
    assert titles(case) == [COLLECT, SURVEY]
    case = operations.hand_over(case, collected_by="Contoh", by=budi, now=now, shown=casework.originals(case))
    assert titles(case) == []


def test_a_letter_without_originals_is_downloaded(office: Office, terjun: Unit, now: datetime) -> None:
    version = services_of.published(office)
    case = casework.submitted(version, terjun, now=now)
    assert titles(case)[-2].startswith("Surat siap: Anda mengunduhnya dari halaman status")


def test_the_slip_of_the_counter_tells_the_same(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.submitted(sku, terjun, now=now)
    html = people.signed_in(budi).get(f"/meja/permohonan/{case.reference}/bukti/").content.decode()
    check_page(html, url="slip")
    assert re.findall(r'<li class="is-next">.*?<b>(.*?)</b>', html) == [
        EXAMINE,
        LURAH,
        STAMP,
        COLLECT,
        SURVEY,
    ]


def test_no_time_is_promised_while_the_clock_stands_still(
    client: Client, sktm: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.taken(sktm, terjun, budi, now=now)
    told = now + timedelta(hours=6)
    operations.delay(case, reason=DelayReason.OTHER, words="x", new_due_at=told, by=budi, now=now)
    finding = Finding(words="Buram", requirement_key=standard_of(sktm).uploads[0].key)
    case = Application.objects.get(pk=case.pk)
    operations.send_back(case, [finding], deadline=now.date().replace(day=29), by=budi, now=now)
    assert not [entry.until for entry in coming_steps(Application.objects.get(pk=case.pk)) if entry.until]
    client.post("/status/", {"reference": case.reference, "check_text": "0042"})
    receipt = client.get(f"/status/{case.reference}/bukti/").content.decode()
    slip = people.signed_in(budi).get(f"/meja/permohonan/{case.reference}/bukti/").content.decode()
    check_page(receipt, url="bukti")
    assert "Jam pelayanan berhenti sampai perbaikan Anda kami terima" in receipt
    assert "Jam berhenti sampai perbaikan diterima" in slip
    for page in (receipt, slip):
        assert "s-line__until" not in page
    # Mended long after the told time: what holds is the promise as it goes on.
    later = now + timedelta(days=14)
    case = Application.objects.get(pk=case.pk)
    operations.mend_file(case, case.defects.get(), casework.photo(), by=budi, now=later)
    case = Application.objects.get(pk=case.pk)
    shown = [entry.until for entry in coming_steps(case) if entry.until]
    assert shown == [case.due_at]
    assert case.due_at is not None
    assert case.due_at > later


def test_a_role_that_stands_twice_in_the_chain_signs_twice(
    office: Office, terjun: Unit, lurah: User, camat: User, now: datetime
) -> None:
    chain = (
        StepSpec("camat", ChainLevel.DISTRICT, Act.INITIAL),
        StepSpec("lurah", ChainLevel.VILLAGE, Act.SIGN),
        StepSpec("camat", ChainLevel.DISTRICT, Act.ACKNOWLEDGE),
    )
    version = services_of.published(office, slug="dua", chain=chain)
    Template.objects.create(version=version, classification="400", title="Surat Contoh", body="Isi contoh.")
    examiner = people.staff("pusat", "examiner", root_unit(office), now=now)
    case = casework.proposed(version, terjun, examiner, now=now)
    initial, acknowledged = f"Camat, {office.name}: paraf", f"Camat, {office.name}: diketahui"
    assert titles(case)[:3] == [initial, LURAH, acknowledged]
    case = operations.approve(case, by=camat.at(now), now=now)
    assert titles(case)[:2] == [LURAH, acknowledged]
    case = operations.approve(case, by=lurah.at(now), now=now)
    assert titles(case)[:2] == [acknowledged, STAMP]
