"""Subject and reason of an event in the language of the page, where a code or a fixed text was recorded."""

from collections.abc import Callable
from functools import cache

from django.db.models import Model
from django.utils.translation import gettext_lazy, override

from sinergi.access.permissions import Role
from sinergi.audit.models import Event
from sinergi.documents.models import Purpose
from sinergi.organization.models import Office
from sinergi.participation.models import AgendaItem, Agreement, Attendance, Invitation, Problem
from sinergi.surveys.workflow import CommentStatus
from sinergi.ui import language

FIXED_REASONS = {
    "masa simpan berakhir": gettext_lazy("masa simpan berakhir"),
    "isi berita acara berubah": gettext_lazy("isi berita acara berubah"),
}


def subject_words(event: Event) -> str:
    """What an event is about."""
    say = _SUBJECTS.get(event.code) or _SUBJECTS.get(event.subject_kind)
    return say(event.subject_label) if say else event.subject_label


def reason_words(event: Event) -> str:
    """Why, as it was recorded; what somebody wrote says that it is Indonesian."""
    if event.code == "office.changed":
        return ", ".join(_field(name) for name in event.reason.split(", "))
    if event.code in {"meeting.recorded", "meeting.line_removed"}:
        kind = _line_kinds().get(event.reason)
        return str(kind._meta.verbose_name) if kind else event.reason
    known = FIXED_REASONS.get(event.reason)
    return str(known) if known else language.marked(event.reason)


def _role(label: str) -> str:
    """``loket: counter @ Terjun`` with the role's own name."""
    who, colon, rest = label.partition(": ")
    code, at, place = rest.partition(" @ ")
    return f"{who}{colon}{Role(code).label}{at}{place}" if code in Role.values else label


def _purpose(label: str) -> str:
    return str(_purposes()[label].label) if label in _purposes() else label


def _comment(label: str) -> str:
    return str(CommentStatus(label).label) if label in CommentStatus.values else label


_SUBJECTS: dict[str, Callable[[str], str]] = {
    "role.granted": _role,
    "role.ended": _role,
    "document": _purpose,
    "survey_comment": _comment,
}


def _field(name: str) -> str:
    field = next((field for field in Office._meta.concrete_fields if field.name == name), None)
    return str(field.verbose_name) if field else name


@cache
def _purposes() -> dict[str, Purpose]:
    with override("id"):
        return {str(purpose.label): purpose for purpose in Purpose}


@cache
def _line_kinds() -> dict[str, type[Model]]:
    """The kinds of line of a meeting by the names that were recorded."""
    kinds: tuple[type[Model], ...] = (Invitation, Attendance, AgendaItem, Problem, Agreement)
    with override("id"):
        return {str(kind._meta.verbose_name): kind for kind in kinds}
