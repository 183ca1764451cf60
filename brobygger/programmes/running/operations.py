"""Taking a recipe into use."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Taken
from brobygger.programmes.running.models import Programme, RoleHolder, Snapshot
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import Recipe


@transaction.atomic
def adopt(
    *, recipe: Recipe, name: str, owner: Organisation, starts_on: date, by: Actor, at: datetime, area: str = ""
) -> Programme:
    """Start a programme from a recipe. The programme keeps its own copy, so a later recipe version changes nothing.

    Raises Taken when another programme of the municipality has the name.
    """
    try:
        with transaction.atomic():
            programme = Programme.objects.create(
                name=name, owner=owner, recipe_id=recipe.id, recipe_version=1, starts_on=starts_on, area=area
            )
    except IntegrityError as error:
        raise Taken(_("I har allerede en indsats med det navn. Vælg et andet.")) from error
    Snapshot.objects.create(
        programme=programme,
        version=1,
        recipe=load.as_data(recipe),
        in_force_from=starts_on,
        made_at=at,
        made_by_id=by.user_id,
    )
    return programme


@transaction.atomic
def hold_role(
    *,
    programme: Programme,
    role: str,
    organisation: Organisation,
    membership: Membership | None,
    by: Actor,
    at: datetime,
) -> RoleHolder:
    """Let a member (or a whole organisation) hold a role of the recipe."""
    holder, _created = RoleHolder.objects.get_or_create(
        programme=programme, role=role, organisation=organisation, membership=membership
    )
    return holder
