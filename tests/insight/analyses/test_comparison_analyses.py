"""Beside each other: waiting and taking part, programmes of one recipe, much and little attendance."""

import math
import warnings
from collections import Counter

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from brobygger.insight.analyses import words
from brobygger.insight.analyses.comparison_rules import (
    Cell,
    against_waiting,
    dose,
    drawn_in,
    stepped,
    two_shares,
)

# The thirteen trials of BCG vaccine (Colditz et al. 1994): ill and well, vaccinated then not.
BCG = [
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
    (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
]  # fmt: skip
CHANGES = st.dictionaries(st.integers(-6, 6), st.integers(1, 9), max_size=6)


def people(changes):
    return np.array([change for change, n in changes.items() for _ in range(n)], float)


def test_the_bcg_trials_as_they_are_published():
    """Log relative risks: DerSimonian–Laird τ² 0.3088, mean −0.7141 (for instance metafor's own example)."""
    ratios = [math.log(a / (a + b) / (c / (c + d))) for a, b, c, d in BCG]
    variances = [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d in BCG]
    found = drawn_in(ratios, variances, [1] * 13)
    assert (round(found.between, 4), round(found.mean, 4)) == (0.3088, -0.7141)


@given(CHANGES, CHANGES)
def test_waiting_is_compared_as_two_libraries_do(taking_part, waiting):
    found = against_waiting(taking_part, waiting)
    one, two = people(taking_part), people(waiting)
    if min(len(one), len(two)) < 2:
        assert (found.value, found.why_not) == (None, words.TWO_GROUPS)
        return
    assert found.value == pytest.approx(one.mean() - two.mean(), abs=1e-9)
    if np.ptp(one) == 0 and np.ptp(two) == 0:
        assert (found.low, found.why_not) == (None, words.ALL_EQUAL)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # scipy warns when one group has no spread
        by_scipy = stats.ttest_ind(one, two, equal_var=False).confidence_interval(0.95)
    by_statsmodels = CompareMeans(DescrStatsW(one), DescrStatsW(two)).tconfint_diff(0.05, usevar="unequal")
    for low, high in (by_scipy, by_statsmodels):
        assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9, abs=1e-9)


def test_the_comparison_with_waiting_says_it_is_no_cause():
    assert "viser ikke årsag" in against_waiting({-1: 5, 0: 5}, {0: 9, 1: 2}).caveat.da


def by_numpy(means, variances):
    """DerSimonian and Laird, and the empirical Bayes of normal means, written out."""
    y, v = np.array(means), np.array(variances)
    w = 1 / v
    q = (w * (y - (w * y).sum() / w.sum()) ** 2).sum()
    between = max(0.0, (q - len(y) + 1) / (w.sum() - (w**2).sum() / w.sum()))
    w = 1 / (v + between)
    common, b = (w * y).sum() / w.sum(), v / (v + between)
    return b * common + (1 - b) * y, 1.959963984540054 * np.sqrt((1 - b) * v + b**2 / w.sum())


@given(st.lists(st.tuples(st.floats(-6, 6), st.floats(0.01, 4)), min_size=2, max_size=6))
def test_programmes_are_drawn_in_as_numpy_does(programmes):
    means, variances = zip(*programmes, strict=True)
    found = drawn_in(means, variances, [20] * len(means)).drawn
    for one, value, half in zip(found, *by_numpy(means, variances), strict=True):
        assert one.value == pytest.approx(value, abs=1e-9)
        assert (one.low, one.high) == pytest.approx((value - half, value + half), abs=1e-9)
        assert min(means) - 1e-9 <= one.value <= max(means) + 1e-9


def test_a_small_programme_is_drawn_further_in_than_a_large_one():
    of_large, of_small, _ = drawn_in([-2, -2, 1], [0.02, 1.5, 0.05], [120, 4, 80]).drawn
    assert abs(of_large.value - -2) < abs(of_small.value - -2)


