"""Language and background in the demonstration town: Fatima wishes it and has said yes, Amal has said it herself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.communities.volunteers import operations as volunteers
from brobygger.journeys import alike
from brobygger.registry.access.models import Membership
from brobygger.registry.access.queries import actor_for
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town


def fill(town: Town) -> None:
    """Both said it some weeks ago; the pairs that are proposed look at it from then on."""
    with acting_as(town.system):
        amal = actor_for(membership=Membership.objects.get(name="Amal Aziz"))
        fatima = Person.objects.get(given_name="Fatima", family_name="Farah")
    with acting_as(amal):
        volunteers.say_own_background(
            languages=["arabisk"], background=["irak"], by=amal, at=town.now - timedelta(days=30)
        )
    with acting_as(town.actors["mette"]) as mette:
        alike.wish(
            person=fatima, background=["irak"], same_language=True, languages=["arabisk"], how="spoken", by=mette,
            at=town.now - timedelta(days=20),
        )  # fmt: skip
