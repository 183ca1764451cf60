"""A recipe as a file: YAML as people write it, without what is left out anyway."""

from __future__ import annotations

from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from brobygger.registry.recipes.schema import Recipe

WIDTH = 120


def as_yaml(recipe: Recipe) -> str:
    """The recipe as a YAML text that `brobygger recipes validate` accepts, in the order of the language."""
    data = recipe.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    writer: Any = YAML(typ="safe", pure=True)  # its own types know only some of its settings
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.sort_base_mapping_type_on_output = False
    writer.width = WIDTH
    writer.representer.ignore_aliases = lambda _data: True  # anchors are not part of the language
    text = StringIO()
    writer.dump({"language": recipe.language, **data}, text)
    return text.getvalue()
