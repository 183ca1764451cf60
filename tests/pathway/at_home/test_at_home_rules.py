"""Times at home: two where two are asked for, the same people again, and a series that is as long as it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.pathway.at_home.rules import BELONGS, breaks, lacking, needed, series

FIRST = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_two_cook_and_two_come_where_the_association_says_so() -> None:
    assert needed("cooking", ()) == 2
    assert needed("visit", ()) == 1
    assert needed("visit", ("visit", "hosting")) == 2
    assert lacking(2, 1) == 1
    assert lacking(1, 3) == 0


@given(st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")))
def test_it_breaks_only_when_everybody_is_new(before: set[str], now: set[str]) -> None:
    assert breaks(before, now) == (bool(before) and bool(now) and before.isdisjoint(now))
    assert not breaks(now, now)


@given(st.integers(1, 26), st.integers(1, 28))
def test_a_series_has_as_many_times_as_it_says(times: int, every: int) -> None:
    moments = series(FIRST, times=times, every_days=every)
    assert len(moments) == times
    assert {later - sooner for sooner, later in pairwise(moments)} <= {timedelta(days=every)}


@pytest.mark.parametrize(("times", "every"), [(0, 7), (27, 7), (1, 0)])
def test_no_series_of_nothing(times: int, every: int) -> None:
    with pytest.raises(ValueError, match="series"):
        series(FIRST, times=times, every_days=every)


def test_each_kind_says_what_belongs_to_it() -> None:
    assert BELONGS["cooking"] == ("menu", "bring", "guest")
