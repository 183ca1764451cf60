"""Who is in a cohort, who is left out and why, and whether its numbers may stand beside those of earlier cohorts.

A cohort's definition is chosen by its reader, and somebody who may choose can choose two that differ by one person.
So cohorts are looked at together: they cut everybody into cells (in this one and that one, not in the third …), and
a cohort is frozen only when no cell holds one to four persons. Whatever sums and differences of cohorts a reader then
makes are sums over cells, each of them of nobody or of five or more (docs/decisions/017). Plain Python.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from brobygger.insight.disclosure.rules import small
from brobygger.insight.evaluation.outcome_rules import Change, Taken, changes

SIX_MONTHS = 182  # days there (Frederikshavn reports those with at least half a year behind them, beside everybody)
# Why somebody who began is not counted; the first that fits is the one that is told.
OUTSIDE, IN_ANOTHER, DIED, MOVED, UNMEASURED = "outside", "in_another", "died", "moved", "unmeasured"
REASONS = (IN_ANOTHER, DIED, MOVED, UNMEASURED)  # those that may be chosen
MOST_COHORTS = 20  # of one programme; cells double with each


@dataclass(frozen=True)
class Definition:
    """Everybody whose first time was from one day to another; leave_out: some of REASONS."""

    began_from: date | None
    began_until: date
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Began:
    """One person who has been there for the first time. until: the day he or she stopped, or was last followed.

    taken: every score in the programme until now, in the order taken.
    """

    person: Any
    day: date
    until: date
    in_another: bool = False
    died: bool = False
    moved: bool = False
    taken: tuple[Taken, ...] = ()

    @property
    def six_months(self) -> bool:
        return (self.until - self.day).days >= SIX_MONTHS


@dataclass(frozen=True)
class Chosen:
    """Who a definition gives. left_out: person → why. In the order they came."""

    counted: tuple[Began, ...]
    left_out: Mapping[Any, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Since:
    """What has changed in the records since a cohort was frozen. It is told; the cohort's numbers are not touched.

    more: persons who would be counted now. fewer: counted persons who would not. others: counted persons with other
    scores than then.
    """

    more: int
    fewer: int
    others: int


def choose(people: Iterable[Began], definition: Definition) -> Chosen:
    """Everybody who began within the days, less those left out for a reason that was chosen."""
    counted: list[Began] = []
    left_out: dict[Any, str] = {}
    for one in people:
        if one.day > definition.began_until or (definition.began_from and one.day < definition.began_from):
            continue
        why = next((reason for reason in REASONS if reason in definition.leave_out and _holds(one, reason)), None)
        if why:
            left_out[one.person] = why
        else:
            counted.append(one)
    return Chosen(tuple(counted), left_out)


def _holds(one: Began, reason: str) -> bool:
    return {
        IN_ANOTHER: one.in_another, DIED: one.died, MOVED: one.moved,
        UNMEASURED: not any(row.round == "start" for row in one.taken),
    }[reason]  # fmt: skip


def cells(everybody: Iterable[Any], sets: Sequence[Collection[Any]]) -> Counter[tuple[bool, ...]]:
    """How many persons lie in each cell that these sets cut everybody into; the cell outside all of them too."""
    return Counter(tuple(person in one for one in sets) for person in everybody)


def may_stand_together(everybody: Collection[Any], sets: Sequence[Collection[Any]]) -> bool:
    """Whether no cell holds one to four persons."""
    return not any(small(n) for n in cells({*everybody, *(each for one in sets for each in one)}, sets).values())


def changes_of(people: Sequence[Began]) -> tuple[Change, ...]:
    """Before and after for each outcome, counted as in the report."""
    return changes([row for one in people for row in one.taken], len(people))


def measured_twice(people: Iterable[Began]) -> dict[str, frozenset[Any]]:
    """Outcome → who has a score before and after, on the scale."""
    found: dict[str, set[Any]] = {}
    for one in people:
        for change in changes(one.taken, 1):
            if change.both:
                found.setdefault(change.yardstick.outcome, set()).add(one.person)
    return {outcome: frozenset(persons) for outcome, persons in found.items()}


def since(frozen: Mapping[Any, Sequence[Taken]], now: Chosen) -> Since:
    """What stands otherwise today. frozen: counted person → the scores that were kept."""
    today = {one.person: one.taken for one in now.counted}
    both = frozen.keys() & today.keys()
    return Since(
        more=len(today.keys() - frozen.keys()),
        fewer=len(frozen.keys() - today.keys()),
        others=sum(_scores(frozen[person]) != _scores(today[person]) for person in both),
    )


def _scores(rows: Iterable[Taken]) -> list[tuple[str, str, datetime, int]]:
    return sorted((row.instrument, row.round, row.at, row.score) for row in rows)


def kept_rows(taken: Iterable[Taken]) -> list[list[Any]]:
    """A person's scores as they are kept with the cohort."""
    return [[row.instrument, row.round, row.at.isoformat(), row.score] for row in taken]


def from_kept(person: Any, rows: Iterable[Sequence[Any]]) -> tuple[Taken, ...]:
    """The same back again."""
    return tuple(
        Taken(person, instrument, round_name, datetime.fromisoformat(at), score)
        for instrument, round_name, at, score in rows
    )
