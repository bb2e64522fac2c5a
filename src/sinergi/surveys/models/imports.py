"""Results of surveys on paper: the uploaded file, its rows while they are looked at, and the batch that they become."""

import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User, within
from sinergi.catalogue.models import Service
from sinergi.documents.models import Document
from sinergi.organization.models import Office, Unit
from sinergi.sheets.table import unread_names
from sinergi.surveys.models.questionnaires import Questionnaire
from sinergi.surveys.workflow import BatchStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Shape(models.TextChoices):
    """What a row of the file is."""

    RESPONDENTS = "responden", _("Satu baris per responden")
    COUNTS = "jumlah", _("Satu baris per unsur (jumlah jawaban)")


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ImportBatchQuerySet":
        """Batches of units where this person may import or look at surveys."""
        if not isinstance(user, User):
            return self.none()
        paths = {*user.paths_for(Permission.SURVEY_IMPORT), *user.paths_for(Permission.SURVEY_VIEW)}
        return self.filter(within(paths))


class ImportBatch(models.Model):
    """One uploaded file. ``columns`` are the element columns of the file as it labels them, ``elements`` what
    each of them holds: a key of the nine, or "" for a column that is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("kantor"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("tim yang melayani"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("layanan"))
    channel = models.CharField(_("saluran"), max_length=8, default="paper")
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="+", verbose_name=_("kuesioner")
    )
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("berkas"))
    sha256 = models.BinaryField(_("sidik SHA-256"), max_length=32)
    status = models.CharField(
        _("status"), max_length=14, choices=BatchStatus.choices, default=BatchStatus.READING
    )
    shape = models.CharField(_("bentuk"), max_length=9, choices=Shape.choices, blank=True)
    order = models.CharField(_("urutan unsur"), max_length=5, default="legal")
    month = models.DateField(_("bulan survei"))
    month_column = models.CharField(_("kolom tanggal"), max_length=80, blank=True)
    columns = ArrayField(
        models.CharField(max_length=300), verbose_name=_("kolom unsur"), default=list, blank=True
    )
    elements = ArrayField(
        models.CharField(max_length=16, blank=True),
        verbose_name=_("unsur per kolom"),
        default=list,
        blank=True,
    )
    ignored = ArrayField(
        models.CharField(max_length=300), verbose_name=_("kolom yang diabaikan"), default=list, blank=True
    )
    sheet = models.CharField(_("lembar yang dibaca"), max_length=300, blank=True)
    unread = ArrayField(
        models.CharField(max_length=300), verbose_name=_("lembar yang tidak dibaca"), default=list, blank=True
    )
    rows = models.PositiveIntegerField(_("baris berkas"), default=0)
    rows_done = models.PositiveIntegerField(_("baris sudah dibaca"), default=0)
    accepted = models.PositiveIntegerField(_("baris diterima"), default=0)
    refused = models.PositiveIntegerField(_("baris ditolak"), default=0)
    unanswered = models.PositiveIntegerField(_("baris tanpa jawaban"), default=0)
    trouble = models.CharField(_("sebab tidak dapat dipakai"), max_length=600, blank=True)
    by_id = models.CharField(_("kode pengunggah"), max_length=60)
    by_name = models.CharField(_("pengunggah"), max_length=150)
    created_at = models.DateTimeField(_("diunggah pada"))
    progressed_at = models.DateTimeField(_("kemajuan terakhir"))

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("impor survei")
        verbose_name_plural = _("impor survei")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "sha256"],
                condition=Q(status__in=["dibaca", "pratinjau", "aktif"]),
                name="import_file_once",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="import_month_only"),
        ]
        indexes = [
            models.Index(fields=["office", "-created_at", "id"], name="import_list"),
            models.Index(fields=["progressed_at"], condition=Q(status="dibaca"), name="import_reading"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def others(self) -> str:
        """The sheets that were not read, by name."""
        return unread_names(self.unread)


class StagedAnswer(models.Model):
    """A good row of a file that nobody has accepted yet: answers in the order of ``columns``."""

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, db_index=False, related_name="staged", verbose_name=_("impor")
    )
    row = models.PositiveIntegerField(_("baris data"))
    month = models.DateField(_("bulan"))
    answers = ArrayField(models.PositiveSmallIntegerField(null=True), verbose_name=_("jawaban"))

    class Meta:
        verbose_name = _("baris impor yang menunggu")
        verbose_name_plural = _("baris impor yang menunggu")
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="staged_row_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.row}"


class RefusedRow(models.Model):
    """A row that was left out: where it is in the file, which cell, and why."""

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, db_index=False, related_name="refused_rows", verbose_name=_("impor")
    )
    row = models.PositiveIntegerField(_("baris data"))
    line = models.PositiveIntegerField(_("baris berkas"))
    column = models.CharField(_("kolom"), max_length=300, blank=True)
    value = models.CharField(_("isi"), max_length=200, blank=True)
    reason = models.CharField(_("alasan"), max_length=1000)

    class Meta:
        verbose_name = _("baris yang ditolak")
        verbose_name_plural = _("baris yang ditolak")
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="refused_row_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.row}"


class ImportedCount(models.Model):
    """How often each answer was given to one element, of a file that holds counts (no respondents are known)."""

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, db_index=False, related_name="counts", verbose_name=_("impor")
    )
    position = models.PositiveSmallIntegerField(_("urutan"))
    n1 = models.PositiveIntegerField(_("jawaban bernilai 1"))
    n2 = models.PositiveIntegerField(_("jawaban bernilai 2"))
    n3 = models.PositiveIntegerField(_("jawaban bernilai 3"))
    n4 = models.PositiveIntegerField(_("jawaban bernilai 4"))

    class Meta:
        verbose_name = _("jumlah jawaban impor")
        verbose_name_plural = _("jumlah jawaban impor")
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="imported_count_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.position}"
