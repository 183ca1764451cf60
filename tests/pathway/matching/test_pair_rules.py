"""Pairs from both lists: every hard rule kept, proven, the same every time, and nobody waits for ever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from brobygger.pathway.matching.group_rules import Waiter
from brobygger.pathway.matching.pair_rules import PairsAsked, Volunteer, judge_pair, match_all, take_in
from brobygger.pathway.matching.patience_rules import with_patience
from brobygger.pathway.matching.rules import Seeker


def waiter(number: int, *, waited: int = 10, **facts: object) -> Waiter:
    usual = {"latitude": 56.2, "longitude": 10.9, "interests": ("kort",)}
    return Waiter(f"p{number:03}", Seeker(**{**usual, **facts}), waited)  # type: ignore[arg-type]


def volunteer(number: int, **facts: object) -> Volunteer:
    usual = {"latitude": 56.2, "longitude": 10.9, "interests": ("kort",)}
    return Volunteer(f"v{number:03}", **{**usual, **facts})  # type: ignore[arg-type]


_INTERESTS = some.sampled_from([(), ("kort",), ("kort", "sang"), ("natur",)])
_DAYS = some.sampled_from([(), (1, 2), (4,)])
_LANGUAGES = some.sampled_from([(), ("dansk",), ("arabisk",)])
_SEXES = some.sampled_from(["", "male", "female"])


@some.composite
def asked_of_many(draw: some.DrawFn) -> PairsAsked:
    waiters = [
        waiter(
            number, waited=draw(some.integers(0, 300)), interests=draw(_INTERESTS), weekdays=draw(_DAYS),
            languages=draw(_LANGUAGES), sex=draw(_SEXES) or None, latitude=draw(some.floats(56.0, 56.4)),
            company=draw(some.sampled_from(["", "group", "one_to_one"])),
        )
        for number in range(draw(some.integers(0, 8)))
    ]  # fmt: skip
    volunteers = [
        volunteer(
            number, interests=draw(_INTERESTS), weekdays=draw(_DAYS), languages=draw(_LANGUAGES),
            meets_sex=draw(_SEXES), latitude=draw(some.floats(56.0, 56.4)), places=draw(some.integers(0, 2)),
        )
        for number in range(draw(some.integers(0, 6)))
    ]  # fmt: skip
    everyone = [(one.id, other.id) for one in waiters for other in volunteers]
    some_pairs = some.lists(some.sampled_from(everyone), max_size=3) if everyone else some.just([])
    return PairsAsked(waiters, volunteers, draw(some_pairs), frozenset(draw(some_pairs)))


@given(asked_of_many())
def test_no_hard_rule_is_broken_and_the_answer_is_proven(asked):
    found = match_all(asked)
    waiters, volunteers = {one.id: one for one in asked.waiters}, {one.id: one for one in asked.volunteers}
    assert found.optimal
    assert len({one for one, _other in found.pairs}) == len(found.pairs)
    for one, other in found.pairs:
        if (one, other) not in asked.pinned:
            assert not judge_pair(waiters[one], volunteers[other]).blocks
            assert (one, other) not in asked.refused
    for other in volunteers.values():
        assert sum(id_ == other.id for _one, id_ in found.pairs) <= other.places


@given(asked_of_many())
def test_the_same_question_has_the_same_answer(asked):
    again = PairsAsked(asked.waiters[::-1], asked.volunteers[::-1], asked.pinned, asked.refused)
    assert match_all(asked) == match_all(again)


@given(asked_of_many(), some.integers(1, 3))
def test_newcomers_are_taken_in_as_well_as_a_new_solution_would(asked, count):
    before = PairsAsked(asked.waiters[:-count], asked.volunteers, (), asked.refused)
    new = list(asked.waiters[len(before.waiters) :])
    volunteers = {one.id: one for one in asked.volunteers}
    stands = match_all(before)
    try:
        joined = take_in(stands, new, volunteers, asked.refused)
    except ValueError:
        return  # beyond the numbers of the standing question: the page matches all anew
    whole = match_all(PairsAsked(asked.waiters, asked.volunteers, (), asked.refused))
    assert len(joined.pairs) == len(whole.pairs)
    assert total(joined) == pytest.approx(total(whole))


def total(found):
    worth = {(found.left[one], found.places[place]): points for one, place, points in found.edges}
    return sum(worth[two] for two in found.pairs)


def test_a_volunteer_more_never_makes_it_worse():
    waiters = [waiter(number, interests=("kort",) if number % 2 else ("natur",)) for number in range(5)]
    few = match_all(PairsAsked(waiters, [volunteer(1), volunteer(2)]))
    more = match_all(PairsAsked(waiters, [volunteer(1), volunteer(2), volunteer(3, interests=())]))
    assert len(more.pairs) >= len(few.pairs)
    assert total(more) >= total(few)


def test_whoever_has_waited_longest_comes_first_when_they_suit_alike():
    waiters = [waiter(number, waited=number * 10) for number in range(6)]
    found = match_all(PairsAsked(waiters, [volunteer(1), volunteer(2)]))
    assert {one for one, _other in found.pairs} == {"p004", "p005"}


def test_nobody_starves_though_others_always_suit_better():
    """One place a month, and each month a newcomer who suits the volunteer better in everything."""
    lonely = {"interests": (), "latitude": 56.28}
    for month in range(1, 24):
        waiters = [waiter(0, waited=month * 30, **lonely), waiter(month, interests=("kort", "sang"), weekdays=(1,))]
        (pair,) = match_all(PairsAsked(waiters, [volunteer(1, interests=("kort", "sang"), weekdays=(1,))])).pairs
        if pair[0] == "p000":
            break
    assert month <= 7
    assert with_patience(0, 240) > with_patience(100, 0) + 30


@pytest.mark.parametrize(
    ("person", "other", "code"),
    [
        ({"company": "group"}, {}, "wants_group"),
        ({"languages": ("arabisk",)}, {}, "no_language"),
        ({"weekdays": (0,)}, {"weekdays": (3,)}, "no_day"),
        ({"sex": "male"}, {"meets_sex": "female"}, "meets_sex"),
        ({"latitude": 57.0}, {}, "far_from_each_other"),
    ],
)
def test_what_keeps_two_from_meeting_has_a_name(person, other, code):
    assert [block.code for block in judge_pair(waiter(1, **person), volunteer(1, **other)).blocks] == [code]


def test_a_pinned_pair_stays_whatever_it_costs_and_a_refused_one_never_comes_back():
    waiters, volunteers = [waiter(1), waiter(2, latitude=56.25)], [volunteer(1), volunteer(2, latitude=56.25)]
    pinned = match_all(PairsAsked(waiters, volunteers, [("p001", "v002")]))
    assert set(pinned.pairs) == {("p001", "v002"), ("p002", "v001")}
    refused = match_all(PairsAsked(waiters, volunteers, (), [("p001", "v001")]))
    assert set(refused.pairs) == {("p001", "v002"), ("p002", "v001")}
