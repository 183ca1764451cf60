"""The 26 questions of seed 002: answered from data where data exist, and what would help most."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from brobygger.communities.upkeep.principles_rules import (
    BY_CODE,
    FROM_PEOPLE,
    QUESTIONS,
    Answer,
    Facts,
    from_data,
    helps_most,
    in_squares,
    together,
)

GOOD = Facts(
    missing_facts=0, repelling=0, inviting=True, transport=True, step_free=True, place=(True, None), has_day=True,
    has_time=True, has_place=True, has_contact=True, price_dkk=0, referrals=3,
    followed_up=True, agreement=True, fresh=True,
)  # fmt: skip
said = some.dictionaries(some.sampled_from(sorted(BY_CODE)), some.sampled_from(FROM_PEOPLE))


def test_there_are_26_questions_over_the_four_principles_as_the_seed_has_them():
    assert Counter(question.principle for question in QUESTIONS) == {1: 7, 2: 6, 3: 8, 4: 5}
    assert len(BY_CODE) == 26


def test_data_answer_only_the_questions_that_say_so():
    assert set(from_data(GOOD)) == {question.code for question in QUESTIONS if question.from_data}


@pytest.mark.parametrize(
    ("change", "code", "answer"),
    [
        ({"step_free": False}, "physical", Answer.NO),
        ({"step_free": None}, "physical", None),
        ({"place": (True, False)}, "physical", Answer.PARTLY),
        ({"step_free": False, "place": (True, False)}, "physical", Answer.NO),
        ({"step_free": None, "place": (False,)}, "physical", None),
        ({"transport": None}, "transport", None),
        ({"price_dkk": 50}, "price", Answer.YES),
        ({"price_dkk": 51}, "price", Answer.PARTLY),
        ({"price_dkk": 101}, "price", Answer.NO),
        ({"price_dkk": None}, "price", None),
        ({"has_time": False}, "informed", Answer.PARTLY),
        ({"has_time": False, "has_place": False}, "informed", Answer.NO),
        ({"has_contact": False}, "welcome", Answer.NO),
        ({"repelling": 1}, "no_label", Answer.NO),
        ({"missing_facts": None}, "no_label", None),
        ({"missing_facts": 3}, "clear_text", Answer.NO),
        ({"referrals": 0}, "known_by_staff", None),
        ({"agreement": False}, "agreement", None),
        ({"fresh": False}, "overview", Answer.NO),
    ],
)
def test_each_fact_gives_its_answer_and_no_other_changes(change, code, answer):
    before, after = from_data(GOOD), from_data(replace(GOOD, **change))
    assert after.get(code) is answer
    different = {name for name in before if before[name] is not after.get(name)}
    assert different - {code} <= {"clear_text"}  # without a text nothing can be said of it


@given(said)
def test_people_do_not_overrule_data_but_make_firm_what_data_half_know(people):
    data = from_data(replace(GOOD, step_free=False))
    answers = together(data, people)
    assert answers["physical"] is Answer.NO
    firm = people.get("welcome")
    assert answers["welcome"] is (firm if firm in (Answer.YES, Answer.NO) else Answer.PARTLY)
    assert all(answers[code] is people[code] for code in people if code not in data)
    assert sum(len(row) for _number, row in in_squares(answers)) == 26


@given(said)
def test_what_helps_is_never_what_is_so_already_and_a_known_no_comes_before_the_unknown(people):
    answers = together({}, people)
    helps = helps_most(answers, most=26)
    assert all(answers[one.code] not in (Answer.YES, Answer.NOT_HERE) for one in helps)
    unknown = [answers[one.code] is Answer.UNKNOWN for one in helps]
    assert unknown == sorted(unknown)


def test_steps_at_the_door_weigh_more_than_a_small_role():
    answers = dict.fromkeys(BY_CODE, Answer.YES) | {"develops": Answer.NO, "physical": Answer.NO}
    assert [one.code for one in helps_most(answers)] == ["physical", "develops"]
