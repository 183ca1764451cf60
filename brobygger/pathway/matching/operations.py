"""Writing wishes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.matching.models import Wishes
from brobygger.registry.access.actor import Actor


@transaction.atomic
def map_wishes(*, episode: Episode, wishes: Mapping[str, Any], mode: str, by: Actor, at: datetime) -> Wishes:
    """Keep what the person wishes now; earlier rows stay as history of what changed."""
    return Wishes.objects.create(
        person_id=episode.person_id,
        episode=episode,
        mode=mode,
        mapped_at=at,
        mapped_by_id=by.user_id,
        **wishes,
    )
