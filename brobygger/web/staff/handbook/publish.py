"""Publishing back: what a programme has learnt, as a recipe of one's own gallery and as a file for others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.evaluation import recipe_changes
from brobygger.journeys import share
from brobygger.programmes.running import queries as running
from brobygger.programmes.running.recipe_file import as_yaml as yaml_of
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.recipes.gallery import own_instruments

LONG = {"max_length": gettext_lazy("Skriv lidt kortere.")}


class PublishForm(forms.Form):
    """What the recipe is called, in short, and what others should know first."""

    title = forms.CharField(
        label=gettext_lazy("Hvad skal opskriften hedde?"), max_length=100,
        error_messages={"required": gettext_lazy("Skriv et navn."), **LONG},
    )  # fmt: skip
    summary = forms.CharField(
        label=gettext_lazy("Kort fortalt"), max_length=600, widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Skriv, hvad indsatsen går ud på."), **LONG},
    )  # fmt: skip
    lesson = forms.CharField(
        label=gettext_lazy("Hvad har I lært, som andre skal vide?"), max_length=600, required=False,
        widget=forms.Textarea, error_messages=LONG,
        help_text=gettext_lazy("Skriv ikke navne på borgere, frivillige eller kolleger."),
    )  # fmt: skip


@guarded(Action.PUBLISH_RECIPE, methods=("GET", "POST"))
def publish(request: Request, programme_id: UUID) -> HttpResponse:
    """Show what would be published, and publish it."""
    actor = request.actor
    programme = running.get_to_change(actor, programme_id)
    recipe = running.recipe_of(programme)
    form = PublishForm(request.POST if request.method == "POST" else None,
                       initial={"title": programme.name, "summary": recipe.summary.da})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = share.publish(programme=programme, by=actor, at=now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            sentence = _("Opskriften ligger nu blandt jeres egne. Andre kan tage den i brug.")
            return done(request, sentence, reverse("recipe", args=[made.slug]))
    return page(
        request, "staff/handbook/publish.jinja", status=422 if request.method == "POST" else 200,
        programme=programme, form=form, differences=_from_the_source(actor, programme),
        own_instruments=own_instruments(recipe),
    )  # fmt: skip


def _from_the_source(actor: Any, programme: Any) -> list[recipe_changes.Told]:
    """What the programme has changed since it was taken into use. One query."""
    first = running.version(actor, programme, 1)
    return recipe_changes.told(running.recipe_in(first), running.recipe_of(programme), language())


@guarded(Action.PUBLISH_RECIPE)
def as_yaml(request: Request, programme_id: UUID) -> HttpResponse:
    """What the programme runs by today, as a file. Its own texts only: no people, no counts."""
    programme = running.get_to_change(request.actor, programme_id)
    response = HttpResponse(yaml_of(running.recipe_of(programme)), content_type="application/yaml; charset=utf-8")
    name = share.slug_of(programme.name) or "opskrift"
    response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return response
