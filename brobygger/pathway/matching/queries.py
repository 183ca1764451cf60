"""Reading wishes and suggesting offers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import local_offers, places_free
from brobygger.pathway.matching.models import Wishes
from brobygger.pathway.matching.rules import Choice, Seeker, Suggestion, suggest
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.queries import PersonView


def newest(actor: Actor, episode_id: UUID) -> Wishes | None:
    """An episode's wishes as they stand now."""
    return Wishes.objects.filter(episode_id=episode_id).order_by("-mapped_at").first()


def suggestions(actor: Actor, *, person: PersonView, wishes: Wishes | None, on: date) -> list[tuple[Offer, Suggestion]]:
    """Every offer of the municipality judged for this person, best first. Two queries, however many offers."""
    offers = {offer.id: offer for offer in local_offers(actor)}
    free = places_free(actor)
    judged = suggest(_seeker(person, wishes, on), [_choice(offer, free.get(offer.id)) for offer in offers.values()])
    return [(offers[suggestion.choice.id], suggestion) for suggestion in judged]


def _seeker(person: PersonView, wishes: Wishes | None, on: date) -> Seeker:
    return Seeker(
        age=person.age(on),
        sex=person.sex,
        latitude=person.latitude,
        longitude=person.longitude,
        walks_m=person.walks_m,
        walking_aid=person.walking_aid,
        hearing=person.hearing,
        languages=tuple(person.languages or ()),
        interests=tuple(wishes.interests) if wishes else (),
        barriers=tuple(wishes.barriers) if wishes else (),
        company=wishes.company if wishes else "",
        weekdays=tuple(wishes.weekdays) if wishes else (),
        price_at_most_dkk=wishes.price_at_most_dkk if wishes else None,
    )


def _choice(offer: Offer, free: int | None) -> Choice:
    return Choice(
        id=offer.id,
        kind=offer.kind,
        interests=tuple(offer.interests),
        sex=offer.sex,
        min_age=offer.min_age,
        max_age=offer.max_age,
        latitude=offer.latitude,
        longitude=offer.longitude,
        weekdays=tuple(offer.weekdays),
        price_dkk=offer.price_dkk,
        places_free=free,
        step_free=offer.step_free,
        hearing_loop=offer.hearing_loop,
        transport=offer.transport,
        languages=tuple(offer.languages),
        walks_needed_m=offer.walks_needed_m,
    )
