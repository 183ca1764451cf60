"""The person's way: screening, the steps of the bridge, the companion, follow-up and measuring."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from brobygger.registry.recipes.parts import (
    Colour,
    Count,
    Days,
    Flag,
    InstrumentRef,
    Mode,
    Name,
    OneOrMany,
    Part,
    Positive,
    Roles,
    ShortName,
    Text,
)

StepName = Literal[
    "found",
    "asked",
    "screened",
    "consented",
    "wishes",
    "referred",
    "accepted",
    "first_contact",
    "first_time",
    "third_time",
    "six_months",
    "measured",
    "reported",
]
AnsweredBy = Literal["person", "observer"]
# Lowest and highest score of a colour; null at the top means "and more".
Span = tuple[Count, Count | None]


class Colours(Part):
    """Which scores give which colour; together they cover the instrument's range (R015)."""

    green: Span | None = None
    yellow: Span | None = None
    red: Span | None = None


class Stage(Part):
    """One use of an instrument: which, by whom, answered by whom, and what the scores mean here."""

    instrument: InstrumentRef
    by: Annotated[tuple[Name, ...], OneOrMany] = ()
    answered_by: Annotated[tuple[AnsweredBy, ...], OneOrMany] = ("person",)
    colours: Colours | None = None
    text: Text | None = None


class Replaced(Stage):
    """Another instrument, or another role that screens, from a day on; earlier results keep theirs (R044, R207).

    waiting: whether those who wait on a role that screens no more are passed on, or finished by it.
    """

    from_: date = Field(alias="from")
    reason: Text
    waiting: Literal["pass_on", "finish"] = "pass_on"


class OtherPath(Part):
    """What happens to a colour that does not continue here, e.g. red needs another kind of help (R043)."""

    task: ShortName
    by: Roles
    within_days: Days = 0
    text: Text | None = None


def _stage_from_ref(value: Any) -> Any:
    return {"instrument": value, "answered_by": ["observer"]} if isinstance(value, str) else value


class Screening(Stage):
    """How loneliness is noticed. `first`: a quick judgement before the instrument (two stages, R017)."""

    first: Stage | None = None
    who_continues: tuple[Colour, ...] = ("yellow", "red")
    other_path: dict[Colour, OtherPath] = {}
    stops_as: dict[Colour, Name] = {}  # the reason of a colour that does not continue, when it is not "not lonely"
    if_cognitive_impairment: Stage | None = None
    replaced: tuple[Replaced, ...] = ()
    on_paper: Flag = False
    opener: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _observer_instrument_may_be_a_reference(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("if_cognitive_impairment"), str):
            return {**data, "if_cognitive_impairment": _stage_from_ref(data["if_cognitive_impairment"])}
        return data


class When(Part):
    """A day counted from something: exactly one of `before` and `after`."""

    before: Name | None = None
    after: Name | None = None
    days: Days = 0

    @property
    def anchor(self) -> str:
        return self.before or self.after or ""

    @property
    def shift(self) -> int:
        """Days to add to the anchor's date; negative before it."""
        return -self.days if self.before else self.days


class Link(Part):
    """One hand-over inside a step (Stevns: home-care worker → group leader → programme manager → association)."""

    by: Name
    to: Name
    within_days: Days | None = None
    text: Text | None = None


class Body(Part):
    """A body that only meets at intervals, and so makes a wait (Svendborg: every third week)."""

    name: Text
    meets_every_days: Positive
    members: tuple[Name, ...] = ()


class Step(Part):
    """One step of the bridge.

    within_days counts from the step before, or from the earlier step in `from`. answer_within_days: the receiver's
    answer is due then. optional: may be passed over without losing anybody.
    """

    step: StepName
    by: Roles
    to: Name | None = None
    within_days: Days | None = None
    from_: StepName | None = Field(default=None, alias="from")
    answer_within_days: Days | None = None
    at: When | None = None
    mode: Annotated[tuple[Mode, ...], OneOrMany] = ()
    optional: Flag = False
    links: tuple[Link, ...] = ()
    body: Body | None = None
    text: Text | None = None


class Companion(Part):
    """Somebody who goes along the first times: first an employee, then a volunteer, then nobody (R082)."""

    offered: Flag = True
    by: Roles
    times: Positive | None = None
    paid_by: Literal["klippekort", "loneliness_time", "programme", "volunteer"] | None = None
    text: Text | None = None


class FollowUp(Part):
    """A rule: when this happens, somebody does that, so many days later.

    when: a happening, or {after|before: a happening, days}. reasons: only when the happening has one of these.
    unless: cancelled if one of these happens later. every_days/times: the task comes again.
    """

    id: Name
    when: When
    task: ShortName
    by: Roles
    within_days: Days = 0
    reasons: Annotated[tuple[Name, ...], OneOrMany] = ()
    unless: Annotated[tuple[Name, ...], OneOrMany] = ()
    every_days: Positive | None = None
    times: Positive = 1
    mode: Annotated[tuple[Mode, ...], OneOrMany] = ()
    to: Literal["person", "volunteer", "both", "receiver"] = "person"
    text: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        filled = dict(data)
        if isinstance(filled.get("when"), str):
            filled["when"] = {"after": filled["when"], "days": 0}
        if "id" not in filled:
            filled["id"] = _rule_id(filled)
        return filled


def _rule_id(rule: dict[str, Any]) -> str:
    """The id of a rule that was given none: "call_person_absent", "call_person_after_first_session_21"."""
    when = rule.get("when")
    if not isinstance(when, dict):
        return str(rule.get("task"))
    side = "before" if when.get("before") else "after"
    anchor, days = when.get(side), when.get("days") or 0
    tail = f"{side}_{anchor}_{days}" if days else f"{anchor}"
    return f"{rule.get('task')}_{tail}"


def _round(value: Any) -> Any:
    return {"after_days": 0} if value == "start" else value


class RoundPlan(Part):
    """One measuring: so many days after the first time, open some days on both sides of it."""

    id: Name
    after_days: Days
    opens_days_before: Days = 7
    closes_days_after: Days = 28


class Measure(Part):
    """What is measured, when, by whom. "start" is the day of the first time."""

    instruments: Annotated[tuple[InstrumentRef, ...], OneOrMany, Field(min_length=1)]
    at: tuple[RoundPlan, ...] = Field(min_length=1)
    by: Roles
    answered_by: Annotated[tuple[Literal["person", "observer", "volunteer"], ...], OneOrMany] = ("person",)
    mode: Annotated[tuple[Mode, ...], OneOrMany] = ()
    text: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_rounds(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("at"), (list, tuple)):
            return data
        return {**data, "at": [_named_round(_round(value)) for value in data["at"]]}


def _named_round(value: Any) -> Any:
    if isinstance(value, dict) and "id" not in value and "after_days" in value:
        days = value["after_days"]
        return {**value, "id": f"after_{days}_days" if days else "start"}
    return value
