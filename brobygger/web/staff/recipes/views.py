"""Recipes: the gallery, and one recipe as a picture and a page of plain words."""

from __future__ import annotations

from django.http import HttpResponse

from brobygger.insight.evaluation import recipe_calendar, recipe_text
from brobygger.programmes.running import queries as running
from brobygger.programmes.running.recipe_file import as_yaml as yaml_of
from brobygger.registry.access.policy import Action, may
from brobygger.registry.recipes import load
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.recipes import gallery, picture


@guarded(Action.SEE_RECIPES)
def recipes(request: Request) -> HttpResponse:
    """Every recipe as a card, the municipality's own first; narrowed by four questions (gallery.QUESTIONS)."""
    actor = request.actor
    own = running.own_recipes(actor)
    every = [*own, *(load.load(recipe_id) for recipe_id in load.all_ids())]
    chosen = gallery.chosen_of(request.GET)
    ours = {recipe.id for recipe in own}
    return page(
        request, "staff/recipes/recipes.jinja",
        cards=[gallery.card(recipe, own=recipe.id in ours) for recipe in gallery.narrowed(every, chosen)],
        filters=gallery.filters(every, chosen), narrowed=any(chosen.values()), total=len(every),
        small_bridge=picture.small_bridge, taken_in=running.taken_in(actor) if own else {},
        may_take_in=may(actor.role, Action.PUBLISH_RECIPE),
    )  # fmt: skip


@guarded(Action.SEE_RECIPES)
def recipe(request: Request, recipe_id: str) -> HttpResponse:
    """One recipe, read from top to bottom: first as one picture, then in words."""
    actor = request.actor
    found, told = running.recipe(actor, recipe_id), language()
    entries = recipe_calendar.calendar(found, told)
    return page(
        request,
        "staff/recipes/recipe.jinja",
        recipe=found,
        told=told,
        say=lambda text: recipe_text.said(text, told),
        stones=picture.stones(found, told), roles=picture.roles(found, told),
        entries=entries, strip=picture.strip(entries),
        ours=list(running.of_recipe(actor, recipe_id)[:10]) if may(actor.role, Action.SEE_PROGRAMME) else [],
        tell={
            part.__name__: part(found, told)
            for part in (
                recipe_text.for_whom, recipe_text.found_by, recipe_text.screening, recipe_text.colours,
                recipe_text.steps, recipe_text.activities, recipe_text.follow_ups, recipe_text.measuring,
                recipe_text.trainings, recipe_text.anchoring, recipe_text.partners, recipe_text.focus_areas,
            )
        },
        own_instruments=gallery.own_instruments(found), may_adopt=may(actor.role, Action.ADOPT_RECIPE),
    )  # fmt: skip


@guarded(Action.SEE_RECIPES)
def as_yaml(request: Request, recipe_id: str) -> HttpResponse:
    """The recipe as a file that another installation can read."""
    found = running.recipe(request.actor, recipe_id)
    response = HttpResponse(yaml_of(found), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.id}.yaml"'
    return response
