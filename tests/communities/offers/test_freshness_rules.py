"""An offer is trusted for half a year after somebody last said that it is right."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from brobygger.communities.offers.freshness_rules import TRUSTED_DAYS, is_stale, last_sign, score, stale_before

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_half_a_year_is_trusted_and_a_day_more_is_not():
    today = date(2026, 3, 5)
    assert not is_stale(today, today)
    assert not is_stale(today - timedelta(days=TRUSTED_DAYS), today)
    assert is_stale(today - timedelta(days=TRUSTED_DAYS + 1), today)
    assert is_stale(None, today)


@given(DAYS, DAYS)
def test_the_rule_and_the_day_that_lists_use_are_the_same(confirmed_on, today):
    assert is_stale(confirmed_on, today) == (confirmed_on < stale_before(today))


@given(DAYS, DAYS, st.integers(0, 4000))
def test_time_never_makes_an_offer_fresh(confirmed_on, today, days):
    assert is_stale(confirmed_on, today) <= is_stale(confirmed_on, today + timedelta(days=days))


@given(st.none() | DAYS, st.none() | DAYS)
def test_the_last_sign_is_the_later_of_what_was_said_and_what_was_seen(said, seen):
    sign = last_sign(said, seen)
    assert sign == last_sign(seen, said)
    assert all(day is None or (sign is not None and sign >= day) for day in (said, seen))
    assert (sign is None) == (said is None and seen is None)


@given(st.none() | DAYS, DAYS, st.integers(0, 400))
def test_the_score_falls_with_time_and_is_half_when_an_entry_begins_to_sink(sign, today, days):
    assert 0 <= score(sign, today + timedelta(days=days)) <= score(sign, today) <= 100
    assert score(today, today) == 100
    assert score(today - timedelta(days=TRUSTED_DAYS), today) == 50
    if is_stale(sign, today):
        assert score(sign, today) <= 50
