"""Recording answered instruments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.rules import colour
from brobygger.pathway.screening.models import Screening
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.instruments import load
from brobygger.registry.instruments.rules import BadAnswer, help_needed, score


@dataclass(frozen=True)
class Sheet:
    """What a sheet of paper says beside the answers, when it is typed in later than it was filled in.

    interviewer_id: the user who asked; None for somebody without a sign-in here. typed_in_at: when it was typed in.
    """

    interviewer_id: UUID | None
    typed_in_at: datetime


@dataclass(frozen=True)
class Answered:
    """One answered instrument. screening_id: made by whoever writes it down; the same id twice is one screening.

    at: when the questions were asked. sheet: when they were answered on paper.
    """

    screening_id: UUID
    episode: Episode
    instrument: str
    answers: Sequence[int | None]
    answered_by: str
    mode: str
    at: datetime
    note: str = ""
    sheet: Sheet | None = None


@transaction.atomic
def take(*, answered: Answered, by: Actor) -> tuple[Screening, bool]:
    """Score and keep one answered instrument: the row, and whether it is new. The same id twice keeps the first.

    Raises Refusal naming the items that lack an answer.
    """
    return Screening.objects.get_or_create(id=answered.screening_id, defaults=_facts(answered, by))


@transaction.atomic
def take_many(*, answered: Sequence[Answered], by: Actor) -> list[Screening]:
    """Keep many that nobody has written down before. One statement."""
    return Screening.objects.bulk_create(
        [Screening(id=each.screening_id, **_facts(each, by)) for each in answered], batch_size=1000
    )


def _facts(answered: Answered, by: Actor) -> dict[str, Any]:
    try:
        result = score(load.load(answered.instrument), answered.answers)
    except BadAnswer as error:
        raise Refusal(error.message_da, field=f"item_{error.item_no}") from error
    if not result.complete:
        numbers = ", ".join(map(str, result.missing))
        raise Refusal(_("Der mangler svar på spørgsmål %s.") % numbers, field=f"item_{result.missing[0]}")
    episode, shown, sheet = answered.episode, "", answered.sheet
    if result.score is not None:
        shown = colour(recipe_of(episode.programme), result.score, result.ref) or ""
    return {
        "person_id": episode.person_id,
        "episode": episode,
        "instrument": result.ref,
        "answers": list(answered.answers),
        "score": result.score,
        "band": result.band or "",
        "colour": shown,
        "needs_professional": result.needs_professional or help_needed(answered.note),
        "note": answered.note,
        "answered_by": answered.answered_by,
        "mode": answered.mode,
        "taken_at": answered.at,
        "taken_by_id": sheet.interviewer_id if sheet else by.user_id,
        "recorded_at": sheet.typed_in_at if sheet else answered.at,
    }
