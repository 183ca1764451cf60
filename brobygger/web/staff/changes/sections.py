"""What a programme runs by now, in a few lines each, with the way to change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.insight.evaluation import recipe_text, recipe_words
from brobygger.insight.evaluation.recipe_text import said
from brobygger.journeys import new_price
from brobygger.programmes.running import screener_rules
from brobygger.programmes.running.queries import limits_of
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.staff.changes.trial import in_words

LINES = 4  # more is read on the recipe's own page


@dataclass(frozen=True)
class SectionOf:
    """One part of the recipe. lines: how it stands now."""

    title: str
    lines: list[str]
    href: str


def of(programme: Any, recipe: Recipe, language: str) -> list[SectionOf]:
    """The parts that can be changed, in the order of the person's way."""
    made = [_section(programme, _("Hvem den er for"), [recipe_text.for_whom(recipe, language)], "change_criteria"),
            _section(programme, _("Sidste dag og område"), in_words(programme.ends_on, limits_of(programme).told),
                     "change_trial")]  # fmt: skip
    if recipe.screening is not None:
        names = [recipe_text.instrument_title(stage.instrument, language)
                 for stage in (recipe.screening, *recipe.screening.replaced)]  # fmt: skip
        made.append(_section(programme, _("Måleredskab"), names, "change_instrument"))
        if screener := screener_rules.screens(recipe):
            who = [said(recipe.roles[screener], language)]
            made.append(_section(programme, _("Hvem screener"), who, "change_screener"))
        made.append(_section(programme, _("Farver"), _colours(recipe, language), "change_colours"))
    path = " → ".join(step.label for step in recipe_text.steps(recipe, language))
    steps = [f"{step.label}: {step.when}" for step in recipe_text.steps(recipe, language)]
    made += [
        _section(programme, _("Frister"), steps, "change_deadlines"),
        _section(programme, _("Trin på broen"), [path], "change_steps"),
        _section(programme, _("Grupper og mødegange"), recipe_text.activities(recipe, language), "change_groups"),
        *_price(programme, recipe, language),
        _section(programme, _("Mennesker i rollerne"), [said(role, language) for role in recipe.roles.values()],
                 "change_people"),
        _section(programme, _("Tekster"), [said(recipe.summary, language)], "change_texts"),
    ]  # fmt: skip
    return made


def _price(programme: Any, recipe: Recipe, language: str) -> list[SectionOf]:
    lines = [
        f"{said(recipe.activities[place].title, language)}: {_('%(n)s kr.') % {'n': kroner}}"
        for place, kroner in new_price.prices_of(recipe)
    ]
    lines = lines or [_("Opskriften har ingen pris endnu.")]
    return [_section(programme, _("Pris i tilbuddene"), lines, "change_price")] if recipe.activities else []


def _section(programme: Any, title: str, lines: list[str], name: str) -> SectionOf:
    shown = lines if len(lines) <= LINES else [*lines[: LINES - 1], _("og %(n)s mere") % {"n": len(lines) - LINES + 1}]
    return SectionOf(title, shown, reverse(name, args=[programme.id]))


def _colours(recipe: Recipe, language: str) -> list[str]:
    lines = recipe_text.colours(recipe, language)
    return [f"{said(recipe_words.COLOURS[each.colour], language).capitalize()}: {each.span}" for each in lines]
