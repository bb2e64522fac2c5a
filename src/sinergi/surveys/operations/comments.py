"""Deciding whether a comment is shown."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.organization.queries import root_unit
from sinergi.surveys import policies
from sinergi.surveys.models import Comment


@transaction.atomic
def moderate(comment_id: UUID, *, to: str, by: Actor, now: datetime) -> Comment:
    """Show or hide a comment. Raises `Refused`, `Comment.DoesNotExist`."""
    rows = Comment.objects.select_for_update().filter(pk=comment_id)
    # A pour may have written the row anew while we waited for it: then the second look finds it.
    comment = rows.first() or rows.get()
    policies.can_moderate(by, root=root_unit(comment.office)).enforce()
    policies.can_show(comment.status, to=to).enforce()
    comment.status = to
    comment.save(update_fields=["status"])
    record(
        "survey.comment_moderated", by=by, office_id=comment.office_id, now=now,
        subject=("survey_comment", comment.pk, f"{to}"),
    )  # fmt: skip
    return comment
