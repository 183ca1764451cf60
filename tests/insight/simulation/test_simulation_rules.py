"""Lone plans: what a recipe would show in a year, and what one change would do."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.insight.simulation import rules
from brobygger.insight.simulation.draws import draw
from brobygger.insight.simulation.line import line_of
from brobygger.insight.simulation.loop import Run
from brobygger.pathway.episodes.rules import Move, MoveKind, state_after
from brobygger.registry.recipes import load

MONDAY = datetime(2026, 1, 5, 12)
SMALL = "001-soroe"  # befrienders, a weekly meeting, follow-up, three rounds of measuring


def document(recipe_id: str, **asked: Any) -> dict[str, Any]:
    return rules.as_json(rules.simulate(load.load(recipe_id), **asked))


def passed(shown: dict[str, Any], step: str) -> float:
    return float(next(one["mean"] for one in shown["bridge"] if one["step"] == step))


# ---- the seeds' own numbers


def test_horsens_writes_to_1300_men_visits_600_and_306_begin() -> None:
    """Seed 000: everybody is found on the first day, and two years are long enough for the last of them."""
    everybody = {"arrivals.at_start": "1300", "arrivals.per_week": "0"}
    shown = document("000-horsens", weeks=104, runs=60, changes=everybody)
    assert passed(shown, "found") == 1300
    assert passed(shown, "asked") == pytest.approx(600, rel=0.02)
    assert passed(shown, "first_time") == pytest.approx(306, rel=0.02)


def test_on_amager_700_are_screened_and_80_join_something_new() -> None:
    """Seed 004 tells only these two numbers. The recipe's own losses after the screening stay as they are; how many
    need nothing more after the screening is what makes 700 become 80."""
    own = {one.key: one for one in rules.simulate(load.load("001-koebenhavn"), weeks=1, runs=1).assumptions.values()}
    after = 1.0
    for step in ("consented", "wishes", "referred", "accepted", "first_time"):
        after *= 1 - sum(float(one.value) for key, one in own.items() if key.startswith(f"lost.{step}."))
    changes = {
        "arrivals.at_start": "700",
        "arrivals.per_week": "0",
        "lost.screened.not_lonely": str(1 - 80 / 700 / after),
        "volunteers.at_start": "200",
        "staff.ambassador.people": "40",
        "staff.home_care_worker.people": "10",
    }
    shown = document("001-koebenhavn", weeks=104, runs=100, changes=changes)
    assert passed(shown, "found") == 700
    assert passed(shown, "first_time") == pytest.approx(80, rel=0.03)


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_every_recipe_can_be_planned_with(recipe_id: str) -> None:
    shown = document(recipe_id, weeks=26, runs=2)
    assert shown["bridge"][0]["step"] == "found"
    assert passed(shown, "found") > 0
    assert all(one["source"] for one in shown["assumptions"])


# ---- the same engine


@pytest.mark.parametrize("recipe_id", ["000-horsens", SMALL, "001-favrskov", "001-svendborg"])
def test_the_engine_would_have_allowed_every_move(recipe_id: str) -> None:
    """Each person's line of a run, played through the rules the running system uses."""
    recipe = load.load(recipe_id)
    line = line_of(recipe, rules.settled(recipe, {"ask_again.yes_share": "0.5"}))
    run = Run(line, draw(line, days=364.0, seed=4, run=0), 364.0).go()
    steps = len(line.stages)
    ends = set()
    for person in range(len(run.at)):
        days = [
            (day, place) for place, day in enumerate(run.reached[person * steps : (person + 1) * steps]) if day < inf
        ]
        assert [day for day, _place in days] == sorted(day for day, _place in days)
        moves = [Move(MoveKind.REACHED, line.stages[place].step, MONDAY + timedelta(days=day)) for day, place in days]
        if run.lost[person] >= 0:
            stage = line.stages[run.at[person]]
            reason = stage.shares[run.lost[person]][0]
            moves.append(Move(MoveKind.LOST, stage.step, MONDAY + timedelta(days=run.lost_at[person]), reason))
        ends.add(state_after(recipe, moves).status)
    assert {"active", "lost"} <= ends


def test_a_shorter_deadline_in_the_recipe_is_a_shorter_wait() -> None:
    recipe = load.load(SMALL)
    data = load.as_data(recipe)
    next(step for step in data["steps"] if step["step"] == "wishes")["within_days"] = 2
    today, quicker = (rules.simulate(one, runs=10).results for one in (recipe, load.from_data(data)))
    assert quicker.waiting["yes_to_first_contact"].median < today.waiting["yes_to_first_contact"].median - 3


