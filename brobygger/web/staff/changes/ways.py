"""What a programme's own page says about changing it, and the ways on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import change
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.staff.changes import telling


@dataclass(frozen=True)
class Ways:
    """may_change, may_publish: what the actor may. again: how many were found again (0 where they are not seen).

    siblings: other programmes here of the same recipe.
    """

    may_change: bool
    may_publish: bool
    again: int
    siblings: list[Any]
    preparing: bool


def of(actor: Actor, programme: Any) -> Ways:
    """The ways on from a programme. At most two queries."""
    may_take = may(actor.role, Action.TAKE_AGAIN)
    return Ways(
        may_change=telling.may_change(actor, programme),
        may_publish=may(actor.role, Action.PUBLISH_RECIPE) and running.may_change(actor, programme),
        again=change.to_ask_again(actor, programme, on=local_date(now())).count() if may_take else 0,
        siblings=[other for other in running.of_recipe(actor, programme.recipe_id)[:11] if other.id != programme.id],
        preparing=programme.preparing,
    )
