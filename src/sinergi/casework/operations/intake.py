"""Sending a draft: the moment it becomes a case with a promise."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.audit.actors import Actor
from sinergi.casework import clock, policies
from sinergi.casework.completeness import missing_parts
from sinergi.casework.models import Application, Attachment, Move
from sinergi.casework.operations.steps import Gone, address_of, moves, note, post
from sinergi.casework.standards import standard_of
from sinergi.casework.workflow import AUDIT_CODES, NOTICES, Status
from sinergi.kept import Kept, Slot
from sinergi.kept.writing import KeptUpdate, together
from sinergi.letters.operations.numbers import local_date


class Changed(Refused):
    """The draft was changed elsewhere after its check page was opened."""

    def __init__(self) -> None:
        super().__init__(_("Jawaban Anda berubah sejak halaman ini dibuka. Periksa sekali lagi, lalu kirim."))


class Incomplete(Refused):
    """Something required is not there yet; ``parts`` are keys of `completeness`."""

    def __init__(self, parts: list[str]) -> None:
        super().__init__(_("Masih ada bagian yang belum lengkap."))
        self.parts = parts


_attached = Kept(
    lambda: Attachment.objects.filter(application=Slot("case"), replaced_at__isnull=True).only("requirement")
)


@transaction.atomic
def submit(
    draft: Application, *, seen: int, by: Actor, now: datetime, token: str = "",
    attached: Collection[int] | None = None,
) -> Application:  # fmt: skip
    """Send a draft: one case, however often it is asked for. ``seen`` is the revision that was checked.

    ``token`` is the draft's own link token; it goes into the receipt message, so that no second link is stored.
    ``attached``: ids of the requirements with a file, where they were read together with the draft; every change of
    them raises the revision. Compares and swaps the revision instead of locking first, which saves a round trip;
    four statements with a message. Raises `Refused`, `Changed`, `Incomplete`, `Gone`.
    """
    if draft.status != Status.DRAFT:
        return draft
    policies.can_edit_draft(draft, now=now).enforce()
    if draft.revision != seen:
        raise Changed
    standard = standard_of(draft.version)
    if attached is None:
        attached = {row.requirement_id for row in _attached.rows(case=draft.pk)}
    if parts := missing_parts(draft, standard, attached):
        if not Application.objects.filter(pk=draft.pk).exists():
            raise Gone  # with its files, so that something seems to be missing
        raise Incomplete(parts)
    clock.start(draft, standard, now=now)
    draft.status, draft.submitted_at, draft.declared_at = Status.RECEIVED, now, now
    draft.erase_after = local_date(draft.office, now) + timedelta(days=standard.retention_days)
    if not _swap(draft, seen):
        return _other_request_won(draft)
    draft.revision = seen + 1
    step = Move(
        application=draft, source=Status.DRAFT, target=Status.RECEIVED, code=AUDIT_CODES[Status.RECEIVED],
        revision=draft.revision, by_label=by.audit_name, at=now,
    )  # fmt: skip
    with together():
        moves.create(step)
        note(AUDIT_CODES[Status.RECEIVED], draft, by=by, now=now)
    post(draft, NOTICES[Status.RECEIVED], now=now, link=address_of(token) if token else "")
    return draft


_SENT = ("submitted_at", "declared_at", "erase_after", *clock.FIELDS)
_swapped = KeptUpdate(
    lambda: (
        Application.objects.filter(pk=Slot("draft"), status=Status.DRAFT, revision=Slot("seen")),
        {"revision": F("revision") + 1, "status": Status.RECEIVED, "unfinished": None}
        | {name: Slot(name) for name in _SENT},
    )
)


def _swap(draft: Application, seen: int) -> bool:
    return bool(_swapped.update(draft=draft.pk, seen=seen, **{name: getattr(draft, name) for name in _SENT}))


def _other_request_won(draft: Application) -> Application:
    try:
        draft.refresh_from_db(fields=["status", "revision", "submitted_at", "due_at"])
    except Application.DoesNotExist:
        raise Gone from None
    if draft.status == Status.DRAFT:
        raise Changed
    return draft
