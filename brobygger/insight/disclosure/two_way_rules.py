"""A table with two sides and its totals: small cells are hidden, and enough others that no sum gives them back.

Rows and columns whose total is small are first told as one with the next smallest. Then every hidden cell is tried:
keeping all that is told, it must be able to be at least `ROOM` more values than its own (an alternating path in the
graph of hidden cells is exactly such a change; Gusfield 1988, SIAM J. Comput. 17). Plain Python.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from brobygger.insight.disclosure.rules import THRESHOLD, small

R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)
Place = tuple[int, int]

ROOM = 2  # a hidden cell has at least three possible values
LEAST = 1  # a hidden cell is not nought: noughts are shown, and a reader knows that


@dataclass(frozen=True)
class TwoWay(Generic[R, C]):
    """A protected table. rows and columns are groups of what was told as one; a hidden cell is None.

    The totals are exact. Where no cell could be kept, all are None, the noughts too.
    """

    rows: tuple[tuple[R, ...], ...]
    columns: tuple[tuple[C, ...], ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]


def two_way(
    counts: Mapping[tuple[R, C], int], rows: Sequence[R], columns: Sequence[C], threshold: int = THRESHOLD
) -> TwoWay[R, C] | None:
    """The table of these counts with totals; rows and columns of nobody are left out.

    None when the whole is too small to be told. Raises ValueError for a count below nought.
    """
    if min(counts.values(), default=0) < 0:
        raise ValueError("a count below nought")
    row_groups = _grouped({row: sum(counts.get((row, column), 0) for column in columns) for row in rows}, threshold)
    column_groups = _grouped(
        {column: sum(counts.get((row, column), 0) for row in rows) for column in columns}, threshold
    )
    table = [
        [sum(counts.get((row, column), 0) for row in group for column in other) for other in column_groups]
        for group in row_groups
    ]
    if not table or small(sum(map(sum, table)), threshold):
        return None
    hidden = hide_cells(table, threshold)
    return TwoWay(
        tuple(row_groups),
        tuple(column_groups),
        tuple(
            tuple(None if hidden is None or (i, j) in hidden else number for j, number in enumerate(row))
            for i, row in enumerate(table)
        ),
        tuple(map(sum, table)),
        tuple(map(sum, zip(*table, strict=True))),
    )


def hide_cells(table: Sequence[Sequence[int]], threshold: int = THRESHOLD) -> frozenset[Place] | None:
    """The places to hide in a table whose totals are all told; None when no cell at all can be told."""
    hidden = {(i, j) for i, row in enumerate(table) for j, number in enumerate(row) if small(number, threshold)}
    while exposed := next((place for place in sorted(hidden) if not _has_room(table, hidden, place)), None):
        chosen = _next_to_hide(table, hidden, exposed)
        if chosen is None:
            return None
        hidden.add(chosen)
    return frozenset(hidden)


def _grouped(totals: Mapping[R, int], threshold: int) -> list[tuple[R, ...]]:
    """The keys in their order; small ones together with the smallest others until they are enough."""
    kept = {key: total for key, total in totals.items() if total}
    by_size = sorted(kept, key=lambda key: kept[key])
    together: list[R] = [key for key in by_size if small(kept[key], threshold)]
    for key in by_size[len(together) :]:
        if not together or sum(kept[each] for each in together) >= threshold:
            break
        together.append(key)
    alone: list[tuple[R, ...]] = [(key,) for key in kept if key not in together]
    return alone + ([tuple(key for key in kept if key in together)] if together else [])


def _next_to_hide(table: Sequence[Sequence[int]], hidden: set[Place], exposed: Place) -> Place | None:
    """The smallest cell that may help: in the exposed cell's row, else its column, else any row or column in play."""
    i, j = exposed
    open_cells = [
        (number, (r, c))
        for r, row in enumerate(table)
        for c, number in enumerate(row)
        if number and (r, c) not in hidden
    ]
    in_row = [cell for cell in open_cells if cell[1][0] == i]
    in_column = [cell for cell in open_cells if cell[1][1] == j]
    alone_in_row = sum(place[0] == i for place in hidden) < 2
    alone_in_column = sum(place[1] == j for place in hidden) < 2
    if alone_in_row and in_row:
        return min(in_row)[1]
    if alone_in_column and in_column:
        return min(in_column)[1]
    rows, columns = {place[0] for place in hidden}, {place[1] for place in hidden}
    in_play = [cell for cell in open_cells if cell[1][0] in rows and cell[1][1] in columns]
    return min(in_play or in_row or in_column or open_cells, default=(0, None))[1]


def _has_room(table: Sequence[Sequence[int]], hidden: set[Place], place: Place) -> bool:
    """Whether the hidden cell can be ROOM other values with every total and every told cell as they are."""
    return sum(_moves(table, hidden, place, sign) for sign in (1, -1)) >= ROOM


def _moves(table: Sequence[Sequence[int]], hidden: set[Place], place: Place, sign: int) -> int:
    """How many times (at most ROOM) the cell can move by one in a direction."""
    values = {each: table[each[0]][each[1]] for each in hidden}
    made = 0
    while made < ROOM and values[place] + sign >= LEAST:
        path = _path(values, place, sign)
        if path is None:
            break
        for step, each in enumerate([place, *path]):
            values[each] += sign if step % 2 == 0 else -sign
        made += 1
    return made


def _path(values: Mapping[Place, int], place: Place, sign: int) -> list[Place] | None:
    """Cells to move by turns against and with the cell, leading from its column back to its row; None without one."""
    start, goal = ("column", place[1]), ("row", place[0])
    came: dict[tuple[str, int], tuple[tuple[str, int], Place]] = {}
    waiting = deque([start])
    while waiting:
        side, number = waiting.popleft()
        axis = 1 if side == "column" else 0
        change = -sign if side == "column" else sign
        for each, value in values.items():
            if each == place or each[axis] != number or value + change < LEAST:
                continue
            node = ("row", each[0]) if side == "column" else ("column", each[1])
            if node in came or node == start:
                continue
            came[node] = ((side, number), each)
            if node == goal:
                return _walked(came, start, goal)
            waiting.append(node)
    return None


def _walked(
    came: Mapping[tuple[str, int], tuple[tuple[str, int], Place]], start: tuple[str, int], goal: tuple[str, int]
) -> list[Place]:
    cells, node = [], goal
    while node != start:
        node, cell = came[node]
        cells.append(cell)
    return cells[::-1]
