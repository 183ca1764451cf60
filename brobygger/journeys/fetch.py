"""Fetched to a session and home again: vehicles booked, tours laid, and laid anew when somebody cannot come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.matching.ride_rules import Cars, Cost, Passenger, Rides, Roads, cost_of, places, plan
from brobygger.pathway.matching.roads import between
from brobygger.pathway.rides import operations as rides
from brobygger.pathway.rides import queries
from brobygger.pathway.rides.models import Ride, Vehicle
from brobygger.pathway.rides.operations import Seat
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.queries import PersonView

NO_ADDRESS = "no_address"  # why somebody is not fetched: the page has the words


@dataclass(frozen=True)
class Asked:
    """What is asked of a shared ride. place: an offer with latitude and longitude."""

    session: Session
    place: Any
    vehicles: Sequence[Vehicle]
    longest_ride: int
    lasts_minutes: int
    received_by: str = ""


@transaction.atomic
def book(*, asked: Asked, people: Iterable[PersonView], seen: int, by: Actor, at: datetime) -> Ride:
    """Lay tours for these people, book the vehicles that drive, and keep who is fetched when.

    Raises Taken when somebody has changed the ride, or booked one of the vehicles, meanwhile; Refusal without a
    vehicle.
    """
    if not asked.vehicles:
        raise Refusal(_("Vælg mindst én bil."))
    here = list(people)
    roads = roads_between(here, asked.place)  # before the ride is locked: it may take seconds
    ride = rides.change_ride(
        session=asked.session, seen=seen, by=by, at=at, longest_ride=asked.longest_ride,
        lasts_minutes=asked.lasts_minutes, received_by=asked.received_by,
    )  # fmt: skip
    found = _laid(asked, here, roads)
    _keep(ride, asked, found, by, at)
    told = _cost(asked, found)
    ride.complete, ride.price_ore, ride.co2_g, ride.alone_co2_g = found.complete, told.ore, told.co2_g, told.alone_co2_g
    ride.by_road = found.by_road
    ride.save(update_fields=["complete", "price_ore", "co2_g", "alone_co2_g", "by_road"])
    return ride


@transaction.atomic
def not_coming(
    *, asked: Asked, people: Iterable[PersonView], person_id: UUID, seen: int, by: Actor, at: datetime
) -> Ride:
    """Somebody cancels, also on the day: the others' tours are laid anew with the same vehicles.

    A vehicle that is no longer needed is free for others. Raises Taken as `book`.
    """
    return book(asked=asked, people=[one for one in people if one.id != person_id], seen=seen, by=by, at=at)


def passenger(one: PersonView) -> Passenger:
    """Somebody to fetch, as the rules see it."""
    return Passenger(str(one.id), one.latitude, one.longitude, one.walking_aid or "")


def roads_between(people: Iterable[PersonView], place: Any) -> Roads | None:
    """Ways by road between homes and a place with latitude and longitude; None: nobody could say (roads.between)."""
    return between(places([passenger(one) for one in people], latitude=place.latitude, longitude=place.longitude))


def _laid(asked: Asked, people: Iterable[PersonView], roads: Roads | None) -> Rides:
    starts = asked.session.starts_at.astimezone(DENMARK)
    return plan(
        [passenger(one) for one in people],
        [Cars(1, one.seats, one.wheelchairs, asked.longest_ride, str(one.id)) for one in asked.vehicles],
        latitude=asked.place.latitude,
        longitude=asked.place.longitude,
        starts_minute=starts.hour * 60 + starts.minute,
        lasts_minutes=asked.lasts_minutes,
        roads=roads,
    )


def _keep(ride: Ride, asked: Asked, found: Rides, by: Actor, at: datetime) -> None:
    midnight = asked.session.starts_at.astimezone(DENMARK).replace(hour=0, minute=0, second=0, microsecond=0)
    times = {
        UUID(tour.car): (
            midnight + timedelta(minutes=tour.first_minute),
            midnight + timedelta(minutes=tour.home_minute),
        )
        for tour in found.tours
    }
    seats = [
        Seat(UUID(one), UUID(tour.car), number, fetched, dict(tour.home)[one])
        for tour in found.tours
        for number, (one, fetched) in enumerate(tour.stops, 1)
    ]
    seats += [Seat(UUID(one), None, why_not=why) for one, why in found.not_fetched]
    seats += [Seat(UUID(one), None, why_not=NO_ADDRESS) for one in found.no_address]
    rides.book(ride=ride, times=times, seats=seats, by=by, at=at)


def free_vehicles(*, session: Session, ride: Ride | None, by: Actor) -> tuple[list[Vehicle], list[Vehicle]]:
    """Vehicles that can be booked for a session, and those that are taken around that time."""
    around = {
        "starts_at": session.starts_at - timedelta(hours=1),
        "ends_at": session.starts_at + timedelta(hours=3),
    }
    taken = queries.taken(by, **around, besides=ride.id if ride else None)
    everything = queries.vehicles(by)
    return [one for one in everything if one.id not in taken], [one for one in everything if one.id in taken]


def _cost(asked: Asked, found: Rides) -> Cost:
    cars = {str(one.id): one for one in asked.vehicles}
    tours = [(tour, cars[tour.car].start_ore, cars[tour.car].km_ore, cars[tour.car].co2_g_km) for tour in found.tours]
    return cost_of(tours, found.alone_km)
