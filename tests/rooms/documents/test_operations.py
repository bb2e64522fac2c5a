"""Storing, serving, erasing and watching files."""

import errno
import hashlib
import os
import socket
import struct
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import IntegrityError, transaction

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import APPLICANT, SYSTEM
from sinergi.audit.models import Event
from sinergi.documents import operations, serving, space
from sinergi.documents.checking import UnacceptableFile
from sinergi.documents.models import Document, Purpose
from sinergi.organization.models import Office
from tests.factories import documents as files
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file store of this test's own."""
    storage = FileSystemStorage(location=tmp_path / "files", file_permissions_mode=0o600)
    monkeypatch.setattr(Document._meta.get_field("file"), "storage", storage)
    return tmp_path / "files"


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def keep(
    office: Office, content: bytes | None = None, name: str = "KTP Contoh Sari.jpg", **more: Any
) -> Document:
    return operations.store(
        files.upload(content or files.jpeg(), name),
        office=office,
        purpose=Purpose.ATTACHMENT,
        by=APPLICANT,
        now=NOW,
        **more,
    )


def test_store_keeps_a_clean_copy_outside_its_own_name(office: Office, folder: Path) -> None:
    document = Document.objects.get(pk=keep(office).pk)
    (path,) = stored(folder)
    content = path.read_bytes()
    assert (document.media_type, document.size) == ("image/jpeg", len(content))
    assert bytes(document.sha256) == hashlib.sha256(content).digest()
    assert document.name == "KTP Contoh Sari.jpg"
    assert str(path.relative_to(folder)) == f"attachment/{document.pk.hex[:2]}/{document.pk.hex}"
    assert path.stat().st_mode & 0o777 == 0o600
    event = Event.objects.get(code="document.stored")
    assert "Sari" not in event.subject_label


def test_refused_file_leaves_nothing_behind(office: Office, folder: Path) -> None:
    with pytest.raises(UnacceptableFile):
        keep(office, b"<svg/>", "foto.svg")
    assert not folder.exists() or stored(folder) == []
    assert not Document.objects.exists()


def test_rolled_back_file_is_swept_after_a_day_and_others_are_not(office: Office, folder: Path) -> None:
    kept = keep(office)
    with pytest.raises(RuntimeError), transaction.atomic():
        keep(office)
        raise RuntimeError
    assert len(stored(folder)) == 2
    assert operations.sweep_orphans(now=NOW) == 0  # its transaction might still be running
    for path in stored(folder):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    assert operations.sweep_orphans(now=NOW + timedelta(hours=23)) == 0
    assert operations.sweep_orphans(now=NOW + timedelta(hours=25)) == 1
    assert [path.name for path in stored(folder)] == [kept.pk.hex]


