"""Reading the staff list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from sinergi.accounts.models import User, within
from sinergi.organization.models import Office, Position, Unit
from sinergi.personnel.models import Employee, EmployeeKind, StaffImport, TrainingRecord, serving_on
from sinergi.personnel.places import Places
from sinergi.personnel.stafflist import Planner, StaffPlan
from sinergi.sheets.reading import Table


def employees_of(paths: Iterable[str], *, on: date | None = None) -> QuerySet[Employee]:
    """Employees at or below the units of ``paths`` who serve on a day (None: who have not left)."""
    serving = Q(ended_on__isnull=True) if on is None else serving_on(on)
    return Employee.objects.filter(within(paths)).filter(serving)


def team_size(unit: Unit, *, on: date | None = None) -> int:
    """How many employees serve at ``unit`` or below it."""
    return employees_of([unit.path], on=on).count()


def found(
    employees: QuerySet[Employee], *, text: str = "", unit: Unit | None = None, kind: str = ""
) -> QuerySet[Employee]:
    """The list of a search: part of the name, or the beginning of a NIP (spaces do not matter)."""
    digits = "".join(text.split())
    if digits.isascii() and digits.isdigit():
        employees = employees.filter(nip__startswith=digits)
    else:
        for word in text.split()[:5]:
            employees = employees.filter(name__icontains=word)
    if unit:
        employees = employees.filter(unit__path__startswith=unit.path)
    if kind in EmployeeKind.values:
        employees = employees.filter(kind=kind)
    return employees.select_related("unit")


@dataclass(frozen=True)
class TrainingYear:
    """Training hours of one year; PNS are due at least 20 JP a year (Peraturan LAN 10/2018)."""

    year: int
    hours: int
    count: int


def training_years(employee: Employee) -> list[TrainingYear]:
    """Hours and number of trainings by year, newest first."""
    rows = (
        TrainingRecord.objects.filter(employee=employee)
        .values("held_on__year")
        .annotate(hours=Sum("hours"), count=Count("id"))
        .order_by("-held_on__year")
    )
    return [TrainingYear(row["held_on__year"], row["hours"], row["count"]) for row in rows]


def plan_of(
    table: Table, *, office: Office, paths: Sequence[str], unknown_position: str, now: datetime,
    employees: QuerySet[Employee] | None = None,
) -> StaffPlan:  # fmt: skip
    """Compare a staff list with what is recorded, in three queries. ``employees``: those of the office, locked,
    when the plan is for a commit."""
    if employees is None:
        employees = Employee.objects.filter(office=office)
    places = Places(
        Unit.objects.filter(office=office), Position.objects.filter(unit__office=office, is_active=True)
    )
    planner = Planner(
        office=office,
        places=places,
        employees=employees,
        paths=paths,
        unknown_position=unknown_position,
        now=now,
    )
    return planner.plan(table)


def units_under(paths: Iterable[str]) -> QuerySet[Unit]:
    """Active units at or below ``paths``, the larger ones first; nothing for no paths."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return Unit.objects.filter(condition, is_active=True).order_by("path")


def post_named(unit: Unit, title: str) -> Position | None:
    """The post of ``unit`` that goes by this title, or None."""
    return Position.objects.filter(unit=unit, is_active=True, title__iexact=" ".join(title.split())).first()


def trainings_of(employee: Employee) -> QuerySet[TrainingRecord]:
    """The training history, newest first."""
    return TrainingRecord.objects.filter(employee=employee).order_by("-held_on", "-id")


def imports_of(user: User) -> QuerySet[StaffImport]:
    """The imports of one person, newest first."""
    return StaffImport.objects.visible_to(user).order_by("-id")
