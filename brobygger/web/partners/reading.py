"""Reading persons for the pages of associations: the same purpose everywhere, and never more than the page shows."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from brobygger.foundation.kernel.reach import Scope
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields, Purpose
from brobygger.registry.people import queries as people
from brobygger.registry.people.queries import PersonView

LIST_FIELDS = frozenset({Fields.NAME, Fields.CONTACT})


def purpose_of(actor: Actor) -> Purpose:
    """An association receives the person; the municipality's coordinator builds the bridge there."""
    return Purpose.BRIDGING if actor.scope is Scope.MUNICIPALITY else Purpose.ACTIVITY


ABOUT = frozenset({Fields.NAME, Fields.CONTACT, Fields.WALKING, Fields.SENSES})


def shown(actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, PersonView]:
    """Name and phone of the persons the actor may still see; the others are not there. Constant queries."""
    ids = list(person_ids)
    return people.read_many(actor, ids, purpose=purpose_of(actor), only=LIST_FIELDS) if ids else {}


def shown_with_needs(actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, PersonView]:
    """The same with what each needs for getting about, where the reader may see that. Constant queries."""
    ids = list(person_ids)
    return people.read_many(actor, ids, purpose=purpose_of(actor), only=ABOUT) if ids else {}
