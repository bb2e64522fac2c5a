"""The office as queues: when each case comes, is taken, sent back, signed and handed over, in working minutes.

A discrete-event simulation: first come, first served at the examiners of each unit. All chance comes from one
stream (`ARRIVALS`) that is drawn in a fixed order, so that one seed always gives one year. Opinions have a
stream of their own (`opinions`).
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sinergi.sample import world
from sinergi.sample.axis import Axis
from sinergi.sample.world import MIXES, VILLAGES, Span

Floats = NDArray[np.float64]
ARRIVALS = 11
DAY = 450.0  # working minutes
NEVER = float("inf")


@dataclass(slots=True)
class Journey:
    """One case; times are working minutes, NEVER where it does not happen. Units: index of the kelurahan."""

    village: int
    mix: int
    online: bool
    submitted: float
    examiner: int = 0
    taken: float = NEVER
    handed_to: int = -1  # the examiner who takes over
    taken_over: float = NEVER
    told_late: float = NEVER
    sent_back: float = NEVER
    mended: float = NEVER
    rejected: float = NEVER
    withdrawn: float = NEVER
    proposed: tuple[float, ...] = ()
    returned: float = NEVER
    approved: tuple[float, ...] = ()
    scanned: float = NEVER
    finished: float = NEVER


@dataclass(frozen=True)
class Year:
    """All cases of the span in order of submission."""

    span: Span
    axis: Axis
    journeys: list[Journey]


def simulate(seed: int, cases: int, span: Span, axis: Axis) -> Year:
    """A year of about ``cases`` cases in its twelve whole months, and what came since at the same rate."""
    chance = np.random.default_rng([seed, ARRIVALS])
    minutes = _arrivals(chance, cases, span, axis)
    n = len(minutes)
    villages = chance.choice(len(VILLAGES), n, p=_shares([one.share for one in VILLAGES]))
    mixes = chance.choice(len(MIXES), n, p=_shares([one.share for one in MIXES]))
    progress = minutes / max(1.0, axis.minute(span.now))
    phone = world.ONLINE_FIRST + (world.ONLINE_LAST - world.ONLINE_FIRST) * progress
    online = chance.random(n) < phone
    uniform = chance.random((n, 10)).tolist()
    waits = chance.exponential(1.0, (n, 14)).tolist()
    spread = np.exp(chance.normal(0.0, 0.35, n)).tolist()
    journeys = [
        Journey(int(village), int(mix), bool(phoned), float(minute))
        for village, mix, phoned, minute in zip(villages, mixes, online, minutes, strict=True)
    ]
    desks = [[0.0] * one.examiners for one in VILLAGES] + [[0.0] * 3]
    for journey, luck, wait, slow in zip(journeys, uniform, waits, spread, strict=True):
        _serve(journey, desks, luck, wait, slow)
    return Year(span, axis, journeys)


def _shares(values: list[float]) -> Floats:
    shares = np.array(values)
    whole: Floats = shares / shares.sum()
    return whole


def _arrivals(chance: np.random.Generator, cases: int, span: Span, axis: Axis) -> Floats:
    today = span.now.date()
    days = [(place, day) for place, day in enumerate(axis.days) if span.first <= day <= today]
    weights = np.array([_weight(day, axis, place) for place, day in days])
    whole = np.array([day < span.month(world.MONTHS + 1) for _place, day in days])
    counts = chance.poisson(weights * cases / weights[whole].sum())
    position = chance.beta(1.5, 2.1, int(counts.sum()))
    first = np.repeat([axis.stretch_of_day(place)[0] for place, _day in days], counts)
    last = np.repeat([axis.stretch_of_day(place)[1] for place, _day in days], counts)
    minutes: Floats = np.sort(first + 12 + position * (last - first - 14))
    return minutes[minutes < axis.minute(span.now)]


def _weight(day: date, axis: Axis, place: int) -> float:
    weight = world.WEEKDAYS[day.weekday()] * world.MONTH_WEIGHTS[day.month - 1]
    rested = place > 0 and day - axis.days[place - 1] > timedelta(days=3)
    return weight * (world.AFTER_CLOSURE if rested else 1.0)


def _serve(
    journey: Journey, desks: list[list[float]], luck: list[float], wait: list[float], slow: float
) -> None:
    """One case from the counter to the end, by its own draws."""
    mix, village = MIXES[journey.mix], VILLAGES[journey.village]
    unit = len(VILLAGES) if mix.at_district else journey.village
    slowness = 1.0 if mix.at_district else village.slowness
    desk = desks[unit]
    journey.examiner = min(range(len(desk)), key=desk.__getitem__)
    reaction = (2.0 if mix.urgent else 105.0) * wait[0] * slowness
    journey.taken = max(journey.submitted + 1 + reaction, desk[journey.examiner])
    work = mix.minutes * slow * slowness
    desk[journey.examiner] = journey.taken + work
    done = journey.taken + work
    if luck[0] < world.STUCK and not mix.urgent:
        late = done + DAY * (1.5 + 1.2 * wait[1])
        if luck[1] < 0.6:
            journey.told_late = done + min(wait[2] * 60, DAY * 0.5)
        done = late
    if luck[2] < world.TAKEN_OVER:
        journey.handed_to = (journey.examiner + 1) % len(desk)
        journey.taken_over = done + 5
        done += 25
    _decide(journey, mix, done, luck, wait)


def _decide(journey: Journey, mix: world.Mix, done: float, luck: list[float], wait: list[float]) -> None:
    if luck[3] < world.REJECTED:
        journey.rejected = done
        return
    if luck[3] < world.REJECTED + world.WITHDRAWN:
        journey.withdrawn = done
        return
    if luck[4] < world.SENT_BACK * (1.25 if journey.online else 0.7):
        journey.sent_back = done
        journey.mended = done + 30 + min(wait[3] * 620, DAY * 4)
        done = journey.mended + 5 + wait[4] * 25
    _sign(journey, mix, done, luck, wait)


_SIGNING = {"lurah": 45.0, "camat": 50.0, "kasi": 3.0, "sekcam": 4.0}


def _sign(journey: Journey, mix: world.Mix, done: float, luck: list[float], wait: list[float]) -> None:
    """Through the chain, to the scan and the hand-over."""
    pace = 0.1 if mix.urgent else 1.0
    slowness = VILLAGES[journey.village].slowness
    proposed = [done]
    first = done + 1 + _SIGNING[mix.chain[0][0]] * pace * slowness * wait[5]
    if luck[5] < world.RETURNED:
        journey.returned = first
        proposed.append(first + 5 + wait[6] * 20)
        first = proposed[-1] + 1 + _SIGNING[mix.chain[0][0]] * pace * wait[7]
    approved = [first]
    for place, (role, _level) in enumerate(mix.chain[1:]):
        approved.append(approved[-1] + 1 + _SIGNING[role] * (0.12 if mix.urgent else 1.0) * wait[8 + place])
    journey.proposed, journey.approved = tuple(proposed), tuple(approved)
    journey.scanned = approved[-1] + (4 + 3 * wait[10] if mix.urgent else 8 + 30 * wait[10])
    waits_here = mix.urgent and not journey.online and luck[6] < 0.7
    journey.finished = journey.scanned + (
        3 + 8 * wait[11] if waits_here else 20 + min(wait[12] * 420, DAY * 15)
    )
