"""Writing the staff list: one employee, a training, or a whole file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.documents import operations as documents
from sinergi.documents import serving
from sinergi.documents.models import Purpose
from sinergi.organization.models import Office, Position, Unit
from sinergi.personnel import checks, policies
from sinergi.personnel.models import Employee, StaffImport, TrainingRecord
from sinergi.personnel.queries import plan_of
from sinergi.personnel.stafflist import Outcome, StaffPlan
from sinergi.personnel.workflow import ImportStatus
from sinergi.sheets.reading import UnreadableSheet, read_bytes
from sinergi.sheets.table import unread_words
from sinergi.ui import formats

KEPT = timedelta(days=30)  # the file of an import, so that its refused rows can be fetched again


@dataclass(frozen=True)
class EmployeeData:
    """What is recorded of an employee. ``nip`` as it was typed; empty texts and None mean unknown."""

    unit: Unit
    name: str
    kind: str
    nip: str = ""
    position: Position | None = None
    title: str = ""
    rank: str = ""
    born_on: date | None = None
    sex: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    user: User | None = None


@transaction.atomic
def register_employee(data: EmployeeData, *, by: Actor, now: datetime) -> Employee:
    """Record a new employee. Raises `Refused` for an impossible or known NIP, or a rank of another kind."""
    policies.can_edit_employees(by, unit=data.unit).enforce()
    employee = Employee(office_id=data.unit.office_id, created_at=now)
    with pghistory.context(operation="employee.registered", actor=by.audit_id):
        _fill(employee, data, now)
    record("employee.registered", by=by, subject=_subject(employee), office_id=employee.office_id, now=now)
    return employee


@transaction.atomic
def change_employee(
    employee: Employee, data: EmployeeData, *, by: Actor, now: datetime, seen: datetime | None = None
) -> Employee:
    """Change what is recorded. ``seen`` is `updated_at` as the form showed it: refused when it changed since."""
    employee = Employee.objects.select_for_update(of=("self",)).select_related("unit").get(pk=employee.pk)
    policies.can_edit_employees(by, unit=employee.unit).enforce()
    policies.can_edit_employees(by, unit=data.unit).enforce()
    if seen is not None and seen != employee.updated_at:
        when = formats.long_datetime(employee.updated_at)
        words = _("Data pegawai ini diubah orang lain pada %(when)s. Muat ulang halaman, lalu isi lagi.")
        raise Refused(words % {"when": when})
    with pghistory.context(operation="employee.changed", actor=by.audit_id):
        _fill(employee, data, now)
    record("employee.changed", by=by, subject=_subject(employee), office_id=employee.office_id, now=now)
    return employee


def _fill(employee: Employee, data: EmployeeData, now: datetime) -> None:
    nip = checks.nip_of(data.nip) if data.nip.strip() else None
    checks.require_consistent(nip=nip.digits if nip else None, kind=data.kind, rank=data.rank)
    if data.unit.office_id != employee.office_id or (data.position and data.position.unit_id != data.unit.pk):
        raise Refused(_("Jabatan ini bukan milik unit yang dipilih."), field="position")
    if data.user and data.user.office_id != employee.office_id:
        raise Refused(_("Akun ini milik kantor lain."), field="user")
    if data.started_on and data.ended_on and data.ended_on <= data.started_on:
        raise Refused(_("Tanggal berhenti harus sesudah tanggal mulai bertugas."), field="ended_on")
    employee.nip = nip.digits if nip else None
    employee.unit, employee.kind, employee.rank, employee.user = data.unit, data.kind, data.rank, data.user
    employee.name = " ".join(data.name.split())
    employee.position = data.position
    employee.title = data.position.title if data.position else " ".join(data.title.split())
    employee.born_on = data.born_on or (nip.born if nip else None)
    employee.sex = data.sex or (str(nip.sex.value) if nip else "")
    employee.started_on, employee.ended_on, employee.updated_at = data.started_on, data.ended_on, now
    try:
        with transaction.atomic():
            employee.save()
    except IntegrityError as error:
        raise _known(str(error)) from error


def _known(error: str) -> Refused:
    if "employee_nip_once" in error:
        return Refused(_("NIP ini sudah dipakai pegawai lain di kantor ini."), field="nip")
    if "employee_without_nip" in error:
        return Refused(_("Pegawai tanpa NIP dengan nama ini sudah tercatat."), field="name")
    if "user_id" in error:
        return Refused(_("Akun ini sudah terhubung dengan pegawai lain."), field="user")
    return Refused(_("Data ini tidak dapat disimpan: nilainya bertentangan dengan data yang sudah ada."))


def _subject(employee: Employee) -> tuple[str, Any, str]:
    return ("employee", employee.pk, employee.name)


@dataclass(frozen=True)
class Training:
    """A training to be written into an employee's history. ``hours`` in JP (45 minutes, LAN 5/2018)."""

    employee_id: int
    title: str
    hours: int
    held_on: date
    source: str
    provider: str = ""


