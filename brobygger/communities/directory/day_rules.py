"""When an offer is next, from the days of the week it says it is held on. Plain Python; "today" is an argument."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta


def coming(weekdays: Iterable[int], today: date, *, many: int = 1) -> list[date]:
    """The next days (today included) that fall on one of the weekdays (0 is Monday); none when none is told.

    An offer says days, not dates: holidays and every-other-week are not in it, so pages tell people to ask first.
    """
    told = {day for day in weekdays if 0 <= day <= 6}
    return [day for day in _days(today, 7 * many) if day.weekday() in told][:many] if told else []


def week_from(today: date) -> list[date]:
    """Seven days from today: what a calendar of the coming week shows."""
    return _days(today, 7)


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]
