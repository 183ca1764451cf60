"""Recipes: the gallery, one recipe as a page of plain words, and taking it into use."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.evaluation import recipe_text, recipe_words
from brobygger.programmes.running import operations as running
from brobygger.registry.access.policy import Action, may
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared.guard import done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.recipes.forms import AdoptForm


@dataclass(frozen=True)
class Card:
    """A recipe in the gallery."""

    id: str
    title: str
    place: str
    for_whom: str
    facts: list[str]


@guarded(Action.SEE_RECIPES)
def recipes(request: HttpRequest) -> HttpResponse:
    """Every recipe as a card. `?omraade=` shows those that work with one of the four focus areas."""
    area = request.GET.get("omraade", "")
    every = [load.load(recipe_id) for recipe_id in load.all_ids()]
    shown = [recipe for recipe in every if not area or area in recipe.focus_areas]
    return page(
        request,
        "staff/recipes/recipes.jinja",
        cards=[_card(recipe) for recipe in shown],
        tabs=_tabs(every, area),
    )


@guarded(Action.SEE_RECIPES)
def recipe(request: HttpRequest, recipe_id: str) -> HttpResponse:
    """One recipe, read from top to bottom."""
    found = _find(recipe_id)
    told = language()
    return page(
        request,
        "staff/recipes/recipe.jinja",
        recipe=found,
        told=told,
        say=lambda text: recipe_text.said(text, told),
        tell={
            part.__name__: part(found, told)
            for part in (
                recipe_text.for_whom, recipe_text.found_by, recipe_text.screening, recipe_text.colours,
                recipe_text.steps, recipe_text.activities, recipe_text.follow_ups, recipe_text.measuring,
                recipe_text.trainings, recipe_text.anchoring, recipe_text.partners, recipe_text.focus_areas,
            )
        },
        may_adopt=may(request.actor.role, Action.ADOPT_RECIPE),  # type: ignore[attr-defined]
    )  # fmt: skip


@guarded(Action.ADOPT_RECIPE, methods=("GET", "POST"))
def adopt(request: HttpRequest, recipe_id: str) -> HttpResponse:
    """Take a recipe into use: a name and a first day; everything else is in the recipe."""
    actor = request.actor  # type: ignore[attr-defined]
    found, today = _find(recipe_id), local_date(now())
    title = recipe_text.said(found.title, language())
    form = AdoptForm(
        request.POST or None, initial={"name": title, "starts_on": today.isoformat()}, actor=actor, today=today
    )
    if request.method == "POST" and form.is_valid():
        programme = running.adopt(
            recipe=found,
            owner=organisations.get(actor, actor.organisation_id),
            by=actor,
            at=now(),
            **form.cleaned_data,
        )
        sentence = _("%(name)s er taget i brug. Skriv nu, hvem der har rollerne.") % {"name": programme.name}
        return done(request, sentence, reverse("programme", args=[programme.id]))
    status = 422 if request.method == "POST" else 200
    return page(request, "staff/recipes/adopt.jinja", status=status, form=form, recipe_id=recipe_id, title=title)


def _find(recipe_id: str) -> Recipe:
    try:
        return load.load(recipe_id)
    except load.UnknownRecipe:
        raise Http404 from None


def _card(found: Recipe) -> Card:
    told = language()
    return Card(
        id=found.id,
        title=recipe_text.said(found.title, told),
        place=found.owner.name,
        for_whom=recipe_text.for_whom(found, told),
        facts=recipe_text.facts(found, told),
    )


def _tabs(every: list[Recipe], area: str) -> list[tuple[str, str, bool, int]]:
    address = reverse("recipes")
    tabs = [(_("Alle"), address, not area, len(every))]
    for code, words in recipe_words.FOCUS_AREAS.items():
        number = sum(code in found.focus_areas for found in every)
        name = recipe_text.said(words, language()).capitalize()
        tabs.append((name, f"{address}?omraade={code}", code == area, number))
    return tabs
