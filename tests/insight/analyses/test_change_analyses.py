"""Before and after: equal to published examples and to numpy, scipy and statsmodels written out here."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from brobygger.insight.analyses import words
from brobygger.insight.analyses.change_rules import (
    change_bound,
    correction,
    effect_size,
    effect_variance,
    mean_change,
    reliable_change,
    reliable_least,
    share,
    share_bound,
    shares,
)

T_ILS, WHO_5 = (3, 9), (0, 100)
PEOPLE = [(8, 5), (7, 7), (9, 6), (6, 7), (7, 4), (8, 8), (5, 3), (9, 9), (7, 5), (6, 4), (8, 6), (7, 8)]


def pairs(rows):
    return Counter(rows)


# ---- published examples ------------------------------------------------------------------------------------------


def test_student_s_own_sleep_data():
    """Student (1908): hours of sleep gained with one drug over another, tenths of an hour. Mean 1.58, 0.70 to 2.46."""
    gained = [12, 24, 13, 13, 0, 10, 18, 8, 46, 14]
    found = mean_change(pairs((0, tenths) for tenths in gained), WHO_5)
    assert (found.n, found.value) == (10, 15.8)
    assert found.low == pytest.approx(7.001142, abs=1e-6)
    assert found.high == pytest.approx(24.598858, abs=1e-6)


@pytest.mark.parametrize(
    ("part", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_newcombe_s_four_shares(part, n, low, high):
    """Newcombe (1998), Statistics in Medicine 17, table I: Wilson's interval."""
    found = share(part, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("change", "sd", "n", "r", "effect", "variance"),
    [
        (7.9, 15.0, 20, 0.47, 0.5056, 0.0594),
        (3.3, 3.1, 50, 0.64, 1.0481, 0.0254),
        (0.2, 0.1, 9, 0.77, 1.8054, 0.2322),
        (22.5, 14.5, 10, 0.89, 1.4181, 0.1225),
        (0.4, 4.7, 14, 0.44, 0.0801, 0.0802),
    ],
)
def test_morris_s_five_training_studies(change, sd, n, r, effect, variance):
    """Morris (2008), Organizational Research Methods 11: standardised mean changes of the treated groups."""
    found = correction(n - 1) * change / sd
    assert round(found, 4) == effect
    assert round(effect_variance(found, r, n), 4) == variance


def test_jacobson_and_truax_s_own_person():
    """From 47.5 to 32.5 with standard deviation 10 and reliability 0.80: 15 points are 2.37 standard errors."""
    assert round(15 / (reliable_least(0.80, 10) / 1.959964), 2) == 2.37


# ---- the same from other libraries -------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=60))
def test_the_mean_change_is_that_of_two_libraries(rows):
    found = mean_change(pairs(rows), WHO_5)
    differences = np.array([last - first for first, last in rows], float)
    assert found.value == pytest.approx(differences.mean(), abs=1e-9)
    if len(set(differences)) == 1:
        assert (found.low, found.high, found.why_not) == (None, None, words.ALL_EQUAL)
        return
    by_scipy = stats.ttest_1samp(differences, 0).confidence_interval(0.95)
    by_statsmodels = DescrStatsW(differences).tconfint_mean(0.05)
    for low, high in (by_scipy, by_statsmodels):
        assert found.low == pytest.approx(low, rel=1e-9, abs=1e-9)
        assert found.high == pytest.approx(high, rel=1e-9, abs=1e-9)


@given(st.lists(st.tuples(st.integers(3, 9), st.integers(3, 9)), min_size=3, max_size=50))
def test_the_effect_size_is_that_of_numpy(rows):
    found = effect_size(pairs(rows), T_ILS)
    before, after = np.array(rows, float).T
    if np.ptp(before) == 0:
        assert (found.value, found.why_not) == (None, words.SAME_START)
        return
    m = len(rows) - 1
    j = math.exp(math.lgamma(m / 2) - math.log(math.sqrt(m / 2)) - math.lgamma((m - 1) / 2))
    d = j * (after.mean() - before.mean()) / before.std(ddof=1)
    assert found.value == pytest.approx(d, rel=1e-9, abs=1e-9)
    if np.ptp(after) == 0:
        assert (found.low, found.why_not) == (None, words.SAME_END)
        return
    r = np.corrcoef(before, after)[0, 1]
    half = stats.norm.ppf(0.975) * math.sqrt(2 * (1 - r) / len(rows) + d * d / (2 * len(rows)))
    assert found.low == pytest.approx(d - half, rel=1e-7, abs=1e-7)  # 1 − r of almost straight lines loses digits
    assert found.high == pytest.approx(d + half, rel=1e-7, abs=1e-7)


@given(st.integers(1, 400), st.data())
def test_the_interval_of_a_share_is_statsmodels(n, data):
    part = data.draw(st.integers(0, n))
    found = share(part, n)
    low, high = proportion_confint(part, n, method="wilson")
    assert found.value == pytest.approx(part / n, abs=1e-12)
    assert found.low == pytest.approx(max(0, low), abs=1e-9)
    assert found.high == pytest.approx(min(1, high), abs=1e-9)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_a_reliable_change_is_counted_by_hand():
    sd = np.std([first for first, _ in PEOPLE], ddof=1)
    least = 1.959963984540054 * sd * math.sqrt(2 * (1 - 0.8))
    found = reliable_change(pairs(PEOPLE), T_ILS, better="lower", reliability=0.8)
    assert found.value == sum(first - last > least for first, last in PEOPLE) / 12 > 0
    assert reliable_change(pairs(PEOPLE), T_ILS, better="lower", reliability=0.0).value == 0