@transaction.atomic
def record_training(
    *,
    employee: Employee,
    title: str,
    hours: int,
    held_on: date,
    source: str,
    by: Actor,
    now: datetime,
    provider: str = "",
) -> TrainingRecord:
    """Write one training into an employee's history; writing the same ``source`` again changes nothing."""
    policies.can_edit_employees(by, unit=employee.unit).enforce()
    if held_on > employee.office.day(now):
        raise Refused(_("Tanggal pelatihan belum terjadi."), field="held_on")
    training = Training(employee.pk, title, hours, held_on, source, provider)
    record_trainings([training], by=by, now=now)
    return TrainingRecord.objects.get(source=source)


@transaction.atomic
def record_trainings(trainings: Sequence[Training], *, by: Actor, now: datetime) -> int:
    """Write many trainings in one statement, each once by its ``source``; returns how many are new.

    The caller has asked its own policy: an event's attendance is taken by whoever manages the event.
    """
    written = TrainingRecord.objects.filter(source__in=[one.source for one in trainings])
    known = set(written.values_list("source", flat=True))
    fresh = [one for one in trainings if one.source not in known]
    with pghistory.context(operation="training.recorded", actor=by.audit_id):
        TrainingRecord.objects.bulk_create(
            [
                TrainingRecord(
                    employee_id=one.employee_id,
                    title=one.title,
                    hours=one.hours,
                    held_on=one.held_on,
                    provider=one.provider,
                    source=one.source,
                    recorded_at=now,
                )
                for one in fresh
            ],
            ignore_conflicts=True,  # two at the same moment: the unique source decides
        )
    for employee in Employee.objects.filter(pk__in={one.employee_id for one in fresh}):
        record("training.recorded", by=by, subject=_subject(employee), office_id=employee.office_id, now=now)
    return len(fresh)


@transaction.atomic
def start_import(
    upload: Any, *, office: Office, unknown_position: str, by: User, now: datetime
) -> StaffImport:
    """Keep an uploaded staff list (Django's ``UploadedFile``) for its preview, for `KEPT` at most.

    Raises `Refused` when the file as a whole cannot be used.
    """
    policies.can_import(by).enforce()
    try:
        table = read_bytes(upload.read(), upload.name or "")
    except UnreadableSheet as trouble:
        raise Refused(str(trouble), field="file") from trouble
    paths = by.paths_for(Permission.EMPLOYEE_EDIT)
    try:
        plan_of(table, office=office, paths=paths, unknown_position=unknown_position, now=now)
    except Refused as refusal:
        if table.unread:  # perhaps the list stands in another sheet
            refusal.words = f"{refusal.words} {unread_words(table.sheet, table.unread)}"
        raise
    upload.seek(0)
    until = office.day(now) + KEPT
    document = documents.store(
        upload, office=office, purpose=Purpose.IMPORT, by=by, now=now, delete_after=until
    )
    staff_import = StaffImport.objects.create(
        office=office, document=document, uploaded_by=by, uploaded_at=now, unknown_position=unknown_position
    )
    record(
        "staff_import.uploaded",
        by=by,
        subject=("staff_import", staff_import.pk, str(staff_import.pk)),
        office_id=office.pk,
        now=now,
    )
    return staff_import


