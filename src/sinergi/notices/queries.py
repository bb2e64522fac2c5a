"""Reading messages."""

from urllib.parse import quote

from django.db.models import QuerySet

from sinergi.accounts.models import User
from sinergi.notices.models import Channel, Delivery, Message
from sinergi.organization.models import Office

WHATSAPP = "https://wa.me/"


def whatsapp_link(message: Message) -> str:
    """One-tap address that opens WhatsApp with number and text filled in; empty when there is nothing to send any more.

    Numbers are kept in E.164; wa.me wants them without the plus sign.
    """
    if message.channel != Channel.WHATSAPP or not message.address or not message.body:
        return ""
    digits = "".join(char for char in message.address if char.isdigit())
    return f"{WHATSAPP}{digits}?text={quote(message.body.strip(), safe='')}"


def waiting_for_officer(office: Office, subject_id: str | None = None) -> QuerySet[Message]:
    """WhatsApp messages that nobody has sent yet, oldest first; of one case when ``subject_id`` is given."""
    rows = Message.objects.filter(
        office=office, channel=Channel.WHATSAPP, delivery=Delivery.WAITING, body__isnull=False
    )
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id)
    return rows.order_by("created_at")


def messages_about(office: Office, subject_id: str) -> QuerySet[Message]:
    """Everything that was sent about one case, oldest first."""
    return Message.objects.filter(office=office, subject_id=subject_id).order_by("created_at")


def inbox(user: User) -> QuerySet[Message]:
    """The messages of a signed-in person, newest first."""
    return Message.objects.visible_to(user).order_by("-created_at")


def unread_count(user: User) -> int:
    """How many messages of the inbox have not been opened."""
    return Message.objects.visible_to(user).filter(read_at__isnull=True).count()
