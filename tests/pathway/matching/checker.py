"""An independent judge of `brobygger match solve`: it reads the question and the answer, and shares no code with it.

Every function raises AssertionError where a hard rule is broken; what it returns, it has counted itself.
"""

from __future__ import annotations

from itertools import combinations, permutations, product
from math import hypot, isclose
from typing import Any

Document = dict[str, Any]


def pairs(asked: Document, told: Document) -> tuple[int, float]:
    """Nobody twice, only pairs that may be, pins kept. Gives (pairs, total)."""
    goodness = {(one, other): worth for one, other, worth in asked["edges"]}
    made = [tuple(pair) for pair in told["pairs"]]
    assert set(made) <= set(goodness)
    assert len({one for one, _ in made}) == len(made) == len({other for _, other in made})
    assert {tuple(pin) for pin in asked.get("pins", [])} <= set(made)
    assert told["matched"] == len(made)
    total = sum(goodness[pair] for pair in made)
    assert isclose(told["total"], total, rel_tol=1e-9, abs_tol=1e-9)
    return len(made), total


def best_pairs(asked: Document) -> tuple[int, float]:
    """The most pairs and their highest total, by trying everything; for a handful of people."""
    edges = asked["edges"]
    best = (0, 0.0)
    for size in range(1, min(len(asked["left"]), len(asked["right"])) + 1):
        for chosen in combinations(edges, size):
            if len({one for one, _, _ in chosen}) == size == len({other for _, other, _ in chosen}):
                best = max(best, (size, round(sum(worth for *_, worth in chosen), 9)))
    return best


def groups(asked: Document, told: Document) -> tuple[int, float]:
    """Everybody once or left out with a reason; sizes, together, apart and in_each kept. Gives (placed, affinity)."""
    smallest, largest = asked["size"]
    placed = [person for group in told["groups"] for person in group]
    out = [one["id"] for one in told["left_out"]]
    assert sorted(placed + out) == sorted(asked["people"])
    assert all(one["why"].strip() for one in told["left_out"])
    assert all(is_group(asked, group) for group in told["groups"])
    assert len(told["groups"]) <= asked.get("groups_at_most", len(told["groups"]))
    assert all(smallest <= len(group) <= largest for group in told["groups"])
    total = affinity(asked, told["groups"])
    assert isclose(told["total"], total, rel_tol=1e-9, abs_tol=1e-9)
    assert told["bound"] >= total - 1e-9
    return len(placed), total


def is_group(asked: Document, group: list[str] | tuple[str, ...]) -> bool:
    """Whether these people may be one group."""
    inside = set(group)
    return (
        asked["size"][0] <= len(group) <= asked["size"][1]
        and all((one in inside) == (other in inside) for one, other in asked.get("together", []))
        and not any(one in inside and other in inside for one, other in asked.get("apart", []))
        and all(
            rule.get("at_least", 0) <= len(inside & set(rule["ids"])) <= rule.get("at_most", len(inside))
            for rule in asked.get("in_each", [])
        )
        and keeps_the_facts(asked, inside)
    )


def keeps_the_facts(asked: Document, inside: set[str]) -> bool:
    """What `facts`, `alike` and `place` promise about the people of one group."""
    known = {one["id"]: one for one in asked.get("facts", [])}
    here = [known.get(person, {}) for person in inside]
    place = asked.get("place", {})
    spoken = [set(one.get("languages") or ["dansk"]) for one in here]
    return (
        sum(one.get("wheelchair", False) for one in here) <= place.get("wheelchairs", len(here))
        and (place.get("loop", True) or not any(one.get("needs_loop", False) for one in here))
        and ("sex" not in asked.get("alike", []) or len({one.get("sex", "") for one in here}) <= 1)
        and ("language" not in asked.get("alike", []) or all(one & other for one, other in combinations(spoken, 2)))
    )


def affinity(asked: Document, parts: list[list[str]]) -> float:
    """The sum of listed affinity within groups."""
    group = {person: number for number, people in enumerate(parts) for person in people}
    listed = {frozenset((one, other)): worth for one, other, worth in asked["affinity"]}
    return sum(worth for two, worth in listed.items() if len({group.get(person, person) for person in two}) == 1)


