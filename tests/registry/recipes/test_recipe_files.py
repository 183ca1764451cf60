"""Every bundled recipe is valid, whole and true to its seed."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest

from brobygger.registry.recipes import load
from brobygger.registry.recipes.parts import Limit
from brobygger.registry.recipes.words import STEPS

IDS = load.all_ids()


def test_the_first_three_are_there():
    assert {"000-horsens", "001-favrskov", "001-soroe"} <= set(IDS)


@pytest.mark.parametrize("recipe_id", IDS)
def test_a_bundled_recipe_is_valid_and_says_who_it_is(recipe_id):
    path = load.RECIPES / f"{recipe_id}.yaml"
    assert load.check(path.read_text(encoding="utf-8"), str(path)) == []
    recipe = load.load(recipe_id)
    assert recipe.id == recipe_id
    assert recipe_id.startswith(f"{recipe.seed}-")


@pytest.mark.parametrize("recipe_id", IDS)
def test_a_snapshot_gives_the_same_recipe_back(recipe_id):
    recipe = load.load(recipe_id)
    stored = json.loads(json.dumps(load.as_data(recipe), allow_nan=False))
    assert load.from_data(stored) == recipe
    assert load.as_data(load.from_data(stored)) == stored


@pytest.mark.parametrize("recipe_id", IDS)
def test_every_recipe_says_what_was_assumed_tells_its_story_and_gives_advice(recipe_id):
    recipe = load.load(recipe_id)
    assert recipe.assumed
    assert recipe.scenario is not None
    assert len(recipe.scenario.expect) >= 4
    assert all(advice.source.startswith(f"seed {recipe.seed}") for advice in recipe.advice)
    assert [step.step for step in recipe.steps] == [name for name in STEPS if recipe.step(name)]


def test_loading_is_quick():
    """CPU time, so that a busy machine does not fail it: all in under a second, as the benchmark has it."""
    load.known_instruments()
    started = time.process_time()
    for recipe_id in IDS:
        recipe, problems = load.parse((load.RECIPES / f"{recipe_id}.yaml").read_text(encoding="utf-8"))
        assert recipe
        assert problems == []
    assert time.process_time() - started < 1


def test_an_unknown_recipe_is_refused_with_the_known_ones():
    with pytest.raises(load.UnknownRecipe) as refused:
        load.load("001-atlantis")
    assert "001-favrskov" in refused.value.message_da


@pytest.mark.parametrize("outside", ["../requirements", "/etc/passwd", ""])
def test_no_path_leads_out_of_the_folder(outside):
    with pytest.raises(load.UnknownRecipe):
        load.load(outside)


def test_editors_get_a_json_schema_with_the_keys_of_the_file():
    schema = load.json_schema()
    assert {"id", "for", "steps", "activity", "scenario"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False
    assert json.dumps(schema)


def test_favrskov_is_as_the_seed_tells_it():
    recipe = load.load("001-favrskov")
    assert recipe.title.da == "Sammen mod ensomhed"
    assert recipe.criteria[0].home_help_hours == Limit(at_least=5)
    assert recipe.screening is not None
    assert recipe.screening.instrument == "t-ils@2"
    assert recipe.screening.by == ("home_care_worker",)
    assert recipe.screening.who_continues == ("yellow", "red")
    wishes = recipe.step("wishes")
    assert wishes is not None
    assert (wishes.by, wishes.within_days, wishes.mode) == (("activity_worker",), 14, ("visit",))
    assert {organisation.name for organisation in recipe.partners} >= {"Røde Kors", "Ældre Sagen"}
    courses = {course.id: course for course in recipe.training}
    assert (courses["signs_of_loneliness"].participants, courses["signs_of_loneliness"].hours) == (110, 2)
    assert courses["signs_of_loneliness"].follow_up_after_days == 90
    assert courses["co_creation"].sessions == 5
    assert courses["working_with_volunteers"].participants == 10
    assert next(group.count for group in recipe.governance if group.id == "local_groups") == 4
    told = recipe.reported
    assert told is not None
    assert (told.started, told.mean_age, told.women, told.dementia) == (17, 83, 67, 45)
    assert told.housing == {"house": 38, "flat": 33, "sheltered": 24, "other": 5}
    assert sum(told.civil_status.values()) == 101  # the seed's own rounding


def test_horsens_is_as_the_seed_tells_it():
    recipe = load.load("000-horsens")
    criteria = recipe.criteria[0]
    assert (criteria.sex, criteria.min_age) == ("male", 65)
    letter = recipe.found_by[0].letter
    assert recipe.found_by[0].channel == "register"
    assert letter is not None
    assert letter.booked
    contact = recipe.step("first_contact")
    assert contact is not None
    assert contact.by == ("host",)
    assert contact.at is not None
    assert (contact.at.before, contact.at.shift) == ("first_session_planned", -7)
    group = recipe.activities[0]
    assert (group.size, group.groups, group.then, group.content_by) == ((8, 15), 16, "self_run", "participants")
    host = recipe.roles["host"]
    assert (host.sex, host.min_age) == ("male", 65)
    assert recipe.anchoring.model == "citizen_run"
    told = recipe.reported
    assert told is not None
    assert (told.offered, told.met, told.started) == (1300, 600, 306)


def test_soroe_is_as_the_seed_tells_it():
    recipe = load.load("001-soroe")
    assert [version.home_help_hours for version in recipe.criteria] == [Limit(at_least=10), Limit(at_least=2)]
    assert recipe.criteria[1].reason is not None
    assert recipe.screening is not None
    assert (recipe.screening.instrument, recipe.screening.answered_by) == ("signs@1", ("observer",))
    referred, first_contact = recipe.step("referred"), recipe.step("first_contact")
    assert referred is not None
    assert first_contact is not None
    assert (referred.by, referred.to) == (("key_worker",), "volunteer_coordinator")
    assert (first_contact.by, first_contact.mode) == (("volunteer_coordinator",), ("meeting",))
    assert recipe.waiting is not None
    assert recipe.waiting.interim == ("klippekort",)
    assert recipe.companion is not None
    assert recipe.companion.paid_by == "klippekort"
    assert recipe.anchoring.settled is False
    told = recipe.reported
    assert told is not None
    assert (told.started, told.mean_age, told.trained, told.hours_per_employee) == (29, 80, 238, 20)
    assert recipe.scenario is not None
    changed = recipe.criteria[1].from_
    assert changed is not None
    assert (changed - recipe.scenario.starts).days == 91
    assert recipe.scenario.starts == date(2026, 1, 5)
