"""Writing assessments and trainings. A held training goes down into the history of `personnel`."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

import pghistory
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.accounts.models import within
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.competency import policies
from sinergi.competency.models import Assessment, Method, Participant, PositionRequirement, TrainingEvent
from sinergi.competency.queries import audience_of, candidates, left_out
from sinergi.competency.workflow import Status
from sinergi.organization.models import Competency, Office, Position, Unit
from sinergi.organization.queries import root_unit
from sinergi.personnel.models import Employee
from sinergi.personnel.operations import Training, record_trainings
from sinergi.ui import formats


@dataclass(frozen=True)
class Reading:
    """One level (0-5) that was found for one person."""

    employee_id: int
    competency_id: int
    level: int


def assess(
    *,
    employee: Employee,
    competency: Competency,
    level: int,
    method: str,
    assessed_on: date,
    by: Actor,
    now: datetime,
    event: TrainingEvent | None = None,
) -> int:
    """Record one level. See `assess_many`."""
    reading = Reading(employee.pk, competency.pk, level)
    return assess_many([reading], method=method, assessed_on=assessed_on, by=by, now=now, event=event)


@transaction.atomic
def assess_many(
    readings: Collection[Reading],
    *,
    method: str,
    assessed_on: date,
    by: Actor,
    now: datetime,
    event: TrainingEvent | None = None,
) -> int:
    """Record levels in one statement; the same person, competency, day and method again replaces the level.

    ``event``: the levels were found after this training; only its participants who attended can have such.
    Returns how many were recorded. Raises `Refused`.
    """
    event = _locked(event) if event else None
    if event and event.status != Status.HELD:
        raise Refused(_("Penilaian setelah pelatihan dicatat sesudah pelatihan terlaksana."))
    if any(not 0 <= reading.level <= 5 for reading in readings):
        raise Refused(_("Level kompetensi adalah angka 0 sampai 5."), field="level")
    if method not in Method.values:
        raise Refused(_("Cara penilaian belum dipilih."), field="method")
    ids = {reading.employee_id for reading in readings}
    people = {one.pk: one for one in Employee.objects.select_related("unit", "office").filter(pk__in=ids)}
    if len(people) != len(ids):
        raise Refused(_("Ada pegawai yang tidak ditemukan. Muat ulang halaman ini."))
    for employee in people.values():
        policies.can_assess(by, employee).enforce()
        _enforce_day(assessed_on, employee.office.day(now))
    if event:
        _enforce_attended(event, ids)
    rows = [
        Assessment(
            employee_id=one.employee_id,
            competency_id=one.competency_id,
            level=one.level,
            method=method,
            assessed_on=assessed_on,
            assessor=by.audit_name,
            event=event,
            recorded_at=now,
        )
        for one in readings
    ]
    with pghistory.context(operation="competency.assessed", actor=by.audit_id):
        Assessment.objects.bulk_create(
            rows,
            update_conflicts=True,
            update_fields=["level", "assessor", "event", "recorded_at"],
            unique_fields=["employee", "competency", "assessed_on", "method"],
        )
    for employee in people.values():
        subject = ("employee", employee.pk, employee.name)
        record("competency.assessed", by=by, subject=subject, office_id=employee.office_id, now=now)
    return len(rows)


def _enforce_day(assessed_on: date, today: date) -> None:
    if assessed_on > today:
        raise Refused(_("Tanggal penilaian belum terjadi."), field="assessed_on")


def _enforce_attended(event: TrainingEvent, ids: set[int]) -> None:
    present = set(
        event.participants.filter(attended=True, employee_id__in=ids).values_list("employee_id", flat=True)
    )
    if present != ids:
        raise Refused(_("Hanya peserta yang hadir yang dinilai setelah pelatihan ini."))


@transaction.atomic
def set_requirement(
    *, position: Position, competency: Competency, level: int, by: Actor, now: datetime
) -> None:
    """Say which level (1-5) a post needs beside what its services need; 0 takes the requirement away."""
    policies.can_set_requirement(by, unit=position.unit).enforce()
    if not 0 <= level <= 5:
        raise Refused(
            _("Level yang diperlukan adalah angka 1 sampai 5, atau 0 untuk menghapus."), field="level"
        )
    if level:
        PositionRequirement.objects.update_or_create(
            position=position, competency=competency, defaults={"level": level}
        )
    else:
        PositionRequirement.objects.filter(position=position, competency=competency).delete()
    subject = ("position", position.pk, f"{position.title}: {competency.key} {level}")
    record("position.requirement_set", by=by, subject=subject, office_id=position.unit.office_id, now=now)


@transaction.atomic
def open_event(
    *,
    office: Office,
    competency: Competency,
    title: str,
    starts_on: date,
    ends_on: date,
    hours: int,
    target_level: int,
    by: Actor,
    now: datetime,
    unit: Unit | None = None,
    place: str = "",
    provider: str = "",
    audience: Collection[Unit] = (),
) -> TrainingEvent:
    """Plan a training. ``hours`` in JP (45 minutes); ``unit`` organizes it (None: the office itself).

    ``audience``: the units whose people alone may take part (none: the whole office).
    """
    unit = unit or root_unit(office)
    policies.can_open_event(by, unit=unit).enforce()
    if ends_on < starts_on:
        raise Refused(_("Tanggal selesai tidak boleh sebelum tanggal mulai."), field="ends_on")
    if not 1 <= hours <= 900:
        raise Refused(_("Lama pelatihan 1 sampai 900 JP (1 JP = 45 menit)."), field="hours")
    if not 1 <= target_level <= 5:
        raise Refused(_("Level sasaran adalah angka 1 sampai 5."), field="target_level")
    with pghistory.context(operation="training.opened", actor=by.audit_id):
        event = TrainingEvent.objects.create(
            office=office,
            unit=unit,
            competency=competency,
            target_level=target_level,
            title=title,
            starts_on=starts_on,
            ends_on=ends_on,
            hours=hours,
            place=place,
            provider=provider,
            created_at=now,
        )
    event.audience.add(*audience)
    record("training.opened", by=by, subject=_subject(event), office_id=office.pk, now=now)
    return event


@transaction.atomic
def enroll(event: TrainingEvent, *, employees: Iterable[int], by: Actor, now: datetime) -> int:
    """Enroll people of the office by id; those who are enrolled already stay. Returns how many are new."""
    event = _locked(event)
    policies.can_enroll(by, event).enforce()
    ids = set(employees)
    today = event.office.day(now)
    staying = Q(ended_on__isnull=True) | Q(ended_on__gt=today)
    people = Employee.objects.filter(staying, pk__in=ids, office_id=event.office_id)
    found = set(people.values_list("pk", flat=True))
    if found != ids:
        raise Refused(_("Ada pegawai yang bukan pegawai aktif kantor ini."), field="employees")
    _enforce_audience(event, people)
    known = set(event.participants.values_list("employee_id", flat=True))
    fresh = sorted(found - known)
    Participant.objects.bulk_create(
        [Participant(event=event, employee_id=pk, enrolled_at=now) for pk in fresh]
    )
    if fresh:
        record(
            "training.enrolled",
            by=by,
            subject=_subject(event),
            office_id=event.office_id,
            now=now,
            reason=f"+{len(fresh)}",
        )
    return len(fresh)


def _enforce_audience(event: TrainingEvent, chosen: QuerySet[Employee]) -> None:
    """Nobody is named: who enrolls by number need not be able to see all people of the office."""
    audience = audience_of(event)
    strangers = within([unit.path for unit in left_out(audience)])
    if audience and chosen.filter(strangers | ~within([unit.path for unit in audience])).exists():
        words = _("Pelatihan ini untuk %(units)s; pilih pegawai dari sana saja.")
        raise Refused(
            words % {"units": formats.listed(unit.title_alone for unit in audience)}, field="employees"
        )


@transaction.atomic
def propose(event: TrainingEvent, *, units: Collection[Unit], limit: int, by: Actor, now: datetime) -> int:
    """Enroll up to ``limit`` people of ``units`` for whom the training is, from the computed gap, largest first;
    nobody's level is shown.

    People who have not been assessed are not proposed. Returns how many are new.
    """
    today = event.office.day(now)
    others = left_out(audience_of(event))
    rows = candidates(units, event.competency, event.target_level, on=today, without=others)
    known = set(event.participants.values_list("employee_id", flat=True))
    chosen = [row.employee_id for row in rows if row.gap and row.employee_id not in known][:limit]
    return enroll(event, employees=chosen, by=by, now=now)


@transaction.atomic
def withdraw(event: TrainingEvent, *, employee_id: int, by: Actor, now: datetime) -> None:
    """Take somebody off the list before the training is held."""
    event = _locked(event)
    policies.can_enroll(by, event).enforce()
    gone, _rows = event.participants.filter(employee_id=employee_id).delete()
    if gone:
        record("training.withdrawn", by=by, subject=_subject(event), office_id=event.office_id, now=now)


@transaction.atomic
def hold(event: TrainingEvent, *, attended: Collection[int], by: Actor, now: datetime) -> TrainingEvent:
    """Record that the training was held and who attended (ids of employees), and write it into their histories.

    Raises `Refused` when it ends later, was recorded already, or nobody attended.
    """
    event = _locked(event)
    policies.can_hold(by, event, today=event.office.day(now)).enforce()
    enrolled = set(event.participants.values_list("employee_id", flat=True))
    present = enrolled & set(attended)
    if set(attended) - enrolled:
        raise Refused(_("Ada yang hadir tetapi belum terdaftar. Daftarkan dahulu."), field="attended")
    if not present:
        raise Refused(
            _("Belum ada peserta yang ditandai hadir. Jika pelatihan batal, batalkan."), field="attended"
        )
    event.participants.filter(employee_id__in=present).update(attended=True)
    event.participants.exclude(employee_id__in=present).update(attended=False)
    event.status, event.closed_at = Status.HELD, now
    with pghistory.context(operation="training.held", actor=by.audit_id):
        event.save(update_fields=["status", "closed_at"])
    trainings = [
        Training(
            pk, event.title, event.hours, event.ends_on, f"training-event:{event.pk}:{pk}", event.provider
        )
        for pk in sorted(present)
    ]
    record_trainings(trainings, by=by, now=now)
    record(
        "training.held",
        by=by,
        subject=_subject(event),
        office_id=event.office_id,
        now=now,
        reason=f"{len(present)}/{len(enrolled)}",
    )
    return event


@transaction.atomic
def cancel(event: TrainingEvent, *, reason: str, by: Actor, now: datetime) -> TrainingEvent:
    """Give up a planned training, with the reason."""
    event = _locked(event)
    policies.can_cancel(by, event).enforce()
    if not reason.strip():
        raise Refused(_("Alasan pembatalan belum diisi."), field="reason")
    event.status, event.reason, event.closed_at = Status.CANCELLED, reason.strip(), now
    with pghistory.context(operation="training.cancelled", actor=by.audit_id):
        event.save(update_fields=["status", "reason", "closed_at"])
    record(
        "training.cancelled",
        by=by,
        subject=_subject(event),
        office_id=event.office_id,
        now=now,
        reason=reason,
    )
    return event


def _locked(event: TrainingEvent) -> TrainingEvent:
    locked = TrainingEvent.objects.select_for_update(of=("self",)).select_related("unit", "competency")
    return locked.get(pk=event.pk)


def _subject(event: TrainingEvent) -> tuple[str, int, str]:
    return ("training_event", event.pk, event.title)
