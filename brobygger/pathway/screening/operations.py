"""Recording answered instruments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.rules import colour
from brobygger.pathway.screening.models import BroughtAnswers, OtherSide, Screening
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.instruments import load
from brobygger.registry.instruments.rules import BadAnswer, Result, help_needed, score


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

    at: when the questions were asked. sheet: when they were answered on paper. language: it was asked in; "" Danish.
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
    language: str = ""


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


@transaction.atomic
def take_other_side(
    *, screening: Screening, answers: Sequence[int | None], note: str, by: Actor, at: datetime
) -> OtherSide:
    """Keep the other's answers beside a screening. Raises Refusal for a missing answer, Taken when they are there."""
    result = _scored(screening.instrument, answers)
    kept, new = OtherSide.objects.get_or_create(
        screening=screening,
        defaults={
            "person_id": screening.person_id,
            "answers": list(answers),
            "score": result.score,
            "needs_professional": result.needs_professional or help_needed(note),
            "note": note,
            "answered_by": "person" if screening.answered_by == "observer" else "observer",
            "taken_at": at,
            "taken_by_id": by.user_id,
            "taken_by_name": by.name,
        },
    )
    if not new:
        raise Taken(_("Den anden har allerede svaret."))
    return kept


def _scored(instrument: str, answers: Sequence[int | None]) -> Result:
    try:
        result = score(load.load(instrument), answers)
    except BadAnswer as error:
        raise Refusal(error.message_da, field=f"item_{error.item_no}") from error
    if not result.complete:
        numbers = ", ".join(map(str, result.missing))
        raise Refusal(_("Der mangler svar på spørgsmål %s.") % numbers, field=f"item_{result.missing[0]}")
    return result


def _facts(answered: Answered, by: Actor) -> dict[str, Any]:
    result = _scored(answered.instrument, answered.answers)
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
        "language": answered.language,
        "mode": answered.mode,
        "taken_at": answered.at,
        "taken_by_id": sheet.interviewer_id if sheet else by.user_id,
        "recorded_at": sheet.typed_in_at if sheet else answered.at,
    }


@dataclass(frozen=True)
class Brought:
    """Answers from another system, with the person they are about. print_of_it: of what they say."""

    person_id: UUID
    instrument: str
    answers: Sequence[int | None]
    result: Result
    note: str
    answered_by: str
    taken_at: datetime
    their_id: str
    their_key: str
    print_of_it: str


@transaction.atomic
def bring_in(*, brought: Sequence[Brought], source: str, by: Actor, at: datetime) -> list[BroughtAnswers]:
    """Keep answers from another system. One that came before is passed over; the same id is never written twice."""
    before = set(
        BroughtAnswers.objects.filter(their_id__in=[one.their_id for one in brought]).values_list("their_id", flat=True)
    )
    return BroughtAnswers.objects.bulk_create(
        [
            BroughtAnswers(
                person_id=one.person_id, instrument=one.instrument, answers=list(one.answers), score=one.result.score,
                band=one.result.band or "", note=one.note, answered_by=one.answered_by, taken_at=one.taken_at,
                needs_professional=one.result.needs_professional or help_needed(one.note), source=source,
                their_id=one.their_id, their_key=one.their_key, print_of_it=one.print_of_it, brought_at=at,
                brought_by_id=by.user_id, brought_by_name=by.name,
            )
            for one in brought
            if one.their_id not in before
        ]
    )  # fmt: skip
