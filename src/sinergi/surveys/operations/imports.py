"""Results on paper: upload, look, keep all good rows or none, withdraw."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.catalogue.models import Service
from sinergi.documents.models import Purpose
from sinergi.documents.operations import erase, store
from sinergi.organization.models import Office, Unit
from sinergi.surveys import policies
from sinergi.surveys.invitations import month_of
from sinergi.surveys.models import Channel, ImportBatch, Questionnaire, Response, Shape
from sinergi.surveys.operations.publication import publish_figures
from sinergi.surveys.operations.reading import read_pieces
from sinergi.surveys.operations.rolling import add_batch, subtract_batch
from sinergi.surveys.workflow import BatchStatus

# Up to this size a file is read while the person waits; larger ones are read by a job with a progress page.
INLINE_BYTES = 150_000
LOCK = 0x5E7A2
KEPT = timedelta(
    days=30
)  # of the file itself: columns that are ignored may hold names; a draft lives no longer


@transaction.atomic
def start_import(
    upload: Any, *, office: Office, unit: Unit, service: Service, month: date, month_column: str = "",
    order: str = "legal", by: Actor, now: datetime,
) -> ImportBatch:  # fmt: skip
    """Store an uploaded file and read it: a draft that survives a reload, until somebody keeps or cancels it.

    ``month`` is the month of all rows unless ``month_column`` names a column of dates; ``order`` reads U8 and U9
    ("legal" or "annex"). The same file again gives the same draft; a file that is kept already is refused.
    Raises `Refused` (also `documents.checking.UnacceptableFile`).
    """
    policies.can_import(by, unit=unit).enforce()
    if month.replace(day=1) > month_of(unit.office, now):
        raise Refused(_("Bulan survei belum tiba."), field="month")
    digest = _digest(upload)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    settings = {
        "unit": unit, "service": service, "month": month.replace(day=1), "month_column": month_column.strip(),
        "order": order,
    }  # fmt: skip
    same = _same_file(office, digest, settings, by=by, now=now)
    if same:
        return same
    questionnaire = Questionnaire.objects.filter(office=office).order_by("-version").first()
    if questionnaire is None:
        raise Refused(_("Kantor ini belum memiliki kuesioner."))
    document = store(
        upload, office=office, purpose=Purpose.IMPORT, by=by, now=now, delete_after=office.day(now) + KEPT
    )
    batch = ImportBatch.objects.create(
        office=office, questionnaire=questionnaire, document=document, sha256=digest, channel=Channel.PAPER,
        by_id=by.audit_id, by_name=by.audit_name, created_at=now, progressed_at=now, **settings,
    )  # fmt: skip
    _record("survey.import_started", batch, by=by, now=now)
    if document.size <= INLINE_BYTES:
        read_pieces(batch.pk, now=now)
    else:
        from sinergi.surveys.jobs import read_import  # noqa: PLC0415 - jobs import the operations

        read_import.defer(batch_id=str(batch.pk))
    batch.refresh_from_db()
    return batch


def _digest(upload: Any) -> bytes:
    digest = hashlib.sha256()
    upload.seek(0)
    while piece := upload.read(1 << 18):
        digest.update(piece)
    upload.seek(0)
    return digest.digest()


def _same_file(
    office: Office, digest: bytes, settings: dict[str, Any], *, by: Actor, now: datetime
) -> ImportBatch | None:
    """A draft of this very file, if it was asked for in the same way; one asked for otherwise is given up."""
    found = ImportBatch.objects.filter(
        office=office, sha256=digest, status__in=[BatchStatus.READING, BatchStatus.DRAFT, BatchStatus.ACTIVE]
    ).first()
    if found is None:
        return None
    if found.status == BatchStatus.ACTIVE:
        raise Refused(
            _("Berkas yang sama persis sudah disimpan oleh %(name)s. Tarik kembali impor itu dahulu.")
            % {"name": found.by_name},
            field="file",
        )
    if all(getattr(found, name) == value for name, value in settings.items()):
        return found
    cancel_import(found.pk, by=by, now=now)
    return None


@transaction.atomic
def map_columns(batch_id: UUID, *, elements: Sequence[str], by: Actor, now: datetime) -> ImportBatch:
    """Say which of the nine elements each column of the file holds; "" leaves a column out."""
    batch = _locked(batch_id)
    policies.can_change_batch(by, batch, to=BatchStatus.ACTIVE).enforce()
    chosen = [key for key in elements if key]
    if len(elements) != len(batch.columns) or not set(chosen) <= set(LEGAL_ORDER):
        raise Refused(_("Pilihan unsur tidak cocok dengan kolom berkas ini. Muat ulang halaman."))
    if len(set(chosen)) < len(chosen):
        raise Refused(_("Dua kolom tidak boleh berisi unsur yang sama."))
    batch.elements = list(elements)
    batch.save(update_fields=["elements"])
    _record("survey.import_mapped", batch, by=by, now=now)
    return batch


@transaction.atomic
def commit_import(batch_id: UUID, *, by: Actor, now: datetime) -> ImportBatch:
    """Keep all good rows, in one transaction with the roll-up. Raises `Refused`."""
    batch = _locked(batch_id)
    policies.can_change_batch(by, batch, to=BatchStatus.ACTIVE).enforce()
    if not any(batch.elements):
        raise Refused(_("Pilih dahulu unsur yang dimuat setiap kolom."))
    batch.status = BatchStatus.ACTIVE
    if batch.shape == Shape.RESPONDENTS:
        batch.accepted = _keep_rows(batch)
        if not batch.accepted:
            raise Refused(_("Tidak ada jawaban pada kolom yang dipilih."))
        batch.staged.all().delete()
    batch.save(update_fields=["status", "accepted"])
    add_batch(batch.pk)
    _record("survey.import_kept", batch, by=by, now=now)
    publish_figures(now=now, office=batch.office)
    return batch


def _keep_rows(batch: ImportBatch) -> int:
    """Staged rows become responses, in random order and under random keys."""
    kept = [(place, key) for place, key in enumerate(batch.elements, start=1) if key in LEGAL_ORDER]
    columns = ", ".join(key for _place, key in kept)
    values = ", ".join(f"answers[{place}]" for place, _key in kept)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""insert into surveys_response
                (id, office_id, unit_id, service_id, questionnaire_id, batch_id, channel, month, {columns})
            select gen_random_uuid(), %s, %s, %s, %s, %s, %s, month, {values} from surveys_stagedanswer
            where batch_id = %s and num_nonnulls({values}) > 0 order by gen_random_uuid()""",  # noqa: S608
            [
                batch.office_id, batch.unit_id, batch.service_id, batch.questionnaire_id, batch.pk, batch.channel,
                batch.pk,
            ],
        )  # fmt: skip
        return int(cursor.rowcount)


