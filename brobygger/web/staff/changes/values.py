"""The changes that are plain values: deadlines, group sizes and cadence, texts, and the colours of the scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from brobygger.insight.evaluation import recipe_text
from brobygger.insight.evaluation.recipe_text import said
from brobygger.programmes.running import rules
from brobygger.programmes.running.rules import Data
from brobygger.registry.recipes.parts import COLOURS
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared import words
from brobygger.web.shared.jinja import language
from brobygger.web.staff.changes.forms import WHOLE, ChangeForm, FormPart, Value, ValuesForm

LONG_NAME = 70


class DeadlinesForm(ValuesForm):
    """How many days each step and each follow-up may take."""

    def values_of(self, recipe: Recipe) -> Sequence[Value]:
        return [*_steps(recipe), *_rules(recipe), *_rounds(recipe)]


def _steps(recipe: Recipe) -> Iterator[Value]:
    for n, step in enumerate(recipe.steps):
        part, place = words.step(step.step), ("steps", n)
        if step.at is not None:
            side = _("Dage før") if step.at.before else _("Dage efter")
            yield Value((*place, "at", "days"), side, part=part)
        elif step.within_days is not None:
            yield Value((*place, "within_days"), _("Frist i dage"), part=part)
        if step.answer_within_days is not None:
            yield Value((*place, "answer_within_days"), _("Svar inden (dage)"), part=part)
        for m, link in enumerate(step.links):
            if link.within_days is not None:
                label = _("Givet videre inden (dage)")
                yield Value((*place, "links", m, "within_days"), label, part=part)
        if step.body is not None:
            yield Value((*place, "body", "meets_every_days"), _("Dage mellem møderne"), least=1, part=part)


def _rules(recipe: Recipe) -> Iterator[Value]:
    for n, rule in enumerate(recipe.follow_up):
        what = said(rule.text, language()) or words.task(rule.task)
        part = _("Opfølgning: %(what)s") % {"what": shorten(what, LONG_NAME, placeholder=" …")}
        if rule.when.days:
            side = _("Dage før") if rule.when.before else _("Dage efter")
            yield Value(("follow_up", n, "when", "days"), side, part=part)
        yield Value(("follow_up", n, "within_days"), _("Frist i dage"), part=part)
        if rule.every_days is not None:
            yield Value(("follow_up", n, "every_days"), _("Dage imellem"), least=1, part=part)


def _rounds(recipe: Recipe) -> Iterator[Value]:
    for n, plan in enumerate(recipe.measure.at if recipe.measure else ()):
        if plan.after_days:
            label = _("Måling %(n)s: dage efter start") % {"n": n + 1}
            yield Value(("measure", "at", n, "after_days"), label, part=_("Målinger"))


class GroupsForm(ValuesForm):
    """How large groups are, how often and how long they meet, what it costs."""

    def values_of(self, recipe: Recipe) -> Sequence[Value]:
        return [value for n, activity in enumerate(recipe.activities) for value in _activity(n, activity)]

    accept_crowded: bool = False


def _activity(n: int, activity: Any) -> Iterator[Value]:
    part, place = said(activity.title, language()), ("activity", n)
    if activity.size is not None:
        yield Value((*place, "size", 0), _("Mindst i gruppen"), "number", 1, part=part)
        yield Value((*place, "size", 1), _("Højst i gruppen"), "number", 1, part=part)
    plan = activity.sessions
    for key, label, given in (
        ("every_days", _("Dage mellem mødegange"), plan and plan.every_days),
        ("minutes", _("Minutter hver gang"), plan and plan.minutes),
        ("count", _("Antal mødegange"), plan and plan.count),
        ("facilitated", _("Mødegange med leder"), plan and plan.facilitated),
    ):
        if plan is not None:
            yield Value((*place, "sessions", key), label, "number", key != "facilitated", given is not None, part)
    told = activity.price is not None  # where no price has been written one can be: the offers follow it
    yield Value((*place, "price", "dkk"), _("Pris i kroner hver gang"), "decimal", required=told, part=part)


class TextsForm(ValuesForm):
    """The words people meet: what staff are told to do and to say."""

    def values_of(self, recipe: Recipe) -> Sequence[Value]:
        return list(_texts(recipe))


def _texts(recipe: Recipe) -> Iterator[Value]:
    first = _("Det hele kort")
    yield Value(("title",), _("Titel"), "words", part=first)
    yield Value(("summary",), _("Kort fortalt"), "words", part=first)
    for n, way in enumerate(recipe.found_by):
        part = _("Sådan findes de: %(way)s") % {"way": recipe_text.found_by(recipe, language())[n].partition(":")[0]}
        if way.letter is not None:
            yield Value(("found_by", n, "letter", "text"), _("Brevet"), "words", required=False, part=part)
        yield Value(("found_by", n, "text"), _("Sådan gør I"), "words", required=False, part=part)
    if recipe.screening is not None:
        part = _("Samtalen")
        yield Value(("screening", "opener"), _("Sådan kan samtalen begynde"), "words", required=False, part=part)
        yield Value(("screening", "text"), _("Sådan gør I"), "words", required=False, part=part)
    for n, step in enumerate(recipe.steps):
        part = _("Trin: %(step)s") % {"step": words.step(step.step)}
        yield Value(("steps", n, "text"), _("Sådan gør I"), "words", required=False, part=part)
    for n, rule in enumerate(recipe.follow_up):
        if rule.text is not None:
            yield Value(("follow_up", n, "text"), words.task(rule.task), "words", part=_("Opfølgning"))
    for key, heading, given in (
        ("companion", _("Ledsager"), recipe.companion), ("waiting", _("Ventetid"), recipe.waiting),
        ("measure", _("Målinger"), recipe.measure),
    ):  # fmt: skip
        if given is not None:
            yield Value((key, "text"), _("Sådan gør I"), "words", required=False, part=heading)


class ColoursForm(ChangeForm):
    """Which scores give which colour, with the instrument in use. Earlier results keep the colour they were given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_colours(self, (self.before["screening"] or {}).get("colours") or {})

    def parts(self) -> list[FormPart]:
        return colour_parts(self)

    def wanted(self) -> Data:
        return rules.with_values(self.before, {("screening", "colours"): colours_from(self)})

    def place_of(self, key: str) -> str | None:
        return colour_field(key)


