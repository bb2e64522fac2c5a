"""A file of results whose form is not yet right: kept for a day, so that nobody has to choose it again."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from sinergi.accounts.models import User
from sinergi.documents.models import Document, Purpose
from sinergi.documents.operations import erase, store
from sinergi.documents.serving import content_of
from sinergi.organization.models import Office
from sinergi.surveys import policies
from sinergi.surveys.models import ImportBatch
from sinergi.surveys.operations.imports import start_import

KEPT = timedelta(days=1)


def _salt(user: User) -> str:
    return f"sinergi.surveys.kept:{user.pk}"


def token_of(document: Document, *, user: User) -> str:
    """What the form carries instead of the file; it opens nothing for anybody else."""
    return signing.dumps(str(document.pk), salt=_salt(user))


def kept_file(token: str, *, user: User, office: Office) -> Document | None:
    """The file behind a form's token, if it is still there."""
    try:
        identity = UUID(signing.loads(token, salt=_salt(user), max_age=KEPT))
    except signing.BadSignature:
        return None
    rows = Document.objects.filter(office=office, purpose=Purpose.IMPORT, erased_at__isnull=True)
    return rows.filter(pk=identity).first()


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
    """`start_import` of the file that was kept, or of ``upload`` where another one was chosen since."""
    again = upload or SimpleUploadedFile(str(kept.name), content_of(kept), content_type=kept.media_type)
    batch = start_import(again, by=by, now=now, **facts)
    erase(kept, by=by, now=now)
    return batch
