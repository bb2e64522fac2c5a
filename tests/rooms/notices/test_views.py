"""The inbox page."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.accounts.models import User
from sinergi.notices.models import Channel, Delivery, Message
from tests.factories import people
from tests.factories.page import check_page

pytestmark = pytest.mark.django_db


def message(user: User, number: int = 1, **more: Any) -> Message:
    values = {"subject": f"Judul {number}", "body": "Isi <b>pesan</b>.\nBaris dua."}
    return Message.objects.create(
        office=user.office,
        key=f"{user.pk}:{number}",
        template="contoh/x",
        channel=Channel.INBOX,
        user=user,
        subject_id="x",
        delivery=Delivery.SENT,
        sent_at=people.NOW,
        created_at=people.NOW,
        **{**values, **more},
    )


def read(client: Client) -> str:
    answer = client.get("/meja/pesan/")
    assert answer.status_code == 200
    html: str = answer.content.decode()
    check_page(html, url="/meja/pesan/")
    return html


def test_inbox_shows_ones_own_messages_and_marks_them_read(client: Client, budi: User, dewi: User) -> None:
    assert client.get("/meja/pesan/").status_code == 302
    mine, hers = message(budi), message(dewi, 2)
    desk = people.signed_in(budi)
    html = read(desk)
    assert "Judul 1" in html and "Judul 2" not in html and "<b>pesan" not in html and "Belum dibaca" in html
    assert desk.post(f"/meja/pesan/{hers.pk}/dibaca/").status_code == 404
    assert desk.post(f"/meja/pesan/{mine.pk}/dibaca/").status_code == 302
    assert "Belum dibaca" not in read(desk)
    hers.refresh_from_db()
    assert hers.read_at is None


def test_empty_and_erased_messages_are_explained(budi: User) -> None:
    desk = people.signed_in(budi)
    assert "Tidak ada pesan" in read(desk)
    message(budi, subject=None, body=None)
    html = read(desk)
    assert "Isi sudah dihapus" in html and "dihapus setelah 90 hari" in html


def test_inbox_costs_the_same_however_many_messages(budi: User) -> None:
    desk = people.signed_in(budi)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/meja/pesan/").status_code == 200
        return len(queries)

    message(budi)
    before = count()
    for number in range(2, 60):
        message(budi, number)
    assert count() == before
