"""Texts that are out in the world: when they are old, and the national days to prepare. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# Where a text reaches people (R349, R350): what the seeds name, from the notice board to the radio.
MEDIA = (
    "poster", "flyer", "board", "brochure", "letter", "newspaper", "radio", "tv", "social_media", "website", "screen",
    "talk",
)  # fmt: skip
GOOD_FOR_DAYS = 365  # a text that nobody has looked at for a year is looked at again


@dataclass(frozen=True)
class Text:
    """One version of a material, as far as its age is concerned."""

    approved_on: date
    replaced: bool
    offer_changed_on: date | None  # the last day that time, place, price or target group of its offer was new
    offer_there: bool = True


def why_old(text: Text, today: date) -> str:
    """Why a text is to be replaced: replaced, offer_gone, offer_changed or aged; empty while it is good."""
    if text.replaced:
        return "replaced"
    if not text.offer_there:
        return "offer_gone"
    if text.offer_changed_on is not None and text.offer_changed_on >= text.approved_on:
        return "offer_changed"
    return "aged" if today - text.approved_on > timedelta(days=GOOD_FOR_DAYS) else ""


def why_down(*, until: date | None, old: str, today: date) -> str:
    """Why what hangs somewhere is to be taken down or replaced: over, or as `why_old` says; empty: it may hang."""
    return "over" if until is not None and until < today else old


# ---- national days


@dataclass(frozen=True)
class Step:
    """Something to prepare, so many weeks before the day."""

    code: str
    weeks_before: int


@dataclass(frozen=True)
class Day:
    """A national day or week: its first day in a year, how many days, and what to prepare when."""

    code: str
    first: date
    days: int
    steps: tuple[Step, ...]

    def due(self, step: Step) -> date:
        """The day by which a step is to be done."""
        return self.first - timedelta(weeks=step.weeks_before)


_MEAL = (Step("place", 8), Step("hosts", 6), Step("invite", 4), Step("paper", 3), Step("rides", 1))
_SHORT = (Step("place", 6), Step("invite", 3), Step("paper", 2))
# (code, month, day, days, steps); week 17 is counted in `national_days`.
_FIXED = (
    ("volunteers_friday", 9, 0, 1, _SHORT), ("older_people", 10, 1, 1, _SHORT), ("volunteers_day", 12, 5, 1, _SHORT),
    ("christmas_eve", 12, 24, 1, _MEAL),
)  # fmt: skip


def national_days(year: int) -> list[Day]:
    """The days of a year in order.

    Shared meals: week 17, Monday to Sunday (Danmark spiser sammen). Frivillig fredag: the last Friday of September.
    1 October is the UN's day of older people, 5 December its day of volunteers.
    """
    found = [Day("shared_meals", date.fromisocalendar(year, 17, 1), 7, _MEAL)]
    for code, month, day, days, steps in _FIXED:
        found.append(Day(code, date(year, month, day) if day else _last_friday(year, month), days, steps))
    return sorted(found, key=lambda one: one.first)


def _last_friday(year: int, month: int) -> date:
    last = date(year, month + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - 4) % 7)


def coming(today: date) -> list[Day]:
    """The days that are not over, this year's and next year's: at least a year ahead."""
    every = [*national_days(today.year), *national_days(today.year + 1)]
    ahead = [one for one in every if one.first + timedelta(days=one.days) > today]
    return ahead[: len(every) // 2]


def steps_in_order(day: Day) -> Sequence[tuple[date, Step]]:
    """What to prepare, the earliest first."""
    return sorted(((day.due(step), step) for step in day.steps), key=lambda one: one[0])