@transaction.atomic
def commit_import(staff_import: StaffImport, *, by: User, now: datetime) -> StaffImport:
    """Write all good rows of the file, or nothing. The rows are judged again: the list may have changed since.

    Repeatable: the same file again changes nothing. Raises `Refused` when it was committed or discarded already.
    """
    staff_import = _locked(staff_import, by, ImportStatus.COMMITTED)
    Office.objects.select_for_update().get(
        pk=staff_import.office_id
    )  # two imports at once: one after the other
    employees = Employee.objects.filter(office=staff_import.office).select_for_update()
    plan = import_plan(staff_import, by=by, now=now, employees=employees)
    with pghistory.context(
        operation="staff_import.committed", actor=by.audit_id, staff_import=staff_import.pk
    ):
        _write(plan, now)
    staff_import.status, staff_import.committed_at = ImportStatus.COMMITTED, now
    staff_import.added, staff_import.changed = plan.count(Outcome.NEW), plan.count(Outcome.CHANGED)
    staff_import.unchanged, staff_import.refused = plan.count(Outcome.UNCHANGED), plan.count(Outcome.REFUSED)
    staff_import.save()
    words = f"+{staff_import.added} ~{staff_import.changed} ={staff_import.unchanged} !{staff_import.refused}"
    record(
        "staff_import.committed",
        by=by,
        reason=words,
        office_id=staff_import.office_id,
        now=now,
        subject=("staff_import", staff_import.pk, str(staff_import.pk)),
    )
    return staff_import


def import_plan(
    staff_import: StaffImport, *, by: User, now: datetime, employees: QuerySet[Employee] | None = None
) -> StaffPlan:
    """What committing would do now; ``employees`` as for `plan_of`.

    Raises `Refused` when the file is no longer kept.
    """
    document = staff_import.document
    if document is None or document.erased_at is not None:
        raise Refused(_("Berkas ini sudah tidak disimpan. Unggah sekali lagi."), field="file")
    try:
        table = read_bytes(serving.content_of(document), str(document.name))
    except (serving.DamagedFile, UnreadableSheet) as trouble:
        raise Refused(_("Berkas yang tersimpan rusak. Unggah sekali lagi."), field="file") from trouble
    return plan_of(
        table,
        office=staff_import.office,
        paths=by.paths_for(Permission.EMPLOYEE_EDIT),
        unknown_position=staff_import.unknown_position,
        now=now,
        employees=employees,
    )


@transaction.atomic
def discard_import(staff_import: StaffImport, *, by: User, now: datetime) -> StaffImport:
    """Give up an import before its commit and delete its file."""
    staff_import = _locked(staff_import, by, ImportStatus.DISCARDED)
    document = staff_import.document
    staff_import.status, staff_import.document = ImportStatus.DISCARDED, None
    staff_import.save()
    if document:
        documents.erase(document, by=by, now=now)
    record(
        "staff_import.discarded",
        by=by,
        subject=("staff_import", staff_import.pk, str(staff_import.pk)),
        office_id=staff_import.office_id,
        now=now,
    )
    return staff_import


def _locked(staff_import: StaffImport, by: User, to: ImportStatus) -> StaffImport:
    policies.can_import(by).enforce()
    locked = StaffImport.objects.select_for_update(of=("self",)).select_related("office", "document")
    staff_import = locked.get(pk=staff_import.pk)
    policies.can_move_import(staff_import, to).enforce()
    return staff_import


_UPDATED = (
    "unit", "nip", "name", "kind", "position", "title", "rank", "born_on", "sex", "started_on", "updated_at",
)  # fmt: skip


def _write(plan: StaffPlan, now: datetime) -> None:
    """Two statements, however many rows. Existing rows go by an upsert on the key: one plan, no giant CASE."""
    new = _employees(plan.of(Outcome.NEW))
    changed = _employees(plan.of(Outcome.CHANGED))
    for employee in changed:
        employee.updated_at = now
    Employee.objects.bulk_create(new)
    Employee.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=list(_UPDATED)
    )


def _employees(rows: Iterable[Any]) -> list[Employee]:
    return [row.employee for row in rows]
