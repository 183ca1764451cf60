"""Finding the actor behind a sign-in, and who holds which role."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from brobygger.foundation.kernel.context import asking_alone
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership, User
from brobygger.registry.access.policy import RIGHTS, Action
from brobygger.registry.access.roles import Role, scope_of
from brobygger.registry.organisations.models import Kind

# A volunteer without a signed secrecy agreement holds no role yet (facts.md § 4).
_HELD = """
from access_membership m
where m.user_id = %(user)s::uuid and m.since <= %(on)s and (m.until is null or m.until >= %(on)s)
  and (m.role <> 'volunteer' or m.secrecy_signed_on is not null)
"""
_FIRST = "order by (m.id = %(wanted)s) desc nulls last, m.since, m.id limit 1"
_SIGN_ON = f"""
select set_config('brobygger.municipality', coalesce((select m.municipality_id::text {_HELD} {_FIRST}), ''), true);
select m.municipality_id, town.name, o.id, o.name, o.kind, m.user_id, m.id, m.role, m.name, u.id, u.name
from (select m.* {_HELD} {_FIRST}) m
join organisations_municipality town on town.id = m.municipality_id
join organisations_organisation o on o.municipality_id = m.municipality_id and o.id = m.organisation_id
left join organisations_unit u on u.municipality_id = m.municipality_id and u.id = m.unit_id
"""  # noqa: S608 (all of it is ours)


_ALL_HELD = f"select array_agg(m.id order by m.since, m.id) {_HELD}"


def actor_of(*, user: User, on: date, membership_id: UUID | None = None) -> Actor | None:
    """The actor a user is today, in the membership asked for or else the first. None: no role anywhere.

    One round trip: it stands in front of every page.
    """
    row = asking_alone(user.id, _SIGN_ON, {"on": on, "wanted": membership_id})
    return _actor(row) if row else None


def roles_of(*, user: User, on: date) -> list[Actor]:
    """Every actor a user can be today, oldest membership first."""
    row = asking_alone(user.id, _ALL_HELD, {"on": on})
    found = (actor_of(user=user, on=on, membership_id=membership_id) for membership_id in (row and row[0]) or ())
    return [actor for actor in found if actor]


def actor_for(*, membership: Membership) -> Actor:
    """The actor of one membership, whether or not it has begun."""
    row = asking_alone(
        membership.user_id,
        _SIGN_ON.replace(_HELD, "from access_membership m where m.id = %(wanted)s"),
        {"wanted": membership.id},
    )
    assert row is not None  # its organisation is in the same municipality: the database holds that
    return _actor(row)


def _actor(row: tuple[Any, ...]) -> Actor:
    municipality_id, municipality, organisation_id, organisation, kind, user_id, membership_id, role, name, *unit = row
    return Actor(
        municipality_id=municipality_id,
        municipality_name=municipality,
        organisation_id=organisation_id,
        organisation_name=organisation,
        user_id=user_id,
        membership_id=membership_id,
        role=Role(role),
        scope=scope_of(Role(role), municipal=kind == Kind.MUNICIPALITY),
        name=name,
        unit_ids=(unit[0],) if unit[0] else (),
        unit_name=unit[1] or "",
    )


def hosts_of(actor: Actor, *, on: date) -> QuerySet[Membership]:
    """Who in the actor's organisation can receive a new person on a day: leaders and hosts, by name."""
    return (
        _held(on)
        .filter(organisation_id__in=actor.reach().organisation_ids, role__in=[Role.ASSOCIATION_LEADER, Role.HOST])
        .order_by("name", "id")
    )


def receiving_in(actor: Actor, organisation_id: UUID, *, on: date) -> list[Membership]:
    """Who can receive new people in one organisation on a day: its leaders and hosts, by name."""
    roles = [Role.ASSOCIATION_LEADER, Role.HOST]
    return list(_held(on).filter(organisation_id=organisation_id, role__in=roles).order_by("name", "id"))


def members_of(actor: Actor, organisation_id: UUID | None = None, *, on: date) -> QuerySet[Membership]:
    """Who holds a role on a day in one organisation, or in every one the actor reaches; by name, with unit and user."""
    members = _held(on).select_related("unit", "user").order_by("name", "id")
    return members.filter(organisation_id=organisation_id) if organisation_id else members


def who_may(actor: Actor, action: Action, *, unit_id: UUID | None, on: date) -> QuerySet[Membership]:
    """Who in the actor's organisation may take an action: those of one unit, and those of no unit; by name."""
    roles = RIGHTS[action].roles
    near = Q(unit_id=unit_id) | Q(unit__isnull=True)
    return _held(on).filter(near, organisation_id=actor.home, role__in=roles).order_by("name", "id")


def get_membership(actor: Actor, membership_id: UUID | None) -> Membership:
    """One membership within the actor's reach; one's own always is. Raises NotVisible."""
    ours = Membership.objects.filter(municipality_id=actor.municipality_id).select_related("unit")
    membership = ours.filter(id=membership_id).first() if membership_id else None
    if membership is None:
        raise NotVisible("membership")
    return membership


def names_in_role(actor: Actor, role: Role, *, on: date) -> list[str]:
    """What the municipality's own who hold a role are called, by name; for a journey that acts for it."""
    ours = _held(on).filter(role=role, organisation__kind=Kind.MUNICIPALITY)
    return list(ours.order_by("name").values_list("name", flat=True))


def by_unit(actor: Actor, role: Role, *, on: date) -> dict[UUID, list[str]]:
    """What those who hold a role in a unit are called, by unit; a unit of nobody is left out. One query."""
    found: dict[UUID, list[str]] = {}
    for unit_id, name in (
        _held(on).filter(role=role, unit__isnull=False).order_by("name").values_list("unit_id", "name")
    ):
        if unit_id is not None:
            found.setdefault(unit_id, []).append(name)
    return found


def _held(on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gte=on))


def names_of(actor: Actor, user_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """What users are called, as far as the actor may see their memberships. One query."""
    wanted = {user_id for user_id in user_ids if user_id}
    if not wanted:
        return {}
    held = Membership.objects.filter(user_id__in=wanted).order_by("since", "id")
    return dict(held.values_list("user_id", "name"))


def users_named(actor: Actor, name: str) -> list[UUID]:
    """Users whose name holds the text, whatever the case: for looking up a reader in the log."""
    return list(Membership.objects.filter(name__icontains=name.strip()).values_list("user_id", flat=True).distinct())


def count_by_organisation(actor: Actor, *, on: date) -> dict[UUID, int]:
    """How many roles are held in each organisation on a day. One query."""
    return dict(_held(on).values_list("organisation_id").annotate(n=Count("id")))
