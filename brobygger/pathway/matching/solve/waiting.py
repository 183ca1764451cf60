"""Fairness as part of goodness: who has waited long counts for more, so that nobody waits for ever."""

from __future__ import annotations

MOST_EXTRA = 30.0
FULL_AFTER_DAYS = 90


def with_waiting(
    points: float, waited_days: int, *, most_extra: float = MOST_EXTRA, full_after_days: int = FULL_AFTER_DAYS
) -> float:
    """Points (0–100) for how well two suit each other, with up to `most_extra` for days on the waiting list.

    The extra grows evenly and is full after `full_after_days`. docs/matching.md tells what the choice costs;
    0 turns it off. Raises ValueError for negative points or days.
    """
    if points < 0 or waited_days < 0 or most_extra < 0 or full_after_days <= 0:
        raise ValueError("points, days and extra are never negative")
    return points + most_extra * min(1.0, waited_days / full_after_days)
