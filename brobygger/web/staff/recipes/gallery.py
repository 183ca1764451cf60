"""The gallery: what can be asked of it, and each recipe as a card. Everything is read from the recipes themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from brobygger.insight.evaluation import recipe_text
from brobygger.insight.evaluation.recipe_calendar import days_of_steps, week
from brobygger.registry.instruments import load as instruments
from brobygger.registry.instruments.schema import Instrument
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import Criteria, Recipe
from brobygger.web.shared import words
from brobygger.web.shared.jinja import language

SMALL = 8  # people: more than a table can hold


@dataclass(frozen=True)
class Card:
    """A recipe in the gallery. stones: how many steps its bridge has; weeks: until the first time, on time."""

    id: str
    title: str
    place: str
    for_whom: str
    facts: list[str]
    stones: int
    weeks: int
    own: bool


@dataclass(frozen=True)
class Filter:
    """One question to the gallery. choices: code, words and how many recipes each would leave."""

    name: str
    label: Any
    choices: list[tuple[str, Any, int]]
    chosen: str


def chosen_of(asked: QueryDict) -> dict[str, str]:
    """What was asked, by question; an answer nobody knows leaves nothing."""
    return {name: asked.get(name, "") for name in QUESTIONS}


def narrowed(every: Iterable[Recipe], chosen: Mapping[str, str]) -> list[Recipe]:
    """The recipes that answer every question asked."""
    return [recipe for recipe in every if all(not code or code in QUESTIONS[name].of(recipe)
                                              for name, code in chosen.items())]  # fmt: skip


def filters(every: list[Recipe], chosen: Mapping[str, str]) -> list[Filter]:
    """The questions with their answers; each counts what it would leave beside the other answers."""
    made = []
    for name, question in QUESTIONS.items():
        beside = narrowed(every, {**chosen, name: ""})
        numbers = {code: sum(code in question.of(recipe) for recipe in beside) for code in question.words}
        choices = [(code, word, numbers[code]) for code, word in question.words.items()
                   if numbers[code] or code == chosen[name]]  # fmt: skip
        made.append(Filter(name, question.label, choices, chosen[name]))
    return made


def card(recipe: Recipe, *, own: bool) -> Card:
    """A recipe in a few lines."""
    told = language()
    return Card(
        id=recipe.id,
        title=recipe_text.said(recipe.title, told),
        place=recipe.owner.name,
        for_whom=recipe_text.for_whom(recipe, told),
        facts=recipe_text.facts(recipe, told),
        stones=len(recipe.steps),
        weeks=week(days_of_steps(recipe).get("first_time", 0)),
        own=own,
    )


def own_instruments(recipe: Recipe) -> list[Instrument]:
    """The municipality's own instruments that a recipe names: their files go along with its own. One query each."""
    refs = load.instruments_in(load.as_data(recipe))
    return [instruments.load(ref) for ref in refs if ref.startswith(instruments.OWN)]


@dataclass(frozen=True)
class Question:
    """What can be asked: its words, and which of its codes a recipe answers."""

    label: Any
    words: Mapping[str, Any]
    of: Callable[[Recipe], frozenset[str]]


def _areas(recipe: Recipe) -> frozenset[str]:
    return frozenset(recipe.focus_areas)


def _owner(recipe: Recipe) -> frozenset[str]:
    return frozenset({recipe.owner.kind, *(each.kind for each in recipe.partners)})


def _groups(recipe: Recipe) -> frozenset[str]:
    """Target groups a recipe names, in any version of its criteria."""
    found: set[str] = set()
    for version in recipe.criteria:
        for criteria in (version, *version.any_of):
            found |= set(_group_of(criteria))
    return frozenset(found or {"everybody"})


def _group_of(criteria: Criteria) -> Iterable[str]:
    if criteria.sex:
        yield criteria.sex
    if criteria.lives_alone:
        yield "alone"
    if criteria.home_help_hours or criteria.daily_home_help or criteria.personal_care:
        yield "care"
    if criteria.walks_m or criteria.self_reliant:
        yield "walking"
    if criteria.cognitive_impairment:
        yield "dementia"
    if "care_home" in criteria.housing:
        yield "care_home"
    if criteria.languages:
        yield "languages"


def _sizes(recipe: Recipe) -> frozenset[str]:
    return frozenset(_size(activity.kind, activity.size) for activity in recipe.activities)


def _size(kind: str, size: tuple[int, int] | None) -> str:
    if kind in ("pair", "companionship") or (size and size[1] <= 2):
        return "two"
    if size is None:
        return "open"
    return "small" if size[1] <= SMALL else "large"


QUESTIONS: Mapping[str, Question] = {
    "omraade": Question(
        _("Arbejder med"),
        {"detection": _("opsporing"), "bridging": _("brobygning"), "activities": _("aktiviteter"),
         "anchoring": _("forankring")},
        _areas,
    ),
    "maalgruppe": Question(
        _("For hvem"),
        {"everybody": _("alle ældre"), "male": _("mænd"), "female": _("kvinder"), "alone": _("dem, der bor alene"),
         "care": _("dem, der får hjælp i hjemmet"), "walking": _("dem, der kommer omkring"),
         "dementia": _("dem, der har svært ved at huske"), "care_home": _("dem, der bor på plejehjem"),
         "languages": _("dem, der taler et bestemt sprog")},
        _groups,
    ),
    "hvem": Question(_("Hvem er med"), words.ORGANISATION_KINDS, _owner),
    "stoerrelse": Question(
        _("Fællesskabet"),
        {"two": _("to og to"), "small": _("små grupper, højst 8"), "large": _("større grupper"),
         "open": _("åbent for alle, der kommer")},
        _sizes,
    ),
}  # fmt: skip
