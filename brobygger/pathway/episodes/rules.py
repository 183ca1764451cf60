"""The engine: which moves an episode may make, who owns the next one and when it is due.

Everything here is computed from a recipe and what has happened; the running system, the scenario player and the
planning simulation use the same functions. No clock, no tables. The follow-up rules and the target group are in
`followup_rules` and `eligibility_rules`; their names can be imported from here.

Read aloud: an active episode may reach a step ahead, or be lost in front of one; a lost episode may return to where it
was lost, or to an earlier step; a finished episode makes no more moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from brobygger.pathway.episodes.chain_rules import next_meeting, planned_links
from brobygger.pathway.episodes.eligibility_rules import (
    KNOWN_LATER,
    Because,
    Eligibility,
    colour,
    continues,
    criteria_on,
    eligible,
    explain,
)
from brobygger.pathway.episodes.followup_rules import (
    Happening,
    PlannedTask,
    Round,
    listens_for,
    measurement_rounds,
    planned_tasks,
)
from brobygger.registry.recipes.play_checks import lost_as
from brobygger.registry.recipes.schema import Recipe, Step
from brobygger.registry.recipes.words import FINAL_REASONS, HAPPENINGS, MAY_BE_PASSED_OVER, REASONS, STEPS, Reason

__all__ = [
    "FINAL_REASONS",
    "HAPPENINGS",
    "KNOWN_LATER",
    "MOVES",
    "REASONS",
    "STEPS",
    "Because",
    "Eligibility",
    "Happening",
    "Move",
    "MoveKind",
    "NotAllowed",
    "PlannedTask",
    "Reason",
    "Round",
    "State",
    "allowed",
    "colour",
    "continues",
    "criteria_on",
    "deadline",
    "eligible",
    "explain",
    "happenings_of",
    "happens",
    "listens_for",
    "local_day",
    "lost_as",
    "measurement_rounds",
    "move",
    "next_meeting",
    "owner",
    "path",
    "planned_links",
    "planned_tasks",
    "reasons_at",
    "standing",
    "start",
    "state_after",
]

DENMARK = ZoneInfo("Europe/Copenhagen")

# What a move means to the follow-up rules. Any other reason before the first time is a no, after it a stop.
REACHED_HAPPENS = {
    "found": "found",
    "asked": "asked",
    "screened": "screened",
    "consented": "consented",
    "wishes": "wishes_mapped",
    "referred": "referred",
    "accepted": "accepted",
    "first_contact": "first_contact",
    "first_time": "first_session",
    "third_time": "third_session",
    "measured": "measured",
}
LOST_HAPPENS = {
    "not_eligible": "turned_away",
    "not_lonely": "turned_away",
    "no_answer": "no_answer",
    "receiver_declined": "referral_declined",
    "silent": "no_answer_from_receiver",
}

Status = Literal["active", "lost", "finished"]


class MoveKind(StrEnum):
    REACHED = "reached"
    LOST = "lost"
    RETURNED = "returned"


@dataclass(frozen=True)
class Move:
    """One row of an episode's line. step: the step reached, or the one it is lost in front of or returns to."""

    kind: MoveKind
    step: str
    at: datetime
    reason: str | None = None


@dataclass(frozen=True)
class State:
    """Where an episode stands.

    next_step: the step in front of it (for a lost episode: the step it was lost in front of); None when finished.
    since: the time of the last move, None before the first. reached: the steps behind it that were really reached.
    reason: why it is lost.
    """

    next_step: str | None
    status: Status
    since: datetime | None
    reached: frozenset[str]
    reason: str | None = None


class NotAllowed(Exception):
    """A move the recipe does not allow.

    code: unknown_step, finished, not_found_yet, is_lost, not_lost, already_reached, step_missing (a required step lies
    between), step_ahead (returning forward), reason_missing, reason_unknown, reason_not_here, reason_final.
    """

    def __init__(self, code: str, *, kind: MoveKind, step: str) -> None:
        self.code, self.kind, self.step = code, kind, step
        super().__init__(f"{kind} {step}: {code}")


def path(recipe: Recipe) -> tuple[str, ...]:
    """The recipe's steps, in the bridge's order."""
    return recipe.path


