"""Services and their standards as data (UU 25/2009 article 21, PermenPANRB 15/2014).

A published `ServiceVersion` never changes: page, form, clock, signing chain and competency requirement of a
case are those of the version it was made under. Triggers hold that, also against raw SQL: a published row may
only be retired, and what belongs to it may be written only while it is a draft.
"""

from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Permission, Role
from sinergi.accounts.models import User, within
from sinergi.organization.models import Competency, Office, Unit, UnitKind

# Text search: accents folded, then the Indonesian stemmer (made by this room's first migration).
SEARCH_CONFIG = "public.sinergi_indonesian"

_SEARCH_COLUMN = f"""
NEW.search :=
    setweight(to_tsvector('{SEARCH_CONFIG}', NEW.name || ' ' || NEW.short_name), 'A') ||
    setweight(to_tsvector('{SEARCH_CONFIG}', NEW.keywords), 'B') ||
    setweight(to_tsvector('{SEARCH_CONFIG}', NEW.summary), 'C');
RETURN NEW;
"""

_FROZEN = """
IF OLD.status = 'draft' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END IF;
IF TG_OP = 'UPDATE' AND OLD.status = 'published' AND NEW.status = 'retired'
   AND to_jsonb(NEW) - 'status' - 'effective_until' = to_jsonb(OLD) - 'status' - 'effective_until' THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'service version % is %: it can no longer be changed', OLD.id, OLD.status
    USING ERRCODE = 'restrict_violation';
"""

# FOR SHARE waits for a publication that is under way, so nothing slips into a version while it becomes valid.
_PART_FROZEN = """
FOR parent IN
    SELECT v.id, v.status FROM catalogue_serviceversion v
    WHERE v.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END,
                   CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END)
    FOR SHARE
LOOP
    IF parent.status <> 'draft' THEN
        RAISE EXCEPTION 'service version % is %: its parts can no longer be changed', parent.id, parent.status
            USING ERRCODE = 'restrict_violation';
    END IF;
END LOOP;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


def _part_is_frozen() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="part_of_published_is_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("parent", "record")],
        func=_PART_FROZEN,
    )


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, user: Any) -> "ServiceQuerySet":
        """Services that this person may edit: owned by a unit where they hold ``catalogue.edit``."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(within(user.paths_for(Permission.CATALOGUE_EDIT), "owner_unit"))


