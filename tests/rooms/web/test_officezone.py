"""An office in Makassar on an installation whose own zone is Jakarta: every page, message and letter tells its time.

23.30 at Jakarta on 9 June is half past midnight on 10 June at the office.
"""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.casework.models import Application
from sinergi.catalogue.models import ServiceVersion
from sinergi.letters import layout as letter_layout
from sinergi.notices.models import Message
from sinergi.organization.models import Office, Unit
from sinergi.participation import layout as minutes_layout
from sinergi.participation.models import Meeting
from sinergi.web.officezone import OfficeZone
from tests.factories import casework, people
from tests.factories import participation as meetings

NIGHT = datetime(2026, 6, 9, 16, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office() -> Office:
    return people.office(time_zone="Asia/Makassar")


@pytest.fixture
def sku(office: Office) -> ServiceVersion:
    return casework.services(office, now=people.NOW)["keterangan-usaha"]


@pytest.fixture
def case(sku: ServiceVersion, terjun: Unit) -> Application:
    return casework.submitted(sku, terjun, now=NIGHT, email=casework.EMAIL)


def opened(client: Client, case: Application) -> Client:
    client.post("/status/", {"reference": case.reference, "check_text": "0042"})
    return client


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_citizen_reads_the_time_of_the_office(client: Client, case: Application) -> None:
    opened(client, case)
    receipt = read(client, f"/status/{case.reference}/bukti/")
    assert "Diterima Rabu, 10 Juni 2026 pukul 00.30 WITA." in receipt
    status = read(client, f"/status/{case.reference}/")
    assert "Rab 10 Jun 00.30" in status
    assert "WITA" in status
    assert "WIB" not in receipt + status


def test_the_promise_runs_in_the_hours_of_the_office(client: Client, case: Application) -> None:
    """One working day from the day of receipt, which is the tenth here and the ninth at Jakarta, until closing time."""
    assert case.due_at == datetime(2026, 6, 11, 8, 0, tzinfo=UTC)
    assert "paling lambat <b>Kamis, 11 Juni 2026 pukul 16.00 WITA</b>" in read(
        opened(client, case), f"/status/{case.reference}/"
    )


def test_mail_names_the_zone_of_the_office(case: Application) -> None:
    told = Message.objects.get(template="casework/received", channel="email").body or ""
    assert "Juni 2026 pukul" in told
    assert "WITA" in told
    assert "WIB" not in told


def test_the_desk_reads_the_time_of_the_office(case: Application, terjun: Unit, clock: Any) -> None:
    clock.move_to(datetime(2026, 6, 10, 8, 0, tzinfo=UTC))  # 16.00 WITA, 15.00 WIB: the first day is over
    desk = people.signed_in(people.staff("budi", "examiner", terjun, now=NIGHT))
    assert "Sisa 1 hari" in read(desk, reverse("casework:queue"))
    page = read(desk, f"/meja/permohonan/{case.reference}/")
    assert "Rab 10 Jun 00.30" in page
    assert "WITA" in page
    assert "WIB" not in page


def test_the_counter_opens_and_closes_by_the_clock_of_the_office(
    client: Client, office: Office, clock: Any
) -> None:
    assert "Rabu, 10 Juni 2026 pukul 07.30 WITA" in read(client, "/")
    clock.move_to(datetime(2026, 6, 9, 23, 45, tzinfo=UTC))  # 07.45 WITA, 06.45 WIB
    assert "<dt>Buka sampai</dt><dd>16.00 WITA</dd>" in read(client, "/")


def test_days_are_counted_at_the_office(
    office: Office, sku: ServiceVersion, terjun: Unit, client: Client
) -> None:
    """On 10 June the tenth has come: a first day that must lie in the future is the eleventh."""
    budi = people.staff("budi", "examiner", terjun, now=NIGHT)
    case = casework.taken(sku, terjun, budi, now=NIGHT)
    answer = people.signed_in(budi).get(f"/meja/permohonan/{case.reference}/kembalikan/")
    form = answer.context["form"]
    assert form.fields["deadline"].first == date(2026, 6, 11)
    assert answer.wsgi_request.today == date(2026, 6, 10)


def test_roles_begin_at_midnight_of_the_office(terjun: Unit) -> None:
    newcomer = people.staff("baru", None, terjun, now=NIGHT)
    people.give(newcomer, "examiner", terjun, since=date(2026, 6, 10))
    assert people.signed_in(newcomer).get(reverse("casework:queue")).status_code == 200


def test_a_meeting_is_typed_and_shown_in_the_time_of_the_office(client: Client, terjun: Unit) -> None:
    desk = people.signed_in(people.staff("lurah", "lurah", terjun, now=NIGHT))
    typed = {
        "unit": terjun.pk, "kind": "fkp", "title": "Waktu surat", "invitation": "Mari hadir.", "place": "Aula",
        "day_day": "20", "day_month": "6", "day_year": "2026", "clock": "09.30",
    }  # fmt: skip
    answer = desk.post(reverse("participation:new"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    meeting = Meeting.objects.get()
    assert meeting.held_at == datetime(2026, 6, 20, 1, 30, tzinfo=UTC)
    assert "Sabtu, 20 Juni 2026 pukul 09.30 WITA" in read(client, f"/musyawarah/{meeting.slug}/")
    again = read(desk, reverse("participation:change", args=[meeting.pk]))
    assert 'value="09.30"' in again


def test_letters_and_minutes_carry_the_day_of_the_office(sku: ServiceVersion, terjun: Unit) -> None:
    """Typeset by the job worker, which knows no request."""
    budi, lurah = (
        people.staff(name, role, terjun, now=NIGHT) for name, role in (("b", "examiner"), ("l", "lurah"))
    )
    case = casework.signed(casework.proposed(sku, terjun, budi, now=NIGHT), [lurah], now=NIGHT)
    assert case.letter is not None
    assert letter_layout.data_of(case.letter)["signed"][0]["above"] == ["Medan, 10 Juni 2026"]
    meeting = meetings.planned(terjun, held_at=NIGHT)
    said: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(minutes_layout.rendering, "pdf", lambda data, **_more: said.update(data))
        minutes_layout.pdf(meeting, at=NIGHT, public=True)
    assert "Rabu, 10 Juni 2026 pukul 00.30 WITA" in said["opening"]
    assert said["signatures"][0]["above"] == ["Medan, 10 Juni 2026"]


def test_nothing_is_left_behind_and_nothing_is_asked_for(
    client: Client, office: Office, case: Application
) -> None:
    """The zone ends with the request, and a request that shows no time asks for no office."""
    before = timezone.get_current_timezone()
    read(client, "/")
    assert timezone.get_current_timezone() is before
    assert not isinstance(before, OfficeZone)
    with CaptureQueriesContext(connection) as caught:
        client.get(f"/status/{case.reference}/")  # not opened here: an address is the whole answer
    assert not [query for query in caught if "organization_office" in str(query["sql"])]


def test_the_zone_is_the_name_that_the_database_knows(office: Office) -> None:
    class Request:
        office: Any = None

    asked = Request()
    asked.office = office
    zone = OfficeZone(asked)
    with timezone.override(zone):
        assert timezone.get_current_timezone_name() == "Asia/Makassar"
        shown = timezone.localtime(NIGHT)
        assert shown.isoformat() == "2026-06-10T00:30:00+08:00"
        assert str(shown.tzinfo) == "Asia/Makassar"
        assert not isinstance(shown.tzinfo, OfficeZone)
        assert timezone.make_aware(datetime(2026, 6, 10, 0, 30)) == NIGHT
    assert str(OfficeZone(Request())) == "Asia/Jakarta"


def test_a_person_counts_days_at_the_own_office(terjun: Unit) -> None:
    user = User.objects.get(pk=people.staff("budi", "examiner", terjun).pk)
    assert user.at(NIGHT).today == date(2026, 6, 10)
