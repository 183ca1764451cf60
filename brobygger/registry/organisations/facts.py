"""An organisation as plain facts: what the directory tells others, and what it takes in from them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class OrganisationFacts:
    """Who has an offer. `kind` as in `organisations.Kind`; empty when nobody has said."""

    id: UUID
    name: str
    kind: str = ""
    email: str = ""
    phone: str = ""
    contact_name: str = ""
