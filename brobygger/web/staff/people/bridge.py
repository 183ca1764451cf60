"""One person's bridge: the line of moves as stones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.insight.evaluation.figures import PersonStone
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.recipes.words import STEPS
from brobygger.web.shared import words
from brobygger.web.staff.people.steps import role_of


def stones(episode: Any, line: Iterable[Any], names: Mapping[UUID, str]) -> list[PersonStone]:
    """The episode's steps: done with their day, the next with owner and day, a lost one with its reason.

    `line`: the episode's moves in order. `names`: of users, for a step that somebody has taken over.
    """
    path = recipe_of(episode.programme).path
    days = _days(line)
    here = _place(path, episode.next_step) if episode.next_step else len(path)
    return [_stone(episode, step, place, here, days, names) for place, step in enumerate(path)]


def _place(path: Sequence[str], step: str) -> int:
    """Where a step stands on the path; for one the programme has left out, where the next one does."""
    return sum(STEPS.index(name) < STEPS.index(step) for name in path)


def _days(line: Iterable[Any]) -> dict[str, date]:
    """When each step was reached; a return forgets what lies ahead of it."""
    days: dict[str, date] = {}
    for move in line:
        if move.kind == "reached":
            days[move.step] = local_date(move.at)
        elif move.kind == "returned":
            days = {step: day for step, day in days.items() if STEPS.index(step) < STEPS.index(move.step)}
    return days


def _stone(
    episode: Any, step: str, place: int, here: int, days: Mapping[str, date], names: Mapping[UUID, str]
) -> PersonStone:
    label = words.step(step)
    if step in days:
        return PersonStone(label, "done", day=days[step])
    if place < here:
        return PersonStone(label, "ahead", reason=_("sprunget over"))
    if place > here:
        return PersonStone(label, "ahead")
    if episode.status == "lost":
        return PersonStone(label, "lost", day=local_date(episode.since), reason=words.reason(episode.lost_reason))
    owner = names.get(episode.owner_user_id) or role_of(episode)
    return PersonStone(label, "next", day=episode.due, owner=owner)
