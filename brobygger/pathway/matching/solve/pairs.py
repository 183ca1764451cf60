"""Pairs: as many as possible, and among those the highest total. A minimum-cost flow, with its own proof.

Goodness becomes whole numbers, so that nothing is lost in a sum. Up to twelve decimals count exactly; of finer
numbers about twelve digits count. The proof (proof.py) is a price for each person, checked edge by edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from brobygger.pathway.matching.solve.problem import Floats, Ints, PairsProblem
from brobygger.pathway.matching.solve.proof import Prices, is_proof, prices

ROOM = 1 << 60  # distances in the flow and in the proof stay below it, so 64-bit numbers never overflow
MOST_DECIMALS = 12
FINEST = 60  # binary places; what is smaller counts as nothing


@dataclass(frozen=True, eq=False)
class WholeNumbers:
    """Each edge's worth as a whole number: `a_pair` for being a pair at all, and its goodness × `per_unit`.

    `a_pair` is more than all goodness of any pairs together, so one more pair always counts most. `exact`: no goodness
    was rounded.
    """

    worth: Ints
    a_pair: int
    per_unit: float
    exact: bool


@dataclass(frozen=True, eq=False)
class PairsAnswer:
    """Pairs as (place in left, place in right), by the order of left. `prices` prove the answer when it is optimal."""

    pairs: tuple[tuple[int, int], ...]
    total: float
    bound: float | None  # no answer with as many pairs has a higher total; None: not proven
    optimal: bool
    numbers: WholeNumbers
    prices: Prices | None


def solve(problem: PairsProblem, *, proof_seconds: float = 30.0) -> PairsAnswer:
    """The best pairs. Deterministic; the flow runs to its end, and only the proof has a time limit.

    Pinned pairs are kept whatever they cost, and the answer is the best with them in it.
    """
    kept = _without_pinned(problem)
    numbers = whole_numbers(problem.goodness, people=len(problem.left) + len(problem.right))
    mate = _flow(problem, kept, numbers)
    edges = problem.starts[kept], problem.ends[kept], numbers.worth[kept]
    found = _prices(edges, mate, rights=len(problem.right), pinned=len(problem.pins), seconds=proof_seconds)
    proven = found is not None and is_proof(found, *edges, mate)
    return _answer(problem, mate, numbers, found if proven else None)


def _answer(problem: PairsProblem, mate: Ints, numbers: WholeNumbers, proof: Prices | None) -> PairsAnswer:
    """Put the pinned pairs beside those found; `mate` holds for each of left a place in right, or -1."""
    for one, other in problem.pins:
        mate[one] = other
    pairs = tuple((int(one), int(mate[one])) for one in np.flatnonzero(mate >= 0))
    total = fsum(problem.goodness[mate[problem.starts] == problem.ends].tolist())
    rounding = 0.0 if numbers.exact else len(pairs) / numbers.per_unit
    return PairsAnswer(pairs, total, total + rounding if proof else None, proof is not None, numbers, proof)


def whole_numbers(goodness: Floats, *, people: int) -> WholeNumbers:
    """Goodness as whole numbers, exactly when at most twelve decimals and the size of the problem allow it."""
    highest = float(goodness.max(initial=0.0))
    most = ROOM // (4 * (people + 3))  # the highest goodness, so that any sum over everybody stays within ROOM
    for decimals in range(MOST_DECIMALS + 1):
        tens = 10.0**decimals
        if highest * tens > most:
            break
        worth = np.rint(goodness * tens)
        if np.array_equal(worth / tens, goodness):
            return _with_pairs_first(worth, people, per_unit=tens, exact=True)
    per_unit = 2.0 ** min(FINEST, int(np.log2(most) - np.log2(highest)))
    return _with_pairs_first(np.rint(goodness * per_unit), people, per_unit=per_unit, exact=False)


def _with_pairs_first(worth: Floats, people: int, *, per_unit: float, exact: bool) -> WholeNumbers:
    whole = worth.astype(np.int64)
    a_pair = (2 * int(whole.max(initial=0)) + 1) * (people + 1)  # room also for better ones who arrive
    return WholeNumbers(whole + a_pair, a_pair, per_unit, exact)


def _without_pinned(problem: PairsProblem) -> Ints:
    """The edges between people nobody has pinned."""
    left, right = np.ones(len(problem.left), dtype=bool), np.ones(len(problem.right), dtype=bool)
    for one, other in problem.pins:
        left[one] = right[other] = False
    return np.flatnonzero(left[problem.starts] & right[problem.ends])


def _prices(edges: tuple[Ints, Ints, Ints], mate: Ints, *, rights: int, pinned: int, seconds: float) -> Prices | None:
    """Prices that are high on the side there are too few of: what the next arrival changes is then near."""
    starts, ends, worth = edges
    paired = np.flatnonzero(mate >= 0)
    if len(paired) + pinned < rights:
        return prices(starts, ends, worth, mate, others=rights, seconds=seconds)
    of_right = np.full(rights, -1, dtype=np.int64)
    of_right[mate[paired]] = paired
    found = prices(ends, starts, worth, of_right, others=len(mate), seconds=seconds)
    return Prices(found.right, found.left) if found else None


def _flow(problem: PairsProblem, kept: Ints, numbers: WholeNumbers) -> Ints:
    """For each of left the place of its mate in right, or -1."""
    lefts, rights = len(problem.left), len(problem.right)
    mate = np.full(lefts, -1, dtype=np.int64)
    if not len(kept):
        return mate
    source, sink = lefts + rights, lefts + rights + 1
    starts, ends = problem.starts[kept], problem.ends[kept] + lefts
    everybody = np.arange(lefts + rights)
    tails = np.concatenate([starts, np.full(lefts, source), everybody[lefts:]])
    heads = np.concatenate([ends, everybody[:lefts], np.full(rights, sink)])
    costs = np.concatenate([numbers.a_pair - numbers.worth[kept], np.zeros(lefts + rights, dtype=np.int64)])
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones(len(tails), dtype=np.int64), costs)
    most = min(lefts, rights)
    flow.set_nodes_supplies(np.array([source, sink]), np.array([most, -most]))
    status = flow.solve_max_flow_with_min_cost()  # most pairs first, then the lowest cost
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the flow ended with {status}")  # cannot happen with numbers within ROOM
    used = flow.flows(arcs[: len(kept)]) > 0
    mate[starts[used]] = ends[used] - lefts
    return mate
