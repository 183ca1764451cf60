"""Where people are lost, cut one way at a time: no hidden cell can be found, however many tables somebody holds."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from brobygger.insight.evaluation.losses_rules import (
    CUTS,
    Lost,
    days_of,
    ended_half_years,
    month_ends,
    table,
)
from brobygger.insight.evaluation.outcome_rules import half_year

REASONS = ("declined", "no_energy", "health", "moved", "died")


def a_half_year(seed: int, number: int) -> list[Lost]:
    """People lost with everything by chance; most say no or have no energy."""
    chance = random.Random(seed)
    one = [
        (
            chance.choices(REASONS, (8, 6, 3, 1, 1))[0], chance.choice(("asked", "first_time")),
            chance.choices(("register", "home_care", "tip"), (6, 3, 1))[0], chance.choice(("Nord", "Syd")),
            chance.choice(("65_79", "80_89", "over_90")), chance.choices(("female", "male"), (7, 3))[0],
        )
        for _ in range(number)
    ]  # fmt: skip
    return [Lost(*facts, n) for facts, n in Counter(one).items()]


def smallest_and_largest(lost: list[Lost], wanted: str, place: tuple[int, int], told) -> tuple[float, float]:
    """What an attacker with two tables of a half-year finds of one cell: the least and most it can be.

    The unknown are the cells of reason × first cut × second cut; every told number of both tables is an equation.
    """
    (first, second) = told
    groups = first.rows
    assert groups == second.rows
    shape = (len(groups), len(first.columns), len(second.columns))
    size = shape[0] * shape[1] * shape[2]
    rows, values = [], []
    for axis, one in ((1, first), (2, second)):
        for r in range(shape[0]):
            for c in range(shape[axis]):
                if one.cells[r][c] is not None:
                    rows.append(_of(shape, r, axis, c))
                    values.append(one.cells[r][c])
            rows.append(_of(shape, r, None, 0))
            values.append(one.row_totals[r])
        for c in range(shape[axis]):
            rows.append(sum(_of(shape, r, axis, c) for r in range(shape[0])))
            values.append(one.column_totals[c])
    aim = _of(shape, place[0], 1, place[1])
    found = [
        linprog(sign * aim, A_eq=np.array(rows), b_eq=np.array(values, float), bounds=[(0, None)] * size).fun * sign
        for sign in (1, -1)
    ]
    return found[0], found[1]


def _of(shape, reason, axis, place):
    cells = np.zeros(shape)
    if axis is None:
        cells[reason] = 1
    elif axis == 1:
        cells[reason, place] = 1
    else:
        cells[reason, :, place] = 1
    return cells.ravel()


def told_tables(lost):
    return [table(lost, cut) for cut in CUTS]


def test_no_cell_under_five_is_told_and_every_table_has_the_same_rows():
    for seed in range(60):
        lost = a_half_year(seed, 20 + seed * 3)
        made = [one for one in told_tables(lost) if one]
        for one in made:
            assert not [n for row in one.cells for n in row if n is not None and 0 < n < 5]
            assert sum(one.row_totals) == sum(each.n for each in lost)
        assert len({(one.rows, one.row_totals) for one in made}) == 1


@pytest.mark.parametrize("seed", range(12))
def test_an_attacker_with_two_tables_still_does_not_know_a_hidden_cell(seed):
    lost = a_half_year(seed, 70)
    first, second = table(lost, "channel"), table(lost, "sex")
    hidden = [(r, c) for r, row in enumerate(first.cells) for c, n in enumerate(row) if n is None]
    for place in hidden:
        least, most = smallest_and_largest(lost, "channel", place, (first, second))
        assert most - least >= 2 - 1e-6


def test_the_attack_finds_the_cell_when_only_the_small_one_is_hidden():
    """The control: hide the smallest cell alone, and its row's total gives it away."""
    lost = a_half_year(3, 70)
    first, second = table(lost, "channel"), table(lost, "sex")
    counts = {(each.reason, each.channel): 0 for each in lost}
    for each in lost:
        counts[each.reason, each.channel] += each.n
    cells = tuple(
        tuple(
            sum(counts.get((reason, column), 0) for reason in rows for column in columns) for columns in first.columns
        )
        for rows in first.rows
    )
    r, c = min(((r, c) for r in range(len(cells)) for c in range(len(cells[0]))), key=lambda at: cells[at[0]][at[1]])
    naive = tuple(tuple(None if (i, j) == (r, c) else n for j, n in enumerate(row)) for i, row in enumerate(cells))
    control = type(first)(first.rows, first.columns, naive, first.row_totals, first.column_totals)
    least, most = smallest_and_largest(lost, "channel", (r, c), (control, second))
    assert most - least < 1e-6


@pytest.mark.parametrize("number", [0, 1, 4])
def test_nobody_and_few_make_no_table(number):
    assert table(a_half_year(1, number), "sex") is None


def test_what_nobody_knows_is_a_column_of_its_own():
    lost = [Lost("declined", "asked", "", "", "", "", 8), Lost("health", "asked", "tip", "Nord", "80_89", "male", 9)]
    assert table(lost, "sex").columns == (("male",), ("unknown",))
    assert table(lost, "age").columns == (("80_89",), ("unknown",))


@given(st.dates(date(2020, 1, 1), date(2026, 12, 31)), st.integers(0, 1500))
def test_only_half_years_that_have_ended_and_none_shares_a_day(since, days):
    today = since + timedelta(days=days)
    found = ended_half_years(since, today)
    assert found == sorted(found, reverse=True)
    spans = [days_of(each) for each in found]
    assert all(after <= today for _first, after in spans)
    assert all(later[0] == earlier[1] for later, earlier in pairwise(spans))
    assert half_year(today) not in found
    assert not found or spans[-1][0] <= since


@given(st.dates(date(2020, 1, 1), date(2026, 12, 31)), st.integers(0, 900))
def test_the_months_end_on_their_last_day_and_today_is_the_last(since, days):
    today = since + timedelta(days=days)
    found = month_ends(since, today)
    assert found[-1] == today
    assert found == sorted(found)
    assert len(found) <= 12
    assert all((day + timedelta(days=1)).day == 1 and since <= day for day in found[:-1])
