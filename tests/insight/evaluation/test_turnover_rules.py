"""Turnover from extract to extract: three numbers that fit, and a small one that cannot be worked out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.insight.evaluation.turnover_rules import Extract, turnover

DAY = date(2026, 1, 1)
SETS = st.lists(st.frozensets(st.integers(0, 40), max_size=41), min_size=1, max_size=5)


def extracts(sets: list[frozenset[int]]) -> list[Extract]:
    told = [Extract(DAY, len(sets[0]), None)]
    for number, (before, now) in enumerate(pairwise(sets), start=1):
        told.append(Extract(DAY + timedelta(days=30 * number), len(now), len(before - now)))
    return told


@settings(max_examples=100)
@given(SETS)
def test_what_is_told_is_true_and_nothing_small_is(sets: list[frozenset[int]]) -> None:
    turns = turnover(extracts(sets))
    assert len(turns) == len(sets)
    for before, now, turn in zip(sets, sets[1:], turns[1:], strict=False):
        told = (turn.new, turn.gone, turn.still)
        assert told in {(None, None, None), (len(now - before), len(before - now), len(before & now))}
        assert all(number is None or number == 0 or number >= 5 for number in (*told, turn.people))


@settings(max_examples=100)
@given(SETS, st.frozensets(st.integers(0, 40)))
def test_who_was_erased_between_two_extracts_is_neither_gone_nor_still_there(sets, erased) -> None:
    """A stored count of the one before has them; its rows have them no more. Found anew, they are new."""
    told = [Extract(DAY, len(sets[0]), None)]
    for before, now in pairwise(sets):
        left = before - erased
        told.append(Extract(DAY, len(now), len(left - now), len(left & now)))
    for before, now, turn in zip(sets, sets[1:], turnover(told)[1:], strict=False):
        left = before - erased
        assert (turn.new, turn.gone, turn.still) in {
            (None, None, None), (len(now - left), len(left - now), len(left & now)),
        }  # fmt: skip
    (_first, turn) = turnover([Extract(DAY, 100, None), Extract(DAY, 100, 20, 60)])
    assert (turn.new, turn.gone, turn.still, turn.share) == (40, 20, 60, 40)
    assert not turnover([Extract(DAY, 100, None), Extract(DAY, 100, 50, 60)])[1].known


def test_one_hidden_hides_all_three_since_the_totals_stand_on_both_sides() -> None:
    first, second, third = turnover([Extract(DAY, 100, None), Extract(DAY, 110, 3), Extract(DAY, 112, 20)])
    assert (first.people, first.known) == (100, False)
    assert (second.people, second.new, second.gone, second.still, second.share) == (110, None, None, None, None)
    assert (third.new, third.gone, third.still, third.share) == (22, 20, 90, 20)


def test_numbers_that_cannot_be_are_not_told() -> None:
    assert not turnover([Extract(DAY, 10, None), Extract(DAY, 50, 30)])[1].known
    assert not turnover([Extract(DAY, 50, None), Extract(DAY, 50, None)])[1].known
    assert turnover([]) == ()
