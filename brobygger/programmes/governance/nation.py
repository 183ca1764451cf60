"""The 30 efforts of the national fund by the four focus areas, and how sure we are of each (seed 000, annex 1).

The table's crosses lost their columns. Left are the crosses of each row, the sums of each column, and the cases told
in the chapters. Certain: a row with four crosses works with all four areas; a case works with its chapter's area.
Likely: detection (28 of 30) and activities (25 of 30), where the row has a cross left for them. Else unknown. Plain
Python apart from the file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator
from ruamel.yaml import YAML

from brobygger.registry.recipes.parts import OwnerKind, Part

FILE = Path(__file__).parent / "data" / "fund-2019.yaml"
Area = Literal["detection", "bridging", "activities", "anchoring"]
Certainty = Literal["certain", "likely", "unknown"]
AREAS: tuple[Area, ...] = ("detection", "bridging", "activities", "anchoring")
COMMON = 20  # of 30: an area that so many work with is likely for a row with a cross to spare


class Effort(Part):
    """One row: the name, and how many crosses it had."""

    name: str
    kind: OwnerKind
    marks: Annotated[int, Field(strict=True, ge=1, le=4)]
    told_in: Area | None = None
    recipe: str = ""


class Fund(Part):
    """The whole table. The crosses of the rows and the sums of the columns must agree."""

    source: str
    sums: dict[Area, int]
    efforts: tuple[Effort, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> Fund:
        crosses = sum(one.marks for one in self.efforts)
        if crosses != sum(self.sums.values()):
            raise ValueError(f"{crosses} crosses in rows, {sum(self.sums.values())} in columns")
        return self


@cache
def fund() -> Fund:
    """The bundled table; the same object every time."""
    return Fund.model_validate(YAML(typ="safe", pure=True).load(FILE.read_text(encoding="utf-8")))


def areas(effort: Effort, sums: dict[Area, int]) -> dict[Area, Certainty]:
    """How sure we are that an effort works with each area."""
    if effort.marks == len(AREAS):
        return dict.fromkeys(AREAS, "certain")
    found: dict[Area, Certainty] = dict.fromkeys(AREAS, "unknown")
    left = effort.marks
    if effort.told_in:
        found[effort.told_in] = "certain"
        left -= 1
    for area in sorted(AREAS, key=lambda one: -sums[one]):
        if left and sums[area] >= COMMON and found[area] == "unknown":
            found[area] = "likely"
            left -= 1
    return found
