"""The designs that the simulator tries: how many units, how many months, who is treated when."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shocks:
    """Standard deviations on the latent 1 to 4 scale: between units, between months, of unit x month."""

    unit: float = 0.10
    month: float = 0.05
    unit_month: float = 0.06


WITH_SHOCKS = Shocks()
NO_SHOCKS = Shocks(unit=0.10, month=0.0, unit_month=0.0)
BASE_MEAN = 2.8
ANSWER_SD = 0.65
LEAST_ANSWERS, MOST_ANSWERS = 15, 60


@dataclass(frozen=True)
class TwoGroups:
    """``treated`` against ``comparison`` units, ``before`` + ``after`` months."""

    name: str
    treated: int
    comparison: int
    before: int
    after: int
    shocks: Shocks = WITH_SHOCKS

    @property
    def units(self) -> int:
        return self.treated + self.comparison

    @property
    def months(self) -> int:
        return self.before + self.after


@dataclass(frozen=True)
class Waves:
    """Units trained one after the other: ``training`` holds each unit's training month, counted from 0."""

    name: str
    training: tuple[int, ...]
    months: int
    shocks: Shocks = WITH_SHOCKS

    @property
    def units(self) -> int:
        return len(self.training)


Design = TwoGroups | Waves
CALM = "-tanpa-guncangan"


def _both(shocks: Shocks, suffix: str) -> tuple[Design, ...]:
    return (
        TwoGroups(f"1v4-3+3{suffix}", 1, 4, 3, 3, shocks),
        TwoGroups(f"1v4-6+2{suffix}", 1, 4, 6, 2, shocks),
        TwoGroups(f"1v4-6+6{suffix}", 1, 4, 6, 6, shocks),
        TwoGroups(f"1v4-12+6{suffix}", 1, 4, 12, 6, shocks),
        TwoGroups(f"2v3-6+3{suffix}", 2, 3, 6, 3, shocks),
        # Five kelurahan two months apart: three months before the first wave, two after the last.
        Waves(f"waves-5{suffix}", (3, 5, 7, 9, 11), 14, shocks),
    )


DESIGNS: dict[str, Design] = {
    design.name: design for design in (*_both(WITH_SHOCKS, ""), *_both(NO_SHOCKS, CALM))
}
