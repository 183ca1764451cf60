"""Reading pairs."""

from __future__ import annotations

from django.db.models import QuerySet

from brobygger.communities.volunteers.models import Pair
from brobygger.registry.access.actor import Actor


def mine(actor: Actor) -> QuerySet[Pair]:
    """The pairs the actor is the volunteer of."""
    return Pair.objects.filter(user_id=actor.user_id, until__isnull=True).order_by("next_on")
