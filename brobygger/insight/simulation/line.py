"""The way with its numbers, laid out for the loop: places in lists instead of names, days instead of hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf

from brobygger.insight.simulation.assumptions import activity_of, assumptions_of, default_way, is_staff, work_roles
from brobygger.insight.simulation.way import FINAL, FollowUpWork, Timing, Way
from brobygger.insight.simulation.words import (
    CHANGED,
    OWN,
    PAIRS,
    Assumption,
    Assumptions,
    BadAssumption,
    changed,
    number,
)
from brobygger.registry.recipes.schema import Recipe
from brobygger.registry.recipes.words import Words

WEEK = 7.0  # days
NO_POOL = -1  # work nobody's hours limit
PROGRAMME_START = -1  # an anchor that is no step
PLACE_STEPS = ("accepted", "first_contact", "first_time")  # a place is needed before the first of these


@dataclass(frozen=True)
class Work:
    """A follow-up the loop puts in somebody's queue. mask: happenings (bits) that cancel it; again: it asks again."""

    pool: int
    days: float
    minutes: float
    mask: int
    again: bool = False


@dataclass(frozen=True)
class Pool:
    """Employees of one role. days_a_minute: days of the calendar that one minute's work takes one of them."""

    role: str
    servers: int
    days_a_minute: float


@dataclass(frozen=True)
class Stage:
    """One step in numbers. wait: the most days (WITHIN), days before the session, or days after stage `anchor`.

    every: days between the meetings (or sessions) it must wait for, 0 for any day. due: days until it is overdue.
    shares: (reason, share) of those lost here; loss_bits: what each loss is to the follow-up rules, by its bit.
    """

    step: str
    timing: Timing
    wait: float
    due: float
    every: float
    anchor: int
    pool: int
    minutes: float
    after_start: bool
    bit: int
    shares: tuple[tuple[str, float], ...]
    loss_bits: tuple[int, ...]
    returns: tuple[bool, ...]
    works: tuple[Work, ...]
    loss_works: tuple[tuple[Work, ...], ...]


@dataclass(frozen=True)
class Room:
    """Places of one kind. groups and size: seats; volunteers come and go when `weeks` is given; neither: no limit."""

    groups: int = 0
    size: int = 0
    starts_with: int = 1
    volunteers: bool = False
    at_start: int = 0
    a_week: float = 0.0
    weeks: float = 0.0


@dataclass(frozen=True)
class Line:
    """Everything the loop needs, and nothing of the recipe's words."""

    stages: tuple[Stage, ...]
    pools: tuple[Pool, ...]
    place_before: int  # the stage a place is needed before
    first_time: int
    notice: float  # days a first session must be known beforehand
    place: Room | None
    car: Room | None
    gives_up: float  # days, infinite when nobody does
    ends_after: float  # days after the first time when the place is free again
    per_week: float
    at_start: int
    weeks_found: float  # 0: all the time
    again_share: float
    car_share: float
    spread: float
    minutes_no: float
    session_hours: float  # an employee's hours for one person's one session
    sessions_led: float
    every: float


def settled(
    recipe: Recipe, changes: Mapping[str, str], own: Mapping[str, Assumption] | None = None
) -> dict[str, Assumption]:
    """The recipe's assumptions with these changes, agreeing with themselves. Raises BadAssumption.

    own: numbers of one's own programme (`own_numbers`), instead of the recipe's; a step's losses are all of them.
    """
    told, optional = assumptions_of(recipe)
    steps = {_lost_before(key) for key in own or {}}
    told = {key: one for key, one in told.items() if _lost_before(key) not in steps - {""}} | dict(own or {})
    found = changed(told, optional, changes)
    if found["yes_rate"].source is CHANGED:
        _say_yes(found, optional)
    for step in {key.split(".")[1] for key in found if key.startswith("lost.")}:
        total = sum(float(one.value) for key, one in found.items() if key.startswith(f"lost.{step}."))
        if total > 1 + 1e-9:
            raise BadAssumption(f"lost.{step}", f"Andelene i lost.{step} giver {total:.2f}. De kan højst give 1 i alt.")
        if step == "consented":
            source = _source_of_yes(found)
            found["yes_rate"] = replace(found["yes_rate"], value=round(max(0.0, 1 - total), 4), source=source)
    return found


