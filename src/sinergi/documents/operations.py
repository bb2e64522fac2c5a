"""Storing, erasing and watching files. Never half-stored: the file is written first, its row belongs to the caller's
transaction, and a file without a row is swept."""

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import SYSTEM, Actor
from sinergi.audit.operations import record
from sinergi.documents import checking, space
from sinergi.documents.models import Document, Purpose
from sinergi.organization.models import Office
from sinergi.organization.queries import on_local_day

LOG = logging.getLogger("sinergi.documents")
ORPHAN_AGE = timedelta(hours=24)


def store(
    upload: Any, *, office: Office, purpose: str, by: Actor, now: datetime, delete_after: date | None = None
) -> Document:
    """Check an uploaded file (Django's ``UploadedFile``), store its clean copy and return its row.

    Raises `checking.UnacceptableFile` with words for the person, and `Refused` where somebody without an account would
    fill the last of the disk. Call it inside the operation that owns the file.
    """
    if not isinstance(by, User) and space.is_short():
        raise Refused(
            _("Tempat penyimpanan kantor penuh, jadi berkas belum dapat diterima. Yang sudah tersimpan tidak hilang. "
              "Coba lagi nanti, atau datang ke loket.")
        )  # fmt: skip
    checked = checking.check(upload, name=upload.name or "", size=upload.size, purpose=purpose)
    with checked.content:
        return _store(
            checked.content, name=checked.name, media_type=checked.media_type, size=checked.size, office=office,
            purpose=purpose, by=by, now=now, delete_after=delete_after, side=checked.side,
        )  # fmt: skip


def store_bytes(
    content: bytes, *, name: str, media_type: str, office: Office, purpose: str, by: Actor, now: datetime,
    delete_after: date | None = None,
) -> Document:  # fmt: skip
    """Store what the application itself made (a letter, minutes). Not opened again."""
    return _store(
        BytesIO(content), name=name, media_type=media_type, size=len(content), office=office, purpose=purpose, by=by,
        now=now, delete_after=delete_after,
    )  # fmt: skip


@transaction.atomic
def _store(
    content: IO[bytes], *, name: str, media_type: str, size: int, office: Office, purpose: str, by: Actor,
    now: datetime, delete_after: date | None, side: int | None = None,
) -> Document:  # fmt: skip
    digest = hashlib.sha256()
    while piece := content.read(1 << 18):
        digest.update(piece)
    content.seek(0)
    document = Document(
        office=office, purpose=purpose, name=name, media_type=media_type, size=size, sha256=digest.digest(),
        side=side, created_at=now, delete_after=delete_after,
    )  # fmt: skip
    try:
        document.file.save("", File(content), save=False)
        _flush(document)
    except OSError as error:  # disk full: say so, leave nothing behind
        LOG.exception("could not store a file")
        with suppress(OSError):  # then the nightly sweep takes it
            document.file.delete(save=False)
        raise Refused(
            _("Berkas tidak dapat disimpan karena penyimpanan kantor penuh. Coba lagi nanti.")
        ) from error
    document.save(force_insert=True)
    record("document.stored", by=by, subject=_subject(document), office_id=office.pk, now=now)
    return document


def _flush(document: Document) -> None:
    """On a local disk the bytes must be down before the row can be: a power cut may not keep only the row."""
    try:
        path = document.file.path
    except NotImplementedError:  # an object store has no path and acknowledges only what it keeps
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _subject(document: Document) -> tuple[str, Any, str]:
    with translation.override(
        settings.LANGUAGE_CODE
    ):  # the record is Indonesian, whatever page somebody has open
        return ("document", document.pk, document.get_purpose_display())


@transaction.atomic
def erase(document: Document, *, by: Actor, now: datetime, reason: str = "") -> None:
    """Remove the content and the name of a file; its row stays as a mark that there was one. Erasing twice is
    harmless.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.erased_at is not None:
        return
    stored, storage = document.file.name, document.file.storage
    document.name = ""
    document.erased_at = now
    document.save(update_fields=["name", "erased_at"])
    record(
        "document.erased",
        by=by,
        subject=_subject(document),
        office_id=document.office_id,
        now=now,
        reason=reason,
    )
    transaction.on_commit(lambda: storage.delete(stored))


# --- watching -------------------------------------------------------------------------------------------------


def erase_expired(*, now: datetime, limit: int = 1000) -> int:
    """Erase files whose time is over. Returns how many."""
    due = Document.objects.filter(on_local_day(now, "delete_after__lt"), erased_at__isnull=True).order_by(
        "delete_after"
    )
    documents = list(due[:limit])
    for document in documents:
        erase(document, by=SYSTEM, now=now, reason="masa simpan berakhir")
    return len(documents)


def digest_of(document: Document) -> bytes | None:
    """SHA-256 of the stored file as it is now; None when it cannot be read."""
    digest = hashlib.sha256()
    try:
        with document.file.storage.open(document.file.name, "rb") as stored:
            while piece := stored.read(1 << 18):
                digest.update(piece)
    except OSError:
        return None
    return digest.digest()


def verify_all(*, now: datetime) -> int:
    """Compare every stored file with its checksum. Newly damaged or missing ones are recorded. Returns their number."""
    damaged = 0
    for document in Document.objects.filter(erased_at__isnull=True).order_by("id").iterator(chunk_size=500):
        sound = digest_of(document) == bytes(document.sha256)
        if sound == (document.damaged_at is None):
            continue
        if _mark(document, sound=sound, now=now):
            damaged += 1
    return damaged


@transaction.atomic
def _mark(document: Document, *, sound: bool, now: datetime) -> bool:
    """Note that a file is damaged, or sound again after a restore. False when it was erased meanwhile."""
    current = Document.objects.select_for_update().get(pk=document.pk)
    if current.erased_at is not None:
        return False
    current.damaged_at = None if sound else now
    current.save(update_fields=["damaged_at"])
    code = "document.repaired" if sound else "document.damaged"
    LOG.error("%s %s", code, current.pk)
    record(code, by=SYSTEM, subject=_subject(current), office_id=current.office_id, now=now)
    return not sound


def sweep_orphans(*, now: datetime) -> int:
    """Delete stored files that no row knows and that are older than a day (their transaction is long over)."""
    storage = Document._meta.get_field("file").storage
    swept = 0
    for folder, names in _folders(storage):
        paths = [f"{folder}/{name}" for name in names]
        known = set(
            Document.objects.filter(file__in=paths, erased_at__isnull=True).values_list("file", flat=True)
        )
        for path in paths:
            if path not in known and now - storage.get_modified_time(path) > ORPHAN_AGE:
                storage.delete(path)
                swept += 1
    return swept


def _folders(storage: Storage) -> Iterator[tuple[str, list[str]]]:
    """Folders of ``purpose/xx`` with their files; nothing else in the store is ours to touch."""
    for purpose in Purpose.values:
        if not storage.exists(purpose):
            continue
        for sub in storage.listdir(purpose)[0]:
            folder = str(Path(purpose) / sub)
            yield folder, storage.listdir(folder)[1]
