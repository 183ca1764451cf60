"""Waits a recipe makes on purpose: bodies, hand-overs, companions, what fills the time, replaced instruments."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.pathway.episodes import rules
from brobygger.pathway.episodes.rules import Happening, Move, MoveKind
from brobygger.pathway.screening.rules import stages
from brobygger.registry.recipes import load, made_tasks
from brobygger.registry.recipes.schema import Recipe
from brobygger.registry.recipes.way import Body

START = date(2026, 1, 5)
DAYS = st.integers(0, 400)


def day(number: int) -> date:
    return START + timedelta(days=number)


def given_recipe(**changes: Any) -> Recipe:
    """Stevns' shape in small: a worker tells a leader, who tells the association; a body looks at wishes."""
    roles = {name: {"da": name, "en": name, "acts_as": "coordinator"} for name in ("worker", "leader", "association")}
    data: dict[str, Any] = {
        "id": "small", "title": {"da": "x", "en": "x"}, "owner": {"kind": "municipality", "name": "x"},
        "focus_areas": ["bridging"], "summary": {"da": "x", "en": "x"}, "for": {"min_age": 65}, "found_by": ["self"],
        "roles": roles,
        "steps": [
            {"step": "found", "by": "worker"},
            {"step": "consented", "by": "worker"},
            {"step": "wishes", "by": "leader", "body": {"name": {"da": "x", "en": "x"}, "meets_every_days": 21}},
            {"step": "referred", "by": "leader", "links": [
                {"by": "worker", "to": "leader", "within_days": 1},
                {"by": "leader", "to": "association", "within_days": 2},
                {"by": "association", "to": "worker", "within_days": 14},
            ]},
            {"step": "first_time", "by": "association"},
        ],
        "activity": {"kind": "group", "title": {"da": "x", "en": "x"}, "sessions": {"every_days": 14}},
        "anchoring": {"model": "undecided"},
    }  # fmt: skip
    return load.from_data({**data, **changes})


SMALL = given_recipe()


def standing(recipe: Recipe, *steps: tuple[str, int]) -> rules.State:
    return rules.state_after(
        recipe,
        [Move(MoveKind.REACHED, step, datetime(2026, 1, 5, 10, tzinfo=UTC) + timedelta(days=n)) for step, n in steps],
    )


# ---- bodies


@given(every=st.integers(1, 60), on=DAYS)
def test_the_next_meeting_is_the_first_one_that_is_not_past(every, on):
    body = Body.model_validate({"name": {"da": "x", "en": "x"}, "meets_every_days": every})
    meeting = rules.next_meeting(body, programme_start=START, on=day(on))
    assert day(on) <= meeting < day(on + every)
    assert (meeting - START).days % every == 0


@pytest.mark.parametrize(("stands_since", "due"), [(0, 0), (1, 21), (21, 21), (22, 42)])
def test_aase_waits_for_the_body(stands_since, due):
    state = standing(SMALL, ("found", 0), ("consented", stands_since))
    assert rules.deadline(SMALL, state, {"programme_start": START}) == day(due)


def test_a_promise_never_lies_before_the_bodys_meeting_but_may_lie_after():
    for within, due in ((3, 21), (30, 31)):
        data = load.as_data(SMALL)
        data["steps"][2]["within_days"] = within
        recipe = load.from_data(data)
        state = standing(recipe, ("found", 0), ("consented", 1))
        assert rules.deadline(recipe, state, {"programme_start": START}) == day(due)


# ---- hand-overs


def link(done: dict[str, date]) -> tuple[str, str, date] | None:
    tasks = rules.planned_links(SMALL, "referred", since=day(10), key="move-3", done=done)
    assert len(tasks) <= 1, "hand-overs come one after the other"
    return (tasks[0].rule_id, tasks[0].for_role, tasks[0].due) if tasks else None


def test_the_hand_overs_come_one_after_the_other_and_each_counts_from_the_one_before():
    assert link({}) == ("link_referred_1", "worker", day(11))
    assert link({"link_referred_1": day(10)}) == ("link_referred_2", "leader", day(12))
    assert link({"link_referred_1": day(10), "link_referred_2": day(15)}) == ("link_referred_3", "association", day(29))
    assert link({f"link_referred_{n}": day(20) for n in (1, 2, 3)}) is None


def test_a_step_without_hand_overs_has_no_such_task():
    assert rules.planned_links(SMALL, "wishes", since=day(0), key="move-2", done={}) == ()


@given(late=st.lists(st.integers(0, 9), min_size=3, max_size=3))
def test_whoever_is_late_delays_only_those_who_come_after(late):
    done: dict[str, date] = {}
    for number, days in enumerate(late, start=1):
        told = link(done)
        assert told is not None
        before = done.get(f"link_referred_{number - 1}", day(10))
        assert told[2] >= before
        done[told[0]] = told[2] + timedelta(days=days)
    assert link(done) is None


