"""What surrounds the person's way: who owns it, the activity, waiting, people, papers and anchoring."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field

from brobygger.registry.recipes.parts import (
    Count,
    Days,
    Few,
    Flag,
    Kroner,
    MatchedBy,
    Name,
    Number,
    OneOrMany,
    OwnerKind,
    Part,
    Positive,
    Text,
    Words,
)
from brobygger.registry.recipes.target import CivilStatus, Housing, Sex
from brobygger.registry.recipes.way import StepName

ActsAs = Literal[
    "home_care_worker",
    "ambassador",
    "coordinator",
    "visitation",
    "programme_manager",
    "association_leader",
    "host",
    "volunteer",
]


class Owner(Part):
    """The organisation that runs it, and where in the organisation."""

    kind: OwnerKind
    name: Words
    unit: Text | None = None


class Organisation(Part):
    """Somebody the owner works with. `agreement`: the id of an agreement below."""

    id: Name
    name: Words
    kind: OwnerKind
    does: Text | None = None
    agreement: Name | None = None


class Role(Part):
    """A role in the recipe's own words. `acts_as` says what the role may see and do in the system."""

    da: Words
    en: Words
    acts_as: ActsAs
    of: Annotated[tuple[Name, ...], OneOrMany] = ("owner",)  # or ids of the organisations it works with
    per: Literal["programme", "unit", "area", "branch", "group"] | None = None
    count: Positive | None = None
    sex: Sex | None = None
    min_age: Positive | None = None
    max_age: Positive | None = None
    languages: Annotated[tuple[Words, ...], OneOrMany] = ()
    does: tuple[Text, ...] = ()


class Sessions(Part):
    """How often and how long. facilitated: the first so many are led; minutes: the length of one."""

    facilitated: Count | None = None
    count: Positive | None = None
    every_days: Positive | None = None
    minutes: Few | None = None


Need = Literal[
    "agenda",
    "theme",
    "speaker",
    "menu",
    "seats",
    "tables",
    "guests",
    "sign_off",
    "bring",
    "weather",
    "duties",
    "goals",
    "ideas",
    "told_before",
]
NEEDS: tuple[Need, ...] = get_args(Need)


class EachTime(Part):
    """What belongs to one session, beside a day, a place and people; without it, what the kind usually has.

    agenda: the points that stand every time. sign_off_hours: how long before one must have said no. late: what a later
    no costs.  invite_days: how long before the invitation goes out.
    """

    needs: tuple[Need, ...] = ()
    agenda: tuple[Text, ...] = ()
    bring: Text | None = None
    sign_off_hours: Few | None = None
    late: Literal["free", "half", "full"] = "free"
    invite_days: Few | None = None


class Phase(Part):
    """A part of a series with an aim of its own (Roskilde: 1–2 get to know, 3–4 build a community)."""

    sessions: tuple[Positive, Positive]
    led_by: Name | None = None
    aim: Text


class Price(Part):
    """What a person pays: kroner a time, and the rule in words where it differs from person to person."""

    dkk: Kroner = 0
    rule: Text | None = None


class MatchedByChanged(Part):
    """Another way to bring people together from a day on, and why (Nordfyns: from interests to address)."""

    from_: date = Field(alias="from")
    reason: Text
    matched_by: tuple[MatchedBy, ...] = Field(min_length=1)


class Activity(Part):
    """Something people come to, or somebody who comes to them."""

    id: Name | None = None
    kind: Literal["group", "pair", "meal", "cafe", "outing", "training", "course", "companionship", "other"]
    title: Text
    by: Annotated[tuple[Name, ...], OneOrMany] = ()  # organisations
    size: tuple[Few, Few] | None = None
    groups: Positive | None = None
    sessions: Sessions | None = None
    each_time: EachTime | None = None
    phases: tuple[Phase, ...] = ()
    then: Literal["ends", "self_run", "association", "goes_on"] = "goes_on"
    roles: tuple[Name, ...] = ()
    duties_in_turn: tuple[Text, ...] = ()
    content_by: Literal["participants", "hosts", "staff", "together"] | None = None
    content: tuple[Text, ...] = ()
    food: Text | None = None
    transport: Text | None = None
    price: Price | None = None
    venue: tuple[Text, ...] = ()
    placed: Text | None = None  # where groups are placed, and why
    matched_by: tuple[MatchedBy, ...] = ()
    matched_by_changed: tuple[MatchedByChanged, ...] = ()

    def matched_on(self, day: date) -> tuple[MatchedBy, ...]:
        """What people are brought together by on a day."""
        changes = [change for change in self.matched_by_changed if change.from_ <= day]
        return changes[-1].matched_by if changes else self.matched_by


