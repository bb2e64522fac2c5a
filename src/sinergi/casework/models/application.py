"""A citizen's application, from draft to hand-over."""

import uuid
from datetime import datetime
from typing import Any

import pghistory
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import Permission, Role
from sinergi.accounts.models import User, within
from sinergi.casework.references import token_digest
from sinergi.casework.workflow import CLOSED, HELD, OPEN, RUNNING, Channel, Status
from sinergi.catalogue.models import ServiceVersion
from sinergi.letters.models import Letter
from sinergi.letters.workflow import Status as LetterStatus
from sinergi.organization.models import Office, Unit, UnitKind
from sinergi.vault.fields import SealedJSONField, SealedTextField

SEALED = [
    "name", "nik", "phone", "email", "address", "pin", "answers", "unfinished", "survey_token", "collected_by",
]  # fmt: skip
HASHES = ["nik_index", "contact_index", "contact_check", "link_digest"]


def _in(field: str, statuses: frozenset[Status]) -> Q:
    return Q(**{f"{field}__in": sorted(statuses)})


def _exactly_when(present: Q, condition: Q) -> Q:
    return (present & condition) | (~present & ~condition)


def units_above_own_section(user: User) -> list[int]:
    """The units for which ``user`` signs as kasi of a seksi right below. No query for anybody but a kasi."""
    held = [grant.unit_id for grant in user.grants if grant.role == Role.KASI]
    if not held:
        return []
    sections = Unit.objects.filter(pk__in=held, kind=UnitKind.SECTION, parent__isnull=False)
    return [parent for parent in sections.values_list("parent_id", flat=True) if parent is not None]


def signs_for(role: str, unit: Unit) -> Q:
    """The role assignments that may give a signing step of ``role`` at ``unit``: held there, or by a kasi at a seksi
    right below."""
    held = Q(role=role, unit=unit)
    if role == Role.KASI:
        held |= Q(role=role, unit__parent=unit, unit__kind=UnitKind.SECTION)
    return held


class CheckKind(models.TextChoices):
    """What the second fact of tracking is made of."""

    PHONE = "phone", _("4 angka terakhir nomor HP")
    EMAIL = "email", _("4 huruf atau angka terakhir sebelum tanda @ pada surel")
    PIN = "pin", _("PIN 4 angka pada bukti pendaftaran")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ApplicationQuerySet":
        """Submitted cases at or below the units where ``user`` may view cases; drafts that the user enters at the
        counter, and what became of them at the kecamatan, as long as the user receives people of that kelurahan; what
        a kasi signs for it. Citizens reach theirs by cookie or link, never by an account."""
        if not isinstance(user, User):
            return self.none()
        paths = user.paths_for(Permission.CASE_VIEW)
        seen = ~Q(status=Status.DRAFT) & within(paths)
        own = Q(entered_by=user) & within(user.paths_for(Permission.CASE_RECEIVE), "village")
        if above := units_above_own_section(user):
            signed = self.model.objects.filter(approvals__decided_by=user).values("pk")
            own |= Q(turn_role=Role.KASI, turn_unit__in=above) | Q(pk__in=signed)
        return self.filter(seen | own)

    def waiting_for(self, user: "User | AnonymousUser") -> "ApplicationQuerySet":
        """Cases whose next signing step is a role that ``user`` holds at the very unit of the step, or for a kasi at
        a seksi right below it."""
        if not isinstance(user, User):
            return self.none()
        turns = Q(pk__in=[])
        for grant in user.grants:
            turns |= Q(turn_role=grant.role, turn_unit_id=grant.unit_id)
        if above := units_above_own_section(user):
            turns |= Q(turn_role=Role.KASI, turn_unit__in=above)
        return self.filter(turns, status=Status.AWAITING_SIGNATURE)

    def opened_with(self, token: str | None) -> "ApplicationQuerySet":
        """The application whose own link token this is; nothing for none."""
        return self.filter(link_digest=token_digest(token)) if token else self.none()

    def sole(self) -> "Application | None":
        """The one row of a filter on a unique column, or None. `first` would order by the key, which costs more here
        than the query itself."""
        return next(iter(self[:1]), None)

    def submitted(self) -> "ApplicationQuerySet":
        return self.exclude(status=Status.DRAFT)

    def open(self) -> "ApplicationQuerySet":
        return self.filter(_in("status", OPEN))


