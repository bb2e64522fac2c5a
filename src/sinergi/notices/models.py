"""The outbox: messages to people, written in the same transaction as the change that they tell about."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.accounts.models import User
from sinergi.organization.models import Office
from sinergi.vault.fields import SealedTextField


class Channel(models.TextChoices):
    EMAIL = "email", _("Surel")
    WHATSAPP = "whatsapp", _("WhatsApp")
    INBOX = "inbox", _("Kotak masuk")


class Delivery(models.TextChoices):
    """What became of a message. A WhatsApp message without a gateway waits for an officer, who sends it by one tap."""

    WAITING = "waiting", _("Menunggu dikirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Gagal terkirim")
    MANUAL = "manual", _("Dikirim petugas")
    SKIPPED = "skipped", _("Tidak dikirim")


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> "MessageQuerySet":
        """The person's own inbox."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(user=user, channel=Channel.INBOX)


class Message(models.Model):
    """One message to one person. Never holds a NIK; the address and the text are sealed, and erased after 90 days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="messages", verbose_name=_("kantor"))
    key = models.CharField(_("kunci kirim"), max_length=100, unique=True)
    template = models.CharField(_("jenis pesan"), max_length=40)
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel.choices)
    address = SealedTextField(verbose_name=_("alamat tujuan"), null=True)
    user = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="messages", verbose_name=_("pengguna")
    )
    subject_id = models.CharField(_("kode hal"), max_length=60, db_index=True)
    subject = SealedTextField(verbose_name=_("judul"), null=True)
    body = SealedTextField(verbose_name=_("isi"), null=True)
    delivery = models.CharField(
        _("pengiriman"), max_length=8, choices=Delivery.choices, default=Delivery.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    claimed_at = models.DateTimeField(_("sedang dikirim sejak"), null=True, blank=True)
    error = models.CharField(_("galat terakhir"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("dibuat pada"))
    sent_at = models.DateTimeField(_("dikirim pada"), null=True, blank=True)
    read_at = models.DateTimeField(_("dibaca pada"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("pesan")
        verbose_name_plural = _("pesan")
        indexes = [
            models.Index(fields=["created_at"], condition=Q(delivery="waiting"), name="message_waiting"),
            models.Index(fields=["user", "-created_at"], name="message_inbox"),
            models.Index(fields=["created_at"], condition=Q(body__isnull=False), name="message_with_text"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(delivery="sent") | Q(sent_at__isnull=False), name="message_sent_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.key
