"""Offices, units and people for tests. Names begin with "Contoh": no real person."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.test import Client

from sinergi.accounts.models import User
from sinergi.accounts.operations import create_user, grant_role
from sinergi.audit.actors import SYSTEM
from sinergi.organization.models import Office, Unit, UnitKind
from sinergi.organization.operations import add_unit, found_office
from sinergi.organization.queries import root_unit
from sinergi.worktime.operations import found_calendar

NOW = datetime(2026, 5, 14, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
PASSWORD = "kata-sandi-contoh-2026"


def office(
    name: str = "Kecamatan Contoh Marelan", *, code: str = "12.71.12", prefix: str = "MRL", **details: object
) -> Office:
    """An office with its calendar and root unit."""
    return found_office(
        name=name,
        city="Kota Medan",
        code=code,
        reference_prefix=prefix,
        calendar=found_calendar(name),
        by=SYSTEM,
        now=NOW,
        letter_code=prefix,
        **details,
    )


def village(office: Office, name: str = "Terjun") -> Unit:
    """A kelurahan of the office."""
    return unit(office, UnitKind.VILLAGE, name)


def section(office: Office, name: str = "Seksi Pelayanan Umum") -> Unit:
    """A seksi of the kecamatan itself."""
    return unit(office, UnitKind.SECTION, name)


def unit(office: Office, kind: str, name: str, parent: Unit | None = None) -> Unit:
    """A unit below ``parent`` or the root; the one that is there already when it exists."""
    above = parent or root_unit(office)
    found = Unit.objects.filter(office=office, parent=above, name=name).first()
    return found or add_unit(
        office=office, parent=above, kind=kind, name=name, letter_code="", by=SYSTEM, now=NOW
    )


def staff(username: str, role: str | None, unit: Unit, *, now: datetime = NOW, name: str = "") -> User:
    """A staff account that holds ``role`` at ``unit`` (None: an account without any role), asked about at ``now``."""
    user, _password = create_user(
        office=unit.office,
        unit=unit,
        username=username,
        name=name or f"Contoh {username.title()}",
        by=SYSTEM,
        now=NOW,
        password=PASSWORD,
    )
    if role:
        give(user, role, unit)
    return user.at(now)


def give(user: User, role: str, unit: Unit, *, since: date = date(2020, 1, 1)) -> None:
    """One more role."""
    grant_role(user=user, role=role, unit=unit, starts_on=since, by=SYSTEM, now=NOW)


def signed_in(user: User) -> Client:
    """A test client with the session of ``user``."""
    client = Client()
    client.force_login(user, backend="sinergi.accounts.backend.Backend")
    return client
