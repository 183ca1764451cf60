"""Counting guests, a bus's seats, and who belongs to a birth year."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from brobygger.pathway.occasions.rules import Counts, birth_year, counts, seats_left

guests = some.lists(
    some.tuples(some.booleans(), some.sampled_from([None, True, False]), some.sampled_from(["", "call", "more"]))
)


@given(guests, some.integers(0, 50))
def test_nobody_is_counted_twice_and_those_without_a_name_are_counted(told, others):
    found = counts(told, others=others)
    assert found.came == sum(came is True for _invited, came, _wants in told) + others
    assert found.invited <= len(told)
    assert found.call + found.more <= len(told)


def test_an_example():
    told = [(True, True, "call"), (True, None, ""), (False, True, "more"), (True, False, "")]
    assert counts(told, others=7) == Counts(invited=3, came=9, others=7, call=1, more=1)


@given(some.integers(50, 110), some.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_everybody_of_a_birth_year_turns_that_age_in_the_year_and_nobody_else_does(turns, day):
    first, last = birth_year(turns=turns, in_year=day.year)
    assert (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    assert day.year - first.year == day.year - last.year == turns


def test_a_bus_is_full_when_it_is_full_and_never_less_than_empty():
    assert seats_left(seats=None, signed_up=900) is None
    assert [seats_left(seats=2, signed_up=n) for n in range(4)] == [2, 1, 0, 0]
