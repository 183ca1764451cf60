"""What the members of a group promise to keep to themselves: who said yes, when, and to which words (R334)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Group, Habits, Member, SecrecyYes
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.registry.access.actor import Actor


@transaction.atomic
def promise(*, group: Group, person_ids: Collection[UUID], said_on: date, by: Actor, at: datetime) -> int:
    """These members have said yes to the words as they read now; the same words again corrects the day.

    Returns how many were written: new, or with another day than before. Raises Refusal for a day ahead, and while the
    group has no words.
    """
    if said_on > local_date(at):
        raise Refusal(_("Vælg en dag, der er kommet."))
    habits = Habits.objects.filter(group=group).first()
    if habits is None or not habits.secrecy:
        raise Refusal(_("Skriv først, hvad gruppen lover."))
    version = habits.secrecy_version
    known = SecrecyYes.objects.filter(group=group, version=version, said_on=said_on).values("person_id")
    members = Member.objects.filter(group=group, person_id__in=person_ids, until__isnull=True)
    rows = [
        SecrecyYes(
            group=group, person_id=person_id, organisation_id=group.organisation_id, version=version,
            words=habits.secrecy, said_on=said_on, written_by_name=by.name,
        )
        for person_id in members.exclude(person_id__in=known).values_list("person_id", flat=True)
    ]  # fmt: skip
    SecrecyYes.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["said_on", "written_by_name"],
        unique_fields=["municipality_id", "group", "person", "version"],
    )  # fmt: skip
    return len(rows)


def take_back(*, promise: SecrecyYes, by: Actor, at: datetime) -> None:
    """It was written for the wrong person or day; history keeps it. Twice is once."""
    SecrecyYes.objects.filter(id=promise.id).delete()


def one(actor: Actor, secrecy_yes_id: UUID) -> SecrecyYes:
    """One promise with its group. Raises NotVisible."""
    found = SecrecyYes.objects.select_related("group").filter(id=secrecy_yes_id).first()
    if found is None:
        raise NotVisible("promise")
    return found


def newest(actor: Actor, group_id: UUID) -> dict[UUID, SecrecyYes]:
    """Each person's latest yes in a group, as far as the actor may see. One query."""
    rows = SecrecyYes.objects.filter(group_id=group_id).order_by("person_id", "version")
    return {row.person_id: row for row in rows}
