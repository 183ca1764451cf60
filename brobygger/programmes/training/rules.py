"""Who has learnt what, for how long, and when it must be said again. Plain Python; today is an argument.

The forms and the warnings are those of the source documents: a course that lay a year before its use (Nordfyns), staff
without the course so that nobody could start (Lolland-Guldborgsund), a form on which everybody rates what they know
and which shows what many are unsure of (Syddjurs), and hours for each employee (all of seed 001).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

FORMS = (
    "course", "workshop", "group_work", "lecture", "spot", "side_by_side", "supervision", "sparring", "follow_up",
    "summary_day", "action_learning", "e_learning", "study_visit", "leader_training", "train_the_trainer",
    "volunteer_start", "coffee_meeting", "introduction", "individual",
)  # fmt: skip
FOR_NO_UNIT = frozenset({"train_the_trainer", "volunteer_start"})  # no unit has to send somebody to these
TEACHERS = ("external", "leader", "own_unit", "volunteers")
ITEMS = (
    "signs", "open_subject", "listen", "grief_or_depression", "instrument", "offers", "say_no", "dementia",
    "whom_to_tell", "volunteers",
)  # fmt: skip
TIME_CODES = ("screening", "loneliness_time", "klippekort", "companion", "coordination", "sparring", "released")
SURENESS = (1, 2, 3, 4)  # very unsure, a little unsure, fairly sure, sure
UNSURE_AT_MOST = 2
LONGEST_BEFORE_USE = timedelta(days=180)  # after half a year much is forgotten; Nordfyns waited about a year
LONGEST_WITHOUT = timedelta(days=365)
STARTS_SOON = timedelta(days=30)

WarningCode = Literal["stops_start", "before_use", "refresher", "long_ago", "not_held"]


@dataclass(frozen=True)
class Came:
    """Somebody was there: the same `who` for the same person, and how many minutes."""

    who: str
    minutes: int


@dataclass(frozen=True)
class Hours:
    """How many employees, how many minutes in all, and minutes for each (rounded to whole minutes)."""

    people: int
    minutes: int
    each: int


def hours(came: Iterable[Came]) -> Hours:
    """Training per employee, as the evaluation reports it (R218). Nobody there: nought everywhere."""
    rows = list(came)
    people, minutes = len({row.who for row in rows}), sum(row.minutes for row in rows)
    return Hours(people, minutes, round(minutes / people) if people else 0)


@dataclass(frozen=True)
class Taught:
    """A course as the warnings see it. missing: units where nobody has been there yet."""

    title: str
    days: tuple[date, ...] = ()
    planned_on: date | None = None
    refresher_after_days: int | None = None
    must_before_start: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Warn:
    """A warning about one course: days where time is the matter, units that miss it."""

    code: WarningCode
    title: str
    days: int = 0
    units: tuple[str, ...] = ()


def warnings(courses: Iterable[Taught], *, starts_on: date, today: date) -> tuple[Warn, ...]:
    """What is wrong with the timing of the training, gravest first. starts_on: when it is first used."""
    order: tuple[WarningCode, ...] = ("stops_start", "before_use", "refresher", "long_ago", "not_held")
    found = [warn for course in courses for warn in _of(course, starts_on, today)]
    return tuple(sorted(found, key=lambda warn: order.index(warn.code)))


def _of(course: Taught, starts_on: date, today: date) -> Iterable[Warn]:
    held = sorted(day for day in course.days if day <= today)
    if course.must_before_start and today >= starts_on - STARTS_SOON and (not held or course.missing):
        yield Warn("stops_start", course.title, units=course.missing)
    if not held:
        if course.planned_on is not None and course.planned_on < today:
            yield Warn("not_held", course.title, (today - course.planned_on).days)
        return
    before_use = [day for day in held if day <= starts_on]
    if before_use and not _again(course, held, before_use[-1]) and starts_on - before_use[-1] > LONGEST_BEFORE_USE:
        yield Warn("before_use", course.title, (starts_on - before_use[-1]).days)
        return
    coming = any(day > today for day in course.days)
    if course.refresher_after_days is not None and len(held) == 1 and not coming:
        due = held[0] + timedelta(days=course.refresher_after_days)
        if due <= today:
            yield Warn("refresher", course.title, (today - due).days)
            return
    if today - held[-1] > LONGEST_WITHOUT and not coming:
        yield Warn("long_ago", course.title, (today - held[-1]).days)


def _again(course: Taught, held: Sequence[date], last: date) -> bool:
    """Whether it was, or is going to be, said again after the last day before use."""
    return any(day > last for day in (*held, *course.days))


@dataclass(frozen=True)
class Rated:
    """How sure one employee feels of one item: 1 very unsure … 4 sure."""

    who: str
    item: str
    sure: int


@dataclass(frozen=True)
class Uncertain:
    """An item, and how many of those who answered feel unsure of it."""

    item: str
    unsure: int
    answered: int


def uncertainties(rated: Iterable[Rated]) -> tuple[Uncertain, ...]:
    """Items by the share that feels unsure, most unsure first; items nobody answered are left out (R222)."""
    answers: dict[str, dict[str, int]] = {}
    for row in rated:
        answers.setdefault(row.item, {})[row.who] = row.sure
    found = [
        Uncertain(item, sum(sure <= UNSURE_AT_MOST for sure in given.values()), len(given))
        for item, given in answers.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.unsure * 1000 // one.answered, ITEMS.index(one.item))))


@dataclass(frozen=True)
class Spent:
    """Minutes by code, and how large a part of all of it is coordination (per cent; R324)."""

    minutes: dict[str, int]
    total: int
    coordination_share: int


def spent(rows: Iterable[tuple[str, int]]) -> Spent:
    """Time by code: (code, minutes). Codes that nobody has used are nought."""
    minutes = dict.fromkeys(TIME_CODES, 0)
    for code, number in rows:
        minutes[code] += number
    total = sum(minutes.values())
    return Spent(minutes, total, round(100 * minutes["coordination"] / total) if total else 0)


OUTCOMES = ("planned", "done", "not_now")  # what becomes of an idea from a workshop


def ideas_stand(outcomes: Iterable[str]) -> tuple[int, int, int]:
    """(ideas, how many have led to something, how many nobody has said anything of)."""
    told = list(outcomes)
    return len(told), sum(one in ("planned", "done") for one in told), sum(not one for one in told)


RELEASE_ANSWERS = ("yes", "part", "no")
MOST_RELEASED = 37 * 60  # minutes a week: a full position


@dataclass(frozen=True)
class Released:
    """One answered ask: whose it is (a person's, or a unit's as a whole), minutes a week, from a day."""

    who: str
    unit: str
    minutes: int
    from_on: date


def released_now(rows: Iterable[Released], *, today: date) -> dict[str, int]:
    """Minutes a week that are agreed, by unit: for each the newest that has begun, so that a new answer replaces."""
    newest: dict[str, Released] = {}
    for row in rows:
        if row.from_on <= today and (row.who not in newest or newest[row.who].from_on <= row.from_on):
            newest[row.who] = row
    told: dict[str, int] = {}
    for row in newest.values():
        told[row.unit] = told.get(row.unit, 0) + row.minutes
    return told
