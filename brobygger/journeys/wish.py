"""Wishes: what the person wants, has and needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from brobygger.journeys import follow, own_interests
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.matching import operations as matching
from brobygger.pathway.matching.models import Wishes
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor


@transaction.atomic
def map_wishes(*, episode: Episode, wishes: Mapping[str, Any], mode: str, by: Actor, at: datetime) -> Wishes:
    """Keep the wishes; the first time, the step is reached. Later changes are kept beside the earlier ones."""
    return map_wishes_many(said=[(episode, wishes, at)], mode=mode, by=by)[0]


@transaction.atomic
def map_wishes_many(
    *, said: Sequence[tuple[Episode, Mapping[str, Any], datetime]], mode: str, by: Actor
) -> list[Wishes]:
    """The same for many, each with what was said and when."""
    whole = _with_named([words for _one, words, _at in said], by)
    kept = [
        matching.map_wishes(episode=one, wishes=words, mode=mode, by=by, at=at)
        for (one, _said, at), words in zip(said, whole, strict=True)
    ]
    may = episodes.who_can_reach([episode for episode, _words, _at in said], "wishes")
    changes = [(one, [Made(MoveKind.REACHED, "wishes", at)]) for one, _words, at in said if one.id in may]
    if changes:
        episodes.record_many(changes=changes, by=by)
    with follow.together():
        for episode, _words, at in said:
            follow.plan(episode=episode, at=at)
    return kept


@transaction.atomic
def note_first_wishes(
    *, episode: Episode, wishes: Mapping[str, Any], mode: str, by: Actor, at: datetime
) -> Wishes | None:
    """A few wishes said when the person says yes. None when nothing was said.

    The step is reached only when the one who writes holds it in the recipe: elsewhere the talk about wishes is still
    to come, and what was said now waits for it.
    """
    if not any(wishes.values()) and wishes.get("wants_companion") is None:
        return None
    step = recipe_of(episode.programme).step("wishes")
    roles = recipe_of(episode.programme).roles
    if step is None or by.role in {roles[name].acts_as for name in step.by if name in roles}:
        return map_wishes(episode=episode, wishes=wishes, mode=mode, by=by, at=at)
    (whole,) = _with_named([wishes], by)
    return matching.map_wishes(episode=episode, wishes=whole, mode=mode, by=by, at=at)


def _with_named(several: Sequence[Mapping[str, Any]], by: Actor) -> list[Mapping[str, Any]]:
    """The wishes with the municipality's own interests that the persons' own words name (R162). One query for all."""
    named = own_interests.named_in(by, [wishes.get("own_words") or "" for wishes in several])
    return [
        {**wishes, "interests": list(dict.fromkeys([*(wishes.get("interests") or ()), *codes]))} if codes else wishes
        for wishes, codes in zip(several, named, strict=True)
    ]
