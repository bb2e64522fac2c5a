"""The training in waves: which kelurahan in which month, by the public lot."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sinergi.evaluation.formulas.waves import draw_waves
from sinergi.sample import world
from sinergi.sample.axis import Axis
from sinergi.sample.world import TRAINING_DAYS, VILLAGES, Span


@dataclass(frozen=True)
class Waves:
    """``names`` per wave in drawn order, ``days`` the first day of each event, ``ends`` by unit index (the
    kecamatan never) in working minutes."""

    lot: str
    names: tuple[tuple[str, ...], ...]
    days: tuple[date, ...]
    ends: tuple[float, ...]

    def minutes(self, units: NDArray[np.int64]) -> NDArray[np.float64]:
        """Until when each of these units was untrained."""
        return np.array(self.ends)[units]

    def wave_of(self, name: str) -> int:
        return next(number for number, names in enumerate(self.names) if name in names)


def drawn(span: Span, axis: Axis) -> Waves:
    """The lot is announced with the month in which the training is planned, so it does not depend on the seed."""
    lot = f"Marelan-{span.month(world.PLAN_MONTH):%Y-%m}"
    names = draw_waves([one.name for one in VILLAGES], list(world.WAVE_SIZES), lot)
    days = tuple(_first_day(span.month(month), axis) for month in world.WAVE_MONTHS)
    last = [day + timedelta(days=TRAINING_DAYS) for day in days]
    wave = {name: number for number, group in enumerate(names) for name in group}
    ends = [axis.start_of_month(last[wave[one.name]]) for one in VILLAGES]
    return Waves(lot, names, days, (*ends, float("inf")))


def _first_day(month: date, axis: Axis) -> date:
    """A Monday, Tuesday or Wednesday from the 12th on with three open days in a row."""
    for place, day in enumerate(axis.days):
        if day < month.replace(day=world.WAVE_DAY) or day.weekday() > 2:
            continue
        if axis.days[place + TRAINING_DAYS - 1] == day + timedelta(days=TRAINING_DAYS - 1):
            return day
    raise ValueError(f"no three open days after {month}")