@pghistory.track(exclude=[*SEALED, *HASHES])
class Application(models.Model):
    """One application for one service. Everything that says who the applicant is, is sealed or hashed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="applications", verbose_name=_("kantor"))
    version = models.ForeignKey(
        ServiceVersion, models.PROTECT, related_name="applications", verbose_name=_("versi layanan")
    )
    reference = models.CharField(_("nomor permohonan"), max_length=16, unique=True)
    status = models.CharField(_("status"), max_length=22, choices=Status.choices, default=Status.DRAFT)
    channel = models.CharField(_("saluran"), max_length=8, choices=Channel.choices, default=Channel.ONLINE)
    village = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kelurahan pemohon")
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("unit pengolah"),
    )
    team = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="served_applications", verbose_name=_("tim")
    )
    entered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("dicatat oleh")
    )
    handler = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="handled", verbose_name=_("pemeriksa")
    )

    name = SealedTextField(verbose_name=_("nama pemohon"), null=True)
    nik = SealedTextField(verbose_name=_("NIK"), null=True)
    phone = SealedTextField(verbose_name=_("nomor HP"), null=True)
    email = SealedTextField(verbose_name=_("surel"), null=True)
    address = SealedTextField(verbose_name=_("alamat"), null=True)
    pin = SealedTextField(verbose_name=_("PIN"), null=True)
    answers = SealedJSONField(verbose_name=_("jawaban formulir"), null=True)
    unfinished = SealedJSONField(verbose_name=_("isian yang belum benar"), null=True)
    nik_index = models.BinaryField(_("indeks buta NIK"), max_length=16, null=True)
    contact_index = models.BinaryField(_("indeks buta kontak"), max_length=16, null=True)
    contact_check = models.BinaryField(_("sidik 4 angka terakhir"), max_length=16, null=True)
    check_kind = models.CharField(_("pengaman status"), max_length=5, choices=CheckKind.choices, blank=True)

    agreed_at = models.DateTimeField(_("menyetujui pengolahan data"), null=True, blank=True)
    privacy_version = models.CharField(_("versi teks privasi"), max_length=10, blank=True)
    declared_at = models.DateTimeField(_("menyatakan benar"), null=True, blank=True)
    created_at = models.DateTimeField(_("mulai diisi"))
    submitted_at = models.DateTimeField(_("dikirim"), null=True, blank=True)
    draft_until = models.DateTimeField(_("draf disimpan sampai"))

    due_at = models.DateTimeField(_("paling lambat"), null=True, blank=True)
    promised_at = models.DateTimeField(_("janji semula"), null=True, blank=True)
    promise_minutes = models.PositiveIntegerField(_("janji (menit kerja)"), null=True, blank=True)
    used_minutes = models.PositiveIntegerField(_("terpakai (menit kerja)"), default=0)
    clock_since = models.DateTimeField(_("jam berjalan sejak"), null=True, blank=True)
    paused_at = models.DateTimeField(_("jam berhenti sejak"), null=True, blank=True)
    new_due_at = models.DateTimeField(_("waktu baru yang dikabarkan"), null=True, blank=True)
    overdue_noted_at = models.DateTimeField(_("petugas diingatkan"), null=True, blank=True)

    mended_at = models.DateTimeField(_("kembali dari warga"), null=True, blank=True)
    sent_back = models.PositiveSmallIntegerField(_("kali dikembalikan"), default=0)
    signing_round = models.PositiveSmallIntegerField(_("putaran tanda tangan"), default=0)
    turn_role = models.CharField(_("giliran"), max_length=12, choices=Role.choices, blank=True)
    turn_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit giliran")
    )
    letter = models.OneToOneField(
        Letter, models.PROTECT, null=True, blank=True, related_name="application", verbose_name=_("surat")
    )

    ready_at = models.DateTimeField(_("siap diambil"), null=True, blank=True)
    finished_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    collected_by = SealedTextField(verbose_name=_("diambil oleh"), null=True)
    survey_token = SealedTextField(verbose_name=_("kunci survei"), null=True)
    erase_after = models.DateField(_("hapus data setelah"), null=True, blank=True)
    erased_at = models.DateTimeField(_("data dihapus"), null=True, blank=True)

    key = models.UUIDField(_("kunci kirim"), unique=True)
    link_digest = models.BinaryField(_("sidik tautan"), max_length=32, unique=True)
    revision = models.PositiveIntegerField(_("revisi"), default=1)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("permohonan")
        verbose_name_plural = _("permohonan")
        indexes = [
            models.Index(fields=["office", "due_at", "id"], condition=_in("status", OPEN), name="case_queue"),
            models.Index(
                fields=["unit", "due_at", "id"], condition=_in("status", OPEN), name="case_queue_unit"
            ),
            models.Index(
                fields=["handler", "due_at"], condition=_in("status", OPEN), name="case_queue_handler"
            ),
            models.Index(
                fields=["turn_unit", "turn_role", "due_at", "id"],
                condition=Q(status=Status.AWAITING_SIGNATURE),
                name="case_turn",
            ),
            models.Index(fields=["draft_until"], condition=Q(status=Status.DRAFT), name="case_old_drafts"),
            models.Index(fields=["contact_index"], name="case_contact"),
            models.Index(fields=["nik_index"], name="case_nik"),
            models.Index(fields=["erase_after"], condition=Q(erased_at__isnull=True), name="case_erase"),
            models.Index(fields=["office", "finished_at"], name="case_finished"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=_exactly_when(Q(submitted_at__isnull=True), Q(status=Status.DRAFT)),
                name="case_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT)
                | Q(
                    unit__isnull=False,
                    village__isnull=False,
                    agreed_at__isnull=False,
                    declared_at__isnull=False,
                    promise_minutes__isnull=False,
                    promised_at__isnull=False,
                    erase_after__isnull=False,
                ),
                name="case_submitted_is_complete",
            ),
            models.CheckConstraint(
                condition=_exactly_when(Q(clock_since__isnull=False), _in("status", RUNNING)),
                name="case_clock_runs",
            ),
            models.CheckConstraint(
                condition=_exactly_when(Q(paused_at__isnull=False), Q(status=Status.NEEDS_FIX)),
                name="case_clock_stops_for_citizen",
            ),
            models.CheckConstraint(
                condition=_exactly_when(Q(due_at__isnull=False), _in("status", RUNNING)), name="case_due_runs"
            ),
            models.CheckConstraint(
                condition=_exactly_when(Q(finished_at__isnull=False), _in("status", CLOSED)),
                name="case_closed_has_time",
            ),
            models.CheckConstraint(
                condition=~_in("status", HELD) | Q(handler__isnull=False), name="case_held_has_handler"
            ),
            models.CheckConstraint(
                condition=_exactly_when(Q(turn_role=""), Q(turn_unit__isnull=True)), name="case_turn_pair"
            ),
            models.CheckConstraint(
                condition=Q(turn_role="") | Q(status=Status.AWAITING_SIGNATURE), name="case_turn_only_signing"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.READY, Status.FINISHED])
                | Q(letter__isnull=False, ready_at__isnull=False),
                name="case_ready_has_letter",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.FINISHED) | Q(team__isnull=False), name="case_finished_has_team"
            ),
            models.CheckConstraint(
                condition=_exactly_when(Q(contact_check__isnull=True), Q(check_kind="")),
                name="case_check_pair",
            ),
            models.CheckConstraint(
                condition=Q(unfinished__isnull=True) | Q(status__in=[Status.DRAFT, Status.NEEDS_FIX]),
                name="case_unfinished_while_filling_in",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(submitted_at__gte=F("created_at")),
                name="case_submitted_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_status_display(self) -> str:  # type: ignore[no-redef]
        """What Django's own says; that one hashes the translated labels of all statuses at each call."""
        return str(Status(self.status).label)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def runs(self) -> bool:
        """Whether the clock of the promise runs now."""
        return self.status in RUNNING

    @property
    def told_due(self) -> datetime | None:
        """Until when the applicant may expect the letter: the promise as its clock runs, or a later time that was
        told; None while the clock stands still."""
        due = self.due_at
        return max(due, self.new_due_at) if due is not None and self.new_due_at is not None else due

    @property
    def withdrawn_letter(self) -> Letter | None:
        """The letter of this case if it was withdrawn and no other has taken its place."""
        letter = self.letter if self.letter_id is not None else None
        return letter if letter is not None and letter.status == LetterStatus.WITHDRAWN else None

    @property
    def text_answers(self) -> dict[str, Any]:
        """The answers, empty for none."""
        return dict(self.answers or {})

    def is_draft_at(self, now: datetime) -> bool:
        """Whether this draft may still be continued."""
        return self.status == Status.DRAFT and now < self.draft_until