class Service(models.Model):
    """A service of the office, known to citizens by its name and address (``slug``)."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="services", verbose_name=_("kantor"))
    slug = models.SlugField(_("alamat halaman"), max_length=60)
    name = models.CharField(_("nama layanan"), max_length=120)
    short_name = models.CharField(_("nama pendek"), max_length=60)
    summary = models.CharField(_("ringkasan"), max_length=200)
    keywords = models.CharField(_("kata kunci"), max_length=400, blank=True)
    owner_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="owned_services", verbose_name=_("unit penanggung jawab")
    )
    position = models.PositiveSmallIntegerField(_("urutan"), default=100)
    is_active = models.BooleanField(_("aktif"), default=True)
    search = SearchVectorField(_("indeks pencarian"), null=True, editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("layanan")
        verbose_name_plural = _("layanan")
        constraints = [models.UniqueConstraint(fields=["office", "slug"], name="service_slug_once")]
        indexes = [models.Index(fields=["office", "position", "id"], name="service_list")]
        triggers = [
            pgtrigger.Trigger(
                name="search_column",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_SEARCH_COLUMN,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PromiseUnit(models.TextChoices):
    MINUTES = "minutes", _("menit kerja")
    HOURS = "hours", _("jam kerja")
    DAYS = "days", _("hari kerja")
    WEEKS = "weeks", _("minggu kerja")


class Component(models.TextChoices):
    """The fourteen components of a service standard (UU 25/2009 article 21); the first six must be published."""

    REQUIREMENTS = "persyaratan", _("Persyaratan")
    PROCEDURE = "prosedur", _("Sistem, mekanisme, dan prosedur")
    TIME = "waktu", _("Jangka waktu penyelesaian")
    FEE = "biaya", _("Biaya/tarif")
    PRODUCT = "produk", _("Produk pelayanan")
    COMPLAINTS = "pengaduan", _("Penanganan pengaduan, saran, dan masukan")
    LEGAL_BASIS = "dasar_hukum", _("Dasar hukum")
    FACILITIES = "sarana", _("Sarana, prasarana, dan/atau fasilitas")
    COMPETENCY = "kompetensi", _("Kompetensi pelaksana")
    SUPERVISION = "pengawasan", _("Pengawasan internal")
    HEADCOUNT = "jumlah_pelaksana", _("Jumlah pelaksana")
    GUARANTEE = "jaminan_pelayanan", _("Jaminan pelayanan")
    SAFETY = "jaminan_keamanan", _("Jaminan keamanan dan keselamatan pelayanan")
    EVALUATION = "evaluasi", _("Evaluasi kinerja pelaksana")


class VersionStatus(models.TextChoices):
    DRAFT = "draft", _("Rancangan")
    PUBLISHED = "published", _("Berlaku")
    RETIRED = "retired", _("Tidak berlaku lagi")


class ServiceVersionQuerySet(models.QuerySet["ServiceVersion"]):
    def visible_to(self, user: Any) -> "ServiceVersionQuerySet":
        """Versions of the services that this person may edit."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(within(user.paths_for(Permission.CATALOGUE_EDIT), "service__owner_unit"))


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    meta={"verbose_name": _("riwayat versi layanan"), "verbose_name_plural": _("riwayat versi layanan")},
)
class ServiceVersion(models.Model):
    """One version of a service's standard, form, clock and chain."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="versions", verbose_name=_("layanan"))
    number = models.PositiveSmallIntegerField(_("versi"))
    status = models.CharField(
        _("status"), max_length=9, choices=VersionStatus.choices, default=VersionStatus.DRAFT
    )
    promise_amount = models.PositiveSmallIntegerField(_("janji waktu"))
    promise_unit = models.CharField(_("satuan janji waktu"), max_length=7, choices=PromiseUnit.choices)
    fee = models.PositiveIntegerField(_("biaya (rupiah)"), default=0)
    product = models.CharField(_("produk"), max_length=160)
    intro = models.TextField(_("siapa yang dapat mengajukan"), blank=True)
    form = models.JSONField(_("formulir"), default=dict)
    validity_months = models.PositiveSmallIntegerField(_("masa berlaku surat (bulan)"), null=True, blank=True)
    retention_days = models.PositiveSmallIntegerField(_("masa simpan data (hari)"), default=730)
    legal_basis = models.CharField(_("dasar hukum"), max_length=250, blank=True)
    effective_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    effective_until = models.DateField(_("berlaku sampai"), null=True, blank=True)

    objects = ServiceVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("versi layanan")
        verbose_name_plural = _("versi layanan")
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="service_version_once"),
            models.UniqueConstraint(
                fields=["service"], condition=Q(status="published"), name="service_one_published_version"
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(effective_from__isnull=False),
                name="service_version_published_has_date",
            ),
            models.CheckConstraint(condition=Q(promise_amount__gte=1), name="service_version_promise"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_FROZEN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.number}"


class StandardComponent(models.Model):
    """The text of one of the fourteen components."""

    version = models.ForeignKey(
        ServiceVersion, models.CASCADE, related_name="components", verbose_name=_("versi layanan")
    )
    key = models.CharField(_("komponen"), max_length=18, choices=Component.choices)
    text = models.TextField(_("uraian"))

    class Meta:
        verbose_name = _("komponen standar pelayanan")
        verbose_name_plural = _("komponen standar pelayanan")
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="standard_component_once")]
        triggers = [_part_is_frozen()]

    def __str__(self) -> str:
        return f"{self.version_id} {self.key}"


class RequirementKind(models.TextChoices):
    """What is asked for. ``SHOW`` is only shown at hand-over and never uploaded."""

    PHOTO = "photo", _("Foto atau pindaian")
    PDF = "pdf", _("PDF atau foto")
    SHOW = "show", _("Ditunjukkan saat mengambil surat")


class Requirement(models.Model):
    """A document that the citizen must bring or upload, in the order of the page."""

    version = models.ForeignKey(
        ServiceVersion, models.CASCADE, related_name="requirements", verbose_name=_("versi layanan")
    )
    key = models.SlugField(_("kode"), max_length=30)
    position = models.PositiveSmallIntegerField(_("urutan"))
    label = models.CharField(_("dokumen"), max_length=120)
    help = models.CharField(_("petunjuk"), max_length=250, blank=True)
    kind = models.CharField(_("bentuk"), max_length=6, choices=RequirementKind.choices)
    is_required = models.BooleanField(_("wajib"), default=True)
    legal_basis = models.CharField(_("dasar hukum"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("persyaratan")
        verbose_name_plural = _("persyaratan")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="requirement_once")]
        triggers = [_part_is_frozen()]

    def __str__(self) -> str:
        return self.label


class Act(models.TextChoices):
    """What a step of the signing chain does to the letter."""

    INITIAL = "paraf", _("Paraf")
    SIGN = "tanda_tangan", _("Tanda tangan")
    ACKNOWLEDGE = "diketahui", _("Diketahui")


class ChainLevel(models.TextChoices):
    """Where a chain step is resolved: at the applicant's kelurahan or at the kecamatan itself."""

    VILLAGE = UnitKind.VILLAGE.value, _("Kelurahan pemohon")
    DISTRICT = UnitKind.DISTRICT.value, _("Kecamatan")


class ChainStep(models.Model):
    """One step of the signing chain: role@unit, in order."""

    version = models.ForeignKey(
        ServiceVersion, models.CASCADE, related_name="chain", verbose_name=_("versi layanan")
    )
    position = models.PositiveSmallIntegerField(_("urutan"))
    role = models.CharField(_("peran"), max_length=12, choices=Role.choices)
    level = models.CharField(_("tingkat unit"), max_length=12, choices=ChainLevel.choices)
    act = models.CharField(_("tindakan"), max_length=14, choices=Act.choices)

    class Meta:
        verbose_name = _("langkah penandatanganan")
        verbose_name_plural = _("langkah penandatanganan")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="chain_step_once")]
        triggers = [_part_is_frozen()]

    def __str__(self) -> str:
        return f"{self.position} {self.role}@{self.level}"


class CompetencyRequirement(models.Model):
    """The level of a competency that serving this service needs (component "kompetensi pelaksana")."""

    version = models.ForeignKey(
        ServiceVersion, models.CASCADE, related_name="competencies", verbose_name=_("versi layanan")
    )
    competency = models.ForeignKey(
        Competency, models.PROTECT, related_name="requirements", verbose_name=_("kompetensi")
    )
    level = models.PositiveSmallIntegerField(_("level yang diperlukan"))

    class Meta:
        verbose_name = _("kompetensi yang dipersyaratkan")
        verbose_name_plural = _("kompetensi yang dipersyaratkan")
        constraints = [
            models.UniqueConstraint(fields=["version", "competency"], name="competency_requirement_once"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="competency_requirement_1_to_5"
            ),
        ]
        triggers = [_part_is_frozen()]

    def __str__(self) -> str:
        return f"{self.competency_id} ≥ {self.level}"
