"""In steps: a group in one's own language or close to home first, then a broader one; the two are bound together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.communities.groups import queries as groups
from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.attendance import queries as attendance
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.matching.models import StepOn
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

MOST_TIMES = 50


@dataclass(frozen=True)
class Ready:
    """Somebody who has come often enough in the first group and is not in the next. episode_id None: no open way."""

    person_id: UUID
    times: int
    episode_id: UUID | None


@transaction.atomic
def bind(*, group: Group, next_group: Group, times: int, by: Actor, at: datetime) -> StepOn:
    """After so many times in one group the other may be next. Binding again changes it. Raises Refusal."""
    if group.id == next_group.id:
        raise Refusal(_("Vælg to forskellige grupper."))
    if not 1 <= times <= MOST_TIMES:
        raise Refusal(_("Skriv et tal mellem 1 og %s.") % MOST_TIMES)
    told = {"next_group": next_group, "times": times, "made_at": at, "made_by_id": by.user_id, "made_by_name": by.name}
    made, _new = StepOn.objects.update_or_create(group=group, defaults=told)
    return made


@transaction.atomic
def part(*, step_id: UUID, by: Actor) -> None:
    """The two groups are no longer bound; nobody is moved."""
    StepOn.objects.filter(id=step_id).delete()


def steps(*, programme: Programme, by: Actor) -> list[tuple[StepOn, Sequence[Ready]]]:
    """Groups of a programme that lead on to another, with those who are ready, most times first."""
    found = StepOn.objects.filter(group__programme_id=programme.id).select_related("group", "next_group")
    return [(step, _ready(step, programme, by)) for step in found.order_by("group__name", "id")[:20]]


def _ready(step: StepOn, programme: Programme, by: Actor) -> list[Ready]:
    there = {member.person_id for member in groups.members_of(by, step.next_group_id)}
    here = {member.person_id for member in groups.members_of(by, step.group_id)} - there
    times = attendance.times_met(by, step.group_id, here)
    enough = [(person_id, times[person_id]) for person_id in here if times.get(person_id, 0) >= step.times]
    ways = episodes.newest_of_persons(by, [person_id for person_id, _times in enough])
    told = [Ready(person_id, n, ways[person_id].id if person_id in ways else None) for person_id, n in enough]
    return sorted(told, key=lambda one: (-one.times, str(one.person_id)))
