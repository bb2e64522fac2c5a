"""Minutes as data for `typeset/minutes.typ`. The public copy has counts by unsur, and no name of a participant."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from sinergi.letters import layout as letters
from sinergi.letters import rendering
from sinergi.letters.formulas import masked_name
from sinergi.letters.queries import letterhead_of
from sinergi.participation import queries
from sinergi.participation.models import Kind, Meeting, Unsur
from sinergi.ui import formats

SOURCE = Path(__file__).resolve().parent / "typeset" / "minutes.typ"


def pdf(meeting: Meeting, *, at: datetime, public: bool) -> bytes:
    """The berita acara as PDF/A-2a and PDF/UA-1, in Indonesian, with the days and times of the office."""
    with translation.override("id"), timezone.override(ZoneInfo(meeting.office.time_zone)):
        return rendering.pdf(letters.shown(_data(meeting, public=public)), at=at, source=SOURCE)


def _data(meeting: Meeting, *, public: bool) -> dict[str, Any]:
    counts = queries.unsur_counts(meeting)
    agreements = queries.agreement_rows(meeting)
    people = sum(row.people for row in counts)
    women = [row.women for row in counts if row.people]
    return {
        "paper": "A4",
        "sample": letters.SAMPLE if meeting.office.is_sample else "",
        "title": f"Berita acara {meeting.title}",
        "short": meeting.minutes_number or formats.date(meeting.held_at),
        "letterhead": letters.letterhead_data(meeting.unit, letterhead_of(meeting.unit)),
        "heading": f"Berita acara {Kind(meeting.kind).label}",
        "subject": meeting.title,
        "number": meeting.minutes_number,
        "opening": (
            f"Pada hari {formats.long_datetime(meeting.held_at)} telah dilaksanakan "
            f"{Kind(meeting.kind).label} dengan keterangan sebagai berikut:"
        ),
        "facts": [
            ["Penyelenggara", meeting.unit.title],
            ["Tempat", meeting.place],
            ["Pimpinan", meeting.chair_title],
        ],
        "agenda": [item.text for item in meeting.agenda.all()],
        "attendance": [[row.label, str(row.people), _or_unknown(row.women)] for row in counts if row.people],
        "people": str(people),
        "women": _or_unknown(None if None in women else sum(count or 0 for count in women)),
        "problems": [{"text": row.text, "about": _about(row)} for row in queries.problem_rows(meeting)],
        "agreed": [
            {"text": row.text, "about": row.about, "owner": row.owner, "due": formats.date(row.due_on)}
            for row in agreements
            if row.is_agreed and row.due_on
        ],
        "not_agreed": [
            {"text": row.text.rstrip(". "), "reason": row.reason} for row in agreements if not row.is_agreed
        ],
        "signatures": _signatures(meeting, public=public),
        "names": [] if public else _names(meeting),
    }


def _about(row: queries.ProblemRow) -> str:
    return ": ".join(part for part in (row.service, row.element) if part)


def _or_unknown(count: int | None) -> str:
    return "tidak dicatat" if count is None else str(count)


def _names(meeting: Meeting) -> list[list[str]]:
    rows = meeting.attendance.order_by("unsur", "added_at")
    return [[row.name, str(Unsur(row.unsur).label)] for row in rows if row.name]


def _signatures(meeting: Meeting, *, public: bool) -> list[dict[str, Any]]:
    head = {"office": meeting.chair_title, "name": meeting.chair_name}
    people = [
        {
            "office": str(Unsur(row.unsur).label),
            "name": masked_name(row.name) if public and row.name else row.name,
        }
        for row in meeting.attendance.filter(signs=True).order_by("added_at")
    ]
    place = f"{letters.place_of(meeting.unit, letterhead_of(meeting.unit))}, {formats.date(meeting.held_at)}"
    blocks: list[dict[str, Any]] = []
    for index, person in enumerate([head, *people]):
        above = [place] if index == 0 else ["Wakil peserta,"]
        blocks.append({"above": above, "rank": "", "nip": "", **person})
    return blocks
