"""Programmes of the office with somebody who answers for each, and reports that something published is wrong."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User, within
from sinergi.catalogue.models import Service
from sinergi.organization.models import Office, Unit
from sinergi.vault.fields import SealedTextField


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: Any) -> "ProgrammeQuerySet":
        """Programmes of the units where this person writes information."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(within(user.paths_for(Permission.INFORMATION_EDIT)))

    def public(self, office: Office) -> "ProgrammeQuerySet":
        """What everybody may read, stale ones included: they say so themselves."""
        return self.filter(office_id=office.pk, is_published=True)

    def stale(self, today: date) -> "ProgrammeQuerySet":
        """Shown, but no longer known to be true."""
        return self.filter(is_published=True, valid_until__lt=today)


class Programme(models.Model):
    """A programme (assistance, event, activity) told to the public until a date, and checked by its owner."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="programmes", verbose_name=_("kantor"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="programmes", verbose_name=_("unit penyelenggara")
    )
    slug = models.SlugField(_("alamat halaman"), max_length=80)
    title = models.CharField(_("nama program"), max_length=120)
    summary = models.CharField(_("ringkasan"), max_length=250)
    body = models.TextField(_("isi"))
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="programmes", verbose_name=_("penanggung jawab")
    )
    checked_on = models.DateField(_("diperiksa pada"))
    valid_until = models.DateField(_("berlaku sampai"))
    is_published = models.BooleanField(_("ditampilkan"), default=False)
    warned_at = models.DateTimeField(_("pemilik diingatkan pada"), null=True, blank=True)
    created_at = models.DateTimeField(_("dibuat pada"))

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("program")
        constraints = [
            models.UniqueConstraint(fields=["office", "slug"], name="programme_slug_once"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("checked_on")), name="programme_valid_after_check"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "-checked_on", "id"],
                name="programme_public",
                condition=Q(is_published=True),
            ),
            models.Index(
                fields=["valid_until"], name="programme_unwarned", condition=Q(warned_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_stale(self, today: date) -> bool:
        """Whether the date until which it was said to be true is over."""
        return self.valid_until < today


class AccuracyReportQuerySet(models.QuerySet["AccuracyReport"]):
    def visible_to(self, user: Any) -> "AccuracyReportQuerySet":
        """Reports about programmes and services that this person answers for."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(
            within(user.paths_for(Permission.INFORMATION_EDIT), "programme__unit")
            | within(user.paths_for(Permission.CATALOGUE_EDIT), "service__owner_unit")
        )

    def open(self) -> "AccuracyReportQuerySet":
        return self.filter(answered_at__isnull=True)


class AccuracyReport(models.Model):
    """Somebody says that a page is wrong. Text and contact may name a person, so they are sealed, and erased later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="accuracy_reports", verbose_name=_("kantor")
    )
    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="reports", verbose_name=_("program")
    )
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accuracy_reports",
        verbose_name=_("layanan"),
    )
    text = SealedTextField(verbose_name=_("yang keliru"), null=True)
    contact = SealedTextField(verbose_name=_("kontak pelapor"), null=True)
    created_at = models.DateTimeField(_("diterima pada"))
    answer = models.TextField(_("jawaban"), blank=True)
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dijawab oleh")
    )

    objects = AccuracyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("laporan informasi keliru")
        verbose_name_plural = _("laporan informasi keliru")
        constraints = [
            models.CheckConstraint(
                condition=Q(programme__isnull=False, service__isnull=True)
                | Q(programme__isnull=True, service__isnull=False),
                name="accuracy_report_about_one_page",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="accuracy_report_answer_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "created_at"], name="accuracy_report_programme"),
            models.Index(fields=["service", "created_at"], name="accuracy_report_service"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def page_title(self) -> str:
        """The page that the report is about."""
        return self.programme.title if self.programme else str(self.service)
