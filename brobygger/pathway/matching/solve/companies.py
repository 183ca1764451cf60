"""People who want to be together are placed as one: the units that groups are made of."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

import numpy as np

from brobygger.pathway.matching.solve.problem import Floats, GroupsProblem, Ints


@dataclass(frozen=True, eq=False)
class Units:
    """Companies and single people as units 0…, with what matters when they are placed.

    Neighbours of unit u, best first: `near[u]` with affinities `near_worth[u]`. `quota[q, u]` counts the people of
    in_each[q] in unit u.
    """

    members: tuple[tuple[int, ...], ...]
    size: Ints
    inner: Floats  # affinity between a unit's own people
    near: tuple[Ints, ...]
    near_worth: tuple[Floats, ...]
    apart: tuple[frozenset[int], ...]
    quota: Ints
    at_least: Ints
    at_most: Ints

    def __len__(self) -> int:
        return len(self.members)


def units_of(problem: GroupsProblem) -> Units:
    """The problem's units, by the lowest number of their people."""
    bound = {person: members for members in problem.together for person in members}
    members = tuple(bound.get(p, (p,)) for p in range(len(problem.people)) if p == bound.get(p, (p,))[0])
    unit = {person: number for number, people in enumerate(members) for person in people}
    inner, between = _affinities(problem, unit, len(members))
    apart: list[set[int]] = [set() for _unit in members]
    for one, other in problem.apart:
        apart[unit[one]].add(unit[other])
        apart[unit[other]].add(unit[one])
    near, near_worth = _neighbours(between, len(members))
    quota = np.array(
        [[sum(p in rule.ids for p in people) for people in members] for rule in problem.in_each], dtype=np.int64
    ).reshape(len(problem.in_each), len(members))
    most = [len(problem.people) if rule.at_most is None else rule.at_most for rule in problem.in_each]
    return Units(
        members=members,
        size=np.array([len(people) for people in members], dtype=np.int64),
        inner=inner,
        near=near,
        near_worth=near_worth,
        apart=tuple(frozenset(units) for units in apart),
        quota=quota,
        at_least=np.array([rule.at_least for rule in problem.in_each], dtype=np.int64),
        at_most=np.array(most, dtype=np.int64),
    )


def total_of(problem: GroupsProblem, groups: list[tuple[int, ...]]) -> float:
    """The sum of affinity within groups of people, the same in whatever order they stand."""
    group = {person: number for number, people in enumerate(groups) for person in people}
    return fsum(
        worth for (one, other), worth in problem.affinity.items() if one in group and group[one] == group.get(other, -1)
    )


def _affinities(
    problem: GroupsProblem, unit: dict[int, int], count: int
) -> tuple[Floats, dict[tuple[int, int], float]]:
    inner = np.zeros(count)
    between: dict[tuple[int, int], float] = {}
    for (one, other), worth in problem.affinity.items():
        a, b = sorted((unit[one], unit[other]))
        if a == b:
            inner[a] += worth
        elif worth:
            between[a, b] = between.get((a, b), 0.0) + worth
    return inner, between


def _neighbours(between: dict[tuple[int, int], float], count: int) -> tuple[tuple[Ints, ...], tuple[Floats, ...]]:
    found: list[list[tuple[float, int]]] = [[] for _unit in range(count)]
    for (a, b), worth in between.items():
        found[a].append((-worth, b))
        found[b].append((-worth, a))
    near, near_worth = [], []
    for one in found:
        one.sort()
        near.append(np.array([unit for _worth, unit in one], dtype=np.int64))
        near_worth.append(np.array([-worth for worth, _unit in one], dtype=np.float64))
    return tuple(near), tuple(near_worth)
