"""Planning and taking measurements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.rules import Round
from brobygger.pathway.measurement.models import Measurement
from brobygger.registry.access.actor import Actor
from brobygger.registry.instruments import load
from brobygger.registry.instruments.rules import BadAnswer, score


@transaction.atomic
def plan_rounds(*, episode: Episode, rounds: Iterable[Round], at: datetime) -> None:
    """Put the recipe's rounds on the episode as rows, so that a missing one is counted. Planned once."""
    plan_rounds_many(plans=[(episode, rounds)], at=at)


@transaction.atomic
def plan_rounds_many(*, plans: Iterable[tuple[Episode, Iterable[Round]]], at: datetime) -> None:
    """The same for many episodes. One statement."""
    Measurement.objects.bulk_create(
        [
            Measurement(
                person_id=episode.person_id,
                episode=episode,
                programme_id=episode.programme_id,
                round=planned.id,
                instrument=planned.instrument,
                due=planned.due,
                opens=planned.opens,
                closes=planned.closes,
            )
            for episode, rounds in plans
            for planned in rounds
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )


@transaction.atomic
def take(*, measurement: Measurement, answers: Sequence[int | None], mode: str, by: Actor, at: datetime) -> Measurement:
    """Keep one measurement. Raises Refusal (incomplete) or Taken (already taken)."""
    try:
        result = score(load.load(measurement.instrument), answers)
    except BadAnswer as error:
        raise Refusal(error.message_da, field=f"item_{error.item_no}") from error
    if not result.complete:
        numbers = ", ".join(map(str, result.missing))
        raise Refusal(_("Der mangler svar på spørgsmål %s.") % numbers, field=f"item_{result.missing[0]}")
    changed = (
        Measurement.objects.filter(id=measurement.id)
        .exclude(status="taken")
        .update(
            status="taken",
            answers=list(answers),
            score=result.score,
            band=result.band or "",
            mode=mode,
            taken_at=at,
            taken_by_id=by.user_id,
            why_missing="",
        )
    )
    measurement.refresh_from_db()
    if not changed:
        raise Taken(_("Målingen er allerede taget."))
    return measurement


@transaction.atomic
def mark_missing(*, on: date, why: str = "window_closed") -> int:
    """Rounds whose window has closed without an answer are missing, and counted as such. Returns how many."""
    return Measurement.objects.filter(status="planned", closes__lt=on).update(status="missing", why_missing=why)
