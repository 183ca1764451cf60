"""Which buses bring somebody from home to a place in time, and home again: direct, or with one change. Pure.

Walks are straight lines × 1.3 (ROAD_FACTOR) at an older person's pace (ways_rules.WALK_KMH), none longer than
the person walks. Minutes are after midnight of the timetable's day, so a ride may end at 1470 (00:30).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, inf

from brobygger.pathway.matching.rules import kilometres
from brobygger.pathway.matching.ways_rules import WALK_KMH

UNKNOWN_WALK_M = 600  # what somebody walks when nobody has asked
CHANGE_MINUTES = 3  # from one bus to the next at the same stop; a walk between two stops comes on top
CHANGE_M = 200  # as far as the two stops of a change may be from each other
MOST_WAIT = 45  # minutes of waiting between two buses
WINDOW = 150  # minutes before the start, and after the end, that are looked at
A_CHANGE_COSTS = 20  # minutes: what a change is worth avoiding for somebody who walks badly
MOST_SHOWN = 3

Place = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True)
class Stop:
    number: int
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Trip:
    """One bus on one day, in the order of its stops; all five lists are equally long. boards: one may get on there."""

    line: str
    towards: str
    wheelchair: bool
    stops: tuple[int, ...]
    arrives: tuple[int, ...]
    leaves: tuple[int, ...]
    boards: tuple[bool, ...]
    alights: tuple[bool, ...]


@dataclass(frozen=True)
class Leg:
    line: str
    towards: str
    on: Stop
    off: Stop
    leaves: int
    arrives: int


@dataclass(frozen=True)
class Journey:
    """From door to door. walks_m: before the first bus, at the change if there is one, and after the last bus."""

    leaves: int
    arrives: int
    legs: tuple[Leg, ...]
    walks_m: tuple[int, ...]


@dataclass(frozen=True)
class Asked:
    """A way that is asked for. latest: leave as late as can be (to a session); else be there as early as can be."""

    start: Place
    end: Place
    after: int
    by: int
    latest: bool
    walks_m: int
    wheelchair: bool = False


def metres(a: Place, b: Place) -> int:
    """How far one walks between two places."""
    km = kilometres(*a, *b)
    return ceil((km or 0.0) * 1000)


def walk_minutes(m: int) -> int:
    """At an older person's pace, rounded up."""
    return ceil(m * 60 / (WALK_KMH * 1000))


def to_a_session(home: Place, place: Place, *, starts: int, walks_m: int, wheelchair: bool) -> Asked:
    """There at the latest when it starts."""
    return Asked(home, place, starts - WINDOW, starts, True, walks_m, wheelchair)


def home_again(home: Place, place: Place, *, ends: int, walks_m: int, wheelchair: bool) -> Asked:
    """Away at the earliest when it ends."""
    return Asked(place, home, ends, ends + WINDOW, False, walks_m, wheelchair)


def cost(journey: Journey, asked: Asked) -> int:
    """Minutes from leaving home until it starts, or from its end until home, and what a change is worth avoiding."""
    minutes = asked.by - journey.leaves if asked.latest else journey.arrives - asked.after
    return minutes + A_CHANGE_COSTS * (len(journey.legs) - 1)


def journeys(stops: Mapping[int, Stop], trips: Sequence[Trip], asked: Asked) -> list[Journey]:
    """The best way by each bus, or pair of buses, that can be done; at most MOST_SHOWN, best first, then least walk."""
    usable = [trip for trip in trips if trip.wheelchair or not asked.wheelchair]
    near_start, near_end = near(stops, asked.start, asked.walks_m), near(stops, asked.end, asked.walks_m)
    ons = [_getting_on(trip, near_start, asked) for trip in usable]
    offs = [_getting_off(trip, near_end, asked) for trip in usable]
    found: dict[tuple[int, ...], tuple[int, int, Journey]] = {}
    for chain, journey in _every(stops, usable, ons, offs, near_start, near_end, asked):
        told = (cost(journey, asked), sum(journey.walks_m), journey)
        if chain not in found or told[:2] < found[chain][:2]:
            found[chain] = told
    best = sorted(found.items(), key=lambda one: (*one[1][:2], one[0]))
    return [journey for _chain, (_cost, _walk, journey) in best[:MOST_SHOWN]]


