"""Nobody disappears quietly: today, twice, in silence, in a pause, and with a host who is the only one."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from brobygger.pathway.attendance import missing_rules as rules
from brobygger.pathway.attendance.missing_rules import Hosted, Presence

MONDAY = date(2026, 11, 23)


def line(*came: bool | None) -> list[Presence]:
    return [Presence(MONDAY + timedelta(days=7 * n), each) for n, each in enumerate(came)]


def test_away_without_a_word_is_missed_today_and_away_with_a_word_is_not():
    assert rules.missed_today(Presence(MONDAY, came=False))
    assert not rules.missed_today(Presence(MONDAY, came=False, said_no=True))
    assert not rules.missed_today(Presence(MONDAY, came=None))
    assert not rules.missed_today(Presence(MONDAY, came=True))


def test_two_in_a_row_count_also_when_told():
    assert rules.away_in_a_row(line(True, False, False)) == 2
    assert rules.away_in_a_row(line(False, True)) == 0
    assert rules.away_in_a_row([*line(True, False), Presence(MONDAY + timedelta(days=30), False, True)]) == 2


@given(st.lists(st.none() | st.booleans(), max_size=15), st.randoms())
def test_sessions_nobody_registered_change_nothing_and_order_is_no_matter(came, random):
    told = line(*came)
    known = [each for each in told if each.came is not None]
    mixed = list(told)
    random.shuffle(mixed)
    expected = 0
    for each in reversed(known):
        if each.came:
            break
        expected += 1
    assert rules.away_in_a_row(mixed) == expected


@given(st.integers(1, 90), st.integers(0, 400), st.none() | st.integers(1, 60))
def test_the_silence_is_heard_one_day_after_the_limit_and_from_then_on(every, days, limit):
    allowed = limit if limit is not None else max(21, 2 * every)
    heard = rules.is_quiet(last_heard=MONDAY, every_days=every, today=MONDAY + timedelta(days=days), limit=limit)
    assert heard is (days > allowed)


def test_a_groups_own_pace_is_the_median_gap():
    weekly = [MONDAY + timedelta(days=7 * n) for n in range(6)]
    assert rules.usual_interval([*weekly, weekly[-1] + timedelta(days=49)]) == 7
    assert rules.usual_interval([MONDAY]) == 7
    assert rules.usual_interval([], otherwise=14) == 14


def test_a_group_that_hangs_on_one_is_seen():
    ole, bent = frozenset({"ole"}), frozenset({"bent"})
    assert rules.carried_by([Hosted(ole, 8, 10)] * 3) is None  # too early to say
    assert rules.carried_by([Hosted(ole, 8, 10)] * 4) == "ole"
    assert rules.carried_by([Hosted(ole, 8, 10), Hosted(bent, 8, 10)] * 2) is None
    falls = [Hosted(ole, 9, 10), Hosted(bent, 3, 10), Hosted(ole, 8, 10), Hosted(bent, 2, 10)]
    assert rules.carried_by(falls) == "ole"
    assert rules.carried_by([Hosted(ole | bent, 8, 10)] * 6) is None


def test_in_a_pause_each_is_called_every_other_week_and_not_after_it():
    until = MONDAY + timedelta(days=40)
    days = rules.calls_in_pause(since=MONDAY, until=until, today=MONDAY + timedelta(days=300))
    assert days == (MONDAY + timedelta(days=14), MONDAY + timedelta(days=28))
    assert rules.calls_in_pause(since=MONDAY, until=until, today=MONDAY + timedelta(days=13)) == ()


def test_everybody_is_asked_again_counted_from_the_last_talk():
    since = MONDAY - timedelta(days=200)
    assert rules.asked_again_on(since=since, last=None, every_days=182, today=MONDAY) == since + timedelta(days=182)
    assert rules.asked_again_on(since=since, last=MONDAY, every_days=182, today=MONDAY) is None
