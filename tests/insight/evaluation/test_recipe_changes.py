"""A change is told so that a programme manager understands it, whatever was changed; no code shows."""

import re
from itertools import permutations

import pytest

from brobygger.insight.evaluation import recipe_calendar, recipe_changes
from brobygger.programmes.running import rules
from brobygger.registry.recipes import load
from brobygger.registry.recipes.words import STEPS

A_CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|@\d|\{|\[")


def changed(values, recipe_id="001-soroe"):
    recipe = load.load(recipe_id)
    return recipe, load.from_data(rules.with_values(rules.without_play(load.as_data(recipe)), values))


def told(values):
    return [(line.what, line.old, line.new) for line in recipe_changes.told(*changed(values), "da")]


def test_a_deadline_a_colour_and_a_size_are_told_from_old_to_new():
    assert told({("steps", 2, "within_days"): 7}) == [("Trin »Sagt ja«: frist", "14 dage", "7 dage")]
    assert told({("screening", "colours"): {"green": [0, 1], "yellow": [2, 2], "red": [3, 9]}})[0] == (
        "Farver", "grøn 0 point, gul 1–2 point, rød 3–9 point", "grøn 0–1 point, gul 2 point, rød 3–9 point",
    )  # fmt: skip
    assert told({("activity", 2, "size"): [1, 2]}) == [
        ("Aktivitet »Køretur med en frivillig«: størrelse", "1–1", "1–2")
    ]


def test_limits_are_told_as_whole_target_groups():
    newer = {"from": "2027-03-01", "reason": {"da": "x", "en": "x"}, "home_help_hours": {"more_than": 1.5}}
    recipe = load.load("001-soroe")
    after = load.from_data(rules.with_criteria(rules.without_play(load.as_data(recipe)), newer))
    (line,) = recipe_changes.told(recipe, after, "da")
    assert line.what == "Hvem den er for, fra 1. marts 2027"
    assert "mindst 2 timers" in line.old
    assert "over 1,5 timers" in line.new


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_differences_of_any_two_recipes_show_no_code(language):
    for one, other in list(permutations(load.all_ids(), 2))[::7]:
        for line in recipe_changes.told(load.load(one), load.load(other), language):
            assert not A_CODE.search(f"{line.what} {line.old} {line.new}"), (one, other, line)


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_the_calendar_follows_the_bridge(recipe_id):
    recipe = load.load(recipe_id)
    days = recipe_calendar.days_of_steps(recipe)
    assert list(days) == list(recipe.path)
    assert days["found"] == 0
    early = [days[step] for step in STEPS if step in days and step not in ("first_contact", "reported")]
    assert early == sorted(early)
    entries = recipe_calendar.calendar(recipe, "da")
    assert [entry.day for entry in entries] == sorted(entry.day for entry in entries)
    assert {entry.code for entry in entries if entry.lane == "step"} == set(recipe.path)


def test_horsens_calls_a_week_before_the_first_time():
    days = recipe_calendar.days_of_steps(load.load("000-horsens"))
    assert days["first_time"] - days["first_contact"] == 7


def test_elderlearns_four_calls_stand_in_the_calendar():
    recipe = load.load("000-elderlearn")
    first = recipe_calendar.days_of_steps(recipe)["first_time"]
    days = [entry.day - first for entry in recipe_calendar.calendar(recipe, "da") if entry.lane == "follow_up"]
    assert {-3, 7, 14, 21} <= set(days)
