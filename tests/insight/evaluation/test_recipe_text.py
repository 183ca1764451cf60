"""A recipe is told in whole Danish (or English), and no code of ours shines through."""

import re

import pytest

from brobygger.insight.evaluation import recipe_text as tell
from brobygger.registry.recipes import load

PARTS = (
    tell.found_by, tell.screening, tell.activities, tell.follow_ups, tell.measuring, tell.trainings, tell.anchoring,
    tell.partners, tell.facts,
)  # fmt: skip


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_every_recipe_can_be_told_without_codes(recipe_id, language):
    recipe = load.load(recipe_id)
    said = [tell.for_whom(recipe, language), tell.focus_areas(recipe, language)]
    said += [line for part in PARTS for line in part(recipe, language)]
    for step in tell.steps(recipe, language):
        said += [step.label, step.who, step.when, step.text]
        assert step.who, step
    for line in said:
        assert not re.search(r"[a-z]_[a-z]|\\{|None", line), line


def test_horsens_is_for_single_men_of_65():
    assert tell.for_whom(load.load("000-horsens"), "da") == (
        "Borgere, der er fyldt 65 år, er mænd og er enlige, enker/enkemænd eller skilte."
    )


def test_the_call_comes_a_week_before_and_the_colours_have_words():
    horsens = load.load("000-horsens")
    assert tell.follow_ups(horsens, "da")[0].startswith("7 dage før den første aftalte gang: Ring til borgeren")
    assert [(colour.colour, colour.span) for colour in tell.colours(horsens, "da")] == [
        ("green", "3 point"), ("yellow", "4–6 point"), ("red", "7–9 point"),
    ]  # fmt: skip
