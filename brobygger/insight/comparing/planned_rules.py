"""A planned comparison group: what may be told of it, once, when the waiting is over. Plain Python.

Nothing is told while units wait: who looks along the way can stop when the number is fine. And what is told once can
not be subtracted from itself a week later (docs/decisions/012).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from brobygger.insight.analyses.comparison_rules import against_waiting
from brobygger.insight.evaluation.outcome_rules import YARDSTICKS
from brobygger.insight.evaluation.published_outcome_rules import MODEL_FROM
from brobygger.insight.evaluation.published_rules import one_decimal

LEAST_DAYS = 14  # between two scores of one person: as for waiting (measured_sql)
FIVES = 5


@dataclass(frozen=True)
class Pair:
    """How many went from one score to another over the days of the plan, in waiting units or among those who began."""

    instrument: str
    waits: bool
    first: int
    last: int
    persons: int


@dataclass(frozen=True)
class Compared:
    """One outcome: at least so many in each group (in fives), and the difference in points; None: too few."""

    began: int
    waited: int
    value: float | None
    low: float | None
    high: float | None


def told(pairs: Iterable[Pair]) -> dict[str, Compared]:
    """Loneliness and mood, each by itself. Under twenty in either group nothing is told, the sizes neither."""
    kept = list(pairs)
    found: dict[str, Compared] = {}
    for yardstick in YARDSTICKS:
        low, high = yardstick.scale
        changes: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
        for pair in kept:
            on_scale = low <= min(pair.first, pair.last) and max(pair.first, pair.last) <= high
            if on_scale and pair.instrument == yardstick.instrument:
                changes[pair.waits][pair.last - pair.first] += pair.persons
        found[yardstick.outcome] = _compared(changes[False], changes[True])
    return found


def _compared(began: Mapping[int, int], waited: Mapping[int, int]) -> Compared:
    n, m = sum(began.values()), sum(waited.values())
    if min(n, m) < MODEL_FROM:
        return Compared(0, 0, None, None, None)
    found = against_waiting(began, waited)
    told = [one_decimal(number) for number in (found.value, found.low, found.high)]
    return Compared(n // FIVES * FIVES, m // FIVES * FIVES, *told)


def standing(waits_from: date, begins_on: date, *, today: date, counted: bool) -> str:
    """planned, waits, over (it can be counted) or counted."""
    if counted:
        return "counted"
    return "planned" if today < waits_from else "waits" if today < begins_on else "over"
