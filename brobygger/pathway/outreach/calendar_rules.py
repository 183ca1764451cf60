"""Days on which nobody is visited, and when the next extract is due. Plain rules: no clock."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

EVERY = ("week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876, after Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * el) // 433
    month = (h + el - 7 * m + 90) // 25
    return date(year, month, (h + el - 7 * m + 33 * month + 19) % 32)


def days_off(year: int) -> frozenset[date]:
    """Danish public holidays, and the days municipalities keep closed: Constitution Day, 24 and 31 December.

    Store bededag is an ordinary day since 2024 (lov nr. 214 af 06-03-2023).
    """
    sunday = easter(year)
    moving = (-3, -2, 0, 1, 39, 49, 50)  # Maundy Thursday … Whit Monday, in days from Easter Sunday
    fixed = ((1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31))
    return frozenset({*(sunday + timedelta(days=n) for n in moving), *(date(year, m, d) for m, d in fixed)})


def is_workday(day: date) -> bool:
    """Monday to Friday, and no day off."""
    return day.weekday() < 5 and day not in days_off(day.year)


def next_due(due: date, every: str, *, after: date) -> date:
    """The first due day after a day, counted from `due` in whole weeks, months, quarters or years."""
    number = 0
    while True:
        number += 1
        following = _later(due, every, number)
        if following > after:
            return following


def _later(day: date, every: str, times: int) -> date:
    if every == "week":
        return day + timedelta(weeks=times)
    year, month = divmod(day.year * 12 + day.month - 1 + _MONTHS[every] * times, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
