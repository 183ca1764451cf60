"""Rows about persons, for a researcher: each looks like at least k − 1 others in everything somebody may know.

What an outsider may know of a person (age, sex, home …) is written as a ladder: the finest value first, coarser ones
above, nothing (ALL) at the top. One rung is chosen for each field and holds for everybody; the few who still stand out
get ALL in every field, and those are at least k too, or nobody. So whoever knows all of a person's fields still finds
at least k rows that fit (k-anonymity: Samarati & Sweeney 1998; the greedy choice of the next field is Datafly's).
Plain Python.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brobygger.insight.disclosure.rules import THRESHOLD

ALL = "*"
Ladder = tuple[str, ...]  # finest first; the last is ALL
MOST_HIDDEN = 0.1  # of the persons: more than that standing out, and a field is made coarser instead


@dataclass(frozen=True)
class Released:
    """The fields of each person as they may leave, in the order they came.

    rungs: how many steps up each field's ladder. hidden: how many persons have ALL in every field because they still
    stood out. smallest: persons in the smallest group that looks alike (at least k).
    """

    rows: tuple[tuple[str, ...], ...]
    rungs: tuple[int, ...]
    hidden: int
    smallest: int


def release(
    people: Sequence[Sequence[Ladder]], *, k: int = THRESHOLD, most_hidden: float = MOST_HIDDEN
) -> Released | None:
    """The persons' fields made coarse enough; None when there are fewer than k persons.

    Every person has the same fields, and a field's ladders are equally long. Raises ValueError for ladders that are
    not, that do not end in ALL, or for k under the threshold.
    """
    if k < THRESHOLD:
        raise ValueError(f"k = {k}")
    if len(people) < k:
        return None
    heights = _heights(people)
    counted = Counter(tuple(person) for person in people)
    allowed = most_hidden * len(people)
    rungs = [0] * len(heights)
    while _standing_out(counted, rungs, k) > allowed:
        rungs[_next_up(counted, rungs, heights, k)] += 1
    for place in reversed(range(len(rungs))):  # what was made coarser early may not have been needed in the end
        while rungs[place] and _standing_out(counted, _moved(rungs, place, -1), k) <= allowed:
            rungs[place] -= 1
    return _rows(people, rungs, k)


def _heights(people: Sequence[Sequence[Ladder]]) -> list[int]:
    first = people[0]
    for person in people:
        if [len(ladder) for ladder in person] != [len(ladder) for ladder in first]:
            raise ValueError("ladders of different length")
        if any(ladder[-1] != ALL for ladder in person):
            raise ValueError("a ladder that does not end in ALL")
    return [len(ladder) - 1 for ladder in first]


def _groups(counted: Mapping[tuple[Ladder, ...], int], rungs: Sequence[int]) -> Counter[tuple[str, ...]]:
    found: Counter[tuple[str, ...]] = Counter()
    for ladders, n in counted.items():
        found[_at(ladders, rungs)] += n
    return found


def _at(ladders: Sequence[Ladder], rungs: Sequence[int]) -> tuple[str, ...]:
    return tuple(ladder[rung] for ladder, rung in zip(ladders, rungs, strict=True))


def _standing_out(counted: Mapping[tuple[Ladder, ...], int], rungs: Sequence[int], k: int) -> int:
    return sum(n for n in _groups(counted, rungs).values() if n < k)


def _next_up(counted: Mapping[tuple[Ladder, ...], int], rungs: Sequence[int], heights: Sequence[int], k: int) -> int:
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


def _rows(people: Sequence[Sequence[Ladder]], rungs: Sequence[int], k: int) -> Released:
    values = [_at(person, rungs) for person in people]
    groups = Counter(values)
    nothing = (ALL,) * len(rungs)
    hidden = {group for group, n in groups.items() if n < k or group == nothing}
    number = sum(groups[group] for group in hidden)
    for group, n in sorted(groups.items(), key=lambda pair: (pair[1], pair[0])):
        if not 0 < number < k:
            break
        if group not in hidden:  # those who stand out must be k together as well
            hidden.add(group)
            number += n
    rows = tuple(nothing if value in hidden else value for value in values)
    return Released(rows, tuple(rungs), number, min(Counter(rows).values()))
