"""Planning: a recipe played on paper before it is played with people. Nothing is stored, and no person is read.

The numbers are asked for in the address (GET), so that a plan can be sent to a colleague.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.evaluation import queries as evaluation
from brobygger.insight.evaluation import recipe_text
from brobygger.insight.simulation import rules
from brobygger.insight.simulation.own_numbers import own_numbers
from brobygger.insight.simulation.words import Assumption
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language, number
from brobygger.web.shared.page import page
from brobygger.web.staff.planning import questions, telling

MOST_PEOPLE = 4_000  # found in one run; a page must answer at once
ENOUGH_WORK = 8_000  # people × runs: about half a second
MOST_RUNS, FEWEST_RUNS = 100, 5
SEED = 1


@guarded(Action.SEE_RECIPES)
def plan_recipe(request: Request, recipe_id: str) -> HttpResponse:
    """Plan with a recipe nobody has taken into use yet."""
    try:
        found = load.load(recipe_id)
    except load.UnknownRecipe:
        raise Http404 from None
    back = (recipe_text.said(found.title, language()), reverse("recipe", args=[recipe_id]))
    return _plan(request, found, back, {})


@guarded(Action.SEE_PROGRAMME)
def plan_programme(request: Request, programme_id: UUID) -> HttpResponse:
    """Plan with a running programme's recipe, and its own numbers where there are enough of them."""
    actor = request.actor
    shown = running.get(actor, programme_id)
    weeks = (local_date(now()) - shown.starts_on).days / 7
    own = own_numbers(evaluation.step_counts(actor, shown), weeks=weeks)
    return _plan(request, running.recipe_of(shown), (shown.name, reverse("programme", args=[programme_id])), own)


def _plan(request: Request, recipe: Recipe, back: tuple[str, str], own: Mapping[str, Assumption]) -> HttpResponse:
    assumed = rules.settled(recipe, {}, own)
    asked = questions.read(request.GET, assumed)
    wanted = "regn" in request.GET
    done: list[rules.Simulation] = []
    runs = 0
    if wanted and not asked.errors:
        sides = [asked.now] + ([asked.now | asked.other] if asked.other else [])
        runs = _runs(recipe, own, asked, sides)
        if runs:
            done = [
                rules.simulate(recipe, weeks=asked.weeks, runs=runs, seed=SEED, changes=each, own=own) for each in sides
            ]
    return page(
        request,
        "staff/planning/plan.jinja",
        status=422 if wanted and asked.errors else 200,
        back=back,
        title=recipe_text.said(recipe.title, language()),
        asked=asked,
        weeks=[(str(each), _("%(n)s uger") % {"n": each}) for each in questions.WEEKS],
        runs=runs,
        people=number(round(rules.expected_people(done[0].assumptions, asked.weeks))) if done else "",
        columns=[_("Som nu"), _("Hvis")][: len(done)],
        stones=[telling.stones(one) for one in done],
        sentences=[telling.sentences(one) for one in done],
        comparison=[(row.what, *row.cells) for row in telling.comparison(done)] if done else [],
        bridge_rows=[(row.what, *row.cells) for row in telling.bridge_rows(done)] if done else [],
        every=[
            (_in_words(one), questions.value_in_words(one), one.source.en if language() == "en" else one.source.da)
            for one in (done[0].assumptions if done else assumed).values()
        ],
    )


def _runs(recipe: Recipe, own: Mapping[str, Assumption], asked: questions.Asked, sides: list[dict[str, str]]) -> int:
    """So many runs that the page answers at once; none, with an error, when even a few are too many."""
    people = max(rules.expected_people(rules.settled(recipe, each, own), asked.weeks) for each in sides)
    if people > MOST_PEOPLE:
        sentence = _("Det er for mange borgere til at regne på her: højst %(most)s i perioden.")
        asked.errors.append((asked.first[0].now_id, sentence % {"most": number(MOST_PEOPLE)}))
        return 0
    return int(min(MOST_RUNS, max(FEWEST_RUNS, ENOUGH_WORK / max(people, 1))))


def _in_words(one: Assumption) -> str:
    return one.label.en if language() == "en" else one.label.da
