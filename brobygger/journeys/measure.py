"""Measured: the recipe's rounds, taken or counted as missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

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
from brobygger.registry.instruments.load import load
from brobygger.registry.instruments.rules import score


@transaction.atomic
def plan_rounds(*, episode: Episode, started: date, at: datetime) -> None:
    """Put the rounds on the episode; a screening with the same instrument shortly before counts as the start."""
    plan_rounds_many(started=[(episode, started)], at=at)


@transaction.atomic
def plan_rounds_many(*, started: Sequence[tuple[Episode, date]], at: datetime) -> None:
    """The same for many, each with the day of the first time."""
    plans = [(one, measurement_rounds(recipe_of(one.programme), day)) for one, day in started]
    measurement.plan_rounds_many(plans=plans, at=at)
    screened = _screened([episode for episode, _day in started])
    days = {episode.id: day for episode, day in started}
    for planned in Measurement.objects.filter(episode_id__in=days.keys(), status="planned", due__in=set(days.values())):
        earlier = screened.get((planned.episode_id, planned.instrument))
        if planned.due == days[planned.episode_id] and earlier is not None:
            Measurement.objects.filter(id=planned.id).update(
                status="taken",
                answers=earlier.answers,
                score=earlier.score,
                band=earlier.band,
                mode=earlier.mode,
                taken_at=earlier.taken_at,
                taken_by_id=earlier.taken_by_id,
            )


def _screened(episodes_of: Sequence[Episode]) -> dict[tuple[UUID, str], Screening]:
    """The newest screening that each person answered with each instrument. One query."""
    rows = Screening.objects.filter(episode_id__in=[one.id for one in episodes_of], answered_by="person")
    return {(row.episode_id, row.instrument): row for row in rows.order_by("taken_at")}


@transaction.atomic
def take(
    *, taken: Measurement, answers: Sequence[int | None], mode: str, by: Actor, at: datetime, language: str = "",
    answered_by: str = "",
) -> Measurement:  # fmt: skip
    """Keep one measurement; when it was the last round, the person is measured.

    language, answered_by: as in measurement.operations.take.
    """
    return take_many(answered=[(taken, answers, at)], mode=mode, by=by, language=language, answered_by=answered_by)[0]


@transaction.atomic
def take_many(
    *, answered: Sequence[tuple[Measurement, Sequence[int | None], datetime]], mode: str, by: Actor, language: str = "",
    answered_by: str = "",
) -> list[Measurement]:  # fmt: skip
    """The same for many (a pile of paper): each with its answers and the moment."""
    here = [taken.episode for taken, _answers, _at in answered]
    done = [
        measurement.take(
            measurement=taken, answers=answers, mode=mode, by=by, at=at, language=language, answered_by=answered_by
        )
        for taken, answers, at in answered
    ]
    moments = [at for _taken, _answers, at in answered]
    _measured({episode.id: (episode, at) for episode, at in zip(here, moments, strict=True)}, by)
    with follow.together():
        for episode, taken, at in zip(here, done, moments, strict=True):
            if score(load(taken.instrument), taken.answers or ()).needs_professional:  # as a screening: facts.md § 1
                follow.call_a_professional(episode=episode, about=str(taken.id), by=by, at=at)
            follow.plan(episode=episode, at=at)
    return done


def _measured(episodes_of: Mapping[UUID, tuple[Episode, datetime]], by: Actor) -> None:
    """Those who have no round left are measured."""
    rows = Measurement.objects.filter(episode_id__in=episodes_of.keys(), status="planned")
    left = set(rows.values_list("episode_id", flat=True))
    through = [(episode, at) for episode_id, (episode, at) in episodes_of.items() if episode_id not in left]
    may = episodes.who_can_reach([episode for episode, _at in through], "measured") if through else set()
    changes = [(one, [Made(MoveKind.REACHED, "measured", at)]) for one, at in through if one.id in may]
    if changes:
        episodes.record_many(changes=changes, by=by)


def close_windows(*, by: Actor, at: datetime) -> int:
    """Nightly: rounds whose window has closed are missing, and counted so. Returns how many."""
    return measurement.mark_missing(on=local_date(at))