def _source_of_yes(found: Assumptions) -> Words:
    """The yes comes from where the no come from; one that somebody chose is chosen."""
    sources = [one.source for key, one in found.items() if key.startswith("lost.consented.")]
    chosen = [source for source in sources if source is CHANGED]
    own = [source for source in sources if source.da.startswith(OWN)]
    return (chosen or ([Words(OWN, "your own numbers")] if own else []) or [found["yes_rate"].source])[0]


def _lost_before(key: str) -> str:
    """The step of a loss; empty for every other key."""
    return key.split(".")[1] if key.startswith("lost.") else ""


def _say_yes(found: dict[str, Assumption], optional: Assumptions) -> None:
    """The share who say yes decides; the reasons of the others keep their proportions."""
    keys = [key for key in found if key.startswith("lost.consented.")]
    total = sum(float(found[key].value) for key in keys)
    left = 1 - float(found["yes_rate"].value)
    for key in keys:
        share = float(found[key].value) / total if total else 1 / len(keys)
        found[key] = replace(found[key], value=round(left * share, 6), source=CHANGED)
    if not keys and left:
        found["lost.consented.declined"] = replace(optional["lost.consented.declined"], value=left, source=CHANGED)


def line_of(recipe: Recipe, assumed: Assumptions) -> Line:
    """The line of a recipe under these assumptions."""
    way, _numbers = default_way(recipe)
    roles = work_roles(recipe, way)
    pools = tuple(_pool(role, assumed) for role in roles)
    names = [step.step for step in way.steps]
    bits = _bits(way)
    first = names.index("first_time")
    activity, kind = activity_of(recipe), str(assumed["activity.kind"].value)
    every = number(assumed, "sessions.every_days")
    stages = tuple(_stage(way, place, assumed, roles, bits, kind) for place in range(len(names)))
    led = is_staff(recipe, way.steps[first].role)
    each = 1 if kind in PAIRS else max(1.0, number(assumed, "places.group_size"))
    sessions = activity.sessions
    count = sessions.count if sessions else None
    return Line(
        stages=stages,
        pools=pools,
        place_before=next(place for place, name in enumerate(names) if name in PLACE_STEPS),
        first_time=first,
        notice=max((one.wait for one in stages if one.timing is Timing.BEFORE_SESSION), default=0.0),
        place=_place(assumed, kind),
        car=_car(assumed),
        gives_up=number(assumed, "waiting.gives_up_after_days") or inf,
        ends_after=(count - 1) * every if count and activity.then == "ends" else inf,
        per_week=number(assumed, "arrivals.per_week"),
        at_start=int(number(assumed, "arrivals.at_start")),
        weeks_found=number(assumed, "arrivals.weeks"),
        again_share=number(assumed, "ask_again.yes_share"),
        car_share=number(assumed, "transport.share"),
        spread=number(assumed, "minutes.spread"),
        minutes_no=number(assumed, "minutes.no"),
        session_hours=number(assumed, "sessions.minutes") / 60 / each if led else 0.0,
        sessions_led=float((sessions.facilitated if sessions else None) or count or inf),
        every=every,
    )


def _pool(role: str, assumed: Assumptions) -> Pool:
    people = int(number(assumed, f"staff.{role}.people"))
    hours = number(assumed, f"staff.{role}.hours_per_week")
    return Pool(role, people if hours else 0, WEEK / (hours * 60) if hours else 0.0)


def _bits(way: Way) -> dict[str, int]:
    names = {step.happening for step in way.steps if step.happening}
    names |= {what for step in way.steps for what in step.lost.values()} | {FINAL}
    names |= {name for many in way.follow_ups.values() for work in many for name in work.cancelled_by}
    return {name: 1 << place for place, name in enumerate(sorted(names))}


