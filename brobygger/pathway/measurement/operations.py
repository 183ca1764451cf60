"""Planning and taking measurements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.rules import Round
from brobygger.pathway.measurement.models import Closure, Measurement, PairAnswer
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.instruments import load
from brobygger.registry.instruments.rules import BadAnswer, Result, score


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
def take(
    *, measurement: Measurement, answers: Sequence[int | None], mode: str, by: Actor, at: datetime, language: str = "",
    answered_by: str = "",
) -> Measurement:  # fmt: skip
    """Keep one measurement. Raises Refusal (incomplete) or Taken (already taken).

    language: the questions were asked in (blank: Danish); answered_by: person, together or observer (blank: person).
    """
    result = _scored(measurement.instrument, answers)
    changed = (
        Measurement.objects.filter(id=measurement.id)
        .exclude(status="taken")
        .update(
            status="taken",
            answers=list(answers),
            score=result.score,
            band=result.band or "",
            mode=mode,
            language=language,
            answered_by=answered_by,
            taken_at=at,
            taken_by_id=by.user_id,
            why_missing="",
        )
    )
    measurement.refresh_from_db()
    if not changed:
        raise Taken(_("Målingen er allerede taget."))
    return measurement


def _scored(instrument: str, answers: Sequence[int | None]) -> Result:
    """The result of a complete instrument. Raises Refusal that names the item."""
    try:
        result = score(load.load(instrument), answers)
    except BadAnswer as error:
        raise Refusal(error.message_da, field=f"item_{error.item_no}") from error
    if not result.complete:
        numbers = ", ".join(map(str, result.missing))
        raise Refusal(_("Der mangler svar på spørgsmål %s.") % numbers, field=f"item_{result.missing[0]}")
    return result


@transaction.atomic
def mark_missing(*, on: date, why: str = "window_closed") -> int:
    """Rounds whose window has closed without an answer are missing, and counted as such. Returns how many."""
    return Measurement.objects.filter(status="planned", closes__lt=on).update(status="missing", why_missing=why)


@transaction.atomic
def close(
    *, programme: Programme, closed_from: date, closed_until: date | None, why: str, by: Actor, at: datetime
) -> Closure:
    """Say that the programme stood still; rounds in those days are marked from now on. Raises Refusal."""
    if closed_until and closed_until < closed_from:
        raise Refusal(_("Den sidste dag ligger før den første."), field="closed_until")
    if closed_from > local_date(at):
        raise Refusal(_("Dagen er ikke kommet endnu. Vælg i dag eller før."), field="closed_from")
    return Closure.objects.create(
        programme=programme, closed_from=closed_from, closed_until=closed_until, why=why.strip(), written_at=at,
        written_by_id=by.user_id,
    )  # fmt: skip


@transaction.atomic
def answer_of_pair(
    *, programme: Programme, pair: Pair, party: str, instrument: str, due: date, answers: Sequence[int | None],
    mode: str, by: Actor, at: datetime,
) -> PairAnswer:  # fmt: skip
    """Keep what one party of a pair answered at a round. Raises Refusal (incomplete) or Taken (answered already)."""
    result = _scored(instrument, answers)
    try:
        with transaction.atomic():
            return PairAnswer.objects.create(
                programme=programme, pair=pair, person_id=pair.person_id, party=party, instrument=instrument, due=due,
                answers=list(answers), score=result.score, band=result.band or "", mode=mode, taken_at=at,
                taken_by_id=by.user_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise Taken(_("Der er allerede svaret på det.")) from error
