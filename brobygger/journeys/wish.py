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
from brobygger.registry.access.actor import Actor


@transaction.atomic
def map_wishes(*, episode: Episode, wishes: Mapping[str, Any], mode: str, by: Actor, at: datetime) -> Wishes:
    """Keep the wishes; the first time, the step is reached. Later changes are kept beside the earlier ones."""
    mapped = matching.map_wishes(episode=episode, wishes=wishes, mode=mode, by=by, at=at)
    if episodes.can_reach(episode, "wishes"):
        episodes.record(episode=episode, moves=[Made(MoveKind.REACHED, "wishes", at)], by=by)
    follow.plan(episode=episode, at=at)
    return mapped
