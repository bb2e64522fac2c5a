"""The questionnaire of an office, by version: answers always know under which words they were given."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.organization.models import Office


class Questionnaire(models.Model):
    """One version. The newest is the one that invitations show; older ones never change."""

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="questionnaires", verbose_name=_("kantor")
    )
    version = models.PositiveSmallIntegerField(_("versi"))
    legal_basis = models.CharField(_("dasar hukum"), max_length=120, blank=True)
    effective_from = models.DateField(_("berlaku sejak"))

    class Meta:
        verbose_name = _("kuesioner")
        verbose_name_plural = _("kuesioner")
        constraints = [
            models.UniqueConstraint(fields=["office", "version"], name="questionnaire_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} v{self.version}"


class Question(models.Model):
    """One question with the labels of the answers 1 to 4. ``in_index`` is false for clarity (`kejelasan`)."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="questions", verbose_name=_("kuesioner")
    )
    position = models.PositiveSmallIntegerField(_("urutan"))
    key = models.CharField(_("unsur"), max_length=16)
    name = models.CharField(_("nama unsur"), max_length=80)
    text = models.CharField(_("pertanyaan"), max_length=250)
    answer_1 = models.CharField(_("jawaban bernilai 1"), max_length=60)
    answer_2 = models.CharField(_("jawaban bernilai 2"), max_length=60)
    answer_3 = models.CharField(_("jawaban bernilai 3"), max_length=60)
    answer_4 = models.CharField(_("jawaban bernilai 4"), max_length=60)
    in_index = models.BooleanField(_("masuk indeks"), default=True)

    class Meta:
        verbose_name = _("pertanyaan kuesioner")
        verbose_name_plural = _("pertanyaan kuesioner")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key_once"),
            models.UniqueConstraint(fields=["questionnaire", "position"], name="question_position_once"),
            models.CheckConstraint(
                condition=~Q(key="kejelasan") | Q(in_index=False), name="question_clarity_outside_index"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def labels(self) -> tuple[str, str, str, str]:
        """Labels of 1, 2, 3, 4."""
        return (self.answer_1, self.answer_2, self.answer_3, self.answer_4)
