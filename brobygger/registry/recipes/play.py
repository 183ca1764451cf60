"""A scenario: what happens to the fixed cast and a crowd when the recipe is played. A test and a demonstration."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from brobygger.registry.recipes.parts import (
    Colour,
    Count,
    Days,
    Flag,
    InstrumentRef,
    MatchedBy,
    Name,
    Number,
    OneOrMany,
    Part,
    Positive,
    Text,
)
from brobygger.registry.recipes.target import Age, Channel, CivilStatus, Housing, Sex
from brobygger.registry.recipes.way import StepName


class CastMember(Part):
    """What is known of one person by name. Anything left out is unknown."""

    given_name: str | None = None
    family_name: str | None = None
    age: Age
    sex: Sex
    home_help_hours: Number | None = None
    daily_home_help: Flag | None = None
    personal_care: Flag | None = None
    lives_alone: Flag | None = None
    civil_status: CivilStatus | None = None
    housing: Housing | None = None
    walks_m: Count | None = None
    self_reliant: Flag | None = None
    cognitive_impairment: Flag | None = None
    languages: Annotated[tuple[str, ...], OneOrMany] = ()
    area: str | None = None
    wishes: tuple[str, ...] = ()
    found_by: Channel | None = None
    score: Count | None = None  # what the screening will show; a colour that continues, when left out
    judged: dict[Name, Flag] = {}


class Crowd(Part):
    """Many people made from a fixed seed. Spans are [lowest, highest]; shares are per cent."""

    id: Name = "crowd"
    count: Positive
    age: tuple[Age, Age] = (65, 95)
    sex: Sex | Literal["any"] = "any"
    home_help_hours: tuple[Number, Number] | None = None
    lives_alone: Flag | None = None
    civil_status: Annotated[tuple[CivilStatus, ...], OneOrMany] = ()
    housing: Annotated[tuple[Housing, ...], OneOrMany] = ()
    walks_m: tuple[Count, Count] | None = None
    personal_care: Flag | None = None
    cognitive_impairment_share: Annotated[int, Field(strict=True, ge=0, le=100)] = 0


class Row(Part):
    """One line of the play: what happens to those who can reach a step.

    They are the people standing in front of it, and those in front of earlier steps that may be passed over.
    crowd: only this group of the crowd. count: how many of the crowd (all of them when left out), in a fixed order.
    Of these `lost` and the colours that do not continue are lost here, the rest reach the step.
    returned: before that, so many who were lost here for this reason stand here again.
    cast: who of the cast comes along (all who can, when left out); a cast member's own `score` decides the colour.
    cast_lost: these are lost here instead, with the reason. cast_returned: these stand here again first.
    first_session_in_days: the first session is planned so many days after this step.
    on_day: days from the scenario's start. after_days: days after each one's own last move; a span [from, to] is
    spread evenly over them in order; the cast take its first day. Neither: the next meeting of the step's body.
    """

    step: StepName
    crowd: Name | None = None
    by: Channel | None = None
    on_day: Days | None = None
    after_days: Days | tuple[Days, Days] | None = None
    count: Count | None = None
    lost: dict[Name, Positive] = {}
    colours: dict[Colour, Count] = {}
    returned: dict[Name, Positive] = {}
    cast: Annotated[tuple[Name, ...] | None, OneOrMany] = None
    cast_lost: dict[Name, Name] = {}
    cast_returned: Annotated[tuple[Name, ...], OneOrMany] = ()
    first_session_in_days: Days | None = None


class CastRow(Part):
    """Something that happens to one of the cast on a day, outside the play of the crowd."""

    day: Days
    who: Name
    what: Literal[
        "came",
        "absent",
        "stopped",
        "worried",
        "waiting",
        "companion_wanted",
        "signed_off",
        "referral_declined",
        "no_answer_from_receiver",
    ]
    reason: Name | None = None


class Lost(Part):
    """So many were lost in front of a step for a reason."""

    step: StepName
    reason: Name
    count: Count


class MedianDays(Part):
    """From being in front of the step to reaching it."""

    step: StepName
    at_most: Days | None = None
    at_least: Days | None = None


class Eligible(Part):
    """Whether one of the cast is in the target group on a day, and by which criterion not."""

    who: Name
    is_: Flag = Field(alias="is")
    because: Name | None = None
    on_day: Days = 0


class TaskExpected(Part):
    """Tasks a follow-up rule made. who: for one of the cast. due_day: counted from the scenario's start."""

    rule: Name
    for_: Name | None = Field(default=None, alias="for")
    who: Name | None = None
    count: Count | None = None
    count_at_least: Positive | None = None
    due_day: Days | None = None


class ScreeningsExpected(Part):
    """So many results stand with an instrument, also after another has replaced it (R044)."""

    instrument: InstrumentRef
    count: Count


class GroupExpected(Part):
    """How far the group of one of the cast has come on a day (at the end, when left out), and after how many times."""

    who: Name
    is_: Literal["starting", "running", "self_run", "anchored", "ended"] = Field(alias="is")
    on_day: Days | None = None
    after_sessions: Count | None = None


class MatchedExpected(Part):
    """What people are brought together by on a day."""

    activity: Name
    by: Annotated[tuple[MatchedBy, ...], OneOrMany]
    on_day: Days = 0


class Passed(Part):
    """How many stood in front of a step, and how many got over it."""

    step: StepName
    entered: Count | None = None
    passed: Count | None = None


class Expect(Part):
    """One promise of the scenario; exactly one of the keys beside `text`."""

    text: Text
    bridge: Passed | None = None
    lost: Lost | None = None
    task: TaskExpected | None = None
    median_days: MedianDays | None = None
    eligible: Eligible | None = None
    screenings: ScreeningsExpected | None = None
    group: GroupExpected | None = None
    matched: MatchedExpected | None = None


class Scenario(Part):
    """The whole play."""

    starts: date
    cast: dict[Name, CastMember] = {}
    crowd: Annotated[tuple[Crowd, ...], OneOrMany] = ()
    play: tuple[Row, ...] = Field(min_length=1)
    cast_play: tuple[CastRow, ...] = ()
    expect: tuple[Expect, ...] = Field(min_length=1)
