"""Reading observations and judgements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from brobygger.pathway.observations.models import DoorVisit, Judgement, Known, Observation
from brobygger.pathway.observations.rules import Row
from brobygger.registry.access.actor import Actor

SENT_DAYS = 90  # what the other system gets: older than that it has


def of_person(actor: Actor, person_id: UUID, *, most: int = 50) -> list[Observation]:
    """What has been seen of a person, the newest first. One query."""
    return list(Observation.objects.filter(person_id=person_id).order_by("-seen_on", "-recorded_at")[:most])


def judgements(actor: Actor, person_id: UUID) -> list[Judgement]:
    """The judgements of a person, the newest first. One query."""
    return list(Judgement.objects.filter(person_id=person_id).order_by("-made_at")[:20])


def since_judged(actor: Actor, person_id: UUID) -> list[Observation]:
    """What has been said since the last judgement: what the next one is made of. Two queries."""
    last = Judgement.objects.filter(person_id=person_id).order_by("-made_at").first()
    found = Observation.objects.filter(person_id=person_id)
    return list((found.filter(recorded_at__gt=last.made_at) if last else found).order_by("seen_on", "recorded_at"))


def at_the_door(actor: Actor, person_id: UUID) -> list[DoorVisit]:
    """The visits at a person's door, the newest first, at most fifty. One query."""
    return list(DoorVisit.objects.filter(person_id=person_id).order_by("-came_on", "-noted_at")[:50])


def known_of(actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, dict[str, Known]]:
    """What staff have answered last about each of these persons, by fact. One query."""
    found: dict[UUID, dict[str, Known]] = {}
    rows = Known.objects.filter(person_id__in=list(person_ids)).order_by("person_id", "fact", "-said_at", "-id")
    for one in rows.distinct("person_id", "fact"):
        found.setdefault(one.person_id, {})[one.fact] = one
    return found


def persons_by_key(actor: Actor, keys: Iterable[str]) -> dict[str, UUID]:
    """The persons that the other system's keys have named before. One query."""
    found = Observation.objects.filter(their_key__in=set(keys) - {""}).order_by("recorded_at")
    return dict(found.values_list("their_key", "person_id"))


def to_send(actor: Actor, *, on: date) -> list[Row]:
    """Own observations of the last months, of persons whom the other system knows by a key. Two queries."""
    keys = dict(Observation.objects.exclude(their_key="").order_by("recorded_at").values_list("person_id", "their_key"))
    ours = Observation.objects.filter(
        source="staff", person_id__in=list(keys), seen_on__gte=on - timedelta(days=SENT_DAYS)
    ).order_by("seen_on", "id")
    return [
        Row(0, keys[one.person_id], "", one.seen_on, one.area, one.level, one.usual, one.now, one.seen_by_name)
        for one in ours
    ]
