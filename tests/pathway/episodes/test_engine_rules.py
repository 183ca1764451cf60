"""The engine: moves, deadlines, follow-up and target group, told with the cast and the three first recipes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from brobygger.pathway.episodes import rules
from brobygger.pathway.episodes.rules import Happening, Move, MoveKind, NotAllowed
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import Criteria, Recipe

FAVRSKOV, HORSENS, SOROE = (load.load(name) for name in ("001-favrskov", "000-horsens", "001-soroe"))
MONDAY = datetime(2026, 1, 5, 10, tzinfo=UTC)


def after(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def reached(*steps: str, day: float = 0) -> list[Move]:
    return [Move(MoveKind.REACHED, step, after(day)) for step in steps]


def lost(step: str, reason: str | None, day: float = 0) -> Move:
    return Move(MoveKind.LOST, step, after(day), reason)


def code_of(recipe: Recipe, moves: list[Move]) -> str:
    with pytest.raises(NotAllowed) as refused:
        rules.state_after(recipe, moves)
    return refused.value.code


# -- Aase's way ----------------------------------------------------------------------------------------------------


def test_before_anything_happened_aase_stands_in_front_of_found():
    state = rules.state_after(FAVRSKOV, [])
    assert (state.next_step, state.status, state.since, state.reached) == ("found", "active", None, frozenset())
    assert rules.allowed(FAVRSKOV, state) == {(MoveKind.REACHED, "found")}


def test_aase_walks_the_whole_bridge():
    state = rules.state_after(FAVRSKOV, reached(*rules.path(FAVRSKOV)))
    assert (state.next_step, state.status) == (None, "finished")
    assert state.reached == set(rules.path(FAVRSKOV))
    assert rules.allowed(FAVRSKOV, state) == frozenset()


def test_aase_says_no_and_comes_back_where_she_was_or_earlier():
    state = rules.state_after(FAVRSKOV, [*reached("found", "asked", "screened"), lost("consented", "declined", 3)])
    assert (state.status, state.next_step, state.reason) == ("lost", "consented", "declined")
    assert rules.allowed(FAVRSKOV, state) == {(MoveKind.RETURNED, step) for step in ("asked", "screened", "consented")}
    back = rules.move(FAVRSKOV, state, Move(MoveKind.RETURNED, "consented", after(91)))
    assert (back.status, back.next_step, back.reason, back.since) == ("active", "consented", None, after(91))
    assert back.reached == {"found", "asked", "screened"}


def test_going_back_behind_the_yes_means_asking_for_a_new_yes():
    moves = [*reached("found", "asked", "screened", "consented"), lost("wishes", "health", 5)]
    moves += [Move(MoveKind.RETURNED, "screened", after(60))]
    assert rules.state_after(FAVRSKOV, moves).reached == {"found", "asked"}


@pytest.mark.parametrize("reason", ["death", "moved", "never_again"])
def test_nobody_is_taken_up_again_after_a_final_reason(reason):
    moves = [*reached("found"), lost("asked", reason)]
    assert rules.allowed(FAVRSKOV, rules.state_after(FAVRSKOV, moves)) == frozenset()
    assert code_of(FAVRSKOV, [*moves, Move(MoveKind.RETURNED, "asked", after(1))]) == "reason_final"


def test_horsens_signs_up_at_the_visit_and_skips_what_is_optional():
    state = rules.state_after(HORSENS, reached("found", "asked", "consented", "first_contact"))
    assert state.next_step == "first_time"
    assert "referred" not in state.reached


def test_soroe_asks_nobody_before_the_signs_are_talked_through():
    assert "asked" not in rules.path(SOROE)
    assert code_of(SOROE, reached("found", "asked")) == "unknown_step"


def test_who_comes_has_come_also_when_nobody_noted_the_call():
    moves = reached("found", "asked", "screened", "consented", "wishes", "referred", "accepted", "first_time")
    state = rules.state_after(FAVRSKOV, moves)
    assert state.next_step == "third_time"
    assert "first_contact" not in state.reached


@pytest.mark.parametrize(
    ("moves", "code"),
    [
        (reached("found", "screened"), "step_missing"),
        (reached("found", "found"), "already_reached"),
        (reached("found", "asked", "dancing"), "unknown_step"),
        ([lost("found", "other")], "not_found_yet"),
        ([*reached("found"), lost("asked", None)], "reason_missing"),
        ([*reached("found"), lost("asked", "bad_mood")], "reason_unknown"),
        ([*reached("found"), lost("asked", "silent")], "reason_not_here"),
        ([*reached("found"), lost("consented", "declined")], "step_missing"),
        ([*reached("found"), Move(MoveKind.RETURNED, "asked", MONDAY)], "not_lost"),
        ([*reached("found"), lost("asked", "declined"), *reached("asked")], "is_lost"),
        ([*reached("found"), lost("asked", "declined"), lost("asked", "declined")], "is_lost"),
        ([*reached("found"), lost("asked", "declined"), Move(MoveKind.RETURNED, "wishes", MONDAY)], "step_ahead"),
        ([*reached(*rules.path(FAVRSKOV)), lost("measured", "health")], "finished"),
        (reached(*rules.path(FAVRSKOV), "reported"), "finished"),
    ],
)
def test_a_move_that_is_not_allowed_says_why(moves, code):
    assert code_of(FAVRSKOV, moves) == code


# -- Owners and deadlines ------------------------------------------------------------------------------------------


def test_the_visit_is_due_14_days_after_the_yes():
    state = rules.state_after(FAVRSKOV, reached("found", "asked", "screened", "consented", day=2))
    assert rules.owner(FAVRSKOV, "wishes") == "activity_worker"
    assert rules.deadline(FAVRSKOV, state, {}) == date(2026, 1, 21)


def test_the_answer_of_the_association_is_due_when_the_referral_promised_it():
    moves = reached("found", "asked", "screened", "consented", "wishes", "referred")
    assert rules.deadline(FAVRSKOV, rules.state_after(FAVRSKOV, moves), {}) == date(2026, 1, 19)


def test_the_call_is_due_a_week_before_the_first_session_and_has_no_date_before_that_is_planned():
    state = rules.state_after(HORSENS, reached("found", "asked", "consented", "wishes", "referred", "accepted"))
    assert rules.deadline(HORSENS, state, {}) is None
    planned = {"first_session_planned": date(2026, 3, 12)}
    assert rules.deadline(HORSENS, state, planned) == date(2026, 3, 5)


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_whether_somebody_is_still_there_is_due_so_long_after_the_first_time(recipe_id):
    recipe = load.load(recipe_id)
    for name in ("six_months", "measured"):
        step = recipe.step(name)
        if step is None or step.at is None or step.at.anchor != "first_session":
            continue
        before = rules.path(recipe)[: rules.path(recipe).index(name)]
        first = date(2026, 3, 12)
        due = rules.deadline(recipe, rules.state_after(recipe, reached(*before)), {"first_time": first})
        assert due == first + timedelta(days=step.at.shift)


def test_a_step_that_may_be_passed_over_borrows_the_deadline_behind_it():
    data = load.as_data(HORSENS)
    for step in data["steps"]:
        if step["step"] == "consented":
            step["within_days"] = 5
    state = rules.state_after(load.from_data(data), reached("found", "asked"))
    assert state.next_step == "screened"
    assert rules.deadline(load.from_data(data), state, {}) == date(2026, 1, 10)


def test_a_deadline_counts_danish_days():
    late = Move(MoveKind.REACHED, "consented", datetime(2026, 7, 1, 22, 30, tzinfo=UTC))  # half past midnight, 2 July
    state = rules.state_after(FAVRSKOV, [*reached("found", "asked", "screened"), late])
    assert rules.deadline(FAVRSKOV, state, {}) == date(2026, 7, 16)


def test_lost_and_finished_have_no_deadline():
    gone = rules.state_after(FAVRSKOV, [*reached("found"), lost("asked", "declined")])
    done = rules.state_after(FAVRSKOV, reached(*rules.path(FAVRSKOV)))
    assert rules.deadline(FAVRSKOV, gone, {}) is None
    assert rules.deadline(FAVRSKOV, done, {}) is None


# -- Follow-up -----------------------------------------------------------------------------------------------------


def happening(name: str, day: int, key: str = "1", reason: str | None = None, order: int = 0) -> Happening:
    return Happening(name, MONDAY.date() + timedelta(days=day), key, reason, order)


def test_a_no_is_asked_again_after_90_days_by_home_care():
    (task,) = rules.planned_tasks(FAVRSKOV, [happening("declined", 3)])
    assert (task.rule_id, task.for_role, task.due) == ("ask_again_after_no", "home_care_worker", date(2026, 4, 8))


def test_a_yes_after_the_no_needs_no_asking_again():
    assert rules.planned_tasks(FAVRSKOV, [happening("declined", 3), happening("consented", 20)]) == ()
    (task,) = rules.planned_tasks(FAVRSKOV, [happening("consented", 3), happening("declined", 20)])
    assert task.rule_id == "ask_again_after_no"


def test_asked_again_and_a_no_again_the_same_day_plans_the_next_asking():
    moves = [*reached("found", "asked", "screened"), lost("consented", "declined", 1)]
    moves += [Move(MoveKind.RETURNED, "consented", after(91)), lost("consented", "declined", 91)]
    (task,) = rules.planned_tasks(FAVRSKOV, rules.happenings_of(moves))
    assert (task.happening_key, task.due) == ("move-6", date(2026, 7, 5))
    without_order = [Happening(h.name, h.on, h.key, h.reason) for h in rules.happenings_of(moves)]
    assert rules.planned_tasks(FAVRSKOV, without_order) == (task,)


def test_an_association_that_says_no_the_day_it_is_asked_loses_nobody():
    known = [happening("referred", 5, "r1"), happening("referral_declined", 5, "r1")]
    assert [task.rule_id for task in rules.planned_tasks(FAVRSKOV, known)] == ["find_other_offer"]
    assert rules.planned_tasks(FAVRSKOV, [*known, happening("referred", 6, "r2")]) == ()


def test_the_host_calls_a_week_before_and_no_longer_when_the_man_has_come():
    planned = happening("first_session_planned", 37)
    (call,) = rules.planned_tasks(HORSENS, [planned])
    assert (call.task, call.for_role, call.due) == ("call_person", "host", date(2026, 2, 4))
    assert rules.planned_tasks(HORSENS, [planned, happening("first_session", 37)]) == ()


def test_a_session_that_is_moved_moves_the_call():
    moved = [happening("first_session_planned", 37, "s1"), happening("first_session_planned", 44, "s1")]
    assert [task.due for task in rules.planned_tasks(HORSENS, moved)] == [date(2026, 2, 11)]


def test_every_absence_is_a_task_of_its_own():
    twice = [happening("absent", 50, "s5"), happening("absent", 57, "s6")]
    assert [task.happening_key for task in rules.planned_tasks(HORSENS, twice)] == ["s5", "s6"]


def test_death_stops_everything_at_once_also_what_is_told_later():
    known = [happening("first_session", 30), happening("absent", 50), happening("worried", 51)]
    assert rules.planned_tasks(FAVRSKOV, known)
    assert rules.planned_tasks(FAVRSKOV, [*known, happening("stopped", 52, reason="death")]) == ()


def test_a_stop_cancels_what_was_planned_and_asks_why():
    known = [happening("first_session", 10), happening("absent", 15), happening("stopped", 20, reason="no_benefit")]
    assert [task.rule_id for task in rules.planned_tasks(FAVRSKOV, known)] == ["ask_why_stopped"]
    again = [*known, happening("returned", 60), happening("absent", 70, "s9")]
    assert "call_after_absence" in [task.rule_id for task in rules.planned_tasks(FAVRSKOV, again)]


def test_the_line_itself_says_what_happened():
    moves = [*reached("found", "asked", "screened"), lost("consented", "declined", 1)]
    assert rules.happenings_of(moves)[-1] == Happening("declined", date(2026, 1, 6), "move-4", "declined", 4)
    away = [*reached("found"), lost("screened", "not_eligible")]
    assert rules.happenings_of(away)[-1].name == "turned_away"
    moves = [*reached(*rules.path(FAVRSKOV)[:9]), lost("third_time", "health", 9)]
    assert [h.name for h in rules.happenings_of(moves)][-2:] == ["first_session", "stopped"]


def test_a_rule_may_come_again_with_a_key_of_its_own_each_time():
    data = load.as_data(FAVRSKOV)
    data["follow_up"] = [
        {"id": "ask", "when": "first_session", "task": "call_person", "by": "befriender", "times": 3, "every_days": 30}
    ]
    data["scenario"] = None
    tasks = rules.planned_tasks(load.from_data(data), [happening("first_session", 0, "s1")])
    assert [(task.happening_key, task.due.isoformat()) for task in tasks] == [
        ("s1", "2026-01-05"),
        ("s1#2", "2026-02-04"),
        ("s1#3", "2026-03-06"),
    ]


def test_measuring_rounds_open_and_close_around_their_day():
    found = rules.measurement_rounds(FAVRSKOV, date(2026, 1, 5))
    assert [(r.id, r.instrument) for r in found[:2]] == [("start", "t-ils@2"), ("start", "who-5@1")]
    last = found[-1]
    assert (last.due, last.opens, last.closes) == (date(2026, 7, 4), date(2026, 6, 27), date(2026, 8, 1))


# -- Target group and colours --------------------------------------------------------------------------------------

AASE = {"age": 82, "sex": "female", "home_help_hours": 6, "civil_status": "widowed", "lives_alone": True}


def test_aase_is_turned_away_at_ten_hours_and_found_again_at_two():
    before = rules.eligible(rules.criteria_on(SOROE, date(2026, 4, 5)), AASE)
    since = rules.eligible(rules.criteria_on(SOROE, date(2026, 4, 6)), AASE)
    assert [reason.code for reason in before.not_met] == ["home_help_hours"]
    assert since.ok


def test_the_reason_can_be_read():
    (hours, *_) = rules.eligible(SOROE.criteria[1], {"home_help_hours": 1.5}).because
    assert rules.explain(hours) == "modtager 1,5 timers hjemmehjælp om ugen; grænsen er mindst 2"
    assert rules.explain(hours, "en") == "gets 1.5 hours of home help a week; the limit is at least 2"
    sex = rules.eligible(HORSENS.criteria[0], AASE).not_met[0]
    assert rules.explain(sex) == "er kvinde; grænsen er mand"


def test_what_is_not_known_is_not_met_and_says_so():
    result = rules.eligible(SOROE.criteria[1], {"home_help_hours": None})
    assert not result.ok
    assert [reason.code for reason in result.unknown] == ["home_help_hours", "feels_lonely", "wants_to_join"]
    assert rules.explain(result.unknown[0]) == "timer med hjemmehjælp kendes ikke"


def test_what_only_the_person_can_tell_turns_nobody_away_before_it_is_told():
    assert rules.eligible(FAVRSKOV.criteria[0], AASE).ok
    assert not rules.eligible(FAVRSKOV.criteria[0], {**AASE, "wants_to_join": False}).ok


@pytest.mark.parametrize(("hours", "strict", "loose"), [(3.9, False, False), (4, False, True), (4.1, True, True)])
def test_more_than_four_hours_is_not_at_least_four(hours, strict, loose):
    facts = {"home_help_hours": hours}
    assert rules.eligible(Criteria.model_validate({"home_help_hours": {"more_than": 4}}), facts).ok is strict
    assert rules.eligible(Criteria.model_validate({"home_help_hours": {"at_least": 4}}), facts).ok is loose


def test_a_second_way_into_the_target_group():
    criteria = Criteria.model_validate(
        {
            "any_of": [
                {"home_help_hours": {"at_least": 2}},
                {"judged": [{"id": "long_illness", "da": "Er i et sygdomsforløb", "en": "Is in a course of illness"}]},
            ]
        }
    )
    assert rules.eligible(criteria, {"home_help_hours": 1, "long_illness": True}).ok
    assert not rules.eligible(criteria, {"home_help_hours": 1, "long_illness": False}).ok
    (unknown,) = rules.eligible(criteria, {"home_help_hours": 1}).because
    assert unknown.met is None


@pytest.mark.parametrize(
    ("score", "wanted"), [(2, None), (3, "green"), (4, "yellow"), (6, "yellow"), (7, "red"), (9, "red")]
)
def test_the_colour_of_a_score(score, wanted):
    assert rules.colour(FAVRSKOV, score) == wanted


def test_another_instrument_has_colours_of_its_own():
    assert rules.colour(FAVRSKOV, 3, "signs@1") == "red"
    assert rules.colour(FAVRSKOV, 3, "who-5@1") is None


def test_green_is_lost_in_favrskov_and_goes_on_in_horsens():
    assert rules.lost_as(FAVRSKOV, "green") == "not_lonely"
    assert rules.lost_as(HORSENS, "green") is None
    assert not rules.continues(FAVRSKOV, "green")
