"""Writing groups and who is in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Group, GroupRole, Habits, Idea, Member, Trouble
from brobygger.communities.groups.rules import ONE_ONLY, Held, ends_with
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
    only = Habits.objects.filter(group=locked, only_unit__isnull=False).values_list("only_unit_id", flat=True).first()
    if only is not None and person.unit_id != only:
        raise Refusal(_("Gruppen er kun for én afdeling, og borgeren hører til en anden."))
    if Member.objects.filter(group=locked, until__isnull=True).count() >= locked.size_max:
        raise Refusal(_("Gruppen er fuld. Vælg en anden gruppe, eller sæt borgeren på venteliste."))
    return Member.objects.create(group=locked, person=person, organisation_id=locked.organisation_id, since=since)


@transaction.atomic
def leave(*, person: Person, group_ids: Collection[UUID], until: date, why: str, by: Actor, at: datetime) -> int:
    """End a person's memberships of these groups. Returns how many."""
    members = Member.objects.filter(person=person, group_id__in=group_ids, until__isnull=True)
    return members.update(until=until, why_ended=why)


@transaction.atomic
def keep_habits(*, group: Group, facts: Mapping[str, Any], by: Actor, at: datetime) -> Habits:
    """How the group usually does. Only the facts named change; rules that read differently are a new version."""
    Habits.objects.bulk_create([Habits(group=group)], ignore_conflicts=True)
    habits = Habits.objects.select_for_update().get(group=group)
    changed = {name: value for name, value in facts.items() if getattr(habits, name) != value}
    if "rules" in changed:
        changed["rules_version"] = habits.rules_version + 1
    if "secrecy" in changed:
        changed["secrecy_version"] = habits.secrecy_version + 1
    for name, value in changed.items():
        setattr(habits, name, value)
    if changed:
        habits.save(update_fields=list(changed))
    return habits


@transaction.atomic
def say_yes_to_rules(*, group: Group, person_ids: Collection[UUID], version: int, on: date, by: Actor) -> int:
    """These members have said yes to the group's rules as they read now. Returns how many are new."""
    members = Member.objects.filter(group=group, person_id__in=person_ids, until__isnull=True)
    return members.exclude(rules_version=version).update(rules_version=version, rules_on=on)


@transaction.atomic
def describe_member(*, member: Member, facts: Mapping[str, Any], by: Actor, at: datetime) -> Member:
    """How a member takes part (`taking_part`), whether they carry others (`carries`), who pays (`pays`)."""
    for name, value in facts.items():
        setattr(member, name, value)
    member.save(update_fields=list(facts))
    return member


@transaction.atomic
def prepared(*, group: Group, on: date, by: Actor) -> int:
    """The group has talked about who comes; newcomers who have not begun yet. Returns how many (R186)."""
    ahead = Member.objects.filter(group=group, until__isnull=True, since__gt=on, prepared_on__isnull=True)
    return ahead.update(prepared_on=on)


@transaction.atomic
def take_role(*, member: Member, role: str, since: date, by: Actor, at: datetime) -> GroupRole:
    """A member takes a role; the one before in a role only one can have lays it down. Taken already: the same row."""
    Group.objects.select_for_update().get(id=member.group_id)
    rows = list(GroupRole.objects.filter(group_id=member.group_id, until__isnull=True))
    held = {Held(str(row.person_id), row.role, row.since): row for row in rows}
    ended = ends_with(list(held), person=str(member.person_id), role=role)
    GroupRole.objects.filter(id__in=[held[each].id for each in ended]).update(until=since)
    mine = next((row for row in rows if row.person_id == member.person_id and row.role == role), None)
    return mine or GroupRole.objects.create(
        group_id=member.group_id, person_id=member.person_id, organisation_id=member.organisation_id, role=role,
        since=since,
    )  # fmt: skip


@transaction.atomic
def lay_down(*, group: Group, person_id: UUID, role: str, until: date, by: Actor, at: datetime) -> int:
    """The role ends. Its day stays in the list. Returns how many rows ended."""
    return GroupRole.objects.filter(group=group, person_id=person_id, role=role, until__isnull=True).update(until=until)


@transaction.atomic
def end_roles(*, person: Person, group_ids: Collection[UUID], until: date) -> list[tuple[UUID, str]]:
    """Every role the person has in these groups ends. Returns (group, role) of those only one can have."""
    rows = GroupRole.objects.filter(person=person, group_id__in=group_ids, until__isnull=True)
    alone = [(row.group_id, row.role) for row in rows if row.role in ONE_ONLY]
    rows.update(until=until)
    return alone


@transaction.atomic
def suggest(*, group: Group, words: str, decided: bool, by: Actor, at: datetime) -> Idea:
    """Write down what somebody suggested, or what the group decided. Raises Refusal for an empty one."""
    if not words.strip():
        raise Refusal(_("Skriv, hvad der blev foreslået."), field="words")
    return Idea.objects.create(
        group=group, organisation_id=group.organisation_id, words=words.strip(), decided=decided, said_on=at.date()
    )


@transaction.atomic
def settle(*, idea: Idea, outcome: str, came_of_it: str, by: Actor, at: datetime) -> Idea:
    """What came of a suggestion, so that whoever said it can see it."""
    idea.outcome, idea.came_of_it, idea.settled_on = outcome, came_of_it.strip(), at.date()
    idea.save(update_fields=["outcome", "came_of_it", "settled_on"])
    return idea


@transaction.atomic
def note_trouble(*, group: Group, kind: str, words: str, by: Actor, at: datetime) -> Trouble:
    """Something hard in the group, for staff only. Raises Refusal for an empty one."""
    if not words.strip():
        raise Refusal(_("Skriv kort, hvad der er svært."), field="words")
    return Trouble.objects.create(
        group=group, kind=kind, words=words.strip(), noted_on=at.date(), noted_by_id=by.user_id
    )


@transaction.atomic
def handle_trouble(*, trouble: Trouble, what_was_done: str, by: Actor, at: datetime) -> Trouble:
    """What staff did about it. Raises Refusal for an empty text."""
    if not what_was_done.strip():
        raise Refusal(_("Skriv, hvad der er gjort."), field="what_was_done")
    trouble.what_was_done, trouble.handled_on = what_was_done.strip(), at.date()
    trouble.save(update_fields=["what_was_done", "handled_on"])
    return trouble


@transaction.atomic
def end_all(*, group: Group, until: date, why: str, by: Actor, at: datetime) -> list[UUID]:
    """The group ends, and every membership and role with it. Returns the persons who were in it."""
    Group.objects.filter(id=group.id).update(phase="ended")
    group.phase = "ended"
    members = Member.objects.filter(group=group, until__isnull=True)
    persons = list(members.order_by("since", "id").values_list("person_id", flat=True))
    members.update(until=until, why_ended=why)
    GroupRole.objects.filter(group=group, until__isnull=True).update(until=until)
    return persons
