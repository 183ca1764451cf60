"""Writing observations and judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.observations import queries
from brobygger.pathway.observations.models import DoorVisit, Judgement, Known, Observation
from brobygger.pathway.observations.rules import Row
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Person


@transaction.atomic
def observe(
    *, person: Person, seen_on: date, area: str, level: str, usual: str, now: str, by: Actor, at: datetime
) -> Observation:
    """Keep what somebody has seen, with the name of who said it."""
    return Observation.objects.create(
        person=person, seen_on=seen_on, area=area, level=level, usual=usual.strip(), now=now.strip(),
        seen_by_id=by.user_id, seen_by_name=by.name, recorded_at=at,
    )  # fmt: skip


@transaction.atomic
def judge(*, person: Person, level: str, participation: str, why: str, by: Actor, at: datetime) -> Judgement:
    """Conclude from what has been said since the last time. Raises Refusal when nobody has said anything."""
    Person.objects.select_for_update().get(id=person.id)
    said = queries.since_judged(by, person.id)
    if not said:
        raise Refusal(_("Ingen har skrevet noget siden sidste vurdering. Skriv først, hvad I har set."))
    return Judgement.objects.create(
        person=person, level=level, participation=participation, why=why.strip(),
        observations=[one.id for one in said], made_by_id=by.user_id, made_by_name=by.name, made_at=at,
    )  # fmt: skip


@transaction.atomic
def came_by(
    *, person: Person, came_on: date, came_by_name: str, opened: bool, answer: str, said: str, next_way: str,
    next_on: date | None, by: Actor, at: datetime,
) -> DoorVisit:  # fmt: skip
    """Keep a visit at the door."""
    return DoorVisit.objects.create(
        person=person, came_on=came_on, came_by_name=came_by_name, opened=opened, answer=answer, said=said,
        next_way=next_way, next_on=next_on, noted_by_id=by.user_id, noted_by_name=by.name, noted_at=at,
    )  # fmt: skip


@transaction.atomic
def answer_facts(*, person: Person, answers: Mapping[str, str], by: Actor, at: datetime) -> int:
    """Keep what staff know, by fact; what says the same as before is not kept again. Returns how many are new."""
    Person.objects.select_for_update().get(id=person.id)
    before = queries.known_of(by, [person.id]).get(person.id, {})
    stood = {fact: one.answer for fact, one in before.items()}
    changed = {fact: answer for fact, answer in answers.items() if answer != stood.get(fact, "")}
    Known.objects.bulk_create(
        Known(person=person, fact=fact, answer=answer, said_by_id=by.user_id, said_by_name=by.name, said_at=at)
        for fact, answer in changed.items()
    )
    return len(changed)


@transaction.atomic
def take_in(*, rows: Sequence[tuple[Row, UUID]], by: Actor, at: datetime) -> int:
    """Keep observations that came in a file, each with its person. A line that came before is not kept again."""
    before = Observation.objects.filter(source="early_detection").count()
    Observation.objects.bulk_create(
        [_taken(row, person_id, by, at) for row, person_id in rows], ignore_conflicts=True, batch_size=1000
    )
    return Observation.objects.filter(source="early_detection").count() - before


def _taken(row: Row, person_id: UUID, by: Actor, at: datetime) -> Observation:
    facts: Mapping[str, object] = {
        "seen_on": row.seen_on, "area": row.area, "level": row.level, "usual": row.usual, "now": row.now,
        "their_key": row.key, "print_of_it": row.print_of_it,
    }  # fmt: skip
    return Observation(
        person_id=person_id, source="early_detection", seen_by_id=by.user_id,
        seen_by_name=row.seen_by or by.name, recorded_at=at, **facts,
    )  # fmt: skip
