"""Writing how the directory is kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep import rules
from brobygger.communities.upkeep.models import OfferCare, OfferWord
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.actor import Actor


@transaction.atomic
def ask_every(*, offer: Offer, days: int, by: Actor, at: datetime) -> OfferCare:
    """How often those who run the offer are asked. Raises Refusal for an interval that is not among the choices."""
    if days not in rules.CHOICES:
        raise Refusal(_("Vælg, hvor tit I vil spørges."), field="every_days")
    care, _made = OfferCare.objects.update_or_create(offer=offer, defaults={"every_days": days})
    return care


@transaction.atomic
def asked(*, offer: Offer, by: Actor, at: datetime) -> OfferCare:
    """Note that the question has been put in the outbox."""
    care, _made = OfferCare.objects.update_or_create(
        offer=offer, defaults={"asked_at": at}, create_defaults={"asked_at": at, "every_days": rules.EVERY_DAYS}
    )
    return care


@transaction.atomic
def said(*, offer: Offer, said_by: str, way: str, answer: str, at: datetime) -> OfferWord:
    """Keep who said what of an offer. answer: still_right, corrected, gone."""
    return OfferWord.objects.create(offer=offer, said_by=said_by[:200], way=way, answer=answer, at=at)
