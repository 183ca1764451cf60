"""A time at a person's home: what belongs to it, how many must come, and whether it is the same people again.

Plain rules: no clock, no tables. Kinds and numbers are those of the seeds (R049, R126–R130, R137, R140, R258).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

# What belongs to each kind beside a day, a person and somebody who comes.
BELONGS: dict[str, tuple[str, ...]] = {
    "visit": (),
    "meal": ("menu",),
    "cooking": ("menu", "bring", "guest"),
    "drive": ("where",),
    "hand": ("words",),
    "practice": ("words",),
}
ALWAYS_TWO = frozenset({"cooking"})  # a meal cooked at home has two cooks (001-lolland-guldborgsund)
MOST_TIMES = 26


def needed(kind: str, two_for: Collection[str]) -> int:
    """How many must come: two where the kind or the association's own rule asks for it, else one."""
    return 2 if kind in ALWAYS_TWO or kind in two_for else 1


def lacking(needed: int, coming: int) -> int:
    """How many are still to be found."""
    return max(0, needed - coming)


def breaks(before: Collection[str], now: Collection[str]) -> bool:
    """Whether nobody who comes now was there the time before: the person meets only new faces (R127).

    Nobody before, or nobody now, breaks nothing.
    """
    return bool(before) and bool(now) and not set(before) & set(now)


def series(first: datetime, *, times: int, every_days: int) -> Sequence[datetime]:
    """The moments of so many times, so many days apart. Raises ValueError for none or too many."""
    if not 1 <= times <= MOST_TIMES or every_days < 1:
        raise ValueError("a series has 1 to 26 times, some days apart")
    return [first + timedelta(days=every_days * number) for number in range(times)]
