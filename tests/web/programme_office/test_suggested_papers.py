"""What a recipe suggests for the office is said in its own words, never by the names of its parts."""

from __future__ import annotations

import pytest

from brobygger.registry.recipes import load
from brobygger.web.staff.office import plan


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_no_name_of_a_part_is_shown_to_people(recipe_id: str) -> None:
    recipe = load.load(recipe_id)
    parts = set(recipe.roles) | {one.id for one in recipe.partners} | {plan.OURS}
    shown = [line for one in (*plan.agreements(recipe), *plan.councils(recipe)) for line in one.lines]
    said = {word for line in shown for word in line.split(", ")}
    assert said & parts == set()
