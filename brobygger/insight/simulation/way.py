"""A recipe as the way the engine lets a person go: which steps, by whom, when, and what follows from each.

Nothing here is decided a second time: which move may be made, who owns a step, its deadline, the follow-up tasks and
the rounds of measuring are asked of `pathway.episodes.rules`, as the running system asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum

from brobygger.pathway.episodes.rules import (
    FINAL_REASONS,
    Happening,
    Move,
    MoveKind,
    State,
    allowed,
    deadline,
    happenings_of,
    local_day,
    measurement_rounds,
    move,
    owner,
    planned_tasks,
    reasons_at,
    start,
)
from brobygger.registry.recipes.schema import Recipe
from brobygger.registry.recipes.words import STEPS

NOON = datetime(2026, 1, 5, 12)
DAY = local_day(NOON)
LATER = DAY + timedelta(days=1000)  # a planned day far enough away to be told from today
FINAL = "final"  # not a happening of a recipe: nobody is contacted after it


class Timing(IntEnum):
    """When a step comes: within its days from the step before, so many days before the first session, at the session,
    or so many days after an earlier step."""

    WITHIN = 0
    BEFORE_SESSION = 1
    AT_SESSION = 2
    AFTER = 3


@dataclass(frozen=True)
class FollowUpWork:
    """A task a rule makes. days: from what happened until it is due; cancelled_by: happenings that take it away."""

    rule: str
    task: str
    role: str
    days: int
    cancelled_by: frozenset[str]


@dataclass(frozen=True)
class WayStep:
    """One step as the engine has it.

    days: the deadline (WITHIN; None when the recipe sets none), days before the planned first session, or days after
    `anchor`. reasons: what somebody can be lost for here. happening: what the step means to the follow-up rules.
    lost: reason → what that means to them. returns: whether a lost person may come back to this step.
    """

    step: str
    role: str
    timing: Timing
    days: int | None
    anchor: str | None
    reasons: tuple[str, ...]
    happening: str | None
    lost: dict[str, str]
    returns: frozenset[str]


@dataclass(frozen=True)
class Way:
    """The steps in order, and what follows from each happening."""

    steps: tuple[WayStep, ...]
    follow_ups: dict[tuple[str, str | None], tuple[FollowUpWork, ...]]  # (happening, reason of a loss)
    rounds: tuple[int, ...]  # days after the first time when something is measured
    measured_by: str | None


def way_of(recipe: Recipe, used: frozenset[str]) -> Way:
    """The way through the steps in `used`. Raises NotAllowed when the engine would not let a person go it."""
    steps, state = [], start(recipe)
    reached: list[str] = []
    for name in recipe.path:
        if name not in used:
            continue
        steps.append(_step(recipe, name, state, reached))
        state = move(recipe, state, Move(MoveKind.REACHED, name, NOON))
        reached.append(name)
    happens: set[tuple[str, str | None]] = {(step.happening, None) for step in steps if step.happening}
    happens |= {(what, reason) for step in steps for reason, what in step.lost.items() if what != FINAL}
    names = {name for name, _reason in happens}
    follow_ups = {one: _follow_ups(recipe, *one, names) for one in happens}
    rounds = sorted({(one.due - DAY).days for one in measurement_rounds(recipe, DAY)})
    by = recipe.measure.by[0] if recipe.measure else None
    return Way(tuple(steps), {one: work for one, work in follow_ups.items() if work}, tuple(rounds), by)


def _step(recipe: Recipe, name: str, state: State, reached: Iterable[str]) -> WayStep:
    reasons = (
        tuple(reason.code for reason in reasons_at(name)) if (MoveKind.LOST, name) in allowed(recipe, state) else ()
    )
    lost, returns = {}, set()
    for reason in reasons:
        made = Move(MoveKind.LOST, name, NOON, reason)
        after = move(recipe, state, made)
        lost[reason] = FINAL if reason in FINAL_REASONS else happenings_of((made,))[0].name
        if (MoveKind.RETURNED, name) in allowed(recipe, after):
            returns.add(reason)
    timing, days, anchor = _timing(recipe, replace(state, next_step=name), reached)
    told = happenings_of((Move(MoveKind.REACHED, name, NOON),))
    return WayStep(
        step=name,
        role=owner(recipe, name),
        timing=timing,
        days=days,
        anchor=anchor,
        reasons=reasons,
        happening=told[0].name if told else None,
        lost=lost,
        returns=frozenset(returns),
    )


def _timing(recipe: Recipe, state: State, reached: Iterable[str]) -> tuple[Timing, int | None, str | None]:
    step = recipe.step(state.next_step or "")
    assert step is not None
    known = dict.fromkeys([*reached, "programme_start", "first_session"], DAY)
    if state.since is None:  # nobody is found yet: the first step is the arrival itself
        return Timing.WITHIN, 0, None
    if step.at is not None and step.at.anchor == "first_session_planned":
        due = deadline(recipe, state, {**known, "first_session_planned": LATER})
        ahead = 0 if due is None else (LATER - due).days
        if step.step == "first_time":
            return Timing.AT_SESSION, 0, None
        return Timing.BEFORE_SESSION, ahead, None
    due = deadline(recipe, state, known)
    days = None if due is None else (due - DAY).days
    if step.at is not None and days is not None:
        anchor = "first_time" if step.at.anchor == "first_session" else step.at.anchor
        return Timing.AFTER, max(0, days), anchor
    if STEPS.index(step.step) < STEPS.index("first_time") and _borrowed(recipe, state):
        return Timing.BEFORE_SESSION, 0, None
    return Timing.WITHIN, days, None


def _borrowed(recipe: Recipe, state: State) -> bool:
    """A step without words on time whose deadline is the planned first session's (it borrows the next step's)."""
    without = deadline(recipe, state, {})
    return without is None and deadline(recipe, state, {"first_session_planned": LATER}) is not None


def _follow_ups(recipe: Recipe, name: str, reason: str | None, others: Iterable[str]) -> tuple[FollowUpWork, ...]:
    first = Happening(name, DAY, "it", reason, order=1)
    made = planned_tasks(recipe, (first,))
    left_after = {
        other: set(planned_tasks(recipe, (first, Happening(other, DAY + timedelta(days=1), "other", order=2))))
        for other in others
        if other != name
    }
    return tuple(
        FollowUpWork(
            rule=task.rule_id,
            task=task.task,
            role=task.for_role,
            days=max(0, (task.due - DAY).days),
            cancelled_by=frozenset({FINAL, *(other for other, left in left_after.items() if task not in left)}),
        )
        for task in made
        if task.task != "measure"  # the rounds are the recipe's plan of measuring
    )
