"""Reading running programmes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, Q, QuerySet, prefetch_related_objects

from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import NotVisible
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
from brobygger.registry.organisations.models import Unit
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import Recipe

LATELY = timedelta(days=183)  # a trial that has just ended is still asked for


def running(actor: Actor, *, on: date) -> QuerySet[Programme]:
    """Programmes that run on a day, by name; none that is still prepared."""
    return (
        Programme.objects.filter(starts_on__lte=on, preparing=False)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("owner")
        .order_by("name")
    )


def waiting_to_start(actor: Actor, *, on: date) -> QuerySet[Programme]:
    """Programmes that are prepared, or whose first day has not come, by name."""
    return (
        Programme.objects.filter(Q(preparing=True) | Q(starts_on__gt=on))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("owner")
        .order_by("name")
    )


def of_recipe(actor: Actor, recipe_id: str) -> QuerySet[Programme]:
    """Every programme of the municipality made from a recipe, the newest first."""
    return Programme.objects.filter(recipe_id=recipe_id).select_related("owner").order_by("-starts_on", "name")


def get(actor: Actor, programme_id: UUID) -> Programme:
    """One programme. Raises NotVisible."""
    try:
        return Programme.objects.select_related("owner").get(id=programme_id)
    except Programme.DoesNotExist:
        raise NotVisible("programme") from None


def get_to_change(actor: Actor, programme_id: UUID) -> Programme:
    """One programme that the actor may change: the municipality's staff any, others their own. Raises NotVisible."""
    programme = get(actor, programme_id)
    if not may_change(actor, programme):
        raise NotVisible("programme")
    return programme


def may_change(actor: Actor, programme: Programme) -> bool:
    """Whether the actor's organisation decides over the programme (the role is the policy table's to ask)."""
    return actor.scope is Scope.MUNICIPALITY or programme.owner_id == actor.organisation_id


def by_ids(actor: Actor, programme_ids: Iterable[UUID]) -> dict[UUID, Programme]:
    """Programmes by id. One query: the few programmes of a long list are fetched once."""
    return Programme.objects.in_bulk(list(set(programme_ids)))


def name_taken(actor: Actor, name: str, *, but: UUID | None = None) -> bool:
    """Whether another programme of the municipality has this name, with large or small letters."""
    named = Programme.objects.filter(name__iexact=name.strip())
    return (named.exclude(id=but) if but else named).exists()


class Named(NamedTuple):
    """A programme as a list needs it: its name, and enough to find its recipe."""

    id: UUID
    recipe_version: int
    name: str


def recipe_of(programme: Programme | Named) -> Recipe:
    """The recipe a programme runs by: its own snapshot, read from the database once per process and version."""
    key = (programme.id, programme.recipe_version)
    if key not in _read:
        snapshot = Snapshot.objects.get(programme_id=programme.id, version=programme.recipe_version)
        return recipe_in(snapshot)
    return _read[key]


def recipe_in(snapshot: Snapshot) -> Recipe:
    """The recipe in one version; a version never changes, so it is read once per process."""
    key = (snapshot.programme_id, snapshot.version)
    if key not in _read:
        if len(_read) > 2000:  # a country's programmes; a restart costs milliseconds
            _read.clear()
        _read[key] = load.from_data(snapshot.recipe)
    return _read[key]


_read: dict[tuple[UUID, int], Recipe] = {}


def versions(actor: Actor, programme: Programme) -> list[Snapshot]:
    """Every version of the programme's recipe, the newest first. One query."""
    return list(Snapshot.objects.filter(programme=programme).order_by("-version"))


def version(actor: Actor, programme: Programme, number: int) -> Snapshot:
    """One version of the programme's recipe. Raises NotVisible."""
    try:
        return Snapshot.objects.get(programme=programme, version=number)
    except Snapshot.DoesNotExist:
        raise NotVisible("version") from None