def add_colours(form: forms.Form, standing: dict[str, Any]) -> None:
    """Two fields for each colour: from and to. Empty: the colour is not used."""
    for colour in COLOURS:
        low, high = standing.get(colour) or (None, None)
        for end, label, value in (("low", _("Fra"), low), ("high", _("Til"), high)):
            field = forms.IntegerField(label=label, required=False, min_value=0, max_value=1000, error_messages=WHOLE)
            form.fields[f"{colour}_{end}"] = field
            form.initial[f"{colour}_{end}"] = value


def colour_parts(form: forms.Form) -> list[FormPart]:
    names = {"green": _("Grøn"), "yellow": _("Gul"), "red": _("Rød")}
    return [FormPart(names[colour], [form[f"{colour}_low"], form[f"{colour}_high"]], True) for colour in COLOURS]


def colours_from(form: forms.Form) -> dict[str, Any]:
    """The spans as the recipe writes them; without "to" a span goes on upwards."""
    given = {colour: (form.cleaned_data.get(f"{colour}_low"), form.cleaned_data.get(f"{colour}_high"))
             for colour in COLOURS}  # fmt: skip
    return {colour: list(span) for colour, span in given.items() if span[0] is not None}


def colour_field(key: str) -> str | None:
    """The field of a problem at "screening.colours.yellow"."""
    colour = next((colour for colour in COLOURS if key.endswith(f"colours.{colour}")), None)
    return f"{colour}_low" if colour else "green_low" if key.endswith("colours") else None
