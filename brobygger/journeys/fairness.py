"""Waiting shared fairly: what a programme may tell about who waits and how long, with small numbers protected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from brobygger.insight.disclosure import rules as disclosure
from brobygger.pathway.matching import fairness
from brobygger.pathway.matching.fairness_rules import Share, Waited, shares, widest
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

BY: Mapping[str, Callable[[Waited], str]] = {
    "sex": lambda one: one.sex,
    "area": lambda one: one.area,
    "strength": lambda one: one.strength,
}


@dataclass(frozen=True)
class Told:
    """A row of a table as it may be told: a hidden number is None, and what it would give away is hidden too."""

    name: str
    waiting: int | None
    placed: int | None
    before: float | None
    after: float | None
    last_year: int | None
    people: int | None  # how many the last year's number stands on


@dataclass(frozen=True)
class Table:
    """by: sex, area or strength. widest: (longest waiting, shortest) when the difference is large and may be told."""

    by: str
    rows: tuple[Told, ...]
    waiting: int | None
    widest: tuple[str, str] | None


def tables(*, programme: Programme, by: Actor, at: datetime) -> list[Table]:
    """Waiting by sex, area and strength, before and after the proposals that stand; and in the last year."""
    people = fairness.waited(by, programme.id, at=at)
    return [_table(name, shares(people, key)) for name, key in BY.items()]


def _table(by: str, told: Mapping[str, Share]) -> Table:
    waiting = disclosure.one_way({name: share.waiting for name, share in told.items()})
    last_year = disclosure.one_way({name: share.last_year.people for name, share in told.items()})
    shown = {name: _row(name, share, waiting.shown[name], last_year.shown[name]) for name, share in told.items()}
    comparable = {
        name: replace(told[name], last_year=replace(told[name].last_year, median=row.last_year))
        for name, row in shown.items()
    }
    return Table(by, tuple(shown.values()), waiting.total, widest(comparable))


def _row(name: str, share: Share, waiting: int | None, people: int | None) -> Told:
    divided = disclosure.divide(share.waiting, share.placed)
    told = waiting is not None and waiting > 0
    return Told(
        name,
        waiting,
        divided.part if told else None,
        share.before if told else None,
        share.after if told and divided.others is not None else None,
        share.last_year.median if people else None,
        people,
    )
