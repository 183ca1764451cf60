"""Shared transport to one arrival: fetch everybody, nobody rides too long, and the cars drive as little as possible.

Everybody alights together, so the longest ride of a car is the time from its first door to the arrival. A car may start
where it likes (the way to the first door is not counted), and each car drives once. PyVRP solves exactly this: a leg
of nothing from the garage, boarding as part of the leg before it, and a longest duration of a route.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, fsum
from time import perf_counter

import numpy as np
import pyvrp
from pyvrp.stop import StoppingCriterion

from brobygger.pathway.matching.solve.problem import Floats, Rider, TransportProblem, Vehicle
from brobygger.pathway.matching.solve.transport_bound import paths_bound

ROAD_FACTOR = 1.3  # contracts.md: roads are longer than a straight line
PER_MINUTE = 1_000  # PyVRP counts in whole numbers: 60 ms
ITERATIONS_EACH, ITERATIONS_LEAST = 100, 1_000
# A person left at home must never be cheaper to PyVRP than a full car or a ride too long, whatever the distances are.
HIGHEST_PENALTY = 1e9


@dataclass(frozen=True)
class Route:
    """One car: who is fetched, in order, with the minute after midnight the car stops at the door, and the arrival."""

    vehicle: str
    stops: tuple[tuple[str, int], ...]
    arrive: int


@dataclass(frozen=True)
class TransportAnswer:
    """The routes, those nobody can fetch with why, the minutes driven, and a bound that no routes can beat."""

    routes: tuple[Route, ...]
    not_served: tuple[tuple[str, str], ...]
    minutes: float
    bound: float | None  # None when somebody is not served: then the best choice of people is not known
    complete: bool  # False: the time was up, and this is the best so far


def travel_minutes(problem: TransportProblem) -> Floats:
    """Minutes from each place to each: the destination first, then people by their order."""
    x = np.array([problem.x, *(rider.x for rider in problem.people)])
    y = np.array([problem.y, *(rider.y for rider in problem.people)])
    kilometres = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :]) * ROAD_FACTOR
    return np.asarray(kilometres / problem.speed_kmh * 60, dtype=np.float64)


def solve(
    problem: TransportProblem, *, minutes: Floats | None = None, seed: int = 1, seconds: float = 30.0
) -> TransportAnswer:
    """The best routes found. `minutes` are travel times from anywhere else than straight lines, in the same order.

    The search stops after a number of iterations that depends on the number of people, so the same question and seed
    give the same answer unless the time runs out first (`complete`).
    """
    minutes = travel_minutes(problem) if minutes is None else minutes
    not_served = {
        number: why for number, rider in enumerate(problem.people) if (why := _alone(problem, minutes, rider, number))
    }
    able = [number for number in range(len(problem.people)) if number not in not_served]
    vehicles = [vehicle for vehicle in problem.vehicles if vehicle.count and vehicle.seats + vehicle.wheelchairs]
    stop = _Stop(max(ITERATIONS_LEAST, ITERATIONS_EACH * len(able)), perf_counter() + seconds)
    found = _search(problem, minutes, able, vehicles, stop, seed) if able else []
    driven = {number for _vehicle, people in found for number in people}
    not_served |= {number: _no_room(problem, problem.people[number]) for number in able if number not in driven}
    routes = sorted((_timed(problem, minutes, vehicle, people) for vehicle, people in found), key=_by_time)
    return TransportAnswer(
        routes=tuple(routes),
        not_served=tuple((problem.people[number].id, not_served[number]) for number in sorted(not_served)),
        minutes=fsum(_driving(minutes, people) for _vehicle, people in found),
        bound=None if not_served else paths_bound(minutes, _fewest(problem)),
        complete=not stop.out_of_time,
    )


def _alone(problem: TransportProblem, minutes: Floats, rider: Rider, number: int) -> str:
    """Why a person cannot be fetched even alone, or nothing."""
    places = sum(v.count * (v.wheelchairs if rider.wheelchair else v.seats) for v in problem.vehicles)
    if not places:
        return "Ingen af bilerne har plads til en kørestol." if rider.wheelchair else "Ingen af bilerne har et sæde."
    ride = rider.load_minutes + float(minutes[number + 1, 0])
    if ceil(ride * PER_MINUTE) > problem.max_ride_minutes * PER_MINUTE:
        return f"Turen tager {ride:.0f} minutter også alene; den må højst tage {problem.max_ride_minutes:g}."
    return ""


def _no_room(problem: TransportProblem, rider: Rider) -> str:
    kind = "kørestolspladser" if rider.wheelchair else "sæder"
    places = sum(v.count * (v.wheelchairs if rider.wheelchair else v.seats) for v in problem.vehicles)
    wanted = sum(one.wheelchair == rider.wheelchair for one in problem.people)
    if wanted > places:
        return f"Der er kun {places} {kind} til {wanted}."
    return f"Ingen bil når rundt til flere inden for {problem.max_ride_minutes:g} minutter; en bil mere ville hjælpe."


def _search(
    problem: TransportProblem, minutes: Floats, able: list[int], vehicles: list[Vehicle], stop: _Stop, seed: int
) -> list[tuple[Vehicle, list[int]]]:
    """Everybody in cars; where that is not possible, as many as possible."""
    data = _data(problem, minutes, able, vehicles, everybody=True)
    best = _solved(data, stop, seed) if _seats_enough(problem, able) else None
    if best is None or not best.is_feasible():
        data = _data(problem, minutes, able, vehicles, everybody=False)
        best = _solved(data, stop.again(), seed)
    if not best.is_feasible():
        return []
    return [
        (vehicles[route.vehicle_type()], [able[stopped.idx] for stopped in route.schedule() if stopped.is_client()])
        for route in best.routes()
    ]


def _solved(data: pyvrp.ProblemData, stop: _Stop, seed: int) -> pyvrp.Solution:
    params = pyvrp.SolveParams(penalty=pyvrp.PenaltyParams(max_penalty=HIGHEST_PENALTY))
    with warnings.catch_warnings():
        # Warned of where not everybody can be fetched: that is an answer here, found by the second search.
        warnings.simplefilter("ignore", pyvrp.exceptions.PenaltyBoundWarning)
        return pyvrp.solve(data, stop=stop, seed=seed, collect_stats=False, params=params).best


def _data(
    problem: TransportProblem, minutes: Floats, able: list[int], vehicles: list[Vehicle], *, everybody: bool
) -> pyvrp.ProblemData:
    places = [0, *(number + 1 for number in able)]
    legs = np.minimum(minutes[np.ix_(places, places)], problem.max_ride_minutes + 1.0)  # longer ones cannot be driven
    distances = np.rint(legs * PER_MINUTE).astype(np.int64)
    boarding = np.array([0.0, *(problem.people[number].load_minutes for number in able)])
    durations = np.ceil((legs + boarding[None, :]) * PER_MINUTE).astype(np.int64)
    distances[0, :] = 0  # the way to the first door is not counted
    durations[0, :] = np.ceil(boarding * PER_MINUTE)
    for table in (distances, durations):
        np.fill_diagonal(table, 0)
    prize = int(distances[:, 0].sum()) + 1  # more than all routes together ever need to cost
    people = [
        pyvrp.Client(
            place,
            pickup=[0, 1] if problem.people[number].wheelchair else [1, 0],
            required=everybody,
            prize=0 if everybody else prize,
        )
        for place, number in enumerate(able, start=1)
    ]
    cars = [
        pyvrp.VehicleType(
            vehicle.count,
            capacity=[vehicle.seats, vehicle.wheelchairs],
            shift_duration=floor(problem.max_ride_minutes * PER_MINUTE),
        )
        for vehicle in vehicles
    ]
    locations = [pyvrp.Location(0, 0) for _place in places]
    return pyvrp.ProblemData(locations, people, [pyvrp.Depot(0)], cars, [distances], [durations])


class _Stop(StoppingCriterion):
    """So many iterations, and never beyond a time on the clock."""

    def __init__(self, iterations: int, ends_at: float) -> None:
        self.iterations, self.ends_at = iterations, ends_at
        self.done = 0
        self.out_of_time = False

    def __call__(self, best_cost: float) -> bool:
        self.done += 1
        self.out_of_time |= perf_counter() > self.ends_at
        return self.out_of_time or self.done > self.iterations

    def again(self) -> _Stop:
        """The same number of iterations once more, by the same clock."""
        self.done = 0
        return self


def _seats_enough(problem: TransportProblem, able: list[int]) -> bool:
    in_wheelchair = sum(problem.people[number].wheelchair for number in able)
    return (
        sum(vehicle.count * vehicle.wheelchairs for vehicle in problem.vehicles) >= in_wheelchair
        and sum(vehicle.count * vehicle.seats for vehicle in problem.vehicles) >= len(able) - in_wheelchair
    )


def _fewest(problem: TransportProblem) -> int:
    """The fewest cars that have a place for everybody: the largest first, by places of either kind."""
    places = sorted((v.seats + v.wheelchairs for v in problem.vehicles for _car in range(v.count)), reverse=True)
    cars, room = 0, 0
    while cars < len(places) and room < len(problem.people):
        room += places[cars]
        cars += 1
    return cars


def _driving(minutes: Floats, people: list[int]) -> float:
    """Minutes from the first door to the destination, without the time at doors."""
    places = [number + 1 for number in people] + [0]
    return fsum(float(minutes[one, other]) for one, other in pairwise(places))


def _timed(problem: TransportProblem, minutes: Floats, vehicle: Vehicle, people: list[int]) -> Route:
    """Whole minutes of the day: a person is ready a little early rather than late, and no ride looks too long.

    The car arrives as early as it may, so that the rest of the window is there for delays.
    """
    after = [0.0]  # minutes since the first door, at each door and at the destination
    places = [number + 1 for number in people] + [0]
    for number, (one, other) in zip(people, pairwise(places), strict=True):
        after.append(after[-1] + problem.people[number].load_minutes + float(minutes[one, other]))
    ride = ceil(after[-1] - 1e-9)
    begins = problem.earliest - floor(after[-1]) if problem.latest > problem.earliest else problem.latest - ride
    stops = tuple(
        (problem.people[number].id, begins + floor(so_far)) for number, so_far in zip(people, after, strict=False)
    )
    return Route(vehicle.id, stops, begins + ride)


def _by_time(route: Route) -> tuple[int, str, tuple[tuple[str, int], ...]]:
    return route.arrive, route.vehicle, route.stops
