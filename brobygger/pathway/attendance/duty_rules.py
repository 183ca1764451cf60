"""Whose turn it is: to brew the coffee, lead the exercise, choose where to go. Fair, and gentle to the new.

The seeds let participants take duties in turn so that everybody contributes (R133, R151). Plain rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FREE_TIMES = 2  # somebody new is a guest the first two times


@dataclass(frozen=True)
class Taker:
    """Somebody who may have a turn. times: how often the person has met with the group. able: comes, and takes part."""

    person: str
    times: int
    able: bool = True


@dataclass(frozen=True)
class Turn:
    """A duty somebody has had, in session `number`."""

    person: str
    duty: str
    number: int


def share(duties: Sequence[str], takers: Sequence[Taker], turns: Sequence[Turn]) -> dict[str, str]:
    """Who does what next time, by duty. A duty nobody can take is left out.

    First the one who has had the smallest share of turns for the times they have been there; then who has done this
    duty least and longest ago. Nobody has two duties while somebody has none. Somebody new is asked only when there is
    nobody else.
    """
    given: dict[str, str] = {}
    for duty in duties:
        able = [taker for taker in takers if taker.able]
        free = [taker for taker in able if taker.person not in given.values()] or able
        settled = [taker for taker in free if taker.times >= FREE_TIMES] or free
        if settled:
            given[duty] = min(settled, key=lambda taker: _order(taker, duty, turns)).person
    return given


def _order(taker: Taker, duty: str, turns: Sequence[Turn]) -> tuple[float, int, int, str]:
    own = [turn for turn in turns if turn.person == taker.person]
    this = [turn.number for turn in own if turn.duty == duty]
    return len(own) / max(1, taker.times), len(this), max(this, default=0), taker.person
