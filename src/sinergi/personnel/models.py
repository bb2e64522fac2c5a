"""Employees of the office and their training: a working copy, SIASN remains the record (Perpres 95/2018, 63(3))."""

from datetime import date
from typing import Any

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User, within
from sinergi.documents.models import Document
from sinergi.organization.models import Office, Position, Unit
from sinergi.personnel.formulas import PNS_RANKS, PPPK_RANKS
from sinergi.personnel.workflow import ImportStatus


class EmployeeKind(models.TextChoices):
    """Kinds of employee (UU 20/2023 and the part-time agreements of 2025)."""

    PNS = "pns", _("PNS")
    PPPK = "pppk", _("PPPK")
    PPPK_PART_TIME = "pppk_pw", _("PPPK paruh waktu")
    NON_ASN = "non_asn", _("Non-ASN")


class SexChoice(models.TextChoices):
    MALE = "1", _("Laki-laki")
    FEMALE = "2", _("Perempuan")


RANK_CHOICES: list[tuple[str, str]] = [
    *((code, f"{name} ({code})") for code, name in PNS_RANKS.items()),
    *((code, f"PPPK golongan {code}") for code in PPPK_RANKS),
]


def serving_on(day: date) -> Q:
    """A filter for employees who serve on ``day``; ``ended_on`` is the first day without them."""
    return (Q(started_on__isnull=True) | Q(started_on__lte=day)) & (
        Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    )


