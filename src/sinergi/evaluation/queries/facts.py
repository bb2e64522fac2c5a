"""What a line of evidence is, and which cases it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.accounts.models import User
from sinergi.evaluation.models import ActionKind
from sinergi.evaluation.periods import Quarter
from sinergi.evaluation.queries.overview import Choice
from sinergi.organization.models import Office, Unit, is_root, own_units

SMALL_TEAM = 3  # people; fewer are only told inside a larger unit


def leaves_few(people: int) -> bool:
    """Whether a figure without these ``people`` must not stand beside the one with them: the difference tells of one
    or two."""
    return 0 < people < SMALL_TEAM


class Placed(Protocol):
    """A row about the cases of one unit and service."""

    @property
    def unit_id(self) -> int | None: ...

    @property
    def service_id(self) -> int: ...


Row = TypeVar("Row", bound=Placed)


@dataclass(frozen=True)
class Fact:
    """One line of evidence: ``value`` in words, ``basis`` says over how many."""

    label: str
    value: str
    basis: str = ""


@dataclass(frozen=True)
class GapFact:
    """One team's gap in one competency: how many are below the level asked for, and who was trained in it."""

    competency: str
    unit: str
    required: int
    below: int
    assessed: int
    staff: int
    trained: int
    key: str = ""  # of the competency
    unit_id: int | None = None  # None: the office itself

    @property
    def words(self) -> str:
        return _("%(below)s dari %(assessed)s orang di bawah level %(level)s") % {
            "below": self.below, "assessed": self.assessed, "level": self.required,
        }  # fmt: skip

    @property
    def why(self) -> str:
        """The same as the reason for a lever."""
        return f"{self.competency}: {self.words}"

    @property
    def team(self) -> str:
        """How large the team is, and why not all of it is counted."""
        size = _("tim %(n)s orang") % {"n": self.staff}
        unknown = self.staff - self.assessed
        if unknown <= 0:
            return size
        return _("%(team)s, %(n)s belum dinilai") % {"team": size, "n": unknown}

    @property
    def training(self) -> str:
        return _("%(n)s orang") % {"n": self.trained} if self.trained else _("tidak ada")


@dataclass(frozen=True)
class Lever:
    """A candidate for action; ``why`` repeats the fact that points to it."""

    kind: ActionKind
    title: str
    why: str


@dataclass(frozen=True)
class Evidence:
    """``unknown`` names what would help but is not recorded anywhere."""

    facts: tuple[Fact, ...]
    levers: tuple[Lever, ...] = ()
    unknown: tuple[str, ...] = ()
    gaps: tuple[GapFact, ...] = ()  # the largest first


@dataclass(frozen=True)
class Scope:
    """The cases that a choice is about: units by id, one service or all, one quarter."""

    office: Office
    quarter: Quarter
    units: frozenset[int]
    service_id: int | None
    paths: tuple[str, ...] = ()
    is_whole: bool = False  # every unit of the office
    is_itself: bool = False  # the office without its kelurahan

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.office.time_zone)

    @property
    def start(self) -> datetime:
        return datetime.combine(self.quarter.since, time.min, self._zone)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.quarter.end, time.min, self._zone)

    def keep(self, rows: Iterable[Row]) -> list[Row]:
        return [
            row
            for row in rows
            if (row.unit_id in self.units or (row.unit_id is None and self.is_whole))
            and self.service_id in (None, row.service_id)
        ]


def scope_of(office: Office, choice: Choice, *, user: User) -> Scope:
    """Units at or below the chosen one, or all that the person may see.

    The office itself, chosen, is what it serves itself: its figures hold no kelurahan, so its evidence holds none.
    """
    paths = tuple([choice.unit.path] if choice.unit else user.paths_for(Permission.EVALUATION_VIEW))
    every = list(Unit.objects.filter(office=office))
    units = frozenset(unit.pk for unit in every if unit.path.startswith(paths))
    itself = choice.unit is not None and is_root(choice.unit.path)
    if itself:
        units = frozenset(unit.pk for unit in own_units(every))
    service_id = choice.service.pk if choice.service else None
    return Scope(
        office, choice.quarter, units, service_id, paths, is_whole=len(units) == len(every), is_itself=itself
    )
