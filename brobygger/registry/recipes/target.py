"""Who a recipe is for, and how these people are found."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from brobygger.registry.recipes.parts import (
    Days,
    Flag,
    Limit,
    Mode,
    Name,
    OneOrMany,
    Part,
    Positive,
    Text,
    Words,
)

Sex = Literal["female", "male"]
CivilStatus = Literal["married", "widowed", "cohabiting", "partner_apart", "single", "divorced"]
Housing = Literal["house", "flat", "sheltered", "care_home", "other"]
Age = Annotated[int, Field(strict=True, ge=0, le=120)]
Channel = Literal[
    "register",
    "preventive_visit",
    "home_care",
    "early_detection",
    "visitation",
    "rehabilitation",
    "meal_delivery",
    "health_centre",
    "general_practice",
    "job_centre",
    "care_home",
    "self",
    "relative",
    "tip",
    "volunteer",
    "association",
    "parish",
    "housing_association",
    "pharmacy",
    "local_paper",
    "social_media",
    "poster",
    "market_day",
    "resident_meeting",
    "doorstep",
    "network",
    "other_offer",
]


class Judged(Part):
    """A criterion in words that staff answer yes or no, e.g. "in a disease course" (R041)."""

    id: Name
    da: Words
    en: Words


class Criteria(Part):
    """What must be true of a person. Everything given must hold; in `any_of` one of them is enough."""

    min_age: Age | None = None
    max_age: Age | None = None
    sex: Sex | None = None
    lives_alone: Flag | None = None
    civil_status: Annotated[tuple[CivilStatus, ...], OneOrMany] = ()
    home_help_hours: Limit | None = None  # hours a week
    daily_home_help: Flag | None = None
    personal_care: Flag | None = None
    walks_m: Limit | None = None  # metres without a rest
    self_reliant: Flag | None = None
    cognitive_impairment: Flag | None = None
    housing: Annotated[tuple[Housing, ...], OneOrMany] = ()
    areas: Annotated[tuple[Words, ...], OneOrMany] = ()
    languages: Annotated[tuple[Words, ...], OneOrMany] = ()
    feels_lonely: Flag | None = None  # known after the screening
    wants_to_join: Flag | None = None  # known after the yes
    judged: tuple[Judged, ...] = ()
    any_of: tuple[Criteria, ...] = ()


class CriteriaVersion(Criteria):
    """The criteria from a day on, and why they were changed (R038). The first version has neither."""

    from_: date | None = Field(default=None, alias="from")
    reason: Text | None = None


class Letter(Part):
    """The letter that offers a visit; `booked`: it already names a day and a time (R002)."""

    booked: Flag = False
    answer_within_days: Days | None = None
    text: Text | None = None


class Found(Part):
    """One way people are found."""

    channel: Channel
    by: Annotated[tuple[Name, ...], OneOrMany] = ()
    mode: Annotated[tuple[Mode, ...], OneOrMany] = ()
    every_days: Positive | None = None  # how often an extract or a meeting is repeated
    letter: Letter | None = None
    text: Text | None = None
