"""Whoever knows everything about a person still finds at least k rows that fit; and an attacker tries."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.insight.disclosure.person_rows_rules import ALL, Released, release

SEXES, HOMES = ("female", "male"), ("house", "flat", "sheltered", "care_home")


def ladder_of_age(years):
    return (str(years), f"{years // 10 * 10}-{years // 10 * 10 + 9}", "80+" if years >= 80 else "under 80", ALL)


def person(years, sex, home):
    return (ladder_of_age(years), (sex, ALL), (home, "own" if home in HOMES[:2] else "care", ALL))


people = st.lists(
    st.builds(person, st.integers(65, 99), st.sampled_from(SEXES), st.sampled_from(HOMES)), min_size=0, max_size=120
)


def fitting(known, released: Released):
    """How many rows may be the person's, for somebody who knows all his or her fields."""
    at_rungs = tuple(ladder[rung] for ladder, rung in zip(known, released.rungs, strict=True))
    nothing = (ALL,) * len(known)
    return sum(row in (at_rungs, nothing) for row in released.rows)


def as_it_is(everybody):
    """The control: the fields as they are, nothing made coarser."""
    return Released(tuple(tuple(ladder[0] for ladder in one) for one in everybody), (0,) * 3, 0, 0)


@given(people, st.integers(5, 12))
@settings(max_examples=300)
def test_everybody_looks_like_k_or_there_is_no_release(everybody, k):
    released = release(everybody, k=k)
    if len(everybody) < k:
        assert released is None
        return
    groups = Counter(released.rows)
    assert min(groups.values()) == released.smallest >= k
    assert len(released.rows) == len(everybody)
    nothing = (ALL,) * 3
    assert groups[nothing] == released.hidden
    assert released.hidden == 0 or released.hidden >= k
    for known, row in zip(everybody, released.rows, strict=True):
        own = tuple(ladder[rung] for ladder, rung in zip(known, released.rungs, strict=True))
        assert row in (own, nothing)


@given(people)
def test_the_order_of_the_persons_decides_nothing(everybody):
    turned = release(list(reversed(everybody)))
    released = release(everybody)
    assert (released is None) == (turned is None)
    if released and turned:
        assert released.rungs == turned.rungs
        assert released.rows == tuple(reversed(turned.rows))


def town(seed, number=80):
    chance = random.Random(seed)
    return [person(chance.randint(65, 99), chance.choice(SEXES), chance.choice(HOMES)) for _ in range(number)]


def test_an_attacker_who_knows_everything_finds_nobody():
    """200 towns of 80: the attacker links on age, sex and home. Nobody is found; in the control most are."""
    found = control = 0
    for seed in range(200):
        everybody = town(seed)
        released = release(everybody)
        found += sum(fitting(known, released) < 5 for known in everybody)
        control += sum(fitting(known, as_it_is(everybody)) < 5 for known in everybody)
    assert found == 0
    assert control > 200 * 40  # the attack works when nothing is done


def test_little_is_made_coarser_when_there_are_many():
    everybody = [person(70, "female", "house")] * 40 + [person(85, "male", "flat")] * 40
    released = release(everybody)
    assert (released.rungs, released.hidden) == ((0, 0, 0), 0)


def test_the_few_who_stand_out_are_hidden_k_together():
    everybody = [person(70, "female", "house")] * 30 + [person(85, "male", "flat")] * 30 + [person(99, "male", "flat")]
    released = release(everybody)
    assert released.rungs == (0, 0, 0)
    assert released.hidden == 31  # one stands out, and must be hidden among enough: a whole group goes along


@pytest.mark.parametrize("number", [0, 1, 4])
def test_nobody_and_few_are_not_released(number):
    assert release([person(70, "female", "house")] * number) is None


def test_k_under_the_threshold_and_crooked_ladders_are_refused():
    with pytest.raises(ValueError, match="k = 4"):
        release([person(70, "female", "house")] * 9, k=4)
    with pytest.raises(ValueError, match="does not end"):
        release([(("70", "60-79"),)] * 9)
    with pytest.raises(ValueError, match="different length"):
        release([(("70", ALL),)] * 8 + [(("70", "60-79", ALL),)])


# ---- files put together by the scores, which are the same in both


def linked(first: Released, second: Released):
    """The attacker's joined table: scores join the two files without a fault, so each person is both rows at once."""
    return Counter(zip(first.rows, second.rows, strict=True))


@given(people, people, st.integers(5, 9))
@settings(max_examples=100)
def test_two_files_put_together_still_hide_each_among_k(everybody, later, k):
    """The second file is made when more have come; some who were in the first are not in the records any more."""
    first = release(everybody, k=k)
    if first is None:
        return
    gone, stay = everybody[: len(everybody) // 9], everybody[len(everybody) // 9 :]
    before = first.rows[len(gone) :]
    second = release(
        [*stay, *later], k=k, standing=[*before, *[()] * len(later)], gone=Counter(first.rows[: len(gone)])
    )
    if second is None:
        return
    assert len(second.rows) == len(stay) + len(later)
    groups = Counter(zip([*before, *[()] * len(later)], second.rows, strict=True))
    # Those who are in the first file and not in the second, for whatever reason, look alike to the attacker.
    missing = Counter(first.rows[: len(gone)])
    for (cell, row), n in groups.items():
        if row is None and cell != ():
            missing[cell] += n
        elif row is not None:
            assert n >= k
    assert all(n >= k for n in missing.values())
    assert second.left_out == sum(row is None for row in second.rows)


def test_without_looking_at_the_first_file_the_attacker_finds_somebody():
    """The control: two files, each right by itself, made at two times; joined they single persons out."""
    chance = random.Random(8)
    everybody = [person(chance.randrange(65, 100), chance.choice(SEXES), chance.choice(HOMES)) for _n in range(400)]
    alone = [release(everybody[:200], k=5), release(everybody, k=5)]
    found = linked(Released(alone[0].rows, (), 0, 0), Released(alone[1].rows[:200], (), 0, 0))
    assert min(found.values()) < 5
    beside = release(everybody, k=5, standing=[*alone[0].rows, *[()] * 200])
    groups = Counter(zip([*alone[0].rows, *[()] * 200], beside.rows, strict=True))
    assert min(n for (_cell, row), n in groups.items() if row is not None) >= 5
    assert beside.smallest >= 5
