"""What follows from what happened: follow-up tasks and measurement rounds.

One pure function makes every task. The set it returns is the set that should exist: a task that is open and no longer
in it is cancelled, one that is new is created, one that is done stays done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from brobygger.registry.recipes import made_tasks
from brobygger.registry.recipes.schema import FollowUp, Recipe
from brobygger.registry.recipes.words import FINAL_REASONS

# A happening that answers another one cancels what was planned for it, whatever the recipe says.
ANSWERED_BY = {
    "declined": frozenset({"consented", "returned"}),
    "no_answer": frozenset({"asked", "consented", "declined", "returned"}),
    "turned_away": frozenset({"returned", "consented"}),
    "waiting": frozenset({"referred", "accepted", "first_session"}),
    "referred": frozenset({"accepted", "referral_declined"}),
    "referral_declined": frozenset({"accepted", "referred"}),
    "no_answer_from_receiver": frozenset({"accepted", "referral_declined", "referred"}),
    "not_reached": frozenset({"first_contact"}),
    "first_session_planned": frozenset({"first_session"}),
}


@dataclass(frozen=True)
class Happening:
    """Something that happened, or is planned to, on a Danish calendar day.

    name: one of HAPPENINGS. key: what tells it from others of its name (the id of the session, the referral …).
    reason: a code, where somebody stopped or said no. order: what came first on a day (a move's number in the line);
    0 is not known. A date that was moved is given with its new day only.
    """

    name: str
    on: date
    key: str
    reason: str | None = None
    order: int = 0


@dataclass(frozen=True, order=True)
class PlannedTask:
    """What somebody must do. (rule_id, happening_key) is unique within an episode and stays the same for ever."""

    due: date
    rule_id: str
    task: str
    for_role: str
    happening_key: str


@dataclass(frozen=True)
class Round:
    """One instrument at one round. All dates inclusive."""

    id: str
    instrument: str
    due: date
    opens: date
    closes: date


def planned_tasks(recipe: Recipe, happenings: Iterable[Happening]) -> tuple[PlannedTask, ...]:
    """The tasks that should exist after these happenings, soonest first; their order does not matter.

    Nobody is contacted after a final reason (death, moved, never again): then there are no tasks at all (R176).
    A stop cancels what was planned before it; what a happening answers, or a rule's `unless` names, is cancelled.
    """
    told = tuple(happenings)
    if any(happening.reason in FINAL_REASONS for happening in told):  # also one told again without it: better no call
        return ()
    known = _once(told)
    stops = [happening for happening in known if happening.name == "stopped"]
    rules = recipe.rules_by_cause
    tasks = {
        task
        for happening in known
        for rule in rules.get(happening.name, ())
        if (not rule.reasons or happening.reason in rule.reasons)
        and not _cancelled(rule.unless, happening, known, stops)
        for task in _tasks(rule, happening)
    }
    tasks.update(_going_along(recipe, known, stops), _meanwhile(recipe, known, stops))
    return tuple(sorted(tasks))


def listens_for(recipe: Recipe) -> frozenset[str]:
    """The names of the happenings that can make, or cancel, one of the recipe's tasks.

    One with a final reason ends them all, whatever its name.
    """
    names = {"stopped", "returned"}
    if made_tasks.companion_times(recipe):
        names |= {"companion_wanted", "first_session_planned", "came"}
    if made_tasks.interim(recipe):
        names |= {"waiting", *ANSWERED_BY["waiting"]}
    for rule in recipe.follow_up:
        names |= {rule.when.anchor, *rule.unless, *ANSWERED_BY.get(rule.when.anchor, ())}
    return frozenset(names)


def measurement_rounds(recipe: Recipe, started: date) -> tuple[Round, ...]:
    """When each instrument is due for somebody who came for the first time on `started`; empty without a plan."""
    if recipe.measure is None:
        return ()
    rounds = []
    for planned in recipe.measure.at:
        due = started + timedelta(days=planned.after_days)
        opens = due - timedelta(days=planned.opens_days_before)
        closes = due + timedelta(days=planned.closes_days_after)
        rounds += [Round(planned.id, instrument, due, opens, closes) for instrument in recipe.measure.instruments]
    return tuple(sorted(rounds, key=lambda item: (item.due, item.id, item.instrument)))


def _once(happenings: tuple[Happening, ...]) -> tuple[Happening, ...]:
    """One of each name and key; told twice with different days, the later day counts."""
    if len(happenings) < 2:
        return happenings
    latest: dict[tuple[str, str], Happening] = {}
    for happening in sorted(happenings, key=lambda item: (item.on, item.order, item.reason or "")):
        latest[happening.name, happening.key] = happening
    return tuple(latest.values())


def _cancelled(
    unless: Iterable[str], happening: Happening, known: tuple[Happening, ...], stops: list[Happening]
) -> bool:
    answers = ANSWERED_BY.get(happening.name, frozenset()) | set(unless)
    if answers and any(other.name in answers and _answers(other, happening) for other in known):
        return True
    return happening.name not in ("stopped", "returned") and any(_stops(stop, happening, known) for stop in stops)


def _answers(other: Happening, happening: Happening) -> bool:
    """Whether `other` came later. On one day with the order unknown it did not: better a task too many than a person
    nobody remembers. What was planned for a day is answered by that day."""
    if other.on == happening.on:
        in_order = other.order > happening.order if other.order and happening.order else False
        return in_order or happening.name == "first_session_planned"
    return other.on > happening.on


def _stops(stop: Happening, happening: Happening, known: tuple[Happening, ...]) -> bool:
    if stop.on != happening.on:
        return stop.on > happening.on
    if stop.order and happening.order:
        return stop.order > happening.order
    return not any(other.name == "returned" and other.on >= stop.on for other in known)


def _tasks(rule: FollowUp, happening: Happening) -> Iterator[PlannedTask]:
    first = happening.on + timedelta(days=rule.when.shift + rule.within_days)
    for number in range(rule.times):
        yield PlannedTask(
            due=first + timedelta(days=number * (rule.every_days or 0)),
            rule_id=rule.id,
            task=rule.task,
            for_role=rule.by[0],
            happening_key=f"{happening.key}#{number + 1}" if number else happening.key,
        )


def _going_along(recipe: Recipe, known: tuple[Happening, ...], stops: list[Happening]) -> Iterator[PlannedTask]:
    """Somebody goes along the next time: first an employee, then a volunteer, then nobody (R082).

    The task is for the person's next time: the first is the planned one, later ones a pace after the time before.
    After so many times, or when the person stopped, nobody goes along any more.
    """
    plan, times = recipe.companion, made_tasks.companion_times(recipe)
    wanted = max((each for each in known if each.name == "companion_wanted"), key=lambda each: each.on, default=None)
    if plan is None or wanted is None or _cancelled((), wanted, known, stops):
        return
    came = sorted(each.on for each in known if each.name == "came")
    number = len(came) + 1
    if number > times:
        return
    planned = [each.on for each in known if each.name == "first_session_planned"]
    if came:
        due = came[-1] + timedelta(days=_pace(recipe))
    else:
        due = max(planned, default=wanted.on + timedelta(days=_pace(recipe)))
    role = plan.by[min(number, len(plan.by)) - 1]
    yield PlannedTask(due, made_tasks.companion_id(number), made_tasks.COMPANION_TASK, role, wanted.key)


def _pace(recipe: Recipe) -> int:
    """Days from one time to the next; a week when the recipe does not say."""
    sessions = recipe.activities[0].sessions
    return sessions.every_days if sessions and sessions.every_days else 7


def _meanwhile(recipe: Recipe, known: tuple[Happening, ...], stops: list[Happening]) -> Iterator[PlannedTask]:
    """What fills the waiting time, from its first day on (R099)."""
    for waits in known:
        if waits.name != "waiting" or _cancelled((), waits, known, stops):
            continue
        for what in made_tasks.interim(recipe):
            by = recipe.waiting.interim_by if recipe.waiting else ()
            role = by[0] if by else _bridge_role(recipe)
            yield PlannedTask(waits.on, made_tasks.interim_id(what), made_tasks.INTERIM_TASKS[what], role, waits.key)


def _bridge_role(recipe: Recipe) -> str:
    """The role that owns the person's way when nobody is named: who refers, else who heard the yes."""
    step = recipe.step("referred") or recipe.step("wishes") or recipe.step("consented")
    return step.by[0] if step else next(iter(recipe.roles))
