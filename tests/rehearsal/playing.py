"""The bundled recipes in three groups of about the same length, so that the test files share the machine's cores."""

from __future__ import annotations

import json

from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import Recipe

GROUPS = 3


def group(number: int) -> list[str]:
    """The ids of one of the groups: the longest play goes to the group that has least to do."""
    groups: list[list[str]] = [[] for _ in range(GROUPS)]
    load_of = [0] * GROUPS
    for recipe_id in sorted(load.all_ids(), key=lambda one: (-_length(load.load(one)), one)):
        lightest = load_of.index(min(load_of))
        groups[lightest].append(recipe_id)
        load_of[lightest] += _length(load.load(recipe_id))
    return groups[number]


def _length(recipe: Recipe) -> int:
    play = recipe.scenario
    return 0 if play is None else sum(crowd.count for crowd in play.crowd) * len(play.play) + 500


def plays_and_keeps_its_promises(recipe_id: str) -> None:
    """Play a recipe through the real journeys; every promise holds, and the JSON is the contract's."""
    from brobygger.rehearsal import scenario

    told = scenario.play(load.load(recipe_id))
    assert told["assertions"]
    assert [each["text"] for each in told["assertions"] if not each["holds"]] == []
    assert set(told) == {"recipe", "steps", "tasks", "assertions", "report"}  # contracts.md
    assert set(told["steps"][0]) == {"step", "entered", "passed", "lost", "median_days"}
    json.dumps(told, allow_nan=False)
