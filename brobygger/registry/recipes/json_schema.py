"""JSON Schema of a recipe file, with the short forms a person may write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from brobygger.registry.recipes.parts import OneOrMany
from brobygger.registry.recipes.schema import Recipe
from brobygger.registry.recipes.words import HAPPENINGS

Schema = dict[str, Any]

# model, key: what may be written instead of the full form
_SHORT: dict[tuple[str, str], Schema] = {
    ("FollowUp", "when"): {"enum": list(HAPPENINGS)},
    ("Screening", "if_cognitive_impairment"): {"type": "string"},
}
_SHORT_ITEMS: dict[tuple[str, str], Schema] = {
    ("Measure", "at"): {"const": "start"},
}
# Filled in when left out.
_NOT_NEEDED = {"FollowUp": "id", "RoundPlan": "id"}


def build() -> Schema:
    """The schema as plain JSON data (draft 2020-12)."""
    schema = Recipe.model_json_schema(by_alias=True, mode="serialization")
    definitions: dict[str, Schema] = schema["$defs"]
    for model in _models(Recipe, set()):
        shape = schema if model is Recipe else definitions[model.__name__]
        shape["required"] = _required(model)
        for name, field in model.model_fields.items():
            key = field.alias or name
            if OneOrMany in field.metadata:
                shape["properties"][key] = _one_or_many(shape["properties"][key])
    for (model_name, key), short in _SHORT.items():
        properties = definitions[model_name]["properties"]
        properties[key] = {"anyOf": [short, properties[key]]}
    for (model_name, key), short in _SHORT_ITEMS.items():
        items = definitions[model_name]["properties"][key]
        items["items"] = {"anyOf": [short, items["items"]]}
    ways = schema["properties"]["found_by"]
    ways["items"] = {"anyOf": [definitions["Found"]["properties"]["channel"], ways["items"]]}
    return schema


def _required(model: type[BaseModel]) -> list[str]:
    filled_in = _NOT_NEEDED.get(model.__name__)
    return [
        field.alias or name for name, field in model.model_fields.items() if field.is_required() and name != filled_in
    ]


def _one_or_many(many: Schema) -> Schema:
    choices = many.get("anyOf", [many])
    one = [choice["items"] for choice in choices if "items" in choice]
    return {"anyOf": [*one, *choices], **{key: many[key] for key in ("default", "title") if key in many}}


def _models(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    if model in seen:
        return
    seen.add(model)
    yield model
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            yield from _models(inner, seen)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models_in(inner)
