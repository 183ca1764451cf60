"""A group goes from led to self-run by its recipe: Roskilde after 4 times, Slagelse with visits three weeks apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.pathway.attendance import rules
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import Activity

TEXT = {"da": "Hold", "en": "Group"}


def given_activity(then: str, **more: Any) -> Activity:
    sessions = {"facilitated": 4, "count": 10}
    return Activity.model_validate({"kind": "group", "title": TEXT, "sessions": sessions, "then": then, **more})


@pytest.mark.parametrize(
    ("then", "held", "phase"),
    [
        ("self_run", 0, "starting"), ("self_run", 3, "running"), ("self_run", 4, "self_run"),
        ("association", 4, "anchored"), ("goes_on", 9, "running"), ("ends", 9, "running"), ("ends", 10, "ended"),
    ],
)  # fmt: skip
def test_the_phase_follows_how_often_the_group_has_met(then, held, phase):
    assert rules.phase_after(given_activity(then), held) == phase


@given(then=st.sampled_from(["self_run", "association", "goes_on", "ends"]), held=st.integers(0, 40))
def test_a_phase_never_goes_back(then, held):
    activity = given_activity(then)
    order = [rules.PHASES.index(rules.phase_after(activity, n)) for n in (held, held + 1)]
    assert order == sorted(order)


def test_each_part_of_a_series_has_its_own_leader_and_a_self_run_group_has_none():
    phases = [{"sessions": [1, 2], "led_by": "host", "aim": TEXT}, {"sessions": [3, 4], "aim": TEXT}]
    activity = given_activity("self_run", phases=phases, roles=["consultant"])
    assert [rules.led_by(activity, n) for n in (1, 2, 3, 4, 5)] == ["host", "host", "consultant", "consultant", None]
    assert rules.part_of_series(activity, 5) is None


def test_the_next_visit_is_never_later_than_the_recipe_says():
    slagelse = load.load("000-slagelse")
    assert rules.visit_due(slagelse, last=date(2026, 3, 2)) == date(2026, 3, 23)
    assert rules.visit_due(load.load("000-horsens"), last=date(2026, 3, 2)) is None


def test_a_group_does_the_activity_its_name_begins_with_else_the_first():
    recipe = load.load("001-soroe")
    last = recipe.activities[-1]
    assert rules.activity_of(recipe, f"{last.title.da} 2") is last
    assert rules.activity_of(recipe, "Torsdagsholdet") is recipe.activities[0]
