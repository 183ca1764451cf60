"""The proof that pairs are the best there are: a price for each person (linear programming's dual).

Prices prove an answer when no price is negative, two who may be a pair cost together at least what their pair is worth,
and all prices together cost exactly what the answer is worth: then no answer can be worth more. Three comparisons
check it, whoever found the prices; they are found by Bellman and Ford's method over the answer's alternating paths.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from brobygger.pathway.matching.solve.problem import Ints


@dataclass(frozen=True, eq=False)
class Prices:
    """A price for each person on either side, in the whole numbers of the edges' worth."""

    left: Ints
    right: Ints


def is_proof(found: Prices, starts: Ints, ends: Ints, worth: Ints, mate: Ints) -> bool:
    """Whether prices prove that the pairs in `mate` are worth the most."""
    if min(found.left.min(initial=0), found.right.min(initial=0)) < 0:
        return False
    if (found.left[starts] + found.right[ends] < worth).any():
        return False
    achieved = worth[mate[starts] == ends]
    paid: int = sum(found.left.tolist()) + sum(found.right.tolist())  # Python's whole numbers never overflow
    return paid == int(sum(achieved.tolist()))


def prices(starts: Ints, ends: Ints, worth: Ints, mate: Ints, *, others: int, seconds: float) -> Prices | None:
    """Prices that prove the pairs in `mate`, or None: the pairs are not the best, or time is up.

    Everybody on the left begins with the whole worth of their pair. Whoever is wanted by somebody for more than that
    raises the price on the right, which lowers it for their mate on the left, and so on until nothing moves.
    """
    ends_at = perf_counter() + seconds
    order = np.argsort(starts, kind="stable")
    starts, ends, worth = starts[order], ends[order], worth[order]
    first = np.searchsorted(starts, np.arange(len(mate) + 1))
    paired = np.flatnonzero(mate >= 0)
    of_right = np.full(others, -1, dtype=np.int64)
    of_right[mate[paired]] = paired
    left, right = np.zeros(len(mate), dtype=np.int64), np.zeros(others, dtype=np.int64)
    own = mate[starts] == ends
    of_pair = np.zeros(len(mate), dtype=np.int64)
    of_pair[starts[own]] = worth[own]
    left[paired] = of_pair[paired]
    moved = np.arange(len(mate))
    while len(moved):
        edges, count = _edges_of(moved, first)
        wanted = worth[edges] - np.repeat(left[moved], count)
        higher = wanted > right[ends[edges]]
        raised, wanted = ends[edges][higher], wanted[higher]
        np.maximum.at(right, raised, wanted)
        raised = np.unique(raised)
        moved = of_right[raised]
        if (moved < 0).any():  # somebody without a mate is worth something: the pairs are not the best
            return None
        left[moved] = of_pair[moved] - right[raised]
        if (left[moved] < 0).any() or perf_counter() > ends_at:
            return None
    return Prices(left, right)


def _edges_of(people: Ints, first: Ints) -> tuple[Ints, Ints]:
    """The numbers of all edges of these people, and how many each of them has."""
    count = first[people + 1] - first[people]
    before = np.concatenate([[0], np.cumsum(count)])
    return np.arange(before[-1]) + np.repeat(first[people] - before[:-1], count), count