def best_groups(asked: Document) -> tuple[int, float]:
    """The most people placed and their highest affinity, by trying every division; for a handful of people."""

    def divisions(people: list[str]) -> list[list[tuple[str, ...]]]:
        if not people:
            return [[]]
        first, rest = people[0], people[1:]
        found = list(divisions(rest))  # the first is left out
        for size in range(asked["size"][0], asked["size"][1] + 1):
            for others in combinations(rest, size - 1):
                group = (first, *others)
                if is_group(asked, group):
                    left = [person for person in rest if person not in others]
                    found += [[group, *more] for more in divisions(left)]
        return [parts for parts in found if len(parts) <= asked.get("groups_at_most", len(parts))]

    return max(
        (sum(map(len, parts)), round(affinity(asked, [list(part) for part in parts]), 9))
        for parts in divisions(sorted(asked["people"]))
    )


def minutes_between(asked: Document, one: Document, other: Document) -> float:
    """Straight line × 1.3 at the given speed."""
    return hypot(one["x"] - other["x"], one["y"] - other["y"]) * 1.3 / asked["speed_kmh"] * 60


def transport(asked: Document, told: Document) -> tuple[int, float]:
    """Everybody fetched once or told why; places, window, ride and clock kept. Gives (fetched, minutes driven)."""
    people = {person["id"]: person for person in asked["people"]}
    vehicles = {vehicle["id"]: vehicle for vehicle in asked["vehicles"]}
    fetched = [person for route in told["routes"] for person, _at in route["stops"]]
    out = [one["id"] for one in told["not_served"]]
    assert sorted(fetched + out) == sorted(people)
    assert all(one["why"].strip() for one in told["not_served"])
    for name, vehicle in vehicles.items():
        assert sum(route["vehicle"] == name for route in told["routes"]) <= vehicle.get("count", 1)
    driven = sum(_route(asked, people, vehicles, route) for route in told["routes"])
    assert isclose(told["minutes"], driven, abs_tol=0.01)
    if told["bound"] is not None:
        assert told["bound"] <= driven + 0.01
    return len(fetched), driven


def _route(asked: Document, people: Document, vehicles: Document, route: Document) -> float:
    stops = [people[person] for person, _at in route["stops"]]
    in_wheelchair = sum(person.get("wheelchair", False) for person in stops)
    vehicle = vehicles[route["vehicle"]]
    assert stops
    assert in_wheelchair <= vehicle.get("wheelchairs", 0)
    assert len(stops) - in_wheelchair <= vehicle["seats"]
    clock = [_minute(at) for _person, at in route["stops"]] + [_minute(route["arrive"])]
    assert _minute(asked["arrive"][0]) <= clock[-1] <= _minute(asked["arrive"][1])
    assert (clock[-1] - clock[0]) % 1440 <= asked["max_ride_minutes"]
    legs = [
        minutes_between(asked, one, other) for one, other in zip(stops, [*stops[1:], asked["destination"]], strict=True)
    ]
    waits = [person.get("load_minutes", 0) for person in stops]
    so_far = 0.0
    for at, leg, wait in zip(clock[1:], legs, waits, strict=True):
        so_far += leg + wait
        assert abs((at - clock[0]) % 1440 - so_far) <= 1.001  # whole minutes are shown
    assert so_far <= asked["max_ride_minutes"] + 1e-6
    return sum(legs)


def _minute(at: str) -> int:
    hours, minutes = at.split(":")
    assert len(hours) == len(minutes) == 2
    return int(hours) * 60 + int(minutes)


def best_transport(asked: Document) -> tuple[int, float]:
    """The most people fetched and the least driving, by trying everything; for four people and two vehicles."""
    cars = [vehicle for vehicle in asked["vehicles"] for _car in range(vehicle.get("count", 1))]
    best = (0, 0.0)
    for seats in product(range(-1, len(cars)), repeat=len(asked["people"])):
        driven = 0.0
        for number, car in enumerate(cars):
            inside = [person for person, seat in zip(asked["people"], seats, strict=True) if seat == number]
            driven += _shortest(asked, car, inside)
        fetched = sum(seat >= 0 for seat in seats)
        if driven < float("inf") and (fetched, -driven) > (best[0], -best[1]):
            best = fetched, driven
    return best


def _shortest(asked: Document, car: Document, inside: list[Document]) -> float:
    in_wheelchair = sum(person.get("wheelchair", False) for person in inside)
    if in_wheelchair > car.get("wheelchairs", 0) or len(inside) - in_wheelchair > car["seats"]:
        return float("inf")
    waits = sum(person.get("load_minutes", 0) for person in inside)
    ways = [
        sum(
            minutes_between(asked, one, other)
            for one, other in zip(order, [*order[1:], asked["destination"]], strict=False)
        )
        for order in permutations(inside)
    ]
    return min((way for way in ways if way + waits <= asked["max_ride_minutes"]), default=float("inf"))
