"""Walk 10: a musyawarah from invitation to berita acara; an agreement opens an action, its fate is public."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from sinergi.accounts.models import User
from sinergi.evaluation.models import Action
from sinergi.organization.models import Unit
from sinergi.participation.models import Agreement, Meeting
from tests.browser import steps
from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
PARTS = {
    "agenda": {"text": "Mengapa surat lama selesai"},
    "undangan": {"unsur": "masyarakat_sipil", "addressee": "LPM Contoh Terjun"},
    "hadir": {"unsur": "pengguna", "name": "Contoh Halimah Wakil", "count": 1, "women": 1, "signs": True},
    "masalah": {"text": "Surat menunggu tanda tangan sampai tiga hari.", "element": "waktu"},
}  # fmt: skip


def test_meeting_from_invitation_to_fate(
    arrive: Arrive, sku: Any, terjun: Unit, lurah: User, clock: Any, work: Callable[[], None], tmp_path: Path
) -> None:
    head, citizen = arrive("lurah"), arrive()
    citizen.go("/musyawarah/").look("empty")
    head.go("/meja/musyawarah/").sees("Belum ada musyawarah").look("empty")
    announce(head, terjun)
    meeting = Meeting.objects.get()
    citizen.go("/musyawarah/").sees("Waktu penyelesaian SKU").look("one").click(
        "Waktu penyelesaian SKU"
    ).look("invited")
    clock.shift(timedelta(hours=5))
    head.go(f"/meja/musyawarah/{meeting.pk}/").click("Tandai terlaksana").sees("ditandai terlaksana").look(
        "held"
    )
    record(head, meeting, terjun)
    head.go(f"/meja/musyawarah/{meeting.pk}/foto/").look().click("Simpan foto").look("error")
    head.fill(photo=steps.picture(tmp_path), text="Warga duduk melingkar di aula.").click("Simpan foto").look(
        "photo"
    )
    minutes(head, meeting, work, tmp_path)
    citizen.go(f"/musyawarah/{meeting.slug}/").sees("Kesepakatan dan nasibnya", "Belum ada tindak lanjut")
    citizen.misses("Halimah").look("published")
    follow_up(head, meeting)
    citizen.go(f"/musyawarah/{meeting.slug}/").sees("Yang dilakukan:", "Tanda tangan dua kali sehari").look(
        "fate"
    )
    status, kind, body = citizen.fetch(f"/musyawarah/{meeting.slug}/berita-acara/")
    assert (status, kind) == (200, "application/pdf")
    assert len(pikepdf.open(io.BytesIO(body)).pages) >= 1


def announce(head: Visitor, terjun: Unit) -> None:
    head.click("Rencanakan musyawarah").look()
    button = head.page.locator("main button.s-button").first.inner_text()
    head.click(button).look("error")
    head.fill(
        title="Waktu penyelesaian SKU", invitation="Mari membahas lamanya surat.", place="Aula Kelurahan Terjun",
        clock="13.00", **steps.boxes("day", "2026-06-09"),
    )  # fmt: skip
    head.click(button).sees("Undangan sudah diumumkan").look("planned")


def record(head: Visitor, meeting: Meeting, terjun: Unit) -> None:
    for part, values in PARTS.items():
        head.go(f"/meja/musyawarah/{meeting.pk}/catat/{part}/").look("empty").click("Catat").look("error")
        head.fill(values).click("Catat").sees("Dicatat").look("one")
    head.go(f"/meja/musyawarah/{meeting.pk}/catat/kesepakatan/").look().click("Catat").look("error")
    head.fill(
        text="Lurah menandatangani surat dua kali sehari.", outcome="agreed", owner_unit=terjun.pk, element="waktu",
        **steps.boxes("due_on", "2026-08-03"),
    )  # fmt: skip
    head.click("Catat").sees("Dicatat").look("one")


def minutes(head: Visitor, meeting: Meeting, work: Callable[[], None], folder: Path) -> None:
    head.go(f"/meja/musyawarah/{meeting.pk}/").fill({"ba-chair_title": ""}).click("Susun berita acara").look(
        "error"
    )
    head.fill(
        {"ba-chair_title": "Lurah Terjun", "ba-chair_name": "Contoh Lurah", "ba-number": "005/12/TRJ/2026"}
    )
    head.click("Susun berita acara").sees("sedang disusun")
    work()
    head.go(f"/meja/musyawarah/{meeting.pk}/").sees("Umumkan hasilnya").look("minutes")
    status, kind, _body = head.fetch(f"/meja/musyawarah/{meeting.pk}/berita-acara/berkas/")
    assert (status, kind) == (200, "application/pdf")
    head.fill({"terbit-scan": steps.paper(folder, "ba.pdf")}).click("Umumkan hasil musyawarah")
    head.sees("sudah diumumkan").look("published")


def follow_up(head: Visitor, meeting: Meeting) -> None:
    agreement = Agreement.objects.get()
    head.go("/meja/evaluasi/tindak-lanjut/").sees("yang menunggu tindak lanjut").look("agreement")
    head.click(agreement.text)
    head.sees("Menindaklanjuti kesepakatan musyawarah").look()
    head.fill(kind="petugas", title="Tanda tangan dua kali sehari")
    head.fill(steps.boxes("due_on", "2026-08-03")).click("Simpan tindakan").look("planned")
    assert Action.objects.get().agreement_id == agreement.pk
