"""Reading a question of pairs."""

from __future__ import annotations

from typing import Any

import numpy as np

from brobygger.pathway.matching.solve.fields import Notes, Part, number, numbered, place_of, told
from brobygger.pathway.matching.solve.problem import PairsProblem

MAX_EDGES = 3_000_000


def pairs(part: Part) -> PairsProblem:
    """left, right, edges and pins of a file; mistakes go to the part's notes."""
    notes = part.notes
    left, right = part.texts("left"), part.texts("right")
    of_left, of_right = numbered(notes, "left", left), numbered(notes, "right", right)
    for both in sorted(of_left.keys() & of_right.keys()):
        notes.add(f"right[{of_right[both]}]", f"“{both}” står også i left: ingen kan være på begge sider.")
    listed = part.take("edges", list)
    pins = part.take("pins", list, [])
    part.refuse_the_rest()
    if len(listed) > MAX_EDGES:
        notes.add("edges", f"Der er {len(listed)} muligheder. Der kan højst være {MAX_EDGES}: del filen.")
        listed = []
    edges = _edges(notes, listed, of_left, of_right)
    pinned = _pins(notes, pins, of_left, of_right, edges)
    ends = np.array(list(edges), dtype=np.int64).reshape(len(edges), 2)
    goodness = np.array(list(edges.values()), dtype=np.float64)
    return PairsProblem(tuple(left), tuple(right), ends[:, 0].copy(), ends[:, 1].copy(), goodness, pinned)


def _edges(
    notes: Notes, listed: list[Any], of_left: dict[str, int], of_right: dict[str, int]
) -> dict[tuple[int, int], float]:
    edges: dict[tuple[int, int], float] = {}
    for count, one in enumerate(listed):
        where = f"edges[{count}]"
        if not isinstance(one, list) or len(one) != 3:
            notes.add(where, 'skal være ["id i left", "id i right", tal].')
            continue
        start = place_of(notes, where, of_left, one[0], "left")
        end = place_of(notes, where, of_right, one[1], "right")
        goodness = number(notes, where, one[2], least=0.0)
        if start is None or end is None:
            continue
        if edges.setdefault((start, end), goodness) != goodness:
            notes.add(where, f"{told(one[0])} og {told(one[1])} står der allerede med et andet tal.")
    return edges


def _pins(
    notes: Notes,
    listed: list[Any],
    of_left: dict[str, int],
    of_right: dict[str, int],
    edges: dict[tuple[int, int], float],
) -> tuple[tuple[int, int], ...]:
    pinned: list[tuple[int, int]] = []
    for count, one in enumerate(listed):
        where = f"pins[{count}]"
        if not isinstance(one, list) or len(one) != 2:
            notes.add(where, 'skal være ["id i left", "id i right"].')
            continue
        start = place_of(notes, where, of_left, one[0], "left")
        end = place_of(notes, where, of_right, one[1], "right")
        if start is None or end is None or (start, end) in pinned:
            continue
        if (start, end) not in edges:
            notes.add(where, f"{told(one[0])} og {told(one[1])} kan ikke blive et par: de står ikke i edges.")
        elif any(start == other or end == another for other, another in pinned):
            notes.add(where, f"{told(one[0])} eller {told(one[1])} er allerede sat fast med en anden.")
        else:
            pinned.append((start, end))
    return tuple(pinned)
