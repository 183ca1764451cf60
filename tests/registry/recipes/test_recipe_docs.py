"""docs/recipes.md explains every key of the language: its examples, put together, are one valid recipe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from brobygger.registry.recipes import load, words
from brobygger.registry.recipes.reading import read
from brobygger.registry.recipes.schema import Recipe

DOCS = load.RECIPES.parent / "docs" / "recipes.md"


def _example() -> str:
    return "".join(re.findall(r"^```yaml\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), flags=re.S | re.M))


def test_the_examples_are_one_valid_recipe():
    assert load.check(_example()) == []


def test_every_key_of_the_language_has_an_example():
    written = set(_written(read(_example()).data))
    missing = {f"{model.__name__}.{key}" for model, key in _keys(Recipe, set()) if key not in written}
    assert missing == set()


def test_every_happening_step_and_role_word_is_named():
    text = DOCS.read_text(encoding="utf-8")
    for word in (*words.HAPPENINGS, *words.STEPS, *words.ACTS_AS):
        assert f"`{word}`" in text, word


def _written(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from _written(value)
    elif isinstance(data, list):
        for value in data:
            yield from _written(value)


def _keys(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[tuple[type[BaseModel], str]]:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        yield model, field.alias or name
        for inner in _models(field.annotation):
            yield from _keys(inner, seen)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)
