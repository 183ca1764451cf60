"""What no groups can exceed: an upper bound on the sum of affinity, valid for every answer however it is found.

Everybody sits with at most `largest` - 1 others. The best choice of neighbours under that rule alone, where a wish may
be half fulfilled, is a minimum-cost flow with each person on both sides; real groups fulfil the rule too, so they are
never worth more.
"""

from __future__ import annotations

from math import fsum

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from brobygger.pathway.matching.solve.problem import GroupsProblem

FINEST = 1e9  # whole numbers up to this for each affinity; rounded upwards, so the bound stays one


def neighbour_bound(problem: GroupsProblem) -> float:
    """The highest sum of affinity if everybody only had to have few enough neighbours."""
    pairs = [(a, b, worth) for (a, b), worth in problem.affinity.items() if worth and (a, b) not in problem.apart]
    if not pairs or problem.largest < 2:
        return 0.0
    one, other, worth = (np.array(column) for column in zip(*pairs, strict=True))
    per_unit = FINEST / float(worth.max())
    costs = -np.ceil(worth * per_unit).astype(np.int64)
    people = len(problem.people)
    source, sink = 2 * people, 2 * people + 1
    flow = SimpleMinCostFlow()
    ones = np.ones(len(costs), dtype=np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(one, other + people, ones, costs)
    flow.add_arcs_with_capacity_and_unit_cost(other, one + people, ones, costs)
    everybody = np.arange(people)
    seats = np.full(people, problem.largest - 1)
    nothing = np.zeros(people, dtype=np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(np.full(people, source), everybody, seats, nothing)
    flow.add_arcs_with_capacity_and_unit_cost(everybody + people, np.full(people, sink), seats, nothing)
    most = people * (problem.largest - 1)
    flow.add_arc_with_capacity_and_unit_cost(source, sink, most, 0)  # nobody must have neighbours
    flow.set_nodes_supplies(np.array([source, sink]), np.array([most, -most]))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the flow ended with {status}")
    return min(-float(flow.optimal_cost()) / per_unit / 2, fsum(worth.tolist()))
