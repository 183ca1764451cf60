"""How far an actor reaches: plain data, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Scope(StrEnum):
    """How far an actor reaches inside the municipality."""

    MUNICIPALITY = "municipality"  # coordinator, manager, visitation, data protection, the system itself
    UNIT = "unit"  # the persons of one's own units
    ORGANISATION = "organisation"  # the persons shared with one's own organisation
    PERSONAL = "personal"  # the persons one is matched with


@dataclass(frozen=True)
class Reach:
    """What the database lets through: one municipality and, below scope MUNICIPALITY, these ids."""

    municipality_id: UUID
    scope: Scope
    user_id: UUID | None = None
    organisation_ids: tuple[UUID, ...] = ()
    unit_ids: tuple[UUID, ...] = ()
    # A PostgreSQL array as text: hundreds of ids go back and forth in every request, and nobody here reads them.
    persons: str = "{}"
