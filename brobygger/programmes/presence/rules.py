"""How often those who refer hear from us, in which words, and which units nobody has visited. Plain Python.

The seeds say it in many ways: others must be reminded again and again (000 ch. 3), and where the leader is often
seen, people are found (001 København, Holstebro, Odense, Lyngby-Taarbæk).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WAYS = ("email", "sms", "phone")
RHYTHMS = (3, 6, 9, 12, 26)  # weeks
USUAL_WEEKS = 6
PAUSE = timedelta(weeks=13)
A_WEEK = timedelta(weeks=1)
AHEAD = timedelta(days=2 * 365)  # a visit arranged for later than that is a slip of the hand
LOOK_BACK = timedelta(days=182)  # what became of those they have referred in half a year
EFFECT = timedelta(days=30)  # before a greeting, and after it
TEXTS = 6  # texts.py has so many of each: with and without somebody referred since the last one
VISIT_WEEKS = (4, 6, 8, 12, 26)
USUAL_VISIT_WEEKS = 8


def next_on(sent_on: date, *, every_weeks: int, referred_since: int) -> date:
    """When they hear from us again: who has referred since the last time is left in peace twice as long."""
    return sent_on + timedelta(weeks=every_weeks * (2 if referred_since else 1))


def hears(*, paused_until: date | None, stopped_on: date | None, today: date) -> bool:
    """Whether they hear from us at all: not while they have asked for a pause, and never after they have said stop."""
    return stopped_on is None and (paused_until is None or paused_until <= today)


def text_number(sent_before: int) -> int:
    """Which of the texts comes now, from 1: each other than the last, and all before one comes again."""
    return sent_before % TEXTS + 1


@dataclass(frozen=True)
class Effect:
    """Referrals in the thirty days before a greeting and after it. after None: the thirty days have not passed."""

    before: int
    after: int | None


def effect(sent_on: date, referred_on: Iterable[date], *, today: date) -> Effect:
    """Count the days' referrals around a greeting; its own day belongs to those after."""
    days = list(referred_on)
    before = sum(sent_on - EFFECT <= day < sent_on for day in days)
    after = sum(sent_on <= day < sent_on + EFFECT for day in days)
    return Effect(before, after if today >= sent_on + EFFECT else None)


# ---- the leader's visits to units


@dataclass(frozen=True)
class Seen:
    """When a unit was visited last, and is to be visited next."""

    last: date | None
    planned: date | None


def seen(visits: Iterable[tuple[date, date | None]]) -> Seen:
    """From a unit's visits: (planned for, held on). A visit that was planned and never held is not one to come."""
    several = list(visits)
    held = [on for _planned, on in several if on is not None]
    ahead = [planned for planned, on in several if on is None]
    return Seen(max(held, default=None), min(ahead, default=None))


def weeks_without(told: Seen, *, since: date, today: date) -> int:
    """Whole weeks since somebody was there; for a unit nobody has visited since the effort began."""
    return max((today - (told.last or since)).days, 0) // 7


def is_missed(told: Seen, *, every_weeks: int, since: date, today: date) -> bool:
    """Whether a visit should be arranged: the rhythm has passed, and none is arranged for a day to come."""
    if told.planned is not None and told.planned >= today:
        return False
    return weeks_without(told, since=since, today=today) >= every_weeks


def by_month(days: Iterable[date], months: Sequence[date]) -> tuple[int, ...]:
    """How many of the days lie in each month, months given by their first day."""
    counted = dict.fromkeys(months, 0)
    for day in days:
        first = day.replace(day=1)
        if first in counted:
            counted[first] += 1
    return tuple(counted.values())


def months_until(today: date, *, many: int = 12) -> list[date]:
    """The first days of the last months, this one last."""
    first = today.replace(day=1)
    months = [first]
    while len(months) < many:
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(first)
    return months[::-1]
