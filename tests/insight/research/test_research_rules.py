"""The fields of a researcher's row: coarser step by step, unknown where nothing is known, and in no order."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.insight.disclosure.person_rows_rules import ALL
from brobygger.insight.research.rules import COLUMNS, FIELDS, Round, Subject, ladders, table

AASE = Subject(date(1944, 1, 2), "female", "widowed", "flat", None, "home_care", date(2026, 3, 5), 7)


def test_aase_as_a_researcher_may_see_her():
    told = dict(zip(FIELDS, ladders(AASE), strict=True))
    assert told["age"] == ("80-84", "80-89", "80+", ALL)
    assert told["civil_status"] == ("widowed", "lives_without", ALL)
    assert told["housing"] == ("flat", "own_home", ALL)
    assert told["memory"] == ("unknown", ALL)
    assert told["began"] == ("2026-1", "2026", ALL)
    assert told["times_there"] == ("5-9", "5+", ALL)


@given(
    st.builds(
        Subject, st.none() | st.dates(date(1900, 1, 1), date(1970, 1, 1)), st.none() | st.sampled_from(["male"]),
        st.none() | st.sampled_from(["married", "single"]), st.none() | st.sampled_from(["house", "care_home"]),
        st.none() | st.booleans(), st.sampled_from(["", "tip"]),
        st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 300),
    )
)  # fmt: skip
def test_all_missing_or_all_known_the_ladders_are_as_long_and_end_in_nothing(subject):
    own = ladders(subject)
    assert [len(ladder) for ladder in own] == [len(ladder) for ladder in ladders(AASE)]
    assert all(ladder[-1] == ALL and all(ladder) for ladder in own)


@given(st.integers(0, 100))
def test_a_coarser_step_never_splits_a_finer_one(years):
    """Everybody on one fine step stands together on the next."""
    fine: dict[tuple[int, str], set[str]] = {}
    for extra in range(40):
        subject = Subject(date(1900 + years, 1, 1), None, None, None, None, "", date(2026, 1 + extra % 12, 1), extra)
        for field, ladder in enumerate(ladders(subject)):
            for lower, upper in pairwise(ladder):
                fine.setdefault((field, lower), set()).add(upper)
    assert all(len(uppers) == 1 for (_field, lower), uppers in fine.items() if lower != "unknown")


def test_rows_stand_in_the_order_of_names_that_tell_nothing():
    nothing = tuple([ALL] * len(FIELDS))
    rounds = [[Round("start", "t-ils@2", "taken", 0, 6)], [Round("start", "t-ils@2", "missing", None, None)]]
    rows = table([nothing, nothing], ["b", "a"], rounds)
    assert [row[0] for row in rows] == ["a", "b"]
    assert rows[1][-5:] == ["start", "t-ils@2", "taken", 0, 6]
    assert all(len(row) == len(COLUMNS) for row in rows)


def test_as_many_names_as_persons():
    with pytest.raises(ValueError, match="shorter"):
        table([(ALL,)], ["a", "b"], [[]])
