"""Finding the actor behind a sign-in."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from brobygger.foundation.kernel.context import reaching
from brobygger.foundation.kernel.floors import NATIONAL
from brobygger.foundation.kernel.reach import Reach, Scope
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
    held = [
        membership
        for membership in memberships_of(user_id=user.id, on=on)
        if membership.role != Role.VOLUNTEER or membership.secrecy_signed_on
    ]
    if not held:
        return None
    membership = next((m for m in held if m.id == membership_id), held[0])
    return actor_for(membership=membership)


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
