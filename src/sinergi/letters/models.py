"""Registers and their numbers, letter templates, letters (Permendagri 1/2023 naskah dinas, 83/2022 classification)."""

import secrets
import uuid

import pgtrigger
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User, within
from sinergi.catalogue.models import Act, ServiceVersion
from sinergi.documents.models import Document
from sinergi.letters.workflow import EntryStatus, Status
from sinergi.organization.models import Office, Unit
from sinergi.vault.fields import SealedJSONField, SealedTextField

CODE_BYTES = 16  # 128 bits: the address on a letter cannot be guessed
CODE_LENGTH = 22
DEFAULT_PATTERN = "{klasifikasi}/{urut:02}/{unit}/{bulan}/{tahun}"


def new_code() -> str:
    """A verification code: 128 random bits in 22 characters that need no escaping in an address."""
    return secrets.token_urlsafe(CODE_BYTES)


class Paper(models.TextChoices):
    F4 = "F4", _("F4 (215 × 330 mm)")
    A4 = "A4", _("A4 (210 × 297 mm)")


class Book(models.TextChoices):
    """Which register of a unit a number belongs to."""

    OUTGOING = "keluar", _("Register surat keluar")
    ACKNOWLEDGED = "diketahui", _("Register surat diketahui")


class Letterhead(models.Model):
    """What stands at the head of a unit's letters, and the pattern of its numbers. Absent: the office's own data."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="letterhead", verbose_name=_("unit kerja"))
    address = models.CharField(_("alamat pada kop"), max_length=250, blank=True)
    contact = models.CharField(_("kontak pada kop"), max_length=200, blank=True)
    place = models.CharField(_("tempat penandatanganan"), max_length=80, blank=True)
    pattern = models.CharField(_("pola nomor surat"), max_length=120, default=DEFAULT_PATTERN)
    arms = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lambang")
    )

    class Meta:
        verbose_name = _("kop surat")
        verbose_name_plural = _("kop surat")

    def __str__(self) -> str:
        return f"kop {self.unit_id}"


class Register(models.Model):
    """The counter of one book of one unit in one year; its row is locked while a number is given."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="registers", verbose_name=_("kantor"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="registers", verbose_name=_("unit kerja"))
    year = models.PositiveSmallIntegerField(_("tahun"))
    code = models.CharField(_("buku register"), max_length=10, choices=Book.choices)
    last_number = models.PositiveIntegerField(_("nomor terakhir"), default=0)

    class Meta:
        verbose_name = _("register surat")
        verbose_name_plural = _("register surat")
        constraints = [models.UniqueConstraint(fields=["unit", "year", "code"], name="register_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.year}/{self.code}"


class Template(models.Model):
    """The text of the letter of a service version. ``body``: see `letters.texts`."""

    version = models.OneToOneField(
        ServiceVersion, models.PROTECT, related_name="letter_template", verbose_name=_("versi layanan")
    )
    classification = models.CharField(_("kode klasifikasi"), max_length=20)
    legal_basis = models.CharField(_("dasar hukum"), max_length=250, blank=True)
    title = models.CharField(_("judul surat"), max_length=120)
    body = models.TextField(_("isi surat"))
    paper = models.CharField(_("ukuran kertas"), max_length=2, choices=Paper.choices, default=Paper.F4)
    validity_months = models.PositiveSmallIntegerField(_("masa berlaku (bulan)"), null=True, blank=True)

    class Meta:
        verbose_name = _("templat surat")
        verbose_name_plural = _("templat surat")

    def __str__(self) -> str:
        return self.title


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User | AnonymousUser) -> "LetterQuerySet":
        """Letters of the units where this person keeps the registers."""
        paths = user.paths_for(Permission.LETTER_ISSUE) if isinstance(user, User) else ()
        return self.filter(within(paths))


class Letter(models.Model):
    """One letter. Who it is for and what it says are sealed; the register knows only its number and kind."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="letters", verbose_name=_("kantor"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="letters", verbose_name=_("unit penerbit"))
    version = models.ForeignKey(
        ServiceVersion, models.PROTECT, related_name="letters", verbose_name=_("versi layanan")
    )
    template = models.ForeignKey(
        Template, models.PROTECT, related_name="letters", verbose_name=_("templat surat")
    )
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.DRAFT)
    code = models.CharField(_("kode periksa"), max_length=CODE_LENGTH, unique=True, default=new_code)
    number = models.CharField(_("nomor surat"), max_length=60)
    title = models.CharField(_("judul surat"), max_length=120)
    holder = SealedTextField(verbose_name=_("nama pemegang"))
    values = SealedJSONField(verbose_name=_("isian"))
    issued_at = models.DateTimeField(_("diterbitkan pada"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    pdf = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("berkas surat")
    )
    signed_scan = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pindaian bertanda tangan"),
    )
    signed_at = models.DateTimeField(_("pindaian disimpan pada"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ditarik pada"), null=True, blank=True)
    withdrawn_by = models.CharField(_("ditarik oleh"), max_length=150, blank=True)
    withdrawn_reason = models.CharField(_("alasan penarikan"), max_length=500, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("surat")
        verbose_name_plural = _("surat")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="valid") | Q(signed_scan__isnull=False), name="letter_valid_has_scan"
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="letter_withdrawn_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Signer(models.Model):
    """Who stands under a letter, as it was when the letter got its number."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="signers", verbose_name=_("surat"))
    position = models.PositiveSmallIntegerField(_("urutan"))
    role = models.CharField(_("peran"), max_length=12)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit kerja"))
    act = models.CharField(_("tindakan"), max_length=14, choices=Act.choices)
    title = models.CharField(_("jabatan"), max_length=120)
    name = models.CharField(_("nama"), max_length=150, blank=True)
    rank = models.CharField(_("pangkat/golongan"), max_length=80, blank=True)
    nip = models.CharField(_("NIP"), max_length=18, blank=True)
    number = models.CharField(_("nomor register"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("penanda tangan surat")
        verbose_name_plural = _("penanda tangan surat")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["letter", "position"], name="signer_once")]

    def __str__(self) -> str:
        return f"{self.act} {self.title}"


class RegisterEntryQuerySet(models.QuerySet["RegisterEntry"]):
    def visible_to(self, user: User | AnonymousUser) -> "RegisterEntryQuerySet":
        """Numbers of the registers that this person keeps."""
        paths = user.paths_for(Permission.LETTER_ISSUE) if isinstance(user, User) else ()
        return self.filter(within(paths, "register__unit"))


class RegisterEntry(models.Model):
    """One number of a register: used by a letter, reserved on paper for a power cut, or voided for a reason."""

    register = models.ForeignKey(
        Register, models.PROTECT, related_name="entries", verbose_name=_("register surat")
    )
    number = models.PositiveIntegerField(_("nomor urut"))
    status = models.CharField(
        _("status"), max_length=8, choices=EntryStatus.choices, default=EntryStatus.USED
    )
    letter = models.ForeignKey(
        Letter, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("surat")
    )
    given_at = models.DateTimeField(_("diberikan pada"))
    block = models.UUIDField(_("blok nomor"), null=True, blank=True)
    late_reason = models.CharField(_("alasan dicatat kemudian"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("dicatat pada"), null=True, blank=True)
    void_reason = models.CharField(_("alasan pembatalan"), max_length=300, blank=True)
    voided_at = models.DateTimeField(_("dibatalkan pada"), null=True, blank=True)
    voided_by = models.CharField(_("dibatalkan oleh"), max_length=150, blank=True)

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomor register")
        verbose_name_plural = _("nomor register")
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="register_number_once"),
            models.CheckConstraint(
                condition=~Q(status="used") | Q(letter__isnull=False), name="register_used_has_letter"
            ),
            models.CheckConstraint(
                condition=~Q(status="voided") | ~Q(void_reason=""), name="register_voided_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status="reserved") | Q(letter__isnull=True, block__isnull=False),
                name="register_reserved_is_free",
            ),
        ]
        indexes = [
            models.Index(fields=["block"], condition=Q(block__isnull=False), name="register_block"),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.number)
