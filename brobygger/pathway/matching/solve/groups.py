"""Groups: as many people placed as possible, then the highest affinity within groups. Sizes and wishes are kept.

Small questions are solved in full and proven. Larger ones are solved by guided local search, and an upper bound tells
how far the answer can be from the best. Placing as many as possible is itself hard when many wish to be apart; there
the search places as many as it finds room for, and says when that is everybody there can be room for.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from brobygger.pathway.matching.solve.companies import Units, total_of, units_of
from brobygger.pathway.matching.solve.group_bound import neighbour_bound
from brobygger.pathway.matching.solve.group_exact import best_groups
from brobygger.pathway.matching.solve.group_search import improve
from brobygger.pathway.matching.solve.group_start import begin, counts_of_groups, holds, placeable
from brobygger.pathway.matching.solve.group_why import reasons
from brobygger.pathway.matching.solve.placing import Placing
from brobygger.pathway.matching.solve.problem import GroupsProblem

STEPS_EACH, STEPS_LEAST, STEPS_MOST = 300, 3_000, 120_000
TRIAL = 8  # a trial of one number of groups uses this part of the steps
TRIAL_ORDERS = 3
TRIAL_TIME = 1 / 3  # of the time: all trials together, where it is short


@dataclass(frozen=True)
class GroupsAnswer:
    """Groups of people by their place in the file. `left_out`: (person, why)."""

    groups: tuple[tuple[int, ...], ...]
    left_out: tuple[tuple[int, str], ...]
    total: float
    bound: float
    optimal: bool  # proven: nobody can place more people, or as many with more affinity
    complete: bool  # False: the time was up, and this is the best so far


def solve(problem: GroupsProblem, *, seed: int = 1, seconds: float = 30.0) -> GroupsAnswer:
    """The best groups found. The same question and seed give the same answer unless the time runs out (`complete`)."""
    units = units_of(problem)
    exact = best_groups(problem, units)
    if exact is not None:
        return _answer(problem, units, exact, proven=True, complete=True)
    found, complete = _search(problem, units, seed, seconds)
    inside = [tuple(found.members(group).tolist()) for group in range(found.count) if holds(found, group)]
    return _answer(problem, units, inside, proven=False, complete=complete)


def _search(problem: GroupsProblem, units: Units, seed: int, seconds: float) -> tuple[Placing, bool]:
    """A short trial of each number of groups, and the rest of the steps for the best of them."""
    steps = min(STEPS_MOST, STEPS_LEAST + STEPS_EACH * len(units))
    began, complete = perf_counter(), True
    best: Placing | None = None
    counts = counts_of_groups(problem, units)
    for number, count in enumerate(counts, start=1):
        for order in range(TRIAL_ORDERS):
            trial = begin(problem, units, count, seed=seed + order)
            if trial.placed == _able(problem, units):
                break
        ends_at = began + seconds * TRIAL_TIME * number / len(counts)
        complete &= improve(trial, steps=steps // TRIAL, seed=seed, ends_at=ends_at)
        if best is None or (trial.placed, trial.total) > (best.placed, best.total):
            best = trial
    if best is None:
        return Placing(units, problem.smallest, problem.largest, 0), True
    where = best.where.copy()
    again = _copy(best, where)
    complete &= improve(again, steps=steps, seed=seed, ends_at=began + seconds)
    return (again if (again.placed, again.total) > (best.placed, best.total) else best), complete


def _copy(placing: Placing, where: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Placing:
    copy = Placing(placing.units, placing.smallest, placing.largest, placing.count)
    for unit, group in enumerate(where.tolist()):
        copy.move(unit, group)
    return copy


def _able(problem: GroupsProblem, units: Units) -> int:
    return int(units.size[placeable(problem, units)].sum())


def _answer(
    problem: GroupsProblem, units: Units, inside: list[tuple[int, ...]], *, proven: bool, complete: bool
) -> GroupsAnswer:
    groups = sorted(tuple(sorted(p for unit in group for p in units.members[unit])) for group in inside)
    total = total_of(problem, groups)
    bound = total if proven else max(total, neighbour_bound(problem))
    return GroupsAnswer(
        groups=tuple(groups),
        left_out=tuple(reasons(problem, units, groups)),
        total=total,
        bound=bound,
        optimal=proven,
        complete=complete,
    )
