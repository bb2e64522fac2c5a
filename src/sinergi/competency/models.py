"""Levels of competency that people have reached, what posts need, and the trainings that should raise them."""

from datetime import date
from typing import Any

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User, within
from sinergi.competency.workflow import Status
from sinergi.organization.models import Competency, Office, Position, Unit
from sinergi.personnel.models import Employee


class Method(models.TextChoices):
    """How a level was found (Peraturan BKN 26/2019 allows several)."""

    OBSERVATION = "observasi", _("Observasi atasan")
    TEST = "uji", _("Uji kompetensi")
    PORTFOLIO = "portofolio", _("Portofolio")


def _signed_in(user: Any) -> bool:
    return isinstance(user, User) or bool(getattr(user, "is_authenticated", False))


class TrainingEventQuerySet(models.QuerySet["TrainingEvent"]):
    def visible_to(self, user: Any) -> "TrainingEventQuerySet":
        """Trainings of the units where ``user`` may see competencies, or with people from there, and one's own."""
        if not _signed_in(user):
            return self.none()
        paths = (*user.paths_for(Permission.COMPETENCY_VIEW), *user.paths_for(Permission.TRAINING_MANAGE))
        attending = Participant.objects.filter(Q(employee__user_id=user.pk) | within(paths, "employee__unit"))
        return self.filter(
            Q(office_id=user.office_id) & (within(paths) | Q(pk__in=attending.values("event_id")))
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TrainingEvent(models.Model):
    """A training that lifts one competency to a level. ``unit`` organizes it (usually the kecamatan itself).

    ``audience``: the units whose people it is for (none: the whole office). A wave that was drawn by lot is for its own
    units only: people of a later wave in it would spoil the comparison that the lot exists for.
    """

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="training_events", verbose_name=_("kantor")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="training_events", verbose_name=_("unit penyelenggara")
    )
    audience = models.ManyToManyField(
        Unit,
        through="AudienceUnit",
        related_name="trainings_for_it",
        verbose_name=_("unit peserta"),
        blank=True,
    )
    competency = models.ForeignKey(
        Competency, models.PROTECT, related_name="training_events", verbose_name=_("kompetensi")
    )
    target_level = models.PositiveSmallIntegerField(_("level sasaran"))
    title = models.CharField(_("nama pelatihan"), max_length=160)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"))
    hours = models.PositiveSmallIntegerField(_("lama (JP)"))
    place = models.CharField(_("tempat"), max_length=160, blank=True)
    provider = models.CharField(_("penyelenggara"), max_length=160, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.PLANNED)
    reason = models.CharField(_("alasan dibatalkan"), max_length=250, blank=True)
    created_at = models.DateTimeField(_("dicatat pada"))
    closed_at = models.DateTimeField(_("selesai dicatat pada"), null=True, blank=True)

    objects = TrainingEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("pelatihan")
        verbose_name_plural = _("pelatihan")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="training_event_order"),
            models.CheckConstraint(
                condition=Q(target_level__gte=1, target_level__lte=5), name="training_event_level"
            ),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=900), name="training_event_hours"),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(reason=""), name="training_event_cancelled_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-starts_on", "-id"], name="training_event_list"),
            models.Index(fields=["competency", "status"], name="training_event_competency"),
        ]

    def __str__(self) -> str:
        return self.title


class AudienceUnit(models.Model):
    """A unit whose people a training is for."""

    event = models.ForeignKey(TrainingEvent, models.CASCADE, related_name="+", verbose_name=_("pelatihan"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit peserta"))

    class Meta:
        verbose_name = _("unit peserta")
        verbose_name_plural = _("unit peserta")
        constraints = [models.UniqueConstraint(fields=["event", "unit"], name="audience_unit_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.unit_id}"


class Participant(models.Model):
    """Somebody enrolled in a training; ``attended`` is None until the training is recorded as held."""

    event = models.ForeignKey(
        TrainingEvent, models.CASCADE, related_name="participants", verbose_name=_("pelatihan")
    )
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="trainings", verbose_name=_("pegawai")
    )
    attended = models.BooleanField(_("hadir"), null=True, blank=True)
    enrolled_at = models.DateTimeField(_("didaftarkan pada"))

    class Meta:
        verbose_name = _("peserta pelatihan")
        verbose_name_plural = _("peserta pelatihan")
        constraints = [models.UniqueConstraint(fields=["event", "employee"], name="participant_once")]
        indexes = [models.Index(fields=["employee", "event"], name="participant_employee")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.employee_id}"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: Any) -> "AssessmentQuerySet":
        """Levels of the people in units where ``user`` may see competencies, and one's own."""
        if not _signed_in(user):
            return self.none()
        paths = user.paths_for(Permission.COMPETENCY_VIEW)
        return self.filter(within(paths, "employee__unit") | Q(employee__user_id=user.pk))

    def current(self, on: date) -> "AssessmentQuerySet":
        """The latest level of each person and competency, as known on a day."""
        order = ("employee_id", "competency_id", "-assessed_on", "-id")
        return self.filter(assessed_on__lte=on).order_by(*order).distinct("employee_id", "competency_id")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Assessment(models.Model):
    """One finding of a level; the latest one counts. Level 0: nothing of it can be seen yet."""

    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="assessments", verbose_name=_("pegawai")
    )
    competency = models.ForeignKey(
        Competency, models.PROTECT, related_name="assessments", verbose_name=_("kompetensi")
    )
    level = models.PositiveSmallIntegerField(_("level"))
    method = models.CharField(_("cara penilaian"), max_length=10, choices=Method.choices)
    assessed_on = models.DateField(_("tanggal penilaian"))
    assessor = models.CharField(_("penilai"), max_length=150)
    event = models.ForeignKey(
        TrainingEvent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("setelah pelatihan"),
    )
    recorded_at = models.DateTimeField(_("dicatat pada"))

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penilaian kompetensi")
        verbose_name_plural = _("penilaian kompetensi")
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=5), name="assessment_level_0_to_5"),
            models.UniqueConstraint(
                fields=["employee", "competency", "assessed_on", "method"], name="assessment_once_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["employee", "competency", "-assessed_on", "-id"], name="assessment_current"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.competency_id} {self.level}"


class PositionRequirementQuerySet(models.QuerySet["PositionRequirement"]):
    def visible_to(self, user: Any) -> "PositionRequirementQuerySet":
        """What the posts need in units where ``user`` may see competencies."""
        paths = user.paths_for(Permission.COMPETENCY_VIEW) if _signed_in(user) else ()
        return self.filter(within(paths, "position__unit"))


class PositionRequirement(models.Model):
    """The level that a post needs, beside what the services need (standar kompetensi jabatan)."""

    position = models.ForeignKey(
        Position, models.CASCADE, related_name="competency_requirements", verbose_name=_("jabatan")
    )
    competency = models.ForeignKey(
        Competency, models.PROTECT, related_name="position_requirements", verbose_name=_("kompetensi")
    )
    level = models.PositiveSmallIntegerField(_("level yang diperlukan"))

    objects = PositionRequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("standar kompetensi jabatan")
        verbose_name_plural = _("standar kompetensi jabatan")
        constraints = [
            models.UniqueConstraint(fields=["position", "competency"], name="position_requirement_once"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="position_requirement_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position_id} {self.competency_id} ≥ {self.level}"
