"""A file of results whose form is not yet right: kept for a day, so that nobody has to choose it again."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.catalogue.models import Service
from sinergi.documents.models import Document, Purpose
from sinergi.documents.operations import erase, store
from sinergi.documents.serving import content_of
from sinergi.organization.models import Office, Unit
from sinergi.surveys import policies
from sinergi.surveys.models import ImportBatch
from sinergi.surveys.operations.imports import start_import
from sinergi.surveys.workflow import BatchStatus

KEPT = timedelta(days=1)


def _salt(user: User) -> str:
    return f"sinergi.surveys.kept:{user.pk}"


def token_of(document: Document, *, user: User) -> str:
    """What the form carries instead of the file; it opens nothing for anybody else."""
    return signing.dumps(str(document.pk), salt=_salt(user))


def kept_file(token: str, *, user: User, office: Office) -> Document | None:
    """The file behind a form's token; erased already where its import has begun."""
    try:
        identity = UUID(signing.loads(token, salt=_salt(user), max_age=KEPT))
    except signing.BadSignature:
        return None
    return Document.objects.filter(office=office, purpose=Purpose.IMPORT, pk=identity).first()


@transaction.atomic
def keep_file(
    upload: Any, *, office: Office, by: User, now: datetime, instead_of: Document | None = None
) -> Document:
    """Keep a file until tomorrow night; the one it replaces is erased. Raises `Refused` for what is no sheet."""
    policies.can_keep_file(by).enforce()
    upload.seek(0)
    kept = store(
        upload, office=office, purpose=Purpose.IMPORT, by=by, now=now, delete_after=office.day(now) + KEPT
    )
    if instead_of is not None:
        erase(instead_of, by=by, now=now)
    return kept


@transaction.atomic
def start_kept_import(
    kept: Document, upload: Any | None, *, by: User, now: datetime, **facts: Any
) -> ImportBatch:
    """`start_import` of the file that was kept, or of ``upload`` where another one was chosen since.

    The button pressed twice begins one import: the second press waits, and gets the same. Raises `Refused`,
    `DamagedFile`.
    """
    kept = Document.objects.select_for_update().get(pk=kept.pk)
    if kept.erased_at is not None and upload is None:
        return _begun(kept, by=by, **facts)
    again = upload or SimpleUploadedFile(str(kept.name), content_of(kept), content_type=kept.media_type)
    batch = start_import(again, by=by, now=now, **facts)
    erase(kept, by=by, now=now)
    return batch


def _begun(
    kept: Document, *, by: User, office: Office, unit: Unit, service: Service, month: date, month_column: str = "",
    order: str = "legal",
) -> ImportBatch:  # fmt: skip
    """The import that this file has begun, if the same was asked for."""
    found = ImportBatch.objects.filter(
        office=office, sha256=kept.sha256, by_id=by.audit_id, unit=unit, service=service,
        month=month.replace(day=1), month_column=month_column.strip(), order=order,
        status__in=[BatchStatus.READING, BatchStatus.DRAFT],
    ).first()  # fmt: skip
    if found is None:
        raise Refused(_("Berkas itu sudah dipakai untuk satu impor. Pilih lagi berkasnya."), field="file")
    return found
