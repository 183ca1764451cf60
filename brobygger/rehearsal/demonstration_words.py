"""Texts that hang in the demonstration municipality, a good story, and a new price that nobody has told yet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.communities.offers.models import Offer
from brobygger.communities.reach import operations as reach
from brobygger.communities.upkeep import change_rules
from brobygger.communities.upkeep import operations as upkeep
from brobygger.foundation.kernel.clock import local_date
from brobygger.registry.people.acting import acting_as

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

_POSTER = (
    "Vi spiser sammen. Du møder naboer, du ikke kendte. Vi har brug for dig til at dække bord. Du vælger selv, om du "
    "vil være med i køkkenet."
)
_STORY = "Jeg kom for maden. Nu har jeg to nye venner, og vi ringer til hinanden."


def fill(town: Town) -> None:
    """A poster in two versions that hangs at the library and the pharmacy, a line in the paper, and a story."""
    with acting_as(town.actors["mette"]) as mette:
        local = Offer.objects.filter(
            municipality_id=mette.municipality_id, organisation__isnull=False, published=True
        ).order_by("name")
        offer = local.first()
        if offer is None:
            return
        before, today = town.now - timedelta(days=60), local_date(town.now)
        first = reach.approve(
            name="Kom og vær med", medium="poster", audience="participant", words=_POSTER, owner=mette.name,
            offer=offer, by=mette, at=before,
        )  # fmt: skip
        reach.put_up(
            material=first, place="Apoteket på Torvet", code="apoteket-paa-torvet", put_up_on=local_date(before),
            until=None, by=mette, at=before,
        )  # fmt: skip
        second = reach.approve(
            name="Kom og vær med", medium="poster", audience="participant", words=_POSTER + " Ring til os.",
            owner=mette.name, offer=offer, replaces=first, by=mette, at=town.now,
        )  # fmt: skip
        reach.put_up(
            material=second, place="Biblioteket", code="biblioteket", put_up_on=today,
            until=today + timedelta(days=90), by=mette, at=town.now,
        )  # fmt: skip
        reach.tell_story(
            offer=offer, words=_STORY, told_by="Inger", consent_how="spoken", agreed=True, by=mette, at=town.now
        )
        upkeep.changed(
            offer=offer, before=change_rules.stored(offer) | {"price_dkk": 5}, changed_by=mette.name, at=before
        )
