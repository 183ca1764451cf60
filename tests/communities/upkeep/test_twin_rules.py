"""Two organisations that describe one offer are found; two that only sound alike are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from brobygger.communities.upkeep.rules import PATIENCE_DAYS, due
from brobygger.communities.upkeep.twin_rules import FILLED, Told, alike, taken_over, twins

BENT = Told(
    UUID(int=1), "Mandeværkstedet på Nørregade", "group", "Nørregade 4", "12 34 56 01", frozenset({1}), "14:00",
    56.2, 10.9,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"name": "Værksted for mænd, Nørregade"}, False),  # other words: people would have to know
        ({"name": "Nørregade mandeværksted"}, True),
        ({"name": "Mandeværkstedet", "address": ""}, True),
        ({"name": "Mandeværkstedet på Nørregade", "kind": "one_to_one"}, False),
        ({"name": "Strikkeklubben på Nørregade", "weekdays": frozenset({3})}, False),
    ],
)
def test_what_is_the_same_offer(change, found):
    other = replace(BENT, id=UUID(int=2), **change)
    assert bool(twins([BENT, other])) is found


def test_a_name_alone_is_not_enough():
    """Two villages each have their «Spisevenner»."""
    one = Told(uuid4(), "Spisevenner", "meal", "Nordby 1", "11 11 11 11", latitude=56.0, longitude=10.0)
    assert (
        twins([one, Told(uuid4(), "Spisevenner", "meal", "Sydby 9", "22 22 22 22", latitude=56.9, longitude=10.0)])
        == []
    )
    assert twins([one, replace(one, id=uuid4(), phone="22 22 22 22")])[0].why == ("name", "place")


names = some.text("abcæø ", min_size=1, max_size=20)


@given(names, names)
def test_likeness_is_symmetrical_and_whole_for_the_same(one, other):
    assert 0 <= alike(one, other) <= 1
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == (1.0 if one.strip() else 0.0)


values = some.sampled_from([None, "", [], 0, False, "x", [1], 5, True])
facts = some.fixed_dictionaries(dict.fromkeys(FILLED, values))


@given(facts, facts)
def test_only_what_is_missing_is_taken_over_and_no_is_an_answer(kept, other):
    taken = taken_over(kept, other)
    assert all(kept[name] in (None, "", []) and kept[name] is not False for name in taken)
    assert all(other[name] not in (None, "") for name in taken)
    assert taken_over({**kept, **taken}, other) == {}


@given(some.integers(0, 800), some.integers(0, 800), some.sampled_from([0, 30, 91, 182, 365]))
def test_nobody_is_asked_before_the_interval_nor_twice_in_one_links_life(confirmed, asked, every):
    today = date(2030, 1, 1)
    days = {"confirmed_on": date.fromordinal(today.toordinal() - confirmed), "today": today, "every_days": every}
    asked_on = date.fromordinal(today.toordinal() - asked)
    assert due(asked_on=asked_on, **days) is (every > 0 and confirmed >= every and asked >= PATIENCE_DAYS)
    assert due(asked_on=None, **days) is (every > 0 and confirmed >= every)
