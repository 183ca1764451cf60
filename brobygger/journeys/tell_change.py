"""When an offer's time, place, price or target group is new: those who take part and those who wait hear it at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Member
from brobygger.communities.offers import operations as offers
from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep import change_rules
from brobygger.communities.upkeep import operations as upkeep
from brobygger.communities.upkeep.models import OfferChange
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.matching.models import HeldPlace
from brobygger.pathway.referrals.models import Referral
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication import writing
from brobygger.registry.communication.models import Message
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person
from brobygger.registry.wording.rules import Audience, Fault, TextKind, check

LONGEST = 500


@transaction.atomic
def describe(*, offer: Offer, danish: str, by: Actor, at: datetime, **facts: Any) -> OfferChange | None:
    """Write an offer anew, and note what those who come there must hear. None: nothing, or nobody comes yet.

    Raises NotVisible as `offers.describe` does.
    """
    before = change_rules.stored(offer)
    written = offers.describe(offer=offer, danish=danish, by=by, at=at, **facts)
    return noted(offer=written, before=before, changed_by=f"{by.name}, {by.organisation_name}", by=by, at=at)


def noted(*, offer: Offer, before: dict[str, Any], changed_by: str, by: Actor, at: datetime) -> OfferChange | None:
    """Note what is new since `before` (change_rules.stored), when there is somebody to tell it to."""
    if (
        not change_rules.said(before, change_rules.stored(offer))
        and not OfferChange.objects.filter(offer=offer, told_at__isnull=True).exists()
    ):
        return None
    if not takes_part(offer, by):
        return None
    return upkeep.changed(offer=offer, before=before, changed_by=changed_by, at=at)


@dataclass(frozen=True)
class Preview:
    """What would be sent: proposed words, the whole text with a stranger's name, and (way, how many) for each way."""

    words: str
    wording: str
    ways: tuple[tuple[str, int], ...]


def proposed(change: OfferChange) -> str:
    """The words the change itself proposes."""
    return " ".join(change_rules.said(change.before, change_rules.stored(change.offer)))


def preview(*, change: OfferChange, words: str, by: Actor) -> Preview:
    """What `tell` would send. Nobody is named, nothing is written."""
    with for_the_municipality(by):
        ways = writing.ways_of(takes_part(change.offer, by))
        values = {"name": "…", "what": change.offer.name, "words": words}
        told = writing.preview(code="offer_changed", values=values, sender=change.offer.organisation, by=by)
    return Preview(words, told.body, tuple(Counter(way.value for way in ways.values()).most_common()))


@transaction.atomic
def tell(*, change: OfferChange, words: str, by: Actor, at: datetime) -> list[Message]:
    """Write to each, in the way he or she prefers. Twice is once. Raises Refusal for words that repel, or none."""
    plain = " ".join(words.split())[:LONGEST]
    if not plain:
        raise Refusal(_("Skriv, hvad der er nyt."), field="words")
    if check(plain, audience=Audience.PARTICIPANT, kind=TextKind.SMS).of(Fault.REPELS):
        raise Refusal(_("Et af ordene kan holde folk væk. Skriv om det, man kommer til."), field="words")
    values = {"what": change.offer.name, "words": plain}
    with for_the_municipality(by):
        sent = [
            writing.to_person(
                person=person, code="offer_changed", values=values, key=f"offer-changed:{change.id}:{person.id}", by=by,
                at=at, organisation=change.offer.organisation,
            )
            for person in takes_part(change.offer, by)
        ]  # fmt: skip
    upkeep.told(change=change, words=plain, many=len(sent), by=by, at=at)
    return sent


def takes_part(offer: Offer, by: Actor) -> list[Person]:
    """Those who take part in a group of the offer, are referred to it, or have a place held there."""
    with for_the_municipality(by):
        ids = set(Member.objects.filter(group__offer=offer, until__isnull=True).values_list("person_id", flat=True))
        referred = Referral.objects.filter(offer=offer, status__in=("sent", "accepted"), episode__status="active")
        ids |= set(referred.values_list("person_id", flat=True))
        ids |= set(HeldPlace.objects.filter(offer=offer, status="held").values_list("person_id", flat=True))
        return list(Person.objects.filter(id__in=ids).order_by("id"))
