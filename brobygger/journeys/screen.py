"""Screened: one answered instrument, its colour, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import follow
from brobygger.pathway.detection import operations as detection
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind, lost_as, path
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Planned
from brobygger.pathway.screening import operations as screening
from brobygger.pathway.screening.models import OtherSide, Screening
from brobygger.pathway.screening.operations import Answered, Sheet, take_other_side
from brobygger.pathway.screening.rules import calls_for_more, is_first_look
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.instruments import load as instruments
from brobygger.registry.recipes.made_tasks import OTHER_PATH
from brobygger.registry.recipes.parts import Colour

_NO_SIGN = "not_lonely"


@transaction.atomic
def screen(
    *,
    episode: Episode,
    screening_id: UUID,
    instrument: str,
    answers: Sequence[int | None],
    answered_by: str,
    mode: str,
    by: Actor,
    at: datetime,
    note: str = "",
    sheet: Sheet | None = None,
    language: str = "",
) -> Screening:
    """Keep the answers and move the person on: a colour that does not continue is not lonely now, and is asked again.

    language: the code of the language the questions were asked in; empty for Danish.
    at: when the questions were asked; for a sheet of paper that is the visit's day, not the day of typing it in.

    The same id twice (a double click, a phone that sends again) does everything once.
    """
    already = Screening.objects.filter(id=screening_id).first()
    if already is not None:
        return already
    answered = Answered(screening_id, episode, instrument, answers, answered_by, mode, at, note, sheet, language)
    taken, new = screening.take(answered=answered, by=by)
    if new:  # else it came twice at the same moment
        _follows([(episode, taken, at)], by)
    return taken


@transaction.atomic
def screen_many(*, answered: Sequence[Answered], by: Actor) -> list[Screening]:
    """The same for many that are written down for the first time (a pile of paper)."""
    taken = screening.take_many(answered=answered, by=by)
    _follows([(each.episode, one, each.at) for each, one in zip(answered, taken, strict=True)], by)
    return taken


@transaction.atomic
def in_turn(*, screening: Screening, answers: Sequence[int | None], note: str, by: Actor, at: datetime) -> OtherSide:
    """The other answers the same questions, and both are kept together (R016). Whatever shows danger calls somebody.

    The person's way is not moved by it: what counts is what was answered first, and the two are talked about.
    """
    kept = take_other_side(screening=screening, answers=answers, note=note, by=by, at=at)
    if kept.needs_professional:
        follow.call_a_professional(episode=screening.episode, about=str(kept.id), by=by, at=at)
    return kept


def _follows(screened: Sequence[tuple[Episode, Screening, datetime]], by: Actor) -> None:
    """The visit is held, the person moves on, and somebody does what the answers call for."""
    for at in {at for _episode, _taken, at in screened}:
        held = [episode.id for episode, _taken, day in screened if day == at]
        detection.close_visits(episode_ids=held, status="held", at=at)
    changes = [(episode, moves) for episode, taken, at in screened if (moves := _moves(episode, taken, at))]
    if changes:
        episodes.record_many(changes=changes, by=by)
    with follow.together():
        for episode, taken, at in screened:
            _other_path(episode, taken, at)
            if taken.needs_professional:
                follow.call_a_professional(episode=episode, about=str(taken.id), by=by, at=at)
            follow.plan(episode=episode, at=at)


def _moves(episode: Episode, taken: Screening, at: datetime) -> list[Made]:
    """From where the person stands to past the screening; a screening later on moves nobody back."""
    recipe = recipe_of(episode.programme)
    if episode.status != "active" or episode.next_step not in ("asked", "screened") or "screened" not in path(recipe):
        return []
    asked = [Made(MoveKind.REACHED, "asked", at)] if episode.next_step == "asked" else []
    if is_first_look(recipe, taken.instrument):
        # The quick look decides whether there is more to ask about; the instrument decides the rest (R017).
        more = calls_for_more(instruments.load(taken.instrument), taken.band)
        return asked if more else [*asked, Made(MoveKind.LOST, "screened", at, _NO_SIGN)]
    reason = _stops_here(episode, taken)
    if reason:
        return [*asked, Made(MoveKind.LOST, "screened", at, reason)]
    return [*asked, Made(MoveKind.REACHED, "screened", at)]


def _stops_here(episode: Episode, taken: Screening) -> str:
    """Why a colour does not go on: it does not miss company now, or it needs another kind of help (R043)."""
    return (lost_as(recipe_of(episode.programme), taken.colour) or "") if taken.colour else ""


def _other_path(episode: Episode, taken: Screening, at: datetime) -> None:
    """The recipe's task for a colour that does not go on here."""
    screening_plan = recipe_of(episode.programme).screening
    other = screening_plan.other_path.get(cast("Colour", taken.colour)) if screening_plan and taken.colour else None
    if other is not None:
        followup.add(
            plan=Planned(
                key=f"other_path:{taken.id}",
                rule=OTHER_PATH,
                kind=other.task,
                due=local_date(at) + timedelta(days=other.within_days),
                holder=follow.holder_of(episode, other.by[0]),
                why={"colour": taken.colour, "recipe_role": other.by[0]},
            ),
            person=episode.person,
            episode=episode,
            at=at,
        )
