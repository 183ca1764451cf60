"""What was changed, by whom and why; and what lies with a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from brobygger.insight.evaluation import recipe_changes, recipe_text
from brobygger.insight.evaluation.recipe_changes import Told
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.access.queries import names_of
from brobygger.registry.people.queries import PersonView, read_many
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared import words


@dataclass(frozen=True)
class Version:
    """One version in the history. differences: from the one before; empty for the first."""

    number: int
    since: date
    made_at: datetime
    by: str
    reason: str
    differences: list[Told]
    current: bool


def history(actor: Actor, snapshots: Sequence[Any], language: str) -> list[Version]:
    """The versions (newest first) with what each changed. One query."""
    names = names_of(actor, [snapshot.made_by_id for snapshot in snapshots])
    before: dict[int, Any] = {newer.version: older for newer, older in pairwise(snapshots)}
    return [
        Version(
            number=snapshot.version,
            since=snapshot.in_force_from,
            made_at=snapshot.made_at,
            by=names.get(snapshot.made_by_id, "") if snapshot.made_by_id else "",
            reason=snapshot.reason,
            differences=_differences(before.get(snapshot.version), snapshot, language),
            current=place == 0,
        )
        for place, snapshot in enumerate(snapshots)
    ]


def _differences(older: Any, newer: Any, language: str) -> list[Told]:
    return (
        recipe_changes.told(running.recipe_in(older), running.recipe_in(newer), language) if older is not None else []
    )


def may_change(actor: Actor, programme: Any) -> bool:
    """Whether the actor's role and organisation may change the programme."""
    return may(actor.role, Action.CHANGE_PROGRAMME) and running.may_change(actor, programme)


def role(recipe: Recipe, name: str, language: str) -> str:
    """A role in the recipe's own words."""
    return recipe_text.said(recipe.roles[name], language)


def roles(recipe: Recipe, language: str) -> list[tuple[str, str]]:
    """Every role: name and words."""
    return [(name, role(recipe, name, language)) for name in recipe.roles]


def lies_with(recipe: Recipe, name: str, language: str) -> list[str]:
    """What a role does in the recipe: its steps and its follow-up."""
    steps = [words.step(step.step) for step in recipe.steps if name in step.by]
    rules = [recipe_text.said(rule.text, language) or words.task(rule.task) for rule in recipe.follow_up
             if name in rule.by]  # fmt: skip
    return [*steps, *dict.fromkeys(rules)]


@dataclass(frozen=True)
class Again:
    """Somebody turned away earlier."""

    person_id: UUID
    name: str
    found_on: date


def found_again(actor: Actor, episodes: Sequence[Any]) -> list[Again]:
    """Those turned away, by name; the reading is logged."""
    people = read_many(
        actor, [episode.person_id for episode in episodes], purpose=Purpose.BRIDGING, only={Fields.NAME}
    ) if episodes else {}  # fmt: skip
    return [
        Again(episode.person_id, _name(people[episode.person_id]), episode.found_on)
        for episode in episodes
        if episode.person_id in people
    ]


def _name(person: PersonView) -> str:
    return " ".join(filter(None, (person.given_name, person.family_name)))
