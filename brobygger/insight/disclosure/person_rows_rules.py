"""Rows about persons, for a researcher: each looks like at least k − 1 others in everything somebody may know.

What an outsider may know of a person (age, sex, home …) is written as a ladder: the finest value first, coarser ones
above, nothing (ALL) at the top. One rung is chosen for each field and holds for everybody; the few who still stand out
get ALL in every field, and those are at least k too, or nobody. So whoever knows all of a person's fields still finds
at least k rows that fit (k-anonymity: Samarati & Sweeney 1998; the greedy choice of the next field is Datafly's).

Files that stand already are reckoned with: two receivers can put theirs together by the scores, which are the same in
both. So persons are looked at with what earlier files say of them (`standing`), and each looks like at least k − 1
others in all the files together (docs/decisions/019). Plain Python.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from brobygger.insight.disclosure.rules import THRESHOLD

ALL = "*"
Ladder = tuple[str, ...]  # finest first; the last is ALL
Counted = Mapping[tuple[tuple[Ladder, ...], Hashable], int]
MOST_HIDDEN = 0.1  # of the persons: more than that standing out, and a field is made coarser instead


@dataclass(frozen=True)
class Released:
    """The fields of each person as they may leave, in the order they came.

    rungs: how many steps up each field's ladder. hidden: how many persons have ALL in every field because they still
    stood out. smallest: persons in the smallest group that looks alike (at least k). left_out: persons who are not in
    the file (None in rows), because fewer than k look like them in the files that stand already.
    """

    rows: tuple[tuple[str, ...] | None, ...]
    rungs: tuple[int, ...]
    hidden: int
    smallest: int
    left_out: int = 0


def release(
    people: Sequence[Sequence[Ladder]], *, k: int = THRESHOLD, most_hidden: float = MOST_HIDDEN,
    standing: Sequence[Hashable] = (), gone: Mapping[Any, int] = MappingProxyType({}),
) -> Released | None:  # fmt: skip
    """The persons' fields made coarse enough; None when fewer than k persons can be in the file.

    standing: for each person what earlier files that still stand say of him or her, all of them together (the same for
    those in none). gone: how many of those in earlier files, by what they say, are not among these persons.
    Every person has the same fields, and a field's ladders are equally long. Raises ValueError for ladders that are
    not, that do not end in ALL, or for k under the threshold.
    """
    if k < THRESHOLD:
        raise ValueError(f"k = {k}")
    known = list(standing) or [()] * len(people)
    there = Counter(known)
    usable = {cell for cell, n in there.items() if n >= k and not 0 < gone.get(cell, 0) < k}
    inside = [place for place, cell in enumerate(known) if cell in usable]
    if not inside:
        return None
    heights = _heights(people)
    counted = Counter((tuple(people[place]), known[place]) for place in inside)
    allowed = most_hidden * len(inside)
    rungs = [0] * len(heights)
    while _standing_out(counted, rungs, k) > allowed:
        rungs[_next_up(counted, rungs, heights, k)] += 1
    for place in reversed(range(len(rungs))):  # what was made coarser early may not have been needed in the end
        while rungs[place] and _standing_out(counted, _moved(rungs, place, -1), k) <= allowed:
            rungs[place] -= 1
    rows: list[tuple[str, ...] | None] = [None] * len(people)
    made, hidden, smallest = _rows([people[place] for place in inside], [known[place] for place in inside], rungs, k)
    for place, row in zip(inside, made, strict=True):
        rows[place] = row
    return Released(tuple(rows), tuple(rungs), hidden, smallest, len(people) - len(inside))


def _heights(people: Sequence[Sequence[Ladder]]) -> list[int]:
    first = people[0]
    for person in people:
        if [len(ladder) for ladder in person] != [len(ladder) for ladder in first]:
            raise ValueError("ladders of different length")
        if any(ladder[-1] != ALL for ladder in person):
            raise ValueError("a ladder that does not end in ALL")
    return [len(ladder) - 1 for ladder in first]


def _groups(counted: Counted, rungs: Sequence[int]) -> Counter[tuple[Hashable, tuple[str, ...]]]:
    found: Counter[tuple[Hashable, tuple[str, ...]]] = Counter()
    for (ladders, cell), n in counted.items():
        found[cell, _at(ladders, rungs)] += n
    return found


def _at(ladders: Sequence[Ladder], rungs: Sequence[int]) -> tuple[str, ...]:
    return tuple(ladder[rung] for ladder, rung in zip(ladders, rungs, strict=True))


def _standing_out(counted: Counted, rungs: Sequence[int], k: int) -> int:
    return sum(n for n in _groups(counted, rungs).values() if n < k)


def _next_up(counted: Counted, rungs: Sequence[int], heights: Sequence[int], k: int) -> int:
    """The field whose next rung leaves fewest standing out; of equal ones the one that has lost least so far."""
    climbing = [place for place, height in enumerate(heights) if rungs[place] < height]
    return min(
        climbing,
        key=lambda place: (
            _standing_out(counted, _moved(rungs, place, 1), k), rungs[place] / heights[place], place
        ),
    )  # fmt: skip


def _moved(rungs: Sequence[int], place: int, by: int) -> list[int]:
    return [rung + by if each == place else rung for each, rung in enumerate(rungs)]


def _rows(
    people: Sequence[Sequence[Ladder]], known: Sequence[Hashable], rungs: Sequence[int], k: int
) -> tuple[list[tuple[str, ...]], int, int]:
    """Each person's fields; how many have nothing in them; the smallest group that looks alike in all files."""
    values = [(cell, _at(person, rungs)) for person, cell in zip(people, known, strict=True)]
    groups = Counter(values)
    nothing = (ALL,) * len(rungs)
    hidden = {group for group, n in groups.items() if n < k or group[1] == nothing}
    for cell in dict.fromkeys(known):
        number = sum(groups[group] for group in hidden if group[0] == cell)
        own = [(n, group[1], group) for group, n in groups.items() if group[0] == cell]
        for n, _fields, group in sorted(own, key=lambda each: each[:2]):
            if not 0 < number < k:
                break
            if group not in hidden:  # those who stand out must be k together as well
                hidden.add(group)
                number += n
    rows = [nothing if value in hidden else value[1] for value in values]
    smallest = min(Counter(zip(known, rows, strict=True)).values())
    return rows, sum(groups[group] for group in hidden), smallest
