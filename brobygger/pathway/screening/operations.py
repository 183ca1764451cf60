"""Recording answered instruments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
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


@transaction.atomic
def take(
    *,
    screening_id: UUID,
    episode: Episode,
    instrument: str,
    answers: Sequence[int | None],
    answered_by: str,
    mode: str,
    by: Actor,
    at: datetime,
    note: str = "",
) -> tuple[Screening, bool]:
    """Score and keep one answered instrument: the row, and whether it is new. The same id twice keeps the first.

    Raises Refusal naming the items that lack an answer.
    """
    try:
        result = score(load.load(instrument), answers)
    except BadAnswer as error:
        raise Refusal(error.message_da, field=f"item_{error.item_no}") from error
    if not result.complete:
        numbers = ", ".join(map(str, result.missing))
        raise Refusal(_("Der mangler svar på spørgsmål %s.") % numbers, field=f"item_{result.missing[0]}")
    facts = {
        "person_id": episode.person_id,
        "episode": episode,
        "instrument": result.ref,
        "answers": list(answers),
        "score": result.score,
        "band": result.band or "",
        "colour": (colour(recipe_of(episode.programme), result.score, result.ref) or "")
        if result.score is not None
        else "",
        "needs_professional": result.needs_professional or help_needed(note),
        "note": note,
        "answered_by": answered_by,
        "mode": mode,
        "taken_at": at,
        "taken_by_id": by.user_id,
        "recorded_at": at,
    }
    return Screening.objects.get_or_create(id=screening_id, defaults=facts)
