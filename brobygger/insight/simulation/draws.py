"""All chance of one run, drawn before it begins: the same person meets the same luck whatever the staff.

Each kind of chance has a stream of its own and a person has the same place in it, so that two runs of one seed differ
by what was changed and by nothing else (common random numbers).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brobygger.insight.simulation.line import NO_POOL, WEEK, Line, Room, Stage
from brobygger.insight.simulation.way import Timing

Floats = NDArray[np.float64]
STREAMS = 8


@dataclass(frozen=True)
class Draws:
    """The chance of one run, as plain lists. A flat list has person × stages + stage as its place.

    arrive: days, in order. fate: place of the reason somebody is lost for, -1 when not; fate2: the second time.
    wait: days until a stage can be taken up (WITHIN), or the part of the way at which somebody leaves. service: days of
    the calendar (hours where nobody's time limits it). volunteers: (day, days they
    stay, whose volunteer it is: 0 to 1). again: who says yes when
    asked again. by_car: who needs transport.
    """

    arrive: list[float]
    fate: list[int]
    fate2: list[int]
    wait: list[float]
    service: list[float]
    again: list[bool]
    by_car: list[bool]
    volunteers: list[tuple[float, float, float]]


def draw(line: Line, *, days: float, seed: int, run: int) -> Draws:
    """The chance of one run of so many days."""
    streams = [np.random.default_rng(each) for each in np.random.SeedSequence([seed, run]).spawn(STREAMS)]
    arrive = _arrivals(line, days, streams[0])
    n, stages = len(arrive), len(line.stages)
    fates, waits, twice = (streams[place].random((n, stages)) for place in (1, 2, 3))
    work = _lengths(streams[4].standard_normal((n, stages)), line.spread)
    person = streams[5].random((n, 2))
    fate, fate2 = _fates(line.stages, fates), _fates(line.stages, twice)
    return Draws(
        arrive=arrive.tolist(),
        fate=fate.ravel().tolist(),
        fate2=fate2.ravel().tolist(),
        wait=_waits(line.stages, waits).ravel().tolist(),
        service=_services(line, fate, work).ravel().tolist(),
        again=(person[:, 0] < line.again_share).tolist(),
        by_car=(person[:, 1] < line.car_share).tolist() if line.car else [False] * n,
        volunteers=_volunteers(line.place, days, streams[6], streams[7]),
    )


def _arrivals(line: Line, days: float, chance: np.random.Generator) -> Floats:
    """Those found on the first day, then one after the other at random (Poisson), as long as people are found."""
    last = min(days, line.weeks_found * WEEK) if line.weeks_found else days
    later = _moments(line.per_week, last, chance)
    return np.concatenate([np.zeros(line.at_start), later])


def _moments(a_week: float, days: float, chance: np.random.Generator) -> Floats:
    if a_week <= 0 or days <= 0:
        return np.zeros(0)
    expected = a_week * days / WEEK
    moments = np.zeros(0)
    while not len(moments) or moments[-1] < days:
        more = chance.exponential(WEEK / a_week, int(expected + 6 * expected**0.5) + 16)
        moments = np.concatenate([moments, np.cumsum(more) + (moments[-1] if len(moments) else 0.0)])
    return moments[moments < days]


def _lengths(normal: Floats, spread: float) -> Floats:
    """Lengths of work with mean 1 and this spread (standard deviation over mean); log-normal, so never negative."""
    variance = np.log1p(spread**2)
    lengths: Floats = np.exp(normal * np.sqrt(variance) - variance / 2)
    return lengths


def _fates(stages: tuple[Stage, ...], chance: Floats) -> NDArray[np.int64]:
    fates = np.full(chance.shape, -1, dtype=np.int64)
    for place, stage in enumerate(stages):
        limits = np.cumsum([share for _reason, share in stage.shares])
        if len(limits) and limits[-1] > 0:
            found = np.searchsorted(limits, chance[:, place], side="right")
            fates[:, place] = np.where(found < len(limits), found, -1)
    return fates


def _waits(stages: tuple[Stage, ...], chance: Floats) -> Floats:
    """Spread evenly from the same day to the deadline; after the first time the chance itself: when somebody leaves."""
    most = [
        1.0 if _leaves_on_the_way(stage) else stage.wait if stage.timing is Timing.WITHIN else 0.0 for stage in stages
    ]
    waits: Floats = chance * np.array(most)
    return waits


def _leaves_on_the_way(stage: Stage) -> bool:
    return stage.after_start and stage.timing is not Timing.WITHIN


def _services(line: Line, fate: NDArray[np.int64], lengths: Floats) -> Floats:
    minutes = np.array([stage.minutes for stage in line.stages])
    of_a_no = np.minimum(minutes, line.minutes_no)
    # After the first time nobody is visited to hear a no: the work is that of those who stay.
    after = np.array([stage.after_start for stage in line.stages])
    taken = np.where((fate >= 0) & ~after, of_a_no, minutes) * lengths
    factor = [1 / 60 if stage.pool == NO_POOL else line.pools[stage.pool].days_a_minute for stage in line.stages]
    services: Floats = taken * np.array(factor)
    return services


def _volunteers(
    room: Room | None, days: float, coming: np.random.Generator, staying: np.random.Generator
) -> list[tuple[float, float, float]]:
    if room is None or not room.volunteers:
        return []
    joins = np.concatenate([np.zeros(room.at_start), _moments(room.a_week, days, coming)])
    chance = staying.random((len(joins), 2))
    stays = -np.log1p(-chance[:, 0]) * room.weeks * WEEK
    return list(zip(joins.tolist(), stays.tolist(), chance[:, 1].tolist(), strict=True))
