"""Groups from those who wait: no hard rule broken, pinned people stay, long waits first, same question same answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from brobygger.pathway.matching.group_rules import (
    Company,
    Question,
    Terms,
    Waiter,
    blocks,
    gives_a_hand,
    may_meet,
    pair,
    propose,
)
from brobygger.pathway.matching.group_why_rules import broken, facts, why_in, why_left_out
from brobygger.pathway.matching.rules import Choice, Seeker

HALL = Choice(id="hall", kind="group", latitude=56.2, longitude=10.9, weekdays=(1,), step_free=False)


def waiter(number: int, *, waited: int = 10, **facts: object) -> Waiter:
    usual = {"sex": "male", "latitude": 56.2, "longitude": 10.9, "interests": ("kort",), "walks_m": 800}
    resources = bool(facts.pop("resources", False))
    return Waiter(f"p{number:02}", Seeker(**{**usual, **facts}), waited, resources)  # type: ignore[arg-type]


def question(people: list[Waiter], **changed: object) -> Question:
    terms = {name: changed.pop(name) for name in list(changed) if name in Terms.__dataclass_fields__}
    sizes = {"size_min": 6, "size_max": 8, **terms}
    return Question(people, Terms(**sizes), HALL, **changed)  # type: ignore[arg-type]


_PEOPLE = some.lists(
    some.tuples(
        some.sampled_from(["male", "female", None]),
        some.sampled_from([(), ("kort",), ("kort", "sang"), ("natur",)]),
        some.sampled_from([None, "none", "walker"]),
        some.sampled_from([(), ("dansk",), ("arabisk",), ("dansk", "arabisk")]),
        some.sampled_from(["", "group", "one_to_one"]),
        some.integers(0, 200),
        some.floats(56.1, 56.3),
        some.sampled_from([(), (1, 2), (4,)]),
    ),
    max_size=22,
)


@some.composite
def questions(draw: some.DrawFn) -> Question:
    people = [
        Waiter(
            f"p{number:02}",
            Seeker(
                sex=sex, interests=interests, walking_aid=aid, languages=languages, company=company, latitude=latitude,
                longitude=10.9, weekdays=days,
            ),
            waited,
            resources=waited % 3 == 0,
        )
        for number, (sex, interests, aid, languages, company, waited, latitude, days) in enumerate(draw(_PEOPLE))
    ]  # fmt: skip
    ids = [one.id for one in people]
    pairs = some.tuples(some.sampled_from(ids), some.sampled_from(ids)) if ids else some.nothing()
    wishes = some.lists(pairs, max_size=4).map(lambda found: frozenset(pair(*two) for two in found if two[0] != two[1]))
    least = draw(some.integers(2, 5))
    terms = Terms(
        size_min=least,
        size_max=least + draw(some.integers(0, 3)),
        rule=draw(some.sampled_from(["interests", "address"])),
        sex=draw(some.sampled_from(["", "alike", "male"])),
        km_at_most=draw(some.sampled_from([None, 5])),
        balance=draw(some.booleans()),
        hosts=draw(some.sampled_from([None, 0, 1, 2])),
        places=draw(some.sampled_from([None, 3, 8])),
    )
    company = Company(draw(wishes) if ids else frozenset(), draw(wishes) if ids else frozenset())
    pinned = draw(some.dictionaries(some.sampled_from(ids), some.integers(1, 3), max_size=3)) if ids else {}
    return Question(people, terms, HALL, company, pinned)


@settings(max_examples=120)
@given(questions())
def test_no_hard_rule_is_broken_and_nobody_is_lost(asked):
    found = propose(asked)
    by_id = {one.id: one for one in asked.waiters}
    groups = {number: [by_id[one] for one in ids] for number, ids in found.groups.items()}
    seated = [one for group in groups.values() for one in group]
    assert len(seated) == len({one.id for one in seated})
    for number, group in groups.items():
        chosen = [one for one in group if one.id in asked.pinned]
        assert all(asked.pinned[one.id] == number for one in chosen)
        for one in group:
            assert one.id in asked.pinned or not blocks(one, asked.terms, HALL)
            for other in group:
                if one is not other and not {one.id, other.id} <= set(asked.pinned):
                    assert may_meet(one, other, asked.terms, asked.company) == ""
        if not chosen:
            assert asked.terms.size_min <= len(group) <= asked.terms.size_max
            assert not list(broken(group, asked))
        assert len(group) <= max(asked.terms.size_max, len(chosen))
    for one in asked.pinned:
        assert one in {other.id for other in seated}
    pinned_groups = len(set(asked.pinned.values()))
    if asked.terms.hosts is not None:
        assert len(groups) <= max(asked.terms.hosts, pinned_groups)
    if asked.terms.places is not None:
        assert len(seated) <= max(asked.terms.places, len(asked.pinned))
    for one in asked.waiters:
        if one not in seated:
            assert why_left_out(one, groups, asked)


@settings(max_examples=25)
@given(questions())
def test_the_same_question_has_the_same_answer_in_whatever_order_people_stand(asked):
    assert propose(asked) == propose(replace(asked, waiters=list(reversed(asked.waiters))))


def test_whoever_waited_longest_gets_the_places_there_are():
    people = [waiter(number, waited=number * 3) for number in range(12)]
    found = propose(question(people, places=6))
    assert set(found.groups[1]) == {one.id for one in people[6:]}
    by_id = {one.id: one for one in people}
    groups = {1: [by_id[one] for one in found.groups[1]]}
    (reason,) = why_left_out(people[0], groups, question(people, places=6))
    assert reason.code == "no_places"


def test_nobody_starves_when_one_group_forms_each_week():
    """Somebody who shares no interest with the newcomers is in a group before they have overtaken for long."""
    lonely = waiter(0, waited=0, interests=("sang",))
    waiting, served_in_week = [lonely], None
    for week in range(1, 30):
        waiting = [replace(one, waited_days=one.waited_days + 7) for one in waiting]
        waiting += [waiter(week * 10 + number, waited=0) for number in range(7)]
        found = propose(question(waiting, size_min=5, size_max=6, hosts=1, places=6))
        seated = {one for ids in found.groups.values() for one in ids}
        assert seated
        if lonely.id in seated:
            served_in_week = week
            break
        waiting = [one for one in waiting if one.id not in seated]
    assert served_in_week is not None
    assert served_in_week <= 4


def test_two_groups_of_twenty_four_and_everyone_left_out_is_told_why():
    people = [waiter(number, interests=("kort",) if number % 2 else ("natur",)) for number in range(16)]
    people += [waiter(number, walking_aid="walker") for number in range(16, 19)]
    people += [waiter(number, weekdays=(4,)) for number in range(19, 21)]
    people += [waiter(21, company="one_to_one"), waiter(22, latitude=57.5), waiter(23, languages=("arabisk",))]
    asked = question(people)
    found = propose(asked)
    assert sorted(map(len, found.groups.values())) == [8, 8]
    by_id = {one.id: one for one in people}
    groups = {number: [by_id[one] for one in ids] for number, ids in found.groups.items()}
    told = {one.id: [reason.code for reason in why_left_out(one, groups, asked)] for one in people[16:]}
    assert told["p16"] == ["steps"]
    assert told["p19"] == ["wrong_day"]
    assert told["p21"] == ["wants_one"]
    assert told["p22"] == ["too_far"]
    assert told["p23"] == ["not_enough_more"]
    assert {interest for group in groups.values() for interest in facts(group, asked).interests} == {"kort", "natur"}
    reasons = {reason.code for reason in why_in(groups[1][0], groups[1], asked)}
    assert {"shares", "near"} <= reasons


def test_a_wish_to_be_with_somebody_is_kept_and_a_contradiction_is_not_followed():
    people = [waiter(number, interests=("kort",) if number < 6 else ("natur",)) for number in range(12)]
    wished = Company(together=frozenset({("p00", "p11"), ("p01", "p02")}), apart=frozenset({("p01", "p02")}))
    found = propose(question(people, size_min=6, size_max=6, company=wished))
    assert any({"p00", "p11"} <= set(ids) for ids in found.groups.values())
    assert not any({"p01", "p02"} <= set(ids) for ids in found.groups.values())


def test_numbers_stay_when_it_is_proposed_again_with_one_pinned():
    people = [waiter(number, interests=("kort",) if number < 6 else ("natur",)) for number in range(12)]
    first = propose(question(people, size_min=6, size_max=6))
    home = {one: number for number, ids in first.groups.items() for one in ids}
    moved = {"p00": 3 - home["p00"]}
    second = propose(question(people, size_min=6, size_max=6, pinned=moved, before=home))
    assert "p00" in second.groups[moved["p00"]]
    again = propose(question(people, size_min=6, size_max=6, before=home))
    assert again.groups == first.groups


def test_groups_of_one_sex_each_and_by_address():
    people = [
        waiter(number, sex="male" if number % 2 else "female", latitude=56.2 + number / 500) for number in range(12)
    ]
    found = propose(question(people, size_min=3, size_max=6, sex="alike", rule="address"))
    by_id = {one.id: one.seeker.sex for one in people}
    assert all(len({by_id[one] for one in ids}) == 1 for ids in found.groups.values())
    assert sum(map(len, found.groups.values())) == 12


def test_every_group_has_people_who_can_give_a_hand():
    people = [waiter(number, walks_m=100) for number in range(10)] + [waiter(number) for number in range(10, 14)]
    asked = question(people, size_min=6, size_max=7, balance=True)
    found = propose(asked)
    by_id = {one.id: one for one in people}
    assert [sum(gives_a_hand(by_id[one]) for one in ids) for ids in found.groups.values()] == [2, 2]


@pytest.mark.parametrize("people", [[], [waiter(1)]])
def test_nobody_and_one_person_make_no_group(people):
    found = propose(question(people))
    assert found.groups == {}
    assert all(why_left_out(one, {}, question(people))[0].code == "too_few" for one in people)
