"""The officers' queue: whose it is, its chips and search, what stands on top, what it costs."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT
from sinergi.casework import operations
from sinergi.casework.models import Application
from sinergi.casework.operations import Finding
from sinergi.casework.standards import standard_of
from sinergi.catalogue.models import ServiceVersion
from sinergi.letters import operations as letters
from sinergi.organization.models import Unit
from tests.factories import casework, people
from tests.rooms.casework.test_views_citizen import get
from tests.rooms.casework.test_views_desk import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize("role", ["editor", "personnel", "auditor", None])
def test_other_roles_have_no_queue(
    role: str | None, root: Unit, sku: ServiceVersion, terjun: Unit, now: datetime
) -> None:
    case = casework.submitted(sku, terjun, now=now)
    client = people.signed_in(people.staff("orang", role, root))
    for url in (
        "/meja/permohonan/",
        "/meja/permohonan/baru/",
        "/meja/tanda-tangan/",
        "/meja/permohonan/cari/",
        address(case),
    ):
        assert client.get(url).status_code == 404


def test_chips_and_search_narrow_the_queue(
    sku: ServiceVersion, terjun: Unit, paya_pasir: Unit, budi: User, root: Unit, now: datetime
) -> None:
    officer = people.staff("pusat", "examiner", root, now=now)
    desk = people.signed_in(officer)
    assert "Antrean kosong" in get(desk, "/meja/permohonan/")
    mine = casework.taken(sku, terjun, officer, now=now)
    other = casework.submitted(sku, paya_pasir, now=now, files=True)
    operations.send_back(
        mine, [Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)],
        deadline=(now + timedelta(days=3)).date(), by=officer, now=now,
    )  # fmt: skip
    assert other.reference not in get(desk, "/meja/permohonan/?saring=saya")
    assert mine.reference in get(desk, "/meja/permohonan/?saring=saya")
    only = get(desk, f"/meja/permohonan/?kelurahan={paya_pasir.pk}")
    assert other.reference in only
    assert mine.reference not in only
    assert other.reference in get(desk, f"/meja/permohonan/?q={other.reference[-6:].lower()}")
    assert "Tidak ada yang cocok" in get(desk, "/meja/permohonan/?q=ZZZZZZ")
    get(desk, "/meja/permohonan/?halaman=rusak&saring=aneh&kelurahan=x")


def many(case: Application, count: int) -> None:
    """Copies of a submitted case in SQL: lists must not care how many there are."""
    columns = [field.column for field in Application._meta.concrete_fields]
    own = {"id": "gen_random_uuid()", "key": "gen_random_uuid()", "reference": "'TST-2026-' || lpad(n::text, 6, '0')",
           "link_digest": "sha256(('c' || n)::text::bytea)"}  # fmt: skip
    chosen = ", ".join(own.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into casework_application ({names}) select {chosen} from casework_application, "
            f"generate_series(1, {count}) n where id = %s", [case.pk],
        )  # fmt: skip
        cursor.execute("update casework_application set name = null where reference like 'TST%'")


def test_queue_costs_the_same_for_20_and_2000(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = casework.submitted(sku, terjun, now=now)
    desk = people.signed_in(budi)
    get(desk, "/meja/permohonan/")
    counts = []
    for more in (20, 1980):
        many_offset(case, more)
        with CaptureQueriesContext(connection) as queries:
            get(desk, "/meja/permohonan/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 11, counts


def many_offset(case: Application, more: int) -> None:
    if more == 20:
        many(case, more)
        return
    with connection.cursor() as cursor:
        cursor.execute("update casework_application set reference = 'OLD' || substr(reference, 4), "
                       "link_digest = sha256(('o' || reference)::bytea) where reference like 'TST%'")  # fmt: skip
    many(case, more)


def test_a_paused_case_over_its_promise_looks_late(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime, clock: Any
) -> None:
    case = casework.taken(sku, terjun, budi, now=now)
    later = now + timedelta(days=14)
    clock.move_to(later)
    finding = Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)
    deadline = (later + timedelta(days=3)).date()
    operations.send_back(case, [finding], deadline=deadline, by=budi.at(later), now=later)
    desk = people.signed_in(budi)
    for page in (get(desk, "/meja/permohonan/?saring=semua"), get(desk, address(case))):
        assert re.search(r"Lewat [^<]+\. Menunggu warga, jam berhenti", page)
        assert "lewat janji" in page
    assert "s-meter--bad" in get(desk, "/meja/permohonan/?saring=semua")


def listed(client: Client, chosen: str = "") -> set[str]:
    page = get(client, f"/meja/permohonan/{chosen and f'?saring={chosen}'}")
    return set(re.findall(r'class="s-ref" href="/meja/permohonan/([^/]+)/"', page))


def test_the_queue_opens_with_what_one_can_act_on(
    sku: ServiceVersion,
    sktm: ServiceVersion,
    terjun: Unit,
    budi: User,
    lurah: User,
    camat: User,
    now: datetime,
) -> None:
    fresh = casework.submitted(sku, terjun, now=now).reference
    case = casework.taken(sku, terjun, budi, now=now)
    finding = Finding(words="Buram", requirement_key=standard_of(sku).uploads[0].key)
    deadline = (now + timedelta(days=3)).date()
    back = operations.send_back(case, [finding], deadline=deadline, by=budi, now=now).reference
    unsigned = casework.proposed(sku, terjun, budi, now=now).reference
    half = operations.approve(casework.proposed(sktm, terjun, budi, now=now), by=lurah, now=now).reference
    printed = casework.signed(casework.proposed(sku, terjun, budi, now=now), [lurah], now=now).reference
    ready = casework.ready(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now).reference
    lost = casework.ready(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    assert lost.letter
    letters.withdraw(lost.letter, reason="Nama pemohon salah", by=budi, now=now)
    everything = {fresh, back, unsigned, half, printed, ready, lost.reference}
    loket = people.staff("loket", "counter", terjun)
    acts: dict[User, set[str]] = {
        budi: {fresh, printed, lost.reference}, loket: {fresh, printed, lost.reference},
        lurah: {unsigned, printed}, camat: {half},
    }  # fmt: skip
    for user, wanted in acts.items():
        desk = people.signed_in(user)
        assert listed(desk) == wanted, user
        assert listed(desk, "semua") == everything
        assert listed(desk, "cetak") == {printed}
        assert f"Perlu tindakan {len(wanted)}<" in get(desk, "/meja/permohonan/")
    page = get(people.signed_in(budi), "/meja/permohonan/?saring=semua")
    assert page.count("Disetujui, perlu dicetak") == 1
    assert page.count("Menunggu lurah") == 1


def test_the_filter_of_ended_cases_says_that_they_ended(
    sku: ServiceVersion, terjun: Unit, budi: User, now: datetime
) -> None:
    case = operations.withdraw(casework.submitted(sku, terjun, now=now), by=APPLICANT, now=now)
    page = get(people.signed_in(budi), "/meja/permohonan/?saring=tutup")
    assert case.reference in page
    assert "Sudah berakhir" in page
    assert "Sudah selesai" not in page


def test_an_empty_list_of_work_leads_to_the_others(
    sku: ServiceVersion, terjun: Unit, budi: User, lurah: User, now: datetime
) -> None:
    casework.ready(casework.proposed(sku, terjun, budi, now=now), [lurah], budi, now=now)
    page = get(people.signed_in(budi), "/meja/permohonan/")
    assert "Tidak ada yang perlu Anda kerjakan" in page
    assert 'href="/meja/permohonan/?saring=semua"' in page
