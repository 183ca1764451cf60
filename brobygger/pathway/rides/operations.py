"""Writing vehicles, bookings and who is fetched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.rides.models import Booking, Passenger, Ride, Vehicle
from brobygger.registry.access.actor import Actor


@transaction.atomic
def add_vehicle(*, facts: Mapping[str, Any], by: Actor, at: datetime) -> Vehicle:
    """A vehicle of the actor's organisation; facts as in Vehicle. Raises Refusal for one with no place at all."""
    if not facts.get("seats") and not facts.get("wheelchairs"):
        raise Refusal(_("Bilen skal have plads til mindst én."), field="seats")
    return Vehicle.objects.create(organisation_id=by.home, made_at=at, made_by_id=by.user_id, **facts)


@transaction.atomic
def put_away(*, vehicle: Vehicle, by: Actor, at: datetime) -> None:
    """The vehicle can no longer be booked; bookings that stand are kept. Raises Refusal for another's vehicle."""
    if vehicle.organisation_id != by.home:
        raise Refusal(_("Kun den organisation, der har bilen, kan fjerne den."))
    Vehicle.objects.filter(id=vehicle.id).update(put_away_at=at)


@transaction.atomic
def change_ride(*, session: Session, seen: int, by: Actor, at: datetime, **values: Any) -> Ride:
    """Take the ride to change it, from the version that was seen (0: there was none). Raises Taken."""
    told = {"changed_at": at, "changed_by_id": by.user_id, "changed_by_name": by.name}
    Ride.objects.get_or_create(
        session=session, defaults={**told, "organisation_id": session.organisation_id, "version": 0}
    )
    locked = Ride.objects.select_for_update().get(session=session)
    if locked.version != seen:
        raise Taken(
            _("%(who)s har ændret turen kl. %(clock)s. Intet af dit er gemt. Se siden igen.")
            % {"who": locked.changed_by_name, "clock": locked.changed_at.astimezone(DENMARK).strftime("%H.%M")}
        )
    for name, value in {**told, **values, "version": locked.version + 1}.items():
        setattr(locked, name, value)
    locked.save()
    return locked


@dataclass(frozen=True)
class Seat:
    """Somebody's place in a tour. vehicle_id None: nobody can fetch them, and why."""

    person_id: UUID
    vehicle_id: UUID | None
    number: int | None = None
    fetched_at: str = ""
    home_at: str = ""
    why_not: str = ""


@transaction.atomic
def book(
    *, ride: Ride, times: Mapping[UUID, tuple[datetime, datetime]], seats: Iterable[Seat], by: Actor, at: datetime
) -> None:
    """Take the vehicles in their times instead of those the ride had, and write down who sits where.

    Raises Taken when somebody else has booked one of them meanwhile (a_vehicle_is_in_one_place).
    """
    Booking.objects.filter(ride=ride, cancelled_at__isnull=True).update(cancelled_at=at)
    try:
        with transaction.atomic():
            made = {
                vehicle_id: Booking.objects.create(
                    vehicle_id=vehicle_id,
                    organisation_id=ride.organisation_id,
                    ride=ride,
                    starts_at=starts,
                    ends_at=ends,
                )
                for vehicle_id, (starts, ends) in times.items()
            }
    except IntegrityError:
        raise Taken(_("En af bilerne er booket af en anden imens. Vælg en anden bil.")) from None
    kept = set()
    for seat in seats:
        kept.add(seat.person_id)
        Passenger.objects.update_or_create(
            ride=ride,
            person_id=seat.person_id,
            defaults={
                "organisation_id": ride.organisation_id,
                "booking": made.get(seat.vehicle_id) if seat.vehicle_id else None,
                "number": seat.number,
                "fetched_at": seat.fetched_at,
                "home_at": seat.home_at,
                "status": "planned",
                "why_not": seat.why_not,
            },
        )
    Passenger.objects.filter(ride=ride).exclude(person_id__in=kept).update(
        status="cancelled", booking=None, number=None, fetched_at="", home_at="", why_not=""
    )


@transaction.atomic
def borrow(
    *, vehicle: Vehicle, starts_at: datetime, ends_at: datetime, driver: str, what_for: str, by: Actor, at: datetime
) -> Booking:
    """Borrow a vehicle for a time. Raises Refusal for a time that cannot be, Taken when it is taken then (R146)."""
    if not at <= starts_at < ends_at:
        raise Refusal(_("Bilen skal hentes, før den afleveres, og ikke i fortiden."), field="day")
    try:
        with transaction.atomic():
            return Booking.objects.create(
                vehicle=vehicle, organisation_id=by.home, ride=None, starts_at=starts_at, ends_at=ends_at,
                driver=driver, what_for=what_for,
            )  # fmt: skip
    except IntegrityError:
        raise Taken(_("Bilen er taget på det tidspunkt. Vælg et andet.")) from None


@transaction.atomic
def give_back(*, booking: Booking, how: str, by: Actor, at: datetime) -> None:
    """The vehicle is back, or was not needed. Raises Refusal for another's, Taken when it is written already."""
    if booking.organisation_id != by.home:
        raise Refusal(_("Kun den, der har lånt bilen, kan aflevere den."))
    live = Booking.objects.filter(id=booking.id, cancelled_at__isnull=True, returned_at__isnull=True)
    sooner = min(booking.ends_at, max(at, booking.starts_at + _MINUTE))  # the rest of the time is free for others
    if booking.starts_at > at:
        changed = live.update(cancelled_at=at)
    else:
        changed = live.update(returned_at=at, key_and_fuel=how[:200], ends_at=sooner)
    if not changed:
        raise Taken(_("Det er allerede skrevet."))


_MINUTE = timedelta(minutes=1)


@transaction.atomic
def note_help(*, ride: Ride, words: Mapping[UUID, str]) -> None:
    """What each needs help with, in and out of the car. `words`: person → text."""
    for person_id, text in words.items():
        Passenger.objects.filter(ride=ride, person_id=person_id).update(help_needed=text.strip()[:200])
