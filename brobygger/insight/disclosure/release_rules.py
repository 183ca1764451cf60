"""Two tellings of the same numbers, one later than the other: their difference is nobody's secret either.

A reader who keeps yesterday's report subtracts it from today's. So a number that has been told is told anew only when
it is the same or at least the threshold away; a table whose told numbers cannot all be is told as it stood.
See docs/decisions/012. Plain Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from brobygger.insight.disclosure.rules import THRESHOLD, Divided, Parts, one_way, small

K = TypeVar("K")


def apart(old: int | None, new: int | None, threshold: int = THRESHOLD) -> bool:
    """Whether two told numbers of the same thing may both be known. A hidden one tells no difference."""
    return old is None or new is None or not small(abs(new - old), threshold)


def table_apart(old: Parts[K], new: Parts[K], threshold: int = THRESHOLD) -> bool:
    """Whether a table may follow an earlier one: total, told parts and the sums of hidden parts are apart."""
    pairs = [(old.total, new.total)]
    pairs += [(old.shown.get(key, 0), number) for key, number in new.shown.items()]
    pairs += [(number, 0) for key, number in old.shown.items() if key not in new.shown]
    pairs += [(_sum(old, _hidden(new)), new.rest), (old.rest, _sum(new, _hidden(old)))]
    pairs.append((old.rest, new.rest))  # also of other parts: a reader may take them for the same
    return all(apart(*pair, threshold) for pair in pairs)


def after(counts: Mapping[K, int], before: Parts[K], threshold: int = THRESHOLD) -> Parts[K]:
    """The table of these counts as it may be told after an earlier one: parts that moved little are hidden too.

    Whether the totals are apart is the caller's to see to.
    """
    also = {key for key, number in counts.items() if not apart(before.shown.get(key, 0), number, threshold)}
    while not table_apart(before, told := one_way(counts, threshold, also=also), threshold):
        shown = [key for key, number in told.shown.items() if number]
        if not shown:
            return Parts(told.total, dict.fromkeys(counts), told.total)
        also.add(min(shown, key=lambda key: counts[key]))
    return told


def divided_apart(old: Divided, new: Divided, threshold: int = THRESHOLD) -> bool:
    """The same for a total in two. What is said as "at least" moves in fives and tells no single person."""
    return apart(old.part, new.part, threshold) and apart(old.others, new.others, threshold)


def moved(old: Mapping[K, int], new: Mapping[K, int]) -> int:
    """The least number of people who must have changed for one table to become the other (a lower bound)."""
    keys = old.keys() | new.keys()
    changes = [new.get(key, 0) - old.get(key, 0) for key in keys]
    return max(sum(c for c in changes if c > 0), -sum(c for c in changes if c < 0))


def enough_moved(old: Mapping[K, int], new: Mapping[K, int], threshold: int = THRESHOLD) -> bool:
    """Whether means over the table may be told anew: nobody has changed, or at least the threshold has."""
    return not small(moved(old, new), threshold)


def _hidden(parts: Parts[K]) -> set[K]:
    return {key for key, number in parts.shown.items() if number is None}


def _sum(parts: Parts[K], keys: set[K]) -> int | None:
    """What these parts are together, when a reader of this table knows it; None when not, or for no parts."""
    numbers = [parts.shown.get(key, 0) for key in keys]
    return sum(number or 0 for number in numbers) if numbers and None not in numbers else None
