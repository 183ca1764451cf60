"""Reading how the directory is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import all_to_describe, local_offers
from brobygger.communities.upkeep import rules
from brobygger.communities.upkeep.models import OfferCare, OfferChange, OfferWord, PrincipleAnswer
from brobygger.communities.upkeep.principles_rules import Answer
from brobygger.foundation.kernel.clock import local_date
from brobygger.registry.access.actor import Actor


@dataclass(frozen=True)
class Kept:
    """One offer, how often it is asked about, and the last word about it."""

    offer: Offer
    every_days: int
    asked_on: date | None
    last: OfferWord | None

    def due(self, today: date) -> bool:
        """Whether those who run it should be asked now."""
        return rules.due(
            confirmed_on=self.offer.confirmed_on, asked_on=self.asked_on, every_days=self.every_days, today=today
        )


def kept(actor: Actor, *, most: int = 200) -> list[Kept]:
    """The offers an actor may describe, with how they are kept. Three queries."""
    return _kept(all_to_describe(actor, most=most))


def kept_everywhere(actor: Actor) -> list[Kept]:
    """Every published offer of the municipality that belongs to an organisation with an e-mail address or a phone."""
    reached = local_offers(actor).exclude(organisation__email="", organisation__phone="")
    return _kept(list(reached.filter(organisation__isnull=False)))


def kept_one(offer: Offer) -> Kept:
    """One offer's."""
    return _kept([offer])[0]


def words_of(actor: Actor, offer: Offer, *, most: int = 20) -> list[OfferWord]:
    """Who said what about an offer, newest first. One query."""
    return list(OfferWord.objects.filter(offer=offer).order_by("-at")[:most])


def to_tell(offer: Offer) -> OfferChange | None:
    """What is new about an offer and not told yet. One query."""
    return OfferChange.objects.filter(offer=offer, told_at__isnull=True).first()


def changes_to_tell(actor: Actor, *, most: int = 50) -> list[OfferChange]:
    """Of the offers an actor may describe, the changes nobody has told on, the oldest first. Two queries."""
    ids = [offer.id for offer in all_to_describe(actor, most=200)]
    found = OfferChange.objects.filter(offer_id__in=ids, told_at__isnull=True).select_related("offer")
    return list(found.order_by("changed_at")[:most])


def told_of(offer: Offer, *, most: int = 10) -> list[OfferChange]:
    """What has been told of an offer's changes, newest first. One query."""
    return list(OfferChange.objects.filter(offer=offer, told_at__isnull=False).order_by("-told_at")[:most])


def _kept(offers: list[Offer]) -> list[Kept]:
    ids = [offer.id for offer in offers]
    care = {one.offer_id: one for one in OfferCare.objects.filter(offer_id__in=ids)}
    last = _last_words(ids)
    return [
        Kept(
            offer=offer,
            every_days=care[offer.id].every_days if offer.id in care else rules.EVERY_DAYS,
            asked_on=local_date(asked) if offer.id in care and (asked := care[offer.id].asked_at) else None,
            last=last.get(offer.id),
        )
        for offer in offers
    ]


def _last_words(offer_ids: Iterable[UUID]) -> dict[UUID, OfferWord]:
    newest = OfferWord.objects.filter(offer_id__in=list(offer_ids)).order_by("offer_id", "-at").distinct("offer_id")
    return {word.offer_id: word for word in newest}


def said_of_principles(actor: Actor, offer: Offer) -> dict[str, Answer]:
    """What people have answered about an offer, by question. One query."""
    return {row.question: Answer(row.answer) for row in PrincipleAnswer.objects.filter(offer=offer)}
