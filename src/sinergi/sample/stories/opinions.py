"""What citizens answer in the survey, from random streams of their own: switching the effect off changes
nothing but the answers that it would have moved.

An opinion is latent: the element's mean, the team, the month, the person, and what happened to the case (waiting,
being sent back, the team's training). An answer is that opinion rounded and clipped to 1..4.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sinergi.sample import world
from sinergi.sample.stories.journeys import NEVER, Journey, Year
from sinergi.sample.stories.waves import Waves
from sinergi.sample.world import ELEMENTS, MIXES, VILLAGES

Floats = NDArray[np.float64]
Bytes = NDArray[np.int8]
OPINIONS, HABITS = 21, 22
UNITS = len(VILLAGES) + 1
_AT = {key: place for place, key in enumerate(ELEMENTS)}


@dataclass(frozen=True)
class Opinions:
    """Of the cases in ``cases`` (places in the year): unit index, month number, scores (0: left out), delay in
    working minutes between hand-over and answer, place of the comment (-1: none), and ``lifted``: what the
    training added to `perilaku` in each answer, on the scale of answers."""

    cases: NDArray[np.int64]
    units: NDArray[np.int64]
    months: NDArray[np.int64]
    online: NDArray[np.bool_]
    scores: Bytes
    delays: Floats
    words: NDArray[np.int64]
    about: NDArray[np.int64]
    lifted: Bytes
    treated: NDArray[np.bool_]


def unit_of(journey: Journey) -> int:
    """The team: the applicant's kelurahan, or the last index for the kecamatan."""
    return len(VILLAGES) if MIXES[journey.mix].at_district else journey.village


def voiced(seed: int, year: Year, waves: Waves, *, lift: float = world.LIFT) -> Opinions:
    """The answers that finished cases bring until the end of the span."""
    chance = np.random.default_rng([seed, OPINIONS])
    habits = np.random.default_rng([seed, HABITS])
    journeys = year.journeys
    n, end = len(journeys), year.axis.minute(year.span.now)
    finished = np.array([journey.finished for journey in journeys])
    online = np.array([journey.online for journey in journeys], dtype=bool)
    delays = habits.exponential(500.0, n).clip(5, 450 * 12)
    willing = habits.random(n) < world.ANSWERED + np.where(online, 0.05, -0.02)
    talks = habits.random(n) < world.COMMENTED
    words, about = habits.integers(0, 1_000_000, n), habits.integers(0, 1_000_000, (n, 3))
    units = np.array([unit_of(journey) for journey in journeys], dtype=np.int64)
    edges = np.array(
        [year.axis.start_of_month(year.span.month(number)) for number in range(1, world.MONTHS + 2)]
    )
    months = np.searchsorted(edges, np.minimum(finished, 1e12), side="right")
    latent = _latent(chance, journeys, units, months.clip(1, world.MONTHS + 1))
    noise = chance.normal(0, world.ANSWER_SD, latent.shape)
    skipped = chance.random(latent.shape) < world.SKIPPED
    treated = finished > waves.minutes(units)
    plain = _rounded(latent + noise)
    moved = latent + noise
    moved[:, _AT["perilaku"]] += np.where(treated, lift, 0.0)
    moved[:, _AT["kejelasan"]] += np.where(treated, lift * world.CLARITY_SHARE, 0.0)
    scores = _rounded(moved)
    lifted = scores[:, _AT["perilaku"]] - plain[:, _AT["perilaku"]]
    scores[skipped] = 0
    scores[scores.max(axis=1) == 0, 0] = 3
    told = np.flatnonzero(willing & (finished + delays < end))
    return Opinions(
        told, units[told], months[told], online[told], scores[told], delays[told],
        np.where(talks, words, -1)[told], about[told], lifted[told], treated[told],
    )  # fmt: skip


def _rounded(latent: Floats) -> Bytes:
    return np.rint(latent).clip(1, 4).astype(np.int8)


def _latent(
    chance: np.random.Generator, journeys: list[Journey], units: NDArray[np.int64], months: NDArray[np.int64]
) -> Floats:
    size = len(ELEMENTS)
    team = chance.normal(0, world.UNIT_SD, (UNITS, size))
    month = chance.normal(0, world.MONTH_SD, (world.MONTHS + 2, size))
    both = chance.normal(0, world.UNIT_MONTH_SD, (UNITS, world.MONTHS + 2, size))
    person = chance.normal(0, world.PERSON_SD, (len(journeys), 1))
    latent: Floats = np.array(world.LATENT) + team[units] + month[months] + both[units, months] + person
    late = np.array([_lateness(journey) for journey in journeys])
    latent[:, _AT["waktu"]] -= 0.45 * late
    latent[:, _AT["prosedur"]] -= 0.10 * late
    returned = np.array([journey.sent_back < NEVER for journey in journeys], dtype=float)
    latent[:, _AT["persyaratan"]] -= 0.35 * returned
    latent[:, _AT["prosedur"]] -= 0.20 * returned
    latent[:, _AT["kompetensi"]] -= 0.25 * np.array([VILLAGES[one.village].slowness - 1 for one in journeys])
    return latent


def _lateness(journey: Journey) -> float:
    """How far beyond the promise, in promises, at most 2; the citizen's own time does not count."""
    if journey.scanned == NEVER:
        return 0.0
    mended = journey.mended - journey.sent_back if journey.mended < NEVER else 0.0
    amount, unit = MIXES[journey.mix].promise
    promise = amount * (450.0 if unit == "days" else 1.0)
    return min(2.0, max(0.0, (journey.scanned - journey.submitted - mended) / promise - 1.0))
