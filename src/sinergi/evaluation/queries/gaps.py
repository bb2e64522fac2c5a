"""Gaps of the serving teams in the competencies that an element points to."""

from collections.abc import Collection
from datetime import timedelta

from sinergi.competency.event_rows import trained
from sinergi.competency.queries import GapBook, GapRow, needs_of, required_levels
from sinergi.evaluation.queries.facts import GapFact, Scope
from sinergi.evaluation.queries.overview import Choice
from sinergi.organization.models import Competency, Unit, UnitKind

SMALL_TEAM = 3
YEAR = timedelta(days=365)


def gap_facts(
    scope: Scope, choice: Choice, *, clusters: Collection[str] = (), keys: Collection[str] = ()
) -> tuple[GapFact, ...]:
    """One fact for each team and competency, those with most people below the level first."""
    attended = trained(scope.office.pk, since=scope.quarter.end - YEAR, until=scope.quarter.end)
    facts = []
    for row in _gap_rows(scope, choice):
        if row.competency.cluster not in clusters and row.competency.key not in keys:
            continue
        if row.below is None or row.staff < SMALL_TEAM:
            continue
        people = sum(
            one.people
            for one in attended
            if one.competency_id == row.competency.pk and one.path.startswith(row.unit.path)
        )
        facts.append(
            GapFact(
                row.competency.name,
                row.unit.title,
                row.required,
                row.below,
                row.assessed,
                row.staff,
                people,
                key=row.competency.key,
                unit_id=row.unit.pk if row.unit.parent_id else None,
            )
        )
    return tuple(sorted(facts, key=lambda fact: -fact.below))


def _gap_rows(scope: Scope, choice: Choice) -> list[GapRow]:
    """Each serving team against the highest level that one of its own services asks for."""
    book = GapBook(scope.office.pk, on=choice.quarter.until)
    chosen = choice.service.pk if choice.service else None
    needs = [need for need in needs_of(scope.office) if chosen in (None, need.service_id)]
    required = {team: required_levels(team, needs, book.units) for team in _teams(book, scope, choice)}
    if any(
        team.parent_id for team in required if required[team]
    ):  # what villages serve, they are asked about
        required = {team: levels for team, levels in required.items() if team.parent_id}
    wanted = {competency for levels in required.values() for competency in levels}
    rows = [
        book.row(team, one, levels[one.pk])
        for one in Competency.objects.filter(pk__in=wanted).order_by("cluster", "name")
        for team, levels in required.items()
        if one.pk in levels
    ]
    return [
        *{(row.unit.pk, row.competency.pk): row for row in rows}.values()
    ]  # small teams share a larger unit


def _teams(book: GapBook, scope: Scope, choice: Choice) -> list[Unit]:
    """The chosen unit, or the kelurahan of the page and the office itself."""
    if choice.unit:
        return [choice.unit]
    return [
        unit
        for unit in sorted(book.units.values(), key=lambda one: one.path)
        if unit.pk in scope.units and (unit.kind == UnitKind.VILLAGE or unit.parent_id is None)
    ]
