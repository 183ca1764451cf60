"""An effort with a price: coffee and bread cost something now, and the offers have not followed yet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.journeys import change
from brobygger.programmes.running import rules
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

_KRONER = 20


def fill(town: Town, programme: Programme) -> None:
    """Lone has written the price into the recipe; which offers cost it, and from when, is the next page."""
    with acting_as(town.actors["lone"]) as lone:
        standing = Programme.objects.get(id=programme.id)
        wanted = rules.with_values(load.as_data(recipe_of(standing)), {("activity", 0, "price", "dkk"): _KRONER})
        change.save(
            programme=standing, recipe=rules.without_play(wanted), reason="Kaffe og brød er blevet dyrere",
            seen=standing.recipe_version, by=lone, at=town.now - timedelta(days=12), accept_crowded=True,
        )  # fmt: skip
