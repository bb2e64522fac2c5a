"""Posting messages into the outbox and delivering them."""

import hashlib
import re
import smtplib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template import Context, engines
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.kept.writing import KeptInsert
from sinergi.notices.models import Channel, Delivery, Message
from sinergi.organization.models import Office

DELIVER_JOB = "sinergi.notices.jobs.deliver_message"
# While somebody is sending a message, nobody else does; after this time the sender is taken for dead.
CLAIM = timedelta(minutes=3)
MOST_ATTEMPTS = 12
KEEP_TEXT = timedelta(days=90)
# Sixteen digits standing alone, however they are grouped: a NIK (or a KK number). Tokens of links do not stand alone.
NIK_LIKE = re.compile(r"(?<![\w-])\d(?:[ .\-]?\d){15}(?![\w-])")


class NikInMessage(ValueError):
    """A template or its context would put sixteen digits into a message."""


class TryAgain(Exception):
    """Delivery failed for now; the job retries it."""


@dataclass(frozen=True)
class Recipient:
    """Whom to tell: every way that is given is used."""

    email: str | None = None
    phone: str | None = None
    user: User | None = None

    def ways(self) -> list[tuple[str, str | None, User | None]]:
        """(channel, address, user) for each way."""
        ways: list[tuple[str, str | None, User | None]] = []
        if self.user is not None:
            ways.append((Channel.INBOX, None, self.user))
        if self.email:
            ways.append((Channel.EMAIL, self.email, None))
        if self.phone:
            ways.append((Channel.WHATSAPP, self.phone, None))
        return ways


def post(
    template: str,
    *,
    office: Office,
    key: str,
    subject_id: str,
    to: Recipient,
    context: Mapping[str, Any],
    now: datetime,
) -> list[Message]:
    """Write the messages of one event into the outbox, in the caller's transaction.

    ``template`` is ``room/name``: the texts are ``<room>/notices/<name>.subject.txt`` and ``.body.txt``. ``key`` names
    the event (``MRL-2026-7KQ4XZ:received``); posting it again returns the messages that are there. ``subject_id`` is a
    case number, never a person. Raises `NikInMessage`.
    """
    subject, body = texts_of(template, {**context, "office": office})
    # Part of the caller's act: a savepoint of its own would be two round trips for nothing.
    with transaction.atomic(savepoint=False):
        return [
            _post_one(channel, address, user, template=template, office=office, key=f"{key}:{channel}"[:100],
                      subject_id=subject_id, subject=subject, body=body, now=now)
            for channel, address, user in to.ways()
        ]  # fmt: skip


