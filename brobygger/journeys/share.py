"""Shared: what a programme has learnt becomes a recipe that others can adopt. Nobody can be recognised in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person
from brobygger.registry.recipes import load

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
        names = {member.name for member in members_of(by, on=local_date(at))} | set(persons_named(data))
        return running.publish(programme=programme, recipe=data, slug=slug, names=names, by=by, at=at)


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
