"""Competencies, requirements and trainings for tests."""

from datetime import date
from typing import Any

from sinergi.audit.actors import SYSTEM
from sinergi.catalogue.models import (
    Act,
    ChainLevel,
    ChainStep,
    CompetencyRequirement,
    PromiseUnit,
    Service,
    ServiceVersion,
    VersionStatus,
)
from sinergi.competency.models import Method, TrainingEvent
from sinergi.competency.operations import assess, open_event
from sinergi.organization.models import Competency, CompetencyCluster, Office, Unit
from sinergi.organization.queries import root_unit
from sinergi.personnel.models import Employee
from tests.factories.people import NOW
from tests.factories.personnel import employee


def competency(key: str = "komunikasi", name: str = "Komunikasi") -> Competency:
    """A competency of the dictionary."""
    defaults = {"name": name, "cluster": CompetencyCluster.MANAGERIAL}
    return Competency.objects.get_or_create(key=key, defaults=defaults)[0]


def service(
    office: Office, required: dict[Competency, int], *, slug: str = "sku", village: bool = True
) -> ServiceVersion:
    """A published service that needs ``required`` levels; ``village``: its letters are signed by the lurah."""
    owner = root_unit(office)
    made = Service.objects.create(
        office=office,
        slug=slug,
        name=f"Layanan {slug}",
        short_name=slug.upper(),
        summary="Contoh",
        owner_unit=owner,
    )
    version = ServiceVersion.objects.create(
        service=made,
        number=1,
        promise_amount=1,
        promise_unit=PromiseUnit.DAYS,
        product="Surat",
        effective_from=date(2026, 1, 1),
    )
    level = ChainLevel.VILLAGE if village else ChainLevel.DISTRICT
    role = "lurah" if village else "camat"
    ChainStep.objects.create(version=version, position=1, role=role, level=level, act=Act.SIGN)
    for one, needs in required.items():
        CompetencyRequirement.objects.create(version=version, competency=one, level=needs)
    version.status = VersionStatus.PUBLISHED  # from now on its parts are frozen
    version.save()
    return version


def team(unit: Unit, levels: list[int | None], one: Competency, **details: Any) -> list[Employee]:
    """Employees of ``unit``, each assessed at a level (None: not assessed)."""
    people = []
    for number, level in enumerate(levels):
        person = employee(unit, f"Contoh {unit.name} {number:02d}", **details)
        people.append(person)
        if level is not None:
            assessed(person, one, level)
    return people


def assessed(person: Employee, one: Competency, level: int, *, on: date = date(2026, 1, 15)) -> None:
    """One finding by observation."""
    assess(
        employee=person,
        competency=one,
        level=level,
        method=Method.OBSERVATION,
        assessed_on=on,
        by=SYSTEM,
        now=NOW,
    )


def event(office: Office, one: Competency, **details: Any) -> TrainingEvent:
    """A planned training of one day, already over at `NOW`."""
    values: dict[str, Any] = {
        "title": "Pelatihan contoh",
        "starts_on": date(2026, 5, 11),
        "ends_on": date(2026, 5, 12),
        "hours": 16,
        "target_level": 3,
        "by": SYSTEM,
        "now": NOW,
    }
    return open_event(office=office, competency=one, **{**values, **details})
