"""Models of the room: the application, what happens to it, and the doors to it."""

from sinergi.casework.models.abandoned import AbandonedDraft
from sinergi.casework.models.application import Application, CheckKind
from sinergi.casework.models.doors import AccessLink, LinkPurpose, TrackingAttempt
from sinergi.casework.models.steps import Approval, Attachment, Defect, Delay, Move, ShownOriginal

__all__ = [
    "AbandonedDraft",
    "AccessLink",
    "Application",
    "Approval",
    "Attachment",
    "CheckKind",
    "Defect",
    "Delay",
    "LinkPurpose",
    "Move",
    "ShownOriginal",
    "TrackingAttempt",
]
