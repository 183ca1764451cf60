"""Who pays for each person's place and rides: kept with the place, told to the person, summed for the office (R329)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from brobygger.communities.groups.models import Habits, Member
from brobygger.communities.offers.pay_rules import Cost, Sum, summed
from brobygger.insight.disclosure import rules as disclosure
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.rides.models import OrderedRide
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.acting import for_the_municipality


@dataclass(frozen=True)
class Shown:
    """A payer's line as it is told: None where a number is too small, and the kroner with it."""

    pays: str
    places: int | None
    each_time_dkk: int | None
    rides: int | None
    rides_dkk: int | None

    @property
    def hides(self) -> bool:
        return self.places is None or self.rides is None


@transaction.atomic
def say(*, referral: Referral, pays: str, price_dkk: int | None, by: Actor, at: datetime) -> None:
    """Keep who pays for a place, and how much each time; in the group behind the offer the same holds."""
    Referral.objects.filter(id=referral.id).update(pays=pays, price_dkk=price_dkk)
    with for_the_municipality(by):
        Member.objects.filter(
            person_id=referral.person_id, group__offer_id=referral.offer_id, until__isnull=True
        ).update(pays=pays)


def pays_now(referral: Referral) -> str:
    """Who pays, as far as it is said: on the referral, else in the group behind the offer; "self" to begin with."""
    inside = Member.objects.filter(
        person_id=referral.person_id, group__offer_id=referral.offer_id, until__isnull=True
    ).values_list("pays", flat=True)
    return referral.pays or inside.first() or "self"


def of_person(actor: Actor, person_id: UUID, *, at: datetime) -> tuple[Cost, ...]:
    """What each thing costs that the person takes part in, and the rides ahead. Five queries."""
    own = Q(person_id=person_id)
    return tuple(_costs(own, own, own & Q(there_at__gte=at)))


def of_programme(actor: Actor, programme: Programme) -> tuple[Shown, ...]:
    """By who pays, small numbers hidden and none to be found from the others. Five queries, however many."""
    sums = summed(
        _costs(
            Q(group__programme=programme), Q(episode__programme=programme), Q(episode__programme=programme)
        )
    )  # fmt: skip
    places = disclosure.one_way({one.pays: one.places for one in sums}).shown
    rides = disclosure.one_way({one.pays: one.rides for one in sums}).shown
    return tuple(_shown(one, places[one.pays], rides[one.pays]) for one in sums)


def _shown(one: Sum, places: int | None, rides: int | None) -> Shown:
    return Shown(
        one.pays, places, None if places is None else one.each_time_dkk, rides, None if rides is None else one.rides_dkk
    )


def _costs(members: Q, referrals: Q, rides: Q) -> Iterable[Cost]:
    """Places in groups, places at offers without a group of ours, and rides that are booked."""
    held = list(Member.objects.filter(members, until__isnull=True).select_related("group", "group__offer"))
    price = dict(
        Habits.objects.filter(group_id__in={one.group_id for one in held}).values_list("group_id", "price_dkk")
    )
    sent = Referral.objects.filter(referrals, status="accepted").exclude(episode__status="lost").select_related("offer")
    by_place = {(one.person_id, one.offer_id): one for one in sent.order_by("sent_at")}
    for member in held:
        said = by_place.pop((member.person_id, member.group.offer_id), None) if member.group.offer_id else None
        if said is not None and said.pays:
            yield Cost(member.group.name, member.pays, _first(said.price_dkk, price.get(member.group_id)))
        else:
            dkk = price.get(member.group_id) or None
            yield Cost(member.group.name, member.pays if dkk or member.pays != "self" else "", _whole(dkk))
    left = set(Member.objects.filter(members, until__isnull=False).values_list("person_id", "group__offer_id"))
    for referral in by_place.values():
        if (referral.person_id, referral.offer_id) in left:
            continue  # was in the group there, and is no more
        yield Cost(referral.offer.name, referral.pays, _first(referral.price_dkk, referral.offer.price_dkk))
    for ride in OrderedRide.objects.filter(rides, status="booked").order_by("there_at"):
        yield Cost(ride.to_address, ride.pays, ride.price_dkk, ride=True)


def _first(*amounts: object) -> int | None:
    return next((_whole(one) for one in amounts if one is not None), None)


def _whole(amount: object) -> int | None:
    return None if amount is None else round(float(str(amount)))
