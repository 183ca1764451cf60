"""How an effort lives on: what is settled, what is missing, and what stops if nobody takes it. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

MODELS = ("association", "citizen_run", "smaller_scale", "in_operation", "undecided")
PHASES = ("start", "middle", "end", "after")
MONEY_IN_WEEKS = 26  # half a year before the end somebody must know who pays afterwards

MissingCode = Literal[
    "no_plan", "undecided", "not_settled", "no_owner", "no_milestones", "late_milestone", "nobody_takes",
    "nobody_pays", "not_agreed", "ends_soon",
]  # fmt: skip


@dataclass(frozen=True)
class Function:
    """Something that must go on: who takes it over, who pays, and since when it is agreed."""

    what: str
    by: str = ""
    pays: str = ""
    agreed_on: date | None = None


@dataclass(frozen=True)
class Aim:
    """A milestone: what, when, and when it was reached."""

    text: str
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Anchor:
    """What is known of how an effort lives on. model None: nobody has begun a plan."""

    model: str | None = None
    settled: bool = False
    has_owner: bool = False
    ends_on: date | None = None
    functions: tuple[Function, ...] = ()
    milestones: tuple[Aim, ...] = ()


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, and what it is about."""

    code: MissingCode
    about: tuple[str, ...] = ()
    days: int = 0


def missing(anchor: Anchor, *, today: date) -> tuple[Missing, ...]:
    """What is missing before the effort can be said to live on, gravest first; empty when it is settled (R212)."""
    if anchor.model is None:
        return (*_ends_soon(anchor, today), Missing("no_plan"))
    return (*_ends_soon(anchor, today), *_plan(anchor), *_functions(anchor.functions), *_late(anchor.milestones, today))


def _ends_soon(anchor: Anchor, today: date) -> Iterable[Missing]:
    soon = anchor.ends_on is not None and today >= anchor.ends_on - timedelta(weeks=MONEY_IN_WEEKS)
    if soon and anchor.ends_on is not None and not (anchor.settled and not list(_functions(anchor.functions))):
        yield Missing("ends_soon", days=(anchor.ends_on - today).days)


def _plan(anchor: Anchor) -> Iterable[Missing]:
    if anchor.model == "undecided":
        yield Missing("undecided")
    elif not anchor.settled:
        yield Missing("not_settled")
    if not anchor.has_owner:
        yield Missing("no_owner")
    if not anchor.milestones:
        yield Missing("no_milestones")


def _functions(functions: Sequence[Function]) -> Iterable[Missing]:
    if not functions:
        yield Missing("nobody_takes")
        return
    nobody = tuple(one.what for one in functions if not one.by.strip())
    unpaid = tuple(one.what for one in functions if one.by.strip() and not one.pays.strip())
    not_agreed = tuple(one.what for one in functions if one.by.strip() and one.pays.strip() and not one.agreed_on)
    if nobody:
        yield Missing("nobody_takes", nobody)
    if unpaid:
        yield Missing("nobody_pays", unpaid)
    if not_agreed:
        yield Missing("not_agreed", not_agreed)


def _late(milestones: Sequence[Aim], today: date) -> Iterable[Missing]:
    late = [one for one in milestones if one.done_on is None and one.due_on is not None and one.due_on < today]
    if late:
        first = min(one.due_on for one in late if one.due_on)
        yield Missing("late_milestone", tuple(one.text for one in late), (today - first).days)


def stops(functions: Iterable[Function]) -> tuple[str, ...]:
    """What stops the day the effort ends, because nobody has said yes to doing it and paying for it."""
    return tuple(one.what for one in functions if not (one.by.strip() and one.pays.strip() and one.agreed_on))


def shares_fall(steps: Sequence[tuple[date, int]]) -> bool:
    """Whether the municipality's share falls step by step: later days, never more per cent (R198)."""
    days = [day for day, _percent in steps]
    falls = all(later[1] <= earlier[1] for earlier, later in pairwise(sorted(steps)))
    return falls and len(set(days)) == len(days)
