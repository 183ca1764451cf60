"""Shared: what a programme has learnt becomes a recipe that others can adopt, here or by a file. It names nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.programmes.running import operations as running
from brobygger.programmes.running import rules
from brobygger.programmes.running.models import OwnRecipe, Programme
from brobygger.programmes.running.queries import recipe_of, slug_taken
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.queries import members_of
from brobygger.registry.instruments import load as instruments
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person
from brobygger.registry.recipes import load
from brobygger.registry.recipes.problems import Problem
from brobygger.registry.recipes.schema import Recipe

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_LONGEST_NAME = 60
# Two words with capitals, one after the other: what a name looks like in a text.
_LIKE_A_NAME = re.compile(r"\b([A-ZÆØÅ][\w'-]+)(?: [A-ZÆØÅ][\w'.-]*)* ([A-ZÆØÅ][\w'-]+)")


@transaction.atomic
def publish(*, programme: Programme, title: str, summary: str, lesson: str, by: Actor, at: datetime) -> OwnRecipe:
    """Put what the programme runs by today into the municipality's own gallery, as a recipe.

    lesson: what others should know first; it stands as advice. Raises Refusal for a name in use by another, and for a
    text that names anybody here: a colleague, a volunteer or an older person.
    """
    slug = slug_of(title)
    if not slug or slug_taken(by, slug, but=programme):
        raise Refusal(_("En anden opskrift hedder sådan. Vælg et andet navn."), field="title")
    data = _publishable(programme, title, summary, lesson)
    with for_the_municipality(by):
        return running.publish(
            programme=programme, recipe=data, slug=slug, names=_names(data, by=by, at=at), by=by, at=at
        )


def _names(data: Mapping[str, Any], *, by: Actor, at: datetime) -> set[str]:
    """People of the municipality who may be meant by a recipe's texts."""
    return {member.name for member in members_of(by, on=local_date(at))} | set(persons_named(data))


@dataclass(frozen=True)
class FromFile:
    """A recipe in somebody's file. problems: what keeps it from being used; to_choose: instruments to be chosen here.

    An instrument that a municipality has made itself has a name that means nothing elsewhere (or something else).
    """

    recipe: Recipe | None
    problems: list[Problem]
    to_choose: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether it can be taken in as it is read."""
        return self.recipe is not None and not self.problems


def in_file(text: str, *, instead: Mapping[str, str] | None = None) -> FromFile:
    """What a recipe file says. instead: the instruments chosen here for `to_choose`, by the file's names."""
    named = load.instruments_named(text)
    to_choose = tuple(ref for ref in named if ref.startswith(instruments.OWN) or not instruments.exists(ref))
    chosen = {ref: (instead or {}).get(ref, "") for ref in to_choose}
    awaited = [ref for ref, other in chosen.items() if not other]
    recipe, problems = load.parse(text, instead={ref: other for ref, other in chosen.items() if other}, awaited=awaited)
    return FromFile(recipe, problems, to_choose)


def name_in_file(recipe: Recipe, title: str) -> str:
    """The short name a recipe gets here: the file's own, or that of a title somebody has given it."""
    return recipe.id if title.strip() == recipe.title.da.strip() else slug_of(title)


@transaction.atomic
def bring_in(*, text: str, title: str, instead: Mapping[str, str], by: Actor, at: datetime) -> OwnRecipe:
    """Take a recipe from another municipality's file into the own gallery, where programmes can adopt it.

    The file is read and checked again. A later version of one that is here becomes its next version. Raises Refusal
    for a file that cannot be used, for an instrument nobody has chosen another for, and as `running.bring_in`.
    """
    found = in_file(text, instead=instead)
    if found.recipe is None or found.problems:
        raise Refusal(_("Filen kan ikke bruges, som den er."))
    if not all(instead.get(ref) for ref in found.to_choose):
        raise Refusal(_("Vælg et måleredskab hos jer for hvert af dem, I ikke har."))
    slug = name_in_file(found.recipe, title)
    recipe = found.recipe.model_copy(
        update={"title": type(found.recipe.title)(**_same_or_both(found.recipe.title.model_dump(), title))}
    )
    with for_the_municipality(by):
        names = _names(load.as_data(recipe), by=by, at=at)
        return running.bring_in(recipe=recipe, slug=slug, names=names, by=by, at=at)


def slug_of(title: str) -> str:
    """A recipe's short name: "Sang på Søtorvet" is "sang-paa-soetorvet"."""
    plain = title.strip().lower().translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME].strip("-")


def _publishable(programme: Programme, title: str, summary: str, lesson: str) -> dict[str, Any]:
    """The recipe under its new name and owner, without the source's own play and numbers."""
    data = rules.without_play(load.as_data(recipe_of(programme)))
    owner = programme.owner
    advice = [{"step": None, "da": lesson, "en": lesson, "source": owner.name}] if lesson else []
    return {
        **data,
        "seed": None,
        "title": _same_or_both(data["title"], title),
        "summary": _same_or_both(data["summary"], summary),
        "owner": {"kind": owner.kind, "name": owner.name, "unit": None},
        "reported": None,
        "advice": [*data["advice"], *advice],
    }


def _same_or_both(standing: Mapping[str, str], text: str) -> dict[str, str]:
    """A text nobody changed keeps its English; a new one is the same in both until it is translated."""
    return dict(standing) if standing["da"].strip() == text.strip() else {"da": text.strip(), "en": text.strip()}


def persons_named(data: Any) -> Iterator[str]:
    """Full names in the texts that an older person of the municipality has. One query."""
    found = {pair for text in _texts(data) for pair in _LIKE_A_NAME.findall(text)}
    people = Person.objects.filter(
        given_name__in=[given for given, _family in found], family_name__in=[family for _given, family in found]
    ).values_list("given_name", "family_name")
    for given, family in set(people) & found:
        yield f"{given} {family}"


def _texts(here: Any) -> Iterator[str]:
    if isinstance(here, str):
        yield here
    elif isinstance(here, Mapping):
        for value in here.values():
            yield from _texts(value)
    elif isinstance(here, list):
        for value in here:
            yield from _texts(value)
