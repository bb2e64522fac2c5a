"""Exact sums that every figure is computed from, what has been published of them, and how many users there were."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sinergi.catalogue.models import Service
from sinergi.organization.models import Office, Unit
from sinergi.surveys.models.questionnaires import Questionnaire

# The pseudo-element: n complete respondents, sum and sum of squares of their totals over the nine elements
# (9 to 36 each). Integers, so that adding and subtracting batches leaves no trace of rounding; the index of a
# respondent is total / 9 x 25.
INDEX = "index"


class DerivedSums(models.Model):
    """n, sum and sum of squares of one element: a row that is made of answers.

    Derived rows: the answers that they are made of hold the foreign keys, checking them here again would only
    slow the rebuild down.
    """

    office = models.ForeignKey(
        Office,
        models.DO_NOTHING,
        db_index=False,
        db_constraint=False,
        related_name="+",
        verbose_name=_("kantor"),
    )
    element = models.CharField(_("unsur"), max_length=16)
    n = models.BigIntegerField(_("jumlah jawaban"))
    total = models.BigIntegerField(_("jumlah nilai"))
    total_sq = models.BigIntegerField(_("jumlah kuadrat nilai"))

    class Meta:
        abstract = True


class QuarterSums(DerivedSums):
    """Such sums of one quarter, as they may be seen.

    ``unit`` None: the teams of this service too small to stand alone, together. ``service`` None: what is left of
    the whole office.
    """

    quarter = models.DateField(_("triwulan"))
    service = models.ForeignKey(
        Service, models.DO_NOTHING, null=True, db_index=False, db_constraint=False, related_name="+",
        verbose_name=_("layanan"),
    )  # fmt: skip
    unit = models.ForeignKey(
        Unit, models.DO_NOTHING, null=True, db_index=False, db_constraint=False, related_name="+",
        verbose_name=_("tim"),
    )  # fmt: skip

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.quarter} {self.element}"


class Rollup(DerivedSums):
    """n, sum, sum of squares per office, unit, service, channel, questionnaire, month and element.

    Respondents who answered all nine elements are kept apart from the others (``complete``), because figures are
    released for either by itself. A file of counts knows no respondents: it is not complete.
    """

    unit = models.ForeignKey(
        Unit, models.DO_NOTHING, db_index=False, db_constraint=False, related_name="+", verbose_name=_("tim")
    )
    service = models.ForeignKey(
        Service, models.DO_NOTHING, db_index=False, db_constraint=False, related_name="+",
        verbose_name=_("layanan"),
    )  # fmt: skip
    channel = models.CharField(_("saluran"), max_length=8)
    questionnaire = models.ForeignKey(
        Questionnaire, models.DO_NOTHING, db_index=False, db_constraint=False, related_name="+",
        verbose_name=_("kuesioner"),
    )  # fmt: skip
    month = models.DateField(_("bulan"))
    complete = models.BooleanField(_("kesembilan unsur dijawab"))

    class Meta:
        verbose_name = _("rekap survei")
        verbose_name_plural = _("rekap survei")
        constraints = [
            # Month, element and complete come first: pages ask for a stretch of months, of one element or of all.
            models.UniqueConstraint(
                fields=[
                    "office",
                    "month",
                    "element",
                    "complete",
                    "service",
                    "unit",
                    "channel",
                    "questionnaire",
                ],
                include=["n", "total", "total_sq"],
                name="rollup_cell_once",
            ),
            models.CheckConstraint(
                condition=Q(n__gt=0, total__gte=F("n"), total_sq__gte=F("total")), name="rollup_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.element}"


class ReleasedAtom(QuarterSums):
    """What may be seen of one stream of answers in one quarter: sums that change only in steps of ten.

    A stream is what came on ``paper`` or from the citizens themselves, and ``complete`` or not (see
    `operations.atoms`). Every published figure is a sum of these rows.
    """

    paper = models.BooleanField(_("dari kertas"))
    complete = models.BooleanField(_("kesembilan unsur dijawab"))

    class Meta:
        verbose_name = _("bagian angka yang dilepas")
        verbose_name_plural = _("bagian angka yang dilepas")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "quarter", "service", "unit", "paper", "complete", "element"],
                nulls_distinct=False,
                name="released_atom_once",
            ),
            models.CheckConstraint(condition=Q(n__gte=10), name="released_atom_of_ten"),
        ]


class PublishedCell(QuarterSums):
    """What pages read of one quarter: the `ReleasedAtom`s of a service at a unit, added up."""

    class Meta:
        verbose_name = _("angka survei yang diumumkan")
        verbose_name_plural = _("angka survei yang diumumkan")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "quarter", "service", "unit", "element"],
                nulls_distinct=False,
                name="published_cell_once",
            ),
        ]


class Population(models.Model):
    """How many people used a service in a period: what the Krejcie-Morgan sample is computed from."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="+", verbose_name=_("kantor"))
    service = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("layanan")
    )
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    since = models.DateField(_("dari bulan"))
    until = models.DateField(_("sampai bulan"))
    users = models.PositiveIntegerField(_("jumlah pengguna layanan"))
    source = models.CharField(_("sumber angka"), max_length=200)

    class Meta:
        verbose_name = _("jumlah pengguna layanan")
        verbose_name_plural = _("jumlah pengguna layanan")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "service", "unit", "since", "until"],
                nulls_distinct=False,
                name="population_once",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="population_period_order"),
            models.CheckConstraint(condition=Q(users__gte=1), name="population_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.since}–{self.until}: {self.users}"
