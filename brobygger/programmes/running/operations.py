"""Taking a recipe into use, and changing what a programme runs by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.programmes.running import rules
from brobygger.programmes.running.models import (
    OwnRecipe,
    Party,
    Programme,
    ProgrammeUnit,
    RoleHolder,
    Snapshot,
    TrialChange,
)
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation, Unit
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import Recipe

_SAME_NAME = _("I har allerede en indsats med det navn. Vælg et andet.")
_ALREADY_STARTED = _("Indsatsen er allerede startet.")


@transaction.atomic
def adopt(
    *,
    recipe: Recipe,
    name: str,
    owner: Organisation,
    starts_on: date,
    by: Actor,
    at: datetime,
    area: str = "",
    ends_on: date | None = None,
    preparing: bool = False,
    postcodes: str = "",
) -> Programme:
    """Start a programme from a recipe. The programme keeps its own copy, so a later recipe version changes nothing.

    preparing: nobody is found in it before `start`. postcodes: the only ones people are found in, "4600 4660". Raises
    Taken when another programme has the name.
    """
    try:
        with transaction.atomic():
            programme = Programme.objects.create(
                name=name, owner=owner, recipe_id=recipe.id, recipe_version=1, starts_on=starts_on, ends_on=ends_on,
                area=area, preparing=preparing, postcodes=postcodes,
            )  # fmt: skip
    except IntegrityError as error:
        raise Taken(_SAME_NAME) from error
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
def describe(
    *, programme: Programme, name: str, owner: Organisation, starts_on: date, ends_on: date | None, area: str,
    by: Actor, at: datetime, postcodes: str = "",
) -> Programme:  # fmt: skip
    """Name, owner and days of a programme. The first day can be moved only while it is prepared."""
    if not programme.preparing and starts_on != programme.starts_on:
        raise Refusal(_("Første dag kan ikke flyttes, når indsatsen er startet."), field="starts_on")
    programme.name, programme.owner, programme.area = name, owner, area
    programme.starts_on, programme.ends_on, programme.postcodes = starts_on, ends_on, postcodes
    try:
        with transaction.atomic():
            programme.save(update_fields=["name", "owner", "starts_on", "ends_on", "area", "postcodes"])
    except IntegrityError as error:
        raise Taken(_SAME_NAME) from error
    return programme


@transaction.atomic
def take_part(
    *, programme: Programme, parties: Mapping[str, Organisation], units: Collection[Unit], by: Actor, at: datetime,
    only_units: bool = False,
) -> None:  # fmt: skip
    """Who is in it: the organisation that stands for each of the recipe's, and the units. What is not named leaves.

    only_units: nobody outside the units is found in it. Raises Refusal for that without any unit.
    """
    programme.only_units = only_units
    programme.save(update_fields=["only_units"])
    _set_units(programme, units)
    Party.objects.filter(programme=programme).delete()
    Party.objects.bulk_create(
        [Party(programme=programme, party=party, organisation=given) for party, given in parties.items()]
    )


def _set_units(programme: Programme, units: Collection[Unit]) -> None:
    if programme.only_units and not units:
        raise Refusal(_("Vælg de enheder, den kun er for."), field="units")
    ProgrammeUnit.objects.filter(programme=programme).delete()
    ProgrammeUnit.objects.bulk_create([ProgrammeUnit(programme=programme, unit=unit) for unit in units])


@transaction.atomic
def limit(
    *, programme: Programme, ends_on: date | None, postcodes: str, units: Collection[Unit], only_units: bool,
    reason: str, seen: int, by: Actor, at: datetime,
) -> Programme:  # fmt: skip
    """Another last day, other postcodes and units of a programme that runs. Whoever is in it already stays.

    seen: the number of the newest change the page was made from, 0 for none. Returns the programme as it is now. Raises
    Refusal without a reason, for a last day before the first, and for `only_units` without units; Taken when somebody
    else has changed it since.
    """
    if not reason.strip():
        raise Refusal(_("Skriv, hvorfor det bliver ændret."), field="reason")
    if ends_on and ends_on <= programme.starts_on:
        raise Refusal(_("Sidste dag skal ligge efter første dag."), field="ends_on")
    programme = Programme.objects.select_for_update().get(id=programme.id)
    if TrialChange.objects.filter(programme=programme).count() != seen:
        raise Taken(_("En anden har ændret indsatsen imens. Åbn siden igen, og se, hvad der står nu."))
    programme.ends_on, programme.postcodes, programme.only_units = ends_on, postcodes, only_units
    programme.save(update_fields=["ends_on", "postcodes", "only_units"])
    _set_units(programme, units)
    limits = rules.Limits({unit.id: unit.name for unit in units} if only_units else {}, tuple(postcodes.split()))
    TrialChange.objects.create(
        programme=programme, number=seen + 1, ends_on=ends_on, told=limits.told, reason=reason.strip(), made_at=at,
        made_by_id=by.user_id,
    )  # fmt: skip
    return programme


@transaction.atomic
def start(*, programme: Programme, by: Actor, at: datetime) -> Programme:
    """End the preparation: from its first day people can be found. Raises Taken when it has started."""
    if not Programme.objects.filter(id=programme.id, preparing=True).update(preparing=False):
        raise Taken(_ALREADY_STARTED)
    programme.preparing = False
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
        programme=programme, role=role, organisation=organisation, membership=membership, until=None,
        defaults={"since": local_date(at)},
    )  # fmt: skip
    return holder


@transaction.atomic
def cast(
    *,
    programme: Programme,
    roles: Mapping[str, Collection[tuple[Organisation, Membership | None]]],
    by: Actor,
    at: datetime,
) -> int:
    """Make these the holders of these roles: others are let go, those who stay are left alone. How many changed."""
    changed = 0
    standing = list(RoleHolder.objects.filter(programme=programme, role__in=list(roles), until__isnull=True))
    held = {(row.role, row.organisation_id, row.membership_id): row for row in standing}
    wanted = {
        (role, organisation.id, member.id if member else None): (organisation, member)
        for role, people in roles.items()
        for organisation, member in people
    }
    for key in held.keys() - wanted.keys():
        release_role(holder=held[key], by=by, at=at)
        changed += 1
    for key in wanted.keys() - held.keys():
        organisation, member = wanted[key]
        hold_role(programme=programme, role=key[0], organisation=organisation, membership=member, by=by, at=at)
        changed += 1
    return changed


@transaction.atomic
def release_role(*, holder: RoleHolder, by: Actor, at: datetime) -> RoleHolder:
    """Let somebody go from a role. That he or she held it stays on record."""
    holder.until = local_date(at)
    holder.save(update_fields=["until"])
    return holder


@transaction.atomic
def change(
    *, programme: Programme, recipe: Mapping[str, Any], reason: str, seen: int, in_force_from: date, by: Actor,
    at: datetime,
) -> Snapshot:  # fmt: skip
    """Save a new version of what the programme runs by. Everything before it stays.

    seen: the version the change was made from. Raises load.BadRecipe (nothing is changed), Refusal without a reason
    or a difference, and Taken when somebody else has changed it since.
    """
    if not reason.strip():
        raise Refusal(_("Skriv, hvorfor det bliver ændret."), field="reason")
    before = Snapshot.objects.get(programme=programme, version=programme.recipe_version)
    data = load.as_data(load.from_data(rules.without_play(recipe)))
    if not rules.differences(before.recipe, data):
        raise Refusal(_("Der er ikke ændret noget."))
    if not Programme.objects.filter(id=programme.id, recipe_version=seen).update(recipe_version=seen + 1):
        raise Taken(_("En anden har ændret indsatsen imens. Åbn siden igen, og se, hvad der står nu."))
    programme.recipe_version = seen + 1
    return Snapshot.objects.create(
        programme=programme, version=seen + 1, recipe=data, in_force_from=in_force_from, reason=reason.strip(),
        made_at=at, made_by_id=by.user_id,
    )  # fmt: skip


@transaction.atomic
def publish(
    *, programme: Programme, recipe: Mapping[str, Any], slug: str, names: Collection[str], by: Actor, at: datetime
) -> OwnRecipe:
    """Put the programme's recipe into the municipality's own gallery, as the next version of `slug`.

    names: people whose names must not stand in it. Raises Refusal with the first place that names somebody.
    """
    if slug in load.all_ids():
        raise Refusal(_("En af Brobyggers egne opskrifter hedder sådan. Vælg et andet navn."), field="title")
    _names_nobody(recipe, names)
    number = OwnRecipe.objects.filter(slug=slug).count() + 1
    data = load.as_data(load.from_data({**recipe, "id": slug, "version": number}))
    try:
        with transaction.atomic():
            return OwnRecipe.objects.create(
                slug=slug, version=number, recipe=data, programme=programme, made_at=at, made_by_id=by.user_id
            )
    except IntegrityError as error:
        raise Taken(_("En anden har lagt den samme opskrift frem imens. Prøv igen.")) from error


@transaction.atomic
def bring_in(*, recipe: Recipe, slug: str, names: Collection[str], by: Actor, at: datetime) -> OwnRecipe:
    """Put a recipe from another municipality's file into the own gallery, under `slug` and in the file's version.

    Raises Refusal for a name that stands for another recipe here, for a version that is here already (or a later one
    is), and for a text that names somebody.
    """
    standing = OwnRecipe.objects.filter(slug=slug).order_by("-version")
    newest = standing.first()
    if not slug or slug in load.all_ids() or standing.filter(programme__isnull=False).exists():
        raise Refusal(_("En anden opskrift hedder sådan. Vælg et andet navn."), field="title")
    if newest and newest.version >= recipe.version:
        raise Refusal(
            _("I har allerede version %(number)s af den opskrift. Bed om en nyere fil, eller giv denne et andet navn.")
            % {"number": newest.version}, field="title",
        )  # fmt: skip
    data = rules.without_play({**load.as_data(recipe), "id": slug, "seed": None})
    _names_nobody(data, names)
    try:
        with transaction.atomic():
            return OwnRecipe.objects.create(
                slug=slug, version=recipe.version, recipe=load.as_data(load.from_data(data)), programme=None,
                made_at=at, made_by_id=by.user_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise Taken(_("En anden har hentet den samme opskrift ind imens. Prøv igen.")) from error


def _names_nobody(recipe: Mapping[str, Any], names: Collection[str]) -> None:
    found = rules.personal_words(recipe, list(names))
    if found:
        raise Refusal(
            _("En tekst nævner et menneske, et nummer eller en adresse. Ret den først: %(where)s")
            % {"where": rules.value_at(recipe, found[0])}
        )