# ---- companions


ODENSE = given_recipe(companion={"by": ["worker", "association"], "times": 2})


def companion(*happenings: Happening) -> list[tuple[str, str, date]]:
    return [(task.rule_id, task.for_role, task.due) for task in rules.planned_tasks(ODENSE, happenings)]


WANTED = Happening("companion_wanted", day(5), "contact-1")
PLANNED = Happening("first_session_planned", day(12), "contact-1")


def came(*days: int) -> list[Happening]:
    return [Happening("came", day(n), f"session-{n}") for n in days]


def test_an_employee_goes_along_first_then_a_volunteer_then_nobody():
    assert companion() == []
    assert companion(WANTED, PLANNED) == [("companion_1", "worker", day(12))]
    assert companion(WANTED, PLANNED, *came(12)) == [("companion_2", "association", day(26))]
    assert companion(WANTED, PLANNED, *came(12, 26)) == []


def test_nobody_goes_along_with_somebody_who_stopped():
    assert companion(WANTED, PLANNED, Happening("stopped", day(8), "move-4", "health")) == []


def test_a_companion_that_is_not_offered_makes_no_task():
    recipe = given_recipe(companion={"by": ["worker"], "offered": False})
    assert rules.planned_tasks(recipe, [WANTED, PLANNED]) == ()


@given(times=st.integers(1, 6), visits=st.integers(0, 9))
def test_the_companion_is_withdrawn_after_so_many_times(times, visits):
    recipe = given_recipe(companion={"by": ["worker", "association"], "times": times})
    tasks = rules.planned_tasks(recipe, [WANTED, *came(*range(10, 10 + visits))])
    assert len(tasks) == (1 if visits < times else 0)


# ---- what fills the time


def test_waiting_is_filled_until_the_person_is_referred():
    recipe = given_recipe(waiting={"interim": ["klippekort", "loneliness_time"], "interim_by": "worker"})
    waits = Happening("waiting", day(3), "waiting-1")
    tasks = rules.planned_tasks(recipe, [waits])
    assert {(task.rule_id, task.task, task.for_role) for task in tasks} == {
        ("interim_klippekort", "offer_klippekort", "worker"),
        ("interim_loneliness_time", "offer_loneliness_time", "worker"),
    }
    assert rules.planned_tasks(recipe, [waits, Happening("referred", day(9), "move-4")]) == ()


def test_a_rule_of_the_recipe_about_waiting_stands_alone():
    rule = {"id": "own", "when": "waiting", "task": "offer_klippekort", "by": "leader"}
    recipe = given_recipe(waiting={"interim": ["klippekort"]}, follow_up=[rule])
    tasks = rules.planned_tasks(recipe, [Happening("waiting", day(3), "waiting-1")])
    assert [task.rule_id for task in tasks] == ["own"]


# ---- instruments and colours


REPLACED = given_recipe(
    screening={
        "instrument": "signs@1", "by": "worker", "answered_by": "observer",
        "colours": {"green": [0, 0], "yellow": [1, None]}, "stops_as": {"green": "no_need"},
        "who_continues": ["yellow"],
        "replaced": [{"from": "2026-03-02", "reason": {"da": "x", "en": "x"}, "instrument": "t-ils@2",
                      "colours": {"green": [3, 5], "yellow": [6, 9]}}],
    }
)  # fmt: skip


def test_an_instrument_is_replaced_on_its_day_and_earlier_results_keep_their_colour():
    before, after = (stages(REPLACED, on=date(2026, 3, n), cognitive_impairment=None)[0].instrument for n in (1, 2))
    assert (before, after) == ("signs@1", "t-ils@2")
    assert rules.colour(REPLACED, 4, "signs@1") == "yellow"
    assert rules.colour(REPLACED, 4, "t-ils@2") == "green"


def test_a_colour_stops_with_the_recipes_own_reason():
    assert rules.lost_as(REPLACED, "green") == "no_need"
    assert rules.lost_as(REPLACED, "yellow") is None


# ---- every rule id is known


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_every_task_a_recipe_can_make_by_itself_has_an_id_and_an_owner(recipe_id):
    recipe = load.load(recipe_id)
    ids = made_tasks.rule_ids(recipe)
    for step in recipe.steps:
        done: dict[str, date] = {}
        for _link in step.links:
            (task,) = rules.planned_links(recipe, step.step, since=START, key="k", done=done)
            assert task.rule_id in ids
            assert task.for_role in recipe.roles
            done[task.rule_id] = task.due
    tasks = rules.planned_tasks(recipe, [WANTED, Happening("waiting", day(1), "waiting-1")])
    assert {task.rule_id for task in tasks} <= ids
    assert made_tasks.visitor_role(recipe) in recipe.roles
