"""An attacker with a linear programme (HiGHS) on a thousand tables with totals: nothing hidden is recovered."""

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_matrix

from brobygger.insight.disclosure.rules import THRESHOLD, small
from brobygger.insight.disclosure.two_way_rules import TwoWay, two_way

TABLES = 1000
LARGEST = [4, 8, 15, 40]  # of a cell: from almost only small ones to few


def random_table(seed):
    """Two to five rows and columns; some tables thin, some full."""
    chance = random.Random(seed)
    top = chance.choice(LARGEST)
    rows, columns = range(chance.randint(2, 5)), range(chance.randint(2, 5))
    counts = {
        place: chance.choice([0, chance.randint(0, top), chance.randint(0, top)]) for place in product(rows, columns)
    }
    return counts, rows, columns


class Attacker:
    """Knows every total, every shown cell, and that a hidden cell is no nought when noughts are shown."""

    def __init__(self, table: TwoWay) -> None:
        self.hidden = [(i, j) for i, row in enumerate(table.cells) for j, cell in enumerate(row) if cell is None]
        shown = np.array([[cell or 0 for cell in row] for row in table.cells])
        equations = [(row, table.row_totals[i] - shown[i].sum()) for i in range(len(shown)) if (row := self._in(0, i))]
        equations += [
            (row, table.column_totals[j] - shown[:, j].sum()) for j in range(shown.shape[1]) if (row := self._in(1, j))
        ]
        self.matrix = np.array([[place in row for place in self.hidden] for row, _left in equations], float)
        self.left = np.array([left for _row, left in equations], float)
        self.least = 0 if len(self.hidden) == shown.size else 1

    def _in(self, axis, number):
        return [place for place in self.hidden if place[axis] == number]


def recovered(attackers):
    """Hidden cells with one possible value. All questions of many tables are the blocks of one linear programme."""
    asked = [
        (attacker, place, sign) for attacker in attackers for place in range(len(attacker.hidden)) for sign in (1, -1)
    ]
    if not asked:
        return []
    goal = np.concatenate([sign * np.eye(len(attacker.hidden))[place] for attacker, place, sign in asked])
    lower = np.concatenate([np.full(len(attacker.hidden), attacker.least) for attacker, _place, _sign in asked])
    done = linprog(
        goal, A_eq=block_diag([csr_matrix(attacker.matrix) for attacker, *_ in asked], format="csr"),
        b_eq=np.concatenate([attacker.left for attacker, *_ in asked]),
        bounds=np.column_stack([lower, np.full(len(lower), np.inf)]), method="highs",
    )  # fmt: skip
    assert done.status == 0, done.message
    ends, at = [], 0
    for attacker, place, _sign in asked:
        ends.append(done.x[at + place])
        at += len(attacker.hidden)
    pairs = zip(asked[::2], ends[::2], ends[1::2], strict=True)
    return [(attacker, place, least) for (attacker, place, _), least, most in pairs if most - least < 0.5]


def only_small_cells_hidden(table, counts, rows, columns):
    """The control: the same table and totals, small cells hidden, nothing else."""
    cells = tuple(
        tuple(
            None
            if small(sum(counts[r, c] for r in group for c in other))
            else sum(counts[r, c] for r in group for c in other)
            for other in table.columns
        )
        for group in table.rows
    )
    return TwoWay(table.rows, table.columns, cells, table.row_totals, table.column_totals)


def test_a_thousand_tables_give_nothing_back_and_without_protection_they_do():
    protected, unprotected, hidden, shown = [], [], 0, 0
    for seed in range(TABLES):
        counts, rows, columns = random_table(seed)
        table = two_way(counts, rows, columns)
        if table is None:
            continue
        protected.append(Attacker(table))
        unprotected.append(Attacker(only_small_cells_hidden(table, counts, rows, columns)))
        hidden += len(protected[-1].hidden)
        shown += sum(cell is not None and cell > 0 for row in table.cells for cell in row)
    assert len(protected) > 900
    chunks = range(0, len(protected), 100)
    assert [found for at in chunks for found in recovered(protected[at : at + 100])] == []
    control = [found for at in chunks for found in recovered(unprotected[at : at + 100])]
    below = [found for found in control if found[2] < THRESHOLD]
    assert len(below) > 500, "an attack that finds nothing anywhere shows nothing"
    assert hidden > 1000
    assert shown > 1000, "hiding everything would be no table"


COUNTS = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(0, 30), max_size=16)


@given(COUNTS)
def test_no_small_number_is_shown_and_every_shown_one_is_true(counts):
    table = two_way(counts, range(4), range(4))
    if table is None:
        assert sum(counts.values()) < THRESHOLD
        return
    for i, group in enumerate(table.rows):
        for j, other in enumerate(table.columns):
            exact = sum(counts.get((r, c), 0) for r in group for c in other)
            assert table.cells[i][j] in (None, exact)
            assert not (table.cells[i][j] and small(exact))
    for total in (*table.row_totals, *table.column_totals):
        assert total >= THRESHOLD
    assert sum(table.row_totals) == sum(table.column_totals) == sum(counts.values())
    assert recovered([Attacker(table)]) == []


@given(COUNTS)
def test_a_table_without_small_cells_is_told_whole(counts):
    if any(small(number) for number in counts.values()) or not any(counts.values()):
        return
    table = two_way(counts, range(4), range(4))
    assert None not in [cell for row in table.cells for cell in row]


def test_few_in_a_row_are_told_with_the_next_few():
    table = two_way({("a", 1): 20, ("b", 1): 2, ("c", 1): 1, ("d", 1): 9}, "abcd", [1])
    assert table.rows == (("a",), ("b", "c", "d"))
    assert table.row_totals == (20, 12)


def test_nobody_makes_no_table():
    assert two_way({}, "ab", [1, 2]) is None
    assert two_way({("a", 1): 3}, "ab", [1, 2]) is None
    with pytest.raises(ValueError, match="below nought"):
        two_way({("a", 1): -1}, "ab", [1])
