"""Kaplan–Meier: Freireich's patients as every textbook prints them, by hand in fractions, and by two libraries."""

import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight

from brobygger.insight.analyses import words
from brobygger.insight.analyses.time_rules import curve

# Freireich et al. (1963): weeks in remission with 6-MP; False: still in remission when last seen.
REMISSION = Counter(
    [(6, True)] * 3 + [(6, False), (7, True), (9, False), (10, True), (10, False), (11, False), (13, True)]
    + [(16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False)]
    + [(32, False)] * 2 + [(34, False), (35, False)]
)  # fmt: skip


def at(spans, *days):
    return curve(spans, days, words.STILL_THERE)


def by_hand(spans, day):
    """The product over days of one minus those who stop over those followed, in fractions."""
    left = Fraction(1)
    for when in sorted({d for (d, done), n in spans.items() if done and n and d <= day}):
        followed = sum(n for (d, _), n in spans.items() if d >= when)
        left *= 1 - Fraction(spans[when, True], followed)
    return float(left)


def test_freireich_s_remissions():
    days = (6, 7, 10, 13, 16, 22, 23)
    found = at(REMISSION, *days)
    assert [round(found.points[day].value, 4) for day in days] == [
        0.8571,
        0.8067,
        0.7529,
        0.6902,
        0.6275,
        0.5378,
        0.4482,
    ]
    assert (found.n, found.happened, found.median.value) == (21, 9, 23)


SPANS = st.dictionaries(st.tuples(st.integers(0, 30), st.booleans()), st.integers(1, 6), min_size=1, max_size=14)


@given(SPANS)
def test_the_curve_is_that_of_two_libraries_and_of_fractions(spans):
    rows = [(day, done) for (day, done), n in spans.items() for _ in range(n)]
    times, done = (np.array(column) for column in zip(*rows, strict=True))
    days = range(max(times) + 1)
    found = curve(spans, days, words.STILL_THERE)
    for day in days:
        assert found.points[day].value == pytest.approx(by_hand(Counter(spans), day), abs=1e-9)
    if not done.any():
        return
    other = SurvfuncRight(times, done.astype(int))
    sure = other.surv_prob > 1e-12  # at nought there is no interval
    for day, share, error in zip(other.surv_times[sure], other.surv_prob[sure], other.surv_prob_se[sure], strict=True):
        point = found.points[int(day)]
        assert point.value == pytest.approx(share, abs=1e-9)
        spread = stats.norm.ppf(0.975) * error / share / math.log(share)
        assert point.low == pytest.approx(share ** math.exp(-spread), abs=1e-9)
        assert point.high == pytest.approx(share ** math.exp(spread), abs=1e-9)


def test_the_median_and_its_interval_are_statsmodels():
    times, done = (np.array(c) for c in zip(*REMISSION.elements(), strict=True))
    other = SurvfuncRight(times, done.astype(int))
    found = at(REMISSION, 6).median
    assert found.value == other.quantile(0.5)
    low, high = other.quantile_ci(0.5, method="cloglog")
    assert (found.low, found.high or math.inf) == (low, high)


def test_nobody():
    found = at({}, 30)
    assert (found.n, found.points[30].value) == (0, None)
    assert found.points[30].why_not.da == "Der er ingen at regne på."


def test_nobody_has_stopped_yet():
    found = at({(100, False): 12}, 30, 200)
    assert (found.points[30].value, found.points[30].low) == (1.0, None)
    assert found.points[30].why_not == words.NOBODY_LEFT_YET
    assert (found.points[200].value, found.points[200].why_not) == (None, words.NOT_REACHED)
    assert found.median.why_not == words.MEDIAN_NOT_REACHED


def test_everybody_stopped():
    found = at({(10, True): 4, (20, True): 4}, 10, 20, 400)
    assert found.points[10].value == 0.5
    assert [found.points[day].value for day in (20, 400)] == [0.0, 0.0]
    assert found.points[20].why_not == words.EVERYBODY_DID
    assert found.median.value == 10


def test_one_person():
    found = at({(12, True): 1}, 11, 12)
    assert (found.points[11].value, found.points[12].value) == (1.0, 0.0)


def test_clocks_that_went_backwards_are_left_out():
    assert at({(-3, True): 2, (5, True): 1, (9, False): 1}, 6).n == 2
    with pytest.raises(ValueError, match="below nought"):
        at({(3, True): -1}, 2)


@given(SPANS, st.integers(2, 4))
def test_the_curve_falls_from_one_never_below_nought_and_more_of_the_same_changes_nothing(spans, times):
    days = range(33)
    once = curve(spans, days, words.STILL_THERE)
    more = curve({span: n * times for span, n in spans.items()}, days, words.STILL_THERE)
    before = 1.0
    for day in days:
        share = once.points[day].value
        if share is None:
            assert once.points[day].why_not
            continue
        assert 0 <= share <= before + 1e-12
        assert more.points[day].value == pytest.approx(share, abs=1e-9)
        before = share
