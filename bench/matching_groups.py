"""Groups beside the proven best where it can be proven, and beside bounds where it cannot."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array
from scipy.spatial import cKDTree

from bench.lines import Line
from bench.timing import line_of, timed
from brobygger.pathway.matching.solve import groups
from brobygger.pathway.matching.solve.companies import total_of, units_of
from brobygger.pathway.matching.solve.group_start import holds
from brobygger.pathway.matching.solve.problem import GroupsProblem

SMALL = (3, 4)
NEIGHBOURS = 40


def of_proven(n: int) -> list[Line]:
    """The search beside the proven best division into groups of three or four."""
    problem = club(n, size=SMALL)
    taken, found = timed(lambda: _searched(problem))
    best, bound = _proven(problem, found)
    return [
        line_of(
            f"groups of 3–4: search ({taken / 1000:.1f} s)", n, [found], [best],
            f"the proven best; the LP's bound is {bound / best:.3f} of it", "≥ 0.99", unit="points",
        )
    ]  # fmt: skip


def _searched(problem: GroupsProblem) -> float:
    """What the guided search alone finds, also where the product would prove the answer."""
    found, _complete = groups._search(problem, units_of(problem), 1, float("inf"))
    inside = [tuple(found.members(group).tolist()) for group in range(found.count) if holds(found, group)]
    return total_of(problem, inside)


def _proven(problem: GroupsProblem, found: float) -> tuple[float, float]:
    """(the most any division is worth, the linear programme's bound over every group there is).

    A group whose reduced cost is more than what the bound lies above an answer in hand is in no better division, so
    whole numbers need only be chosen among the few that are left.
    """
    people = len(problem.people)
    every = [group for size in range(SMALL[0], SMALL[1] + 1) for group in combinations(range(people), size)]
    worth = np.array([sum(problem.affinity.get(two, 0.0) for two in combinations(group, 2)) for group in every])
    columns = np.repeat(np.arange(len(every)), [len(group) for group in every])
    inside = np.array([person for group in every for person in group])
    once = csc_array((np.ones(len(inside)), (inside, columns)), shape=(people, len(every)))
    relaxed = linprog(-worth, A_eq=once, b_eq=np.ones(people), bounds=(0, None), method="highs")
    above = -relaxed.fun - found
    few = np.flatnonzero(worth + once.T @ relaxed.eqlin.marginals >= -above - 1e-9)
    seated = LinearConstraint(once[:, few], 1, 1)
    whole = milp(-worth[few], constraints=seated, integrality=np.ones(len(few)), bounds=Bounds(0, 1))
    assert whole.status == 0
    return float(-whole.fun), float(-relaxed.fun)


def of_groups(n: int) -> list[Line]:
    """The sum of affinity against the bound, and after one second against all steps."""
    problem = club(n)
    taken, answer = timed(lambda: groups.solve(problem, seconds=600))
    _taken, soon = timed(lambda: groups.solve(problem, seconds=1))
    return [
        line_of(
            f"groups of 6–8 ({taken / 1000:.1f} s)", n, [answer.total], [answer.bound],
            "bound by neighbours, not the LP's", "≥ 0.99 of the LP's bound", unit="points",
        ),
        line_of("groups: after 1 s", n, [soon.total], [answer.total], "after all steps", "≥ 0.98", unit="points"),
    ]  # fmt: skip


def of_many(n: int, *, seconds: float) -> list[Line]:
    """A thousand and ten thousand in groups of three or four: against a bound, in a limited time."""
    problem = club(n, size=SMALL) if n <= 1_000 else crowd(n)
    taken, answer = timed(lambda: groups.solve(problem, seconds=seconds))
    placed = n - len(answer.left_out)
    return [
        line_of(
            f"groups of 3–4, many ({taken / 1000:.1f} s)", n, [answer.total], [answer.bound],
            "bound by neighbours, not the LP's", "≥ 0.985 of the LP's bound", unit="points",
        ),
        line_of("groups of 3–4, many: placed", n, [float(placed)], [float(n)], "everybody", "1", unit="people"),
    ]  # fmt: skip


def club(people: int, *, size: tuple[int, int] = (6, 8)) -> GroupsProblem:
    """Twelve interests, a quarter of them each, and homes in a town."""
    random = np.random.default_rng(1)
    interests = (random.random((people, 12)) < 0.25).astype(np.int64)
    homes = random.random((people, 2))
    far = np.hypot(*(homes[:, None, :] - homes[None, :, :]).transpose(2, 0, 1))
    worth = np.round(0.3 * (interests @ interests.T) + np.clip(1 - 2 * far, 0, None), 3)
    affinity = {(i, j): float(worth[i, j]) for i in range(people) for j in range(i + 1, people) if worth[i, j]}
    return GroupsProblem(tuple(f"p{n}" for n in range(people)), *size, affinity)


def crowd(people: int) -> GroupsProblem:
    """So many that only the nearest forty count, with their interests in common."""
    random = np.random.default_rng(1)
    interests = random.random((people, 12)) < 0.25
    homes = random.random((people, 2))
    far, near = cKDTree(homes).query(homes, k=NEIGHBOURS + 1)
    shared = (interests[:, None, :] & interests[near]).sum(axis=2)
    worth = np.round(0.3 * shared + np.clip(1 - far * np.sqrt(people) / 8, 0, None), 3)
    affinity = {
        (min(one, other), max(one, other)): float(worth[one, place])
        for one in range(people)
        for place, other in enumerate(near[one].tolist())
        if one != other and worth[one, place]
    }
    return GroupsProblem(tuple(f"p{n}" for n in range(people)), *SMALL, affinity)
