"""Reading vehicles and shared rides."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.rides.models import Booking, OrderedRide, Passenger, Ride, Vehicle
from brobygger.registry.access.actor import Actor


def vehicles(actor: Actor) -> list[Vehicle]:
    """Every vehicle of the municipality that can be booked, by name. One query."""
    found = Vehicle.objects.filter(put_away_at__isnull=True).select_related("organisation")
    return list(found.order_by("name", "id"))


def taken(actor: Actor, *, starts_at: datetime, ends_at: datetime, besides: UUID | None = None) -> set[UUID]:
    """Vehicles that are booked somewhere in a time, by others than one ride. One query."""
    found = Booking.objects.filter(cancelled_at__isnull=True, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if besides is not None:
        found = found.exclude(ride_id=besides)
    return set(found.values_list("vehicle_id", flat=True))


def ride_to(actor: Actor, session_id: UUID) -> Ride | None:
    """The shared ride to a session; None before anybody has booked one."""
    return Ride.objects.filter(session_id=session_id).first()


def bookings(actor: Actor, ride: Ride) -> list[Booking]:
    """A ride's vehicles, first out first. One query."""
    found = Booking.objects.filter(ride=ride, cancelled_at__isnull=True).select_related("vehicle")
    return list(found.order_by("starts_at", "id"))


def passengers(actor: Actor, ride: Ride) -> list[Passenger]:
    """Everybody who was ever to be fetched, in the order of the doors. One query."""
    return list(Passenger.objects.filter(ride=ride).order_by("booking__starts_at", "number", "id"))


def borrowed(actor: Actor, vehicle_id: UUID, *, after: datetime) -> list[Booking]:
    """When a vehicle is taken from now on, and what is not back yet, soonest first. One query."""
    open_ones = Q(ends_at__gte=after) | Q(ride__isnull=True, returned_at__isnull=True)
    found = Booking.objects.filter(
        open_ones, vehicle_id=vehicle_id, cancelled_at__isnull=True, returned_at__isnull=True
    )
    return list(found.select_related("organisation").order_by("starts_at", "id")[:50])


def booking(actor: Actor, booking_id: UUID) -> Booking:
    """One booking. Raises NotVisible."""
    found = Booking.objects.filter(id=booking_id, ride__isnull=True).select_related("vehicle").first()
    if found is None:
        raise NotVisible("booking")
    return found


def vehicle(actor: Actor, vehicle_id: UUID) -> Vehicle:
    """One vehicle. Raises NotVisible."""
    found = Vehicle.objects.filter(id=vehicle_id, put_away_at__isnull=True).first()
    if found is None:
        raise NotVisible("vehicle")
    return found


def ordered(actor: Actor, ordered_ride_id: UUID) -> OrderedRide:
    """One ride that somebody rings for. Raises NotVisible."""
    found = OrderedRide.objects.select_related("episode__programme", "person").filter(id=ordered_ride_id).first()
    if found is None:
        raise NotVisible("ordered ride")
    return found


def ordered_of(actor: Actor, episode_id: UUID) -> list[OrderedRide]:
    """Rides ordered for somebody on this way, newest first. One query."""
    return list(OrderedRide.objects.filter(episode_id=episode_id).order_by("-there_at", "-id")[:20])