def test_a_follow_up_rule_costs_somebody_time() -> None:
    recipe = load.load(SMALL)
    data = load.as_data(recipe)
    data["follow_up"] = [rule for rule in data["follow_up"] if rule["id"] != "how_did_the_match_go"]
    with_rule, without = (rules.simulate(one, runs=10).results for one in (recipe, load.from_data(data)))
    hours = [
        next(one.hours.mean for one in each.roles if one.role == "volunteer_coordinator")
        for each in (with_rule, without)
    ]
    assert hours[0] > hours[1] + 2


def test_who_said_no_is_asked_again_only_where_a_rule_says_so() -> None:
    yes = {"ask_again.yes_share": "1"}
    with_rule, own = document("001-favrskov", runs=10, changes=yes), document("001-favrskov", runs=10)
    assert passed(with_rule, "consented") > passed(own, "consented") * 1.2
    recipe = load.load("001-favrskov")
    data = load.as_data(recipe)
    next(rule for rule in data["follow_up"] if rule["task"] == "ask_again")["task"] = "call_person"
    without = rules.as_json(rules.simulate(load.from_data(data), runs=10, changes=yes))
    assert passed(without, "consented") < passed(with_rule, "consented") / 1.1


# ---- what if


def test_the_same_seed_gives_the_same_answer_and_another_seed_another() -> None:
    first, again = (json.dumps(document(SMALL, runs=5, seed=7)) for _time in range(2))
    assert first == again
    assert first != json.dumps(document(SMALL, runs=5, seed=8))


@pytest.mark.parametrize(
    ("recipe_id", "role"), [("000-horsens", "prevention_consultant"), ("001-greve", "contact_person")]
)
def test_one_more_employee_never_makes_the_queue_longer(recipe_id: str, role: str) -> None:
    """Common random numbers: the same people, the same work, one more to do it."""
    waits = []
    for people in range(1, 6):
        changes = {f"staff.{role}.people": str(people), f"staff.{role}.hours_per_week": "4"}
        results = rules.simulate(load.load(recipe_id), runs=8, changes=changes).results
        waits.append(next(one.waits.mean for one in results.roles if one.role == role))
    assert waits == sorted(waits, reverse=True)
    assert waits[0] > waits[-1]


def test_visitors_who_meet_every_week_instead_of_every_third_shorten_the_wait() -> None:
    """Seed 001, Svendborg."""
    weekly = {"body.wishes.meets_every_days": "7", "body.referred.meets_every_days": "7"}
    third, week = (
        rules.simulate(load.load("001-svendborg"), runs=20, changes=changes).results.waiting["yes_to_first_time"]
        for changes in ({}, weekly)
    )
    assert third.median - week.median == pytest.approx(
        (21 - 7) / 2, abs=1.5
    )  # a wait is half the time between meetings


def test_ten_more_volunteers_let_more_people_begin() -> None:
    few = {"volunteers.at_start": "2", "volunteers.new_per_week": "0.1"}
    begun = [
        passed(document(SMALL, runs=20, changes=few | {"volunteers.at_start": number}), "first_time")
        for number in ("2", "12")
    ]
    assert begun[1] > begun[0] + 5


def test_meals_instead_of_befrienders_need_no_volunteer_for_each() -> None:
    """Seed 001, Greve: shared meals where befrienders were too few."""
    few = {"volunteers.at_start": "2", "volunteers.new_per_week": "0"}
    pairs, meals = (document(SMALL, runs=20, changes=few | {"activity.kind": kind}) for kind in ("pair", "meal"))
    assert passed(meals, "first_time") > passed(pairs, "first_time") * 3
    lost = next(one["lost"] for one in pairs["bridge"] if one["step"] == "accepted")
    assert lost["no_place"]["mean"] > 5
    assert pairs["lost_their_volunteer"]["mean"] > 0 == meals["lost_their_volunteer"]["mean"]


def test_those_who_need_a_seat_in_the_car_wait_for_it() -> None:
    without, with_one = (
        document("001-greve", runs=10, changes={"transport.share": "0.5", "transport.seats": seats})
        for seats in ("0", "40")
    )
    assert passed(with_one, "first_time") > passed(without, "first_time") + 10
    lost = next(one["lost"] for one in without["bridge"] if one["step"] == "accepted")
    assert lost["transport_time"]["mean"] > 0


def test_a_group_waits_until_enough_are_there() -> None:
    begin = {number: document("000-horsens", runs=5, changes={"places.starts_with": number}) for number in ("1", "15")}
    waited = {number: shown["waiting_days"]["yes_to_first_time"]["p90"] for number, shown in begin.items()}
    assert waited["15"] > waited["1"]


# ---- bad input


