"""Standing in: who can take what would have come to somebody who is away."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.registry.access.queries import who_may
from brobygger.registry.away import operations
from brobygger.registry.away import queries as away
from brobygger.registry.away.models import Away
from brobygger.registry.people.acting import for_the_municipality

MOST = 100


def colleagues(actor: Actor, *, on: date) -> dict[UUID, str]:
    """Names of those in the actor's organisation who answer tips too, in the same unit or in none, by membership."""
    unit = actor.unit_ids[0] if actor.unit_ids else None
    with for_the_municipality(actor):  # an ambassador sees the unit's persons, and of colleagues only the name
        found = who_may(actor, Action.HANDLE_TIP, unit_id=unit, on=on)[:MOST]
        return {one.id: one.name for one in found if one.id != actor.membership_id}


@transaction.atomic
def be_away(*, first: date, last: date, deputy: UUID | None, by: Actor, at: datetime) -> Away:
    """The actor is away. Raises Refusal for days that cannot be, or a deputy who is no colleague."""
    if deputy is not None and deputy not in colleagues(by, on=first):
        raise Refusal(_("Vælg en kollega på listen."), field="deputy")
    with for_the_municipality(by):
        return operations.be_away(first=first, last=last, deputy_id=deputy, by=by, at=at)


def of_mine(actor: Actor, *, on: date) -> list[tuple[Away, str]]:
    """The actor's days away that are not over, each with the deputy's name (empty: whoever is there)."""
    always = standing(actor, on=on)
    with for_the_municipality(actor):
        return [(one, one.deputy.name if one.deputy else always) for one in away.of_mine(actor, on=on)]


def standing(actor: Actor, *, on: date) -> str:
    """The name of who always stands in for the actor, when the days name nobody else (empty: nobody)."""
    if actor.membership_id is None:
        return ""
    with for_the_municipality(actor):
        found = away.deputies(actor, [actor.membership_id], on=on).get(actor.membership_id)
        return found.name if found else ""