def start(recipe: Recipe) -> State:
    """An episode before its first move: nobody is found yet."""
    return State(next_step=path(recipe)[0], status="active", since=None, reached=frozenset())


def state_after(recipe: Recipe, moves: Iterable[Move]) -> State:
    """Where an episode stands after these moves, in the order given. Raises NotAllowed at the first wrong one."""
    state = start(recipe)
    for made in moves:
        state = move(recipe, state, made)
    return state


def _ahead(recipe: Recipe, state: State) -> tuple[str, ...]:
    """The step in front, and those behind it as far as every step between may be passed over."""
    steps = path(recipe)
    reachable = []
    for name in steps[_place(recipe, state) :]:
        reachable.append(name)
        if not _may_be_passed_over(recipe, name):
            break
    return tuple(reachable)


def _ahead_with_reasons(recipe: Recipe, state: State) -> tuple[str, ...]:
    return tuple(name for name in _ahead(recipe, state) if reasons_at(name))


def _here_or_behind(recipe: Recipe, state: State) -> tuple[str, ...]:
    if state.reason in FINAL_REASONS:
        return ()
    return path(recipe)[1 : _place(recipe, state) + 1]


MOVES: Mapping[Status, Mapping[MoveKind, Callable[[Recipe, State], tuple[str, ...]]]] = {
    "active": {MoveKind.REACHED: _ahead, MoveKind.LOST: _ahead_with_reasons},
    "lost": {MoveKind.RETURNED: _here_or_behind},
    "finished": {},
}


def allowed(recipe: Recipe, state: State) -> frozenset[tuple[MoveKind, str]]:
    """Every move the episode may make now, as (kind, step)."""
    return frozenset((kind, step) for kind, steps in MOVES[state.status].items() for step in steps(recipe, state))


def move(recipe: Recipe, state: State, made: Move) -> State:
    """The state after one move. Raises NotAllowed with a code; the state given is never changed."""
    possible = MOVES[state.status].get(made.kind)
    if possible is None or made.step not in possible(recipe, state):
        raise NotAllowed(_why_not(recipe, state, made), kind=made.kind, step=made.step)
    if made.kind is MoveKind.LOST:
        _check_reason(made)
    return _after(recipe, state, made)


def standing(recipe: Recipe, moves: Iterable[Move]) -> State:
    """Where an episode stands by its line on record: `state_after`, also where the recipe has lost or got steps since.

    What was done still happened. Whoever stood in front of a step that is left out stands in front of the next one.
    """
    state = start(recipe)
    for made in moves:
        state = _after(recipe, state, made)
    return state


def _after(recipe: Recipe, state: State, made: Move) -> State:
    since = made.at if state.since is None else max(state.since, made.at)
    place = STEPS.index(made.step)
    ahead = [name for name in recipe.path if STEPS.index(name) > place]
    if made.kind is MoveKind.REACHED:
        return State(
            next_step=ahead[0] if ahead else None,
            status="active" if ahead else "finished",
            since=since,
            reached=state.reached | {made.step},
        )
    here = made.step if made.step in recipe.path or not ahead else ahead[0]
    if made.kind is MoveKind.LOST:
        return replace(state, status="lost", next_step=here, since=since, reason=made.reason)
    behind = frozenset(name for name in state.reached if STEPS.index(name) < place)
    return State(here, "active", since, behind)


def happenings_of(moves: Iterable[Move]) -> tuple[Happening, ...]:
    """What the episode's own line says happened, for `planned_tasks`. Key: the move's number in the line, from 1.

    Sessions, answers of receivers, calls that reached nobody and worries are not moves; their packages add them.
    """
    return tuple(
        Happening(name, local_day(made.at), f"move-{number}", made.reason, number)
        for number, made in enumerate(moves, start=1)
        if (name := happens(made.kind, made.step, made.reason)) is not None
    )


@cache
def happens(kind: str, step: str, reason: str | None) -> str | None:
    """What a move means to the follow-up rules: one of HAPPENINGS, or None when no rule can count from it."""
    if kind == MoveKind.RETURNED:
        return "returned"
    if kind == MoveKind.REACHED:
        return REACHED_HAPPENS.get(step)
    if reason in LOST_HAPPENS:
        return LOST_HAPPENS[reason]
    return "stopped" if STEPS.index(step) > STEPS.index("first_time") else "declined"