def test_when_nobody_is_there_the_price_is_a_sentence_and_not_a_number() -> None:
    shown = document(SMALL, runs=3, changes={"yes_rate": "0"})
    assert shown["cost_per_still_there"] is None
    assert shown["cost_per_still_there_why"].startswith("Ingen er med")
    assert shown["waiting_days"]["yes_to_first_contact"]["median"] is None
    assert shown["waiting_days"]["yes_to_first_contact"]["why"] == "Ingen kom så langt."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"yes_ratee": "0.5"}, "Mente du `yes_rate`?"),
        ({"noget.helt.andet": "1"}, "findes ikke"),
        ({"yes_rate": "1.2"}, "mellem 0 og 1"),
        ({"yes_rate": "-0.1"}, "mellem 0 og 1"),
        ({"yes_rate": "nan"}, "mellem 0 og 1"),
        ({"yes_rate": "mange"}, "ikke et tal"),
        ({"volunteers.at_start": "2.5"}, "helt tal"),
        ({"arrivals.per_week": "1e9"}, "mellem 0 og"),
        ({"arrivals.per_week": "15000"}, "for meget at regne på"),
        ({"activity.kind": "fest"}, "ikke en slags aktivitet"),
        ({"lost.consented.declined": "0.9", "lost.consented.health": "0.2"}, "højst give 1"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(changes: dict[str, str], said: str) -> None:
    with pytest.raises(rules.BadAssumption) as refused:
        rules.simulate(load.load(SMALL), changes=changes)
    assert said in refused.value.message_da


@pytest.mark.parametrize("asked", [{"weeks": 0}, {"runs": 0}, {"seed": -1}, {"weeks": 5000}])
def test_no_weeks_and_no_runs_are_refused(asked: dict[str, int]) -> None:
    with pytest.raises(rules.BadAssumption):
        rules.simulate(load.load(SMALL), **asked)


def test_settings_are_read_one_by_one() -> None:
    assert rules.split(["yes_rate=0,5", " minutes.no = 3 "]) == {"yes_rate": "0,5", "minutes.no": "3"}
    for wrong in (["yes_rate"], ["=3"], ["yes_rate="], ["a=1", "a=2"]):
        with pytest.raises(rules.BadAssumption):
            rules.split(wrong)


SHARE = st.floats(0, 1).map(str)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "arrivals.per_week": st.floats(0, 6).map(str),
        "arrivals.at_start": st.integers(0, 40).map(str),
        "arrivals.weeks": st.integers(0, 30).map(str),
        "yes_rate": SHARE,
        "ask_again.yes_share": SHARE,
        "lost.first_time.health": SHARE,
        "lost.six_months.death": st.floats(0, 0.8).map(str),
        "days.wishes": st.integers(0, 60).map(str),
        "body.screened.meets_every_days": st.integers(0, 40).map(str),
        "minutes.wishes": st.floats(0, 600).map(str),
        "minutes.spread": st.floats(0, 3).map(str),
        "staff.key_worker.people": st.integers(0, 4).map(str),
        "staff.key_worker.hours_per_week": st.floats(0, 37).map(str),
        "activity.kind": st.sampled_from(["pair", "meal", "group", "other"]),
        "sessions.every_days": st.integers(0, 60).map(str),
        "places.groups": st.integers(0, 4).map(str),
        "places.group_size": st.integers(0, 10).map(str),
        "places.starts_with": st.integers(0, 20).map(str),
        "volunteers.at_start": st.integers(0, 12).map(str),
        "volunteers.new_per_week": st.floats(0, 2).map(str),
        "volunteers.stay_weeks": st.floats(0, 60).map(str),
        "waiting.gives_up_after_days": st.integers(0, 90).map(str),
        "transport.share": SHARE,
        "transport.seats": st.integers(0, 10).map(str),
        "cost.staff_hour": st.integers(0, 1000).map(str),
    },
)


@settings(max_examples=60, deadline=None)
@given(changes=CHANGES, recipe_id=st.sampled_from([SMALL]), weeks=st.integers(1, 60), seed=st.integers(0, 2**32))
def test_whatever_is_assumed_the_numbers_are_numbers(
    changes: dict[str, str], recipe_id: str, weeks: int, seed: int
) -> None:
    """No NaN, nothing negative, nobody counted twice: entered is at least passed and lost."""
    shown = document(recipe_id, weeks=weeks, runs=2, seed=seed, changes=changes)
    json.dumps(shown, allow_nan=False)
    assert not [one for one in _numbers(shown) if one < 0]
    for step in shown["bridge"]:
        lost = sum(one["mean"] for one in step["lost"].values())
        assert step["entered"]["mean"] + 0.01 >= step["mean"] + lost
        assert step["p10"] <= step["p90"]
    for role in shown["staff"]:
        assert role["busy"]["p90"] <= 1.001


def _numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [one for each in value.values() for one in _numbers(each)]
    if isinstance(value, list):
        return [one for each in value for one in _numbers(each)]
    return [float(value)] if isinstance(value, (int, float)) and not isinstance(value, bool) else []