def test_the_bounds_are_counted_person_by_person():
    """Twelve measured twice, four only at the start, three never: every missing score set to the worst and the best."""
    alone = [8, 8, 5, 9]
    worst = [9 - 3] * 3 + [9 - first for first in alone] + [last - first for first, last in PEOPLE]
    best = [3 - 9] * 3 + [3 - first for first in alone] + [last - first for first, last in PEOPLE]
    found = change_bound(pairs(PEOPLE), T_ILS, only_before=Counter(alone), never=3)
    assert (found.n, found.value) == (19, None)
    assert found.low == pytest.approx(np.mean(best), abs=1e-12)
    assert found.high == pytest.approx(np.mean(worst), abs=1e-12)


# ---- who got better ----------------------------------------------------------------------------------------------


def test_better_on_loneliness_is_lower_and_on_mood_is_ten_higher():
    found = shares(pairs(PEOPLE), T_ILS, better="lower", least=1)
    assert (found.better, found.same, found.worse, found.n) == (7, 3, 2, 12)
    mood = shares(pairs([(40, 50), (40, 49), (40, 30), (40, 31)]), WHO_5, better="higher", least=10)
    assert (mood.better, mood.same, mood.worse) == (1, 2, 1)


def test_the_share_of_everybody_lies_between_none_and_all_of_the_missing():
    found = share_bound(9, 24, 40)
    assert (found.low, found.high, found.n) == (9 / 40, 25 / 40, 40)


# ---- a sentence where there is no number -------------------------------------------------------------------------


def test_nobody():
    for found in (mean_change({}, T_ILS), effect_size({}, T_ILS)):
        assert (found.n, found.value, found.low) == (0, None, None)
        assert found.why_not.da == "Ingen er målt både før og efter."
    assert share(0, 0).why_not.da == "Der er ingen at regne på."
    assert change_bound({}, T_ILS, only_before={}, never=0).why_not == words.NOBODY
    assert share_bound(0, 0, 0).why_not == words.NOBODY


def test_one_person_has_a_change_and_no_interval():
    found = mean_change({(8, 5): 1}, T_ILS)
    assert (found.value, found.low, found.why_not) == (-3, None, words.ONE_PERSON)
    assert effect_size({(8, 5): 1}, T_ILS).value is None


def test_all_equal_have_no_uncertainty_to_compute():
    found = mean_change({(8, 6): 9}, T_ILS)
    assert (found.value, found.low, found.why_not) == (-2, None, words.ALL_EQUAL)
    assert effect_size({(8, 6): 9}, T_ILS).why_not == words.SAME_START


def test_all_missing_are_bounded_by_the_scale_alone():
    found = change_bound({}, T_ILS, only_before={}, never=7)
    assert (found.low, found.high) == (-6, 6)


def test_scores_outside_the_scale_are_left_out_and_it_is_said():
    found = mean_change({(8, 5): 2, (8, 6): 2, (8, 70): 1}, T_ILS)
    assert (found.n, found.value, found.notes) == (4, -2.5, (words.SOME_OUTSIDE,))
    assert mean_change({(40, 70): 3}, T_ILS).why_not == words.ALL_OUTSIDE


def test_without_a_reliability_no_reliable_change_is_made_up():
    found = reliable_change(pairs(PEOPLE), T_ILS, better="lower", reliability=None)
    assert (found.value, found.why_not) == (None, words.NO_RELIABILITY)


def test_a_part_larger_than_the_whole_is_a_mistake():
    with pytest.raises(ValueError, match="3 of 2"):
        share(3, 2)
    with pytest.raises(ValueError, match="5 of 4 of 9"):
        share_bound(5, 4, 9)
    with pytest.raises(ValueError, match="reliability"):
        reliable_least(1.2, 1)


ANY = st.dictionaries(st.tuples(st.integers(-2, 12), st.integers(-2, 12)), st.integers(0, 40), max_size=12)


@given(ANY, st.integers(1, 5), st.sampled_from(["lower", "higher"]), st.integers(0, 9))
def test_never_a_nan_always_in_bounds_and_always_a_sentence(rows, least, better, never):
    counted = shares(rows, T_ILS, better=better, least=least)
    found = [
        mean_change(rows, T_ILS), effect_size(rows, T_ILS), share(counted.better, counted.n),
        change_bound(rows, T_ILS, only_before={4: 3, 11: 1}, never=never),
        reliable_change(rows, T_ILS, better=better, reliability=0.7),
    ]  # fmt: skip
    for each in found:
        for number in (each.value, each.low, each.high):
            assert number is None or math.isfinite(number)
        assert each.value is not None or each.low is not None or each.why_not is not None
        if each.value is not None and each.low is not None:
            assert each.low <= each.value <= each.high
    assert found[0].value is None or -6 <= found[0].value <= 6
    assert found[0].n == counted.n


@given(ANY, st.integers(2, 5))
def test_more_of_the_same_changes_no_mean_and_narrows_the_interval(rows, times):
    once, more = mean_change(rows, T_ILS), mean_change({pair: n * times for pair, n in rows.items()}, T_ILS)
    if once.value is None:
        assert more.value is None
        return
    assert more.value == pytest.approx(once.value, abs=1e-9)
    if once.low is not None:
        assert more.high - more.low < once.high - once.low


@given(ANY)
def test_mirrored_scores_mirror_the_change(rows):
    kept = {pair: n for pair, n in rows.items() if all(3 <= score <= 9 for score in pair)}
    there, back = mean_change(kept, T_ILS), mean_change({(b, a): n for (a, b), n in kept.items()}, T_ILS)
    if there.low is not None:
        assert (back.value, back.low, back.high) == pytest.approx((-there.value, -there.high, -there.low), abs=1e-9)
