"""Erased: the night prepares who is due, data protection decides, and what was decided is done after the days of grace.

The marks of those erased are also kept in a file outside the database: a backup from before knows nothing of them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import erase_facts, never
from brobygger.registry.access.actor import Actor, the_system
from brobygger.registry.erasure import operations as erasure
from brobygger.registry.erasure import queries
from brobygger.registry.erasure.models import DueErasure, Tombstone
from brobygger.registry.erasure.operations import Leaving
from brobygger.registry.erasure.rules import Rule
from brobygger.registry.organisations.models import Municipality
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person

AT_ONCE = 2000  # persons in one transaction; those left are taken an hour later


def prepare(*, by: Actor, at: datetime) -> int:
    """Who is due stands on data protection's list, and nobody else. Returns how many were added."""
    return erasure.put_on_list(due=erase_facts.due_now(by, at=at), by=by, at=at)


def prepare_tonight(*, by: Actor, at: datetime) -> int:
    """The first time after midnight that the worker comes by, and not again that day. Returns how many were added.

    A night that the worker did not see is made good when it comes back.
    """
    made = queries.made_at(by)
    if made is not None and local_date(made) >= local_date(at):
        return 0
    return prepare(by=by, at=at)


@transaction.atomic
def carry_out(*, by: Actor, at: datetime) -> int:
    """Erase those who were approved and whose days of grace are over. Returns how many persons.

    Whoever has been contacted, has said yes or is worried about meanwhile is no longer due, and stays.
    """
    ready = DueErasure.objects.select_for_update().filter(status="approved", erase_from__lte=local_date(at))
    chosen = list(ready.order_by("erase_from", "id")[:AT_ONCE])
    if not chosen:
        return 0
    by_time = [one.person_id for one in chosen if one.rule != Rule.ON_REQUEST]
    still = erase_facts.due_now(by, at=at, among=by_time) if by_time else {}
    spared = [one.id for one in chosen if one.rule != Rule.ON_REQUEST and one.person_id not in still]
    DueErasure.objects.filter(id__in=spared).delete()
    rule_of = {one.person_id: one.rule for one in chosen if one.id not in set(spared)}
    _erase(rule_of, by=by, at=at)
    return len(rule_of)


@transaction.atomic
def ask_for_one(*, person_id: UUID, why: str, never_again: bool, by: Actor, at: datetime) -> DueErasure:
    """Somebody is to be erased on request. never_again: and is left alone from this moment on, erased or not."""
    due = erasure.ask_for_one(person_id=person_id, why=why, by=by, at=at)
    if never_again:
        never.respect(person_ids=[person_id], by=by, at=at)
    return due


def _erase(rule_of: dict[UUID, str], *, by: Actor, at: datetime) -> None:
    if rule_of:
        alone = erase_facts.left_alone(rule_of)
        leaving = [Leaving(person_id, rule, alone.get(person_id)) for person_id, rule in rule_of.items()]
        erasure.erase(leaving=leaving, ended=erase_facts.ended(rule_of), by=by, at=at)


@dataclass(frozen=True)
class Mark:
    """One erased, as the file outside the database has it."""

    person: str
    cpr: str | None
    on: date
    rule: str


def keep_outside(*, municipality_id: UUID, var: Path) -> int:
    """Write the marks that are not in the municipality's file yet. Returns how many. After the commit, never before."""
    known = {mark.person for mark in _marks(var, municipality_id)}
    with acting_as(the_system(municipality_id=municipality_id)):
        new = [each for each in Tombstone.objects.order_by("erased_on", "id") if each.person_blind not in known]
    if new:
        path = _path(var, municipality_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            for each in new:
                told = {"person": each.person_blind, "cpr": each.cpr_blind, "on": each.erased_on.isoformat()}
                file.write("\n" + json.dumps({**told, "rule": each.rule}))  # never joined to a line that was cut
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
    return len(new)


def again(*, var: Path, at: datetime) -> int:
    """After a restore: erase again whoever had been erased. Returns how many persons. Repeating it changes nothing."""
    return sum(_again(municipality_id, var, at) for municipality_id in _municipalities())


def come_back(*, var: Path) -> int:
    """How many persons stand in the database who had been erased: a restore that is not finished. Reads only."""
    found = 0
    for municipality_id in _municipalities():
        with acting_as(the_system(municipality_id=municipality_id)):
            found += len(_returned(municipality_id, _all_marks(municipality_id, var)))
    return found


def _again(municipality_id: UUID, var: Path, at: datetime) -> int:
    with acting_as(the_system(municipality_id=municipality_id)) as system:
        marks = _all_marks(municipality_id, var)
        standing = set(Tombstone.objects.values_list("person_blind", flat=True))
        Tombstone.objects.bulk_create(
            Tombstone(person_blind=mark.person, cpr_blind=mark.cpr, erased_on=mark.on, rule=mark.rule)
            for mark in marks.values()
            if mark.person not in standing
        )
        returned = _returned(municipality_id, marks)
        if returned:
            # Where the mark is lost, the counts of that time are too; where it stands, they have been counted.
            uncounted = [person_id for person_id, mark in returned.items() if mark.person not in standing]
            leaving = [Leaving(person_id, mark.rule, mark.cpr) for person_id, mark in returned.items()]
            erasure.erase(leaving=leaving, ended=erase_facts.ended(uncounted), by=system, at=at, again=True)
        return len(returned)


def _returned(municipality_id: UUID, marks: dict[str, Mark]) -> dict[UUID, Mark]:
    if not marks:
        return {}
    ids = list(Person.objects.values_list("id", flat=True))
    blinds = queries.blind_ids(ids, municipality_id=municipality_id)
    return {person_id: marks[blind] for person_id, blind in zip(ids, blinds, strict=True) if blind in marks}


def _all_marks(municipality_id: UUID, var: Path) -> dict[str, Mark]:
    inside = (Mark(one.person_blind, one.cpr_blind, one.erased_on, one.rule) for one in Tombstone.objects.all())
    return {mark.person: mark for mark in (*inside, *_marks(var, municipality_id))}


def _marks(var: Path, municipality_id: UUID) -> Iterator[Mark]:
    path = _path(var, municipality_id)
    if path.exists():
        for line in filter(None, path.read_text(encoding="utf-8", errors="replace").splitlines()):
            try:
                told = json.loads(line)
            except json.JSONDecodeError:  # half a line, from a machine that stopped: its mark is written again
                continue
            yield Mark(told["person"], told["cpr"], date.fromisoformat(told["on"]), told["rule"])


def _path(var: Path, municipality_id: UUID) -> Path:
    return var / "erased" / f"{municipality_id}.jsonl"


def _municipalities() -> Iterable[UUID]:
    return Municipality.objects.order_by("code").values_list("id", flat=True)
