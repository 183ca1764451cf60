"""A recipe from another municipality's file: read, shown with what is missing here, and put into the own gallery."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.evaluation import recipe_text
from brobygger.journeys import share
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.registry.instruments import load as instruments
from brobygger.registry.own_instruments import queries as own_instruments
from brobygger.registry.recipes.load import all_ids
from brobygger.registry.recipes.problems import Problem
from brobygger.registry.recipes.reading import LARGEST
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.instruments.telling import titles

MOST_BYTES = 2 * LARGEST  # a Danish letter can be two
MOST_PROBLEMS = 30  # more is another file, not slips of the hand
_NO_TEXT = gettext_lazy("Filen er ikke gemt i UTF-8. Gem den igen som UTF-8.")
_TOO_LARGE = gettext_lazy("Filen er for stor. En opskrift fylder højst 800 kB.")


class RecipeFileForm(forms.Form):
    """The file that another municipality has sent."""

    file = forms.FileField(
        label=gettext_lazy("Fil med en opskrift"), help_text=gettext_lazy("En YAML-fil, højst 800 kB."),
        error_messages={"required": gettext_lazy("Vælg en fil."), "empty": gettext_lazy("Filen er tom."),
                        "missing": gettext_lazy("Vælg en fil."), "invalid": gettext_lazy("Vælg en fil.")},
    )  # fmt: skip

    def text(self) -> str | None:
        """The file's text; None, with the reason at the field, where there is none."""
        content = self.cleaned_data["file"].read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            self.add_error("file", str(_TOO_LARGE))
            return None
        try:
            return str(content.decode("utf-8"))
        except UnicodeDecodeError:
            self.add_error("file", str(_NO_TEXT))
            return None


class TakeInForm(forms.Form):
    """What the recipe is called here, and the instruments used where the file names one that is not ours."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=LARGEST)
    title = forms.CharField(
        label=gettext_lazy("Hvad skal opskriften hedde hos jer?"), max_length=100,
        error_messages={"required": gettext_lazy("Skriv et navn."), "max_length": gettext_lazy("Skriv lidt kortere.")},
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, to_choose: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refs = {f"instrument-{number}": ref for number, ref in enumerate(to_choose)}
        known = _usable(actor) if self.refs else []
        for name, ref in self.refs.items():
            self.fields[name] = forms.ChoiceField(
                label=_("Filen bruger %(ref)s. Hos jer bruges:") % {"ref": ref},
                help_text=_("Det er den anden kommunes eget måleredskab.") if ref.startswith(instruments.OWN)
                else _("Det følger ikke med jeres udgave af Brobygger."),
                error_messages={"required": _("Vælg et måleredskab."), "invalid_choice": _("Vælg på listen.")},
            )  # fmt: skip
            choose_among(self, name, [("", _("Vælg")), *known])

    def instead(self) -> dict[str, str]:
        """The instruments chosen, by the file's names."""
        return {ref: self.cleaned_data.get(name, "") for name, ref in self.refs.items()}


def _usable(actor: Actor) -> list[tuple[str, str]]:
    """Every instrument that may stand in a recipe here, own ones first. One query."""
    own = [own_instruments.instrument_in(row) for row in own_instruments.versions(actor)]
    return titles([*own, *(instruments.load(ref) for ref in instruments.all_refs())])


@guarded(Action.PUBLISH_RECIPE, methods=("GET", "POST"))
def take_in(request: Request) -> HttpResponse:
    """First the file, then what is in it, then it stands in the gallery. Nothing is kept before the last."""
    if request.method == "POST" and "text" in request.POST:
        return _keep(request)
    form = RecipeFileForm(request.POST, request.FILES) if request.method == "POST" else RecipeFileForm()
    text = form.text() if form.is_bound and form.is_valid() else None
    if text is None:
        return page(request, "staff/recipes/from_file.jinja", status=422 if form.is_bound else 200, form=form,
                    problems=[], more=0)  # fmt: skip
    found = share.in_file(text)
    if found.recipe is None or not found.usable:
        return _cannot_be_used(request, found.problems)
    asked = TakeInForm(
        actor=request.actor, to_choose=found.to_choose, initial={"text": text, "title": found.recipe.title.da}
    )
    return _shown(request, found.recipe, asked, status=200)


def _keep(request: Request) -> HttpResponse:
    text = request.POST["text"].replace("\r\n", "\n")  # a browser sends every line's end as two characters
    found = share.in_file(text)
    if found.recipe is None or not found.usable:
        return _cannot_be_used(request, found.problems)
    form = TakeInForm(request.POST, actor=request.actor, to_choose=found.to_choose)
    if form.is_valid():
        again = share.in_file(text, instead=form.instead())
        if not again.usable:
            return _shown(request, found.recipe, form, problems=again.problems)
        try:
            made = share.bring_in(
                text=text, title=form.cleaned_data["title"], instead=form.instead(), by=request.actor, at=now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            return done(request, _("Opskriften ligger nu blandt jeres. I kan læse den og tage den i brug."),
                        reverse("recipe", args=[made.slug]))  # fmt: skip
    return _shown(request, found.recipe, form)


def _cannot_be_used(request: Request, problems: list[Problem]) -> HttpResponse:
    return page(request, "staff/recipes/from_file.jinja", status=422, form=RecipeFileForm(),
                problems=problems[:MOST_PROBLEMS], more=max(len(problems) - MOST_PROBLEMS, 0))  # fmt: skip


def _shown(
    request: Request, recipe: Recipe, form: TakeInForm, *, status: int = 422, problems: Iterable[Problem] = ()
) -> HttpResponse:
    told = language()
    return page(
        request, "staff/recipes/take_in.jinja", status=status, form=form, recipe=recipe, told=told,
        say=lambda text: recipe_text.said(text, told), steps=recipe_text.steps(recipe, told),
        activities=recipe_text.activities(recipe, told), for_whom=recipe_text.for_whom(recipe, told),
        problems=list(problems), ours=recipe.id in all_ids(), before=running.taken_in(request.actor).get(recipe.id),
    )  # fmt: skip