class EmployeeQuerySet(models.QuerySet["Employee"]):
    def visible_to(self, user: Any) -> "EmployeeQuerySet":
        """Employees of the units where ``user`` may view employees, and one's own record."""
        if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(within(user.paths_for(Permission.EMPLOYEE_VIEW)) | Q(user_id=user.pk))

    def serving(self, day: date) -> "EmployeeQuerySet":
        return self.filter(serving_on(day))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Employee(models.Model):
    """Somebody who works at the office.

    Who somebody without a NIP is, across two staff lists, follows from name and birth date; where no birth date
    is known, from name and unit. Both are held by a unique index.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="employees", verbose_name=_("kantor"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="employees", verbose_name=_("unit kerja"))
    user = models.OneToOneField(
        User, models.SET_NULL, null=True, blank=True, related_name="employee", verbose_name=_("akun pengguna")
    )
    nip = models.CharField(_("NIP"), max_length=18, null=True, blank=True)
    name = models.CharField(_("nama"), max_length=150)
    kind = models.CharField(_("jenis pegawai"), max_length=8, choices=EmployeeKind.choices)
    position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="employees",
        verbose_name=_("jabatan terdaftar"),
    )
    title = models.CharField(_("jabatan"), max_length=120, blank=True)
    rank = models.CharField(_("golongan"), max_length=5, blank=True, choices=RANK_CHOICES)
    born_on = models.DateField(_("tanggal lahir"), null=True, blank=True)
    sex = models.CharField(_("jenis kelamin"), max_length=1, blank=True, choices=SexChoice.choices)
    started_on = models.DateField(_("mulai bertugas"), null=True, blank=True)
    ended_on = models.DateField(_("tidak bertugas sejak"), null=True, blank=True)
    created_at = models.DateTimeField(_("dicatat pada"))
    updated_at = models.DateTimeField(_("diubah pada"))

    objects = EmployeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pegawai")
        verbose_name_plural = _("pegawai")
        constraints = [
            models.UniqueConstraint(fields=["office", "nip"], name="employee_nip_once"),
            models.UniqueConstraint(
                "office",
                Lower("name"),
                "born_on",
                name="employee_without_nip_once",
                condition=Q(nip__isnull=True, born_on__isnull=False),
            ),
            models.UniqueConstraint(
                "office",
                "unit",
                Lower("name"),
                name="employee_without_nip_or_birth_once",
                condition=Q(nip__isnull=True, born_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(nip__isnull=True) | Q(nip__regex=r"^[0-9]{18}$"), name="employee_nip_18_digits"
            ),
            models.CheckConstraint(
                condition=Q(kind="pns", rank__in=["", *PNS_RANKS])
                | Q(kind__in=["pppk", "pppk_pw"], rank__in=["", *PPPK_RANKS])
                | Q(kind="non_asn", rank=""),
                name="employee_rank_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gt=F("started_on")),
                name="employee_period_order",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "name", "id"], name="employee_list"),
            models.Index(fields=["unit", "name", "id"], name="employee_unit"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def nip_spaced(self) -> str:
        """NIP as it is printed, or an empty text."""
        nip = self.nip or ""
        return f"{nip[:8]} {nip[8:14]} {nip[14:15]} {nip[15:]}".strip()

    def serves_on(self, day: date) -> bool:
        return (self.started_on is None or self.started_on <= day) and (
            self.ended_on is None or self.ended_on > day
        )


class TrainingRecordQuerySet(models.QuerySet["TrainingRecord"]):
    def visible_to(self, user: Any) -> "TrainingRecordQuerySet":
        return self.filter(employee__in=Employee.objects.visible_to(user))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TrainingRecord(models.Model):
    """One training that an employee has attended. ``source`` names what wrote it, so that it is written once."""

    employee = models.ForeignKey(
        Employee, models.CASCADE, related_name="training_records", verbose_name=_("pegawai")
    )
    title = models.CharField(_("nama pelatihan"), max_length=160)
    hours = models.PositiveSmallIntegerField(_("lama (JP)"))
    held_on = models.DateField(_("tanggal selesai"))
    provider = models.CharField(_("penyelenggara"), max_length=160, blank=True)
    source = models.CharField(_("kunci asal"), max_length=80, unique=True)
    recorded_at = models.DateTimeField(_("dicatat pada"))

    objects = TrainingRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("riwayat pelatihan")
        verbose_name_plural = _("riwayat pelatihan")
        indexes = [models.Index(fields=["employee", "-held_on"], name="training_record_employee")]
        constraints = [models.CheckConstraint(condition=Q(hours__gte=1), name="training_record_hours")]

    def __str__(self) -> str:
        return self.title


class UnknownPosition(models.TextChoices):
    """What an import does with a post that its unit does not have."""

    TEXT = "text", _("Terima, catat nama jabatannya apa adanya")
    REFUSE = "refuse", _("Tolak baris itu")


class StaffImportQuerySet(models.QuerySet["StaffImport"]):
    def visible_to(self, user: Any) -> "StaffImportQuerySet":
        """Imports of one's own office, for those who may edit employees there."""
        if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
            return self.none()
        if not user.paths_for(Permission.EMPLOYEE_EDIT):
            return self.none()
        return self.filter(office_id=user.office_id, uploaded_by_id=user.pk)


class StaffImport(models.Model):
    """An uploaded staff list, between its preview and its commit."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="staff_imports", verbose_name=_("kantor"))
    document = models.ForeignKey(
        Document, models.SET_NULL, null=True, related_name="staff_imports", verbose_name=_("berkas")
    )
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="staff_imports", verbose_name=_("diunggah oleh")
    )
    uploaded_at = models.DateTimeField(_("diunggah pada"))
    status = models.CharField(
        _("status"), max_length=9, choices=ImportStatus.choices, default=ImportStatus.UPLOADED
    )
    unknown_position = models.CharField(
        _("jabatan yang belum terdaftar"),
        max_length=6,
        choices=UnknownPosition.choices,
        default=UnknownPosition.TEXT,
    )
    committed_at = models.DateTimeField(_("disimpan pada"), null=True, blank=True)
    added = models.PositiveIntegerField(_("pegawai baru"), default=0)
    changed = models.PositiveIntegerField(_("pegawai berubah"), default=0)
    unchanged = models.PositiveIntegerField(_("pegawai tetap"), default=0)
    refused = models.PositiveIntegerField(_("baris ditolak"), default=0)

    objects = StaffImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("impor daftar pegawai")
        verbose_name_plural = _("impor daftar pegawai")
        indexes = [models.Index(fields=["office", "-id"], name="staff_import_list")]

    def __str__(self) -> str:
        return f"{self.pk}"
