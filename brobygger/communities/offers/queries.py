"""Reading offers."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.floors import NATIONAL
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.access.actor import Actor


def local_offers(actor: Actor) -> QuerySet[Offer]:
    """The municipality's own offers, by name."""
    return (
        Offer.objects.filter(municipality_id=actor.municipality_id, published=True)
        .select_related("organisation")
        .order_by("name")
    )


def national_offers(actor: Actor) -> QuerySet[Offer]:
    """The country's offers (seed 003), by name."""
    return Offer.objects.filter(municipality_id=UUID(NATIONAL), published=True).order_by("name")


def find(actor: Actor, *, kind: str = "", text: str = "", national: bool = False) -> QuerySet[Offer]:
    """Offers of one kind (any when empty) whose name, area or interests hold the text, whatever the case."""
    found = national_offers(actor) if national else local_offers(actor)
    if kind:
        found = found.filter(kind=kind)
    for word in text.split()[:5]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(area__icontains=word)
            | Q(interests__icontains=word)
            | Q(areas__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(organisation_names__icontains=word)
            | Q(description__icontains=word)
        )
    return found


def get(actor: Actor, offer_id: UUID) -> Offer:
    """One offer. Raises NotVisible."""
    try:
        return Offer.objects.select_related("organisation").get(id=offer_id)
    except Offer.DoesNotExist:
        raise NotVisible("offer") from None


# Members and not yet answered referrals count: never more people are sent than an offer takes (issue: matching).
_TAKEN = """
select o.id, o.places_total
       - (select count(*) from groups_member m join groups_group g
            on g.municipality_id = m.municipality_id and g.id = m.group_id
          where g.municipality_id = o.municipality_id and g.offer_id = o.id and m.until is null)
       - (select count(*) from referrals_referral r
          where r.municipality_id = o.municipality_id and r.offer_id = o.id and r.status = 'sent')
from offers_offer o where o.municipality_id = %s and o.places_total is not null
"""


def places_free(actor: Actor) -> dict[UUID, int]:
    """Free places by offer, for offers that say how many they have."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [actor.municipality_id])
        return dict(cursor.fetchall())
