"""What is really so in a simulated year, and what the estimator of the action page finds in it."""

from dataclasses import asdict, dataclass

import numpy as np

from sinergi.evaluation.formulas.panel import Cell, month_number
from sinergi.sample import world
from sinergi.sample.stories.journeys import Year
from sinergi.sample.stories.opinions import Opinions
from sinergi.sample.stories.waves import Waves
from sinergi.sample.world import ELEMENTS, VILLAGES


@dataclass(frozen=True)
class Truth:
    """``effect`` is what the training moved in the answers of its treated cells, on the scale 1 to 4 after
    rounding and clipping; ``placebo_effect`` is zero because nothing was added."""

    seed: int
    cases: int
    answers: int
    element: str
    lift_latent: float
    effect: float
    treated_answers: int
    placebo_element: str
    placebo_effect: float
    lot: str
    waves: tuple[tuple[str, ...], ...]
    wave_days: tuple[str, ...]

    def as_data(self) -> dict[str, object]:
        return asdict(self)


def truth_of(seed: int, year: Year, waves: Waves, opinions: Opinions, *, lift: float) -> Truth:
    """The realised effect over the months after each kelurahan's training month, every answer counting once."""
    place = ELEMENTS.index("perilaku")
    counted = (opinions.scores[:, place] > 0) & after_training(opinions)
    effect = float(opinions.lifted[counted].mean()) if counted.any() else 0.0
    return Truth(
        seed, len(year.journeys), len(opinions.cases), "perilaku", lift, effect, int(counted.sum()),
        world.PLACEBO_ELEMENT, 0.0, waves.lot, waves.names, tuple(day.isoformat() for day in waves.days),
    )  # fmt: skip


def after_training(opinions: Opinions) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Answers of trained teams in months after the training month, which is left out."""
    trained = np.array([*_trained_months(opinions), world.MONTHS + 99])
    after: np.ndarray[tuple[int], np.dtype[np.bool_]] = opinions.months > trained[opinions.units]
    return after & opinions.treated


def _trained_months(opinions: Opinions) -> list[int]:
    months = []
    for unit in range(len(VILLAGES)):
        own = opinions.months[(opinions.units == unit) & opinions.treated]
        months.append(int(own.min()) if own.size else world.MONTHS + 99)
    return months


def cells_of(year: Year, opinions: Opinions, element: str) -> list[Cell]:
    """The roll-up of one element by kelurahan, channel and month, as the evaluation reads it: without the running
    month and the one before, whose surveys are open still.
    """
    scores = opinions.scores[:, ELEMENTS.index(element)]
    base = month_number(year.span.first) - 1
    cells = []
    for unit, village in enumerate(VILLAGES):
        for online in (True, False):
            channel = "online" if online else "counter"
            own = (opinions.units == unit) & (opinions.online == online) & (scores > 0)
            n = np.bincount(opinions.months[own], minlength=world.MONTHS + 2)
            total = np.bincount(opinions.months[own], weights=scores[own], minlength=world.MONTHS + 2)
            cells += [
                Cell(village.name, base + number, int(n[number]), int(total[number]), 0, channel)
                for number in range(1, world.MONTHS)
                if n[number]
            ]
    return cells
