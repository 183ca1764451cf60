"""The bundled sheets to teach from (data/teaching-sheets.yaml): what one says and does, stories, what to take along.

They belong to courses of recipes that places asked for and had nothing to teach with (R243, R244, R245). Plain Python
apart from the file.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints
from ruamel.yaml import YAML

from brobygger.registry.recipes.parts import Part, Positive, Text

FILE = Path(__file__).parent / "data" / "teaching-sheets.yaml"


class Lesson(Part):
    """One stretch of the time: what is said, and perhaps what those who learn do."""

    minutes: Positive
    title: Text
    say: Annotated[tuple[Text, ...], Field(min_length=1)]
    do: Text | None = None


class Story(Part):
    """A made-up person, what to ask those who learn, and one way to think of it."""

    tells: Text
    ask: Text
    think: Text


class Sheet(Part):
    """A sheet for about half an hour. parts: the courses of recipes it is for, as `training.<id>`."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    version: Positive
    changed_on: date
    parts: tuple[str, ...]
    title: Text
    whom: Text
    aim: Text
    lessons: Annotated[tuple[Lesson, ...], Field(min_length=1)]
    stories: Annotated[tuple[Story, ...], Field(min_length=1)]
    keep: Annotated[tuple[Text, ...], Field(min_length=1)]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.lessons)


@cache
def sheets() -> dict[str, Sheet]:
    """Every sheet by its code, in the file's order; the same objects every time."""
    read = YAML(typ="safe", pure=True).load(FILE.read_text(encoding="utf-8"))
    return {one.code: one for one in map(Sheet.model_validate, read)}


def of_part(recipe_part: str) -> list[Sheet]:
    """The sheets for a course that was planned from a recipe's part ("training.<id>"); none for "" ."""
    return [one for one in sheets().values() if recipe_part in one.parts]
