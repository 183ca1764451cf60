"""Writing offers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.national import load_national_offers
from brobygger.communities.offers.national_facts import LONGEST, SOURCE, national_facts
from brobygger.communities.offers.queries import may_describe
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.context import reaching
from brobygger.foundation.kernel.floors import NATIONAL
from brobygger.foundation.kernel.reach import Reach, Scope
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations.models import Organisation


@transaction.atomic
def publish(*, organisation: Organisation, name: str, kind: str, by: Actor, at: datetime, **facts: Any) -> Offer:
    """Put an organisation's offer in the directory."""
    return Offer.objects.create(organisation=organisation, name=name, kind=kind, confirmed_on=at.date(), **facts)


@transaction.atomic
def describe(*, offer: Offer, by: Actor, at: datetime, danish: str, **facts: Any) -> Offer:
    """Write an offer's text and facts anew; who does has looked at it all, so it counts as checked today.

    Raises NotVisible for an offer that is not the actor's to describe (queries.may_describe).
    """
    if not may_describe(by, offer):
        raise NotVisible("offer")
    changes = facts | {"description": offer.description | {"da": danish}, "confirmed_on": local_date(at)}
    for name, value in changes.items():
        setattr(offer, name, value)
    offer.save(update_fields=list(changes))
    return offer


@transaction.atomic
def confirm(*, offer: Offer, by: Actor, at: datetime) -> Offer:
    """Somebody who runs the offer says that it still is as it says. Raises NotVisible as `describe` does."""
    if not may_describe(by, offer):
        raise NotVisible("offer")
    offer.confirmed_on = local_date(at)
    offer.save(update_fields=["confirmed_on"])
    return offer


@transaction.atomic
def doubt(*, offer: Offer, by: Actor, at: datetime) -> Offer:
    """Somebody who runs the offer says that it is not as it says: it is marked until somebody has looked at it.

    Raises NotVisible as `describe` does.
    """
    if not may_describe(by, offer):
        raise NotVisible("offer")
    offer.confirmed_on, offer.seen_on = None, None
    offer.save(update_fields=["confirmed_on", "seen_on"])
    return offer


def load_national(*, at: datetime) -> int:
    """Load the 79 national offers of seed 003 into the national directory; again changes nothing. Returns how many."""
    with reaching(Reach(municipality_id=UUID(NATIONAL), scope=Scope.MUNICIPALITY)):
        for told, offer in zip(load_national_offers(), national_facts(), strict=True):
            facts = {
                "name": offer.name,
                "description": dict(offer.description),
                "kind": offer.kind,
                "organisation_names": [name[:LONGEST] for name in told.organisations],
                "interventions": [str(code) for code in offer.interventions],
                "strategies": [str(code) for code in offer.strategies],
                "age_group": offer.age_group,
                "min_age": offer.min_age,
                "max_age": offer.max_age,
                "areas": list(offer.areas),
                "sites": offer.sites,
                "nationwide": offer.nationwide,
                "figures": dict(offer.figures),
                "evaluated": offer.evaluated,
                "duration_weeks": offer.duration_weeks,
            }
            Offer.objects.update_or_create(
                source=SOURCE,
                source_key=offer.name[:100],
                defaults=facts,
                create_defaults=facts | {"id": offer.id},
            )
        return Offer.objects.filter(source=SOURCE).count()
