"""Arithmetic of the report: medians, ranges, verdicts. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from statistics import median
from typing import Any


class Sense(StrEnum):
    """Which side of the goal is good."""

    AT_LEAST = "≥"
    AT_MOST = "≤"


class Verdict(StrEnum):
    MET = "met"
    MISSED = "missed"
    NONE = "–"  # a figure without a goal of its own


@dataclass(frozen=True)
class Goal:
    """``≥ 0.5 × limit``."""

    sense: Sense
    value: float

    def met_by(self, value: float) -> bool:
        return value >= self.value if self.sense is Sense.AT_LEAST else value <= self.value


@dataclass(frozen=True)
class Figure:
    """One line of the report: the values of all rounds, judged by their median.

    ``part`` is the letter of the goal, ``unit`` what the values are in.
    """

    part: str
    name: str
    values: tuple[float, ...]
    unit: str = ""
    goal: Goal | None = None
    note: str = ""

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def low(self) -> float:
        return min(self.values)

    @property
    def high(self) -> float:
        return max(self.values)

    @property
    def verdict(self) -> Verdict:
        if self.goal is None:
            return Verdict.NONE
        return Verdict.MET if self.goal.met_by(self.median) else Verdict.MISSED

    def as_json(self) -> dict[str, Any]:
        """For ``--json``: everything the table says, and the value of each round."""
        return {
            "part": self.part,
            "name": self.name,
            "unit": self.unit,
            "goal": f"{self.goal.sense} {self.goal.value:g}" if self.goal else None,
            "median": round(self.median, 4),
            "min": round(self.low, 4),
            "max": round(self.high, 4),
            "values": [round(value, 4) for value in self.values],
            "verdict": None if self.goal is None else str(self.verdict),
            "note": self.note,
        }


def at_least(value: float) -> Goal:
    return Goal(Sense.AT_LEAST, value)


def at_most(value: float) -> Goal:
    return Goal(Sense.AT_MOST, value)


@dataclass(frozen=True)
class Sample:
    """One measured window of one address: rate, waiting times in ms, CPU ms per request."""

    requests: int
    rate: float
    p50: float
    p99: float
    cpu_app: float
    cpu_database: float
    errors: int = 0

    @property
    def cpu(self) -> float:
        return self.cpu_app + self.cpu_database


@dataclass
class Rounds:
    """Samples by name, one a round, in the order of the rounds."""

    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def add(self, name: str, sample: Sample) -> None:
        self.samples.setdefault(name, []).append(sample)

    def ratios(self, name: str, limit: str) -> tuple[float, ...]:
        """Rate of ``name`` over rate of ``limit``, inside each round."""
        pairs = zip(self.samples[name], self.samples[limit], strict=True)
        return tuple(one.rate / other.rate for one, other in pairs)

    def cpu_ratios(self, name: str, limit: str) -> tuple[float, ...]:
        """CPU per request of ``limit`` over that of ``name``: the same ratio without the machine's other work."""
        pairs = zip(self.samples[name], self.samples[limit], strict=True)
        return tuple(other.cpu / one.cpu for one, other in pairs)

    def column(self, name: str, attribute: str) -> tuple[float, ...]:
        return tuple(getattr(sample, attribute) for sample in self.samples[name])

    def as_json(self) -> dict[str, list[dict[str, float]]]:
        return {name: [asdict(sample) for sample in samples] for name, samples in self.samples.items()}


def shown(value: float) -> str:
    """Three meaningful digits: 0,512; 14,3; 1.204."""
    digits = 3 if abs(value) < 1 else 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def table(figures: Sequence[Figure]) -> list[tuple[str, ...]]:
    """Rows of the readable table."""
    return [
        (
            figure.part,
            figure.name,
            f"{figure.goal.sense} {shown(figure.goal.value)}" if figure.goal else "",
            shown(figure.median),
            f"{shown(figure.low)}–{shown(figure.high)}" if len(figure.values) > 1 else "",
            figure.unit,
            str(figure.verdict),
            figure.note,
        )
        for figure in figures
    ]