def test_full_disk_is_refused_in_words_and_leaves_no_row(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(Refused, match="penuh"):
        keep(office)
    assert not Document.objects.exists()


def test_a_file_that_could_not_be_made_durable_is_not_left_behind(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="penuh"):
        keep(office)
    assert stored(folder) == []


def test_response_is_the_stored_file_with_safe_headers(office: Office) -> None:
    answer = serving.response(keep(office, name='../"KTP\r\nX: y.exe'))
    assert hashlib.sha256(answer.content).digest() == bytes(Document.objects.get().sha256)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="_KTPX_ y.jpg"'
    named = serving.response(keep(office, name="kk.jpg"), name="470/12/KM-TRJ/2026")
    assert named.headers["Content-Disposition"] == 'attachment; filename="470-12-KM-TRJ-2026.jpg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_images_and_pdf_are_shown_in_the_browser(office: Office) -> None:
    photo = keep(office)
    assert serving.response(photo, inline=True).headers["Content-Disposition"].startswith("inline")
    table = operations.store_bytes(
        b"a,b\n",
        name="a.csv",
        media_type="text/csv",
        office=office,
        purpose=Purpose.IMPORT,
        by=SYSTEM,
        now=NOW,
    )
    assert serving.response(table, inline=True).headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("harm", ["flip", "truncate", "delete"])
def test_damaged_file_is_never_handed_out_and_is_found_at_night(
    office: Office, folder: Path, harm: str
) -> None:
    document = keep(office)
    sound = keep(office)
    path = folder / document.file.name
    content = path.read_bytes()
    if harm == "flip":
        path.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    elif harm == "truncate":
        path.write_bytes(content[:-1])
    else:
        path.unlink()
    answer = serving.response(document)
    assert answer.status_code == 503
    assert content[:50] not in answer.content
    assert operations.verify_all(now=NOW) == 1
    assert operations.verify_all(now=NOW) == 0  # said once
    document.refresh_from_db()
    sound.refresh_from_db()
    assert document.damaged_at == NOW and sound.damaged_at is None
    path.write_bytes(content)
    operations.verify_all(now=NOW)
    document.refresh_from_db()
    assert document.damaged_at is None
    codes = (
        Event.objects.filter(code__startswith="document.")
        .exclude(code="document.stored")
        .values_list("code", flat=True)
    )
    assert list(codes.order_by("id")) == ["document.damaged", "document.repaired"]


def test_erase_removes_content_and_name_but_not_the_row(
    office: Office, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    document = keep(office)
    with django_capture_on_commit_callbacks(execute=True):
        operations.erase(document, by=SYSTEM, now=NOW, reason="permintaan pemohon")
    with django_capture_on_commit_callbacks(execute=True):
        operations.erase(document, by=SYSTEM, now=NOW)
    assert stored(folder) == []
    document = Document.objects.get()
    assert document.name == "" and document.erased_at == NOW
    assert serving.response(document).status_code == 410
    assert Event.objects.filter(code="document.erased").count() == 1
    assert operations.verify_all(now=NOW) == 0


def test_expired_files_are_erased_and_a_file_whose_erasure_was_cut_short_is_swept(
    office: Office, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    over = keep(office, delete_after=NOW.date() - timedelta(days=1))
    keep(office, delete_after=NOW.date())
    keep(office)
    assert (
        operations.erase_expired(now=NOW) == 1
    )  # the test's transaction never commits: as if killed before the deletion
    over.refresh_from_db()
    assert over.erased_at == NOW
    assert len(stored(folder)) == 3
    for path in stored(folder):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    assert operations.sweep_orphans(now=NOW + timedelta(days=2)) == 1


def test_row_needs_a_whole_checksum(office: Office) -> None:
    document = keep(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(sha256=b"short")


# --- virus scan -----------------------------------------------------------------------------------------------


class FakeDaemon(threading.Thread):
    """Speaks clamd's INSTREAM protocol on a socket of the test; knows one virus. The real daemon is not installed
    here.
    """

    def __init__(self, path: str, *, answer: bytes | None = None) -> None:
        super().__init__(daemon=True)
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.line.bind(path)
        self.line.listen(1)
        self.answer, self.received = answer, b""

    def run(self) -> None:
        peer, _address = self.line.accept()
        with peer, peer.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!I", stream.read(4))[0]:
                self.received += stream.read(size)
            found = files.EICAR in self.received
            peer.sendall(
                self.answer or (b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")
            )


@pytest.fixture
def daemon(tmp_path: Path, settings: Any) -> Iterator[FakeDaemon]:
    thread = FakeDaemon(str(tmp_path / "clamd.sock"))
    settings.CLAMD_SOCKET = f"unix:{tmp_path / 'clamd.sock'}"
    thread.start()
    yield thread
    thread.line.close()


def test_scanned_file_is_stored_when_clean(office: Office, daemon: FakeDaemon) -> None:
    photo = files.jpeg()
    keep(office, photo)
    daemon.join(5)
    assert daemon.received == photo


def test_file_with_a_virus_is_refused(office: Office, daemon: FakeDaemon) -> None:
    with pytest.raises(UnacceptableFile) as caught:
        keep(office, files.jpeg() + files.EICAR)
    assert caught.value.reason == "virus"
    assert not Document.objects.exists()


def test_scanner_that_is_away_or_confused_means_try_again(
    office: Office, tmp_path: Path, settings: Any
) -> None:
    settings.CLAMD_SOCKET = f"unix:{tmp_path / 'nobody.sock'}"
    with pytest.raises(UnacceptableFile) as caught:
        keep(office)
    assert caught.value.reason == "unscanned"
    confused = FakeDaemon(str(tmp_path / "c.sock"), answer=b"INSTREAM size limit exceeded. ERROR\0")
    confused.start()
    settings.CLAMD_SOCKET = f"unix:{tmp_path / 'c.sock'}"
    with pytest.raises(UnacceptableFile) as caught:
        keep(office)
    assert caught.value.reason == "unscanned"


# --- the last of the disk ------------------------------------------------------------------------------------------

GIGABYTE = 1 << 30


def disk(monkeypatch: pytest.MonkeyPatch, *, total: int, free: int) -> None:
    monkeypatch.setattr(
        space.shutil, "disk_usage", lambda _folder: SimpleNamespace(total=total, used=total - free, free=free)
    )


def test_strangers_cannot_fill_the_disk_and_officers_still_can(
    office: Office, folder: Path, budi: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk(monkeypatch, total=100 * GIGABYTE, free=GIGABYTE - 1)
    with pytest.raises(Refused, match="Tempat penyimpanan kantor penuh"):
        keep(office)
    assert not stored(folder)
    operations.store(
        files.upload(files.jpeg(), "pindaian.jpg"),
        office=office,
        purpose=Purpose.SIGNED_SCAN,
        by=budi,
        now=NOW,
    )
    assert len(stored(folder)) == 1


@pytest.mark.parametrize(
    ("total", "free", "short"),
    [
        (100 * GIGABYTE, GIGABYTE, False),
        (100 * GIGABYTE, GIGABYTE - 1, True),
        (10 * GIGABYTE, GIGABYTE // 2, False),  # a small disk keeps 5 %
        (10 * GIGABYTE, GIGABYTE // 2 - 1, True),
    ],
)
def test_a_gibibyte_or_a_twentieth_of_the_disk_is_kept(
    total: int, free: int, *, short: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk(monkeypatch, total=total, free=free)
    assert space.is_short() is short
    assert [warning.id for warning in space.check(None)] == ["documents.W001"] * short


def test_check_command_says_that_the_disk_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    from sinergi.web.commandline.check import django_checks

    assert "Tempat penyimpanan hampir penuh" not in " ".join(finding.text for finding in django_checks())
    disk(monkeypatch, total=100 * GIGABYTE, free=5)
    assert "Tempat penyimpanan hampir penuh" in " ".join(finding.text for finding in django_checks())
