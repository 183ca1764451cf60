"""Who is in a cohort, and that no two cohorts can be held against each other to learn of one to four persons."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.insight.cohorts.rules import (
    Began,
    Definition,
    cells,
    choose,
    from_kept,
    kept_rows,
    may_stand_together,
    measured_twice,
    since,
)
from brobygger.insight.evaluation.outcome_rules import Taken

DAY = date(2026, 1, 10)


def taken(person, *scores, instrument="t-ils@2"):
    names = ("start", "after_90_days", "after_180_days")
    return tuple(
        Taken(person, instrument, name, datetime(2026, 1 + 3 * place, 10, 9, tzinfo=UTC), score)
        for place, (name, score) in enumerate(zip(names, scores, strict=False))
    )


def began(person, *, day=DAY, stayed=200, scores=(7, 6), **facts):
    return Began(person, day, day + timedelta(days=stayed), taken=taken(person, *scores), **facts)


def test_the_days_of_a_definition_are_both_counted_and_the_first_reason_that_fits_is_told():
    people = [
        began("first", day=DAY),
        began("last", day=DAY + timedelta(days=30)),
        began("too late", day=DAY + timedelta(days=31)),
        began("twice out", in_another=True, died=True),
        began("never measured", scores=()),
    ]
    chosen = choose(people, Definition(DAY, DAY + timedelta(days=30), ("died", "in_another", "unmeasured")))
    assert [one.person for one in chosen.counted] == ["first", "last"]
    assert chosen.left_out == {"twice out": "in_another", "never measured": "unmeasured"}


def test_nobody_is_left_out_for_a_reason_that_was_not_chosen():
    people = [began("dead", died=True), began("moved", moved=True)]
    assert len(choose(people, Definition(None, DAY)).counted) == 2


@pytest.mark.parametrize(("days", "six_months"), [(181, False), (182, True)])
def test_six_months_are_182_days(days, six_months):
    assert began("Aase", stayed=days).six_months is six_months


def test_two_cohorts_that_differ_by_one_person_do_not_stand_together():
    everybody = range(30)
    assert may_stand_together(everybody, [set(range(20)), set(range(15))])
    assert not may_stand_together(everybody, [set(range(20)), set(range(19))])
    assert not may_stand_together(everybody, [set(range(20)), set(range(4, 24))])  # four are new, four are gone
    assert not may_stand_together(range(22), [set(range(20))])  # two stand outside, and the report tells of all 22


def test_nobody_and_everybody_stand_together():
    assert may_stand_together([], [])
    assert may_stand_together(range(7), [set(), set(range(7))])


@settings(max_examples=80)
@given(st.lists(st.frozensets(st.integers(0, 39), min_size=5), min_size=2, max_size=3))
def test_whatever_a_reader_adds_and_takes_away_is_about_nobody_or_five(sets):
    """The attacker knows the size of every cohort and takes unions, intersections and differences of them."""
    if not may_stand_together(range(40), sets):
        assert any(0 < n < 5 for n in cells(range(40), sets).values())
        return
    for one, other in combinations(sets, 2):
        for made in (one - other, other - one, one & other, one | other, frozenset(range(40)) - one - other):
            assert len(made) == 0 or len(made) >= 5


def test_who_has_a_score_before_and_after_each_outcome_by_itself():
    people = [began("both"), began("start only", scores=(7,)), began("off the scale", scores=(7, 12))]
    assert measured_twice(people) == {"loneliness": frozenset({"both"})}


def test_what_is_kept_comes_back_as_it_was():
    rows = taken("Aase", 7, 6, 5)
    assert from_kept("Aase", kept_rows(rows)) == rows


def test_a_change_in_the_records_is_seen_and_counted():
    frozen = {"same": taken("same", 7, 6), "rescored": taken("rescored", 7, 6), "gone": taken("gone", 7)}
    now = choose([began("same"), began("rescored", scores=(7, 5)), began("new")], Definition(None, DAY))
    told = since(frozen, now)
    assert (told.more, told.fewer, told.others) == (1, 1, 1)
