"""Groups by guided local search: somebody changes places with another of the groups where their best neighbours are.

Every step looks at all such changes at once and takes one of the best, with a chance for a worse one that falls to
nothing (annealing by heat bath). The number of steps is fixed, so the answer is the same every time; where the time is
too short for them, it cools faster and ends cold all the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from brobygger.pathway.matching.solve.placing import Placing
from brobygger.pathway.matching.solve.problem import Floats, Ints

BEST_NEIGHBOURS = 40
WARMEST, COLDEST = 0.3, 0.01  # of the mean of the best affinities: of six pairs tried, the best at 24 to 1,000 people
LOOK_AT_THE_CLOCK = 64  # steps
FIRST_PART = 0.2  # of the time: what the first steps take says little of the rest
_STAY = np.zeros(1)


@dataclass
class Luck:
    """Gumbel-distributed noise, drawn once and read from different places: cheap in every step."""

    random: np.random.Generator
    noise: Floats

    @classmethod
    def of(cls, seed: int, people: int) -> Luck:
        random = np.random.default_rng(seed)
        return cls(random, random.gumbel(size=(1 << 16) + 4 * people))

    def some(self, count: int) -> Floats:
        start = int(self.random.random() * (len(self.noise) - count))
        return self.noise[start : start + count]


def improve(placing: Placing, *, steps: int, seed: int, ends_at: float, warmest: float = WARMEST) -> bool:
    """Change places until the steps are used; `placing` ends as the best seen. False when the time hurried it."""
    everybody = len(placing.units)
    luck = Luck.of(seed, everybody)
    scale = _scale(placing)
    if everybody < 2 or placing.count == 0:
        return True
    best, best_where = (placing.placed, placing.total), placing.where.copy()
    in_time = True
    order = luck.random.integers(everybody, size=steps).tolist()
    began, cooling = perf_counter(), math.log(COLDEST / warmest)
    gone = 0.0  # how much of the cooling, 0 to 1: as the steps, or faster where the time would be up before them
    for step, unit in enumerate(order):
        if step % LOOK_AT_THE_CLOCK == 0:
            used = (perf_counter() - began) / max(ends_at - began, 1e-9)
            in_time &= used <= max(step / steps, FIRST_PART)
            if used >= 1.0:
                break
            gone = step / steps if in_time else max(gone, used)
        heat = warmest * scale * math.exp(cooling * gone)
        if _change(placing, unit, heat, luck) and (placing.placed, placing.total) > best:
            best, best_where = (placing.placed, placing.total), placing.where.copy()
    _restore(placing, best_where)
    return in_time


def _change(placing: Placing, unit: int, heat: float, luck: Luck) -> bool:
    """One step for one unit: the best of its possible changes, seen through the noise. Whether anything changed."""
    groups = _groups_near(placing, unit, luck)
    if not len(groups):
        return False
    inside = placing.slots[groups].ravel()
    others = inside[inside >= 0]
    if placing.placed < placing.people and placing.where[unit] != placing.count:
        others = np.concatenate([others, placing.members(placing.count)])
    moves = placing.gains_of_moves(unit, groups)
    gains = np.concatenate((_STAY, moves, placing.gains_of_swaps(unit, others)))
    chosen = int((gains + heat * luck.some(len(gains))).argmax())
    if chosen == 0 or gains[chosen] == -np.inf:
        return False
    if chosen <= len(moves):
        placing.move(unit, int(groups[chosen - 1]))
    else:
        placing.swap(unit, int(others[chosen - 1 - len(moves)]))
    return True


def _groups_near(placing: Placing, unit: int, luck: Luck) -> Ints:
    """Where the best neighbours are, and one more at random; all groups when they are few."""
    if placing.count <= BEST_NEIGHBOURS // 2:
        return np.arange(placing.count)
    near = placing.where[placing.units.near[unit][:BEST_NEIGHBOURS]]
    seen = np.unique(np.append(near, luck.random.integers(placing.count)))
    elsewhere: Ints = seen[(seen != placing.count) & (seen != placing.where[unit])]
    return elsewhere


def _scale(placing: Placing) -> float:
    best = [float(worth[0]) for worth in placing.units.near_worth if len(worth)]
    return sum(best) / len(best) if best else 0.0


def _restore(placing: Placing, where: Ints) -> None:
    changed = np.flatnonzero(placing.where != where).tolist()
    for unit in changed:
        placing.move(unit, placing.count)
    for unit in changed:
        placing.move(unit, int(where[unit]))
