"""Editors get a JSON Schema that takes what the loader takes, short forms and all."""

from __future__ import annotations

import json
import re
from typing import Any, get_args

import pytest

from brobygger.registry.access.roles import Role
from brobygger.registry.organisations.models import Kind
from brobygger.registry.people.models import CivilStatus, Housing
from brobygger.registry.recipes import load, target, words
from brobygger.registry.recipes.effort import ActsAs
from brobygger.registry.recipes.parts import OwnerKind
from brobygger.registry.recipes.reading import read
from brobygger.registry.recipes.way import StepName

SCHEMA = load.json_schema()
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}


def fits(value: Any, schema: Any) -> bool:
    """The part of JSON Schema that our schema uses."""
    if "$ref" in schema:
        return fits(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return any(fits(value, choice) for choice in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return value in schema.get("enum", [schema.get("const")])
    kind = schema.get("type")
    if kind == "null":
        return value is None
    if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return False
    return _inside_fits(value, schema)


def _inside_fits(value: Any, schema: Any) -> bool:
    if isinstance(value, dict):
        known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        return set(schema.get("required", ())) <= set(value) and all(
            fits(inner, known[key]) if key in known else others is True or (bool(others) and fits(inner, others))
            for key, inner in value.items()
        )
    if isinstance(value, list):
        first = schema.get("prefixItems", [])
        rest = schema.get("items", {})
        parts = [*first, *[rest] * (len(value) - len(first))]
        enough = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        return enough and all(fits(inner, part) for inner, part in zip(value, parts, strict=False))
    if isinstance(value, str):
        return bool(re.search(schema.get("pattern", ""), value)) and len(value) >= schema.get("minLength", 0)
    return schema.get("minimum", value) <= value <= schema.get("maximum", value)


def _written(text: str) -> Any:
    return json.loads(json.dumps(read(text).data, default=str))


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_the_schema_takes_every_bundled_recipe_as_written_and_as_normalised(recipe_id):
    assert fits(_written((load.RECIPES / f"{recipe_id}.yaml").read_text(encoding="utf-8")), SCHEMA)
    assert fits(load.as_data(load.load(recipe_id)), SCHEMA)


def test_the_schema_takes_the_example_of_the_documentation():
    text = (load.RECIPES.parent / "docs" / "recipes.md").read_text(encoding="utf-8")
    assert fits(_written("".join(re.findall(r"^```yaml\n(.*?)^```$", text, flags=re.S | re.M))), SCHEMA)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("version", 0),
        ("focus_areas", []),
        ("found_by", ["letter_in_a_bottle"]),
        ("for", {"home_help_hours": 5}),
        ("follow_up", [{"when": "sometimes", "task": "call_person", "by": "host"}]),
        ("sumary", {"da": "x", "en": "x"}),
        ("measure", {"instruments": "t-ils@2", "at": ["later"], "by": "host"}),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(key, value):
    data = {**_written((load.RECIPES / "000-horsens.yaml").read_text(encoding="utf-8")), key: value}
    assert not fits(data, SCHEMA)
    with pytest.raises(load.BadRecipe):
        load.from_data(data)


def test_the_words_of_recipes_are_the_words_of_the_register():
    assert set(words.ACTS_AS) == set(get_args(ActsAs)) <= {role.value for role in Role}
    assert get_args(StepName) == words.STEPS
    assert set(get_args(target.CivilStatus)) == set(CivilStatus.values)
    assert set(get_args(target.Housing)) == set(Housing.values)
    assert set(get_args(OwnerKind)) == set(Kind.values)


def test_the_schema_has_the_loaders_limits_of_a_number():
    data = load.as_data(load.load("000-horsens"))
    assert not fits(data | {"version": 1_000_001}, SCHEMA)
    assert fits(data | {"version": 1_000_000}, SCHEMA)
