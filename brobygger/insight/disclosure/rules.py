"""What may leave the house as statistics: counts of 1 to 4 are never shown, nor can they be computed.

The promise (security.md): somebody who knows every number we publish, and these rules, still finds at least two
possible values for each hidden count. Plain Python.

Three shapes of numbers are protected: a table of parts with a known total (`one_way`), a total divided in two
(`divide`), and levels that fall step by step, as on the bridge (`levels`). Nought may be shown: it is about nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K")

THRESHOLD = 5  # security.md: may be set higher, never lower, for what is published


@dataclass(frozen=True)
class Parts(Generic[K]):
    """A protected one-way table. A hidden part or total is None; `rest` is the sum of the hidden parts.

    `rest` is None when nothing is hidden or when the total is hidden too.
    """

    total: int | None
    shown: Mapping[K, int | None] = field(default_factory=dict)
    rest: int | None = None


@dataclass(frozen=True)
class Divided:
    """A known total in two. Where a part is hidden (None), the larger may still be said as "at least"."""

    part: int | None
    others: int | None
    part_at_least: int | None = None
    others_at_least: int | None = None


def small(count: int, threshold: int = THRESHOLD) -> bool:
    """Whether a count is too small to be shown."""
    return 0 < count < threshold


def hide(count: int, threshold: int = THRESHOLD) -> int | None:
    """A lone count that stands in no table; None when it is small."""
    return None if small(count, threshold) else count


def one_way(counts: Mapping[K, int], threshold: int = THRESHOLD, *, also: Collection[K] = ()) -> Parts[K]:
    """A table of parts whose total is published. also: parts to hide though they are large enough.

    With the small parts the smallest others are hidden, until at least two are and they are not small together;
    else the total would give them away.
    """
    total = sum(counts.values())
    if small(total, threshold):
        return Parts(None, {key: None if number else 0 for key, number in counts.items()})
    hidden = {key for key, number in counts.items() if number and (small(number, threshold) or key in also)}
    left = sorted((key for key in counts if counts[key] and key not in hidden), key=lambda key: counts[key])
    while hidden and left and _told([counts[key] for key in hidden], threshold):
        smallest = counts[left[0]]
        hidden |= {key for key in left if counts[key] <= smallest + 1}  # which of two near ones must not tell either
        left = [key for key in left if key not in hidden]
    shown = {key: None if key in hidden else number for key, number in counts.items()}
    return Parts(total, shown, sum(counts[key] for key in hidden) if hidden else None)


def _told(hidden: Sequence[int], threshold: int) -> bool:
    """Whether hidden parts can be told from their sum: alone, small together, all ones, or all as large as small is."""
    rest = sum(hidden)
    return len(hidden) < 2 or rest < threshold or rest == len(hidden) or set(hidden) == {threshold - 1}


def divide(total: int, part: int, threshold: int = THRESHOLD) -> Divided:
    """A published total and how many of them: both are hidden when either is small.

    The larger may then be said as "at least": so far below it that the smaller can still be anything under the
    threshold. Raises ValueError for a part outside 0–total.
    """
    others = total - part
    if min(part, others) < 0:
        raise ValueError(f"{part} of {total}")
    if small(total, threshold):
        return Divided(None, None)
    if not small(part, threshold) and not small(others, threshold):
        return Divided(part, others)
    at_least = (total - threshold) // 5 * 5
    known = at_least if at_least >= threshold else None
    return Divided(None, None, *((None, known) if part < others else (known, None)))


def levels(
    numbers: Sequence[int],
    *,
    beside: Sequence[int] = (),
    before: Sequence[int | None] = (),
    moves: Sequence[int] = (),
    threshold: int = THRESHOLD,
) -> tuple[int | None, ...]:
    """Levels that never rise (how many came so far): those shown differ from each other by nought or enough.

    beside: totals of the same people that are published elsewhere in the report; those too must differ enough.
    before: what an earlier report told at each place; a level that has moved a little since, or moved a little more
    or less than another, is hidden. moves: how much totals beside have moved since that report.
    A level that is small, or a small step from one already shown, is hidden; earlier ones are shown first.
    """
    shown = [number for number in beside if not small(number, threshold)]
    moved = [0, *moves]
    published: list[int | None] = []
    for place, number in enumerate(numbers):
        told = before[place] if place < len(before) else None
        move = [] if told is None else [number - told]
        apart = all(not small(abs(number - other), threshold) for other in shown)
        steady = all(not small(abs(one - other), threshold) for one in move for other in moved)
        published.append(number if apart and steady and not small(number, threshold) else None)
        if published[-1] is not None:
            shown.append(number)
            moved += move
    return tuple(published)


def share(count: int | None, total: int | None) -> int | None:
    """Whole per cent of a published total; None for a hidden count, a hidden total and a total of nought.

    Given only for counts that are shown themselves, so it can give nothing back that was hidden.
    """
    return None if count is None or not total else round(100 * count / total)


def mean_allowed(people: Divided, threshold: int = THRESHOLD) -> bool:
    """Whether a mean over the part may be shown, with one decimal.

    Where the exact number is hidden, at least ten are asked for: with fewer, a mean to one decimal fits only some
    numbers of people and could tell which.
    """
    if people.part is not None:
        return people.part >= threshold
    return (people.part_at_least or 0) >= 10
