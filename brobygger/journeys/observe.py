"""Seen: what people notice, the judgement they make together, and the exchange with "Tidlig opsporing"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from brobygger.foundation.kernel.secrecy import blind
from brobygger.journeys import follow
from brobygger.pathway.detection import queries as detection
from brobygger.pathway.observations import operations, queries
from brobygger.pathway.observations.models import Judgement, Observation
from brobygger.pathway.observations.rules import Row, read
from brobygger.registry.access.actor import Actor
from brobygger.registry.instruments.rules import help_needed
from brobygger.registry.people.models import Person


@dataclass(frozen=True)
class TakenIn:
    """What a file gave. unknown: lines about persons who are not in Brobygger; nothing of them is kept."""

    lines: int
    new: int
    unknown: tuple[int, ...]


@transaction.atomic
def observe(
    *, person: Person, seen_on: date, area: str, level: str, usual: str, now: str, by: Actor, at: datetime
) -> Observation:
    """Keep an observation; words of not wanting to live call a professional today."""
    seen = operations.observe(
        person=person, seen_on=seen_on, area=area, level=level, usual=usual, now=now, by=by, at=at
    )
    if help_needed(now):
        follow.call_about(person_id=person.id, about=f"observation:{seen.id}", by=by, at=at)
    return seen


@transaction.atomic
def judge(*, person: Person, level: str, participation: str, why: str, by: Actor, at: datetime) -> Judgement:
    """Conclude from what several have said. Raises Refusal when nobody has said anything since the last time."""
    return operations.judge(person=person, level=level, participation=participation, why=why, by=by, at=at)


@transaction.atomic
def take_in(*, content: bytes, by: Actor, at: datetime, today: date) -> TakenIn:
    """Take in a file: all of it or, with BadFile, nothing. Taken twice it gives nothing new."""
    rows = read(content, today=today)
    found = _persons(rows, by)
    known = [(row, found[row.line]) for row in rows if row.line in found]
    new = operations.take_in(rows=known, by=by, at=at)
    for row, person_id in known:
        if help_needed(row.now):
            follow.call_about(person_id=person_id, about=f"observation:{row.print_of_it[:32]}", by=by, at=at)
    return TakenIn(len(rows), new, tuple(row.line for row in rows if row.line not in found))


def _persons(rows: Sequence[Row], by: Actor) -> dict[int, UUID]:
    """Whom each line is about: by CPR, else by the key that a line with CPR has named (now or before)."""
    blinds = {row.line: blind(row.cpr, municipality_id=by.municipality_id) for row in rows if row.cpr}
    persons = {value: one.id for value, one in detection.persons_by_blind(by, list(set(blinds.values()))).items()}
    found = {line: persons[value] for line, value in blinds.items() if value in persons}
    keys = queries.persons_by_key(by, (row.key for row in rows))
    keys |= {row.key: found[row.line] for row in rows if row.key and row.line in found}
    return found | {row.line: keys[row.key] for row in rows if not row.cpr and row.key in keys}


def file_to_send(*, by: Actor, on: date) -> list[Row]:
    """Own observations for the other system, of those it knows by a key."""
    return queries.to_send(by, on=on)
