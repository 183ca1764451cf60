"""Every recipe's scenario plays through the real journeys, and every promise in it holds."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from brobygger.registry.recipes import load

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_the_scenario_holds_what_it_promises(recipe_id: str) -> None:
    from brobygger.rehearsal import scenario

    told = scenario.play(load.load(recipe_id))
    broken = [each["text"] for each in told["assertions"] if not each["holds"]]
    assert told["assertions"]
    assert broken == []
    assert set(told) == {"recipe", "steps", "tasks", "assertions", "report"}  # contracts.md
    assert set(told["steps"][0]) == {"step", "entered", "passed", "lost", "median_days"}
    json.dumps(told, allow_nan=False)


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
