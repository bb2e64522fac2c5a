"""The append-only record of what happened, and the seals that make tampering visible."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One act. Plain text only, no foreign keys: erasing a person or a case never touches the record."""

    code = models.CharField(_("kode peristiwa"), max_length=60)
    office_id = models.BigIntegerField(_("kantor"), null=True)
    actor_id = models.CharField(_("kode pelaku"), max_length=60)
    actor_name = models.CharField(_("pelaku"), max_length=150)
    subject_kind = models.CharField(_("jenis hal"), max_length=40)
    subject_id = models.CharField(_("kode hal"), max_length=60)
    subject_label = models.CharField(_("hal"), max_length=200)
    reason = models.TextField(_("alasan"), blank=True)
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("peristiwa audit")
        verbose_name_plural = _("peristiwa audit")
        indexes = [
            models.Index(fields=["office_id", "-id"], name="audit_event_office"),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="audit_event_subject"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject_label}"


class Seal(models.Model):
    """A hash over the events ``first_id``..``last_id`` and the seal before: one link of the chain."""

    first_id = models.BigIntegerField(_("peristiwa pertama"))
    last_id = models.BigIntegerField(_("peristiwa terakhir"), unique=True)
    count = models.IntegerField(_("jumlah peristiwa"))
    digest = models.BinaryField(_("sidik"), max_length=32)
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("segel audit")
        verbose_name_plural = _("segel audit")
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.last_id}"


class TreeRoot(models.Model):
    """The Merkle root over the first ``size`` sealed events: one hash to keep off the machine."""

    size = models.BigIntegerField(_("jumlah peristiwa"), unique=True)
    last_id = models.BigIntegerField(_("peristiwa terakhir"))
    peaks = models.BinaryField(_("puncak pohon"))
    digest = models.BinaryField(_("sidik akar"), max_length=32)
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("akar pohon audit")
        verbose_name_plural = _("akar pohon audit")
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.size} {bytes(self.digest).hex()}"


class SealCheck(models.Model):
    """One recomputation of the whole record: what was compared, and what no longer matched."""

    seals = models.IntegerField(_("jumlah segel"))
    sealed_to = models.BigIntegerField(_("peristiwa terakhir"))
    broken = models.TextField(_("segel yang tidak cocok"), blank=True)
    at = models.DateTimeField(_("diperiksa pada"))

    class Meta:
        verbose_name = _("pemeriksaan segel")
        verbose_name_plural = _("pemeriksaan segel")
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.sealed_to}"
