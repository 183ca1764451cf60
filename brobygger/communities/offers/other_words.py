"""An offer said otherwise: in plain Danish, and in other languages (R352, R353)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import may_describe
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.access.actor import Actor

PLAIN = "plain"  # beside the codes of languages in an offer's description


@transaction.atomic
def say_otherwise(*, offer: Offer, texts: Mapping[str, str], by: Actor) -> Offer:
    """Keep texts by PLAIN or a language's code; an empty one is taken away. The Danish text stays as it is.

    Raises NotVisible for an offer that is not the actor's to describe (queries.may_describe).
    """
    if not may_describe(by, offer):
        raise NotVisible("offer")
    kept = {**offer.description, **{code: text.strip() for code, text in texts.items() if code != "da"}}
    offer.description = {code: text for code, text in kept.items() if text or code == "da"}
    offer.save(update_fields=["description"])
    return offer
