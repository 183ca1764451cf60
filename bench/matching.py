"""Pairs, groups and transport beside other ways to solve the same: time for pairs, quality for groups and transport.

Made-up people: places in a town, interests, wheelchairs. Ours and the reference take turns on the same questions.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import atan2
from statistics import median
from typing import TypeVar

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching
from scipy.spatial import cKDTree

from bench.lines import Line
from brobygger.pathway.matching.solve import groups, pairs, transport
from brobygger.pathway.matching.solve.arrival import Standing
from brobygger.pathway.matching.solve.problem import (
    GroupsProblem,
    PairsProblem,
    Rider,
    TransportProblem,
    Vehicle,
)

Made = TypeVar("Made")
REPEATS = 5
CANDIDATES = 30
PER_MINUTE = 1000


def measure(
    *,
    pair_sizes: Sequence[int] = (1_000, 5_000, 20_000),
    group_sizes: Sequence[int] = (40, 100, 200),
    riders: Sequence[int] = (40, 80),
    seconds: int = 10,
    repeats: int = REPEATS,
) -> list[Line]:
    """All lines. `seconds` is the time each way to plan a tour gets; about six minutes in all on an idle machine."""
    found = [line for n in pair_sizes for line in of_pairs(n, repeats)]
    found += [line for n in group_sizes for line in of_groups(n)]
    return found + [line for n in riders for line in of_transport(n, seconds, repeats)]


def of_pairs(n: int, repeats: int) -> list[Line]:
    """n on each side, and the same with 8 volunteers for 10 persons, which is what waiting lists look like."""
    even, scarce = town_of_pairs(n, n), town_of_pairs(n, n * 8 // 10)
    ours, proven, theirs, alone, arrive, full = [], [], [], [], [], []
    answer = pairs.solve(even)
    for _repeat in range(repeats):
        theirs.append(_timed(lambda: _scipy(even))[0])
        ours.append(_timed(lambda: pairs.solve(even, proof_seconds=-1.0))[0])
        taken, answer = _timed(lambda: pairs.solve(even))
        proven.append(taken)
        taken, standing = _timed(lambda: pairs.solve(scarce))
        full.append(taken)
        alone.append(_timed(lambda: pairs.solve(scarce, proof_seconds=-1.0))[0])
        arrive += _arrivals(scarce, standing)
    bound = answer.bound or float("nan")
    return [
        _line(f"pairs, {n} and {n}: flow", n, ours, theirs, "scipy sparse", "≤ 0.2 at 20,000"),
        _line(f"pairs, {n} and {n}: flow and proof", n, proven, theirs, "scipy sparse", "≤ 0.2 at 20,000"),
        _line(f"pairs, {n} and {n * 8 // 10}: flow and proof", n, full, alone, "the flow alone", "≤ 2"),
        _line(f"pairs, {n} and {n * 8 // 10}: one arrives", n, arrive, full, "a full solve with proof", "≤ 0.05"),
        _line("pairs: goodness over the proven bound", n, [answer.total], [bound], "dual bound", "1", unit="points"),
    ]


def of_groups(n: int) -> list[Line]:
    """The sum of affinity against the bound, and after one second against all steps."""
    problem = club(n)
    taken, answer = _timed(lambda: groups.solve(problem, seconds=600))
    _taken, soon = _timed(lambda: groups.solve(problem, seconds=1))
    return [
        _line(
            f"groups of 6–8 ({taken / 1000:.1f} s)", n, [answer.total], [answer.bound],
            "bound by neighbours, not the LP's", "≥ 0.99 of the LP's bound", unit="points",
        ),
        _line("groups: after 1 s", n, [soon.total], [answer.total], "after all steps", "≥ 0.98", unit="points"),
    ]  # fmt: skip


def of_transport(n: int, seconds: int, repeats: int) -> list[Line]:
    """Minutes of driving of the same tours planned by us, by OR-Tools' routing and by an angle sweep."""
    ours, routing, sweep, bounds = [], [], [], []
    for seed in range(repeats):
        problem = tour(n, seed)
        answer = transport.solve(problem, seconds=seconds, seed=1)
        if answer.not_served:
            raise RuntimeError(f"{len(answer.not_served)} of {n} were not fetched")  # no figure for an easier question
        ours.append(answer.minutes)
        bounds.append(answer.bound or float("nan"))
        routing.append(_routing(problem, seconds))
        sweep.append(_sweep(problem))
    return [
        _line(f"transport: {name}", n, ours, theirs, what, target, unit="min")
        for name, theirs, what, target in (
            ("beside routing", routing, f"OR-Tools, guided local search, {seconds} s", "≤ 1.00"),
            ("beside a sweep", sweep, "sweep by angle", "≤ 0.90"),
            ("above the bound", bounds, "Held and Karp, without places and rides", "≤ 1.03 of the fleet's bound"),
        )
    ]


