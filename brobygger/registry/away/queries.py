"""Reading who is away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from brobygger.registry.access.actor import Actor
from brobygger.registry.away.models import Away


def of_mine(actor: Actor, *, on: date) -> list[Away]:
    """The actor's own days away that are not over, soonest first. One query."""
    mine = Away.objects.filter(noted_by_id=actor.user_id, last__gte=on)
    return list(mine.select_related("deputy").order_by("first"))


def away_on(actor: Actor, membership_ids: Iterable[UUID], *, on: date) -> dict[UUID, UUID | None]:
    """Who of these is away on a day, and the membership that stands in (None: nobody named). One query."""
    found = Away.objects.filter(membership_id__in=list(membership_ids), first__lte=on, last__gte=on)
    return dict(found.order_by("noted_at").values_list("membership_id", "deputy_id"))
