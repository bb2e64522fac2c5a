"""Doors for people without an account: links in messages, and the record of wrong tries."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sinergi.casework.models.application import Application


class LinkPurpose(models.TextChoices):
    """What a link was sent for."""

    STATUS = "status", _("Melihat status")
    RECOVER = "recover", _("Menemukan nomor permohonan")


class AccessLink(models.Model):
    """A link that was sent to the applicant. Only the hash of its 128 random bits is kept."""

    digest = models.BinaryField(_("sidik"), max_length=32, unique=True)
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="links", verbose_name=_("permohonan")
    )
    purpose = models.CharField(_("kegunaan"), max_length=8, choices=LinkPurpose.choices)
    created_at = models.DateTimeField(_("dibuat"))
    expires_at = models.DateTimeField(_("berlaku sampai"), db_index=True)

    class Meta:
        verbose_name = _("tautan pemohon")
        verbose_name_plural = _("tautan pemohon")

    def __str__(self) -> str:
        return f"{self.purpose} {self.created_at:%Y-%m-%d}"


class TrackingAttempt(models.Model):
    """A miss at the status form, under the hash of the number that was typed, existing or not. No address."""

    key = models.BinaryField(_("sidik nomor"), max_length=16)
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("percobaan cek status")
        verbose_name_plural = _("percobaan cek status")
        indexes = [models.Index(fields=["key", "-at"], name="tracking_misses")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
