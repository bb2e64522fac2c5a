"""Making a working office out of nothing: for `sinergi init`, the sample and the tests."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from sinergi.access.permissions import Role
from sinergi.accounts.models import User
from sinergi.accounts.operations import create_user, grant_role
from sinergi.audit.actors import SYSTEM
from sinergi.catalogue import founding_set
from sinergi.letters import founding_templates
from sinergi.organization.models import Office, Unit, UnitKind
from sinergi.organization.operations import add_unit, found_office
from sinergi.organization.queries import root_unit
from sinergi.surveys import founding as survey_founding
from sinergi.worktime.operations import found_calendar

SECTIONS = ("Seksi Pelayanan Umum", "Seksi Tata Pemerintahan", "Seksi Kesejahteraan Sosial")


@dataclass(frozen=True)
class Village:
    """A kelurahan: name, Kemendagri code and the code used in letter numbers."""

    name: str
    code: str = ""
    letter_code: str = ""


@dataclass(frozen=True)
class OfficePlan:
    """What `sinergi init` asks for."""

    name: str
    city: str
    code: str
    prefix: str
    villages: tuple[Village, ...]
    admin_username: str
    admin_name: str
    admin_password: str | None = None
    details: dict[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Founded:
    """The new office and its first administrator with the first password."""

    office: Office
    admin: User
    password: str


@transaction.atomic
def found(plan: OfficePlan, *, now: datetime) -> Founded:
    """Office, units, calendar, services with templates and questionnaire, and one administrator."""
    office = found_office(
        name=plan.name,
        city=plan.city,
        code=plan.code,
        reference_prefix=plan.prefix,
        letter_code=plan.prefix,
        calendar=found_calendar(plan.name),
        by=SYSTEM,
        now=now,
        **plan.details,
    )
    root = root_unit(office)
    _grow(office, root, plan, now)
    founding_set.load(office, by=SYSTEM, now=now)
    founding_templates.load(office, by=SYSTEM, now=now)
    survey_founding.load(office, by=SYSTEM, now=now)
    admin, password = create_user(
        office=office,
        unit=root,
        username=plan.admin_username,
        name=plan.admin_name,
        by=SYSTEM,
        now=now,
        password=plan.admin_password,
    )
    grant_role(user=admin, role=Role.ADMIN, unit=root, starts_on=office.day(now), by=SYSTEM, now=now)
    return Founded(office=office, admin=admin, password=password)


def _grow(office: Office, root: Unit, plan: OfficePlan, now: datetime) -> None:
    for village in plan.villages:
        add_unit(
            office=office,
            parent=root,
            kind=UnitKind.VILLAGE,
            name=village.name,
            code=village.code,
            letter_code=village.letter_code,
            by=SYSTEM,
            now=now,
        )
    for name in SECTIONS:
        add_unit(office=office, parent=root, kind=UnitKind.SECTION, name=name, by=SYSTEM, now=now)
