"""What playing a recipe tells; that every recipe keeps its promises is in the three groups (see playing.py)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from brobygger.registry.recipes import load
from tests.rehearsal.playing import GROUPS, group

pytestmark = pytest.mark.django_db


def test_every_recipe_is_in_exactly_one_group() -> None:
    """A recipe that no group has would never be played."""
    played = [recipe_id for number in range(GROUPS) for recipe_id in group(number)]
    assert sorted(played) == list(load.all_ids())


def test_nobody_vanishes_between_two_stones() -> None:
    """Who entered a step has passed it, been lost or waits there; the next step begins with those who passed."""
    from brobygger.rehearsal import scenario

    steps = scenario.play(load.load("001-soroe"))["steps"]
    for stone, following in pairwise(steps):
        assert stone["passed"] + sum(stone["lost"].values()) <= stone["entered"]
        assert following["entered"] == stone["passed"]


def test_a_promise_that_does_not_hold_is_told() -> None:
    """The control: a scenario that promises one person too many."""
    from brobygger.rehearsal import scenario

    recipe = load.load("001-favrskov")
    assert recipe.scenario is not None
    promises = [
        promise.model_copy(update={"bridge": promise.bridge.model_copy(update={"passed": 18})})
        for promise in recipe.scenario.expect
        if promise.bridge
    ]
    changed = recipe.model_copy(update={"scenario": recipe.scenario.model_copy(update={"expect": tuple(promises)})})
    assert [each["holds"] for each in scenario.play(changed)["assertions"]] == [False]
