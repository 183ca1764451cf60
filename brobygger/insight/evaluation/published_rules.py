"""The numbers of a report after disclosure control: what here is None may not be told. Plain Python, JSON-able."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from brobygger.insight.disclosure import rules as disclosure
from brobygger.insight.disclosure.release_rules import after, table_apart
from brobygger.insight.disclosure.rules import Divided, Parts
from brobygger.insight.evaluation.bridge_text import Stone
from brobygger.insight.evaluation.outcome_rules import Participants
from brobygger.insight.evaluation.rules import StepCount, reason_word, step_word

# The key of those whose reasons are hidden, of those who wait there, or of both together.
OTHERS, WAITING, OTHERS_OR_WAITING = "others", "waiting", "others_or_waiting"
END = "end"  # of the bridge: how many are beyond its last step


@dataclass(frozen=True)
class PublishedStep:
    """One or several steps of the bridge that may be told. Steps with too small a difference are told as one.

    lost: reason code → people, and under OTHERS those with hidden reasons. waiting: still in front of these steps.
    others_or_waiting: where the two cannot be told apart. parts: the same as a table, for a later report to be held
    against; it names what is hidden, so it is never told itself.
    """

    steps: tuple[str, ...]
    entered: int
    passed: int | None
    lost: Mapping[str, int]
    waiting: int | None
    others_or_waiting: int | None
    median_days: float | None
    parts: Parts[str]


@dataclass(frozen=True)
class PublishedShare:
    """One line of the participant box."""

    key: str
    count: int | None
    share: int | None  # per cent of everybody who started, those not known among them


@dataclass(frozen=True)
class PublishedBox:
    """Seed 001's participant box. Every table divides all who started; "unknown" is a line of its own."""

    started: int | None
    mean_age: float | None
    tables: Mapping[str, tuple[PublishedShare, ...]]


