"""Shared transport beside other planners, a bound, and published instances with known shortest routes."""

from __future__ import annotations

from itertools import pairwise
from math import atan2
from pathlib import Path

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from bench.lines import Line
from bench.timing import line_of
from brobygger.pathway.matching.solve import transport
from brobygger.pathway.matching.solve.problem import Floats, Rider, TransportProblem, Vehicle

PER_MINUTE = 1000
PUBLISHED = Path(__file__).parent / "data" / "published_routes.tsv"
NO_LIMIT = 1e6


def of_published(seconds: int) -> list[Line]:
    """Instances of the literature in which everybody takes one place: ours beside the shortest known."""
    lines = []
    for row in PUBLISHED.read_text().splitlines():
        if row and not row.startswith("#"):
            name, places, best, points = row.split("\t")
            problem, minutes = closed(points, int(places))
            answer = transport.solve(problem, minutes=minutes, seconds=seconds, seed=1)
            if answer.not_served:
                raise RuntimeError(f"{name}: {len(answer.not_served)} were left")
            lines.append(
                line_of(
                    f"transport: {name}", len(problem.people), [answer.minutes], [float(best)],
                    f"the shortest known (proven), {seconds} s", "≤ 1.03", unit="length",
                )
            )  # fmt: skip
    return lines


def closed(points: str, places: int) -> tuple[TransportProblem, Floats]:
    """A published question as ours. There a car also drives from the depot to its first door; here that is free.

    With d the ways of the literature, our way from a door i to a door j is d(i,j) + d(0,i) - d(0,j), and from i to the
    depot 2 d(i,0): along any tour the extra sums up to d(0, the first door), so both count the same.
    """
    xy = np.array([[float(part) for part in point.split(",")] for point in points.split()])
    way = np.floor(np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1)) + 0.5)
    minutes = way + way[:, :1] - way[:1, :]
    people = tuple(Rider(f"p{n}", *point.tolist()) for n, point in enumerate(xy[1:], 1))
    cars = (Vehicle("car", len(people) // places + 3, places, 0),)
    depot = xy[0].tolist()
    return TransportProblem(depot[0], depot[1], 0, 1_439, cars, people, 40, NO_LIMIT), minutes


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
        line_of(f"transport: {name}", n, ours, theirs, what, target, unit="min")
        for name, theirs, what, target in (
            ("beside routing", routing, f"OR-Tools, guided local search, {seconds} s", "≤ 1.00"),
            ("beside a sweep", sweep, "sweep by angle", "≤ 0.90"),
            ("above the bound", bounds, "Held and Karp, without places and rides", "≤ 1.03 of the fleet's bound"),
        )
    ]


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
