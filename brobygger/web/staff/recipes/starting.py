"""Taking a recipe into use, in five calm steps. Everything is kept from the first step on, whatever is missing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.evaluation import recipe_text
from brobygger.journeys import change
from brobygger.programmes.running import operations, rules
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.registry.recipes import load
from brobygger.registry.recipes.load import BadRecipe
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.changes.dated import FirstCriteriaForm
from brobygger.web.staff.changes.people import PeopleForm
from brobygger.web.staff.recipes.forms import AdoptForm, TakePartForm, missing

BOTH = ("GET", "POST")


@guarded(Action.ADOPT_RECIPE, methods=BOTH)
def adopt(request: Request, recipe_id: str) -> HttpResponse:
    """The first step: name, owner, days. Asks first when the recipe is in use here already."""
    actor = request.actor
    recipe, today = running.recipe(actor, recipe_id), local_date(now())
    already = list(running.of_recipe(actor, recipe_id)[:10])
    title = recipe_text.said(recipe.title, language())
    form = AdoptForm(
        request.POST if request.method == "POST" else None,
        initial={"name": title, "starts_on": today.isoformat(), "owner": str(actor.organisation_id)},
        actor=actor, today=today, already=bool(already),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        local = load.from_data(rules.without_play(load.as_data(recipe)))
        programme = operations.adopt(recipe=local, preparing=True, by=actor, at=now(), **form.facts())
        sentence = _("%(name)s er gemt og kan gøres klar.") % {"name": programme.name}
        return done(request, sentence, reverse("prepare_parties", args=[programme.id]))
    return _step(request, 1, "adopt.jinja", form, programme=None, recipe_id=recipe_id, title=title, already=already)


@guarded(Action.ADOPT_RECIPE, methods=BOTH)
def name(request: Request, programme_id: UUID) -> HttpResponse:
    """The first step again: another name, owner or day."""
    actor = request.actor
    programme = _prepared(request, programme_id)
    if programme is None:
        return _started(programme_id)
    form = AdoptForm(
        request.POST if request.method == "POST" else None,
        initial={"name": programme.name, "owner": str(programme.owner_id), "area": programme.area,
                 "starts_on": programme.starts_on.isoformat(), "postcodes": ", ".join(programme.postcodes.split()),
                 "ends_on": programme.ends_on.isoformat() if programme.ends_on else ""},
        actor=actor, today=local_date(now()), programme=programme,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        operations.describe(programme=programme, by=actor, at=now(), **form.facts())
        return HttpResponseRedirect(reverse("prepare_parties", args=[programme.id]))
    return _step(request, 1, "adopt.jinja", form, programme=programme, recipe_id=programme.recipe_id,
                 title=programme.name, already=[])  # fmt: skip


@guarded(Action.ADOPT_RECIPE, methods=BOTH)
def parties(request: Request, programme_id: UUID) -> HttpResponse:
    """The second step: who is in it."""
    actor = request.actor
    programme = _prepared(request, programme_id)
    if programme is None:
        return _started(programme_id)
    recipe = running.recipe_of(programme)
    form = TakePartForm(
        request.POST if request.method == "POST" else None, actor=actor, programme=programme, recipe=recipe
    )
    if request.method == "POST" and form.is_valid():
        operations.take_part(
            programme=programme, parties=form.chosen_parties(), units=form.chosen_units(),
            only_units=bool(form.cleaned_data.get("only_units")), by=actor, at=now(),
        )  # fmt: skip
        return HttpResponseRedirect(reverse("prepare_limits", args=[programme.id]))
    return _step(request, 2, "parties.jinja", form, programme=programme, does=_does(recipe))


@guarded(Action.ADOPT_RECIPE, methods=BOTH)
def limits(request: Request, programme_id: UUID) -> HttpResponse:
    """The third step: who it is for here."""
    programme = _prepared(request, programme_id)
    if programme is None:
        return _started(programme_id)
    recipe = running.recipe_of(programme)
    form = FirstCriteriaForm(
        request.POST if request.method == "POST" else None, recipe=recipe, today=local_date(now()),
        version=programme.recipe_version,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _save_limits(request, programme, recipe, form):
        return HttpResponseRedirect(reverse("prepare_people", args=[programme.id]))
    return _step(request, 3, "limits.jinja", form, programme=programme)


def _save_limits(request: Request, programme: Any, recipe: Recipe, form: FirstCriteriaForm) -> bool:
    """Keep the limits as a version, where they differ. False when the loader refuses them."""
    try:
        wanted = load.from_data(rules.without_play(form.wanted()))
    except BadRecipe as bad:
        form.explain(bad.problems)
        return False
    if wanted.criteria != recipe.criteria:
        change.save(
            programme=programme, recipe=load.as_data(wanted), reason=_("Tilpasset før start"),
            seen=form.cleaned_data["seen"], in_force_from=programme.starts_on,
            by=request.actor, at=now(),
        )  # fmt: skip
    return True


@guarded(Action.ADOPT_RECIPE, methods=BOTH)
def people(request: Request, programme_id: UUID) -> HttpResponse:
    """The fourth step: the people in the roles."""
    actor = request.actor
    programme = _prepared(request, programme_id)
    if programme is None:
        return _started(programme_id)
    form = PeopleForm(
        request.POST if request.method == "POST" else None,
        actor=actor, programme=programme, recipe=running.recipe_of(programme), today=local_date(now()),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        operations.cast(programme=programme, roles=form.chosen(), by=actor, at=now())
        return HttpResponseRedirect(reverse("prepare", args=[programme.id]))
    return _step(request, 4, "people.jinja", form, programme=programme)


@guarded(Action.ADOPT_RECIPE, methods=BOTH)
def ready(request: Request, programme_id: UUID) -> HttpResponse:
    """The last step: what is missing, each with the way to it, and start. With gaps the page asks first."""
    actor = request.actor
    programme = _prepared(request, programme_id)
    if programme is None:
        return _started(programme_id)
    recipe = running.recipe_of(programme)
    gaps = _told(missing(recipe, actor=actor, programme=programme), recipe, programme)
    if request.method == "POST" and (not gaps or "with_gaps" in request.POST):
        operations.start(programme=programme, by=actor, at=now())
        sentence = _("%(name)s er startet.") % {"name": programme.name}
        return done(request, sentence, reverse("programme", args=[programme.id]))
    return _step(request, 5, "ready.jinja", None, programme=programme, gaps=gaps,
                 limits=running.limits_of(programme).told, for_whom=recipe_text.for_whom(recipe, language()),
                 unanswered=request.method == "POST")  # fmt: skip


def _told(gaps: tuple[rules.Gap, ...], recipe: Recipe, programme: Any) -> list[tuple[str, str]]:
    """What is missing in words, with the page where it is filled in."""
    organisations = {each.id: each.name for each in recipe.partners}

    def words(gap: rules.Gap) -> str:
        if gap.kind == "party":
            return _("Hvem er %(name)s hos jer?") % {"name": organisations[gap.name]}
        if gap.kind == "units":
            return _("Hvilke enheder er med?")
        role = recipe_text.said(recipe.roles[gap.name], language())
        return _("Hvem er %(role)s?") % {"role": _inside_a_sentence(role)}

    pages = {"party": "prepare_parties", "units": "prepare_parties", "role": "prepare_people"}
    return [(words(gap), reverse(pages[gap.kind], args=[programme.id])) for gap in gaps]


def _inside_a_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]


def _does(recipe: Recipe) -> dict[str, str]:
    return {f"party-{each.id}": recipe_text.said(each.does, language()) for each in recipe.partners}


def _prepared(request: Request, programme_id: UUID) -> Any:
    """The programme while it is prepared; None when it has started. Raises NotVisible."""
    programme = running.get_to_change(request.actor, programme_id)
    return programme if programme.preparing else None


def _started(programme_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("programme", args=[programme_id]))


def _step(request: Request, number: int, template: str, form: Any, *, programme: Any, **context: Any) -> HttpResponse:
    labels = [_("Navn"), _("Hvem er med"), _("For hvem"), _("Roller"), _("Start")]
    status = 422 if request.method == "POST" else 200
    return page(
        request, f"staff/recipes/{template}", status=status, form=form, programme=programme,
        steps=labels, step=number, **context,
    )  # fmt: skip
