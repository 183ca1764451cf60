"""Small questions in full: every group that keeps the rules is written down, and the best set of them is proven."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from brobygger.pathway.matching.solve.companies import Units
from brobygger.pathway.matching.solve.problem import GroupsProblem

MOST_GROUPS = 4_000  # possible groups; beyond it writing them down no longer pays
MOST_TRIES = 20_000  # partial groups looked at on the way
PROOF_SECONDS = 20.0


def best_groups(problem: GroupsProblem, units: Units) -> list[tuple[int, ...]] | None:
    """The best groups of units, proven: most people placed, then most affinity. None when there are too many to try."""
    possible = list_groups(problem, units)
    if possible is None:
        return None
    if not possible:
        return []
    worth = _worth(units)
    affinity = np.array([worth[np.ix_(group, group)].sum() / 2 for group in possible])
    affinity += np.array([units.inner[list(group)].sum() for group in possible])
    people = np.array([units.size[list(group)].sum() for group in possible], dtype=np.float64)
    limit = problem.most_groups
    most = _choose(possible, len(units), people, None, limit)
    if most is None:
        return None
    chosen = _choose(possible, len(units), affinity, (people, float(people[most].sum())), limit)
    return None if chosen is None else [possible[number] for number in chosen]


def list_groups(problem: GroupsProblem, units: Units) -> list[tuple[int, ...]] | None:
    """Every group of units that keeps all rules, or None when they are too many."""
    found: list[tuple[int, ...]] = []
    for tries, (group, people) in enumerate(_partial_groups(problem, units)):
        if tries > MOST_TRIES or len(found) > MOST_GROUPS:
            return None
        if people >= problem.smallest and _quotas_hold(units, group):
            found.append(group)
    return found


def _partial_groups(problem: GroupsProblem, units: Units) -> Iterator[tuple[tuple[int, ...], int]]:
    """Units that may sit together, not too many of them, with the number of people they are."""
    size = units.size.tolist()
    stack: list[tuple[tuple[int, ...], int]] = [((unit,), size[unit]) for unit in range(len(units))]
    while stack:
        group, people = stack.pop()
        if people > problem.largest:
            continue
        yield group, people
        for unit in range(group[-1] + 1, len(units)):
            if units.apart[unit].isdisjoint(group):
                stack.append(((*group, unit), people + size[unit]))


def _quotas_hold(units: Units, group: tuple[int, ...]) -> bool:
    if not len(units.quota):
        return True
    quota = units.quota[:, list(group)].sum(axis=1)
    return bool((quota >= units.at_least).all() and (quota <= units.at_most).all())


def _worth(units: Units) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    worth = np.zeros((len(units), len(units)))
    for unit, (near, beside) in enumerate(zip(units.near, units.near_worth, strict=True)):
        worth[unit, near] = beside
    return worth


def _choose(
    possible: list[tuple[int, ...]],
    count: int,
    worth: np.ndarray[tuple[int], np.dtype[np.float64]],
    must: tuple[np.ndarray[tuple[int], np.dtype[np.float64]], float] | None,
    limit: int | None,
) -> list[int] | None:
    """The set of groups with the highest worth in which nobody sits twice; None when it could not be proven in time.

    limit: so many groups at most.
    """
    # Here and not above: a second of loading that pages and commands without a group to prove need not wait for.
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    rows = np.array([unit for group in possible for unit in group])
    columns = np.repeat(np.arange(len(possible)), [len(group) for group in possible])
    once = csr_array((np.ones(len(rows)), (rows, columns)), shape=(count, len(possible)))
    rules = [LinearConstraint(once, -np.inf, 1.0)]
    if must is not None:
        rules.append(LinearConstraint(must[0][None, :], must[1] - 0.5, np.inf))
    if limit is not None:
        rules.append(LinearConstraint(np.ones((1, len(possible))), -np.inf, float(limit)))
    scale = max(1.0, float(worth.max())) if len(worth) else 1.0
    solved = milp(
        -worth / scale,
        constraints=rules,
        integrality=np.ones(len(possible)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "time_limit": PROOF_SECONDS},
    )
    if solved.status != 0:
        return None
    return [int(number) for number in np.flatnonzero(solved.x > 0.5)]
