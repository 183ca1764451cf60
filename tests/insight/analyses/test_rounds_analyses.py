"""The mixed model: a closed form where every person has all rounds, matrices elsewhere, and statsmodels beside."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import brentq

from brobygger.insight.analyses import words
from brobygger.insight.analyses.rounds_rules import over_rounds, sums

DAYS = (0, 90, 180)


def fixed(n, seed, *, rounds=3, missing=0.0):
    """Persons with a level of their own, a common fall and chance; scores are whole numbers."""
    chance = np.random.default_rng(seed)
    lines = []
    for _person in range(n):
        level = chance.normal(60, 12)
        line = [(day, round(level - day / 20 + chance.normal(0, 6))) for day in (*DAYS, 270, 360)[:rounds]]
        lines.append([each for each in line if chance.random() >= missing])
    return lines


def test_with_all_rounds_the_closed_form_is_met():
    """Balanced data: ordinary least squares within persons; REML's variance within is the table of variance's."""
    lines = fixed(20, 1)
    t, y = np.array(DAYS, float), np.array([[score for _, score in line] for line in lines], float)
    centred = t - t.mean()
    slope = (y @ centred).sum() / (20 * (centred**2).sum())
    within = y - y.mean(axis=1, keepdims=True) - slope * centred
    variance = (within**2).sum() / (20 * 3 - 20 - 1)
    half = stats.norm.ppf(0.975) * math.sqrt(variance / (20 * (centred**2).sum()))
    found = over_rounds(sums(lines))
    assert found.n == 20
    assert found.value == pytest.approx(30 * slope, abs=1e-9)
    assert found.low == pytest.approx(30 * (slope - half), abs=1e-9)
    assert found.high == pytest.approx(30 * (slope + half), abs=1e-9)


def by_matrices(lines):
    """REML with whole matrices: the ratio where tr(PZZ') equals y'PZZ'Py/σ² (Searle et al. 1992)."""
    persons = np.concatenate([[place] * len(line) for place, line in enumerate(lines)])
    t, y = np.array([each for line in lines for each in line], float).T
    x, zz = np.column_stack([np.ones_like(t), t]), (persons[:, None] == persons[None, :]).astype(float)

    def parts(ratio):
        v = np.linalg.inv(np.eye(len(y)) + ratio * zz)
        bread = np.linalg.inv(x.T @ v @ x)
        p = v - v @ x @ bread @ x.T @ v
        return v, bread, p, y @ p @ y / (len(y) - 2)

    def incline(log):
        _v, _bread, p, variance = parts(math.exp(log))
        return np.trace(p @ zz) - y @ p @ zz @ p @ y / variance

    v, bread, _p, variance = parts(math.exp(brentq(incline, -6, 6, xtol=1e-15)))
    slope = (bread @ x.T @ v @ y)[1]
    return 30 * slope, 30 * stats.norm.ppf(0.975) * math.sqrt(variance * bread[1, 1])


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_with_missing_rounds_it_is_the_model_written_in_matrices(seed):
    lines = [line for line in fixed(25, seed, rounds=5, missing=0.35) if line]
    slope, half = by_matrices(lines)
    found = over_rounds(sums(lines))
    assert found.value == pytest.approx(slope, abs=1e-9)
    assert (found.low, found.high) == pytest.approx((slope - half, slope + half), abs=1e-9)


def test_statsmodels_own_fit_lies_where_ours_does():
    """As near as its search goes; with 1e-9 above it is held to the matrices."""
    import pandas as pd
    import statsmodels.formula.api as smf

    lines = [line for line in fixed(30, 5, rounds=4, missing=0.25) if line]
    rows = [(place, day, score) for place, line in enumerate(lines) for day, score in line]
    frame = pd.DataFrame(rows, columns=["person", "day", "score"]).astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = smf.mixedlm("score ~ day", frame, groups=frame["person"]).fit(reml=True)
    low, high = other.conf_int().loc["day"]
    found = over_rounds(sums(lines))
    assert found.value == pytest.approx(30 * other.params["day"], abs=1e-4)
    assert (found.low, found.high) == pytest.approx((30 * low, 30 * high), abs=1e-4)


def test_nobody_one_person_and_one_round_each():
    assert over_rounds(()).why_not == words.NOBODY
    assert over_rounds(sums([[(0, 7), (90, 5)]])).why_not == words.FEW_ROUNDS
    assert over_rounds(sums([[(0, 7)], [(0, 6)], [(90, 4)]])).why_not == words.FEW_ROUNDS
    assert over_rounds(sums([[(0, 7), (0, 6)], [(0, 5), (0, 5)], [(0, 4), (0, 4)]])).why_not == words.FEW_ROUNDS
    assert over_rounds(sums([[], []])).why_not.da == "Der er ingen at regne på."


def test_all_equal_and_all_on_lines_have_no_uncertainty():
    same = over_rounds(sums([[(0, 6), (90, 6)]] * 5))
    assert (same.value, same.low, same.why_not) == (0.0, None, words.NO_ERROR)
    falling = over_rounds(sums([[(0, 9), (90, 6)], [(0, 8), (90, 5)], [(0, 7), (90, 4)]]))
    assert (falling.value, falling.why_not) == (pytest.approx(-1.0), words.NO_ERROR)


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.tuples(st.sampled_from([0, 30, 90, 180, 360]), st.integers(3, 9)), max_size=4), max_size=10)
)
def test_never_a_nan_and_the_order_of_persons_does_not_matter(lines):
    found, turned = over_rounds(sums(lines)), over_rounds(sums(lines[::-1]))
    assert found == turned
    for number in (found.value, found.low, found.high):
        assert number is None or math.isfinite(number)
    assert (found.low is None) == (found.why_not is not None)
