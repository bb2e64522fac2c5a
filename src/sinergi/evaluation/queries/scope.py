"""Which part of the office a page of the evaluation is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User
from sinergi.catalogue.element_names import element_name
from sinergi.catalogue.elements import BY_KEY
from sinergi.catalogue.models import Service
from sinergi.evaluation.periods import parse, quarter_of
from sinergi.evaluation.queries.overview import Choice
from sinergi.organization.models import Office, Unit, UnitKind, UnitQuerySet
from sinergi.organization.queries import root_unit
from sinergi.participation.models import Agreement, Meeting
from sinergi.surveys.queries import Directory

MOST_DIGITS = 10
# What serves citizens and so has figures of its own; a seksi works for the kecamatan.
WITH_FIGURES = {UnitKind.DISTRICT, UnitKind.VILLAGE}


@dataclass(frozen=True)
class Target:
    """The cell that an action should move: service (None: all) x element, and the units to choose from."""

    service: Service | None
    element: str
    units: UnitQuerySet
    chosen: tuple[Unit, ...]
    lead: Unit
    agreement: Agreement | None

    @property
    def element_name(self) -> str:
        """The element as a page says it."""
        return element_name(self.element)


def _units_to_act_for(user: User, office: Office) -> UnitQuerySet:
    """Active units of the office at or below those where the person may plan actions."""
    found = Unit.objects.none()
    for path in user.paths_for(Permission.EVALUATION_ACT):
        found = found | Unit.objects.under(path)
    return found.filter(office=office, is_active=True).order_by("path")


def target_from(user: User, asked: Mapping[str, str], office: Office) -> Target | None:
    """The target named by an address (layanan, unsur, unit, untuk, kesepakatan); None when it names nothing visible."""
    element = BY_KEY.get(asked.get("unsur", ""))
    units = _units_to_act_for(user, office)
    service = Service.objects.filter(office=office, slug=asked.get("layanan", "").replace("\x00", "")).first()
    if element is None or not units.exists() or (asked.get("layanan") and service is None):
        return None
    named = {*asked.get("unit", "").split(","), *asked.get("untuk", "").split(",")}
    chosen = tuple(unit for unit in units if str(unit.pk) in named)
    return Target(
        service=service,
        element=element.key,
        units=units,
        chosen=chosen,
        lead=_lead(user, office, units),
        agreement=_agreement(user, asked.get("kesepakatan", "")),
    )


def _lead(user: User, office: Office, units: UnitQuerySet) -> Unit:
    root = root_unit(office)
    return root if user.holds(Permission.EVALUATION_ACT, at=root) else units[0]


def _agreement(user: User, text: str) -> Agreement | None:
    """An agreement of a meeting that this person manages."""
    if not is_number(text):
        return None
    return Agreement.objects.filter(pk=int(text), meeting__in=Meeting.objects.visible_to(user)).first()


def is_number(text: str) -> bool:
    """Whether an address holds a number that a database can hold."""
    return text.isascii() and text.isdigit() and len(text) < MOST_DIGITS


def choice_from(
    user: User, asked: Mapping[str, str], office: Office | None, *, directory: Directory, today: date
) -> Choice | None:
    """What an address asks to see; None for what does not exist or may not be seen.

    Without a period: the newest quarter that has ended, because a running one still moves.
    """
    if not office or user.office_id != office.pk or not user.paths_for(Permission.EVALUATION_VIEW):
        return None
    quarter = parse(asked["periode"]) if asked.get("periode") else quarter_of(today).previous
    slug, key = asked.get("layanan", ""), asked.get("unit", "")
    service = next((row for row in directory.services.values() if row.slug == slug), None)
    unit = next((row for row in units_shown(user, directory) if str(row.pk) == key), None)
    if quarter is None or (slug and not service) or (key and not unit):
        return None
    return Choice(quarter=quarter, service=service, unit=unit)


def units_shown(user: User, directory: Directory) -> list[Unit]:
    """Active units with figures of their own at or below those where the person may see the evaluation, in the order of
    their paths. Who looks at the kecamatan or a kelurahan sees no part of it alone: what it has beyond its parts may be
    one or two people."""
    paths = user.paths_for(Permission.EVALUATION_VIEW)
    return [
        unit
        for unit in directory.units.values()
        if unit.is_active
        and unit.path.startswith(paths)
        and (unit.kind in WITH_FIGURES or unit.path in paths)
    ]


def services_shown(directory: Directory) -> list[Service]:
    """Active services in the order of the public list."""
    return [service for service in directory.services.values() if service.is_active]