def town_of_pairs(persons: int, volunteers: int) -> PairsProblem:
    """Everybody may meet the nearest 30; goodness is nearness and luck, in ten-thousandths."""
    random = np.random.default_rng(1)
    homes, theirs = random.random((persons, 2)), random.random((volunteers, 2))
    far, near = cKDTree(theirs).query(homes, k=CANDIDATES)
    nearness = np.clip(1 - far.ravel() * np.sqrt(persons) / 8, 0, 1)
    goodness = np.round(0.5 * nearness + 0.5 * random.random(persons * CANDIDATES), 4)
    return PairsProblem(
        tuple(f"p{n}" for n in range(persons)),
        tuple(f"v{n}" for n in range(volunteers)),
        np.repeat(np.arange(persons), CANDIDATES),
        near.ravel().astype(np.int64),
        goodness,
    )


def club(people: int) -> GroupsProblem:
    """Twelve interests, a quarter of them each, and homes in a town."""
    random = np.random.default_rng(1)
    interests = (random.random((people, 12)) < 0.25).astype(np.int64)
    homes = random.random((people, 2))
    far = np.hypot(*(homes[:, None, :] - homes[None, :, :]).transpose(2, 0, 1))
    worth = np.round(0.3 * (interests @ interests.T) + np.clip(1 - 2 * far, 0, None), 3)
    affinity = {(i, j): float(worth[i, j]) for i in range(people) for j in range(i + 1, people) if worth[i, j]}
    return GroupsProblem(tuple(f"p{n}" for n in range(people)), 6, 8, affinity)


