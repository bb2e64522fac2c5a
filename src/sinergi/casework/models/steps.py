"""What happens to an application: files, defects, moves, approvals, delays.

Free text is sealed: officers write about people in it.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Role
from sinergi.accounts.models import User
from sinergi.casework.models.application import Application
from sinergi.casework.workflow import DelayReason, Outcome, Status
from sinergi.catalogue.models import Act, Requirement
from sinergi.documents.models import Document
from sinergi.organization.models import Unit
from sinergi.vault.fields import SealedTextField


class Attachment(models.Model):
    """A file for one requirement; an older one stays until the case is erased, so that a defect keeps its proof."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="attachments", verbose_name=_("permohonan")
    )
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="+", verbose_name=_("persyaratan")
    )
    document = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("berkas")
    )
    added_at = models.DateTimeField(_("diunggah"))
    replaced_at = models.DateTimeField(_("diganti"), null=True, blank=True)

    class Meta:
        verbose_name = _("lampiran")
        verbose_name_plural = _("lampiran")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "requirement"],
                condition=Q(replaced_at__isnull=True),
                name="attachment_one_current",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ShownOriginal(models.Model):
    """An original that an officer saw at the counter before the letter was handed over."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="shown_originals", verbose_name=_("permohonan")
    )
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="+", verbose_name=_("persyaratan")
    )
    seen_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("dilihat oleh"))
    seen_at = models.DateTimeField(_("dilihat pada"))

    class Meta:
        verbose_name = _("dokumen asli yang ditunjukkan")
        verbose_name_plural = _("dokumen asli yang ditunjukkan")
        constraints = [
            models.UniqueConstraint(fields=["application", "requirement"], name="shown_original_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Defect(models.Model):
    """What is wrong with one document or one answer, and until when it is to be mended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="defects", verbose_name=_("permohonan")
    )
    requirement = models.ForeignKey(
        Requirement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="defects",
        verbose_name=_("persyaratan"),
    )
    field = models.CharField(_("isian"), max_length=60, blank=True)
    words = SealedTextField(verbose_name=_("kekurangan"), null=True)
    deadline = models.DateField(_("batas perbaikan"))
    found_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("ditemukan oleh"))
    found_at = models.DateTimeField(_("dikembalikan"))
    solved_at = models.DateTimeField(_("diperbaiki"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("diingatkan"), null=True, blank=True)

    class Meta:
        verbose_name = _("kekurangan")
        verbose_name_plural = _("kekurangan")
        indexes = [
            models.Index(fields=["deadline"], condition=Q(solved_at__isnull=True), name="defect_unsolved"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(requirement__isnull=False, field="")
                | (Q(requirement__isnull=True) & ~Q(field="")),
                name="defect_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["application", "requirement", "field"],
                condition=Q(solved_at__isnull=True),
                nulls_distinct=False,
                name="defect_once_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Move(models.Model):
    """One line of the case's history. ``source`` equals ``target`` for a message that moves nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="moves", verbose_name=_("permohonan")
    )
    source = models.CharField(_("dari"), max_length=22, choices=Status.choices)
    target = models.CharField(_("ke"), max_length=22, choices=Status.choices)
    code = models.CharField(_("peristiwa"), max_length=40)
    revision = models.PositiveIntegerField(_("revisi"))
    by_label = models.CharField(_("oleh"), max_length=150)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    public_note = SealedTextField(verbose_name=_("catatan untuk pemohon"), null=True)
    internal_note = SealedTextField(verbose_name=_("catatan dalam"), null=True)
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("riwayat permohonan")
        verbose_name_plural = _("riwayat permohonan")
        indexes = [models.Index(fields=["application", "at"], name="move_history")]
        constraints = [
            models.UniqueConstraint(fields=["application", "revision"], name="move_once_per_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"

    def get_target_display(self) -> str:  # type: ignore[no-redef]
        """As `Application.get_status_display`."""
        return str(Status(self.target).label)


class Approval(models.Model):
    """One step of the signing chain of one round."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="approvals", verbose_name=_("permohonan")
    )
    round = models.PositiveSmallIntegerField(_("putaran"))
    position = models.PositiveSmallIntegerField(_("urutan"))
    role = models.CharField(_("peran"), max_length=12, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    act = models.CharField(_("tindakan"), max_length=14, choices=Act.choices)
    outcome = models.CharField(_("keputusan"), max_length=12, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="approvals",
        verbose_name=_("diputuskan oleh"),
    )
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    words = SealedTextField(verbose_name=_("catatan"), null=True)

    class Meta:
        verbose_name = _("persetujuan")
        verbose_name_plural = _("persetujuan")
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["application", "round", "position"], name="approval_once"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(outcome="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="approval_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.role}"


class Delay(models.Model):
    """A message that the promise cannot be kept, with the reason and a new time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="delays", verbose_name=_("permohonan")
    )
    reason = models.CharField(_("sebab"), max_length=16, choices=DelayReason.choices)
    words = SealedTextField(verbose_name=_("penjelasan"), null=True)
    new_due_at = models.DateTimeField(_("waktu baru"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("oleh"))
    at = models.DateTimeField(_("dikabarkan"))

    class Meta:
        verbose_name = _("kabar keterlambatan")
        verbose_name_plural = _("kabar keterlambatan")
        indexes = [models.Index(fields=["application", "-at"], name="delay_latest")]

    def __str__(self) -> str:
        return str(self.pk)
