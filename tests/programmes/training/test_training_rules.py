"""Hours for each, and the warnings that the source documents paid for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.programmes.training.rules import (
    ITEMS,
    SURENESS,
    TIME_CODES,
    Came,
    Rated,
    Taught,
    Uncertain,
    hours,
    spent,
    uncertainties,
    warnings,
)

TODAY = date(2026, 11, 21)
START = TODAY - timedelta(days=30)


def codes(course, *, starts_on=START, today=TODAY):
    return [warn.code for warn in warnings([course], starts_on=starts_on, today=today)]


def ago(days):
    return TODAY - timedelta(days=days)


def test_hours_for_each_employee_count_a_person_once():
    told = hours([Came("karin", 120), Came("karin", 30), Came("bo", 120)])
    assert (told.people, told.minutes, told.each) == (2, 270, 135)


def test_nobody_there_is_nought():
    assert hours([]).each == 0


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 500))))
def test_each_times_people_is_all_of_it_but_for_rounding(rows):
    told = hours(Came(who, minutes) for who, minutes in rows)
    assert abs(told.each * told.people - told.minutes) <= told.people / 2


def test_nordfyns_a_year_between_the_course_and_its_use():
    (found,) = warnings([Taught("Tegn", days=(START - timedelta(days=365),))], starts_on=START, today=START)
    assert (found.code, found.days) == ("before_use", 365)


def test_nordfyns_a_day_that_says_it_again_is_enough():
    course = Taught("Tegn", days=(START - timedelta(days=365), START + timedelta(days=3)))
    assert codes(course) == []


@pytest.mark.parametrize(("days", "expected"), [(180, []), (181, ["before_use"])])
def test_half_a_year_is_the_longest_before_use(days, expected):
    assert codes(Taught("Tegn", days=(START - timedelta(days=days),)), today=START) == expected


def test_lolland_nobody_can_start_where_nobody_has_learnt_it():
    course = Taught("Måltidet", days=(START,), must_before_start=True, missing=("Gruppe Syd",))
    (found,) = warnings([course], starts_on=START, today=TODAY)
    assert (found.code, found.units) == ("stops_start", ("Gruppe Syd",))
    assert codes(Taught("Måltidet", days=(START,), must_before_start=True)) == []


def test_lolland_is_told_a_month_before_the_start_and_not_sooner():
    course = Taught("Måltidet", must_before_start=True, missing=("Syd",))
    assert codes(course, starts_on=TODAY + timedelta(days=30)) == ["stops_start"]
    assert codes(course, starts_on=TODAY + timedelta(days=31)) == []


@pytest.mark.parametrize(("after", "held", "expected"), [(90, 90, ["refresher"]), (90, 89, []), (None, 90, [])])
def test_favrskov_meets_again_three_months_later(after, held, expected):
    assert codes(Taught("Tegn", days=(ago(held),), refresher_after_days=after), starts_on=ago(95)) == expected


def test_a_planned_refresher_keeps_still():
    course = Taught("Tegn", days=(ago(100), TODAY + timedelta(days=5)), refresher_after_days=90)
    assert codes(course, starts_on=ago(110)) == []


def test_a_course_that_should_have_been_held_and_one_that_was_held_long_ago():
    assert codes(Taught("Tegn", planned_on=ago(1))) == ["not_held"]
    assert codes(Taught("Tegn", planned_on=TODAY)) == []
    assert codes(Taught("Tegn", days=(ago(366),)), starts_on=ago(370)) == ["long_ago"]


def test_the_gravest_comes_first():
    told = warnings([Taught("A", planned_on=ago(1)), Taught("B", must_before_start=True)], starts_on=START, today=TODAY)
    assert [warn.code for warn in told] == ["stops_start", "not_held"]


def test_syddjurs_what_most_are_unsure_of_comes_first():
    rows = [
        Rated("karin", "signs", 4),
        Rated("bo", "signs", 2),
        Rated("karin", "dementia", 1),
        Rated("bo", "dementia", 2),
    ]
    assert uncertainties(rows) == (Uncertain("dementia", 2, 2), Uncertain("signs", 1, 2))


@given(st.lists(st.builds(Rated, st.sampled_from("abc"), st.sampled_from(ITEMS), st.sampled_from(SURENESS))))
def test_never_more_unsure_than_have_answered_and_everybody_counts_once(rows):
    told = uncertainties(rows)
    assert all(one.unsure <= one.answered == len({row.who for row in rows if row.item == one.item}) for one in told)
    assert {one.item for one in told} == {row.item for row in rows}


def test_stevns_management_sees_how_much_is_coordination():
    told = spent([("loneliness_time", 45), ("coordination", 15)])
    assert (told.total, told.coordination_share, set(told.minutes)) == (60, 25, set(TIME_CODES))
    assert spent([]).coordination_share == 0
