"""Founding an office and growing its tree of units."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from sinergi.audit.actors import Actor
from sinergi.audit.operations import record
from sinergi.organization.models import Competency, CompetencyLevel, Office, Position, Unit, UnitKind
from sinergi.worktime.models import Calendar


@transaction.atomic
def found_office(
    *,
    name: str,
    city: str,
    code: str,
    reference_prefix: str,
    calendar: Calendar,
    by: Actor,
    now: datetime,
    **details: object,
) -> Office:
    """Create the office and its root unit. ``details`` are further fields of `Office`."""
    office = Office.objects.create(
        name=name, city=city, code=code, reference_prefix=reference_prefix, calendar=calendar, **details
    )
    add_unit(office=office, parent=None, kind=UnitKind.DISTRICT, name=name, by=by, now=now, code=code)
    record("office.founded", by=by, subject=("office", office.pk, name), office_id=office.pk, now=now)
    return office


@transaction.atomic
def add_unit(
    *,
    office: Office,
    parent: Unit | None,
    kind: str,
    name: str,
    by: Actor,
    now: datetime,
    code: str = "",
    letter_code: str = "",
) -> Unit:
    """Add a unit below ``parent`` (None: the root)."""
    unit = Unit.objects.create(
        office=office, parent=parent, kind=kind, name=name, code=code, letter_code=letter_code
    )
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    record("unit.added", by=by, subject=("unit", unit.pk, name), office_id=office.pk, now=now)
    return unit


@transaction.atomic
def add_position(*, unit: Unit, title: str, kind: str, by: Actor, now: datetime) -> Position:
    """Add a post to a unit, or return the one that has this title already."""
    position, created = Position.objects.get_or_create(unit=unit, title=title, defaults={"kind": kind})
    if created:
        record(
            "position.added",
            by=by,
            subject=("position", position.pk, title),
            office_id=unit.office_id,
            now=now,
        )
    return position


@transaction.atomic
def define_competency(
    *,
    key: str,
    name: str,
    cluster: str,
    definition: str,
    levels: Sequence[str],
    by: Actor,
    now: datetime,
    legal_basis: str = "",
) -> Competency:
    """Add a competency with the descriptions of its levels (level 1 first); one that exists already stays as it is."""
    competency, created = Competency.objects.get_or_create(
        key=key,
        defaults={"name": name, "cluster": cluster, "definition": definition, "legal_basis": legal_basis},
    )
    if created:
        CompetencyLevel.objects.bulk_create(
            CompetencyLevel(competency=competency, level=level, description=text)
            for level, text in enumerate(levels, start=1)
        )
        record("competency.defined", by=by, subject=("competency", competency.pk, name), now=now)
    return competency


PROFILE = ("name", "city", "province", "address", "phone", "whatsapp", "email")


@transaction.atomic
def change_office(office: Office, *, profile: Mapping[str, str], by: Actor, now: datetime) -> Office:
    """Change what the office says of itself on pages and letters; keys as in `PROFILE`. Letters made before stay.

    Whether ``by`` may do so is asked one floor up, where people are known: `accounts.operations.configure_office`.
    """
    office = Office.objects.select_for_update().get(pk=office.pk)
    before = office.name
    changed = [name for name in PROFILE if name in profile and getattr(office, name) != profile[name]]
    for name in changed:
        setattr(office, name, profile[name])
    if not changed:
        return office
    office.save(update_fields=changed)
    if office.name != before:
        Unit.objects.filter(office=office, parent=None, name=before).update(name=office.name)
    record(
        "office.changed", by=by, subject=("office", office.pk, office.name), office_id=office.pk, now=now,
        reason=", ".join(changed),
    )  # fmt: skip
    return office
