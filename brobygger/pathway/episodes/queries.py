"""Reading episodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.functions import TruncDate

from brobygger.foundation.kernel.clock import DENMARK
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


class OnBoard(NamedTuple):
    """An episode as the board needs it. `since`: the day, in Danish time, of its last move."""

    id: UUID
    person_id: UUID
    programme_id: UUID
    status: str
    next_step: str
    owner_role: str
    moves_count: int
    ask_again_on: date | None
    due: date | None
    since: date


def on_board(actor: Actor, *, unit_id: UUID, on: date, limit: int = 400) -> list[OnBoard]:
    """A unit's active episodes, and those lost that are to be asked again by a day, soonest first. One query."""
    rows = (
        Episode.objects.filter(unit_id=unit_id)
        .filter(Q(status="active") | Q(status="lost", ask_again_on__lte=on))
        .order_by("due", "since", "id")
        .annotate(since_day=TruncDate("since", tzinfo=DENMARK))
        .values_list(*OnBoard._fields[:-1], "since_day")
    )
    return [OnBoard(*row) for row in rows[:limit]]


def to_work_on(actor: Actor, *, on: date) -> QuerySet[Episode]:
    """Active episodes with their programmes, most overdue first."""
    return Episode.objects.filter(status="active").select_related("programme").order_by("due", "since", "id")


def at_steps(actor: Actor, steps: Sequence[str]) -> QuerySet[Episode]:
    """Active episodes with one of these steps in front of them, most overdue first."""
    return Episode.objects.filter(status="active", next_step__in=list(steps)).order_by("due", "since", "id")


def overdue(actor: Actor, *, on: date) -> QuerySet[Episode]:
    """Active episodes whose day was before a day, most overdue first."""
    return Episode.objects.filter(status="active", due__lt=on).order_by("due", "since", "id")


def by_ids(actor: Actor, episode_ids: Iterable[UUID]) -> dict[UUID, Episode]:
    """Episodes with their programmes, by id. One query."""
    return Episode.objects.select_related("programme").in_bulk(list(episode_ids))


def newest_of_persons(actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, Episode]:
    """The newest episode of each person, open ones first. One query."""
    rows = (
        Episode.objects.filter(person_id__in=list(person_ids))
        .select_related("programme")
        .order_by("person_id", Case(When(status="active", then=0), default=1), "-found_on", "-id")
        .distinct("person_id")
    )
    return {episode.person_id: episode for episode in rows}


def to_ask(actor: Actor, *, unit_ids: Sequence[UUID], limit: int = 50) -> QuerySet[Episode]:
    """Persons of these units who wait to be asked or screened, soonest first."""
    return (
        Episode.objects.filter(unit_id__in=list(unit_ids), status="active", next_step__in=["asked", "screened"])
        .select_related("programme")
        .order_by("due", "since", "id")[:limit]
    )


def reached_since(actor: Actor, *, unit_id: UUID, since: datetime) -> dict[str, int]:
    """How many of a unit's persons were asked, said yes and came the first time since a moment. One query.

    Keys: asked (or screened, where a recipe has no asking of its own), consented, first_time. From the moves.
    """
    moves = MoveRow.objects.filter(episode__unit_id=unit_id, kind="reached", at__gte=since)

    def persons(*steps: str) -> Count:
        return Count("person_id", filter=Q(step__in=steps), distinct=True)

    return moves.aggregate(
        asked=persons("asked", "screened"), consented=persons("consented"), first_time=persons("first_time")
    )


def moves_of_person(actor: Actor, person_id: UUID) -> QuerySet[MoveRow]:
    """Every move of a person, episode by episode, in order."""
    return MoveRow.objects.filter(person_id=person_id).order_by("episode_id", "number")
