"""What holds for the engine whatever the recipe: nobody is stuck, every task has an owner, order is no matter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.pathway.episodes import rules
from brobygger.pathway.episodes.rules import Happening, Move, MoveKind, NotAllowed
from brobygger.registry.recipes import load
from brobygger.registry.recipes.made_tasks import INTERIM_TASKS, own_ids
from brobygger.registry.recipes.schema import Criteria, Recipe
from brobygger.registry.recipes.words import ALWAYS_THERE, HAPPENINGS, STEPS, TASKS

FAVRSKOV = load.load("001-favrskov")
MONDAY = datetime(2026, 1, 5, 10, tzinfo=UTC)


def after(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def happening(name: str, day: int, key: str, reason: str | None, order: int) -> Happening:
    return Happening(name, date(2026, 1, 5) + timedelta(days=day), key, reason, order)


ROLES = ("worker", "coordinator", "host")


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    """Any valid recipe: some of the steps, some optional, rules with any cause and owner."""
    steps: list[dict[str, Any]] = []
    for name in STEPS:
        if name not in ALWAYS_THERE and draw(st.booleans()):
            continue
        step: dict[str, Any] = {"step": name, "by": draw(st.sampled_from(ROLES))}
        if name not in ALWAYS_THERE and draw(st.booleans()):
            step["optional"] = True
        if draw(st.booleans()):
            step["within_days"] = draw(st.integers(0, 400))
        if name != "found" and draw(st.booleans()):
            step["links"] = draw(st.lists(_links, max_size=3))
        if draw(st.booleans()):
            step["body"] = {"name": {"da": "x", "en": "x"}, "meets_every_days": draw(st.integers(1, 60))}
        steps.append(step)
    data = {
        "id": "any",
        "title": {"da": "x", "en": "x"},
        "owner": {"kind": "association", "name": "x"},
        "focus_areas": ["bridging"],
        "summary": {"da": "x", "en": "x"},
        "for": {"min_age": 65},
        "found_by": ["self"],
        "roles": {role: {"da": role, "en": role, "acts_as": "coordinator"} for role in ROLES},
        "steps": steps,
        "activity": {"kind": "group", "title": {"da": "x", "en": "x"}},
        "follow_up": [{"id": f"rule_{number}", **draw(_rules)} for number in range(draw(st.integers(0, 6)))],
        "anchoring": {"model": "undecided"},
        "companion": draw(st.none() | _companions),
        "waiting": draw(st.none() | _waiting),
    }
    return load.from_data(data)


_links = st.fixed_dictionaries(
    {"by": st.sampled_from(ROLES), "to": st.sampled_from(ROLES), "within_days": st.none() | st.integers(0, 20)}
)
_companions = st.fixed_dictionaries(
    {"by": st.lists(st.sampled_from(ROLES), min_size=1, max_size=2), "times": st.none() | st.integers(1, 4)}
)
_waiting = st.fixed_dictionaries(
    {
        "interim": st.lists(st.sampled_from(sorted(INTERIM_TASKS)), max_size=2, unique=True),
        "interim_by": st.just("host"),
    }
)

_rules = st.fixed_dictionaries(
    {
        "when": st.one_of(
            st.sampled_from(HAPPENINGS),
            st.builds(
                lambda name, days: {"after": name, "days": days}, st.sampled_from(HAPPENINGS), st.integers(0, 99)
            ),
            st.builds(lambda days: {"before": "first_session_planned", "days": days}, st.integers(0, 30)),
        ),
        "task": st.sampled_from(sorted(TASKS)),
        "by": st.sampled_from(ROLES),
    }
)
_happenings = st.lists(
    st.builds(
        happening,
        st.sampled_from(HAPPENINGS),
        st.integers(0, 60),
        st.sampled_from("abc"),
        st.sampled_from([None, None, None, "declined", "health", "death"]),
        st.integers(0, 5),
    ),
    max_size=12,
)


@given(recipe=recipes(), data=st.data())
def test_no_episode_is_ever_stuck(recipe, data):
    state = rules.state_after(recipe, [])
    for day in range(data.draw(st.integers(0, 30))):
        moves = sorted(rules.allowed(recipe, state))
        if not moves:
            break
        kind, step = data.draw(st.sampled_from(moves))
        reason = data.draw(st.sampled_from(rules.reasons_at(step))).code if kind is MoveKind.LOST else None
        state = rules.move(recipe, state, Move(kind, step, after(day), reason))
        assert state.reached <= set(rules.path(recipe))
    if not rules.allowed(recipe, state):
        assert state.status == "finished" or state.reason in rules.FINAL_REASONS
    if state.status == "lost" and state.reason not in rules.FINAL_REASONS:
        state = rules.move(recipe, state, Move(MoveKind.RETURNED, state.next_step or "", after(40)))
    while state.status == "active":  # the way to the end is always open
        assert state.next_step is not None
        assert rules.owner(recipe, state.next_step) in recipe.roles
        state = rules.move(recipe, state, Move(MoveKind.REACHED, state.next_step, after(41)))


@given(recipe=recipes(), moves=st.lists(st.tuples(st.sampled_from(MoveKind), st.sampled_from(STEPS)), max_size=10))
def test_a_move_is_made_exactly_when_it_is_allowed(recipe, moves):
    state = rules.state_after(recipe, [])
    for kind, step in moves:
        here = rules.reasons_at(step)
        made = Move(kind, step, MONDAY, here[0].code if kind is MoveKind.LOST and here else None)
        may = (kind, step) in rules.allowed(recipe, state)
        try:
            state = rules.move(recipe, state, made)
        except NotAllowed:
            assert not may
        else:
            assert may


@given(recipe=recipes(), happenings=_happenings, data=st.data())
def test_tasks_do_not_depend_on_the_order_have_no_duplicates_and_have_an_owner(recipe, happenings, data):
    tasks = rules.planned_tasks(recipe, happenings)
    shuffled = data.draw(st.permutations(happenings))
    assert rules.planned_tasks(recipe, [*shuffled, *shuffled]) == tasks
    assert len({(task.rule_id, task.happening_key) for task in tasks}) == len(tasks)
    assert all(task.for_role in recipe.roles for task in tasks)
    assert not (tasks and any(h.reason == "death" for h in happenings))


@given(recipe=recipes(), happenings=_happenings)
def test_every_task_comes_from_a_happening_that_is_there(recipe, happenings):
    keys = {happening.key for happening in happenings}
    causes = {rule.id: rule.when.anchor for rule in recipe.follow_up}
    own = own_ids(recipe)
    for task in rules.planned_tasks(recipe, happenings):
        assert task.happening_key in keys
        assert task.rule_id in own or causes[task.rule_id] in {happening.name for happening in happenings}


@settings(max_examples=100)
@given(recipe=recipes(), pace=st.integers(0, 30), others=_happenings)
def test_any_recipe_can_be_played_to_its_end_and_every_task_on_the_way_has_an_owner(recipe, pace, others):
    """Step by step, each hand-over done on its last day; what else happens on the way makes tasks as well."""
    line = [Move(MoveKind.REACHED, "found", MONDAY)]
    anchors = {"programme_start": MONDAY.date(), "first_session_planned": MONDAY.date()}
    while (state := rules.state_after(recipe, line)).next_step is not None:
        today, done = rules.local_day(line[-1].at), {}
        assert rules.owner(recipe, state.next_step) in recipe.roles
        due = rules.deadline(recipe, state, anchors)
        assert due is None or due >= today
        for _link in recipe.step(state.next_step).links:
            (task,) = rules.planned_links(recipe, state.next_step, since=today, key="k", done=done)
            assert task.for_role in recipe.roles
            assert task.due >= today
            done[task.rule_id] = task.due
        assert rules.planned_links(recipe, state.next_step, since=today, key="k", done=done) == ()
        tasks = rules.planned_tasks(recipe, [*rules.happenings_of(line), *others])
        assert all(task.for_role in recipe.roles for task in tasks)
        line.append(Move(MoveKind.REACHED, state.next_step, line[-1].at + timedelta(days=pace)))
    assert state.status == "finished"
    assert state.reached == set(recipe.path)


_facts = st.fixed_dictionaries(
    {
        "age": st.none() | st.integers(50, 105),
        "sex": st.sampled_from([None, "male", "female"]),
        "home_help_hours": st.none() | st.integers(0, 40),
        "walks_m": st.none() | st.integers(0, 2000),
        "wants_to_join": st.sampled_from([None, True, False]),
    }
)


@given(facts=_facts, high=st.integers(0, 40), lower=st.integers(0, 40), age=st.integers(50, 90), strict=st.booleans())
def test_lowering_a_limit_never_turns_anybody_away(facts, high, lower, age, strict):
    key = "more_than" if strict else "at_least"

    def ok(limit: int, min_age: int) -> bool:
        asked = {"min_age": min_age, "home_help_hours": {key: limit}, "wants_to_join": True}
        return rules.eligible(Criteria.model_validate(asked), facts).ok

    if ok(high, age):
        assert ok(min(high, lower), age)
        assert ok(high, age - 1)


@given(facts=_facts)
def test_ok_is_what_the_reasons_say(facts):
    result = rules.eligible(FAVRSKOV.criteria[0], facts)
    assert not (result.ok and result.not_met)
    assert result.ok or result.not_met or {reason.code for reason in result.unknown} - rules.KNOWN_LATER
    for reason in result.because:
        assert rules.explain(reason)
        assert rules.explain(reason, "en")
