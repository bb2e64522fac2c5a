"""Invitations, the pool between, and answers that nobody can lead back to an invitation.

An invitation knows no case and no person; once used it forgets service, unit and month as well. An answer
waits encrypted in the pool, whose row shares a transaction with the invitation's mark; `operations.pour`
moves it on in a transaction of many and removes the pool's row. Nothing here has a time finer than a month,
and keys are random, so that neither key nor place on disk tells an order.
"""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User
from sinergi.catalogue.models import Service
from sinergi.organization.models import Office, Unit
from sinergi.surveys.models.imports import ImportBatch
from sinergi.surveys.models.questionnaires import Questionnaire
from sinergi.surveys.workflow import CommentStatus
from sinergi.vault.fields import SealedJSONField, SealedTextField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Channel(models.TextChoices):
    """How the survey reached the citizen."""

    ONLINE = "online", _("Daring")
    COUNTER = "counter", _("Loket")
    PAPER = "paper", _("Kertas")


class Invitation(models.Model):
    """A one-time link. Only the hash of its token is stored; ``expires_on`` is a month's end, never a finer day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.BinaryField(_("sidik tautan"), max_length=32, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("kantor"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("tim")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("layanan")
    )
    channel = models.CharField(_("saluran"), max_length=8, choices=Channel.choices, blank=True)
    month = models.DateField(_("bulan"), null=True)
    expires_on = models.DateField(_("berlaku sampai"))
    used = models.BooleanField(_("sudah dipakai"), default=False)

    class Meta:
        verbose_name = _("undangan survei")
        verbose_name_plural = _("undangan survei")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    used=True, unit__isnull=True, service__isnull=True, month__isnull=True, channel=""
                )
                | Q(used=False, unit__isnull=False, service__isnull=False, month__isnull=False),
                name="invitation_used_forgets",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PooledAnswer(models.Model):
    """An answer on its way: one sealed payload and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    payload = SealedJSONField(verbose_name=_("isi tersegel"))

    class Meta:
        verbose_name = _("jawaban yang menunggu")
        verbose_name_plural = _("jawaban yang menunggu")

    def __str__(self) -> str:
        return str(self.pk)


def _score(label: object) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(label, null=True, blank=True)  # type: ignore[arg-type]


SCORES = (
    "persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarana",
)  # fmt: skip


class Response(models.Model):
    """One answer sheet: scores 1 to 4 per element, None where nothing was chosen. ``batch`` for imports only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(
        Office, models.PROTECT, db_index=False, related_name="+", verbose_name=_("kantor")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+", verbose_name=_("tim"))
    service = models.ForeignKey(
        Service, models.PROTECT, db_index=False, related_name="+", verbose_name=_("layanan")
    )
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, db_index=False, related_name="+", verbose_name=_("kuesioner")
    )
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("impor")
    )
    month = models.DateField(_("bulan"))
    channel = models.CharField(_("saluran"), max_length=8, choices=Channel.choices)
    persyaratan = _score(_("persyaratan"))
    prosedur = _score(_("prosedur"))
    waktu = _score(_("waktu"))
    biaya = _score(_("biaya"))
    produk = _score(_("produk"))
    kompetensi = _score(_("kompetensi"))
    perilaku = _score(_("perilaku"))
    pengaduan = _score(_("pengaduan"))
    sarana = _score(_("sarana"))
    kejelasan = _score(_("kejelasan"))

    class Meta:
        verbose_name = _("jawaban survei")
        verbose_name_plural = _("jawaban survei")
        indexes = [
            models.Index(fields=["office", "month"], name="response_office_month"),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="response_batch"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="response_month_only"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{key}__isnull": True}) | Q(**{f"{key}__gte": 1, f"{key}__lte": 4}),
                    name=f"response_{key}_1_to_4",
                )
                for key in (*SCORES, "kejelasan")
            ),
            models.CheckConstraint(
                condition=~Q(**{f"{key}__isnull": True for key in (*SCORES, "kejelasan")}),
                name="response_answers_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: "User | AnonymousUser") -> "CommentQuerySet":
        """Comments of an office at whose root this person moderates: a comment knows no unit below."""
        if not isinstance(user, User):
            return self.none()
        paths = user.paths_for(Permission.COMMENT_MODERATE)
        return self.filter(office__in=Unit.objects.filter(parent=None, path__in=paths).values("office"))


class Comment(models.Model):
    """Free text, apart from the scores: office, service and month are all that is known of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("kantor"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("layanan"))
    month = models.DateField(_("bulan"))
    text = SealedTextField(verbose_name=_("komentar"))
    status = models.CharField(
        _("status"), max_length=13, choices=CommentStatus.choices, default=CommentStatus.WAITING
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("komentar survei")
        verbose_name_plural = _("komentar survei")
        indexes = [
            models.Index(fields=["office", "status", "-month", "id"], name="comment_queue"),
            models.Index(
                fields=["service", "-month", "id"], condition=Q(status="ditampilkan"), name="comment_shown"
            ),
        ]
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="comment_month_only")]

    def __str__(self) -> str:
        return str(self.pk)


