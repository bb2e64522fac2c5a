"""Reading competencies: gaps of teams, candidates for a training, what became of trainings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from sinergi.accounts.models import within
from sinergi.catalogue.models import ChainLevel, CompetencyRequirement, ServiceVersion, VersionStatus
from sinergi.competency import formulas
from sinergi.competency.event_rows import EventStatus as EventStatus
from sinergi.competency.event_rows import ParticipantRow as ParticipantRow
from sinergi.competency.event_rows import audience_of as audience_of
from sinergi.competency.event_rows import event_status as event_status
from sinergi.competency.event_rows import left_out as left_out
from sinergi.competency.event_rows import participants_of as participants_of
from sinergi.competency.event_rows import units_to_choose_from as units_to_choose_from
from sinergi.competency.models import Assessment, Participant, PositionRequirement, TrainingEvent
from sinergi.competency.workflow import Status
from sinergi.organization.models import Competency, Office, Unit, UnitKind
from sinergi.personnel.models import Employee, serving_on

FOREVER = date.max


@dataclass(frozen=True)
class GapRow:
    """How far a team is from what is required of it in one competency.

    ``unit`` is the unit whose people are counted: the team itself or, where it has fewer than three people, the
    next larger unit that has three. ``below``, ``mean`` and ``match`` are None while fewer than three are assessed.
    ``match`` is the JPM of the team; what somebody has beyond the requirement does not make up for others.
    """

    competency: Competency
    required: int
    staff: int
    assessed: int
    below: int | None
    mean: Decimal | None
    unit: Unit
    match: Decimal | None = None

    @property
    def tile(self) -> str:
        """Class of the heat tile."""
        return "none" if self.below is None else formulas.heat(self.below, self.assessed)


class GapBook:
    """Everything that gaps of one office are computed from, loaded in four queries whatever its size."""

    def __init__(self, office_id: int, *, on: date | None = None) -> None:
        day = on or FOREVER
        self.units = {unit.pk: unit for unit in Unit.objects.filter(office_id=office_id)}
        serving = Employee.objects.filter(
            serving_on(on) if on else Q(ended_on__isnull=True), office_id=office_id
        )
        self._staff = dict(serving.order_by().values_list("unit_id").annotate(Count("id")))
        current = Assessment.objects.filter(employee__in=serving).current(day).values("pk")
        self._levels: dict[tuple[int, int], list[tuple[int | None, int, int]]] = defaultdict(list)
        counts = (
            Assessment.objects.filter(pk__in=current)
            .order_by()
            .values_list("employee__unit_id", "competency_id", "employee__position_id", "level")
            .annotate(Count("id"))
        )
        for unit_id, competency_id, position_id, level, people in counts:
            self._levels[unit_id, competency_id].append((position_id, level, people))
        requirements = PositionRequirement.objects.filter(position__unit__office_id=office_id)
        self._by_position = {(row.position_id, row.competency_id): row.level for row in requirements}
        self._below: dict[int, list[int]] = defaultdict(list)
        for unit in self.units.values():
            for part in unit.path.strip("/").split("/"):
                self._below[int(part)].append(unit.pk)

    def staff(self, unit: Unit) -> int:
        """People at the unit and below it."""
        return sum(self._staff.get(pk, 0) for pk in self._below[unit.pk])

    def shown_unit(self, unit: Unit) -> Unit:
        """The unit, or the next larger one with three people; the office itself where there is none."""
        while self.staff(unit) < formulas.MIN_TEAM and unit.parent_id:
            unit = self.units[unit.parent_id]
        return unit

    def row(
        self,
        unit: Unit,
        competency: Competency,
        required: int,
        *,
        parts: Collection[int] | None = None,
        asked: Mapping[int, int] | None = None,
    ) -> GapRow:
        """The gap of a team; the levels of persons never leave this class. ``parts``: of these units only, and not of
        a larger one where they are few. ``asked``: the level of each unit by id, where several teams are one row."""
        shown = self.shown_unit(unit) if parts is None else unit
        members = self._below[shown.pk] if parts is None else parts
        below = assessed = 0
        levels: dict[int, int] = defaultdict(int)
        pairs: list[tuple[int, int]] = []
        for pk in members:
            for position_id, level, people in self._levels.get((pk, competency.pk), ()):
                team = asked.get(pk, 0) if asked is not None else required
                needs = max(team, self._by_position.get((position_id or 0, competency.pk), 0))
                assessed += people
                levels[level] += people
                below += people if level < needs else 0
                pairs += [(min(level, needs), needs)] * people
        enough = assessed >= formulas.MIN_TEAM
        match = formulas.job_person_match(pairs) if enough else None
        return GapRow(
            competency=competency,
            required=required,
            staff=sum(self._staff.get(pk, 0) for pk in members),
            assessed=assessed,
            below=below if enough else None,
            mean=formulas.mean_level(levels.items()) if enough else None,
            unit=shown,
            match=formulas.rounded(match) if match is not None else None,
        )


def team_gap(unit: Unit, version: ServiceVersion, *, on: date | None = None) -> list[GapRow]:
    """The gap of the team ``unit`` in each competency that ``version`` requires, as known on a day (None: now)."""
    return team_gaps([unit], version, on=on)[unit.pk]


def team_gaps(
    units: Collection[Unit], version: ServiceVersion, *, on: date | None = None
) -> dict[int, list[GapRow]]:
    """`team_gap` of several teams of one office by unit id, in five queries however many teams."""
    requirements = CompetencyRequirement.objects.filter(version=version).select_related("competency")
    ordered = list(requirements.order_by("competency__cluster", "competency__name"))
    books = {office_id: GapBook(office_id, on=on) for office_id in {unit.office_id for unit in units}}
    return {
        unit.pk: [books[unit.office_id].row(unit, one.competency, one.level) for one in ordered]
        for unit in units
    }


@dataclass(frozen=True)
class Need:
    """What a service asks of the people who serve it, and which units these are."""

    service_id: int
    service: str
    owner_path: str
    owner_is_root: bool
    village: bool
    district: bool
    levels: Mapping[int, int]

    def concerns(self, unit: Unit, *, in_village: bool) -> bool:
        """A kelurahan serves what its lurah signs; a seksi what it owns, or all that the office itself owns."""
        if in_village:
            return self.village
        if unit.parent_id is None:
            return self.district or self.owner_is_root
        return self.owner_is_root or unit.path.startswith(self.owner_path)


def needs_of(office: Office) -> list[Need]:
    """The published services of the office with the competencies that they require."""
    versions = (
        ServiceVersion.objects.filter(
            service__office=office, service__is_active=True, status=VersionStatus.PUBLISHED
        )
        .select_related("service__owner_unit")
        .prefetch_related("competencies", "chain")
    )
    found = []
    for version in versions:
        levels = {step.level for step in version.chain.all()}
        owner = version.service.owner_unit
        found.append(
            Need(
                service_id=version.service_id,
                service=version.service.short_name,
                owner_path=owner.path,
                owner_is_root=owner.parent_id is None,
                village=ChainLevel.VILLAGE in levels,
                district=ChainLevel.DISTRICT in levels,
                levels={row.competency_id: row.level for row in version.competencies.all()},
            )
        )
    return found


def required_levels(unit: Unit, needs: Iterable[Need], units: Mapping[int, Unit]) -> dict[int, int]:
    """The highest level of each competency that any service of the team requires; keys are competency ids."""
    above = [units[int(part)] for part in unit.path.strip("/").split("/")]
    in_village = any(one.kind == UnitKind.VILLAGE for one in above)
    levels: dict[int, int] = {}
    for need in needs:
        if need.concerns(unit, in_village=in_village):
            for competency_id, level in need.levels.items():
                levels[competency_id] = max(level, levels.get(competency_id, 0))
    return levels


@dataclass(frozen=True)
class TeamRow:
    """One team of the table: cells in the order of the columns, None where nothing is required."""

    unit: Unit
    shown: Unit
    staff: int
    cells: tuple[GapRow | None, ...]


@dataclass(frozen=True)
class GapTable:
    competencies: tuple[Competency, ...]
    rows: tuple[TeamRow, ...]


def gap_table(office: Office, paths: Iterable[str], *, on: date) -> GapTable:
    """Teams (the units of ``paths`` and those right below them) by the competencies that they need. Nine queries."""
    book = GapBook(office.pk, on=on)
    needs = needs_of(office)
    starts = [unit for unit in book.units.values() if unit.path in set(paths)]
    active = [unit for unit in book.units.values() if unit.is_active]
    teams = {unit.pk: unit for unit in active if unit in starts or _child(unit, starts)}
    required = {pk: required_levels(unit, needs, book.units) for pk, unit in teams.items()}
    wanted = {competency_id for levels in required.values() for competency_id in levels}
    columns = tuple(Competency.objects.filter(pk__in=wanted).order_by("cluster", "name"))
    rows = []
    for unit in sorted(teams.values(), key=lambda one: (one.path.count("/"), one.kind, one.name)):
        cells = tuple(
            book.row(unit, one, required[unit.pk][one.pk], asked=_asked(unit, one, needs, book.units))
            if one.pk in required[unit.pk]
            else None
            for one in columns
        )
        if any(cells):
            shown = book.shown_unit(unit)
            rows.append(TeamRow(unit, shown, book.staff(unit), cells))
    return GapTable(columns, tuple(rows))


def _asked(
    unit: Unit, competency: Competency, needs: Collection[Need], units: Mapping[int, Unit]
) -> dict[int, int] | None:
    """For the row of the whole office what each unit's own services ask of its people: what the kecamatan's own
    service asks is no gap of a kelurahan."""
    if unit.parent_id is not None:
        return None
    levels = {pk: required_levels(one, needs, units) for pk, one in units.items()}
    return {pk: found[competency.pk] for pk, found in levels.items() if competency.pk in found}


def _child(unit: Unit, starts: Iterable[Unit]) -> bool:
    return any(unit.parent_id == start.pk for start in starts)


@dataclass(frozen=True)
class CandidateRow:
    """Somebody for whom a training would close a gap. ``level`` and ``gap`` are None while not assessed."""

    employee_id: int
    name: str
    unit: str
    level: int | None
    gap: int | None
    last_trained_on: date | None


def candidates(
    units: Iterable[Unit],
    competency: Competency,
    level: int,
    *,
    on: date | None = None,
    without: Iterable[Unit] = (),
) -> list[CandidateRow]:
    """People of ``units`` below ``level``, none of those ``without``: the largest gap first, then those never or
    longest not trained in it.

    Names persons and their levels: show it only to who may see competencies there (`operations.propose` enrolls
    from it without showing anything). People whom nobody has assessed come last.
    """
    day = on or FOREVER
    latest = Assessment.objects.filter(employee=OuterRef("pk"), competency=competency, assessed_on__lte=day)
    trained = Participant.objects.filter(
        employee=OuterRef("pk"),
        attended=True,
        event__competency=competency,
        event__status=Status.HELD,
        event__ends_on__lte=day,
    )
    people: QuerySet[Any] = (
        Employee.objects.filter(within([unit.path for unit in units]))
        .exclude(within([unit.path for unit in without]))
        .filter(serving_on(on) if on else Q(ended_on__isnull=True))
        .annotate(
            current=Subquery(latest.order_by("-assessed_on", "-id").values("level")[:1]),
            trained=Subquery(trained.order_by("-event__ends_on").values("event__ends_on")[:1]),
        )
        .filter(Q(current__isnull=True) | Q(current__lt=level))
        .select_related("unit")
        .order_by(F("current").asc(nulls_last=True), F("trained").asc(nulls_first=True), "name", "pk")
    )
    return [
        CandidateRow(
            one.pk, one.name, one.unit.title, one.current, formulas.gap(one.current, level), one.trained
        )
        for one in people
    ]


@dataclass(frozen=True)
class LevelRow:
    """One competency of a person: the latest level, how and when it was found, and what is required."""

    competency: Competency
    level: int | None
    method: str
    assessed_on: date | None
    required: int | None

    @property
    def gap(self) -> int | None:
        return None if self.required is None else formulas.gap(self.level, self.required)


def levels_of(employee: Employee, *, on: date) -> list[LevelRow]:
    """All competencies that a person has been assessed in or needs, by cluster and name."""
    found = {row.competency_id: row for row in Assessment.objects.filter(employee=employee).current(on)}
    units = {unit.pk: unit for unit in Unit.objects.filter(office_id=employee.office_id)}
    office = Office(pk=employee.office_id)
    required = required_levels(units[employee.unit_id], needs_of(office), units)
    for row in PositionRequirement.objects.filter(position_id=employee.position_id or 0):
        required[row.competency_id] = max(row.level, required.get(row.competency_id, 0))
    wanted = Competency.objects.filter(pk__in={*found, *required}).order_by("cluster", "name")
    rows = []
    for one in wanted:
        known = found.get(one.pk)
        rows.append(
            LevelRow(
                one,
                known.level if known else None,
                str(known.get_method_display()) if known else "",
                known.assessed_on if known else None,
                required.get(one.pk),
            )
        )
    return rows


def current_levels(employee_ids: Iterable[int], *, on: date) -> dict[tuple[int, int], int]:
    """Latest levels by (employee, competency), for the grid in which they are entered."""
    rows = Assessment.objects.filter(employee_id__in=list(employee_ids)).current(on)
    return {(row.employee_id, row.competency_id): row.level for row in rows}


def last_assessed(paths: Iterable[str]) -> date | None:
    """The day of the newest assessment in some units, for the line under a table."""
    found = Assessment.objects.filter(within(paths, "employee__unit")).aggregate(day=Max("assessed_on"))
    day: date | None = found["day"]
    return day


def highest_requirement(office: Office, competency: Competency) -> int | None:
    """The highest level of a competency that any published service of the office requires."""
    rows = CompetencyRequirement.objects.filter(
        competency=competency, version__service__office=office, version__status=VersionStatus.PUBLISHED
    )
    level: int | None = rows.aggregate(level=Max("level"))["level"]
    return level


def coming_trainings(employee: Employee) -> list[TrainingEvent]:
    """Planned trainings somebody is enrolled in, the next one first."""
    mine = Participant.objects.filter(employee=employee).values("event_id")
    rows = TrainingEvent.objects.filter(pk__in=mine, status=Status.PLANNED).select_related("competency")
    return list(rows.order_by("starts_on", "pk"))
