"""Wishes: what the person wants, has and needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from brobygger.journeys import follow
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.matching import operations as matching
from brobygger.pathway.matching.models import Wishes
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor


@transaction.atomic
def map_wishes(*, episode: Episode, wishes: Mapping[str, Any], mode: str, by: Actor, at: datetime) -> Wishes:
    """Keep the wishes; the first time, the step is reached. Later changes are kept beside the earlier ones."""
    mapped = matching.map_wishes(episode=episode, wishes=wishes, mode=mode, by=by, at=at)
    if episodes.can_reach(episode, "wishes"):
        episodes.record(episode=episode, moves=[Made(MoveKind.REACHED, "wishes", at)], by=by)
    follow.plan(episode=episode, at=at)
    return mapped


@transaction.atomic
def note_first_wishes(
    *, episode: Episode, wishes: Mapping[str, Any], mode: str, by: Actor, at: datetime
) -> Wishes | None:
    """A few wishes said when the person says yes. None when nothing was said.

    The step is reached only when the one who writes holds it in the recipe: elsewhere the talk about wishes is still
    to come, and what was said now waits for it.
    """
    if not any(wishes.values()) and wishes.get("wants_companion") is None:
        return None
    step = recipe_of(episode.programme).step("wishes")
    roles = recipe_of(episode.programme).roles
    if step is None or by.role in {roles[name].acts_as for name in step.by if name in roles}:
        return map_wishes(episode=episode, wishes=wishes, mode=mode, by=by, at=at)
    return matching.map_wishes(episode=episode, wishes=wishes, mode=mode, by=by, at=at)
