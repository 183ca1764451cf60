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
from brobygger.pathway.matching.ride_rules import Cars, Cost, Passenger, Rides, cost_of, plan
from brobygger.pathway.matching.rules import kilometres
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
    ride = rides.change_ride(
        session=asked.session, seen=seen, by=by, at=at, longest_ride=asked.longest_ride,
        lasts_minutes=asked.lasts_minutes, received_by=asked.received_by,
    )  # fmt: skip
    here = list(people)
    found = _laid(asked, here)
    _keep(ride, asked, found, by, at)
    told = _cost(asked, found, here)
    ride.complete, ride.price_ore, ride.co2_g, ride.alone_co2_g = found.complete, told.ore, told.co2_g, told.alone_co2_g
    ride.save(update_fields=["complete", "price_ore", "co2_g", "alone_co2_g"])
    return ride


@transaction.atomic
def not_coming(
    *, asked: Asked, people: Iterable[PersonView], person_id: UUID, seen: int, by: Actor, at: datetime
) -> Ride:
    """Somebody cancels, also on the day: the others' tours are laid anew with the same vehicles.

    A vehicle that is no longer needed is free for others. Raises Taken as `book`.
    """
    return book(asked=asked, people=[one for one in people if one.id != person_id], seen=seen, by=by, at=at)


def _laid(asked: Asked, people: Iterable[PersonView]) -> Rides:
    starts = asked.session.starts_at.astimezone(DENMARK)
    return plan(
        [Passenger(str(one.id), one.latitude, one.longitude, one.walking_aid or "") for one in people],
        [Cars(1, one.seats, one.wheelchairs, asked.longest_ride, str(one.id)) for one in asked.vehicles],
        latitude=asked.place.latitude,
        longitude=asked.place.longitude,
        starts_minute=starts.hour * 60 + starts.minute,
        lasts_minutes=asked.lasts_minutes,
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


def _cost(asked: Asked, found: Rides, people: Iterable[PersonView]) -> Cost:
    cars = {str(one.id): one for one in asked.vehicles}
    tours = [(tour, cars[tour.car].start_ore, cars[tour.car].km_ore, cars[tour.car].co2_g_km) for tour in found.tours]
    fetched = {one for tour in found.tours for one, _at in tour.stops}
    place = asked.place
    ways = [
        kilometres(one.latitude, one.longitude, place.latitude, place.longitude) or 0.0
        for one in people
        if str(one.id) in fetched
    ]
    return cost_of(tours, sum(ways))
