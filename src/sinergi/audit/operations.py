"""Writing the record and sealing it."""

import hashlib
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from sinergi.audit import merkle
from sinergi.audit.actors import Actor
from sinergi.audit.models import Event, Seal, SealCheck, TreeRoot
from sinergi.kept.writing import KeptInsert

if TYPE_CHECKING:
    from sinergi.audit.queries import Verification

# An event whose transaction is still open may get a lower id than one that has committed. Sealing waits, and
# it looks at the oldest running transaction, so that no late row can slip in behind a seal.
SETTLE = timedelta(seconds=30)
LOCK = 0x51E6E51
# Somebody who gives a reason may copy the number from a card; the record is kept for ever and read by many.
NIK_LIKE = re.compile(r"(?<![\w-])\d(?:[ .\-]?\d){15}(?![\w-])")
CUT = "(NIK)"
_events = KeptInsert(Event, with_key=False)


def record(
    code: str,
    *,
    by: Actor,
    subject: tuple[str, Any, str],
    now: datetime,
    office_id: int | None = None,
    reason: str = "",
) -> None:
    """Write one event. ``subject`` is (kind, id, label); for a case the label is its reference, never a name.

    Sixteen digits standing alone are left out: no NIK enters the record, whoever types it.
    """
    kind, identity, label = subject
    _events.create(
        Event(
            code=code,
            office_id=office_id,
            actor_id=by.audit_id,
            actor_name=by.audit_name,
            subject_kind=kind,
            subject_id=str(identity),
            subject_label=NIK_LIKE.sub(CUT, str(label))[:200],
            reason=NIK_LIKE.sub(CUT, reason),
            at=now,
        )
    )


def entry_of(event: Event) -> bytes:
    """Every field of an event, length-prefixed: what seals and the tree are computed over."""
    parts = []
    for value in (event.id, *_fields(event)):
        text = str(value).encode()
        parts.append(len(text).to_bytes(4, "big") + text)
    return b"".join(parts)


def digest_of(previous: bytes, events: list[Event]) -> bytes:
    """SHA-256 over the previous link and every field of the events, in order of id, length-prefixed."""
    total = hashlib.sha256(previous)
    for event in events:
        total.update(entry_of(event))
    return total.digest()


def _fields(event: Event) -> tuple[Any, ...]:
    return (
        event.code,
        event.office_id,
        event.actor_id,
        event.actor_name,
        event.subject_kind,
        event.subject_id,
        event.subject_label,
        event.reason,
        event.at.isoformat(),
    )


@transaction.atomic
def seal_settled(*, now: datetime, limit: int = 5000) -> Seal | None:
    """Seal what has committed since the last seal. Returns the new seal, or None when nothing is waiting."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(
            "select age((pg_snapshot_xmin(pg_current_snapshot())::text::bigint & 4294967295)::text::xid)"
        )
        oldest_running = cursor.fetchone()[0]
    last = Seal.objects.order_by("-last_id").first()
    waiting = Event.objects.filter(id__gt=last.last_id if last else 0, at__lt=now - SETTLE).extra(
        where=["age(audit_event.xmin) > %s"], params=[oldest_running]
    )
    events = list(waiting.order_by("id")[:limit])
    if not events:
        return None
    return Seal.objects.create(
        first_id=events[0].id,
        last_id=events[-1].id,
        count=len(events),
        digest=digest_of(bytes(last.digest) if last else b"", events),
        at=now,
    )


@transaction.atomic
def plant_root(*, now: datetime) -> TreeRoot | None:
    """Extend the Merkle tree to the last seal. Returns the new root, or None when nothing was sealed since."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    sealed_to = Seal.objects.order_by("-last_id").values_list("last_id", flat=True).first() or 0
    last = TreeRoot.objects.order_by("-size").first()
    events = Event.objects.filter(id__gt=last.last_id if last else 0, id__lte=sealed_to).order_by("id")
    leaves = (merkle.leaf(entry_of(event)) for event in events.iterator(chunk_size=2000))
    before = (last.size, split_peaks(bytes(last.peaks))) if last else (0, [])
    size, peaks = merkle.grow(*before, leaves)
    if size == before[0]:
        return None
    return TreeRoot.objects.create(
        size=size, last_id=sealed_to, peaks=b"".join(peaks), digest=merkle.root(peaks), at=now
    )


def split_peaks(stored: bytes) -> list[bytes]:
    """The peaks of a stored tree, largest first."""
    return [stored[place : place + merkle.HASH_BYTES] for place in range(0, len(stored), merkle.HASH_BYTES)]


def keep_check(found: "Verification", *, now: datetime) -> SealCheck:
    """Keep the outcome of `queries.verify`, good or bad."""
    return SealCheck.objects.create(
        seals=found.seals, sealed_to=found.sealed_to, broken=", ".join(found.broken), at=now
    )
