"""What no routes can beat: a lower bound on the minutes driven when everybody is fetched.

Routes that end in one place are a tree in which nobody has more than two neighbours. The cheapest tree is quickly
found; prices on having too many neighbours make it resemble routes (Held and Karp's bound). Each set of prices
gives a true bound, and the best one seen is kept.
"""

from __future__ import annotations

import numpy as np

from brobygger.pathway.matching.solve.problem import Floats, Ints

ROUNDS = 200


def paths_bound(minutes: Floats, fewest_routes: int) -> float:
    """No routes that fetch everybody take fewer minutes. Row and column 0 are the destination.

    `fewest_routes`: at least so many must arrive.
    """
    legs = np.minimum(minutes, minutes.T)
    count = len(legs)
    if count == 1:
        return 0.0
    prices = np.zeros(count)  # a person pays for a third neighbour, the destination is paid for one too few
    best, stride = 0.0, float(legs[1:].min(axis=1, initial=np.inf, where=legs[1:] > 0).max())
    stride = stride if np.isfinite(stride) else 0.0
    allowed = np.full(count, 2)
    allowed[0] = fewest_routes
    for _round in range(ROUNDS):
        degree, cost = _cheapest_tree(legs + prices[:, None] + prices[None, :])
        best = max(best, cost - float((prices * allowed).sum()))
        prices += stride * (degree - allowed)
        np.maximum(prices[1:], 0.0, out=prices[1:])
        prices[0] = min(0.0, prices[0])
        stride *= 0.97
    return best


def _cheapest_tree(legs: Floats) -> tuple[Ints, float]:
    """How many neighbours each has in the cheapest tree that joins all (Prim), and what it costs."""
    count = len(legs)
    degree = np.zeros(count, dtype=np.int64)
    nearest, reach = np.zeros(count, dtype=np.int64), legs[0].copy()
    outside = np.ones(count, dtype=bool)
    outside[0] = False
    cost = 0.0
    for _step in range(count - 1):
        one = int(np.where(outside, reach, np.inf).argmin())
        cost += float(reach[one])
        degree[one] += 1
        degree[nearest[one]] += 1
        outside[one] = False
        closer = legs[one] < reach
        reach[closer], nearest[closer] = legs[one][closer], one
    return degree, cost