def holders(programme: Programme | Named) -> dict[str, list[RoleHolder]]:
    """Who holds each role of the recipe now."""
    held: dict[str, list[RoleHolder]] = {}
    rows = RoleHolder.objects.filter(programme_id=programme.id, until__isnull=True)
    for row in rows.select_related("membership", "organisation").order_by("role", "id"):
        held.setdefault(row.role, []).append(row)
    return held


def parties(actor: Actor, programme: Programme) -> dict[str, Party]:
    """Which organisation stands where the recipe names a fellow organisation, by the recipe's id. One query."""
    rows = Party.objects.filter(programme=programme).select_related("organisation")
    return {row.party: row for row in rows}


def unit_ids(actor: Actor, programme: Programme) -> set[UUID]:
    """The units that take part. One query."""
    return set(ProgrammeUnit.objects.filter(programme=programme).values_list("unit_id", flat=True))


def limits_of(programme: Programme) -> rules.Limits:
    """Who a trial is limited to. One query for one limited to units, none where `with_limits` has read them."""
    named: dict[UUID, str] = {}
    if programme.only_units:
        prefetch_related_objects([programme], "units__unit")
        named = {row.unit_id: row.unit.name for row in programme.units.all()}
    return rules.Limits(named, tuple(programme.postcodes.split()))


def with_limits(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """The same programmes with what `limits_of` needs of each. Two more queries, however many."""
    return programmes.prefetch_related("units__unit")


def trial_changes(actor: Actor, programme: Programme) -> list[TrialChange]:
    """How its last day and its limits have been changed while it ran, the newest first. One query."""
    return list(TrialChange.objects.filter(programme=programme).order_by("-number"))


def lately_over(actor: Actor, *, on: date) -> list[Programme]:
    """Programmes whose last day has come within half a year: they take in nobody new. One query."""
    ended = Programme.objects.filter(preparing=False, ends_on__lt=on, ends_on__gte=on - LATELY)
    return list(ended.order_by("-ends_on", "name")[:10])


def units(actor: Actor, programme: Programme) -> QuerySet[Unit]:
    """The units that take part, by name; all of the owner's when none is chosen."""
    chosen = ProgrammeUnit.objects.filter(programme=programme)
    owners = Q(~Exists(chosen), organisation_id=programme.owner_id)
    return Unit.objects.filter(Q(id__in=chosen.values("unit_id")) | owners).order_by("name")


def own_recipes(actor: Actor) -> list[Recipe]:
    """The municipality's own published recipes in their newest version, by title. One query."""
    rows = OwnRecipe.objects.order_by("slug", "-version").distinct("slug")
    return sorted((_own(row) for row in rows), key=lambda recipe: recipe.title.da)


def taken_in(actor: Actor) -> dict[str, int]:
    """The newest version of each recipe that was taken in from another municipality's file, by its name. One query."""
    rows = OwnRecipe.objects.filter(programme__isnull=True).order_by("slug", "version")
    return dict(rows.values_list("slug", "version"))


def own_recipe(actor: Actor, slug: str) -> Recipe:
    """One of them. Raises NotVisible."""
    row = OwnRecipe.objects.filter(slug=slug).order_by("-version").first()
    if row is None:
        raise NotVisible("recipe")
    return _own(row)


def recipe(actor: Actor, recipe_id: str) -> Recipe:
    """A recipe of the gallery: bundled, or the municipality's own. Raises NotVisible."""
    try:
        return load.load(recipe_id)
    except load.UnknownRecipe:
        return own_recipe(actor, recipe_id)


def _own(row: OwnRecipe) -> Recipe:
    if row.id not in _own_read:
        _own_read[row.id] = load.from_data(row.recipe)
    return _own_read[row.id]


_own_read: dict[UUID, Recipe] = {}  # a published version never changes


def slug_taken(actor: Actor, slug: str, *, but: Programme) -> bool:
    """Whether another programme's published recipe, or a bundled one, has this short name."""
    return slug in load.all_ids() or OwnRecipe.objects.filter(slug=slug).exclude(programme=but).exists()
