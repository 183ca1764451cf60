"""Reading a question of transport."""

from __future__ import annotations

from typing import Any

from brobygger.pathway.matching.solve.fields import MAX_NUMBER, Notes, Part, clock, numbered, told
from brobygger.pathway.matching.solve.problem import Rider, TransportProblem, Vehicle

MAX_PEOPLE = 1_000  # one activity, one arrival
MAX_VEHICLES = 1_000


def transport(part: Part) -> TransportProblem:
    """destination, arrive, vehicles, people and limits of a file; mistakes go to the part's notes."""
    notes = part.notes
    destination = Part(notes, "destination", part.take("destination", dict))
    x, y = (destination.number(key, least=-MAX_NUMBER) for key in "xy")
    destination.refuse_the_rest()
    earliest, latest = _arrive(notes, part.take("arrive", list))
    vehicles = [_vehicle(one) for one in _parts(notes, "vehicles", part.take("vehicles", list))]
    people = [_rider(one) for one in _parts(notes, "people", part.take("people", list))]
    speed = part.number("speed_kmh", least=0.0, above=True)
    ride = part.number("max_ride_minutes", least=0.0, above=True)
    part.refuse_the_rest()
    numbered(notes, "vehicles", [vehicle.id for vehicle in vehicles])
    numbered(notes, "people", [rider.id for rider in people])
    if len(people) > MAX_PEOPLE:
        notes.add("people", f"Der er {len(people)} personer. Der kan højst være {MAX_PEOPLE} til samme ankomst.")
    if sum(vehicle.count for vehicle in vehicles) > MAX_VEHICLES:
        notes.add("vehicles", f"Der kan højst være {MAX_VEHICLES} biler.")
    return TransportProblem(x, y, earliest, latest, tuple(vehicles), tuple(people), speed, ride)


def _arrive(notes: Notes, listed: list[Any]) -> tuple[int, int]:
    if len(listed) != 2:
        notes.add("arrive", 'skal være to klokkeslæt, fx ["13:30", "14:00"].')
        return 0, 0
    earliest, latest = (clock(notes, f"arrive[{n}]", value) for n, value in enumerate(listed))
    if earliest > latest:
        notes.add("arrive", "Det første klokkeslæt er senere end det andet.")
    return earliest, latest


def _parts(notes: Notes, key: str, listed: list[Any]) -> list[Part]:
    found = []
    for count, one in enumerate(listed):
        if isinstance(one, dict):
            found.append(Part(notes, f"{key}[{count}]", one))
        else:
            notes.add(f"{key}[{count}]", f"skal være et objekt {{…}}, ikke {told(one)}.")
    return found


def _id(part: Part) -> str:
    found = part.take("id", str)
    if "id" in part.data and isinstance(part.data["id"], str) and not found.strip():
        part.notes.add(part.at("id"), "er tomt.")
    return str(found)


def _vehicle(part: Part) -> Vehicle:
    vehicle = Vehicle(
        _id(part),
        count=part.whole("count", least=0, default=1),
        seats=part.whole("seats", least=0),
        wheelchairs=part.whole("wheelchairs", least=0, default=0),
    )
    part.refuse_the_rest()
    return vehicle


def _rider(part: Part) -> Rider:
    rider = Rider(
        _id(part),
        x=part.number("x", least=-MAX_NUMBER),
        y=part.number("y", least=-MAX_NUMBER),
        wheelchair=part.take("wheelchair", bool, False),
        load_minutes=part.number("load_minutes", least=0.0, default=0.0),
    )
    part.refuse_the_rest()
    return rider
