"""Reading groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from brobygger.communities.groups.models import Group, GroupRole, Habits, Idea, Member, Trouble
from brobygger.communities.groups.rules import Held
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.access.actor import Actor

# A sub-query: the tables' keys are composite, so PostgreSQL cannot group whole rows by `id` alone.
_SIZE = Coalesce(
    Subquery(
        Member.objects.filter(group=OuterRef("pk"), until__isnull=True)
        .order_by()
        .values("group")
        .annotate(n=Count("id"))
        .values("n")
    ),
    0,
)


def of_organisation(actor: Actor, organisation_id: UUID | None = None) -> QuerySet[Group]:
    """An organisation's groups with how many are in each."""
    return (
        Group.objects.filter(organisation_id=organisation_id or actor.home)
        .annotate(size=_SIZE)
        .select_related("host")
        .order_by("name")
    )


def all_groups(actor: Actor) -> QuerySet[Group]:
    """The groups an actor works with, with how many are in each: one's own organisation's, or the municipality's."""
    if actor.scope is Scope.ORGANISATION:
        return of_organisation(actor)
    return (
        Group.objects.annotate(size=_SIZE).select_related("host", "organisation").order_by("organisation__name", "name")
    )


def get(actor: Actor, group_id: UUID) -> Group:
    """One group of the actor's organisation (or any, for the municipality). Raises NotVisible."""
    groups = Group.objects.select_related("organisation", "host", "programme")
    if actor.scope == "organisation":
        groups = groups.filter(organisation_id=actor.home)
    try:
        return groups.get(id=group_id)
    except Group.DoesNotExist:
        raise NotVisible("group") from None


def members_of(actor: Actor, group_id: UUID) -> QuerySet[Member]:
    return Member.objects.filter(group_id=group_id, until__isnull=True).order_by("since", "id")


def with_places(actor: Actor, programme_id: UUID) -> list[Any]:
    """A programme's groups that take more people: Group rows with `places`, by name. One query."""
    found = (
        Group.objects.filter(programme_id=programme_id)
        .exclude(phase="ended")
        .annotate(places=F("size_max") - _SIZE)
        .filter(places__gt=0)
        .select_related("organisation")
    )
    return list(found.order_by("name", "id"))


def habits(actor: Actor, group_id: UUID) -> Habits | None:
    """How a group usually does; None when nobody has said. One query."""
    return Habits.objects.select_related("deputy", "only_unit").filter(group_id=group_id).first()


def rules_in(actor: Actor, programme_id: UUID) -> list[tuple[str, str]]:
    """The rules that a programme's groups have made for themselves: group and rules, by name. One query."""
    kept = Habits.objects.filter(group__programme_id=programme_id).exclude(group__phase="ended").exclude(rules="")
    return list(kept.order_by("group__name", "id").values_list("group__name", "rules"))


def roles_of(actor: Actor, group_id: UUID) -> list[GroupRole]:
    """Every role members have and have had, newest first. One query."""
    return list(GroupRole.objects.filter(group_id=group_id).order_by("-since", "role", "id"))


def held_now(roles: Iterable[GroupRole]) -> list[Held]:
    """Those of the roles that stand now."""
    return [Held(str(row.person_id), row.role, row.since) for row in roles if row.until is None]


def member(actor: Actor, member_id: UUID) -> Member:
    """A person's place in a group, with the group. Raises NotVisible when it has ended or is not the actor's."""
    members = Member.objects.filter(id=member_id, until__isnull=True).select_related("group")
    if actor.scope is Scope.ORGANISATION:
        members = members.filter(organisation_id=actor.home)
    found = members.first()
    if found is None:
        raise NotVisible("member")
    return found


def ideas(actor: Actor, group_id: UUID, *, limit: int = 20) -> list[Idea]:
    """Suggestions and decisions, open ones first, then the newest. One query."""
    return list(
        Idea.objects.filter(group_id=group_id).order_by(F("settled_on").desc(nulls_first=True), "-said_on")[:limit]
    )


def idea(actor: Actor, group_id: UUID, idea_id: UUID) -> Idea:
    """One suggestion of a group. Raises NotVisible."""
    found = Idea.objects.filter(group_id=group_id, id=idea_id).first()
    if found is None:
        raise NotVisible("idea")
    return found


def troubles(actor: Actor, group_id: UUID) -> list[Trouble]:
    """What is hard in a group, unhandled first; empty for anybody but the municipality's staff. One query."""
    rows = Trouble.objects.filter(group_id=group_id)
    return list(rows.order_by(F("handled_on").desc(nulls_first=True), "-noted_on")[:20])


def trouble(actor: Actor, group_id: UUID, trouble_id: UUID) -> Trouble:
    """One of them. Raises NotVisible."""
    found = Trouble.objects.filter(group_id=group_id, id=trouble_id).first()
    if found is None:
        raise NotVisible("trouble")
    return found
