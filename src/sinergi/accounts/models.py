"""People who sign in, and the roles that they hold at units from a date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sinergi.access.permissions import ROLE_PERMISSIONS, Permission, Role
from sinergi.kept import Kept, Slot
from sinergi.organization.models import Office, Unit, is_root


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)

    def visible_to(self, user: Any) -> "models.QuerySet[User]":
        """Staff accounts of the units that ``user`` administers; those without any role only at the office itself."""
        paths = user.paths_for(Permission.USER_MANAGE) if getattr(user, "is_authenticated", False) else ()
        staff = self.filter(kind=UserKind.STAFF, office_id=user.office_id) if paths else self.none()
        if any(is_root(path) for path in paths):
            return staff
        return staff.filter(pk__in=RoleAssignment.objects.filter(within(paths)).values("user_id"))


@dataclass(frozen=True)
class Grant:
    """A role that a person holds on a day: ``path`` is the unit's path, so it covers what lies below."""

    role: str
    unit_id: int
    path: str
    office_id: int
    unit_title: str

    @property
    def permissions(self) -> frozenset[Permission]:
        return ROLE_PERMISSIONS.get(self.role, frozenset())


class UserKind(models.TextChoices):
    STAFF = "staff", _("Aparatur")
    CITIZEN = "citizen", _("Warga")


class User(AbstractBaseUser):
    """Somebody who can sign in. What a staff member may do follows only from role assignments."""

    username = models.CharField(_("nama pengguna"), max_length=60, unique=True)
    name = models.CharField(_("nama"), max_length=150)
    email = models.EmailField(_("surel"), blank=True)
    kind = models.CharField(
        _("jenis pengguna"), max_length=8, choices=UserKind.choices, default=UserKind.STAFF
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("kantor")
    )
    is_active = models.BooleanField(_("aktif"), default=True)
    must_change_password = models.BooleanField(_("wajib ganti kata sandi"), default=False)
    date_joined = models.DateTimeField(_("terdaftar sejak"))

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    is_staff = False  # Django's admin is not installed; libraries ask for these two
    is_superuser = False

    objects = UserManager()

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="staff") | Q(office__isnull=False), name="user_staff_has_office"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.date_joined:  # made by allauth's sign-up, which knows no clock of ours
            self.date_joined = self._asked_at
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def audit_id(self) -> str:
        return f"user:{self.pk}"

    @property
    def audit_name(self) -> str:
        return self.name or self.username

    def at(self, now: datetime) -> "User":
        """Say at which moment this person acts; grants are those of that day. Returns self."""
        self.__dict__["_asked_at"] = now
        self.__dict__.pop("grants", None)
        return self

    @cached_property
    def _asked_at(self) -> datetime:
        raise RuntimeError("user.at(now) was not called: grants depend on the day")

    @property
    def today(self) -> date:
        """The day of `at` at the person's office; citizens, who have none, live by the zone that is active."""
        return self.office.day(self._asked_at) if self.office else timezone.localdate(self._asked_at)

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """Roles held on the day of `at`; none for a disabled account."""
        if not self.is_active or self.kind != UserKind.STAFF:
            return ()
        return tuple(
            Grant(row.role, row.unit_id, row.unit.path, row.unit.office_id, row.unit.title)
            for row in _held.rows(user=self.pk, day=self.today)
        )

    def paths_for(self, permission: Permission) -> tuple[str, ...]:
        """Paths of the units where this person has ``permission``."""
        return tuple({grant.path for grant in self.grants if permission in grant.permissions})

    def holds(self, permission: Permission, *, at: Unit | None = None) -> bool:
        """Whether ``permission`` is held at ``at`` (or anywhere)."""
        paths = self.paths_for(permission)
        return bool(paths) if at is None else any(at.path.startswith(path) for path in paths)

    def holds_role(self, role: str, *, unit_id: int) -> bool:
        """Whether exactly this role is held at exactly this unit (the signing chain asks so)."""
        return any(grant.role == role and grant.unit_id == unit_id for grant in self.grants)


def within(paths: Iterable[str], field: str = "unit") -> Q:
    """A filter for rows whose ``field`` (a unit) lies at or below one of ``paths``; nothing for no paths."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__path__startswith": path})
    return condition


class DateRange(Func):
    function = "DATERANGE"
    template = "%(function)s(%(expressions)s, '[)')"


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def held_on(self, day: date | Slot) -> "RoleAssignmentQuerySet":
        """Assignments in force on ``day``; ``ends_on`` is the first day without the role."""
        return self.filter(Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day)))


class RoleAssignment(models.Model):
    """A role held by a person at a unit from ``starts_on`` until the day before ``ends_on``."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="role_assignments", verbose_name=_("pengguna")
    )
    role = models.CharField(_("peran"), max_length=12, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="role_assignments", verbose_name=_("unit kerja")
    )
    starts_on = models.DateField(_("mulai berlaku"))
    ends_on = models.DateField(_("berakhir"), null=True, blank=True)
    acting = models.BooleanField(_("pelaksana harian/tugas (Plh/Plt)"), default=False)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penugasan peran")
        verbose_name_plural = _("penugasan peran")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="role_period_order"
            ),
            ExclusionConstraint(
                name="role_not_twice_at_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} @ {self.unit_id}"


_held = Kept(
    lambda: (
        RoleAssignment.objects.held_on(Slot("day"))
        .filter(user_id=Slot("user"))
        .select_related("unit")
        .order_by("pk")
    )
)


class AttemptCount(models.Model):
    """What all web processes must know together for some minutes: tries at a second factor, codes that were used.

    Django's database cache keeps its rows here; keys are keyed hashes (`sinergi.web.signin.counted_key`).
    """

    cache_key = models.CharField(_("kunci"), max_length=255, primary_key=True)
    value = models.TextField(_("hitungan"))
    expires = models.DateTimeField(_("berlaku sampai"), db_index=True)

    class Meta:
        verbose_name = _("hitungan percobaan")
        verbose_name_plural = _("hitungan percobaan")

    def __str__(self) -> str:
        return self.cache_key
