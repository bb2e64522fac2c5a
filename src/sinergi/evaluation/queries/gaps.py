"""Gaps of the serving teams in the competencies that an element points to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sinergi.competency.event_rows import trained
from sinergi.competency.queries import GapBook, GapRow, Need, needs_of, required_levels
from sinergi.evaluation.queries.facts import SMALL_TEAM, GapFact, Scope, leaves_few
from sinergi.evaluation.queries.overview import Choice
from sinergi.organization.models import Competency, Unit, UnitKind, own_units

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class _Team:
    """Who is counted together: a unit with all below it, or the office itself without its kelurahan."""

    title: str
    paths: tuple[str, ...]
    is_exact: bool  # those paths, and nothing below them

    def holds(self, path: str) -> bool:
        """Whether the people of the unit at ``path`` belong to it."""
        return path in self.paths if self.is_exact else path.startswith(self.paths)


def gap_facts(
    scope: Scope, choice: Choice, *, clusters: Collection[str] = (), keys: Collection[str] = ()
) -> tuple[GapFact, ...]:
    """One fact for each team and competency, those with most people below the level first."""
    attended = trained(scope.office.pk, since=scope.quarter.end - YEAR, until=scope.quarter.end)
    facts = []
    for row, team in _gap_rows(scope, choice):
        if row.competency.cluster not in clusters and row.competency.key not in keys:
            continue
        if row.below is None or row.staff < SMALL_TEAM:
            continue
        people = sum(
            one.people for one in attended if one.competency_id == row.competency.pk and team.holds(one.path)
        )
        facts.append(
            GapFact(
                row.competency.name,
                team.title,
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


def _gap_rows(scope: Scope, choice: Choice) -> list[tuple[GapRow, _Team]]:
    """Each serving team against the highest level that one of its own services asks for."""
    book = GapBook(scope.office.pk, on=choice.quarter.until)
    chosen = choice.service.pk if choice.service else None
    needs = [need for need in needs_of(scope.office) if chosen in (None, need.service_id)]
    required = {
        team: required_levels(team, _served_by(team, needs), book.units)
        for team in _teams(book, scope, choice)
    }
    wanted = {competency for levels in required.values() for competency in levels}
    # Small teams share a larger unit: the whole office, beside which the office itself is another team.
    found: dict[tuple[int, bool, int], tuple[GapRow, _Team]] = {}
    for one in Competency.objects.filter(pk__in=wanted).order_by("cluster", "name"):
        for team, levels in required.items():
            if one.pk in levels and (counted := _row(book, team, one, levels[one.pk])):
                row, counted_as = counted
                found[row.unit.pk, counted_as.is_exact, one.pk] = counted
    return list(found.values())


def _served_by(team: Unit, needs: Sequence[Need]) -> list[Need]:
    """What a team may be asked about. What kelurahan serve counts at the kelurahan, and so does its survey: the office
    itself is asked about the rest, but about that always, or the largest gap of all may stand on no page."""
    return [need for need in needs if team.parent_id or not need.village]


def _row(book: GapBook, team: Unit, competency: Competency, level: int) -> tuple[GapRow, _Team] | None:
    """The gap of a team, and who it is. The office as a team of its own are those who serve at the kecamatan; None
    where that would tell of few others."""
    if team.parent_id is None:
        own = own_units(book.units.values())
        row = book.row(team, competency, level, parts=[unit.pk for unit in own])
        if any(map(leaves_few, _told_nowhere_else(book, competency))):
            return None
        return row, _Team(team.title_alone, tuple(unit.path for unit in own), is_exact=True)
    row = book.row(team, competency, level)
    return row, _Team(row.unit.title, (row.unit.path,), is_exact=False)


def _told_nowhere_else(book: GapBook, competency: Competency) -> tuple[int, int]:
    """Staff, and assessed among them, of the kelurahan without figures of their own. The whole office counts them, so
    what it has beyond the kecamatan itself and the other kelurahan is theirs."""
    staff = assessed = 0
    for village in book.units.values():
        if village.kind != UnitKind.VILLAGE:
            continue
        parts = [unit.pk for unit in book.units.values() if unit.path.startswith(village.path)]
        row = book.row(village, competency, 0, parts=parts)
        if row.below is None or row.staff < SMALL_TEAM:
            staff, assessed = staff + row.staff, assessed + row.assessed
    return staff, assessed


def _teams(book: GapBook, scope: Scope, choice: Choice) -> list[Unit]:
    """The chosen unit, or the kelurahan of the page and the office itself."""
    if choice.unit:
        return [choice.unit]
    return [
        unit
        for unit in sorted(book.units.values(), key=lambda one: one.path)
        if unit.pk in scope.units and (unit.kind == UnitKind.VILLAGE or unit.parent_id is None)
    ]
