"""What the public may read: shown comments."""

from dataclasses import dataclass
from datetime import date

from sinergi.catalogue.models import Service
from sinergi.organization.models import Office
from sinergi.surveys.models import Comment
from sinergi.surveys.workflow import CommentStatus


@dataclass(frozen=True)
class VoiceRow:
    """One comment that has been read and released."""

    service_id: int
    month: date
    text: str


def shown_comments(
    office: Office, *, service: Service | None = None, limit: int = 20
) -> tuple[VoiceRow, ...]:
    """The newest released comments, at most ``limit``."""
    comments = Comment.objects.filter(office=office, status=CommentStatus.SHOWN)
    if service is not None:
        comments = comments.filter(service=service)
    return tuple(
        VoiceRow(comment.service_id, comment.month, comment.text)
        for comment in comments.order_by("-month", "id")[:limit]
    )
