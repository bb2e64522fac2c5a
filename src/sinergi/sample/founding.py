"""The sample office on its first day, by the founding operations of the rooms below."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.accounts.operations import create_user, grant_role
from sinergi.audit.actors import SYSTEM
from sinergi.catalogue import founding_set
from sinergi.catalogue.models import ServiceVersion, VersionStatus
from sinergi.competency.models import Method
from sinergi.competency.operations import Reading, assess_many
from sinergi.letters import founding_templates
from sinergi.organization.models import Competency, Office, Unit, UnitKind
from sinergi.organization.operations import add_position, add_unit, found_office
from sinergi.organization.queries import root_unit
from sinergi.personnel.models import Employee
from sinergi.personnel.operations import EmployeeData, Training, record_trainings, register_employee
from sinergi.sample.stories.staff import Person
from sinergi.sample.world import DISTRICT, SECTIONS, VILLAGES, Span
from sinergi.surveys import founding as survey_founding
from sinergi.worktime.operations import found_calendar

PASSWORD = "contoh-sinergi-2026"  # noqa: S105 - the printed password of the sample office, which holds no real data
NAME = "Kecamatan Medan Marelan (DATA CONTOH)"


@dataclass(frozen=True)
class Founded:
    """The office with what the players look up by the keys of the stories."""

    office: Office
    units: dict[str, Unit]
    users: dict[str, User]
    employees: dict[str, Employee]
    versions: dict[str, ServiceVersion]

    @property
    def root(self) -> Unit:
        return self.units[DISTRICT]


@transaction.atomic
def found(people: tuple[Person, ...], span: Span) -> Founded:
    """Office, units, calendar, services, letters, questionnaire, staff with accounts, levels and training history."""
    now = span.founded_at
    office = found_office(
        name=NAME, city="Kota Medan", code="12.71.12", reference_prefix="MRL", letter_code="MRL",
        calendar=found_calendar("Kecamatan Medan Marelan"), by=SYSTEM, now=now, is_sample=True,
        province="Sumatera Utara", address="Jalan Contoh Kapten 1, Medan Marelan", phone="061-0000000",
        whatsapp="+628126000000", email="kantor@contoh.id",
    )  # fmt: skip
    units = _units(office, now)
    founding_set.load(office, by=SYSTEM, now=now)
    founding_templates.load(office, by=SYSTEM, now=now)
    survey_founding.load(office, by=SYSTEM, now=now)
    encoded = make_password(PASSWORD)
    users = {one.key: _user(one, units, office, encoded, now) for one in people if one.username}
    employees = {one.key: _employee(one, units, users, now) for one in people}
    _history(people, employees, now)
    return Founded(office, units, users, employees, _versions(office))


def _units(office: Office, now: datetime) -> dict[str, Unit]:
    root = root_unit(office)
    units = {DISTRICT: root}
    for village in VILLAGES:
        units[village.name] = add_unit(
            office=office, parent=root, kind=UnitKind.VILLAGE, name=village.name, code=village.code,
            letter_code=village.letter_code, by=SYSTEM, now=now,
        )  # fmt: skip
    for name in SECTIONS:
        units[name] = add_unit(
            office=office, parent=root, kind=UnitKind.SECTION, name=name, by=SYSTEM, now=now
        )
    return units


def _user(one: Person, units: dict[str, Unit], office: Office, encoded: str, now: datetime) -> User:
    user, _password = create_user(
        office=office, unit=units[one.role_unit], username=one.username, name=one.name, by=SYSTEM, now=now,
        password=PASSWORD, encoded=encoded,
    )  # fmt: skip
    grant_role(
        user=user,
        role=one.role,
        unit=units[one.role_unit],
        starts_on=timezone.localdate(now),
        by=SYSTEM,
        now=now,
    )
    return user


def _employee(one: Person, units: dict[str, Unit], users: dict[str, User], now: datetime) -> Employee:
    position = add_position(unit=units[one.unit], title=one.title, kind=one.post, by=SYSTEM, now=now)
    data = EmployeeData(
        unit=units[one.unit], name=one.name, kind=one.kind, nip=one.nip, position=position, rank=one.rank,
        started_on=one.started, user=users.get(one.key),
    )  # fmt: skip
    return register_employee(data, by=SYSTEM, now=now)


def _history(people: tuple[Person, ...], employees: dict[str, Employee], now: datetime) -> None:
    day = timezone.localdate(now)
    trainings = [
        Training(
            employees[one.key].pk, title, hours, day - timedelta(days=ago), f"sample:{one.key}:{number}"[:80]
        )
        for one in people
        for number, (title, hours, ago) in enumerate(one.trainings)
    ]
    record_trainings(trainings, by=SYSTEM, now=now)
    keys = {row.key: row.pk for row in Competency.objects.all()}
    readings = [
        Reading(employees[one.key].pk, keys[key], level) for one in people for key, level in one.levels
    ]
    assess_many(readings, method=Method.OBSERVATION, assessed_on=day, by=SYSTEM, now=now)


def _versions(office: Office) -> dict[str, ServiceVersion]:
    rows = ServiceVersion.objects.filter(service__office=office, status=VersionStatus.PUBLISHED)
    return {row.service.slug: row for row in rows.select_related("service__office__calendar")}
