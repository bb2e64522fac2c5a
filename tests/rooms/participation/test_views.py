"""Pages of meetings: for everybody, and at the desk."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.accounts.models import User
from sinergi.audit.models import Event
from sinergi.evaluation.models import Action
from sinergi.organization.models import Unit
from sinergi.organization.queries import root_unit
from sinergi.participation import operations
from sinergi.participation.models import Meeting
from sinergi.participation.workflow import Status
from tests.factories import evaluation, participation, people
from tests.factories.page import check_page

NOW = people.NOW


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lurah(terjun: Unit) -> User:
    return people.staff("lurah", "lurah", terjun)


def get(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code)
    html = answer.content.decode()
    check_page(html, url=url)
    return html


def post(client: Client, url: str, data: dict[str, object]) -> str:
    answer = client.post(url, data, follow=True)
    assert answer.status_code == 200, (url, answer.status_code)
    html = answer.content.decode()
    check_page(html, url=url)
    return html


def test_public_page_shows_the_invitation_before_and_the_results_after(client: Client, terjun: Unit) -> None:
    plan = participation.planned(terjun, title="Rencana contoh")
    noted = participation.minuted(terjun, title="Menunggu terbit")
    done = participation.published(terjun, title="Sudah terbit")
    called_off = operations.cancel(
        participation.planned(terjun, title="Batal contoh"),
        reason="Aula kebanjiran.",
        by=participation.SYSTEM,
        now=NOW,
    )
    listing = get(client, reverse("participation:list"))
    for meeting in (plan, noted, done, called_off):
        assert f'href="/musyawarah/{meeting.slug}/"' in listing
    assert "Bawa pengalaman Anda." in get(client, f"/musyawarah/{plan.slug}/")
    waiting = get(client, f"/musyawarah/{noted.slug}/")
    assert "Sudah terlaksana" in waiting
    assert "dua kali sehari" not in waiting
    results = get(client, f"/musyawarah/{done.slug}/")
    for words in (
        "dua kali sehari", "Kelurahan Terjun", "1 Juli 2026", "Belum ada tindak lanjut", "Belum ada dasar hukum lembur",
        "17 orang hadir", "2 dari lima unsur", "Warga dan lurah duduk melingkar",
    ):  # fmt: skip
        assert words in results, words
    for name in ("Halimah", "Parlindungan", "LPM Contoh"):
        assert name not in results
    assert "Aula kebanjiran." in get(client, f"/musyawarah/{called_off.slug}/")
    get(client, "/musyawarah/tidak-ada/", 404)


def test_an_agreement_past_its_target_says_so_until_it_is_completed(client: Client, terjun: Unit) -> None:
    head = people.staff("camat", "camat", root_unit(terjun.office))
    done = participation.published(terjun)
    url, agreement = f"/musyawarah/{done.slug}/", done.agreements.get(is_agreed=True)
    assert "Lewat target" not in get(client, url)
    with time_machine.travel(datetime(2026, 7, 2, 3, tzinfo=UTC), tick=False):
        assert "Lewat target" in get(client, url)
        action = evaluation.action(head, [terjun], agreement=agreement, due_on=date(2026, 8, 1))
        late = get(client, url)
        assert "Lewat target" in late and "Direncanakan selesai 1 Agustus 2026" in late
    Action.objects.filter(pk=action.pk).update(
        status="completed", started_on=date(2026, 5, 20), completed_on=date(2026, 6, 1)
    )
    with time_machine.travel(datetime(2026, 9, 2, 3, tzinfo=UTC), tick=False):
        assert "Lewat target" not in get(client, url)


def test_files_are_public_only_after_publication(client: Client, terjun: Unit) -> None:
    noted, done = participation.minuted(terjun), participation.published(terjun, title="Terbit")
    for name in ("photo", "minutes"):
        assert client.get(reverse(f"participation:{name}", args=[noted.slug])).status_code == 404
        assert client.get(reverse(f"participation:{name}", args=[done.slug])).status_code == 200
    assert client.get(reverse("participation:minutes", args=[done.slug]))["Content-Type"] == "application/pdf"


def test_empty_list_says_what_will_come(client: Client, terjun: Unit) -> None:
    assert "Belum ada musyawarah" in get(client, reverse("participation:list"))


def test_desk_belongs_to_the_units_managers(terjun: Unit, paya_pasir: Unit, lurah: User, budi: User) -> None:
    meeting = participation.minuted(terjun)
    other = people.staff("lurahpaya", "lurah", paya_pasir)
    own = [reverse(f"participation:{name}") for name in ("desk", "new")]
    pages = [
        *(
            reverse(f"participation:{name}", args=[meeting.pk])
            for name in ("meeting", "change", "desk_photo")
        ),
        reverse("participation:minutes_file", args=[meeting.pk]),
        *(
            reverse("participation:record", args=[meeting.pk, part])
            for part in ("undangan", "hadir", "agenda", "masalah", "kesepakatan")
        ),
    ]
    posts = [
        *(
            reverse(f"participation:{name}", args=[meeting.pk])
            for name in ("hold", "cancel", "desk_minutes", "publish")
        ),
        reverse("participation:remove", args=[meeting.pk, "agenda", meeting.agenda.first().pk]),  # type: ignore[union-attr]
    ]
    for stranger, list_status in ((other, 200), (budi, 404)):
        client = people.signed_in(stranger)
        assert {client.get(url).status_code for url in own} == {list_status}
        assert {client.get(url).status_code for url in pages} == {404}
        assert {client.post(url).status_code for url in posts} == {404}
    assert {Client().get(url).status_code for url in [*own, *pages]} == {302}
    client = people.signed_in(lurah)
    assert {client.get(url).status_code for url in [*own, *pages]} == {200}
    assert client.get(reverse("participation:record", args=[meeting.pk, "lain"])).status_code == 404
    for line in ("x", "0", "9" * 30, "00000000-0000-0000-0000-000000000000"):
        for part in ("agenda", "hadir"):
            url = reverse("participation:remove", args=[meeting.pk, part, line])
            assert client.post(url).status_code == 404


def test_lurah_plans_records_and_publishes(terjun: Unit, lurah: User, clock: Any) -> None:
    client = people.signed_in(lurah)
    assert "Belum ada musyawarah" in get(client, reverse("participation:desk"))
    get(client, reverse("participation:new"))
    plan = {
        "unit": terjun.pk, "kind": "fkp", "title": "Loket yang cepat", "invitation": "Datanglah.", "day_day": "14",
        "day_month": "Mei", "day_year": "2026", "clock": "8:15x", "place": "Aula",
    }  # fmt: skip
    wrong = post(client, reverse("participation:new"), plan)
    assert "Pukul ditulis seperti 09.30." in wrong
    assert "Loket yang cepat" in wrong
    post(client, reverse("participation:new"), {**plan, "clock": "10.15"})
    meeting = Meeting.objects.get()
    assert meeting.held_at.astimezone(NOW.tzinfo).strftime("%H.%M") == "10.15"
    assert "Loket yang cepat" in get(client, reverse("participation:change", args=[meeting.pk]))
    post(
        client,
        reverse("participation:change", args=[meeting.pk]),
        {**plan, "clock": "10.30", "place": "Balai"},
    )

    def record(part: str, **data: object) -> str:
        return post(client, reverse("participation:record", args=[meeting.pk, part]), data)

    record("undangan", unsur="ahli", addressee="Universitas Contoh")
    assert '<th scope="row" class="s-break">' in record("agenda", text="Pembukaan")  # one endless word
    assert "Dicatat." in record("hadir", unsur="pengguna", name="Contoh Nur", count="1", signs="on")
    assert "govuk-error-summary" in record("hadir", unsur="pengguna", name="Contoh Nur", count="3")
    assert "govuk-error-summary" in record("hadir", unsur="", name="", count="1")  # the form as it comes
    assert "Jumlah orang harus berupa angka bulat" in record("hadir", unsur="pengguna", count="banyak")
    assert "Jumlah orang paling sedikit 1." in record("hadir", unsur="pengguna", count="0")
    record("masalah", text="Antrean lama.", element="waktu")
    unowned = record("kesepakatan", text="Dua loket.", outcome="agreed")
    assert "Penanggung jawab belum dipilih." in unowned
    assert "Target selesai belum diisi." in unowned
    assert "Alasan tidak disepakati belum diisi." in record(
        "kesepakatan", text="Dua loket.", outcome="refused"
    )
    record(
        "kesepakatan", text="Dua loket.", outcome="agreed", owner_unit=terjun.pk, due_on_day="1", due_on_month="7",
        due_on_year="2026", element="waktu",
    )  # fmt: skip
    record("kesepakatan", text="Buka malam.", outcome="refused", reason="Belum ada petugas.")
    line = meeting.agenda.get()
    extra = post(
        client, reverse("participation:record", args=[meeting.pk, "agenda"]), {"text": "Salah ketik"}
    )
    assert "Salah ketik" in extra
    wrong_line = meeting.agenda.exclude(pk=line.pk).get().pk
    removed = post(client, reverse("participation:remove", args=[meeting.pk, "agenda", wrong_line]), {})
    assert "Salah ketik" not in removed
    clock.shift(timedelta(hours=2))
    post(client, reverse("participation:hold", args=[meeting.pk]), {})
    photo = reverse("participation:desk_photo", args=[meeting.pk])
    get(client, photo)
    post(client, photo, {"photo": participation.photo(), "text": "Warga di balai."})
    assert client.get(photo + "?berkas=1")["Content-Type"] == "image/jpeg"
    minutes = reverse("participation:desk_minutes", args=[meeting.pk])
    assert "govuk-error-summary" in post(client, minutes, {})
    post(client, minutes, {"ba-chair_title": "Lurah Terjun"})
    meeting.refresh_from_db()
    operations.render_minutes(meeting, now=NOW)
    get(client, reverse("participation:meeting", args=[meeting.pk]))
    publish = reverse("participation:publish", args=[meeting.pk])
    assert "belum diunggah" in post(client, publish, {})
    assert "sudah diumumkan" in post(client, publish, {"terbit-scan": participation.scan()})
    meeting.refresh_from_db()
    assert meeting.status == Status.PUBLISHED
    for part in ("undangan", "hadir", "agenda", "masalah", "kesepakatan"):
        assert "Tidak dapat ditambah" in get(client, reverse("participation:record", args=[meeting.pk, part]))
    assert "Rencana tidak dapat diubah" in get(client, reverse("participation:change", args=[meeting.pk]))


def test_a_meeting_recorded_afterwards_is_announced_as_held(
    client: Client, terjun: Unit, lurah: User
) -> None:
    desk = people.signed_in(lurah)
    plan = {
        "unit": terjun.pk, "kind": "fkp", "title": "Sudah berlalu", "invitation": "Tentang loket.", "place": "Aula",
        "day_day": "12", "day_month": "5", "day_year": "2026", "clock": "09.00",
    }  # fmt: skip
    new = reverse("participation:new")
    assert "Waktu ini sudah lewat." in post(desk, new, plan)
    assert "Waktu ini belum lewat" in post(desk, new, {**plan, "day_day": "20", "already_held": "on"})
    assert not Meeting.objects.exists()
    assert "sudah terlaksana" in post(desk, new, {**plan, "already_held": "on"})
    meeting = Meeting.objects.get()
    assert meeting.status == Status.HELD
    page = get(client, f"/musyawarah/{meeting.slug}/")
    assert "Sudah terlaksana" in page
    assert "<h2>Undangan</h2>" not in page
    codes = list(
        Event.objects.filter(subject_id=str(meeting.pk)).order_by("pk").values_list("code", flat=True)
    )
    assert codes == ["meeting.planned", "meeting.held"]


def test_a_meeting_that_was_announced_and_is_recorded_afterwards_stays_one(
    client: Client, terjun: Unit, lurah: User
) -> None:
    announced = participation.planned(terjun)
    again = participation.planned(terjun, already_held=True, now=NOW)
    assert again == announced
    assert Meeting.objects.get().status == Status.HELD
    assert participation.planned(terjun, already_held=True, now=NOW) == announced


def test_what_was_typed_when_it_was_recorded_is_what_stands(terjun: Unit) -> None:
    """The hall was another one than announced: the record says where people met."""
    announced = participation.planned(terjun)
    participation.planned(
        terjun, already_held=True, now=NOW, place="Aula SD Contoh", invitation="Antrean loket."
    )
    announced.refresh_from_db()
    assert (announced.status, announced.place, announced.invitation) == (
        Status.HELD, "Aula SD Contoh", "Antrean loket.",
    )  # fmt: skip
    events = Event.objects.filter(subject_id=str(announced.pk)).order_by("pk")
    assert [event.code for event in events] == ["meeting.planned", "meeting.changed", "meeting.held"]


def test_nobody_is_invited_to_a_day_that_is_over(client: Client, terjun: Unit, clock: Any) -> None:
    meeting = participation.planned(terjun, held_at=NOW + timedelta(hours=1))
    address, listing = f"/musyawarah/{meeting.slug}/", reverse("participation:list")
    assert "<h2>Undangan</h2>" in get(client, address)
    assert "Rencana" in get(client, listing)
    clock.shift(timedelta(hours=2))
    page = get(client, address)
    assert "Waktunya sudah lewat" in page
    assert "<h2>Undangan</h2>" not in page
    assert "Sudah lewat" in get(client, listing)


def test_cancelling_needs_a_reason(terjun: Unit, lurah: User) -> None:
    client = people.signed_in(lurah)
    meeting = participation.planned(terjun)
    url = reverse("participation:cancel", args=[meeting.pk])
    assert "govuk-error-summary" in post(client, url, {})
    assert "dibatalkan" in post(client, url, {"batal-reason": "Banjir."})
    assert "masih rencana" in post(client, reverse("participation:hold", args=[meeting.pk]), {})


@pytest.mark.parametrize("signed_in", [False, True])
def test_lists_cost_the_same_at_20_and_2000_meetings(terjun: Unit, lurah: User, signed_in: bool) -> None:
    client = people.signed_in(lurah) if signed_in else Client()
    url = reverse("participation:desk" if signed_in else "participation:list")
    costs = []
    for wanted in (20, 2000):
        Meeting.objects.bulk_create(
            Meeting(
                office=terjun.office, unit=terjun, title=f"Contoh {index}", slug=f"contoh-{index}", invitation="x",
                held_at=NOW, place="Aula",
            )
            for index in range(Meeting.objects.count(), wanted)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as caught:
            get(client, url)
        costs.append(len(caught))
    assert costs[0] == costs[1]
