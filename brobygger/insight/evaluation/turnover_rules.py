"""Turnover in the target group: how many are new, gone and still there from one extract to the next (R177).

Plain rules. Small counts are hidden by the disclosure module; where one of the three of an extract is hidden, all
three are, since the totals on both sides would otherwise give it away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from brobygger.insight.disclosure import rules as disclosure


@dataclass(frozen=True)
class Extract:
    """One extract: its day, how many people stood in it, and how many of the one before were not (None: unknown).

    still: how many of the one before were, counted when it was stored. None: before it was kept; nobody was erased.
    """

    on: date
    people: int
    gone: int | None
    still: int | None = None


@dataclass(frozen=True)
class Turn:
    """What is told of one extract; None where it is hidden or not known. `share`: new of all in it, whole per cent."""

    on: date
    people: int | None
    new: int | None
    gone: int | None
    still: int | None

    @property
    def known(self) -> bool:
        """All three are told."""
        return self.new is not None

    @property
    def share(self) -> int | None:
        """New people in a hundred of those who stand there now."""
        return disclosure.share(self.new, self.people)


def turnover(extracts: Sequence[Extract]) -> tuple[Turn, ...]:
    """From one extract to the next, oldest first; the first has nothing before it and only its total."""
    if not extracts:
        return ()
    first = extracts[0]
    told = [Turn(first.on, disclosure.hide(first.people), None, None, None)]
    for before, now in pairwise(extracts):
        told.append(_turn(before, now))
    return tuple(told)


def _turn(before: Extract, now: Extract) -> Turn:
    total = disclosure.hide(now.people)
    if now.gone is None:
        return Turn(now.on, total, None, None, None)
    still = before.people - now.gone if now.still is None else now.still
    if not 0 <= still <= min(now.people, before.people - now.gone):  # from another list
        return Turn(now.on, total, None, None, None)
    came = disclosure.divide(now.people, now.people - still)
    left = disclosure.divide(still + now.gone, now.gone)
    if None in (came.part, came.others, left.part, left.others):
        return Turn(now.on, total, None, None, None)
    return Turn(now.on, total, came.part, left.part, came.others)
