"""Calendars, opening hours and holidays as data (Perpres 21/2023; direct-service units may differ, article 7)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Calendar(models.Model):
    """The working time of one office. ``version`` grows with every change, so that copies in memory expire."""

    name = models.CharField(_("nama kalender"), max_length=100)
    version = models.PositiveIntegerField(_("versi"), default=1)

    class Meta:
        verbose_name = _("kalender kerja")
        verbose_name_plural = _("kalender kerja")

    def __str__(self) -> str:
        return self.name


class Season(models.TextChoices):
    NORMAL = "normal", _("Jam biasa")
    RAMADAN = "ramadan", _("Jam Ramadan")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Senin")
    TUESDAY = 1, _("Selasa")
    WEDNESDAY = 2, _("Rabu")
    THURSDAY = 3, _("Kamis")
    FRIDAY = 4, _("Jumat")
    SATURDAY = 5, _("Sabtu")
    SUNDAY = 6, _("Minggu")


class OpeningHours(models.Model):
    """When the counter is open on one weekday, from and until a date; Ramadan rows win over normal ones."""

    calendar = models.ForeignKey(
        Calendar, models.CASCADE, related_name="opening_hours", verbose_name=_("kalender kerja")
    )
    season = models.CharField(_("musim"), max_length=10, choices=Season.choices, default=Season.NORMAL)
    weekday = models.PositiveSmallIntegerField(_("hari"), choices=Weekday.choices)
    opens = models.TimeField(_("buka"))
    closes = models.TimeField(_("tutup"))
    break_starts = models.TimeField(_("mulai istirahat"), null=True, blank=True)
    break_ends = models.TimeField(_("selesai istirahat"), null=True, blank=True)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    legal_basis = models.CharField(_("dasar hukum"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("jam pelayanan")
        verbose_name_plural = _("jam pelayanan")
        constraints = [
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="opening_hours_order"),
            models.CheckConstraint(
                condition=Q(break_starts__isnull=True, break_ends__isnull=True)
                | Q(
                    break_starts__gte=F("opens"),
                    break_ends__lte=F("closes"),
                    break_starts__lt=F("break_ends"),
                ),
                name="opening_hours_break_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}–{self.closes:%H.%M}"


class HolidayKind(models.TextChoices):
    NATIONAL = "libur_nasional", _("Libur nasional")
    JOINT_LEAVE = "cuti_bersama", _("Cuti bersama")
    ELECTION = "libur_pemilu", _("Libur pemilihan umum")
    LOCAL = "libur_setempat", _("Libur setempat")


class Holiday(models.Model):
    """A day on which the office is closed; ``provisional`` until the joint decree is published."""

    calendar = models.ForeignKey(
        Calendar, models.CASCADE, related_name="holidays", verbose_name=_("kalender kerja")
    )
    date = models.DateField(_("tanggal"))
    kind = models.CharField(_("jenis"), max_length=20, choices=HolidayKind.choices)
    name = models.CharField(_("nama"), max_length=120)
    decree = models.CharField(_("dasar hukum"), max_length=200, blank=True)
    provisional = models.BooleanField(_("sementara"), default=False)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date", "name"], name="holiday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
