"""A shared ride to a session: people with an address become the solver's question, its answer tours. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from brobygger.pathway.matching.solve import transport
from brobygger.pathway.matching.solve.answers import clock
from brobygger.pathway.matching.solve.problem import Rider, TransportProblem, Vehicle

KM_A_DEGREE = 111.2  # of latitude; of longitude as much times the cosine of the latitude
SPEED_KMH = 40.0
AT_THE_DOOR = {"wheelchair": 5.0, "walker": 3.0}  # minutes of help in; anybody else one
USUAL_AT_THE_DOOR = 1.0
BEFORE_START = (20, 5)  # everybody is there between so many minutes before the session begins
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


@dataclass(frozen=True)
class Tour:
    """One car: who is fetched when, in order ("13:02"), and when they are there."""

    stops: tuple[tuple[str, str], ...]
    arrive: str


@dataclass(frozen=True)
class Rides:
    """The tours; those nobody can fetch, with why; and those without a known address. Nobody is left untold."""

    tours: tuple[Tour, ...]
    not_fetched: tuple[tuple[str, str], ...]
    no_address: tuple[str, ...]
    minutes: int
    complete: bool


def plan(
    passengers: Sequence[Passenger], cars: Cars, *, latitude: float, longitude: float, starts_minute: int
) -> Rides:
    """Fetch everybody to a place shortly before a session that starts at a minute of the day.

    Ways are straight lines × 1.3 at 40 km/h. The same question has the same answer.
    """
    riders = [
        Rider(
            one.id,
            x=(one.longitude - longitude) * KM_A_DEGREE * cos(radians(latitude)),
            y=(one.latitude - latitude) * KM_A_DEGREE,
            wheelchair=one.aid == "wheelchair",
            load_minutes=AT_THE_DOOR.get(one.aid, USUAL_AT_THE_DOOR),
        )
        for one in sorted(passengers, key=lambda passenger: passenger.id)
        if one.latitude is not None and one.longitude is not None
    ]
    placed = {rider.id for rider in riders}
    problem = TransportProblem(
        x=0.0,
        y=0.0,
        earliest=starts_minute - BEFORE_START[0],
        latest=starts_minute - BEFORE_START[1],
        vehicles=(Vehicle("car", cars.count, cars.seats, cars.wheelchairs),),
        people=tuple(riders),
        speed_kmh=SPEED_KMH,
        max_ride_minutes=float(cars.longest_ride),
    )
    found = transport.solve(problem, seconds=SOLVE_SECONDS)
    return Rides(
        tours=tuple(
            Tour(tuple((one, clock(minute)) for one, minute in route.stops), clock(route.arrive))
            for route in found.routes
        ),
        not_fetched=found.not_served,
        no_address=tuple(one.id for one in passengers if one.id not in placed),
        minutes=round(found.minutes),
        complete=found.complete,
    )
