"""Reading running programmes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.programmes.running.models import Programme, RoleHolder, Snapshot
from brobygger.registry.access.actor import Actor
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import Recipe


def running(actor: Actor, *, on: date) -> QuerySet[Programme]:
    """Programmes that run on a day, by name."""
    return (
        Programme.objects.filter(starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("owner")
        .order_by("name")
    )


def get(actor: Actor, programme_id: UUID) -> Programme:
    """One programme. Raises NotVisible."""
    try:
        return Programme.objects.select_related("owner").get(id=programme_id)
    except Programme.DoesNotExist:
        raise NotVisible("programme") from None


def by_ids(actor: Actor, programme_ids: Iterable[UUID]) -> dict[UUID, Programme]:
    """Programmes by id. One query: the few programmes of a long list are fetched once."""
    return Programme.objects.in_bulk(list(set(programme_ids)))


def name_taken(actor: Actor, name: str) -> bool:
    """Whether a programme of the municipality has this name, with large or small letters."""
    return Programme.objects.filter(name__iexact=name.strip()).exists()


class Named(NamedTuple):
    """A programme as a list needs it: its name, and enough to find its recipe."""

    id: UUID
    recipe_version: int
    name: str


def recipe_of(programme: Programme | Named) -> Recipe:
    """The recipe a programme runs by: its own snapshot, read from the database once per process and version."""
    key = (programme.id, programme.recipe_version)
    if key not in _read:
        if len(_read) > 2000:  # a country's programmes; a restart costs milliseconds
            _read.clear()
        snapshot = Snapshot.objects.get(programme_id=programme.id, version=programme.recipe_version)
        _read[key] = load.from_data(snapshot.recipe)
    return _read[key]


_read: dict[tuple[UUID, int], Recipe] = {}


def holders(programme: Programme) -> dict[str, list[RoleHolder]]:
    """Who holds each role of the recipe."""
    held: dict[str, list[RoleHolder]] = {}
    rows = RoleHolder.objects.filter(programme=programme).select_related("membership", "organisation")
    for row in rows.order_by("role", "id"):
        held.setdefault(row.role, []).append(row)
    return held
