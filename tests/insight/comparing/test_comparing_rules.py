"""Programmes beside each other, coverage, and the figure: numbers that reports have told, and nothing made up."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from brobygger.insight.comparing.beside_figure import Bar, beside_svg, spoken
from brobygger.insight.comparing.rules import Told, among, coverage, differ, told_change

THREE = [Told(40, -1.2, -1.8, -0.6), Told(24, -0.4, -1.3, 0.5), Told(60, -0.9, -1.2, -0.6)]


def test_each_programme_is_drawn_towards_the_mean_as_an_independent_computation_does():
    """Empirical Bayes written again with numpy from the told intervals, to 1e-9."""
    n = np.array([one.n for one in THREE])
    own = np.array([one.value for one in THREE])
    v = (np.array([one.high - one.low for one in THREE]) / 2 / stats.t.ppf(0.975, n - 1)) ** 2
    w = 1 / v
    mean = np.average(own, weights=w)
    tau = max(0.0, (np.sum(w * (own - mean) ** 2) - 2) / (w.sum() - (w**2).sum() / w.sum()))
    w = 1 / (v + tau)
    common = np.average(own, weights=w)
    b = v / (v + tau)
    value = b * common + (1 - b) * own
    half = stats.norm.ppf(0.975) * np.sqrt((1 - b) * v + b**2 / w.sum())
    found = among(THREE)
    for place, one in enumerate(found):
        assert one.drawn.value == pytest.approx(value[place], abs=1e-9)
        assert one.drawn.low == pytest.approx(value[place] - half[place], abs=1e-9)
        assert one.drawn.high == pytest.approx(value[place] + half[place], abs=1e-9)
    assert all(min(own) <= one.drawn.value <= max(own) for one in found)


def test_one_alone_and_one_that_is_hidden_get_a_sentence():
    alone, hidden = among([THREE[0], None])
    assert alone.drawn.value is None
    assert "andre indsatser" in alone.drawn.why_not.da
    assert "skjult" in hidden.drawn.why_not.da
    assert among([]) == []


def test_a_change_without_an_interval_is_not_weighed():
    figures = {"changes": {"mood": {"n": 12, "value": 3.0, "low": None, "high": None}}}
    assert told_change(figures, "mood") is None
    assert told_change({"changes": {}}, "mood") is None
    assert told_change({"changes": {"mood": {"n": 12, "value": 3.0, "low": 3.0, "high": 3.0}}}, "mood") is None


def test_coverage_is_the_share_with_wilsons_interval():
    found = coverage(40, 8000)
    low, high = proportion_confint(40, 8000, method="wilson")
    assert (found.value, found.low, found.high) == pytest.approx((0.005, low, high), abs=1e-9)


@pytest.mark.parametrize(
    ("came", "target", "words"), [(40, None, "Ingen har skrevet"), (None, 8000, "skjult"), (41, 40, "Flere har været")]
)
def test_coverage_that_cannot_be_known_says_why(came, target, words):
    found = coverage(came, target)
    assert found.value is None
    assert words in found.why_not.da


def test_figures_of_one_thing_differ_when_two_are_not_the_same():
    assert differ([70, 80])
    assert not differ([70, None, 70])
    assert not differ([])


def test_the_figure_says_aloud_what_it_shows_and_needs_no_colour():
    bars = [Bar("Sammen <her>", -1.2, -1.8, -0.6, -1.0), Bar("Der", 0.4, -0.5, 1.3, 0.1)]
    drawn = beside_svg(bars, title="Trivsel", language="da")
    assert spoken(bars, "da").startswith("Sammen <her>: −1,2 (fra −1,8 til −0,6), trukket til −1,0.")
    assert "Sammen &lt;her&gt;" in drawn
    assert drawn.count('r="5"') == drawn.count('r="9"') == 2
    assert {part[:7] for part in drawn.split('stroke="')[1:]} <= {"#1a1a1a", "#8e8e8e"}
    assert "style=" not in drawn
    with pytest.raises(ValueError, match="nothing"):
        beside_svg([], title="Trivsel", language="da")
