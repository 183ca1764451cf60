"""The numbers of a report after disclosure control: what here is None may not be told. Plain Python, JSON-able."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brobygger.insight.disclosure import rules as disclosure
from brobygger.insight.disclosure.rules import Divided, Parts
from brobygger.insight.evaluation.bridge_text import Stone
from brobygger.insight.evaluation.outcome_rules import Change, Participants
from brobygger.insight.evaluation.rules import StepCount, reason_word, step_word

# The key of those whose reasons are hidden, of those who wait there, or of both together.
OTHERS, WAITING, OTHERS_OR_WAITING = "others", "waiting", "others_or_waiting"


@dataclass(frozen=True)
class PublishedStep:
    """One or several steps of the bridge that may be told. Steps with too small a difference are told as one.

    lost: reason code → people, and under OTHERS those with hidden reasons. waiting: still in front of these steps.
    others_or_waiting: where the two cannot be told apart.
    """

    steps: tuple[str, ...]
    entered: int
    passed: int | None
    lost: Mapping[str, int]
    waiting: int | None
    others_or_waiting: int | None
    median_days: float | None


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
class PublishedChange:
    """One outcome before and after. better, same and worse are lines of a table over those measured both times."""

    outcome: str
    instrument: str
    people: Divided
    mean_before: float | None
    mean_after: float | None
    mean_change: float | None
    directions: tuple[PublishedShare, ...]
    least: int
    established: bool


@dataclass(frozen=True)
class Numbers:
    """What may be told. None is a number that is hidden, or that nobody has."""

    bridge: tuple[PublishedStep, ...]
    box: PublishedBox
    activities: Mapping[str, Divided]
    changes: tuple[PublishedChange, ...]

    def came_past(self, step: str) -> int | None:
        """How many have passed a step; None when that may not be told."""
        return next((each.passed for each in self.bridge if each.steps[-1] == step), None)

    @property
    def found(self) -> int | None:
        """How many were found at all."""
        return next((each.entered for each in self.bridge if each.steps[0] == "found"), None)


def bridge(counts: Sequence[StepCount], *, started: int) -> tuple[PublishedStep, ...]:
    """The bridge without small numbers. started: the participant box's total, which is published beside it."""
    if not counts:
        return ()
    numbers = [*(each.entered for each in counts), counts[-1].passed]
    shown = [place for place, level in enumerate(disclosure.levels(numbers, beside=[started])) if level is not None]
    begun = [place for place in shown if place < len(counts) and numbers[place]]
    return tuple(
        _step(counts, numbers, place, next((other for other in shown if other > place), None)) for place in begun
    )


def _step(counts: Sequence[StepCount], numbers: Sequence[int], place: int, until: int | None) -> PublishedStep:
    """The steps from one shown level to the next. Without a next one, those who passed them are a part to hide too."""
    merged = counts[place : len(counts) if until is None else until]
    parts: Counter[str] = Counter()
    for each in merged:
        parts.update({f"lost:{code}": number for code, number in each.lost.items()})
        parts[WAITING] += each.waiting
    if until is None:
        parts["passed"] = counts[-1].passed
    table = disclosure.one_way(parts)
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
    return PublishedStep(
        steps=tuple(each.step for each in merged),
        entered=numbers[place],
        passed=numbers[until] if until is not None else table.shown["passed"],
        lost=lost,
        waiting=table.shown[WAITING],
        others_or_waiting=together,
        median_days=merged[0].median_days if len(merged) == 1 else None,
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
        mean_age=_one_decimal(people.mean_age) if disclosure.mean_allowed(known) else None,
        tables={
            "sex": _lines(people.sex),
            "dementia": _lines(people.dementia),
            "housing": _lines(people.housing),
            "civil_status": _lines(people.civil_status),
        },
    )


def change(found: Change) -> PublishedChange:
    """One outcome without small numbers. Where the exact number of people is hidden, so is who got better."""
    people = disclosure.divide(found.started, found.both)
    told = disclosure.mean_allowed(people)
    counts = {"better": found.better, "same": found.same, "worse": found.worse}
    return PublishedChange(
        outcome=found.yardstick.outcome,
        instrument=found.yardstick.instrument,
        people=people,
        mean_before=_one_decimal(found.mean_before) if told else None,
        mean_after=_one_decimal(found.mean_after) if told else None,
        mean_change=_one_decimal(found.mean_change) if told else None,
        directions=_lines(counts) if people.part else (),
        least=found.yardstick.least,
        established=found.yardstick.established,
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
            "lost": dict(each.lost),
            "waiting": each.waiting,
            "others_or_waiting": each.others_or_waiting,
            "median_days": each.median_days,
        }
        for each in published
    ]


def _lines(counts: Mapping[str, int]) -> tuple[PublishedShare, ...]:
    table: Parts[str] = disclosure.one_way(counts)
    return tuple(
        PublishedShare(key, number, disclosure.share(number, table.total)) for key, number in table.shown.items()
    )


def _one_decimal(number: float | None) -> float | None:
    return None if number is None else round(number, 1) + 0.0  # never "-0.0"
