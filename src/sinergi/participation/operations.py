"""Preparing, holding and publishing a meeting. What the public was told stays as it was told."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from sinergi.access.verdict import Refused
from sinergi.audit.actors import SYSTEM, Actor
from sinergi.audit.operations import record
from sinergi.catalogue.models import Service
from sinergi.documents import operations as documents
from sinergi.documents.models import Purpose
from sinergi.organization.models import Unit
from sinergi.participation import policies
from sinergi.participation.models import AgendaItem, Agreement, Attendance, Invitation, Meeting, Problem
from sinergi.participation.workflow import Status

RENDER_TASK = "sinergi.participation.jobs.render_minutes"
QUEUE = "letters"  # typesetting happens in the worker that has typst loaded
LONGEST_SLUG = 60


def _locked(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_related("unit__office", "office").select_for_update(of=("self",))
    return rows.get(pk=meeting.pk)


def _record(code: str, meeting: Meeting, *, by: Actor, now: datetime, reason: str = "") -> None:
    record(
        code,
        by=by,
        subject=("meeting", meeting.pk, meeting.title),
        office_id=meeting.office_id,
        now=now,
        reason=reason,
    )


def _free_slug(unit: Unit, title: str, held_at: datetime) -> str:
    local = held_at.astimezone(ZoneInfo(unit.office.time_zone))
    base = f"{slugify(title)[:LONGEST_SLUG].strip('-') or 'musyawarah'}-{local:%Y-%m}"
    taken = set(
        Meeting.objects.filter(office_id=unit.office_id, slug__startswith=base).values_list("slug", flat=True)
    )
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1000))) if slug not in taken)


@transaction.atomic
def plan(
    *,
    unit: Unit,
    kind: str,
    title: str,
    invitation: str,
    held_at: datetime,
    place: str,
    by: Actor,
    now: datetime,
    already_held: bool = False,
) -> Meeting:
    """Announce a meeting; its invitation is public at once. Sent twice, it is still one meeting.

    ``already_held``: recorded afterwards, so the public never reads an invitation to a day that is over."""
    policies.can_manage(by, unit=unit).enforce()
    Unit.objects.select_for_update(no_key=True).get(
        pk=unit.pk
    )  # two plans of the same title get two addresses
    status = Status.HELD if already_held else Status.PLANNED
    same = Meeting.objects.filter(
        unit=unit, title=title, held_at=held_at, status__in={status, Status.PLANNED}
    ).first()
    if same is not None and same.status != status:  # announced before, recorded now
        typed = {"kind": kind, "invitation": invitation, "place": place}
        if any(getattr(same, name) != value for name, value in typed.items()):
            change(same, title=title, held_at=held_at, by=by, now=now, **typed)
        return hold(same, by=by, now=now)
    if same is not None:
        return same
    meeting = Meeting.objects.create(
        office_id=unit.office_id, unit=unit, kind=kind, title=title, slug=_free_slug(unit, title, held_at),
        invitation=invitation, held_at=held_at, place=place, status=status,
    )  # fmt: skip
    _record("meeting.planned", meeting, by=by, now=now)
    if already_held:
        _not_before_its_time(meeting, now)
        _record("meeting.held", meeting, by=by, now=now)
    return meeting


def _not_before_its_time(meeting: Meeting, now: datetime) -> None:
    if meeting.held_at > now:
        raise Refused(_("Musyawarah ini belum waktunya. Ubah rencananya bila dimajukan."))


@transaction.atomic
def change(
    meeting: Meeting,
    *,
    kind: str,
    title: str,
    invitation: str,
    held_at: datetime,
    place: str,
    by: Actor,
    now: datetime,
) -> Meeting:
    """Change the plan. The address of the page stays, it may stand on printed invitations."""
    meeting = _locked(meeting)
    policies.can_change(by, meeting).enforce()
    meeting.kind, meeting.title, meeting.invitation = kind, title, invitation
    meeting.held_at, meeting.place = held_at, place
    meeting.save(update_fields=["kind", "title", "invitation", "held_at", "place"])
    _record("meeting.changed", meeting, by=by, now=now)
    return meeting


@transaction.atomic
def hold(meeting: Meeting, *, by: Actor, now: datetime) -> Meeting:
    """Mark as held; not before its time."""
    meeting = _locked(meeting)
    policies.can_hold(by, meeting).enforce()
    _not_before_its_time(meeting, now)
    meeting.status = Status.HELD
    meeting.save(update_fields=["status"])
    _record("meeting.held", meeting, by=by, now=now)
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, *, reason: str, by: Actor, now: datetime) -> Meeting:
    """Call a planned meeting off; the public page says so and why."""
    meeting = _locked(meeting)
    policies.can_cancel(by, meeting).enforce()
    text = " ".join(reason.split())
    if not text:
        raise Refused(_("Tuliskan alasan pembatalan; warga akan membacanya."), field="reason")
    meeting.status, meeting.cancelled_reason = Status.CANCELLED, text[:300]
    meeting.save(update_fields=["status", "cancelled_reason"])
    _record("meeting.cancelled", meeting, by=by, now=now, reason=text)
    return meeting


def _recordable(meeting: Meeting, by: Actor) -> Meeting:
    meeting = _locked(meeting)
    policies.can_record(by, meeting).enforce()
    return meeting


def _recording(meeting: Meeting, *, by: Actor, now: datetime) -> Meeting:
    """The meeting, locked, for a change of what its minutes say.

    Minutes typeset before the change are erased: what is signed and what is published must say the same.
    """
    meeting = _recordable(meeting, by)
    outdated = [document for document in (meeting.minutes, meeting.public_minutes) if document is not None]
    if outdated:
        meeting.minutes = meeting.public_minutes = None
        meeting.save(update_fields=["minutes", "public_minutes"])
    for document in outdated:
        documents.erase(document, by=by, now=now, reason="isi berita acara berubah")
    return meeting


Part = Invitation | Attendance | AgendaItem | Problem | Agreement


def _note_line(code: str, part: Part, *, by: Actor, now: datetime) -> None:
    """Record which kind of line came or went; never what it says or whom it names."""
    with translation.override("id"):
        kind = str(type(part)._meta.verbose_name)
    _record(code, part.meeting, by=by, now=now, reason=kind)


@transaction.atomic
def invite(meeting: Meeting, *, unsur: str, addressee: str, by: Actor, now: datetime) -> Invitation:
    """Record who was invited, for which unsur."""
    meeting = _recording(meeting, by=by, now=now)
    line = Invitation.objects.create(meeting=meeting, unsur=unsur, addressee=addressee, added_at=now)
    _note_line("meeting.recorded", line, by=by, now=now)
    return line


@transaction.atomic
def attend(
    meeting: Meeting, *, unsur: str, by: Actor, now: datetime, name: str = "", count: int = 1,
    women: int | None = None, signs: bool = False,
) -> Attendance:  # fmt: skip
    """Record a person by name, or a number of people of one unsur."""
    meeting = _recording(meeting, by=by, now=now)
    if women is not None and women > count:
        raise Refused(_("Jumlah perempuan tidak dapat lebih besar daripada jumlah orang."), field="women")
    if signs and not name.strip():
        raise Refused(_("Wakil yang menandatangani harus ditulis namanya."), field="name")
    if name.strip() and count != 1:
        raise Refused(
            _("Satu nama untuk satu orang: kosongkan nama bila mencatat beberapa orang."), field="count"
        )
    line = Attendance.objects.create(
        meeting=meeting,
        unsur=unsur,
        name=name.strip() or None,
        count=count,
        women=women,
        signs=signs,
        added_at=now,
    )
    _note_line("meeting.recorded", line, by=by, now=now)
    return line


@transaction.atomic
def add_agenda(meeting: Meeting, *, text: str, by: Actor, now: datetime) -> AgendaItem:
    """One more point of the agenda."""
    line = AgendaItem.objects.create(meeting=_recording(meeting, by=by, now=now), text=text)
    _note_line("meeting.recorded", line, by=by, now=now)
    return line


def _own_service(meeting: Meeting, service: Service | None) -> None:
    if service is not None and service.office_id != meeting.office_id:
        raise Refused(_("Layanan ini bukan layanan kantor ini."), field="service")


@transaction.atomic
def add_problem(
    meeting: Meeting,
    *,
    text: str,
    by: Actor,
    now: datetime,
    service: Service | None = None,
    element: str = "",
) -> Problem:
    """Record a problem that somebody raised."""
    meeting = _recording(meeting, by=by, now=now)
    _own_service(meeting, service)
    line = Problem.objects.create(meeting=meeting, text=text, service=service, element=element)
    _note_line("meeting.recorded", line, by=by, now=now)
    return line


@transaction.atomic
def add_agreement(
    meeting: Meeting, *, text: str, by: Actor, now: datetime, is_agreed: bool = True, reason: str = "",
    service: Service | None = None, element: str = "", owner_unit: Unit | None = None, due_on: date | None = None,
) -> Agreement:  # fmt: skip
    """Record what was agreed (by whom, until when), or what was not agreed and why."""
    meeting = _recording(meeting, by=by, now=now)
    _own_service(meeting, service)
    if is_agreed and owner_unit is None:
        raise Refused(_("Kesepakatan harus mempunyai penanggung jawab."), field="owner_unit")
    if is_agreed and due_on is None:
        raise Refused(_("Kesepakatan harus mempunyai target selesai."), field="due_on")
    if not is_agreed and not reason.strip():
        raise Refused(_("Tuliskan mengapa tidak disepakati."), field="reason")
    if owner_unit is not None and owner_unit.office_id != meeting.office_id:
        raise Refused(_("Penanggung jawab harus unit kantor ini."), field="owner_unit")
    line = Agreement.objects.create(
        meeting=meeting, text=text, is_agreed=is_agreed, reason="" if is_agreed else reason.strip(), service=service,
        element=element, owner_unit=owner_unit if is_agreed else None, due_on=due_on if is_agreed else None,
    )  # fmt: skip
    _note_line("meeting.recorded", line, by=by, now=now)
    return line


@transaction.atomic
def remove(part: Part, *, by: Actor, now: datetime) -> None:
    """Take back a line that was recorded by mistake, until the minutes are published."""
    _recording(part.meeting, by=by, now=now)
    part.delete()
    _note_line("meeting.line_removed", part, by=by, now=now)


@transaction.atomic
def set_photo(meeting: Meeting, upload: Any, *, text: str, by: Actor, now: datetime) -> Meeting:
    """Store the photo of the meeting; place and camera data are removed by `documents`. ``text`` describes it."""
    meeting = _recordable(meeting, by)  # the minutes do not show the photo
    before = meeting.photo
    meeting.photo = documents.store(upload, office=meeting.office, purpose=Purpose.PHOTO, by=by, now=now)
    meeting.photo_text = text
    meeting.save(update_fields=["photo", "photo_text"])
    if before is not None:  # people can be seen on it: what nobody is shown is not kept
        documents.erase(before, by=by, now=now)
    _record("meeting.photo_set", meeting, by=by, now=now)
    return meeting


@transaction.atomic
def prepare_minutes(
    meeting: Meeting, *, chair_title: str, by: Actor, now: datetime, chair_name: str = "", number: str = ""
) -> Meeting:
    """Have the berita acara typeset, to be printed and signed. Can be repeated after corrections."""
    meeting = _recording(meeting, by=by, now=now)
    if meeting.status != Status.HELD:
        raise Refused(_("Berita acara disusun setelah musyawarah terlaksana."))
    _check_complete(meeting)
    meeting.chair_title, meeting.chair_name, meeting.minutes_number = chair_title, chair_name, number
    meeting.save(update_fields=["chair_title", "chair_name", "minutes_number"])
    _record("meeting.minutes_prepared", meeting, by=by, now=now)
    app.configure_task(RENDER_TASK, queue=QUEUE).defer(meeting_id=meeting.pk)
    return meeting


def _check_complete(meeting: Meeting) -> None:
    if lacks := _lacks(meeting):
        raise Refused(lacks)


def _lacks(meeting: Meeting) -> str:
    """What a berita acara still needs: who came, the agenda, what came out, who signs for the participants."""
    if not meeting.attendance.exists():
        return _("Daftar hadir masih kosong.")
    if not meeting.attendance.filter(signs=True).exists():
        return _("Pilih sedikitnya satu wakil peserta yang menandatangani berita acara.")
    if not meeting.agenda.exists():
        return _("Agenda masih kosong.")
    if not meeting.agreements.exists():
        return _("Belum ada kesepakatan. Catat juga hal yang tidak disepakati.")
    return ""


@transaction.atomic
def render_minutes(meeting: Meeting, *, now: datetime, by: Actor = SYSTEM) -> Meeting:
    """Typeset both copies: with names for signing, and without names for the public. Running twice does nothing.

    The row stays locked meanwhile, and every change of what minutes say takes the same lock and erases minutes that
    are there. So a stored copy is always one of the newest state: a change before this job is in it, one during the
    job waits and then erases it. What was made incomplete meanwhile is not typeset.
    """
    from sinergi.participation import layout  # noqa: PLC0415 - typesetting is only for the job worker

    meeting = _locked(meeting)
    if meeting.minutes_id is not None or meeting.status != Status.HELD or _lacks(meeting):
        return meeting
    with translation.override("id"):  # names of files stay with the files
        names = _("Berita acara"), _("Berita acara (untuk umum)")
    own, public = (layout.pdf(meeting, at=now, public=public) for public in (False, True))
    meeting.minutes = _stored(meeting, own, names[0], by, now)
    meeting.public_minutes = _stored(meeting, public, names[1], by, now)
    meeting.save(update_fields=["minutes", "public_minutes"])
    _record("meeting.minutes_rendered", meeting, by=by, now=now)
    return meeting


def _stored(meeting: Meeting, content: bytes, title: str, by: Actor, now: datetime) -> Any:
    return documents.store_bytes(
        content, name=f"{title} {meeting.slug}.pdf", media_type="application/pdf", office=meeting.office,
        purpose=Purpose.MINUTES, by=by, now=now,
    )  # fmt: skip


@transaction.atomic
def publish(meeting: Meeting, upload: Any, *, by: Actor, now: datetime) -> Meeting:
    """Store the scan of the signed berita acara and show the results to everybody. After that nothing changes."""
    meeting = _locked(meeting)
    policies.can_publish(by, meeting).enforce()
    _check_complete(meeting)
    if meeting.minutes_id is None:
        raise Refused(_("Susun berita acaranya dahulu, cetak, lalu minta tanda tangan."))
    meeting.signed_minutes = documents.store(
        upload, office=meeting.office, purpose=Purpose.MINUTES, by=by, now=now
    )
    meeting.status, meeting.published_at = Status.PUBLISHED, now
    meeting.save(update_fields=["signed_minutes", "status", "published_at"])
    _record("meeting.published", meeting, by=by, now=now)
    return meeting
