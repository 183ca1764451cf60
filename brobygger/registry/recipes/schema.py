"""What a recipe file holds (language 1). One YAML file in `recipes/` is one recipe; docs/recipes.md explains every key.

The shapes live in `target` (who and how found), `way` (the person's way), `effort` (everything around it) and `play`
(the scenario); `checks` says what must agree between them.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from brobygger.registry.recipes.effort import (
    Activity,
    Advice,
    Agreement,
    Anchoring,
    Assumed,
    Governance,
    Material,
    Organisation,
    Owner,
    Reported,
    Risk,
    Role,
    Training,
    Waiting,
)
from brobygger.registry.recipes.parts import COLOURS, Colour, Limit, OneOrMany, Part, Positive, ShortName, Text
from brobygger.registry.recipes.play import Scenario
from brobygger.registry.recipes.target import Criteria, CriteriaVersion, Found
from brobygger.registry.recipes.way import (
    Companion,
    FollowUp,
    Measure,
    RoundPlan,
    Screening,
    Stage,
    Step,
    When,
)
from brobygger.registry.recipes.words import ANCHORS, HAPPENINGS, REASONS, STEPS

__all__ = [
    "ANCHORS",
    "COLOURS",
    "HAPPENINGS",
    "REASONS",
    "STEPS",
    "Activity",
    "Advice",
    "Agreement",
    "Anchoring",
    "Assumed",
    "Colour",
    "Companion",
    "Criteria",
    "CriteriaVersion",
    "FollowUp",
    "Found",
    "Governance",
    "Limit",
    "Material",
    "Measure",
    "Organisation",
    "Owner",
    "Recipe",
    "Reported",
    "Risk",
    "Role",
    "RoundPlan",
    "Scenario",
    "Screening",
    "Stage",
    "Step",
    "Text",
    "Training",
    "Waiting",
    "When",
]

FocusArea = Literal["detection", "bridging", "activities", "anchoring"]
RecipeId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class Recipe(Part):
    """One recipe, complete and never changed: a new version is a new object."""

    language: Literal[1] = 1
    id: RecipeId
    version: Positive = 1
    seed: Annotated[str, StringConstraints(pattern=r"^\d{3}$")] | None = None
    title: Text
    owner: Owner
    partners: tuple[Organisation, ...] = ()
    focus_areas: tuple[FocusArea, ...] = Field(min_length=1)
    summary: Text
    criteria: Annotated[tuple[CriteriaVersion, ...], OneOrMany, Field(alias="for", min_length=1)]
    found_by: tuple[Found, ...] = Field(min_length=1)
    screening: Screening | None = None
    roles: dict[ShortName, Role] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=1)
    companion: Companion | None = None
    activities: Annotated[tuple[Activity, ...], OneOrMany, Field(alias="activity", min_length=1)]
    follow_up: tuple[FollowUp, ...] = ()
    measure: Measure | None = None
    waiting: Waiting | None = None
    training: tuple[Training, ...] = ()
    governance: tuple[Governance, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    materials: tuple[Material, ...] = ()
    anchoring: Anchoring
    risks: tuple[Risk, ...] = ()
    advice: tuple[Advice, ...] = ()
    assumed: tuple[Assumed, ...] = ()
    reported: Reported | None = None
    scenario: Scenario | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_ways_of_being_found(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("found_by"), (list, tuple)):
            ways = [{"channel": way} if isinstance(way, str) else way for way in data["found_by"]]
            return {**data, "found_by": ways}
        return data

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The names of the recipe's steps, in the bridge's order."""
        return tuple(step.step for step in self.steps)

    @cached_property
    def _by_name(self) -> dict[str, Step]:
        return {step.step: step for step in self.steps}

    @cached_property
    def rules_by_cause(self) -> dict[str, tuple[FollowUp, ...]]:
        """The follow-up rules by the happening that each counts from: a night asks for them many thousand times."""
        found: dict[str, tuple[FollowUp, ...]] = {}
        for rule in self.follow_up:
            found[rule.when.anchor] = (*found.get(rule.when.anchor, ()), rule)
        return found

    def step(self, name: str) -> Step | None:
        """The recipe's own words on a step; None when the recipe leaves the step out."""
        return self._by_name.get(name)