def texts_of(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """The texts of a message as `post` writes them: subject on one line, and body. Plain text in the language of the
    citizens, so nothing is escaped as HTML. Raises `NikInMessage`."""
    room, _slash, name = template.partition("/")
    engine: Any = engines["django"]
    zone = ZoneInfo(context["office"].time_zone)
    with translation.override(settings.LANGUAGE_CODE), timezone.override(zone):
        texts = [
            engine.get_template(f"{room}/notices/{name}.{part}.txt").template.render(
                Context(dict(context), autoescape=False)
            )
            for part in ("subject", "body")
        ]
    subject, body = " ".join(texts[0].split())[:200], texts[1].strip() + "\n"
    if NIK_LIKE.search(subject) or NIK_LIKE.search(body):
        raise NikInMessage(template)
    return subject, body


_messages = KeptInsert(Message, ignore_conflicts=True)


def _post_one(
    channel: str, address: str | None, user: User | None, *, template: str, office: Office, key: str,
    subject_id: str, subject: str, body: str, now: datetime,
) -> Message:  # fmt: skip
    inbox = channel == Channel.INBOX
    message = Message(
        office=office, key=key, template=template, channel=channel, address=address, user=user, subject_id=subject_id,
        subject=subject, body=body, created_at=now, delivery=Delivery.SENT if inbox else Delivery.WAITING,
        sent_at=now if inbox else None,
    )  # fmt: skip
    # ON CONFLICT waits for a transaction that is posting the same key, and then finds its row: exactly one message.
    if not _messages.create(message):
        return Message.objects.get(key=key)
    if channel == Channel.EMAIL:
        app.configure_task(DELIVER_JOB, queue="notices").defer(message_id=str(message.pk))
    return message


def deliver(message_id: UUID, *, now: datetime, last_attempt: bool = False) -> str:
    """Send one waiting email and note what became of it. Returns its `Delivery`. Raises `TryAgain` when it may
    yet work.

    No transaction is open while the network is used. A message is claimed first, so that two workers never send it
    at once; a sender that died after the server took the message leaves a claim that runs out, and the repeat carries
    the same Message-ID, by which mail servers drop the double.
    """
    message = _claim(message_id, now=now)
    if message is None:
        return Message.objects.values_list("delivery", flat=True).get(pk=message_id)
    try:
        _send(message)
    except (OSError, smtplib.SMTPException) as error:
        final, words = _reading(error)
        final = final or last_attempt
        _note(message, Delivery.FAILED if final else Delivery.WAITING, error=words, now=now)
        if not final:
            raise TryAgain(words) from None  # the error itself may name the address
        return Delivery.FAILED
    _note(message, Delivery.SENT, error="", now=now)
    return Delivery.SENT


@transaction.atomic
def _claim(message_id: UUID, *, now: datetime) -> Message | None:
    message = Message.objects.select_for_update().select_related("office").get(pk=message_id)
    if message.delivery != Delivery.WAITING or message.channel != Channel.EMAIL or message.body is None:
        return None
    if message.claimed_at is not None and now - message.claimed_at < CLAIM:
        raise TryAgain("claimed")
    message.claimed_at = now
    message.attempts += 1
    message.save(update_fields=["claimed_at", "attempts"])
    return message


@transaction.atomic
def _note(message: Message, delivery: str, *, error: str, now: datetime) -> None:
    current = Message.objects.select_for_update().get(pk=message.pk)
    if delivery == Delivery.SENT or current.delivery != Delivery.SKIPPED:  # skipped meanwhile: no further try
        current.delivery = delivery
    current.error = error
    current.claimed_at = None
    current.sent_at = now if delivery == Delivery.SENT else None
    current.save(update_fields=["delivery", "error", "claimed_at", "sent_at"])


def _send(message: Message) -> None:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "localhost"
    digest = hashlib.sha256(message.key.encode()).hexdigest()[:32]
    name = re.sub(r"[^\w .,()-]", "", message.office.name)
    sender = settings.DEFAULT_FROM_EMAIL
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=sender if "<" in sender else f"{name} <{sender}>",
        to=[message.address],
        headers={
            "Message-ID": f"<{digest}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
        connection=get_connection(),
    )
    mail.send()


def _reading(error: Exception) -> tuple[bool, str]:
    """(final, words) of a failed sending. Only codes are kept: a server's own words repeat the address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max((reply[0] for reply in error.recipients.values()), default=0)
        return code >= 500, _("Alamat ditolak server surel (%d).") % code
    if isinstance(error, smtplib.SMTPAuthenticationError):  # our own setting is wrong; the message is not
        return False, _("Server surel menolak kata sandi kantor (%d).") % error.smtp_code
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500, _("Server surel menolak (%d).") % error.smtp_code
    if isinstance(
        error, (TimeoutError, smtplib.SMTPServerDisconnected)
    ):  # smtplib says so of a silent server too
        return False, _("Server surel tidak menjawab atau memutus sambungan.")
    return False, _("Server surel tidak dapat dihubungi (%s).") % type(error).__name__


@transaction.atomic
def mark_sent_by_officer(message: Message, *, by: Actor, now: datetime) -> Message:
    """An officer has sent a WhatsApp message by hand (`queries.whatsapp_link`). Marking twice is harmless."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.delivery == Delivery.MANUAL:
        return message
    if message.channel != Channel.WHATSAPP or message.delivery != Delivery.WAITING:
        raise Refused(_("Pesan ini tidak menunggu dikirim petugas."))
    message.delivery = Delivery.MANUAL
    message.sent_at = now
    message.attempts += 1
    message.save(update_fields=["delivery", "sent_at", "attempts"])
    record(
        "message.sent_by_officer", by=by, subject=("message", message.pk, message.subject_id),
        office_id=message.office_id, now=now,
    )  # fmt: skip
    return message


@transaction.atomic
def skip_replaced(newest: Message) -> int:
    """Older WhatsApp messages about the same case to the same number, which still wait for an officer's tap, are not
    sent any more: they say what is no longer so. Returns how many."""
    rows = Message.objects.select_for_update().filter(
        office=newest.office_id, subject_id=newest.subject_id, channel=Channel.WHATSAPP, delivery=Delivery.WAITING,
        created_at__lte=newest.created_at,
    )  # fmt: skip
    older = [row.pk for row in rows if row.pk != newest.pk and row.address == newest.address]
    return Message.objects.filter(pk__in=older).update(delivery=Delivery.SKIPPED)


@transaction.atomic
def skip_waiting(office: Office, subject_id: str) -> int:
    """Nothing that waits about this case is sent any more, by whatever way: its address is not the person's.
    Returns how many."""
    rows = Message.objects.filter(office=office, subject_id=subject_id, delivery=Delivery.WAITING)
    return rows.exclude(channel=Channel.INBOX).update(delivery=Delivery.SKIPPED)


@transaction.atomic
def skip_overtaken(office: Office, subject_id: str, templates: Collection[str]) -> int:
    """WhatsApp messages of these ``templates`` about a case, which still wait for an officer's tap, are not sent any
    more: the case has moved on without a message of its own. Returns how many."""
    rows = Message.objects.filter(
        office=office, subject_id=subject_id, channel=Channel.WHATSAPP, delivery=Delivery.WAITING,
        template__in=sorted(templates),
    )  # fmt: skip
    return rows.update(delivery=Delivery.SKIPPED)


@transaction.atomic
def mark_read(message: Message, *, now: datetime) -> None:
    """The person has opened a message of the inbox."""
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=now)


def erase_old_texts(*, now: datetime, limit: int = 5000) -> int:
    """Remove text and address of messages older than 90 days; what was sent when stays. Returns how many."""
    old = Message.objects.filter(created_at__lt=now - KEEP_TEXT, body__isnull=False).order_by("created_at")
    ids = list(old.values_list("pk", flat=True)[:limit])
    return Message.objects.filter(pk__in=ids).update(subject=None, body=None, address=None)


def redeliver_stranded(*, now: datetime) -> int:
    """Give a new job to waiting emails that have none left, for instance after a restore without the queue.
    Returns how many.
    """
    stranded = Message.objects.filter(
        delivery=Delivery.WAITING, channel=Channel.EMAIL, created_at__lt=now - timedelta(hours=1)
    ).values_list("pk", flat=True)
    revived = 0
    for identity in stranded[:1000]:
        revived += _defer_once(identity)
    return revived


def _defer_once(identity: UUID) -> int:
    from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415

    waiting = ProcrastinateJob.objects.filter(
        task_name=DELIVER_JOB, status__in=["todo", "doing"], args__message_id=str(identity)
    )
    if waiting.exists():
        return 0
    app.configure_task(DELIVER_JOB, queue="notices").defer(message_id=str(identity))
    return 1
