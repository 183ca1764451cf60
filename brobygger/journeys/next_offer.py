"""When an offer ends, the person is not let go: the coordinator proposes the next one (R188)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from brobygger.communities.groups.models import Group, Member
from brobygger.foundation.kernel.clock import local_date
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.roles import Role
from brobygger.registry.people.models import Person

WITHIN_DAYS = 7
KIND = "propose_next"


def after_group(*, group: Group, at: datetime, person_ids: Sequence[UUID] | None = None) -> list[Task]:
    """A task for each who was in a group that has ended (or for those named); nobody who has died or moved."""
    ids = person_ids
    if ids is None:
        ids = list(Member.objects.filter(group=group, until__isnull=True).values_list("person_id", flat=True))
    here = Person.objects.filter(
        id__in=ids, died_on__isnull=True, moved_on__isnull=True, never_contact=False
    ).values_list("id", flat=True)
    due = local_date(at) + timedelta(days=WITHIN_DAYS)
    plans = [(_plan(str(group.id), person_id, due, group.name), person_id) for person_id in here]
    return followup.stand(plans=plans, withdrawn=(), at=at)


def for_person(*, person: Person, about: str, at: datetime) -> list[Task]:
    """The same for one who wants more than they have, or something else. The same `about` asks once."""
    due = local_date(at) + timedelta(days=WITHIN_DAYS)
    return followup.stand(plans=[(_plan(about, person.id, due, ""), person.id)], withdrawn=(), at=at)


def _plan(about: str, person_id: UUID, due: date, name: str) -> Planned:
    return Planned(
        key=f"{KIND}:{about}:{person_id}",
        rule=KIND,
        kind=KIND,
        due=due,
        holder=Holder(Role.COORDINATOR),
        why={"group": name} if name else {},
    )


def withdraw(*, person: Person, about: str, at: datetime) -> None:
    """What was to be proposed is not wanted after all."""
    followup.stand(plans=[], withdrawn=[f"{KIND}:{about}:{person.id}"], at=at)
