"""Forum Konsultasi Publik and other musyawarah: invitation, attendance, problems, agreements, minutes.

PermenPANRB 16/2017. Names of citizens are sealed; the public sees counts by unsur.
"""

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User, within
from sinergi.catalogue.element_names import ELEMENT_NAMES
from sinergi.catalogue.models import Service
from sinergi.documents.models import Document
from sinergi.organization.models import Office, Unit
from sinergi.participation.workflow import Status
from sinergi.vault.fields import SealedTextField

ELEMENT_CHOICES = list(ELEMENT_NAMES.items())


class Kind(models.TextChoices):
    FORUM = "fkp", _("Forum Konsultasi Publik")
    ASSEMBLY = "musyawarah", _("Musyawarah warga")


class Unsur(models.TextChoices):
    """Who takes part. The first five are those counted by PEKPPP; the others are usual in the city."""

    USERS = "pengguna", _("Pengguna layanan")
    EXPERTS = "ahli", _("Ahli, praktisi, atau akademisi")
    AGENCIES = "instansi", _("Instansi terkait")
    CIVIL_SOCIETY = "masyarakat_sipil", _("Organisasi masyarakat sipil")
    MEDIA = "media", _("Media massa")
    NEIGHBORHOOD = "kepling", _("Kepala lingkungan")
    WOMEN = "perempuan", _("Kelompok perempuan")
    YOUTH = "pemuda", _("Karang Taruna dan pemuda")
    DISABILITY = "disabilitas", _("Penyandang disabilitas")
    LEADERS = "tokoh", _("Tokoh agama dan masyarakat")
    PROVIDER = "penyelenggara", _("Penyelenggara layanan")


PEKPPP_UNSUR = (Unsur.USERS, Unsur.EXPERTS, Unsur.AGENCIES, Unsur.CIVIL_SOCIETY, Unsur.MEDIA)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User | AnonymousUser) -> "MeetingQuerySet":
        """Meetings that this person manages."""
        paths = user.paths_for(Permission.MEETING_MANAGE) if isinstance(user, User) else ()
        return self.filter(within(paths))

    def public(self, office: Office) -> "MeetingQuerySet":
        """Every meeting is announced: the plan before, the results after."""
        return self.filter(office=office)


class Meeting(models.Model):
    """One meeting, from the invitation to the published minutes."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="meetings", verbose_name=_("kantor"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="meetings", verbose_name=_("unit penyelenggara")
    )
    kind = models.CharField(_("bentuk"), max_length=10, choices=Kind.choices, default=Kind.FORUM)
    title = models.CharField(_("judul"), max_length=160)
    slug = models.SlugField(_("alamat halaman"), max_length=80)
    invitation = models.TextField(_("undangan"))
    held_at = models.DateTimeField(_("waktu"))
    place = models.CharField(_("tempat"), max_length=200)
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.PLANNED)
    minutes_number = models.CharField(_("nomor berita acara"), max_length=60, blank=True)
    chair_title = models.CharField(_("jabatan pimpinan"), max_length=120, blank=True)
    chair_name = models.CharField(_("nama pimpinan"), max_length=150, blank=True)
    photo = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("foto kegiatan")
    )
    photo_text = models.CharField(_("keterangan foto"), max_length=200, blank=True)
    minutes = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("berita acara untuk ditandatangani"),
    )  # fmt: skip
    public_minutes = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("berita acara untuk umum"),
    )  # fmt: skip
    signed_minutes = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("pindaian berita acara bertanda tangan"),
    )  # fmt: skip
    published_at = models.DateTimeField(_("diterbitkan pada"), null=True, blank=True)
    cancelled_reason = models.CharField(_("alasan pembatalan"), max_length=300, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("musyawarah")
        verbose_name_plural = _("musyawarah")
        constraints = [
            models.UniqueConstraint(fields=["office", "slug"], name="meeting_slug_once"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="meeting_published_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancelled_reason=""),
                name="meeting_cancelled_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["office", "-held_at", "-id"], name="meeting_list")]

    def __str__(self) -> str:
        return self.title


class Invitation(models.Model):
    """Who was invited, and for which unsur."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="invitations", verbose_name=_("musyawarah")
    )
    unsur = models.CharField(_("unsur"), max_length=16, choices=Unsur.choices)
    addressee = SealedTextField(verbose_name=_("yang diundang"))
    added_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        verbose_name = _("undangan")
        verbose_name_plural = _("undangan")

    def __str__(self) -> str:
        return self.unsur


class Attendance(models.Model):
    """One person, or several of one unsur when names were not written down. ``women`` is optional."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="attendance", verbose_name=_("musyawarah")
    )
    unsur = models.CharField(_("unsur"), max_length=16, choices=Unsur.choices)
    name = SealedTextField(verbose_name=_("nama"), null=True)
    count = models.PositiveSmallIntegerField(_("jumlah orang"), default=1)
    women = models.PositiveSmallIntegerField(_("di antaranya perempuan"), null=True, blank=True)
    signs = models.BooleanField(_("mewakili peserta menandatangani berita acara"), default=False)
    added_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        verbose_name = _("kehadiran")
        verbose_name_plural = _("kehadiran")
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="attendance_somebody"),
            models.CheckConstraint(
                condition=Q(women__isnull=True) | Q(women__lte=F("count")), name="attendance_women_within"
            ),
            models.CheckConstraint(
                condition=Q(signs=False) | Q(name__isnull=False), name="attendance_signer_has_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unsur} × {self.count}"


class AgendaItem(models.Model):
    """One point of the agenda."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name=_("musyawarah"))
    text = models.CharField(_("mata acara"), max_length=300)

    class Meta:
        verbose_name = _("mata acara")
        verbose_name_plural = _("mata acara")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class Problem(models.Model):
    """A problem that was raised, where possible tied to a service and an element of the survey."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="problems", verbose_name=_("musyawarah")
    )
    text = models.TextField(_("masalah"))
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="problems", verbose_name=_("layanan")
    )
    element = models.CharField(_("unsur layanan"), max_length=12, choices=ELEMENT_CHOICES, blank=True)

    class Meta:
        verbose_name = _("masalah yang disampaikan")
        verbose_name_plural = _("masalah yang disampaikan")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]


class Agreement(models.Model):
    """What was agreed, by whom and until when; what was not agreed is recorded too, with the reason."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="agreements", verbose_name=_("musyawarah")
    )
    text = models.TextField(_("kesepakatan"))
    is_agreed = models.BooleanField(_("disepakati"), default=True)
    reason = models.CharField(_("alasan tidak disepakati"), max_length=300, blank=True)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name=_("layanan")
    )
    element = models.CharField(_("unsur layanan"), max_length=12, choices=ELEMENT_CHOICES, blank=True)
    owner_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("penanggung jawab"),
    )
    due_on = models.DateField(_("target selesai"), null=True, blank=True)

    class Meta:
        verbose_name = _("kesepakatan")
        verbose_name_plural = _("kesepakatan")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_agreed=False) | Q(owner_unit__isnull=False, due_on__isnull=False),
                name="agreement_has_owner_and_date",
            ),
            models.CheckConstraint(
                condition=Q(is_agreed=True) | ~Q(reason=""), name="agreement_refused_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
