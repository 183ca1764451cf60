"""What has been promised in the demonstration municipality: a place that waits for its answer, and one that is late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.communities.groups.models import Group
from brobygger.journeys import offer_place
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.matching import places, queries
from brobygger.pathway.matching.models import HeldPlace
from brobygger.registry.access.models import Membership
from brobygger.registry.people.acting import acting_as

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town
    from brobygger.rehearsal.stage import Stage


def fill(town: Town, stage: Stage) -> None:
    """Mette has asked two: one by the volunteer Finn, and one a week ago who has not been heard from."""
    with acting_as(town.actors["mette"]):
        _places(town, stage)


def _places(town: Town, stage: Stage) -> None:
    mette = town.actors["mette"]
    waiting = queries.waiting(mette, stage.programme.id)
    alone = [row for row in waiting if row.company == "one_to_one"]
    volunteer = Membership.objects.select_related("organisation").get(name="Finn Fisker")
    episodes = Episode.objects.select_related("programme", "programme__owner", "person").in_bulk(
        [row.episode_id for row in waiting]
    )
    offer_place.offer(
        episode=episodes[alone[-1].episode_id], target=volunteer, answer_by=town.today + timedelta(days=3), by=mette,
        at=town.now,
    )  # fmt: skip
    group = Group.objects.filter(programme=stage.programme, offer__isnull=False).select_related("offer").first()
    in_groups = [row for row in waiting if row.company == "group"]
    if group is not None and places.free(mette, group, on=town.today):
        late = offer_place.offer(
            episode=episodes[in_groups[-1].episode_id], target=group, answer_by=town.today, by=mette, at=town.now
        )
        HeldPlace.objects.filter(id=late.id).update(
            answer_by=town.today - timedelta(days=2), offered_at=town.now - timedelta(days=7)
        )
