"""Finding the actor behind a sign-in, and who holds which role."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from brobygger.foundation.kernel.context import reaching
from brobygger.foundation.kernel.floors import NATIONAL
from brobygger.foundation.kernel.reach import Reach, Scope
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership, User
from brobygger.registry.access.roles import Role, scope_of
from brobygger.registry.organisations.models import Kind, Municipality, Organisation, Unit


def memberships_of(*, user_id: UUID, on: date) -> list[Membership]:
    """The roles a user holds on a day, oldest first. Works before any municipality is known."""
    nowhere = Reach(municipality_id=UUID(NATIONAL), scope=Scope.PERSONAL, user_id=user_id)
    with reaching(nowhere):
        held = Membership.objects.filter(user_id=user_id, since__lte=on).filter(
            Q(until__isnull=True) | Q(until__gte=on)
        )
        return list(held.order_by("since", "id"))


def actor_of(*, user: User, on: date, membership_id: UUID | None = None) -> Actor | None:
    """The actor a user is today, in the membership asked for or else the first. None: no role anywhere.

    A volunteer without a signed secrecy agreement holds no role yet (facts.md § 4).
    """
    held = _usable(user=user, on=on)
    if not held:
        return None
    membership = next((m for m in held if m.id == membership_id), held[0])
    return actor_for(membership=membership)


def roles_of(*, user: User, on: date) -> list[Actor]:
    """Every actor a user can be today, oldest membership first."""
    return [actor_for(membership=membership) for membership in _usable(user=user, on=on)]


def _usable(*, user: User, on: date) -> list[Membership]:
    return [
        membership
        for membership in memberships_of(user_id=user.id, on=on)
        if membership.role != Role.VOLUNTEER or membership.secrecy_signed_on
    ]


def actor_for(*, membership: Membership) -> Actor:
    """The actor of one membership."""
    own = Reach(municipality_id=membership.municipality_id, scope=Scope.PERSONAL, user_id=membership.user_id)
    with reaching(own):
        organisation = Organisation.objects.get(id=membership.organisation_id)
        municipality = Municipality.objects.get(id=membership.municipality_id)
        unit = Unit.objects.filter(id=membership.unit_id).first() if membership.unit_id else None
    role = Role(membership.role)
    return Actor(
        municipality_id=membership.municipality_id,
        municipality_name=municipality.name,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        user_id=membership.user_id,
        membership_id=membership.id,
        role=role,
        scope=scope_of(role, municipal=organisation.kind == Kind.MUNICIPALITY),
        name=membership.name,
        unit_ids=(unit.id,) if unit else (),
        unit_name=unit.name if unit else "",
    )


def hosts_of(actor: Actor, *, on: date) -> QuerySet[Membership]:
    """Who in the actor's organisation can receive a new person on a day: leaders and hosts, by name."""
    return (
        _held(on)
        .filter(organisation_id__in=actor.reach().organisation_ids, role__in=[Role.ASSOCIATION_LEADER, Role.HOST])
        .order_by("name", "id")
    )


def members_of(actor: Actor, organisation_id: UUID | None = None, *, on: date) -> QuerySet[Membership]:
    """Who holds a role on a day in one organisation, or in every one the actor reaches; by name, with unit and user."""
    members = _held(on).select_related("unit", "user").order_by("name", "id")
    return members.filter(organisation_id=organisation_id) if organisation_id else members


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