@given(st.dictionaries(st.tuples(st.integers(0, 40), st.integers(-6, 6)), st.integers(1, 5), max_size=12))
def test_the_dose_is_least_squares(lines):
    found = dose(lines)
    rows = np.array([pair for pair, n in lines.items() for _ in range(n)], float).reshape(-1, 2)
    assert found.n == len(rows)
    if len(rows) < 3 or np.ptp(rows[:, 0]) == 0:
        assert found.value is None
        assert found.why_not is not None
        return
    x = np.column_stack([np.ones(len(rows)), rows[:, 0]])
    beta, *_ = np.linalg.lstsq(x, rows[:, 1], rcond=None)
    assert found.value == pytest.approx(10 * beta[1], abs=1e-9)
    if found.low is None:
        assert found.why_not in (words.ALL_EQUAL, words.NO_ERROR)
        return
    low, high = 10 * sm.OLS(rows[:, 1], x).fit().conf_int(0.05)[1]
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9, abs=1e-9)


def test_nobody_is_compared_with_nobody():
    assert against_waiting({}, {}).why_not == words.TWO_GROUPS
    assert dose({}).why_not == words.NOBODY
    assert dose(Counter({(5, 0): 9})).why_not == words.SAME_DOSE
    with pytest.raises(ValueError, match="two or more"):
        drawn_in([1.0], [1.0], [5])


# ---- a stepped start, and two years of answers


def cells_of(frame):
    """Cells as the database makes them from a list of (unit, quarter, begun, score)."""
    counted = {}
    for unit, quarter, begun, score in frame:
        n, total = counted.get((unit, quarter, begun), (0, 0))
        counted[unit, quarter, begun] = (n + 1, total + score)
    return [Cell(*key, n, total) for key, (n, total) in sorted(counted.items())]


def stepped_town(seed=4, effect=-2):
    """Three units that begin one quarter after the other; ten scores in each every quarter."""
    import random

    chance = random.Random(seed)
    return [
        (unit, quarter, quarter >= begins,
         6 + level + quarter % 2 + effect * (quarter >= begins) + chance.randint(0, 2))
        for level, (unit, begins) in enumerate((("nord", 1), ("syd", 2), ("øst", 3)))
        for quarter in range(5)
        for _person in range(10)
    ]  # fmt: skip


def test_a_stepped_start_is_the_regression_statsmodels_makes():
    cells = cells_of(stepped_town())
    found = stepped(cells)
    units, quarters = sorted({c.unit for c in cells})[1:], sorted({c.quarter for c in cells})[1:]
    design = np.array(
        [[c.begun, 1, *(c.unit == u for u in units), *(c.quarter == q for q in quarters)] for c in cells], dtype=float
    )
    fit = sm.WLS([c.total / c.n for c in cells], design, weights=[c.n for c in cells]).fit()
    low, high = fit.conf_int()[0]
    assert (found.value, found.low, found.high) == pytest.approx((fit.params[0], low, high), abs=1e-9)
    assert found.n == 150
    assert found.low < -2 < found.high
    assert "lodtrækning" in found.caveat.da


@pytest.mark.parametrize(
    "frame",
    [
        [],
        [("nord", 1, True, 5)],
        [("nord", 1, False, 5), ("nord", 2, True, 4)],  # one unit
        [("nord", 1, False, 5), ("syd", 1, False, 4)],  # nobody has begun
        [("nord", 1, False, 7), ("nord", 2, True, 5), ("syd", 1, False, 7), ("syd", 2, True, 5)],  # on the same day
    ],
)
def test_without_steps_there_is_a_sentence_and_no_number(frame):
    found = stepped(cells_of(frame))
    assert found.value is None
    assert "forskellige tidspunkter" in found.why_not.da


def test_two_years_of_answers_are_compared_as_statsmodels_does():
    """Seed 004: those often alone fell from 9 to 6 per cent in a year; here of 600 and 650 who answered."""
    found = two_shares(54, 600, 39, 650)
    low, high = confint_proportions_2indep(39, 650, 54, 600, method="newcomb", compare="diff")
    assert (found.value, found.low, found.high) == pytest.approx((0.06 - 0.09, low, high), abs=1e-9)


def test_two_years_with_nobody_have_no_difference():
    assert two_shares(0, 0, 3, 10).value is None
    assert two_shares(0, 10, 0, 12).low < 0 < two_shares(0, 10, 0, 12).high
