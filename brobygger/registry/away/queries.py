"""Reading who is away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.access.policy import RIGHTS, Action
from brobygger.registry.away.models import Away, Deputy


def of_mine(actor: Actor, *, on: date) -> list[Away]:
    """The actor's own days away that are not over, soonest first. One query."""
    mine = Away.objects.filter(noted_by_id=actor.user_id, last__gte=on)
    return list(mine.select_related("deputy").order_by("first"))


def away_on(actor: Actor, membership_ids: Iterable[UUID], *, on: date) -> dict[UUID, UUID | None]:
    """Who of these is away on a day, and the membership that stands in: named for these days, else the standing deputy.

    None: nobody is named. Two queries at most.
    """
    rows = Away.objects.filter(membership_id__in=list(membership_ids), first__lte=on, last__gte=on)
    found: dict[UUID, UUID | None] = dict(rows.order_by("noted_at").values_list("membership_id", "deputy_id"))
    without = [one for one, deputy in found.items() if deputy is None]
    if without:
        found |= {one: deputy.id for one, deputy in deputies(actor, without, on=on).items()}
    return found


def deputies(actor: Actor, membership_ids: Iterable[UUID], *, on: date) -> dict[UUID, Membership]:
    """Each one's standing deputy who still has a role on a day that answers tips. One query."""
    held = Q(deputy__until__isnull=True) | Q(deputy__until__gte=on)
    rows = Deputy.objects.filter(
        held, membership_id__in=list(membership_ids), deputy__role__in=RIGHTS[Action.HANDLE_TIP].roles
    ).select_related("deputy")
    return {one.membership_id: one.deputy for one in rows}
