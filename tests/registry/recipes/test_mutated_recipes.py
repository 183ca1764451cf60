"""Every bundled recipe, broken in sixty ways: each is refused with line, key and advice; none is ever accepted."""

from __future__ import annotations

from copy import deepcopy
from functools import cache

import pytest

from brobygger.registry.recipes import load
from brobygger.registry.recipes.reading import Source, read
from tests.registry.recipes.mutations import MUTATIONS, Place, written


@cache
def good(recipe_id: str) -> Source:
    return read((load.RECIPES / f"{recipe_id}.yaml").read_text(encoding="utf-8"))


def broken(recipe_id: str, name: str) -> tuple[str, Place] | None:
    data = deepcopy(good(recipe_id).data)
    place = MUTATIONS[name](data)
    return None if place is None else ("\n".join(written(data)) + "\n", place)


def some(name: str) -> tuple[str, ...]:
    """Every second recipe, so that each mutation meets half of them and each recipe half of the mutations."""
    return load.all_ids()[list(MUTATIONS).index(name) % 2 :: 2]


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_written_out_again_the_recipe_is_as_good_as_before(recipe_id):
    """The control: it is the mutation that is refused, not the writing."""
    assert load.check("\n".join(written(good(recipe_id).data)) + "\n") == []


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_broken_recipe_is_refused_with_line_key_and_advice(name):
    cases = {recipe_id: case for recipe_id in some(name) if (case := broken(recipe_id, name))}
    assert len(cases) >= 4
    for recipe_id, (text, place) in cases.items():
        problems = load.check(text)
        assert problems, f"{recipe_id}: {name} was accepted"
        line, key = read(text).place(place)
        here = [problem for problem in problems if problem.key.startswith(key) or key.startswith(problem.key + "[")]
        assert here, (recipe_id, key, problems)
        assert abs(here[0].line - line) <= 1, (recipe_id, key, line, here)
        assert all(problem.message and problem.line >= 1 for problem in problems)


def test_more_than_two_hundred_broken_recipes_were_tried():
    tried = sum(broken(recipe_id, name) is not None for name in MUTATIONS for recipe_id in some(name))
    assert tried > 200
