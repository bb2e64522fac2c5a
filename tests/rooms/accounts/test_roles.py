"""Roles are held at units from a date, and cover what lies below."""

from datetime import date, timedelta

import pytest

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.accounts import operations
from sinergi.accounts.models import RoleAssignment, User
from sinergi.audit.actors import SYSTEM
from sinergi.organization.queries import root_unit
from tests.factories import people


def test_role_covers_the_unit_and_nothing_beside_it(budi, terjun, paya_pasir, office):
    assert budi.holds(Permission.CASE_VIEW, at=terjun)
    assert not budi.holds(Permission.CASE_VIEW, at=paya_pasir)
    assert not budi.holds(Permission.CASE_VIEW, at=root_unit(office))


def test_role_at_the_root_covers_every_village(office, terjun):
    camat = people.staff("camat", "camat", root_unit(office))
    assert camat.holds(Permission.CASE_VIEW, at=terjun)
    assert not camat.holds_role("camat", unit_id=terjun.pk)


@pytest.mark.parametrize(("days", "held"), [(-1, False), (0, True), (9, True), (10, False)])
def test_role_holds_from_its_first_to_before_its_last_day(terjun, now, days, held):
    user = people.staff("lina", None, terjun)
    start = now.date()
    operations.grant_role(
        user=user,
        role="lurah",
        unit=terjun,
        starts_on=start,
        ends_on=start + timedelta(days=10),
        by=SYSTEM,
        now=now,
    )
    assert user.at(now + timedelta(days=days)).holds(Permission.APPROVE_LURAH) is held


def test_same_role_twice_at_once_is_refused_in_words(budi, terjun, now):
    with pytest.raises(Refused, match="sudah memegang"):
        operations.grant_role(
            user=budi, role="examiner", unit=terjun, starts_on=date(2026, 1, 1), by=SYSTEM, now=now
        )


def test_disabled_account_holds_nothing(budi, now):
    User.objects.filter(pk=budi.pk).update(is_active=False)
    assert not User.objects.get(pk=budi.pk).at(now).grants


def test_grants_without_a_moment_are_an_error(budi):
    with pytest.raises(RuntimeError, match="at"):
        _ = User.objects.get(pk=budi.pk).grants


@pytest.mark.parametrize(
    ("role", "kind", "fits"),
    [
        ("lurah", "kecamatan", False), ("lurah", "seksi", False), ("lurah", "kelurahan", True),
        ("camat", "kelurahan", False), ("sekcam", "seksi", False), ("kasi", "lingkungan", False),
        ("kasi", "seksi", True), ("examiner", "seksi", True), ("counter", "kecamatan", True),
    ],
)  # fmt: skip
def test_a_role_is_given_only_where_there_is_one(office, terjun, now, role, kind, fits):
    """A lurah at the kecamatan would see and sign for every kelurahan."""
    places = {"kecamatan": root_unit(office), "kelurahan": terjun}
    unit = places.get(kind) or people.unit(office, kind, "Contoh", terjun)
    lina = people.staff("lina", None, terjun)
    give = {"user": lina, "role": role, "unit": unit, "starts_on": now.date(), "by": SYSTEM, "now": now}
    if fits:
        operations.grant_role(**give)
    else:
        with pytest.raises(Refused, match="hanya untuk") as caught:
            operations.grant_role(**give)
        assert caught.value.field == "unit"
    assert lina.role_assignments.exists() is fits


def test_officer_may_not_give_roles(budi, terjun, now):
    with pytest.raises(Refused):
        operations.grant_role(user=budi, role="admin", unit=terjun, starts_on=now.date(), by=budi, now=now)
    assert not RoleAssignment.objects.filter(user=budi, role="admin").exists()


def test_admin_may_not_reach_another_office(now, office):
    other = people.office("Kecamatan Contoh Lain", code="12.71.13", prefix="LAI")
    admin = people.staff("admin", "admin", root_unit(office))
    stranger = people.staff("asing", None, root_unit(other))
    with pytest.raises(Refused):
        operations.reset_password(stranger, unit=root_unit(other), by=admin, now=now)


def test_reset_gives_a_password_that_works_and_must_be_changed(budi, office, now):
    admin = people.staff("admin", "admin", root_unit(office))
    password = operations.reset_password(budi, unit=root_unit(office), by=admin, now=now)
    fresh = User.objects.get(pk=budi.pk)
    assert fresh.check_password(password) and fresh.must_change_password


def test_end_of_a_role_comes_nearer_and_never_moves_away(budi, terjun, now):
    """Longer would run into the next period of the same role."""
    lina = people.staff("lina", None, terjun)
    do = {"user": lina, "role": "lurah", "unit": terjun, "by": SYSTEM, "now": now}
    first = operations.grant_role(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 1), **do)
    operations.grant_role(starts_on=date(2026, 3, 1), **do)
    for later in (date(2026, 3, 2), date(2027, 1, 1)):
        with pytest.raises(Refused, match="beri peran baru") as caught:
            operations.end_role(first, ends_on=later, by=SYSTEM, now=now)
        assert caught.value.field == "ends_on"
    operations.end_role(first, ends_on=date(2026, 2, 1), by=SYSTEM, now=now)
    assert RoleAssignment.objects.get(pk=first.pk).ends_on == date(2026, 2, 1)


def test_two_accounts_of_one_name_at_once_are_refused_in_words(budi, terjun, office, now, monkeypatch):
    monkeypatch.setattr(
        "django.db.models.query.QuerySet.exists", lambda self: False
    )  # the other one is not seen yet
    with pytest.raises(Refused, match="sudah dipakai") as caught:
        operations.create_user(
            office=office, unit=terjun, username=budi.username, name="Contoh", by=SYSTEM, now=now
        )
    assert caught.value.field == "username"
    assert User.objects.filter(username=budi.username).count() == 1
