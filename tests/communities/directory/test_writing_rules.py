"""Telephone numbers, who learns what, and when we call."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.communities.directory.day_rules import coming
from brobygger.communities.directory.writing_rules import ForWhom, Way, Written, call_by, plain_phone, way


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("12 34 56 78", "12345678"), ("+45 12345678", "12345678"), ("0045 12 34 56 78", "12345678"),
        ("+46 70 123 45 67", "+46701234567"), ("1234567", ""), ("02345678", ""), ("", ""), ("ring til mig", ""),
        ("١٢٣٤٥٦٧٨", "12345678"),
    ],
)  # fmt: skip
def test_a_number_is_kept_as_digits_or_refused(text, plain):
    assert plain_phone(text) == plain


@given(st.text(max_size=40))
def test_a_plain_number_is_plain(text):
    once = plain_phone(text)
    assert plain_phone(once) == once


def test_an_organisation_learns_of_somebody_only_when_that_somebody_knows():
    def one(*, knows: bool) -> Written:
        return Written(uuid4(), ForWhom.RELATIVE, "Aase", "12345678", "any", "…", knows=knows)

    assert way(one(knows=True), has_receiver=True) is Way.SIGN_UP
    assert way(one(knows=False), has_receiver=True) is Way.TIP
    assert way(one(knows=True), has_receiver=False) is Way.TIP


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_we_call_within_two_working_days(today):
    day = call_by(today)
    assert day.weekday() < 5
    between = [today + timedelta(days=number) for number in range(1, (day - today).days + 1)]
    assert sum(one.weekday() < 5 for one in between) == 2


@given(st.sets(st.integers(0, 6)), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 6))
def test_the_next_days_are_the_soonest_that_fit(weekdays, today, many):
    days = coming(weekdays, today, many=many)
    assert len(days) == (many if weekdays else 0)
    assert days == sorted(set(days))
    assert all(day.weekday() in weekdays and day >= today for day in days)
    if days:
        span = [today + timedelta(days=number) for number in range((days[-1] - today).days + 1)]
        assert [day for day in span if day.weekday() in weekdays] == days
