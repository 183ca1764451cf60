"""Reading screenings."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.several import one_of
from brobygger.pathway.screening.models import Screening
from brobygger.registry.access.actor import Actor


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Screening]:
    """A person's screenings, newest first."""
    return Screening.objects.filter(person_id=person_id).order_by("-taken_at")


def colours(actor: Actor, episode_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The newest colour of each episode; episodes without a coloured screening are left out. One query."""
    newest = (
        Screening.objects.filter(one_of("episode_id", episode_ids))
        .exclude(colour="")
        .order_by("episode_id", "-taken_at")
        .distinct("episode_id")
    )
    return dict(newest.values_list("episode_id", "colour"))


def newest(actor: Actor, episode_id: UUID) -> Screening | None:
    """The episode's latest screening; None before the first."""
    return Screening.objects.filter(episode_id=episode_id).order_by("-taken_at", "-recorded_at").first()