@dataclass(frozen=True)
class Figure:
    """A number with its interval (95 %), rounded as it is told. `value` is None where only the limits are known."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class PublishedChange:
    """One outcome before and after. better, same and worse are lines of a table over those measured both times.

    In points: change, bound (everybody's mean change at the worst and best the missing allow), over_rounds (for 30
    days, all scores), dose (for ten sessions), against_waiting, stepped. effect: in standard deviations at the start.
    In per cent: better, and better_bound of everybody who started. None where nothing, or nothing safe, can be told.
    """

    outcome: str
    instrument: str
    people: Divided
    mean_before: float | None
    mean_after: float | None
    mean_change: float | None
    directions: tuple[PublishedShare, ...]
    least: int
    established: bool
    change: Figure | None = None
    effect: Figure | None = None
    better: Figure | None = None
    better_bound: Figure | None = None
    bound: Figure | None = None
    over_rounds: Figure | None = None
    dose: Figure | None = None
    against_waiting: Figure | None = None
    stepped: Figure | None = None


@dataclass(frozen=True)
class PublishedCurve:
    """Days → per cent still there (or still waiting), for the days that may be told; and the median in days."""

    points: Mapping[int, Figure]
    median: Figure | None


@dataclass(frozen=True)
class Numbers:
    """What may be told. None is a number that is hidden, or that nobody has. curves: attending and waiting."""

    bridge: tuple[PublishedStep, ...]
    box: PublishedBox
    activities: Mapping[str, Divided]
    changes: tuple[PublishedChange, ...]
    curves: Mapping[str, PublishedCurve] = field(default_factory=dict)

    def came_past(self, step: str) -> int | None:
        """How many have passed a step; None when that may not be told."""
        return next((each.passed for each in self.bridge if each.steps[-1] == step), None)

    @property
    def found(self) -> int | None:
        """How many were found at all."""
        return next((each.entered for each in self.bridge if each.steps[0] == "found"), None)


def bridge(
    counts: Sequence[StepCount],
    *,
    started: int,
    before: Sequence[PublishedStep] = (),
    levels: Mapping[str, int] = MappingProxyType({}),
    moves: Sequence[int] = (),
) -> tuple[PublishedStep, ...]:
    """The bridge without small numbers. started: the participant box's total, which is published beside it.

    before: the bridge the report before told; levels: step → how many were told to have come there, the last time
    they were (END: beyond the last step); moves: how far `started` has moved since. Where the bridges together would
    tell of one to four people, steps and reasons are told as one; where that does not help, the earlier bridge stands.
    """
    if not counts:
        return ()
    numbers = [*(each.entered for each in counts), counts[-1].passed]
    earlier = [levels.get(step) for step in (*(each.step for each in counts), END)]
    told = disclosure.levels(numbers, beside=[started], before=earlier, moves=moves)
    if before and told[0] is None:
        return tuple(before)
    shown = [place for place, level in enumerate(told) if level is not None]
    begun = [place for place in shown if place < len(counts) and numbers[place]]
    same = {each.steps: each for each in before}
    made = tuple(
        _step(counts, numbers, place, next((other for other in shown if other > place), None), same) for place in begun
    )
    return made if all(_may_follow(each, same) for each in made) else tuple(before)


def _may_follow(step: PublishedStep, same: Mapping[tuple[str, ...], PublishedStep]) -> bool:
    old = same.get(step.steps)
    return old is None or (old.parts.shown.keys() >= {WAITING} and table_apart(old.parts, step.parts))


def _step(
    counts: Sequence[StepCount], numbers: Sequence[int], place: int, until: int | None,
    same: Mapping[tuple[str, ...], PublishedStep],
) -> PublishedStep:  # fmt: skip
    """The steps from one shown level to the next. Without a next one, those who passed them are a part to hide too."""
    merged = counts[place : len(counts) if until is None else until]
    parts: Counter[str] = Counter()
    for each in merged:
        parts.update({f"lost:{code}": number for code, number in each.lost.items()})
        parts[WAITING] += each.waiting
    if until is None:
        parts["passed"] = counts[-1].passed
    steps = tuple(each.step for each in merged)
    old = same.get(steps)
    table = disclosure.one_way(parts) if old is None else after(parts, old.parts)
    hidden = {key for key, number in table.shown.items() if number is None}
    lost = {
        key.removeprefix("lost:"): number for key, number in table.shown.items() if key.startswith("lost:") and number
    }
    lost = dict(sorted(lost.items(), key=lambda pair: -pair[1]))
    together = None
    if hidden and WAITING not in hidden and "passed" not in hidden:
        lost[OTHERS] = table.rest or 0
    elif hidden and "passed" not in hidden:
        together = table.rest
    passed = numbers[until] if until is not None else table.shown["passed"]
    days = merged[0].median_days if len(merged) == 1 else None
    return PublishedStep(
        steps=steps,
        entered=numbers[place],
        passed=passed,
        lost=lost,
        waiting=table.shown[WAITING],
        others_or_waiting=together,
        median_days=old.median_days if old and old.passed == passed else days,  # a median of nobody new tells one
        parts=table,
    )


def stones(published: Sequence[PublishedStep], language: str, words: Mapping[str, str]) -> tuple[Stone, ...]:
    """Stones for the figure. words: what OTHERS and OTHERS_OR_WAITING are called, and "to" between two steps."""
    made = []
    for step in published:
        lost: dict[str, int | None] = {}
        for code, number in step.lost.items():
            name = words[OTHERS] if code == OTHERS else reason_word(code, language)
            lost[name] = (lost.get(name) or 0) + number
        if step.others_or_waiting:
            lost[words[OTHERS_OR_WAITING]] = step.others_or_waiting
        made.append(
            Stone(step.steps[0], label(step, language, words["to"]), step.entered, step.passed, lost, step.median_days)
        )
    return tuple(made)


def label(step: PublishedStep, language: str, to: str) -> str:
    """ "Spurgt", or "Første kontakt til Tredje gang" for steps told as one."""
    first, last = step_word(step.steps[0], language), step_word(step.steps[-1], language)
    return first if len(step.steps) == 1 else f"{first} {to} {last.lower()}"


def box(people: Participants) -> PublishedBox:
    """The participant box without small numbers."""
    started = disclosure.hide(people.started)
    known = disclosure.divide(people.started, people.ages_known)
    return PublishedBox(
        started=started,
        mean_age=one_decimal(people.mean_age) if disclosure.mean_allowed(known) else None,
        tables={
            "sex": lines(people.sex),
            "dementia": lines(people.dementia),
            "housing": lines(people.housing),
            "civil_status": lines(people.civil_status),
            "half_year": lines(people.half_years),
        },
    )


def activities(counts: Mapping[str, int], *, started: int) -> dict[str, Divided]:
    """How many came to each kind of activity, of all who started."""
    total = max(started, *counts.values(), 0) if counts else started
    return {kind: disclosure.divide(total, number) for kind, number in counts.items()}


def bridge_as_json(published: Sequence[PublishedStep]) -> list[dict[str, Any]]:
    """contracts.md's keys, with `steps` for the steps told as one and `waiting` beside."""
    return [
        {
            "step": each.steps[0],
            "steps": list(each.steps),
            "entered": each.entered,
            "passed": each.passed,
            "lost": dict(sorted(each.lost.items(), key=lambda pair: (-pair[1], pair[0]))),
            "waiting": each.waiting,
            "others_or_waiting": each.others_or_waiting,
            "median_days": each.median_days,
        }
        for each in published
    ]


def lines(counts: Mapping[str, int]) -> tuple[PublishedShare, ...]:
    """A table without small numbers, with shares of its total."""
    table: Parts[str] = disclosure.one_way(counts)
    return tuple(
        PublishedShare(key, number, disclosure.share(number, table.total)) for key, number in table.shown.items()
    )


def one_decimal(number: float | None) -> float | None:
    return None if number is None else round(number, 1) + 0.0  # never "-0.0"