def reasons_at(step: str) -> tuple[Reason, ...]:
    """The reasons that can be given for losing somebody in front of a step, in the order of the list."""
    return tuple(reason for reason in REASONS.values() if step in reason.steps)


def owner(recipe: Recipe, step: str) -> str:
    """The role that answers for a step. Raises KeyError when the recipe leaves the step out."""
    return _step(recipe, step).by[0]


def deadline(recipe: Recipe, state: State, anchors: Mapping[str, date]) -> date | None:
    """The last day for the next step; None when the recipe sets none or its anchor has no date yet.

    anchors: dates of steps reached and of "first_session_planned" and "programme_start"; "first_session" is the day
    the first time was reached. A step that may be passed over borrows the deadline of the step behind it.
    """
    if state.status != "active" or state.next_step is None:
        return None
    if "first_time" in anchors:
        anchors = {**anchors, "first_session": anchors["first_time"]}
    for name in _ahead(recipe, state):
        due = _due(recipe, _step(recipe, name), state, anchors)
        if due is not None:
            return due
    return None


def local_day(at: datetime) -> date:
    """The Danish calendar day of a moment: deadlines are days, and a day ends at midnight in Denmark."""
    return at.astimezone(DENMARK).date() if at.tzinfo else at.date()


def _due(recipe: Recipe, step: Step, state: State, anchors: Mapping[str, date]) -> date | None:
    if step.at is not None:
        anchor = anchors.get(step.at.anchor)
        return None if anchor is None else anchor + timedelta(days=step.at.shift)
    days, base = _promised_days(recipe, step), _base(step, state, anchors)
    promised = None if days is None or base is None else base + timedelta(days=days)
    meeting = _meeting(step, state, anchors)
    return max(promised, meeting) if promised and meeting else promised or meeting


def _meeting(step: Step, state: State, anchors: Mapping[str, date]) -> date | None:
    """The day the step's body meets next after the person came to stand there: nothing can happen before."""
    begins = anchors.get("programme_start")
    if step.body is None or state.since is None or begins is None:
        return None
    return next_meeting(step.body, programme_start=begins, on=local_day(state.since))


def _promised_days(recipe: Recipe, step: Step) -> int | None:
    if step.within_days is not None:
        return step.within_days
    links = [link.within_days for link in step.links]
    if any(days is not None for days in links):
        return sum(days or 0 for days in links)
    before = _step_before(recipe, step.step)
    return before.answer_within_days if before else None


def _base(step: Step, state: State, anchors: Mapping[str, date]) -> date | None:
    if step.from_ is not None:
        return anchors.get(step.from_)
    return None if state.since is None else local_day(state.since)


def _step(recipe: Recipe, name: str) -> Step:
    step = recipe.step(name)
    if step is None:
        raise KeyError(name)
    return step


def _step_before(recipe: Recipe, name: str) -> Step | None:
    place = path(recipe).index(name)
    return recipe.steps[place - 1] if place else None


def _place(recipe: Recipe, state: State) -> int:
    return len(recipe.steps) if state.next_step is None else path(recipe).index(state.next_step)


def _may_be_passed_over(recipe: Recipe, name: str) -> bool:
    return name in MAY_BE_PASSED_OVER or _step(recipe, name).optional


def _check_reason(made: Move) -> None:
    code = None
    if made.reason is None:
        code = "reason_missing"
    elif made.reason not in REASONS:
        code = "reason_unknown"
    elif made.step not in REASONS[made.reason].steps:
        code = "reason_not_here"
    if code:
        raise NotAllowed(code, kind=made.kind, step=made.step)


def _why_not(recipe: Recipe, state: State, made: Move) -> str:
    steps = path(recipe)
    if state.status == "finished":
        return "finished"
    if made.step not in steps:
        return "unknown_step"
    if made.kind is MoveKind.RETURNED:
        if state.status != "lost":
            return "not_lost"
        return "reason_final" if state.reason in FINAL_REASONS else "step_ahead"
    if state.status == "lost":
        return "is_lost"
    if made.kind is MoveKind.LOST and not reasons_at(made.step):
        return "not_found_yet"
    return "already_reached" if steps.index(made.step) < _place(recipe, state) else "step_missing"
