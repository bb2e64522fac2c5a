"""How many drafts were never sent, by where they stopped: counts only, written when a draft is erased."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.catalogue.models import ServiceVersion
from sinergi.organization.models import Office, Unit


class AbandonedDraft(models.Model):
    """Drafts of one version and month that ended at ``part``: a key of `completeness.missing_parts`, or "check".

    ``unit`` is None where the applicant had not said yet where they live.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("kantor"))
    version = models.ForeignKey(
        ServiceVersion, models.PROTECT, related_name="+", verbose_name=_("versi layanan")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit pengolah")
    )
    month = models.DateField(_("bulan mulai diisi"))
    part = models.CharField(_("bagian terakhir"), max_length=80)
    n = models.PositiveIntegerField(_("jumlah draf"), default=0)

    class Meta:
        verbose_name = _("draf yang ditinggalkan")
        verbose_name_plural = _("draf yang ditinggalkan")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "month", "version", "unit", "part"],
                nulls_distinct=False,
                name="abandoned_draft_once",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="abandoned_draft_month_only"),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.part}"