@transaction.atomic
def cancel_import(batch_id: UUID, *, by: Actor, now: datetime) -> ImportBatch:
    """Give up a draft, or stop a reading that is under way. Nothing of it is kept but the record."""
    batch = _locked(batch_id)
    policies.can_change_batch(by, batch, to=BatchStatus.CANCELLED).enforce()
    batch.status = BatchStatus.CANCELLED
    batch.save(update_fields=["status"])
    batch.staged.all().delete()
    batch.counts.all().delete()
    erase(batch.document, by=by, now=now)
    _record("survey.import_cancelled", batch, by=by, now=now)
    return batch


@transaction.atomic
def withdraw(batch_id: UUID, *, reason: str, by: Actor, now: datetime) -> ImportBatch:
    """Take a kept import out again: its rows and, exactly, its sums."""
    batch = _locked(batch_id)
    policies.can_change_batch(by, batch, to=BatchStatus.WITHDRAWN).enforce()
    if not reason.strip():
        raise Refused(_("Tulis alasan penarikan."), field="reason")
    subtract_batch(batch.pk)
    Response.objects.filter(batch=batch).delete()
    batch.status = BatchStatus.WITHDRAWN
    batch.save(update_fields=["status"])
    _record("survey.import_withdrawn", batch, by=by, now=now, reason=reason.strip())
    publish_figures(now=now, office=batch.office)
    return batch


def _locked(batch_id: UUID) -> ImportBatch:
    return (
        ImportBatch.objects.select_for_update(of=("self",)).select_related("unit", "office").get(pk=batch_id)
    )


def _record(code: str, batch: ImportBatch, *, by: Actor, now: datetime, reason: str = "") -> None:
    label = f"{batch.month:%Y-%m}: {batch.accepted}"
    record(
        code,
        by=by,
        office_id=batch.office_id,
        now=now,
        subject=("survey_import", batch.pk, label),
        reason=reason,
    )
