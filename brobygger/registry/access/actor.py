"""The actor: user + organisation + role in this request."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from brobygger.foundation.kernel.reach import Reach, Scope
from brobygger.registry.access.roles import Role


@dataclass(frozen=True)
class Actor:
    """Who acts. Every query takes one first; every operation names one with `by=`."""

    municipality_id: UUID
    municipality_name: str
    organisation_id: UUID | None
    organisation_name: str
    user_id: UUID | None
    membership_id: UUID | None
    role: Role
    scope: Scope
    name: str
    unit_ids: tuple[UUID, ...] = ()
    unit_name: str = ""

    @property
    def home(self) -> UUID:
        """The organisation the actor acts for. Raises ValueError for the system itself, which acts for none."""
        if self.organisation_id is None:
            raise ValueError("the system acts for no organisation")
        return self.organisation_id

    def reach(self) -> Reach:
        """What the database lets this actor see, before persons are added."""
        return Reach(
            municipality_id=self.municipality_id,
            scope=self.scope,
            user_id=self.user_id,
            organisation_ids=(self.organisation_id,)
            if self.scope is Scope.ORGANISATION and self.organisation_id
            else (),
            unit_ids=self.unit_ids if self.scope is Scope.UNIT else (),
        )


def the_system(*, municipality_id: UUID) -> Actor:
    """The actor of nightly work and commands: all of one municipality, never two."""
    return Actor(
        municipality_id=municipality_id,
        municipality_name="",
        organisation_id=None,
        organisation_name="Brobygger",
        user_id=None,
        membership_id=None,
        role=Role.SYSTEM,
        scope=Scope.MUNICIPALITY,
        name="Brobygger",
    )
