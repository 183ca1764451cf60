"""Leaving a step out: which can go, what goes with it, who stands there, and where they come to stand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.evaluation import recipe_changes, recipe_text
from brobygger.journeys import change
from brobygger.pathway.episodes import leaving_out_rules as rules
from brobygger.programmes.running import queries as running
from brobygger.programmes.running.rules import without_play, without_steps
from brobygger.registry.access.policy import Action
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import FollowUp, Recipe
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.changes.forms import ChangeForm, FormPart

WHY_NOT = {
    "always_there": gettext_lazy("Uden det er der ingen bro."),
    "last": gettext_lazy("Her slutter vejen."),
    "register": gettext_lazy("Dem, et udtræk finder, får tilbud om besøg her. Ellers var der ingen, der spurgte dem."),
}


class LeaveOutForm(ChangeForm):
    """That the step goes, and why."""

    sure = forms.BooleanField(
        label=gettext_lazy("Er I sikre?"), help_text=gettext_lazy("Ja, tag trinnet ud for alle."),
        error_messages={"required": gettext_lazy("Sæt kryds, hvis trinnet skal ud.")},
    )  # fmt: skip

    def parts(self) -> list[FormPart]:
        return [FormPart(_("Tag trinnet ud"), [self["sure"]])]


@guarded(Action.CHANGE_PROGRAMME, methods=("GET", "POST"))
def steps(request: Request, programme_id: UUID) -> HttpResponse:
    """The steps, and (`?trin=`) what leaving one out means; then it is left out."""
    actor = request.actor
    programme = running.get_to_change(actor, programme_id)
    recipe, step = running.recipe_of(programme), request.GET.get("trin", "")
    if step not in recipe.path or change.why_not(actor, programme, recipe, step):
        return _which(request, programme, recipe)
    form = LeaveOutForm(
        request.POST if request.method == "POST" else None,
        recipe=recipe, today=local_date(now()), version=programme.recipe_version,
    )  # fmt: skip
    gone = rules.goes_with(recipe, step)
    waits = change.under_way(actor, programme, gone)
    if request.method == "POST" and form.is_valid() and not waits:
        changed = change.leave_out(
            programme=programme, step=step, reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"],
            by=actor, at=now(),
        )  # fmt: skip
        sentence = _("Trinnet er taget ud i udgave %(n)s. %(moved)s er flyttet til det næste trin.") % {
            "n": changed.snapshot.version, "moved": words_for(changed.moved),
        }  # fmt: skip
        return done(request, sentence, reverse("change_history", args=[programme.id]))
    told = language()
    here, lost = change.stand_at(actor, programme, gone)
    after = load.from_data(without_steps(without_play(load.as_data(recipe)), gone))
    return page(
        request, "staff/changes/leave_out.jinja", status=422 if request.method == "POST" else 200,
        programme=programme, form=form, step=step, gone=[words.step(one) for one in gone], waits=waits, here=here,
        lost=lost, following=words.step(rules.next_after(recipe, gone)),
        path=" → ".join(words.step(one) for one in after.path),
        tasks=recipe_text.follow_ups(with_rules(recipe, rules.follow_ups_gone(recipe, gone)), told),
        reasons=[words.reason(one.code) for one in rules.reasons_gone(recipe, gone)],
        differences=_otherwise(recipe, after, told),
    )  # fmt: skip


def _otherwise(recipe: Recipe, after: Recipe, told: str) -> list[recipe_changes.Told]:
    """What else counts otherwise: neither that the steps are gone, nor that their advice has become common advice."""
    lines = recipe_changes.told(recipe, after.model_copy(update={"advice": recipe.advice}), told)
    return [line for line in lines if line.new != "–"]


def with_rules(recipe: Recipe, follow_up: tuple[FollowUp, ...]) -> Recipe:
    """The recipe with these follow-up rules only, so that they can be told as it tells its own."""
    return recipe.model_copy(update={"follow_up": follow_up})


def words_for(people: int) -> str:
    """So many people, as one says it at the beginning of a sentence."""
    if not people:
        return _("Ingen borgere")
    return _("1 borger") if people == 1 else _("%(n)s borgere") % {"n": people}


def _which(request: Request, programme: Any, recipe: Recipe) -> HttpResponse:
    kept = {one: change.why_not(request.actor, programme, recipe, one) for one in recipe.path}
    every = [(one, words.step(one), WHY_NOT.get(why or "", "")) for one, why in kept.items()]
    return page(request, "staff/changes/which_step.jinja", status=422 if request.method == "POST" else 200,
                programme=programme, steps=every)  # fmt: skip
