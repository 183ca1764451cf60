"""Letting organisations and their units in. What is changed is kept by the history trigger (floors.py)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.organisations.facts import OrganisationFacts
from brobygger.registry.organisations.models import Kind, Organisation, Unit
from brobygger.registry.organisations.queries import Asking


@transaction.atomic
def add_organisation(
    *, name: str, kind: str, by: Asking, at: datetime, email: str = "", phone: str = "", contact_name: str = ""
) -> Organisation:
    """A new organisation of any kind but the municipality itself. Raises Refusal when the name is taken."""
    if kind not in set(Kind) - {Kind.MUNICIPALITY}:
        raise Refusal(_("Vælg, hvilken slags organisation det er."), field="kind")
    try:
        with transaction.atomic():
            return Organisation.objects.create(
                name=" ".join(name.split()), kind=kind, email=email, phone=phone, contact_name=contact_name
            )
    except IntegrityError as error:
        raise Refusal(_("Der findes allerede en organisation med det navn."), field="name") from error


@transaction.atomic
def add_unit(*, organisation: Organisation, name: str, by: Asking, at: datetime) -> Unit:
    """A new unit inside an organisation. Raises Refusal when it has one of that name."""
    try:
        with transaction.atomic():
            return Unit.objects.create(organisation=organisation, name=" ".join(name.split()))
    except IntegrityError as error:
        raise Refusal(_("Organisationen har allerede en enhed med det navn."), field="name") from error


@transaction.atomic
def take_in(*, organisations: Iterable[OrganisationFacts], by: Asking, at: datetime) -> dict[UUID, Organisation]:
    """Organisations of another directory, merged with ours; by their identifier there. Three queries and the writes.

    The same: by our own identifier, by the one it was imported with, else by name. One of our own is never written
    over, only filled in: messages go to its address. Nobody becomes the municipality by being imported.
    """
    ours = list(Organisation.objects.all())
    known = {one.imported_as: one for one in ours if one.imported_as} | {one.id: one for one in ours}
    named = {one.name.casefold(): one for one in ours}
    found: dict[UUID, Organisation] = {}
    for told in organisations:
        there = known.get(told.id) or named.get(told.name.casefold())
        if there is None:
            kind = told.kind if told.kind in set(Kind) - {Kind.MUNICIPALITY} else Kind.ASSOCIATION
            there = Organisation(name=told.name, kind=kind, imported_as=told.id)
            named[told.name.casefold()] = there
        changed = [name for name in ("email", "phone", "contact_name") if _take(there, name, getattr(told, name))]
        if there._state.adding or changed:
            there.save(force_insert=there._state.adding, update_fields=None if there._state.adding else changed)
        found[told.id] = there
    return found


def _take(organisation: Organisation, name: str, told: str) -> bool:
    """Write a fact over an imported one, or where there is none. Returns whether that changed anything."""
    before = getattr(organisation, name)
    if not told or told == before or (before and organisation.imported_as is None):
        return False
    setattr(organisation, name, told)
    return True