class Attribute(models.TextChoices):
    """What respondents may say of themselves (annex of PermenPANRB 14/2017)."""

    SEX = "jenis_kelamin", _("Jenis kelamin")
    EDUCATION = "pendidikan", _("Pendidikan terakhir")
    OCCUPATION = "pekerjaan", _("Pekerjaan")


class Sex(models.TextChoices):
    MALE = "laki_laki", _("Laki-laki")
    FEMALE = "perempuan", _("Perempuan")


class Education(models.TextChoices):
    PRIMARY = "sd", _("SD ke bawah")
    JUNIOR = "smp", _("SMP")
    SENIOR = "sma", _("SMA/SMK")
    DIPLOMA = "diploma", _("D1–D3")
    BACHELOR = "s1", _("D4/S1")
    MASTER = "s2", _("S2")
    DOCTOR = "s3", _("S3")


class Occupation(models.TextChoices):
    CIVIL_SERVANT = "pns", _("PNS")
    ARMY = "tni", _("TNI")
    POLICE = "polri", _("POLRI")
    PRIVATE = "swasta", _("Swasta")
    SELF_EMPLOYED = "wirausaha", _("Wirausaha")
    OTHER = "lainnya", _("Lainnya")


class RespondentMargin(models.Model):
    """How many respondents said this of themselves: one attribute at a time, never two together."""

    office = models.ForeignKey(
        Office, models.PROTECT, db_index=False, related_name="+", verbose_name=_("kantor")
    )
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("layanan"))
    month = models.DateField(_("bulan"))
    attribute = models.CharField(_("ciri responden"), max_length=14, choices=Attribute.choices)
    value = models.CharField(_("isi"), max_length=12)
    n = models.PositiveIntegerField(_("jumlah responden"))

    class Meta:
        verbose_name = _("jumlah responden per ciri")
        verbose_name_plural = _("jumlah responden per ciri")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "month", "service", "attribute", "value"], name="respondent_margin_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attribute} {self.value}"


class PublishedMargin(models.Model):
    """How many respondents of a quarter are said to have said this: a copy that moves in steps of ten.

    Below ten it follows each answer, and pages show it to nobody.
    """

    office = models.ForeignKey(
        Office, models.PROTECT, db_index=False, related_name="+", verbose_name=_("kantor")
    )
    quarter = models.DateField(_("triwulan"))
    attribute = models.CharField(_("ciri responden"), max_length=14, choices=Attribute.choices)
    value = models.CharField(_("isi"), max_length=12)
    n = models.PositiveIntegerField(_("jumlah responden"))

    class Meta:
        verbose_name = _("jumlah responden yang diumumkan")
        verbose_name_plural = _("jumlah responden yang diumumkan")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "quarter", "attribute", "value"], name="published_margin_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.attribute} {self.value}"
