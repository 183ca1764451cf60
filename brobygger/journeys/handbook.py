"""The handbook: a programme (or a recipe) printed so that another place can start from it. It names no person.

It is made from the recipe itself, so it is always what the programme runs by today.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.insight.evaluation import recipe_changes
from brobygger.insight.evaluation.recipe_text import said
from brobygger.journeys import handbook_effort, handbook_way
from brobygger.journeys.handbook_blocks import Block, bullets, text
from brobygger.journeys.report_paper import paper
from brobygger.programmes.running import queries as running
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.recipes.schema import Recipe

CHANGES = 20  # of the newest are told as lessons


@dataclass(frozen=True)
class Chapter:
    """One chapter, in blocks (handbook_blocks). key: its place on the page."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Handbook:
    """A handbook, ready to be shown, printed or sent."""

    title: str
    owner: str
    recipe_title: str
    recipe_id: str
    made_on: date
    language: str
    chapters: tuple[Chapter, ...]


def of_recipe(recipe: Recipe, *, on: date) -> Handbook:
    """The handbook of a recipe of the gallery."""
    language = _language()
    return _made(recipe, said(recipe.title, language), recipe.owner.name, on, [], language)


def of_programme(actor: Actor, programme: Programme, *, on: date) -> Handbook:
    """The handbook of a programme as it is run today, with what was changed on the way. Two queries."""
    language = _language()
    lessons = _changes(actor, programme, language)
    return _made(running.recipe_of(programme), programme.name, programme.owner.name, on, lessons, language)


def _made(recipe: Recipe, title: str, owner: str, on: date, changes: list[Block], language: str) -> Handbook:
    parts = [
        *handbook_way.chapters(recipe, language),
        *handbook_effort.chapters(recipe, language),
        ("lessons", _("Erfaringer"), (*handbook_effort.lessons(recipe, language), *changes)),
    ]
    return Handbook(
        title=title,
        owner=owner,
        recipe_title=said(recipe.title, language),
        recipe_id=recipe.id,
        made_on=on,
        language=language,
        chapters=tuple(Chapter(key, name, tuple(blocks)) for key, name, blocks in parts if blocks),
    )


def _changes(actor: Actor, programme: Programme, language: str) -> list[Block]:
    """What was changed and why, the oldest first."""
    versions: Sequence[Any] = running.versions(actor, programme)[: CHANGES + 1]
    blocks: list[Block] = []
    for newer, older in reversed(list(pairwise(versions))):
        lines = recipe_changes.told(running.recipe_in(older), running.recipe_in(newer), language)
        day = recipe_changes.day_in_words(newer.in_force_from, language)
        blocks.append(text(f"{day}: {newer.reason}"))
        blocks.append(bullets(f"{line.what}: {line.old} → {line.new}" for line in lines))
    return blocks


def as_data(handbook: Handbook) -> dict[str, Any]:
    """The handbook as JSON-able data."""
    document: dict[str, Any] = json.loads(json.dumps(asdict(handbook), default=str))
    return document


def as_html(handbook: Handbook) -> bytes:
    """One file that needs no other."""
    return render_to_string("paper/handbook.jinja", {"handbook": handbook}).encode()


def as_pdf(handbook: Handbook) -> bytes:
    """A tagged PDF (PDF/UA-1) with contents and page numbers."""
    words = {
        "by": _("Lavet med Brobygger"), "page": _("Side"), "made": _("Lavet"), "recipe": _("Opskrift"),
        "handbook": _("Håndbog"), "contents": _("Indhold"),
        "day": recipe_changes.day_in_words(handbook.made_on, handbook.language),
    }  # fmt: skip
    return paper("handbook.typ", {**as_data(handbook), "words": words})


def _language() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"
