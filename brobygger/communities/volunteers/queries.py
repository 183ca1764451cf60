"""Reading pairs."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.access.actor import Actor


def mine(actor: Actor) -> QuerySet[Pair]:
    """The pairs the actor is the volunteer of."""
    if actor.user_id is None:  # the system meets nobody
        return Pair.objects.none()
    return Pair.objects.filter(user_id=actor.user_id, until__isnull=True).order_by("next_on")


def mine_with(actor: Actor, person_id: UUID) -> Pair:
    """The pair that joins the actor and this person today. Raises NotVisible, also when it has ended."""
    pair = mine(actor).filter(person_id=person_id).first()
    if pair is None:
        raise NotVisible("pair")
    return pair
