"""Models of the room: the application, what happens to it, and the doors to it."""

from sinergi.casework.models.application import Application, CheckKind
from sinergi.casework.models.doors import AccessLink, LinkPurpose, TrackingAttempt
from sinergi.casework.models.steps import Approval, Attachment, Defect, Delay, Move

__all__ = [
    "AccessLink",
    "Application",
    "Approval",
    "Attachment",
    "CheckKind",
    "Defect",
    "Delay",
    "LinkPurpose",
    "Move",
    "TrackingAttempt",
]
