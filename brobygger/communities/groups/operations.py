"""Writing groups and who is in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Group, Member
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


@transaction.atomic
def start(
    *, organisation: Organisation, name: str, size_min: int, size_max: int, by: Actor, at: datetime, **facts: Any
) -> Group:
    """Begin a group."""
    return Group.objects.create(
        organisation=organisation, name=name, size_min=size_min, size_max=size_max, started_on=at.date(), **facts
    )


@transaction.atomic
def enter_phase(*, group: Group, phase: str, phases: Sequence[str]) -> bool:
    """Let a group go on to a phase. False when it stands there or further on already. phases: all, in order."""
    before = phases[: phases.index(phase)]
    if not Group.objects.filter(id=group.id, phase__in=before).update(phase=phase):
        return False
    group.phase = phase
    return True


@transaction.atomic
def join(*, group: Group, person: Person, since: date, by: Actor, at: datetime) -> Member:
    """Let a person into a group. Already in: the same membership. Raises Refusal when the group is full.

    The group's row is locked, so two who press at once cannot both take the last place.
    """
    locked = Group.objects.select_for_update().get(id=group.id)
    member = Member.objects.filter(group=locked, person=person, until__isnull=True).first()
    if member is not None:
        return member
    if Member.objects.filter(group=locked, until__isnull=True).count() >= locked.size_max:
        raise Refusal(_("Gruppen er fuld. Vælg en anden gruppe, eller sæt borgeren på venteliste."))
    return Member.objects.create(group=locked, person=person, organisation_id=locked.organisation_id, since=since)


@transaction.atomic
def leave(*, person: Person, group_ids: Collection[UUID], until: date, why: str, by: Actor, at: datetime) -> int:
    """End a person's memberships of these groups. Returns how many."""
    members = Member.objects.filter(person=person, group_id__in=group_ids, until__isnull=True)
    return members.update(until=until, why_ended=why)
