"""Accounts and roles: every change is one act of an administrator, and is recorded."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.accounts import policies
from sinergi.accounts.models import AttemptCount, RoleAssignment, User, UserKind
from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.organization.models import Office, Unit
from sinergi.organization.operations import change_office
from sinergi.organization.queries import root_unit

# Letters and digits that are not mistaken for each other when read aloud or copied by hand.
READABLE = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def _enforce(by: Actor, unit: Unit) -> None:
    """People are checked; the system itself (founding, sample data) may."""
    if isinstance(by, User):
        policies.can_manage_users(by, unit=unit).enforce()


def temporary_password() -> str:
    """Twelve readable characters, 59 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3))


def _taken() -> Refused:
    return Refused(_("Nama pengguna ini sudah dipakai. Pilih yang lain."), field="username")


def _save_new(user: User) -> None:
    """Insert; somebody may have taken the name since it was looked up."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        if "username" not in str(error):
            raise
        raise _taken() from error


@transaction.atomic
def create_user(
    *,
    office: Office,
    unit: Unit,
    username: str,
    name: str,
    by: Actor,
    now: datetime,
    email: str = "",
    password: str | None = None,
    encoded: str = "",
) -> tuple[User, str]:
    """Create a staff account. Returns it with its first password, which must be changed at first sign-in.

    ``encoded``: ``password`` as `make_password` gives it, for many accounts that share it: each hash takes 40 ms.
    """
    _enforce(by, unit)
    if User.objects.filter(username__iexact=username).exists():
        raise _taken()
    chosen = password or temporary_password()
    user = User(
        office=office,
        username=username.lower(),
        name=name,
        email=email,
        kind=UserKind.STAFF,
        must_change_password=password is None,
        date_joined=now,
    )
    if encoded:
        user.password = encoded
    else:
        user.set_password(chosen)
    _save_new(user)
    record("user.created", by=by, subject=("user", user.pk, username), office_id=office.pk, now=now)
    return user, chosen


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    unit: Unit,
    starts_on: date,
    by: Actor,
    now: datetime,
    ends_on: date | None = None,
    acting: bool = False,
) -> RoleAssignment:
    """Give ``user`` a role at ``unit`` from a date; refuses a unit that has no such role, and a period in which the
    role is held already.
    """
    _enforce(by, unit)
    fits = policies.fits(role, unit=unit)
    if not fits:
        raise Refused(fits.words, field="unit")
    try:
        with transaction.atomic():
            assignment = RoleAssignment.objects.create(
                user=user, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on, acting=acting
            )
    except IntegrityError as error:
        if "role_period_order" in str(error):
            raise Refused(_("Tanggal berakhir harus sesudah tanggal mulai."), field="ends_on") from error
        raise Refused(_("Orang ini sudah memegang peran itu pada masa tersebut."), field="role") from error
    record(
        "role.granted",
        by=by,
        subject=("user", user.pk, f"{user.username}: {role} @ {unit.name}"),
        office_id=unit.office_id,
        now=now,
    )
    return assignment


@transaction.atomic
def create_user_with_role(
    *,
    username: str,
    name: str,
    role: str,
    unit: Unit,
    starts_on: date,
    by: Actor,
    now: datetime,
    email: str = "",
    ends_on: date | None = None,
    acting: bool = False,
) -> tuple[User, str]:
    """Create a staff account with its first role, both or neither. Returns it with its one-time password."""
    user, password = create_user(
        office=unit.office, unit=unit, username=username, name=name, email=email, by=by, now=now
    )
    grant_role(
        user=user, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on, acting=acting, by=by, now=now
    )
    return user, password


@transaction.atomic
def end_role(assignment: RoleAssignment, *, ends_on: date, by: Actor, now: datetime) -> None:
    """End a role; ``ends_on`` is the first day without it. A role that has not begun is removed.

    Only ever shortens, so it cannot run into another period of the same role: longer is a new `grant_role`.
    """
    assignment = (
        RoleAssignment.objects.select_for_update().select_related("unit", "user").get(pk=assignment.pk)
    )
    _enforce(by, assignment.unit)
    if assignment.ends_on is not None and ends_on > assignment.ends_on:
        raise Refused(
            _("Peran ini sudah berakhir lebih awal. Untuk memperpanjangnya, beri peran baru."),
            field="ends_on",
        )
    if ends_on <= assignment.starts_on:
        assignment.delete()
    else:
        assignment.ends_on = ends_on
        assignment.save(update_fields=["ends_on"])
    record(
        "role.ended",
        by=by,
        office_id=assignment.unit.office_id,
        now=now,
        subject=("user", assignment.user_id, f"{assignment.user.username}: {assignment.role}"),
    )


@transaction.atomic
def reset_password(user: User, *, unit: Unit, by: Actor, now: datetime) -> str:
    """Give a new one-time password without any email. All sessions of the account end. Returns the password."""
    _enforce(by, unit)
    user = User.objects.select_for_update().get(pk=user.pk)
    chosen = temporary_password()
    user.set_password(chosen)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    record(
        "user.password_reset",
        by=by,
        subject=("user", user.pk, user.username),
        office_id=user.office_id,
        now=now,
    )
    return chosen


@transaction.atomic
def change_own_password(user: User, *, password: str, now: datetime) -> None:
    """Set one's own password; raises `django.core.exceptions.ValidationError` for a weak one."""
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record(
        "user.password_changed",
        by=user,
        subject=("user", user.pk, user.username),
        office_id=user.office_id,
        now=now,
    )


@transaction.atomic
def set_active(user: User, *, active: bool, unit: Unit, by: Actor, now: datetime) -> None:
    """Switch an account off or on. Off ends its sessions at the next request."""
    _enforce(by, unit)
    if isinstance(by, User) and by.pk == user.pk:
        raise Refused(_("Anda tidak dapat menonaktifkan akun sendiri."))
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = active
    user.save(update_fields=["is_active"])
    code = "user.enabled" if active else "user.disabled"
    record(code, by=by, subject=("user", user.pk, user.username), office_id=user.office_id, now=now)


@transaction.atomic
def configure_office(office: Office, *, profile: Mapping[str, str], by: User, now: datetime) -> Office:
    """Change the office's own data (`organization.operations.PROFILE`). Raises `Refused`."""
    policies.can_configure_office(by, unit=root_unit(office)).enforce()
    return change_office(office, profile=profile, by=by, now=now)


def forget_attempts(*, now: datetime) -> int:
    """Remove counts of attempts that hold nobody back any more. Returns how many."""
    return AttemptCount.objects.filter(expires__lt=now).delete()[0]
