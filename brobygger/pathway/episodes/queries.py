"""Reading episodes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.registry.access.actor import Actor


def get(actor: Actor, episode_id: UUID) -> Episode:
    """One episode with its programme and person row. Raises NotVisible."""
    try:
        return Episode.objects.select_related("programme", "programme__owner", "person").get(id=episode_id)
    except Episode.DoesNotExist:
        raise NotVisible("episode") from None


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Episode]:
    """A person's episodes, newest first."""
    return (
        Episode.objects.filter(person_id=person_id)
        .select_related("programme", "programme__owner", "person")
        .order_by("-found_on", "-id")
    )


def line_of(actor: Actor, episode_id: UUID) -> QuerySet[MoveRow]:
    """The episode's moves in order."""
    return MoveRow.objects.filter(episode_id=episode_id).order_by("number")


def on_board(actor: Actor, *, unit_id: UUID) -> QuerySet[Episode]:
    """A unit's active episodes, and those lost that are to be asked again, soonest first."""
    return (
        Episode.objects.filter(unit_id=unit_id)
        .exclude(status="finished")
        .select_related("programme")
        .order_by("due", "since", "id")
    )


def to_work_on(actor: Actor, *, on: date) -> QuerySet[Episode]:
    """Active episodes with their programmes, most overdue first."""
    return Episode.objects.filter(status="active").select_related("programme").order_by("due", "since", "id")
