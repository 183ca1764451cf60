"""Waiting counts, first gently, then more than anything else: nobody is overtaken for ever. Pure."""

from __future__ import annotations

from brobygger.pathway.matching.solve.waiting import FULL_AFTER_DAYS, with_waiting

POINTS_A_DAY_AFTER = 1.0
MOST_AFTER = 150.0  # more than two can ever suit each other (100) and another's gentle part (30) together


def with_patience(points: float, waited_days: int) -> float:
    """Points for how well two suit each other, with what waiting adds.

    Up to 30 points over the first 90 days (measured in docs/matching.md), then a point a day until nothing outweighs
    it: after some 220 days somebody stands before every newcomer.
    """
    after = max(0, waited_days - FULL_AFTER_DAYS) * POINTS_A_DAY_AFTER
    return with_waiting(points, waited_days) + min(MOST_AFTER, after)