class Waiting(Part):
    """What happens while nobody is found yet. nameless_to: who may see the wishes without the name (R100)."""

    interim: tuple[Literal["klippekort", "loneliness_time", "phone_friend", "other_offer"], ...] = ()
    interim_by: Annotated[tuple[Name, ...], OneOrMany] = ()
    offer_expires_days: Positive | None = None
    nameless_to: Annotated[tuple[Name, ...], OneOrMany] = ()
    text: Text | None = None


class Training(Part):
    """Competence development: for whom, by whom, how. participants and hours are what the seed reports."""

    id: Name
    for_: Annotated[tuple[Name, ...], OneOrMany] = Field(alias="for")
    by: Text | None = None
    kind: Literal[
        "course",
        "workshop",
        "supervision",
        "side_by_side",
        "follow_up",
        "e_learning",
        "study_visit",
        "competence_form",
        "sparring",
        "meeting",
    ]
    topics: tuple[Text, ...] = ()
    sessions: Positive | None = None
    hours: Number | None = None  # one session
    participants: Positive | None = None
    follow_up_after_days: Days | None = None
    text: Text | None = None


class Governance(Part):
    """A group that decides or works. members: roles of the recipe, or a text for others."""

    id: Name
    title: Text
    members: tuple[Name | Text, ...] = Field(min_length=1)
    task: Text | None = None
    count: Positive | None = None
    meets_every_days: Positive | None = None
    ends_after_days: Positive | None = None  # from the programme's start
    lives_days: Positive | None = None  # a working group that is set up again and again, each for so long
    afterwards: Text | None = None


class Agreement(Part):
    """A paper between parties ("owner" or ids of organisations)."""

    id: Name
    kind: Literal["cooperation", "agreement", "cooperation_model", "continuation", "volunteer"]
    parties: tuple[Name, ...] = Field(min_length=1)
    about: Text
    period_days: Positive | None = None


class Material(Part):
    """A paper, list or tool that is used at a step."""

    id: Name
    kind: Literal["letter", "instrument", "talk_card", "catalogue", "folder", "plan", "agreement", "board", "other"]
    title: Text
    step: StepName | None = None


class Milestone(Part):
    """Something settled so many days after the programme's start."""

    after_days: Days
    text: Text
    by: Name | None = None


class TakesOver(Part):
    """Who does something afterwards, and who pays."""

    what: Text
    by: Words
    pays: Words | None = None


class Anchoring(Part):
    """How the effort lives on. `settled` is false where the seed leaves it open (R212)."""

    model: Literal["association", "citizen_run", "smaller_scale", "in_operation", "undecided"]
    settled: Flag = True
    plan: tuple[Text, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    takes_over: tuple[TakesOver, ...] = ()
    # A group that runs itself is visited so often, by this role (Slagelse: never more than three weeks apart).
    staff_visit_at_most_every_days: Positive | None = None
    staff_visit_by: Name | None = None


class Risk(Part):
    """What may go wrong, how it shows, and what to do."""

    da: Words
    en: Words
    do: Text | None = None


class Advice(Part):
    """Good advice in our own words, at the step where it helps, with its source."""

    step: StepName | None = None
    da: Words
    en: Words
    source: Words


class Assumed(Part):
    """A key the seed leaves open, and why we chose as we did."""

    key: Words
    da: Words
    en: Words


Share = Annotated[int, Field(strict=True, ge=0, le=100)]  # per cent


class Reported(Part):
    """What the seed reports of its participants, for comparing. Shares are per cent and need not sum to 100."""

    started: Count | None = None
    offered: Count | None = None
    met: Count | None = None
    groups: Count | None = None
    mean_age: Number | None = None
    women: Share | None = None
    men: Share | None = None
    dementia: Share | None = None
    housing: dict[Housing, Share] = {}
    civil_status: dict[CivilStatus, Share] = {}
    screenings: Count | None = None  # a person can be screened more than once (R307)
    screenings_men: Count | None = None
    trained: Count | None = None
    hours_per_employee: Number | None = None
    activities: tuple[Text, ...] = ()
    said: tuple[Text, ...] = ()  # what participants and staff said they gained, in our own words
