"""A simulated year with all recipes: each follow-up on its day, every task with an owner, nobody called after the end,
nobody forgotten in a group, nobody with two duties, and never two who keep the same group going."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.pathway.attendance import missing_rules
from brobygger.registry.recipes.words import ACTS_AS
from tests.pathway.year import DAYS, NAMES, RECIPES, SEQUENCES, START, Circle, Way, due_by_hand

PERSONS = ("aase", "carl", "dagny", "egon", "frida", "gerda")
FINAL = ("death", "moved", "never_again")
_things = st.tuples(st.sampled_from(NAMES), st.integers(0, 40), st.sampled_from((None, "health", "no_energy")))
_acts = st.one_of(
    st.tuples(st.just("join"), st.sampled_from(PERSONS)),
    st.tuples(st.just("leave"), st.sampled_from(PERSONS)),
    st.tuples(st.just("died"), st.sampled_from(PERSONS)),
    st.tuples(st.just("meet"), st.sets(st.sampled_from(PERSONS)), st.sets(st.sampled_from(PERSONS))),
    st.tuples(st.just("role"), st.sampled_from(PERSONS), st.sampled_from(("instructor", "convener", "successor"))),
)


@settings(max_examples=SEQUENCES, deadline=None)
@given(
    st.sampled_from(RECIPES), st.lists(_things, min_size=1, max_size=14), st.none() | st.sampled_from(FINAL),
    st.integers(0, 13),
)  # fmt: skip
def test_each_follow_up_stands_on_its_day_with_an_owner_and_none_after_the_end(recipe, things, ending, when):
    way, day = Way(recipe), 0
    for number, (name, pause, reason) in enumerate(things):
        day = min(DAYS, day + pause)
        way.happen(name, day, reason)
        tasks = way.tasks()
        standing = {(task.rule_id, task.happening_key, task.due) for task in tasks}
        assert due_by_hand(way) <= standing
        assert all(recipe.roles[task.for_role].acts_as in ACTS_AS for task in tasks)
        assert len({(task.rule_id, task.happening_key) for task in tasks}) == len(tasks)
        if ending is not None and number == when:
            way.happen("stopped", day, ending)
        if way.over:
            assert way.tasks() == ()


@settings(max_examples=SEQUENCES, deadline=None)
@given(st.lists(_acts, max_size=40))
def test_a_year_of_a_group_where_nobody_disappears(acts):
    circle, gone, day = Circle(), set(), 0
    for act in acts:
        day += 7
        match act:
            case ("join", person) if person not in gone:
                circle.members.add(person)
            case ("leave", person):
                circle.leave(person)
            case ("died", person):
                circle.leave(person)
                gone.add(person)
            case ("role", person, role) if person in circle.members:
                circle.take(person, role, day)
            case ("meet", away, said_no):
                members = set(circle.members)
                calls, talks = len(circle.calls), len(circle.talks)
                shares = circle.meet(day, away, said_no)
                on = START + timedelta(days=day)
                missed = members & away - said_no
                assert {person for person, _on in circle.calls[calls:]} == missed
                assert all(called == on for _person, called in circle.calls[calls:])
                twice = {one for one in members if missing_rules.away_in_a_row(circle.lines[one]) == 2}
                assert {person for person, _on in circle.talks[talks:]} == twice
                assert set(shares.values()) <= members - away
                if len(members - away) >= 2:
                    assert len(set(shares.values())) == len(shares) == 2
            case _:
                pass
        assert not gone & circle.members
        assert not gone & {each.person for each in circle.held}
        for role in ("convener", "successor"):
            assert sum(each.role == role for each in circle.held) <= 1
    quiet_on = START + timedelta(days=day + 400)
    if circle.met:
        pace = missing_rules.usual_interval(circle.met)
        quiet = missing_rules.is_quiet(last_heard=circle.met[-1], every_days=min(pace, 100), today=quiet_on)
        assert quiet