def near(stops: Mapping[int, Stop], place: Place, at_most: int) -> dict[int, int]:
    """Stops within a walk of a place, and how many metres it is."""
    far = {number: metres(place, (stop.latitude, stop.longitude)) for number, stop in stops.items()}
    return {number: m for number, m in far.items() if m <= at_most}


# For each position of a trip: where it is best to have got on before it (or to get off after it); None where it cannot.
_Best = list[int | None]


def _getting_on(trip: Trip, near: Mapping[int, int], asked: Asked) -> _Best:
    best: _Best = []
    chosen, least = None, (inf, inf)
    for position, stop in enumerate(trip.stops):
        best.append(chosen)
        if trip.boards[position] and stop in near:
            leaves = trip.leaves[position] - walk_minutes(near[stop])
            told = (-leaves if asked.latest else 0, near[stop])
            if leaves >= asked.after and told < least:
                chosen, least = position, told
    return best


def _getting_off(trip: Trip, near: Mapping[int, int], asked: Asked) -> _Best:
    best: _Best = []
    chosen, least = None, (inf, inf)
    for position in range(len(trip.stops) - 1, -1, -1):
        best.append(chosen)
        stop = trip.stops[position]
        if trip.alights[position] and stop in near:
            arrives = trip.arrives[position] + walk_minutes(near[stop])
            told = (0 if asked.latest else arrives, near[stop])
            if arrives <= asked.by and told < least:
                chosen, least = position, told
    return best[::-1]


def _every(
    stops: Mapping[int, Stop],
    trips: Sequence[Trip],
    ons: Sequence[_Best],
    offs: Sequence[_Best],
    near_start: Mapping[int, int],
    near_end: Mapping[int, int],
    asked: Asked,
) -> Iterator[tuple[tuple[int, ...], Journey]]:
    """Every direct ride and every change between two buses, with the trips' numbers."""
    second: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, trip in enumerate(trips):
        for position, stop in enumerate(trip.stops):
            off = offs[number][position]
            if trip.boards[position] and off is not None:
                second[stop].append((number, position))
    reached: dict[int, list[tuple[int, int]]] = {}
    for number, trip in enumerate(trips):
        for position, stop in enumerate(trip.stops):
            on = ons[number][position]
            if on is None or not trip.alights[position]:
                continue
            ready = trip.arrives[position]
            first = _leg(stops, trip, on, position)
            before = near_start[trip.stops[on]]
            if stop in near_end and ready + walk_minutes(near_end[stop]) <= asked.by:
                yield (number,), _journey((first,), (before, near_end[stop]))
            if stop not in reached:
                reached[stop] = _a_change_from(stops, stop, second, asked.walks_m)
            for other, between in reached[stop]:
                earliest = ready + CHANGE_MINUTES + walk_minutes(between)
                for next_number, place in second[other]:
                    next_trip, off = trips[next_number], offs[next_number][place]
                    if (
                        next_number == number
                        or off is None
                        or not earliest <= next_trip.leaves[place] <= (ready + MOST_WAIT)
                    ):
                        continue
                    legs = (first, _leg(stops, next_trip, place, off))
                    yield (number, next_number), _journey(legs, (before, between, near_end[next_trip.stops[off]]))


def _a_change_from(
    stops: Mapping[int, Stop], stop: int, second: Mapping[int, object], walks_m: int
) -> list[tuple[int, int]]:
    """Stops where the next bus may be caught, and how far they are."""
    here, at_most = stops[stop], min(CHANGE_M, walks_m)
    close = (other for other in second if abs(stops[other].latitude - here.latitude) < CHANGE_M / 100_000)
    told = (
        (other, metres((here.latitude, here.longitude), (stops[other].latitude, stops[other].longitude)))
        for other in close
    )
    return [(other, m) for other, m in told if m <= at_most]


def _leg(stops: Mapping[int, Stop], trip: Trip, on: int, off: int) -> Leg:
    return Leg(
        trip.line, trip.towards, stops[trip.stops[on]], stops[trip.stops[off]], trip.leaves[on], trip.arrives[off]
    )


def _journey(legs: tuple[Leg, ...], walks: tuple[int, ...]) -> Journey:
    return Journey(legs[0].leaves - walk_minutes(walks[0]), legs[-1].arrives + walk_minutes(walks[-1]), legs, walks)
