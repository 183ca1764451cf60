"""Changing a recipe's data: nothing is altered in place, every difference is told, no role or name slips through."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.programmes.running import rules
from brobygger.programmes.running.recipe_file import as_yaml
from brobygger.registry.recipes import load

SOROE = load.as_data(load.load("001-soroe"))
DAYS = [("steps", n, "within_days") for n, step in enumerate(SOROE["steps"]) if step["within_days"] is not None]


@given(st.dictionaries(st.sampled_from(DAYS), st.integers(0, 3660), min_size=1))
def test_each_changed_value_is_one_difference_and_changing_back_leaves_none(values):
    before = deepcopy(SOROE)
    changed = rules.with_values(SOROE, values)
    assert before == SOROE  # nothing was altered
    different = {place for place, value in values.items() if rules.value_at(SOROE, place) != value}
    found = rules.differences(SOROE, changed)
    assert len(found) == len(different)
    assert all(difference.place[0] == "steps" and difference.place[-1] == "within_days" for difference in found)
    back = rules.with_values(changed, {place: rules.value_at(SOROE, place) for place in values})
    assert rules.differences(SOROE, back) == ()
    load.from_data(changed)


@given(st.sampled_from(sorted(SOROE["roles"])), st.sampled_from(sorted(SOROE["roles"])))
def test_a_role_taken_out_is_named_nowhere_and_the_recipe_still_holds(role, other):
    if role == other:
        return
    changed = rules.without_role(rules.without_play(SOROE), role, other)
    assert rules.uses_of_role(changed, role) == ()
    assert role not in changed["roles"]
    load.from_data(changed)


def test_a_word_that_only_looks_like_a_role_is_left_alone():
    data = rules.with_values(SOROE, {("follow_up", 0, "to"): "volunteer"})
    changed = rules.without_role(rules.without_play(data), "volunteer", "volunteer_coordinator")
    assert changed["follow_up"][0]["to"] == "volunteer"


def test_new_criteria_stand_behind_the_old_ones():
    changed = rules.with_criteria(SOROE, {"from": "2027-01-01", "reason": {"da": "x", "en": "x"}, "min_age": 60})
    assert [version["from"] for version in changed["for"]] == [None, "2026-04-06", "2027-01-01"]
    (difference,) = rules.differences(SOROE, changed)
    assert difference.place == ("for", "2027-01-01")
    assert difference.old is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ring til Aase Andersen først", True),
        ("ring til AASE ANDERSEN", True),
        ("Ring på 21 00 00 82", True),
        ("Ring på 21000082", True),
        ("Hendes nummer er 010203-1234", True),
        ("Skriv til mette@example.org", True),
        ("Fra 2026-04-06 gælder to timer", False),
        ("1.300 breve, 600 besøg, 306 med", False),
        ("Mød op kl. 10.30 hver 14. dag", False),
        ("Tal om ugen, der gik", False),
    ],
)
def test_a_text_that_names_somebody_is_found(text, named):
    data = rules.with_values(SOROE, {("summary",): {"da": text, "en": "x"}})
    assert (("summary", "da") in rules.personal_words(data, ["Aase Andersen"])) is named


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_no_bundled_recipe_names_anybody(recipe_id):
    assert rules.personal_words(load.as_data(load.load(recipe_id)), []) == ()


def test_what_is_missing_before_the_start_in_the_order_it_is_filled_in():
    recipe = load.load("001-soroe")
    found = rules.gaps(recipe, parties=set(), units=0, held={"volunteer"})
    assert [(gap.kind, gap.name) for gap in found] == [
        ("party", "aeldre_sagen"), ("units", ""), ("role", "volunteer_coordinator"), ("role", "programme_manager"),
        ("role", "aeldre_sagen_contact"),
    ]  # fmt: skip
    everything = set(recipe.roles)
    assert rules.gaps(recipe, parties={"aeldre_sagen"}, units=2, held=everything) == ()


@given(st.dictionaries(st.sampled_from(DAYS), st.integers(0, 3660)))
def test_a_changed_recipe_as_a_file_is_the_same_recipe(values):
    recipe = load.from_data(rules.without_play(rules.with_values(SOROE, values)))
    again, problems = load.parse(as_yaml(recipe))
    assert problems == []
    assert again == recipe
