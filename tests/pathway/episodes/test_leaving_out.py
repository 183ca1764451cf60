"""A smaller bridge: a step is left out of a running programme, and nobody disappears."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.insight.evaluation.rules import Moved, count
from brobygger.pathway.episodes import leaving_out_rules as leaving
from brobygger.pathway.episodes import rules
from brobygger.pathway.episodes.rules import Move, MoveKind
from brobygger.programmes.running.rules import without_steps
from brobygger.registry.recipes import load

WHEN = datetime(2026, 1, 5, 10, tzinfo=UTC)


@st.composite
def lines(draw, recipe):
    """Any line of moves the recipe allows, the first one found."""
    made = [Move(MoveKind.REACHED, "found", WHEN)]
    for _number in range(draw(st.integers(0, 14))):
        possible = sorted(rules.allowed(recipe, rules.state_after(recipe, made)))
        if not possible:
            break
        kind, step = draw(st.sampled_from(possible))
        reason = draw(st.sampled_from([one.code for one in rules.reasons_at(step)])) if kind is MoveKind.LOST else None
        made.append(Move(kind, step, WHEN, reason))
    return made


def smaller(recipe, step):
    return load.from_data(without_steps(load.as_data(recipe) | {"scenario": None}, leaving.goes_with(recipe, step)))


def can_go(recipe):
    return [step for step in recipe.path if not leaving.why_not(recipe, step)]


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_every_recipe_is_still_one_without_any_step_that_can_go(recipe_id):
    recipe = load.load(recipe_id)
    for step in can_go(recipe):
        left = smaller(recipe, step)
        assert set(recipe.path) - set(left.path) == set(leaving.goes_with(recipe, step))
        assert left.path[-1] == recipe.path[-1]
    assert {"found", "consented", "first_time", recipe.path[-1]}.isdisjoint(can_go(recipe))


def test_a_referral_and_its_answer_go_together():
    recipe = load.load("000-horsens")
    assert leaving.goes_with(recipe, "accepted") == ("referred", "accepted")
    assert leaving.next_after(recipe, ("referred", "accepted")) == "first_contact"
    gone = {reason.code for reason in leaving.reasons_gone(recipe, ("referred", "accepted"))}
    assert gone == {"receiver_declined", "silent"}


def test_what_waits_for_the_step_is_told():
    recipe = load.load("001-favrskov")
    waiting = [rule for rule in recipe.follow_up if rule.when.anchor == "accepted"]
    assert set(waiting) <= set(leaving.follow_ups_gone(recipe, ("referred", "accepted")))
    assert not any(rule.when.anchor == "first_session" for rule in leaving.follow_ups_gone(recipe, ("wishes",)))


@settings(max_examples=100)
@given(recipe=st.sampled_from([load.load(one) for one in load.all_ids()]), data=st.data())
def test_nobody_disappears(recipe, data):
    line = data.draw(lines(recipe))
    before = rules.standing(recipe, line)
    assert before == rules.state_after(recipe, line)
    step = data.draw(st.sampled_from(can_go(recipe)))
    left = smaller(recipe, step)
    state = rules.standing(left, line)
    assert state.status == before.status
    assert state.next_step is None or state.next_step in left.path
    if before.next_step in left.path:
        assert state == before
    moved = [Moved(str(made.kind), made.step, made.at.date(), made.reason or "") for made in line]
    first = count(left.path, [moved])[0]
    assert first.entered == 1 or before.status == "lost"
    if state.status == "active":
        after = rules.move(left, state, Move(MoveKind.REACHED, state.next_step, WHEN))
        assert after.reached == state.reached | {state.next_step}
    assert rules.standing(recipe, line) == before  # it comes back as it was
