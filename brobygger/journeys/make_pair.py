"""A pair made by hand: whom the person meets, how often, and who comes instead, in one go."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from brobygger.communities.volunteers import operations as volunteers
from brobygger.communities.volunteers.models import Pair
from brobygger.journeys import match_pairs
from brobygger.pathway.episodes.models import Episode
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership


@transaction.atomic
def by_hand(
    *,
    episode: Episode,
    volunteer: Membership,
    every_days: int,
    next_on: date | None,
    stand_in: Membership | None,
    by: Actor,
    at: datetime,
    meets_at: time | None = None,
    place: str = "",
    agreed: str = "",
) -> Pair:
    """The two are a pair, with what they have agreed. Raises Refusal as match_pairs.become_pair and agree_rhythm do."""
    made = match_pairs.become_pair(episode=episode, volunteer=volunteer, next_on=next_on, by=by, at=at)
    return volunteers.agree_rhythm(
        pair=made, every_days=every_days, next_on=next_on, stand_in=stand_in, by=by, at=at, meets_at=meets_at,
        place=place, agreed=agreed,
    )  # fmt: skip
