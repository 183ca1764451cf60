"""Where people are lost: the reason against one other thing, for a half-year that has ended. Plain Python.

What somebody outside could do with such tables is known beforehand, because their shape is: a half-year that has ended
is told, never one that is running, and half-years share no losses, so two of them cannot be subtracted. Every table of
a half-year has the reasons as rows with the same totals, and no two cuts meet in one table: whatever one table's hidden
cells are, the others can be as they stand. Each table is protected by `disclosure.two_way_rules`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from brobygger.insight.disclosure.two_way_rules import TwoWay, two_way
from brobygger.insight.evaluation.outcome_rules import half_year
from brobygger.registry.recipes.words import STEPS

Cut = Literal["step", "channel", "unit", "age", "sex"]
CUTS: tuple[Cut, ...] = ("step", "channel", "unit", "age", "sex")
UNKNOWN = "unknown"
_ORDERS: dict[str, tuple[str, ...]] = {
    "step": STEPS,
    "age": ("under_65", "65_79", "80_89", "over_90", UNKNOWN),
    "sex": ("female", "male", "other", UNKNOWN),
}


@dataclass(frozen=True)
class Lost:
    """How many were lost for a reason, and what they have in common. unit: its name."""

    reason: str
    step: str
    channel: str
    unit: str
    age: str
    sex: str
    n: int


def table(lost: Iterable[Lost], cut: Cut) -> TwoWay[str, str] | None:
    """Reasons (most first) against one cut; None when too few were lost for any table."""
    counts: Counter[tuple[str, str]] = Counter()
    for each in lost:
        counts[each.reason, getattr(each, cut) or UNKNOWN] += each.n
    totals: Counter[str] = Counter()
    for (reason, _column), n in counts.items():
        totals[reason] += n
    reasons = sorted(totals, key=lambda reason: (-totals[reason], reason))
    columns = {column for _reason, column in counts}
    order = _ORDERS.get(cut, ())
    ordered = sorted(columns, key=lambda one: (order.index(one) if one in order else len(order), one == UNKNOWN, one))
    return two_way(counts, reasons, ordered)


def ended_half_years(since: date, today: date) -> list[str]:
    """The half-years that have ended since a day, the latest first."""
    found = []
    year, half = since.year, 1 if since.month <= 6 else 2
    while f"{year}-{half}" < half_year(today):
        found.append(f"{year}-{half}")
        year, half = (year, 2) if half == 1 else (year + 1, 1)
    return found[::-1]


def days_of(key: str) -> tuple[date, date]:
    """The first day of a half-year, and the first day after it."""
    year, half = map(int, key.split("-"))
    return (date(year, 1, 1), date(year, 7, 1)) if half == 1 else (date(year, 7, 1), date(year + 1, 1, 1))


def month_ends(since: date, today: date, *, most: int = 12) -> list[date]:
    """The last days of the months from a day until now, and today; the latest `most`, earliest first."""
    found, year, month = [], since.year, since.month
    while (after := date(year + month // 12, month % 12 + 1, 1)) <= today:
        found.append(date.fromordinal(after.toordinal() - 1))
        year, month = after.year, after.month
    return [*[day for day in found if day >= since], today][-most:]
