"""What is said about a case: titles of its history, who acts next, how much of the promise is left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.audit.actors import shown_name
from sinergi.casework import clock, kept_notes
from sinergi.casework.models import Application, Move
from sinergi.casework.workflow import Status
from sinergi.ui import formats
from sinergi.ui.components import Moment, TimelineEntry, Tone
from sinergi.worktime.formulas import Schedule

WORKDAY: Final = 450  # minutes: 37.5 hours in five days (Perpres 21/2023)
NEARLY: Final = 0.7  # share of the promise from which a case is nearly late

TITLES: Final = {
    "application.submitted": gettext_lazy("Permohonan diterima"),
    "application.examined": gettext_lazy("Mulai diperiksa"),
    "application.taken_over": gettext_lazy("Pemeriksa berganti"),
    "application.sent_back": gettext_lazy("Dikembalikan untuk diperbaiki"),
    "application.mended_part": gettext_lazy("Satu bagian diperbaiki"),
    "application.mended": gettext_lazy("Perbaikan diterima"),
    "application.proposed": gettext_lazy("Diajukan untuk paraf dan tanda tangan"),
    "application.approved": gettext_lazy("Disetujui pejabat"),
    "application.returned": gettext_lazy("Diperiksa ulang"),
    "application.letter_withdrawn": gettext_lazy("Surat ditarik"),
    "application.reopened": gettext_lazy("Diperiksa ulang, suratnya diganti"),
    "application.delayed": gettext_lazy("Kabar waktu baru"),
    "application.ready": gettext_lazy("Surat siap diambil"),
    "application.finished": gettext_lazy("Selesai"),
    "application.rejected": gettext_lazy("Ditolak"),
    "application.withdrawn": gettext_lazy("Dicabut"),
}
HIDDEN_FROM_CITIZEN: Final = frozenset({"application.taken_over"})
MOMENTS: Final = {
    "application.sent_back": Moment.WAIT,
    "application.delayed": Moment.WAIT,
    "application.rejected": Moment.BAD,
    "application.withdrawn": Moment.BAD,
    "application.letter_withdrawn": Moment.BAD,
}
STATUS_TONES: Final = {
    Status.DRAFT: Tone.MUTE,
    Status.RECEIVED: Tone.INFO,
    Status.EXAMINED: Tone.INFO,
    Status.NEEDS_FIX: Tone.WARN,
    Status.AWAITING_SIGNATURE: Tone.INFO,
    Status.READY: Tone.GOOD,
    Status.FINISHED: Tone.GOOD,
    Status.REJECTED: Tone.BAD,
    Status.WITHDRAWN: Tone.MUTE,
}


@dataclass(frozen=True)
class Remaining:
    """What is left of a promise, for a tag and a meter. ``share`` is the used part (1.1: 10 % over)."""

    tone: Tone
    words: str
    share: float


def span(minutes: int) -> timedelta:
    """Working minutes as a span whose days are working days, for `formats.remaining_words`."""
    days, rest = divmod(abs(minutes), WORKDAY)
    length = timedelta(days=days, minutes=rest)
    return -length if minutes < 0 else length


def working_duration(minutes: int) -> str:
    """``2 hari``, ``4 jam 20 menit`` of working time."""
    return formats.duration(span(minutes))


def remaining(case: Application, *, now: datetime, schedule: Schedule) -> Remaining:
    """What is left of the promise of a case."""
    used = clock.used(case, now=now, schedule=schedule)
    promise = case.promise_minutes or 1
    share = used / promise
    if case.paused_at is not None:
        waits = _("Menunggu warga, jam berhenti")
        if used > promise:
            late = formats.remaining_words(span(promise - used))
            return Remaining(Tone.BAD, f"{late}. {waits}", share)
        return Remaining(Tone.MUTE, waits, share)
    if not case.runs:
        return Remaining(STATUS_TONES[Status(case.status)], case.get_status_display(), share)
    if used > promise:
        return Remaining(Tone.BAD, formats.remaining_words(span(promise - used)), share)
    if case.due_at is not None and now > case.due_at:  # the counter has not opened since
        return Remaining(Tone.BAD, _("Lewat waktu"), share)
    tone = Tone.WARN if share >= NEARLY else Tone.GOOD
    return Remaining(tone, formats.remaining_words(span(promise - used)), share)


def next_actor(case: Application, *, desk: bool = False) -> str:  # noqa: PLR0911 - one sentence for each status
    """Who acts next; empty for a closed case. ``desk``: said to an officer. Needs `turn_unit`, `unit`, `letter`."""
    status = Status(case.status)
    place = {"place": case.unit.title if case.unit else ""}
    if case.withdrawn_letter is not None:
        return _("Petugas %(place)s memeriksa ulang permohonan, lalu surat pengganti disiapkan") % place
    if status == Status.RECEIVED:
        return _("Petugas %(place)s memeriksa permohonan") % place
    if status == Status.EXAMINED:
        return _("Petugas %(place)s sedang memeriksa permohonan") % place
    if status == Status.NEEDS_FIX:
        return (
            _("Pemohon memperbaiki bagian yang dikembalikan")
            if desk
            else _("Anda memperbaiki bagian yang disebut di atas")
        )
    if status == Status.AWAITING_SIGNATURE and case.turn_role and case.turn_unit:
        signer = {"role": case.get_turn_role_display(), "place": case.turn_unit.title}
        return _("%(role)s, %(place)s: paraf atau tanda tangan") % signer
    if status == Status.AWAITING_SIGNATURE:
        return _("Petugas %(place)s mencetak surat; pejabat menandatangani dan memberi stempel") % place
    if status == Status.READY:
        return (
            _("Pemohon mengambil surat di %(place)s") if desk else _("Anda mengambil surat di %(place)s")
        ) % place
    return ""


def public_entry(move: Move) -> TimelineEntry:
    """One line of the history as the applicant reads it: the unit acts, no officer's name."""
    return TimelineEntry(
        title=str(TITLES.get(move.code) or move.get_target_display()),
        moment=MOMENTS.get(move.code, Moment.DONE),
        at=move.at,
        actor=move.unit.title if move.unit else "",
        note=kept_notes.shown(move.public_note or ""),
    )


def desk_entry(move: Move) -> TimelineEntry:
    """One line of the history as an officer reads it."""
    place = move.unit.title if move.unit else ""
    return TimelineEntry(
        title=str(TITLES.get(move.code) or move.get_target_display()),
        moment=MOMENTS.get(move.code, Moment.DONE),
        at=move.at,
        actor=", ".join(part for part in (shown_name(move.by_label), place) if part),
        note=kept_notes.shown("\n".join(note for note in (move.public_note, move.internal_note) if note)),
    )


def next_entry(case: Application, *, desk: bool = False) -> TimelineEntry | None:
    """What comes next, with its time; None for a closed case."""
    title = next_actor(case, desk=desk)
    if not title:
        return None
    return TimelineEntry(title=title, moment=Moment.NEXT, until=case.told_due)
