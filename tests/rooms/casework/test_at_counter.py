"""An applicant without a phone stands at the counter: mend there, withdraw there, under the officer's name."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.models import Event
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.operations import Finding
from sinergi.casework.operations.mending import APPLICANT_FIELD
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Unit
from tests.factories import casework, people
from tests.factories.page import check_page
from tests.rooms.casework.test_views_citizen import get, post, seen_on
from tests.rooms.casework.test_views_desk import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def loket(terjun: Unit) -> User:
    return people.staff("loket", "counter", terjun)


def sent_back(
    version: ServiceVersion, village: Unit, by: User, now: datetime, *found: Finding
) -> Application:
    case = casework.taken(version, village, by, now=now, phone="")
    deadline = (now + timedelta(days=3)).date()
    return operations.send_back(case, list(found), deadline=deadline, by=by, now=now)


def test_everything_that_was_sent_back_is_mended_at_the_counter(
    sku: ServiceVersion, terjun: Unit, budi: User, loket: User, now: datetime
) -> None:
    document, field = standard_of(sku).uploads[0], next(iter(standard_of(sku).definition.fields()))
    case = sent_back(
        sku, terjun, budi, now,
        Finding(words="Buram", requirement_key=document.key), Finding(words="Salah tulis", field=field.key),
    )  # fmt: skip
    desk, url = people.signed_in(loket), address(case, "perbaikan")
    assert f'href="{url}"' in get(desk, address(case))
    nothing = desk.post(url, {"bagian": str(case.defects.get(field="").pk)})
    check_page(nothing.content, url=url)
    assert "belum dipilih" in nothing.content.decode()
    for defect in case.defects.order_by("found_at", "pk"):
        page = get(desk, f"{url}?bagian={defect.pk}")
        assert (defect.words or "") in page
        new = {"file": casework.photo("utuh.jpg")} if defect.requirement_id else {field.key: "Contoh Betul"}
        post(desk, url, {"bagian": str(defect.pk), **new}, to=case.reference)
    case = Application.objects.get(pk=case.pk)
    assert (case.status, case.text_answers[field.key]) == (Status.EXAMINED, "Contoh Betul")
    last = case.moves.latest("revision")
    assert (last.code, last.by_label) == ("application.mended", str(loket.audit_name))
    event = Event.objects.filter(code="application.mended").get()
    assert event.actor_name == loket.audit_name
    assert "Semua perbaikan diterima" in get(desk, address(case))
    assert desk.get(url).headers["Location"] == address(case)  # nothing is left to mend


def test_a_refused_file_is_said_beside_its_field(
    sku: ServiceVersion, terjun: Unit, budi: User, loket: User, now: datetime
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = sent_back(
        sku, terjun, budi, now, Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)
    )
    broken = SimpleUploadedFile("ktp.jpg", b"bukan foto", content_type="image/jpeg")
    answer = people.signed_in(loket).post(address(case, "perbaikan"), {"file": broken})
    check_page(answer.content, url="perbaikan")
    assert 'id="id_file_error"' in answer.content.decode()
    assert Application.objects.get(pk=case.pk).status == Status.NEEDS_FIX


def test_who_may_not_read_the_nik_types_it_from_the_card(
    sku: ServiceVersion, terjun: Unit, budi: User, loket: User, now: datetime
) -> None:
    case = sent_back(sku, terjun, budi, now, Finding(words="NIK salah", field=APPLICANT_FIELD))
    assert casework.NIK in get(people.signed_in(budi), address(case, "perbaikan"))
    desk = people.signed_in(loket)
    page = get(desk, address(case, "perbaikan"))
    assert "Contoh Sari Pemohon" in page
    assert casework.NIK not in page
    person = {
        "name": "Contoh Sari",
        "nik": "1271120101500003",
        "village": terjun.pk,
        "address": "Jalan Contoh 9",
    }
    post(desk, address(case, "perbaikan"), person, to=case.reference)
    assert Application.objects.get(pk=case.pk).nik == "1271120101500003"


def test_only_who_receives_there_mends_and_withdraws(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, dewi: User, now: datetime
) -> None:
    case = sent_back(
        sku, terjun, budi, now, Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)
    )
    defect = case.defects.get()
    for stranger in (lurah, dewi):  # sees the case without a counter; has a counter elsewhere
        with pytest.raises(Refused, match="menerima permohonan"):
            operations.mend_at_counter(case, defect, casework.photo(), by=stranger.at(now), now=now)
        with pytest.raises(Refused, match="menerima permohonan"):
            operations.withdraw_at_counter(case, reason="Contoh", by=stranger.at(now), now=now)
    head = people.signed_in(lurah)
    for act in ("perbaikan", "cabut"):
        assert head.get(address(case, act)).headers["Location"] == address(case)
        head.post(address(case, act), {"seen": case.revision, "reason": "x", "identity": "on"})
    assert Application.objects.get(pk=case.pk).revision == case.revision


def test_the_applicant_at_the_counter_takes_the_application_back(
    sku: ServiceVersion, terjun: Unit, loket: User, now: datetime
) -> None:
    case = casework.submitted(sku, terjun, now=now)  # came in online: any channel
    desk, url = people.signed_in(loket), address(case, "cabut")
    assert f'href="{url}"' in get(desk, address(case))
    seen = seen_on(get(desk, url))
    refused = desk.post(url, {"seen": seen, "reason": ""})
    check_page(refused.content, url=url)
    assert "Cocokkan kartu identitas" in refused.content.decode()
    post(desk, url, {"seen": seen, "reason": "Pindah kota", "identity": "on"}, to=case.reference)
    case = Application.objects.get(pk=case.pk)
    assert case.status == Status.WITHDRAWN
    last = case.moves.latest("revision")
    assert (last.code, last.by_label) == ("application.withdrawn", str(loket.audit_name))
    assert last.public_note == "Dicabut di loket atas permintaan pemohon: Pindah kota"
    assert Event.objects.get(code="application.withdrawn").actor_name == loket.audit_name
    assert "sudah dicabut" in str(desk.get(url, follow=True).content.decode())
