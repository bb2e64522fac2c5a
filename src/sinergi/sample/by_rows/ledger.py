"""What every step writes beside its own rows: audit events, messages to the applicant, files."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sinergi.audit.actors import Actor
from sinergi.catalogue.models import Service
from sinergi.documents.models import Purpose
from sinergi.notices.models import Channel, Delivery
from sinergi.notices.operations import KEEP_TEXT, texts_of
from sinergi.sample.by_rows.identities import new_identity
from sinergi.sample.by_rows.shelf import Paper, Shelf
from sinergi.sample.by_rows.tables import AUDIT, Tables
from sinergi.sample.founding import Founded
from sinergi.vault.sealing import seal

EMAIL_AFTER = timedelta(seconds=30)  # when the job has delivered an email
TEMPLATE, DELIVERY, ATTEMPTS, SENT_AT = 3, 10, 11, 15  # their places in a row of messages
PURPOSES = {str(value): str(label) for value, label in Purpose.choices}


def sealed(table: str, column: str, identity: uuid.UUID, text: str | None) -> bytes | None:
    """A text as `vault.fields` seals it."""
    if text is None:
        return None
    return seal(text.encode(), bound_to=[table.encode(), column.encode(), identity.bytes])


class Ledger:
    """Shared by all players of rows."""

    def __init__(self, tables: Tables, founded: Founded, end: datetime) -> None:
        self.tables, self.founded, self.end = tables, founded, end
        self.office = founded.office
        self.shelf = Shelf()
        self._events = tables.open(
            AUDIT, "code", "office_id", "actor_id", "actor_name", "subject_kind", "subject_id", "subject_label",
            "reason", "at",
        )  # fmt: skip
        self._messages = tables.open(
            "notices_message", "id", "office_id", "key", "template", "channel", "address", "user_id", "subject_id",
            "subject", "body", "delivery", "attempts", "claimed_at", "error", "created_at", "sent_at", "read_at",
        )  # fmt: skip
        # By case and number: the WhatsApp message that waits for an officer.
        self._newest: dict[tuple[str, str], list[Any]] = {}
        self._documents = tables.open(
            "documents_document", "id", "office_id", "purpose", "name", "media_type", "size", "sha256", "file",
            "side", "created_at", "delete_after", "erased_at", "damaged_at",
        )  # fmt: skip

    def record(
        self, code: str, by: Actor, subject: tuple[str, Any, str], at: datetime, *, reason: str = ""
    ) -> None:
        """One audit event."""
        kind, identity, label = subject
        self._events.append(
            (code, self.office.pk, by.audit_id, by.audit_name, kind, str(identity), label[:200], reason, at)
        )

    def store(self, paper: Paper, purpose: str, by: Actor, at: datetime, *, name: str = "") -> uuid.UUID:
        """One stored file."""
        identity = new_identity()
        path = f"{purpose}/{identity.hex[:2]}/{identity.hex}"
        self.shelf.put(paper, path)
        self._documents.append((
            identity, self.office.pk, purpose, sealed("documents_document", "name", identity, name or paper.name),
            paper.media_type, paper.size, paper.sha256, path, paper.side, at, None, None, None,
        ))  # fmt: skip
        self.record("document.stored", by, ("document", identity, PURPOSES[purpose]), at)
        return identity

    def keeps_text(self, at: datetime) -> bool:
        """Whether a message of this moment still has its text at the end; the nightly job erases older ones."""
        return at >= self.end - KEEP_TEXT

    def tell(
        self, template: str, key: str, subject: str, at: datetime, *, ways: list[tuple[str, str]], service: Service,
        context: dict[str, str],
    ) -> None:  # fmt: skip
        """Messages to a citizen. Their text is gone after 90 days, so older ones are written without."""
        texts: tuple[str, str] | None = None
        if self.keeps_text(at):
            texts = texts_of(template, {**context, "service": service.name, "office": self.office})
        for channel, address in ways:
            self._message(
                template, f"{key}:{channel}"[:100], subject, at, way=(channel, address), texts=texts
            )

    def _message(
        self, template: str, key: str, subject: str, at: datetime, *, way: tuple[str, str],
        texts: tuple[str, str] | None,
    ) -> None:  # fmt: skip
        channel, address = way
        identity, mail = new_identity(), channel == Channel.EMAIL
        table = "notices_message"
        row: list[Any] = [
            identity, self.office.pk, key, template, channel,
            sealed(table, "address", identity, address) if texts else None, None, subject,
            sealed(table, "subject", identity, texts[0]) if texts else None,
            sealed(table, "body", identity, texts[1]) if texts else None,
            Delivery.SENT if mail else Delivery.WAITING, 1 if mail else 0, None, "", at,
            at + EMAIL_AFTER if mail else None, None,
        ]  # fmt: skip
        if mail:
            self._messages.append(tuple(row))
            return
        if (older := self._newest.get((subject, address))) is not None:  # `notices.skip_replaced`
            older[DELIVERY] = Delivery.SKIPPED
            self._messages.append(tuple(older))
        self._newest[subject, address] = row

    def overtaken(self, subject: str, address: str | None, templates: Collection[str]) -> None:
        """`notices.skip_overtaken`."""
        waits = self._newest.get((subject, address or ""))
        if waits is not None and waits[TEMPLATE] in templates:
            waits[DELIVERY] = Delivery.SKIPPED
            self._messages.append(tuple(self._newest.pop((subject, address or ""))))

    def waiting(self) -> set[str]:
        """Numbers of the cases that a WhatsApp message waits for."""
        return {subject for subject, _address in self._newest}

    def sent_by_officer(self, subjects: Collection[str], by: Actor, at: datetime) -> None:
        """`notices.mark_sent_by_officer` for every message of these cases that waits."""
        for place in [place for place in self._newest if place[0] in subjects]:
            row = self._newest.pop(place)
            row[DELIVERY], row[ATTEMPTS], row[SENT_AT] = Delivery.MANUAL, 1, at
            self._messages.append(tuple(row))
            self.record("message.sent_by_officer", by, ("message", row[0], place[0]), at)

    def write(self) -> None:
        """The WhatsApp messages that still wait."""
        self._messages += map(tuple, self._newest.values())
        self._newest = {}

    def inbox(
        self, template: str, key: str, subject: str, at: datetime, *, user_id: int, context: dict[str, str]
    ) -> None:
        """A message to an officer's inbox."""
        identity, table = new_identity(), "notices_message"
        kept = self.keeps_text(at)
        texts = texts_of(template, {**context, "office": self.office}) if kept else (None, None)
        self._messages.append((
            identity, self.office.pk, f"{key}:{Channel.INBOX}"[:100], template, Channel.INBOX, None, user_id, subject,
            sealed(table, "subject", identity, texts[0]), sealed(table, "body", identity, texts[1]), Delivery.SENT, 0,
            None, "", at, at, None,
        ))  # fmt: skip