def _stage(way: Way, place: int, assumed: Assumptions, roles: list[str], bits: dict[str, int], kind: str) -> Stage:
    step, names = way.steps[place], [one.step for one in way.steps]
    first = names.index("first_time")
    timing, wait = step.timing, float(step.days or 0)
    anchor = PROGRAMME_START if step.anchor == "programme_start" else place - 1
    anchor = names.index(step.anchor) if step.anchor in names else anchor
    if timing is Timing.WITHIN and place:
        key = f"days.{step.step}"
        if key in assumed:
            wait = number(assumed, key)
        else:  # the third time of something with a rhythm: two sessions after the first
            timing, wait, anchor = Timing.AFTER, 2 * number(assumed, "sessions.every_days"), first
    every = number(assumed, f"body.{step.step}.meets_every_days")
    if place == first and kind not in PAIRS:
        every = number(assumed, "sessions.every_days")
    shares = [(reason, number(assumed, f"lost.{step.step}.{reason}")) for reason in step.reasons]
    shares = [(reason, share) for reason, share in shares if share > 0]
    # Whoever gets no place is lost for a reason the engine knows here, though no share says so.
    shares += [(reason, 0.0) for reason in _without_a_place(step.reasons) if reason not in dict(shares)]
    return Stage(
        step=step.step,
        timing=timing,
        wait=wait,
        due=float(step.days or 0),
        every=every,
        anchor=anchor,
        pool=roles.index(step.role) if step.role in roles else NO_POOL,
        minutes=number(assumed, f"minutes.{step.step}"),
        after_start=place > first,
        bit=bits[step.happening] if step.happening else 0,
        shares=tuple(shares),
        loss_bits=tuple(bits[step.lost[reason]] for reason, _share in shares),
        returns=tuple(reason in step.returns for reason, _share in shares),
        works=(
            *_works(way.follow_ups.get((step.happening or "", None), ()), assumed, roles, bits),
            *(_rounds(way, assumed, roles, bits) if place == first else ()),
        ),
        loss_works=tuple(
            _works(way.follow_ups.get((step.lost[reason], reason), ()), assumed, roles, bits)
            for reason, _share in shares
        ),
    )


def _without_a_place(reasons: tuple[str, ...]) -> list[str]:
    return [reason for reason in ("no_place", "transport_time", "other") if reason in reasons]


def _works(
    many: tuple[FollowUpWork, ...], assumed: Assumptions, roles: list[str], bits: dict[str, int]
) -> tuple[Work, ...]:
    minutes = number(assumed, "minutes.follow_up")
    return tuple(
        Work(
            pool=roles.index(work.role) if work.role in roles else NO_POOL,
            days=float(work.days),
            minutes=minutes,
            mask=sum(bits[name] for name in work.cancelled_by),
            again=work.task == "ask_again",
        )
        for work in many
    )


def _rounds(way: Way, assumed: Assumptions, roles: list[str], bits: dict[str, int]) -> tuple[Work, ...]:
    lost = {what for step in way.steps for what in step.lost.values()}
    mask = sum(bits[name] for name in lost)
    pool = roles.index(way.measured_by) if way.measured_by in roles else NO_POOL
    return tuple(Work(pool, float(days), number(assumed, "minutes.measurement"), mask) for days in way.rounds)


def _place(assumed: Assumptions, kind: str) -> Room | None:
    if kind == "other":
        return None
    if kind in PAIRS:
        return Room(
            volunteers=True,
            at_start=int(number(assumed, "volunteers.at_start")),
            a_week=number(assumed, "volunteers.new_per_week"),
            weeks=number(assumed, "volunteers.stay_weeks"),
        )
    size = int(number(assumed, "places.group_size"))
    return Room(
        groups=int(number(assumed, "places.groups")),
        size=size,
        starts_with=max(1, min(size, int(number(assumed, "places.starts_with")))),
    )


def _car(assumed: Assumptions) -> Room | None:
    """No limit while nobody has said how many need transport and how many can have it."""
    if not number(assumed, "transport.share"):
        return None
    return Room(groups=1, size=int(number(assumed, "transport.seats")), starts_with=1)
