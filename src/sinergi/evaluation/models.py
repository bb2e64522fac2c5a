"""Follow-up actions: what the office does about a weak element, where, and what it told the public."""

import pghistory
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User, within
from sinergi.catalogue.element_names import ELEMENT_NAMES
from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.catalogue.models import Service
from sinergi.competency.models import TrainingEvent
from sinergi.evaluation.workflow import Status
from sinergi.organization.models import Competency, Office, Unit
from sinergi.participation.models import Agreement

ELEMENT_CHOICES = [(key, ELEMENT_NAMES[key]) for key in LEGAL_ORDER]


class ActionKind(models.TextChoices):
    """The levers of the loop."""

    TRAINING = "pelatihan", _("Pelatihan")
    STAFFING = "petugas", _("Penataan petugas")
    PROCEDURE = "prosedur", _("Perbaikan prosedur")
    INFORMATION = "informasi", _("Perbaikan informasi")
    FACILITY = "sarana", _("Perbaikan sarana")


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: User | AnonymousUser) -> "ActionQuerySet":
        """Actions that touch a unit where the person may see evaluations, or that the person owns."""
        paths = user.paths_for(Permission.EVALUATION_VIEW) if isinstance(user, User) else ()
        if not isinstance(user, User) or not paths:
            return self.none()
        touched = TreatedUnit.objects.filter(within(paths)).values("action_id")
        return self.filter(office=user.office).filter(
            Q(pk__in=touched) | Q(owner_id=user.pk) | within(paths, "unit")
        )

    def public(self) -> "ActionQuerySet":
        return self.filter(published_at__isnull=False)


@pghistory.track()
class Action(models.Model):
    """One action of the follow-up plan, aimed at a cell: service (None: all) x treated units x element."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="actions", verbose_name=_("kantor"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="led_actions", verbose_name=_("unit penanggung jawab")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("layanan")
    )
    element = models.CharField(_("unsur"), max_length=12, choices=ELEMENT_CHOICES)
    kind = models.CharField(_("jenis tindakan"), max_length=10, choices=ActionKind.choices)
    title = models.CharField(_("tindakan"), max_length=150)
    reason = models.TextField(_("alasan"), blank=True)
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="owned_actions", verbose_name=_("penanggung jawab")
    )
    due_on = models.DateField(_("tenggat"))
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.PLANNED)
    started_on = models.DateField(_("mulai"), null=True, blank=True)
    completed_on = models.DateField(_("selesai"), null=True, blank=True)
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("kesepakatan"),
    )
    competency = models.ForeignKey(
        Competency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kompetensi")
    )
    target_level = models.PositiveSmallIntegerField(_("level tujuan"), null=True, blank=True)
    lot_seed = models.CharField(_("benih undian"), max_length=120, blank=True)
    said = models.TextField(_("yang warga katakan"), blank=True)
    did = models.TextField(_("yang kami lakukan"), blank=True)
    published_at = models.DateTimeField(_("diumumkan pada"), null=True, blank=True)
    created_at = models.DateTimeField(_("dibuat pada"))

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("tindakan perbaikan")
        verbose_name_plural = _("tindakan perbaikan")
        indexes = [
            models.Index(fields=["office", "-id"], name="action_list"),
            models.Index(fields=["office", "service", "element"], name="action_cell"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="pelatihan") | Q(competency__isnull=False, target_level__isnull=False),
                name="action_training_names_competency",
            ),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True) | Q(completed_on__gte=F("started_on")),
                name="action_completed_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(status="selesai") | Q(started_on__isnull=False, completed_on__isnull=False),
                name="action_done_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~Q(did=""), name="action_published_says_what"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """How people name the action: ``RTL-12``."""
        return f"RTL-{self.pk}"


class TreatedUnit(models.Model):
    """A unit whose team takes the action, in which wave, and the training event that it takes part in."""

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="treated_units", verbose_name=_("tindakan perbaikan")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="treatments", verbose_name=_("unit kerja"))
    wave = models.PositiveSmallIntegerField(_("gelombang"), default=1)
    event = models.ForeignKey(
        TrainingEvent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="treated_units",
        verbose_name=_("kegiatan pelatihan"),
    )

    class Meta:
        verbose_name = _("unit yang ditangani")
        verbose_name_plural = _("unit yang ditangani")
        constraints = [
            models.UniqueConstraint(fields=["action", "unit"], name="treated_unit_once"),
            models.CheckConstraint(condition=Q(wave__gte=1), name="treated_unit_wave"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} {self.unit_id}"