def tour(people: int, seed: int) -> TransportProblem:
    """People around a meeting place, one in twelve in a wheelchair, and enough buses for rides of 45 minutes."""
    random = np.random.default_rng(seed)
    riders = tuple(
        Rider(
            f"p{n}", *np.round(random.normal(0, 6, 2), 3).tolist(), wheelchair=bool(random.random() < 0.08),
            load_minutes=float(random.integers(1, 4)),
        )
        for n in range(people)
    )  # fmt: skip
    return TransportProblem(0, 0, 810, 840, (Vehicle("bus", people // 3, 8, 2),), riders, 40, 45)


def _arrivals(problem: PairsProblem, answer: pairs.PairsAnswer) -> list[float]:
    standing = Standing(problem, answer)
    random = np.random.default_rng(2)
    times = []
    for one in random.integers(len(problem.left), size=5).tolist():
        near = problem.ends[one * CANDIDATES : (one + 1) * CANDIDATES].tolist()
        met = {end: round(float(random.random()), 4) for end in near}
        times.append(_timed(lambda met=met: standing.arrives(met))[0])
    return times


def _scipy(problem: PairsProblem) -> float:
    """The same question to scipy as whole costs. It needs everybody to have a mate, and here they have."""
    costs = np.round((2.0 - problem.goodness) * 10_000)
    ends = problem.starts.astype(np.int32), problem.ends.astype(np.int32)
    table = csr_array((costs, ends), shape=(len(problem.left), len(problem.right)))
    rows, columns = min_weight_full_bipartite_matching(table)
    return float(table[rows, columns].sum())


def _places(problem: TransportProblem) -> list[tuple[int, int]]:
    return [(v.seats, v.wheelchairs) for v in problem.vehicles for _car in range(v.count)]


def _routing(problem: TransportProblem, seconds: int) -> float:
    """Minutes driven by OR-Tools' routing under the same rules."""
    minutes, cars = transport.travel_minutes(problem), _places(problem)
    boarding = [0.0, *(rider.load_minutes for rider in problem.people)]
    manager = pywrapcp.RoutingIndexManager(len(minutes), len(cars), 0)
    routing = pywrapcp.RoutingModel(manager)

    def driving(start: int, end: int) -> int:
        one, other = manager.IndexToNode(start), manager.IndexToNode(end)
        return round(minutes[one, other] * PER_MINUTE) if one else 0

    def riding(start: int, end: int) -> int:
        one, other = manager.IndexToNode(start), manager.IndexToNode(end)
        return round((minutes[one, other] * bool(one) + boarding[other]) * PER_MINUTE)

    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(driving))
    limit = round(problem.max_ride_minutes * PER_MINUTE)
    routing.AddDimension(routing.RegisterTransitCallback(riding), 0, limit, True, "ride")
    for number, name in enumerate(("seats", "wheelchairs")):
        takes = [0, *(int(rider.wheelchair == bool(number)) for rider in problem.people)]
        taken = routing.RegisterUnaryTransitCallback(lambda at, takes=takes: takes[manager.IndexToNode(at)])
        routing.AddDimensionWithVehicleCapacity(taken, 0, [car[number] for car in cars], True, name)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromSeconds(seconds)
    solved = routing.SolveWithParameters(parameters)
    if solved is None:
        raise RuntimeError("OR-Tools found no routes")
    return float(solved.ObjectiveValue()) / PER_MINUTE


def _sweep(problem: TransportProblem) -> float:
    """Round the clock, filling one car after another; in each the farthest first, then always the nearest."""
    minutes = transport.travel_minutes(problem)
    people = problem.people
    order = sorted(range(len(people)), key=lambda n: atan2(people[n].y - problem.y, people[n].x - problem.x))
    driven, inside = 0.0, list[int]()
    for number in order:
        way = _way(minutes, [*inside, number])
        if not _allowed(problem, minutes, way):
            driven += _driven(minutes, _way(minutes, inside))
            inside = []
        inside.append(number)
    return driven + _driven(minutes, _way(minutes, inside))


def _way(minutes: transport.Floats, inside: list[int]) -> list[int]:
    left = sorted(inside, key=lambda n: -minutes[n + 1, 0])
    way = left[:1]
    left = left[1:]
    while left:
        nearest = min(left, key=lambda n: minutes[way[-1] + 1, n + 1])
        way.append(nearest)
        left.remove(nearest)
    return way


def _driven(minutes: transport.Floats, way: list[int]) -> float:
    places = [*(number + 1 for number in way), 0]
    return float(sum(minutes[one, other] for one, other in pairwise(places)))


def _allowed(problem: TransportProblem, minutes: transport.Floats, way: list[int]) -> bool:
    seats, wheelchairs = _places(problem)[0]
    riders = [problem.people[number] for number in way]
    in_wheelchair = sum(rider.wheelchair for rider in riders)
    ride = _driven(minutes, way) + sum(rider.load_minutes for rider in riders)
    return in_wheelchair <= wheelchairs and len(way) - in_wheelchair <= seats and ride <= problem.max_ride_minutes


def _timed(run: Callable[[], Made]) -> tuple[float, Made]:
    began = time.perf_counter()
    made = run()
    return (time.perf_counter() - began) * 1000, made


def _line(
    name: str, n: int, ours: list[float], reference: list[float], what: str, target: str, *, unit: str = "ms"
) -> Line:
    return Line(name, n, median(ours), min(ours), max(ours), median(reference), what, target, unit)


if __name__ == "__main__":
    for line in measure():
        print(line, f"| load {os.getloadavg()[0]:.1f}", flush=True)
