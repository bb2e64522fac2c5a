"""The office (tenant), its units as a tree, its positions, and the competency dictionary."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sinergi.worktime.models import Calendar


class Office(models.Model):
    """A sub-district office: the tenant that every aggregate carries."""

    name = models.CharField(_("nama kantor"), max_length=120)
    city = models.CharField(_("kabupaten/kota"), max_length=120)
    province = models.CharField(_("provinsi"), max_length=120, blank=True)
    code = models.CharField(_("kode wilayah"), max_length=13, unique=True)
    reference_prefix = models.CharField(_("awalan nomor permohonan"), max_length=4)
    letter_code = models.CharField(_("kode unit pada surat"), max_length=12, blank=True)
    address = models.CharField(_("alamat"), max_length=250, blank=True)
    phone = models.CharField(_("telepon"), max_length=30, blank=True)
    whatsapp = models.CharField(_("nomor WhatsApp"), max_length=30, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    time_zone = models.CharField(_("zona waktu"), max_length=40, default="Asia/Jakarta")
    host = models.CharField(_("nama host"), max_length=253, unique=True, null=True, blank=True)
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, related_name="offices", verbose_name=_("kalender kerja")
    )
    is_sample = models.BooleanField(_("data contoh"), default=False)

    class Meta:
        verbose_name = _("kantor")
        verbose_name_plural = _("kantor")

    def __str__(self) -> str:
        return self.name

    def day(self, now: datetime) -> date:
        """The calendar day at the office at a moment."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()


class UnitKind(models.TextChoices):
    DISTRICT = "kecamatan", _("Kecamatan")
    VILLAGE = "kelurahan", _("Kelurahan")
    SECTION = "seksi", _("Seksi")
    SUBDIVISION = "subbagian", _("Subbagian")
    NEIGHBORHOOD = "lingkungan", _("Lingkungan")


class UnitQuerySet(models.QuerySet["Unit"]):
    def under(self, path: str) -> "UnitQuerySet":
        """The unit at ``path`` and everything below it."""
        return self.filter(path__startswith=path)

    def villages(self) -> "UnitQuerySet":
        return self.filter(kind=UnitKind.VILLAGE, is_active=True)


class Unit(models.Model):
    """A part of an office. ``path`` is ``/1/7/``: the ids from the root down, kept by the operations."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="units", verbose_name=_("kantor"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("unit induk")
    )
    kind = models.CharField(_("jenis unit"), max_length=12, choices=UnitKind.choices)
    name = models.CharField(_("nama unit"), max_length=120)
    code = models.CharField(_("kode wilayah"), max_length=13, blank=True)
    letter_code = models.CharField(_("kode unit pada surat"), max_length=12, blank=True)
    path = models.CharField(_("jalur"), max_length=100, db_index=True, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit kerja")
        verbose_name_plural = _("unit kerja")
        constraints = [
            models.UniqueConstraint(fields=["office", "parent", "name"], name="unit_name_once"),
            models.UniqueConstraint(
                fields=["office"], condition=Q(parent__isnull=True), name="unit_one_root_per_office"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(kind=UnitKind.DISTRICT), name="unit_root_is_district"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_own_parent"),
        ]
        indexes = [
            models.Index(fields=["path"], name="unit_path_prefix", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Name with its kind, as it is spoken: ``Kelurahan Terjun``."""
        if self.kind in {UnitKind.VILLAGE, UnitKind.NEIGHBORHOOD}:
            return f"{UnitKind(self.kind).label} {self.name}"
        return self.name

    @property
    def title_alone(self) -> str:
        """The same for the unit without the kelurahan below it: what its own figures and trainings are about."""
        return gettext("Kantor kecamatan (tanpa kelurahan)") if is_root(self.path) else self.title


def own_units(units: Iterable[Unit]) -> list[Unit]:
    """Of an office's units the kecamatan itself: the office and its seksi, without the kelurahan and what is below."""
    every = list(units)
    villages = tuple(unit.path for unit in every if unit.kind == UnitKind.VILLAGE)
    return [unit for unit in every if not unit.path.startswith(villages)]


def is_root(path: str) -> bool:
    """Whether a unit's path, such as ``/1/``, is that of the office itself."""
    return path.count("/") == 2


class PositionKind(models.TextChoices):
    """Kinds of position (UU 20/2023)."""

    ADMINISTRATOR = "administrator", _("Administrator")
    SUPERVISOR = "pengawas", _("Pengawas")
    FUNCTIONAL = "fungsional", _("Fungsional")
    EXECUTIVE = "pelaksana", _("Pelaksana")


class Position(models.Model):
    """A post in a unit. ``role`` ties it to a role of the signing chain, where it has one."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="positions", verbose_name=_("unit kerja"))
    title = models.CharField(_("nama jabatan"), max_length=120)
    kind = models.CharField(_("jenis jabatan"), max_length=14, choices=PositionKind.choices)
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("jabatan")
        verbose_name_plural = _("jabatan")
        constraints = [models.UniqueConstraint(fields=["unit", "title"], name="position_once")]

    def __str__(self) -> str:
        return self.title


class CompetencyCluster(models.TextChoices):
    """Clusters of PermenPANRB 38/2017."""

    MANAGERIAL = "manajerial", _("Manajerial")
    SOCIOCULTURAL = "sosial_kultural", _("Sosial kultural")
    TECHNICAL = "teknis", _("Teknis")


class Competency(models.Model):
    """One competency of the dictionary; levels 1-5 (PermenPANRB 38/2017)."""

    key = models.SlugField(_("kode kompetensi"), max_length=40, unique=True)
    name = models.CharField(_("nama kompetensi"), max_length=80)
    cluster = models.CharField(_("kelompok"), max_length=16, choices=CompetencyCluster.choices)
    definition = models.TextField(_("definisi"), blank=True)
    legal_basis = models.CharField(_("dasar hukum"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("kompetensi")
        verbose_name_plural = _("kompetensi")

    def __str__(self) -> str:
        return self.name


class CompetencyLevel(models.Model):
    """What a level of a competency looks like."""

    competency = models.ForeignKey(
        Competency, models.CASCADE, related_name="levels", verbose_name=_("kompetensi")
    )
    level = models.PositiveSmallIntegerField(_("level"))
    description = models.TextField(_("uraian"))

    class Meta:
        verbose_name = _("level kompetensi")
        verbose_name_plural = _("level kompetensi")
        constraints = [
            models.UniqueConstraint(fields=["competency", "level"], name="competency_level_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="competency_level_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id} {self.level}"
