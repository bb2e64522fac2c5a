"""Meetings for tests, in every stage."""

import io
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sinergi.audit.actors import SYSTEM
from sinergi.organization.models import Unit
from sinergi.participation import operations
from sinergi.participation.models import Kind, Meeting, Unsur
from tests.factories.letters import scan
from tests.factories.people import NOW

WITNESS = "Contoh Halimah Wakil"


def planned(unit: Unit, *, title: str = "Waktu penyelesaian surat keterangan usaha", **more: Any) -> Meeting:
    """A meeting that is announced; it was to be held two hours before `NOW`."""
    facts = {
        "kind": Kind.FORUM, "invitation": "Mari membahas lamanya surat keterangan usaha.\nBawa pengalaman Anda.",
        "held_at": NOW - timedelta(hours=2), "place": "Aula Kelurahan Terjun", "by": SYSTEM,
        "now": NOW - timedelta(days=7),
    }  # fmt: skip
    return operations.plan(unit=unit, title=title, **{**facts, **more})


def held(unit: Unit, **more: Any) -> Meeting:
    """A meeting with everything that a berita acara needs."""
    meeting = planned(unit, **more)
    do: dict[str, Any] = {"by": SYSTEM, "now": NOW}
    operations.hold(meeting, **do)
    operations.invite(meeting, unsur=Unsur.CIVIL_SOCIETY, addressee="LPM Contoh Terjun", **do)
    operations.invite(meeting, unsur=Unsur.EXPERTS, addressee="Universitas Contoh", **do)
    operations.attend(meeting, unsur=Unsur.USERS, name=WITNESS, women=1, signs=True, **do)
    operations.attend(meeting, unsur=Unsur.USERS, count=11, women=6, **do)
    operations.attend(meeting, unsur=Unsur.CIVIL_SOCIETY, name="Contoh Parlindungan", women=0, **do)
    operations.attend(meeting, unsur=Unsur.NEIGHBORHOOD, count=4, women=1, **do)
    operations.add_agenda(meeting, text="Pembukaan oleh lurah", **do)
    operations.add_agenda(meeting, text="Mengapa surat lama selesai", **do)
    operations.add_problem(
        meeting, text="Surat menunggu tanda tangan sampai tiga hari.", element="waktu", **do
    )
    operations.add_agreement(
        meeting, text="Lurah menandatangani surat dua kali sehari, pukul 10.00 dan 14.00.", element="waktu",
        owner_unit=unit, due_on=date(2026, 7, 1), **do,
    )  # fmt: skip
    operations.add_agreement(
        meeting,
        text="Loket buka pada hari Sabtu.",
        is_agreed=False,
        reason="Belum ada dasar hukum lembur.",
        **do,
    )
    meeting.refresh_from_db()
    return meeting


def minuted(unit: Unit, **more: Any) -> Meeting:
    """A meeting whose berita acara is typeset."""
    meeting = held(unit, **more)
    operations.prepare_minutes(
        meeting, chair_title=f"Lurah {unit.name}", chair_name="Contoh Lurah, S.Sos", number="005/12/TRJ/2026",
        by=SYSTEM, now=NOW,
    )  # fmt: skip
    return operations.render_minutes(meeting, now=NOW)


def published(unit: Unit, **more: Any) -> Meeting:
    """A meeting whose results everybody can read."""
    meeting = minuted(unit, **more)
    operations.set_photo(
        meeting, photo(), text="Warga dan lurah duduk melingkar di aula.", by=SYSTEM, now=NOW
    )
    return operations.publish(meeting, scan("berita-acara.png"), by=SYSTEM, now=NOW)


def photo(name: str = "foto.jpg", *, with_place: bool = True) -> SimpleUploadedFile:
    """A JPEG whose EXIF data tell a place and a camera."""
    drawn = io.BytesIO()
    image = Image.new("RGB", (1200, 800), (120, 150, 130))
    exif = Image.Exif()
    exif[0x010F] = "KameraContoh"
    if with_place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (3.0, 43.0, 12.0)
    image.save(drawn, "JPEG", exif=exif)
    return SimpleUploadedFile(name, drawn.getvalue(), content_type="image/jpeg")
