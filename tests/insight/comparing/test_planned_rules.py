"""A planned comparison group: Welch's difference as scipy finds it, told from twenty in each group, in fives."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from brobygger.insight.comparing.planned_rules import Compared, Pair, standing, told

NOBODY = Compared(0, 0, None, None, None)
PAIRS = st.lists(
    st.builds(Pair, st.sampled_from(["t-ils", "who-5", "other"]), st.booleans(), st.integers(0, 12),
              st.integers(0, 12), st.integers(1, 30)),
    max_size=8,
)  # fmt: skip


def test_the_difference_is_welchs_to_one_decimal():
    pairs = [Pair("t-ils", False, 7, 5, 14), Pair("t-ils", False, 7, 6, 9), Pair("t-ils", False, 6, 7, 4),
             Pair("t-ils", True, 7, 7, 13), Pair("t-ils", True, 6, 7, 8)]  # fmt: skip
    began, waited = [-2] * 14 + [-1] * 9 + [1] * 4, [0] * 13 + [1] * 8
    limits = ttest_ind(began, waited, equal_var=False).confidence_interval()
    found = told(pairs)
    difference = sum(began) / len(began) - sum(waited) / len(waited)
    assert found["loneliness"] == Compared(
        25, 20, *(pytest.approx(round(number, 1)) for number in (difference, limits.low, limits.high))
    )
    assert found["mood"] == NOBODY


def test_scores_off_the_scale_are_not_counted():
    pairs = [Pair("t-ils", False, 7, 6, 40), Pair("t-ils", True, 7, 99, 40), Pair("t-ils", True, 7, 7, 19)]
    assert told(pairs)["loneliness"] == NOBODY


@settings(max_examples=100)
@given(PAIRS)
def test_under_twenty_in_a_group_nothing_is_told(pairs):
    for outcome, instrument in (("loneliness", "t-ils"), ("mood", "who-5")):
        sizes = [
            sum(p.persons for p in pairs if p.instrument == instrument and p.waits is waits) for waits in (False, True)
        ]
        found = told(pairs)[outcome]
        assert min(sizes) >= 20 or found == NOBODY
        assert found.began % 5 == found.waited % 5 == 0
        assert found.began <= sizes[0]
        assert found.waited <= sizes[1]


@pytest.mark.parametrize(
    ("day", "counted", "stands"),
    [(1, False, "planned"), (2, False, "waits"), (19, False, "waits"), (20, False, "over"), (20, True, "counted")],
)
def test_how_a_plan_stands(day, counted, stands):
    assert standing(date(2026, 3, 2), date(2026, 3, 20), today=date(2026, 3, day), counted=counted) == stands
