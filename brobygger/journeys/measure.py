"""Measured: the recipe's rounds, taken or counted as missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import follow
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind, measurement_rounds
from brobygger.pathway.measurement import operations as measurement
from brobygger.pathway.measurement.models import Measurement
from brobygger.pathway.screening.models import Screening
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor


@transaction.atomic
def plan_rounds(*, episode: Episode, started: date, at: datetime) -> None:
    """Put the rounds on the episode; a screening with the same instrument shortly before counts as the start."""
    rounds = measurement_rounds(recipe_of(episode.programme), started)
    measurement.plan_rounds(episode=episode, rounds=rounds, at=at)
    for planned in Measurement.objects.filter(episode=episode, status="planned", due=started):
        earlier = (
            Screening.objects.filter(episode=episode, instrument=planned.instrument, answered_by="person")
            .order_by("-taken_at")
            .first()
        )
        if earlier is not None:
            Measurement.objects.filter(id=planned.id).update(
                status="taken",
                answers=earlier.answers,
                score=earlier.score,
                band=earlier.band,
                mode=earlier.mode,
                taken_at=earlier.taken_at,
                taken_by_id=earlier.taken_by_id,
            )


@transaction.atomic
def take(*, taken: Measurement, answers: Sequence[int | None], mode: str, by: Actor, at: datetime) -> Measurement:
    """Keep one measurement; when it was the last round, the person is measured."""
    done = measurement.take(measurement=taken, answers=answers, mode=mode, by=by, at=at)
    episode = taken.episode
    left = Measurement.objects.filter(episode=episode, status="planned").exists()
    if not left and episodes.can_reach(episode, "measured"):
        episodes.record(episode=episode, moves=[Made(MoveKind.REACHED, "measured", at)], by=by)
    if done.instrument.startswith("phq-2") and (done.score or 0) >= 3:  # cut-off: facts.md § 1
        follow.call_a_professional(episode=episode, about=str(done.id), by=by, at=at)
    follow.plan(episode=episode, at=at)
    return done


def close_windows(*, by: Actor, at: datetime) -> int:
    """Nightly: rounds whose window has closed are missing, and counted so. Returns how many."""
    return measurement.mark_missing(on=local_date(at))
