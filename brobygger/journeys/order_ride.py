"""A ride that must be ordered by telephone: one press makes the task for whoever rings; the reference comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.journeys import follow
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.pathway.rides import ordering
from brobygger.pathway.rides.models import OrderedRide
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.people.models import Person

DAYS_BEFORE = 2  # flextrafik and a taxi with room for a wheelchair are ordered at least the day before
KIND, CALL_OFF, OTHER_WAY = "order_ride", "call_off_ride", "find_other_ride"
WHO = ("me", "coordinator", "visitation")


@transaction.atomic
def ask(
    *, episode: Episode, offer_id: UUID, who: str, facts: Mapping[str, Any], by: Actor, at: datetime
) -> OrderedRide:
    """Asked for, with the task "Bestil kørsel" for the one who rings: who is one of WHO; facts as in OrderedRide."""
    made = ordering.ask(episode=episode, offer_id=offer_id, facts=facts, by=by, at=at)
    holder = Holder(
        Role.VISITATION if who == "visitation" else Role.COORDINATOR, owner_user_id=by.user_id if who == "me" else None
    )
    followup.add(plan=_plan(KIND, made, holder, _due(made, at)), person=episode.person, episode=episode, at=at)
    return made


def _due(ride: OrderedRide, at: datetime) -> date:
    return max(local_date(at), local_date(ride.there_at) - timedelta(days=DAYS_BEFORE))


def _plan(kind: str, ride: OrderedRide, holder: Holder, due: date) -> Planned:
    here = ride.there_at.astimezone(DENMARK)
    why = {"about": f"{here.day}.{here.month}. kl. {here:%H.%M}"}
    return Planned(key=f"{kind}:{ride.id}", rule=kind, kind=kind, due=due, holder=holder, why=why)


@transaction.atomic
def booked(
    *, ride: OrderedRide, reference: str, price_dkk: int | None, words: str, by: Actor, at: datetime, pays: str = ""
) -> None:
    """The company has said yes: the reference is kept, the price and who pays it, and the task is done."""
    facts = {"status": "booked", "reference": reference, "price_dkk": price_dkk, "pays": pays, "answer": words}
    ordering.answer(ride=ride, facts=facts, by=by, at=at)
    followup.complete_by_key(key=f"{KIND}:{ride.id}", by=by, at=at)


@transaction.atomic
def could_not(*, ride: OrderedRide, words: str, by: Actor, at: datetime) -> None:
    """No ride is to be had: the coordinator finds another way, the same day."""
    ordering.answer(ride=ride, facts={"status": "no", "answer": words}, by=by, at=at)
    followup.complete_by_key(key=f"{KIND}:{ride.id}", by=by, at=at)
    follow.hand_to_coordinator(
        episode=ride.episode, kind=OTHER_WAY, about=str(ride.id), due=local_date(at), at=at,
        why={"about": words},
    )  # fmt: skip


@transaction.atomic
def call_off(*, ride: OrderedRide, by: Actor, at: datetime) -> bool:
    """Not wanted any more. A booked one is rung off: a task today. Whether there is one to ring off."""
    must_ring = ordering.call_off(ride=ride, by=by, at=at)
    followup.complete_by_key(key=f"{KIND}:{ride.id}", by=by, at=at)
    if must_ring:
        plan = _plan(CALL_OFF, ride, Holder(Role.COORDINATOR), local_date(at))
        followup.add(plan=plan, person=ride.person, episode=ride.episode, at=at)
    return must_ring


@transaction.atomic
def gone(*, person: Person, by: Actor, at: datetime) -> None:
    """The person has died or moved: no car drives to the door. The task names the booking, and nobody."""
    for ride in OrderedRide.objects.filter(person=person, status__in=ordering.LIVE, there_at__gt=at).order_by("id"):
        if ordering.call_off(ride=ride, by=by, at=at):
            plan = _plan(CALL_OFF, ride, Holder(Role.COORDINATOR), local_date(at))
            about = f"{ride.reference}, {plan.why['about']}"
            followup.add(plan=replace(plan, key=f"ride_of_gone:{ride.id}", why={"about": about}), at=at)
