"""How often those who refer hear from us, what a greeting is followed by, and which units nobody has visited."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from brobygger.programmes.presence import rules

DAY = date(2027, 3, 1)
days = some.dates(date(2026, 1, 1), date(2028, 1, 1))


def test_who_refers_is_left_in_peace_twice_as_long():
    assert rules.next_on(DAY, every_weeks=6, referred_since=0) == DAY + timedelta(weeks=6)
    assert rules.next_on(DAY, every_weeks=6, referred_since=1) == DAY + timedelta(weeks=12)


@given(some.integers(0, 100))
def test_a_text_is_another_than_the_last_and_all_come_before_one_comes_again(sent):
    assert rules.text_number(sent) != rules.text_number(sent + 1)
    assert {rules.text_number(sent + n) for n in range(rules.TEXTS)} == set(range(1, rules.TEXTS + 1))


def test_a_pause_and_a_stop_are_kept():
    going = {"paused_until": None, "stopped_on": None, "today": DAY}
    assert rules.hears(**going)
    assert not rules.hears(**going | {"paused_until": DAY + timedelta(days=1)})
    assert rules.hears(**going | {"paused_until": DAY})  # the pause is over
    assert not rules.hears(**going | {"stopped_on": DAY - timedelta(days=400)})


@given(days, some.lists(days, max_size=30), some.integers(0, 60))
def test_thirty_days_before_and_after_do_not_overlap_and_are_told_when_they_have_gone(sent, referred, later):
    found = rules.effect(sent, referred, today=sent + timedelta(days=later))
    assert found.before == len([day for day in referred if timedelta(0) < sent - day <= timedelta(days=30)])
    if later < 30:
        assert found.after is None
    else:
        assert found.after == len([day for day in referred if timedelta(0) <= day - sent < timedelta(days=30)])


def test_a_unit_nobody_came_to_waits_from_the_day_the_effort_began():
    none = rules.seen([])
    assert rules.weeks_without(none, since=DAY, today=DAY + timedelta(days=62)) == 8
    assert rules.is_missed(none, every_weeks=8, since=DAY, today=DAY + timedelta(days=62))
    assert not rules.is_missed(none, every_weeks=12, since=DAY, today=DAY + timedelta(days=62))


def test_an_arranged_visit_counts_until_its_day_and_one_never_held_does_not():
    today = DAY + timedelta(weeks=20)
    ahead = rules.seen([(DAY, DAY), (today, None)])
    assert not rules.is_missed(ahead, every_weeks=8, since=DAY, today=today)
    gone = rules.seen([(DAY, DAY), (today - timedelta(days=1), None)])
    assert rules.is_missed(gone, every_weeks=8, since=DAY, today=today)


@given(days)
def test_twelve_months_in_a_row_and_each_day_in_its_own(today):
    months = rules.months_until(today)
    assert len(set(months)) == 12
    assert months == sorted(months)
    assert months[-1] <= today
    assert rules.by_month([today, today, date(1999, 1, 1)], months) == (0,) * 11 + (2,)
