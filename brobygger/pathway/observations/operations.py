"""Writing observations and judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.observations import queries
from brobygger.pathway.observations.models import Judgement, Observation
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
