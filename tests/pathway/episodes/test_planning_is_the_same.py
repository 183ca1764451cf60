"""The quick planning gives what the plain definition gives, whatever the recipe and whatever happened.

`plainly` is the definition read from top to bottom: every rule against every happening, nothing looked up and nothing
left out. The engine sorts rules by their cause and leaves out what no rule can hear.
"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from brobygger.pathway.episodes import followup_rules, rules
from brobygger.pathway.episodes.rules import FINAL_REASONS, PlannedTask, listens_for, planned_tasks
from brobygger.registry.recipes import load
from brobygger.registry.recipes.words import HAPPENINGS
from tests.pathway.episodes.test_engine_properties import happening, recipes

BUNDLED = st.sampled_from(load.all_ids()).map(load.load)
HAPPENED = st.lists(
    st.builds(
        happening,
        st.sampled_from(HAPPENINGS),
        st.integers(0, 60),
        st.sampled_from("abcd"),
        st.sampled_from([None, None, None, None, "declined", "health", "death"]),
        st.integers(0, 5),
    ),
    max_size=14,
)


def plainly(recipe, told):
    if any(one.reason in FINAL_REASONS for one in told):
        return ()
    latest = {}
    for one in sorted(told, key=lambda each: (each.on, each.order, each.reason or "")):
        latest[one.name, one.key] = one
    known = tuple(latest.values())
    stops = [one for one in known if one.name == "stopped"]
    tasks = set()
    for rule in recipe.follow_up:
        for one in known:
            if rule.when.anchor != one.name or (rule.reasons and one.reason not in rule.reasons):
                continue
            if followup_rules._cancelled(rule.unless, one, known, stops):
                continue
            for number in range(rule.times):
                days = rule.when.shift + rule.within_days + number * (rule.every_days or 0)
                key = f"{one.key}#{number + 1}" if number else one.key
                tasks.add(PlannedTask(one.on + timedelta(days=days), rule.id, rule.task, rule.by[0], key))
    tasks |= set(followup_rules._going_along(recipe, known, stops))
    tasks |= set(followup_rules._meanwhile(recipe, known, stops))
    return tuple(sorted(tasks))


@given(recipe=recipes() | BUNDLED, told=HAPPENED)
def test_the_same_tasks_as_the_plain_definition(recipe, told):
    assert planned_tasks(recipe, told) == plainly(recipe, told)


@given(recipe=recipes() | BUNDLED, told=HAPPENED)
def test_what_no_rule_can_hear_changes_nothing(recipe, told):
    names = listens_for(recipe)
    heard = [one for one in told if one.name in names or one.reason]
    assert rules.planned_tasks(recipe, heard) == plainly(recipe, told)
