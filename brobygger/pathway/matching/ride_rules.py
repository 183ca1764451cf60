"""A shared ride to a session: people with an address become the solver's question, its answer tours. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, cos, radians

import numpy as np

from brobygger.pathway.matching.solve import transport
from brobygger.pathway.matching.solve.answers import clock
from brobygger.pathway.matching.solve.problem import Floats, Rider, TransportProblem, Vehicle

KM_A_DEGREE = 111.2  # of latitude; of longitude as much times the cosine of the latitude
SPEED_KMH = 40.0
AT_THE_DOOR = {"wheelchair": 5.0, "walker": 3.0}  # minutes of help in; anybody else one
USUAL_AT_THE_DOOR = 1.0
BEFORE_START = (20, 5)  # everybody is there between so many minutes before the session begins
AFTER_END = 10  # minutes from the end until the car drives home
USUAL_MINUTES = 120
SOLVE_SECONDS = 8.0


@dataclass(frozen=True)
class Passenger:
    """Somebody to fetch. None: the address is not known, or not to be seen."""

    id: str
    latitude: float | None
    longitude: float | None
    aid: str = ""


@dataclass(frozen=True)
class Cars:
    """So many alike, each with seats and wheelchair places, and the longest anybody may sit in one, in minutes."""

    count: int
    seats: int
    wheelchairs: int
    longest_ride: int
    id: str = "car"


@dataclass(frozen=True)
class Roads:
    """Minutes and kilometres by road from each place to each, in the order of `places`."""

    minutes: tuple[tuple[float, ...], ...]
    km: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Tour:
    """One car: who is fetched when, in order ("13:02"), and when they are there. home: who is home when, in order.

    first_minute and home_minute: when the car is taken from and until, in minutes after midnight. km: both ways.
    """

    stops: tuple[tuple[str, str], ...]
    arrive: str
    car: str = "car"
    home: tuple[tuple[str, str], ...] = ()
    first_minute: int = 0
    home_minute: int = 0
    km: float = 0.0


@dataclass(frozen=True)
class Rides:
    """The tours; those nobody can fetch, with why; and those without a known address. Nobody is left untold."""

    tours: tuple[Tour, ...]
    not_fetched: tuple[tuple[str, str], ...]
    no_address: tuple[str, ...]
    minutes: int
    complete: bool
    alone_km: float = 0.0  # had each who is fetched gone alone, one way
    by_road: bool = False  # False: as the crow flies


def places(passengers: Sequence[Passenger], *, latitude: float, longitude: float) -> list[tuple[float, float]]:
    """The latitude and longitude of the place and of each home that is known, in the order that Roads has them."""
    homes = [(one.latitude, one.longitude) for one in _placed(passengers)]
    return [(latitude, longitude), *((lat, long) for lat, long in homes if lat is not None and long is not None)]


def _placed(passengers: Sequence[Passenger]) -> list[Passenger]:
    known = [one for one in passengers if one.latitude is not None and one.longitude is not None]
    return sorted(known, key=lambda passenger: passenger.id)


def plan(
    passengers: Sequence[Passenger],
    cars: Sequence[Cars],
    *,
    latitude: float,
    longitude: float,
    starts_minute: int,
    lasts_minutes: int = USUAL_MINUTES,
    roads: Roads | None = None,
) -> Rides:
    """Fetch everybody to a place shortly before a session that starts at a minute of the day, and home again.

    Ways are those of `roads`; without them straight lines × 1.3 at 40 km/h. Whoever is fetched last is home first.
    The same question has the same answer.
    """
    riders = [
        Rider(
            one.id,
            x=(one.longitude - longitude) * KM_A_DEGREE * cos(radians(latitude)),
            y=(one.latitude - latitude) * KM_A_DEGREE,
            wheelchair=one.aid == "wheelchair",
            load_minutes=AT_THE_DOOR.get(one.aid, USUAL_AT_THE_DOOR),
        )
        for one in _placed(passengers)
        if one.latitude is not None and one.longitude is not None
    ]
    placed = {rider.id for rider in riders}
    problem = TransportProblem(
        x=0.0,
        y=0.0,
        earliest=starts_minute - BEFORE_START[0],
        latest=starts_minute - BEFORE_START[1],
        vehicles=tuple(Vehicle(one.id, one.count, one.seats, one.wheelchairs) for one in cars),
        people=tuple(riders),
        speed_kmh=SPEED_KMH,
        max_ride_minutes=float(min((one.longest_ride for one in cars), default=1)),
    )
    minutes = transport.travel_minutes(problem) if roads is None else np.array(roads.minutes, dtype=np.float64)
    km = minutes / 60 * SPEED_KMH if roads is None else np.array(roads.km, dtype=np.float64)
    ways = _Ways({rider.id: number for number, rider in enumerate(riders, 1)}, minutes, km)
    found = transport.solve(problem, minutes=minutes, seconds=SOLVE_SECONDS)
    leaves = starts_minute + lasts_minutes + AFTER_END
    return Rides(
        tours=tuple(_tour(route, ways, riders, leaves) for route in found.routes),
        not_fetched=found.not_served,
        no_address=tuple(one.id for one in passengers if one.id not in placed),
        minutes=round(found.minutes),
        complete=found.complete,
        alone_km=sum(float(km[ways.row[one], 0]) for route in found.routes for one, _minute in route.stops),
        by_road=roads is not None,
    )


@dataclass(frozen=True)
class _Ways:
    """Row 0 is the place."""

    row: Mapping[str, int]
    minutes: Floats
    km: Floats


def _tour(route: transport.Route, ways: _Ways, riders: Sequence[Rider], leaves_minute: int) -> Tour:
    order = [one for one, _minute in route.stops]
    home, minute, here = [], float(leaves_minute), 0
    for one in reversed(order):
        number = ways.row[one]
        minute += float(ways.minutes[here, number])
        home.append((one, clock(round(minute))))
        minute, here = minute + riders[number - 1].load_minutes, number
    doors = [ways.row[one] for one in order]
    there = sum(float(ways.km[leg]) for leg in pairwise([*doors, 0]))
    back = sum(float(ways.km[leg]) for leg in pairwise([0, *reversed(doors)]))
    return Tour(
        tuple((one, clock(minute)) for one, minute in route.stops),
        clock(route.arrive),
        route.vehicle,
        tuple(home),
        route.stops[0][1],
        ceil(minute),
        round(there + back, 1),
    )


@dataclass(frozen=True)
class Cost:
    """What tours cost (øre) and put out (grams of CO2), and what it would be if each rode alone in the same car."""

    ore: int
    co2_g: int
    alone_co2_g: int


def cost_of(tours: Sequence[tuple[Tour, int, int, int]], alone_km: float) -> Cost:
    """`tours`: each with its car's start (øre), price of a kilometre (øre) and grams of CO2 a kilometre.

    alone_km: all ways from door to place, one by one. A tour home is a start of its own.
    """
    ore = sum(round(2 * start + tour.km * km) for tour, start, km, _grams in tours)
    grams = sum(round(tour.km * each) for tour, _start, _km, each in tours)
    mean = sum(each for *_rest, each in tours) / len(tours) if tours else 0.0
    return Cost(ore, grams, round(2 * alone_km * mean))
