"""The bridge counted: how many stand where, who was lost and why, and how long each step took.

Plain Python over moves. `queries` lets the database do the same counting for large programmes, and a test holds the
two against each other.

A person is counted where he or she stands now. So for every step `entered = passed + lost + waiting`, nobody is
counted twice, and somebody who is asked again after a no leaves the losses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Any

from brobygger.insight.evaluation.bridge_text import Stone
from brobygger.registry.recipes.words import REASONS, STEP_WORDS, STEPS

ENOUGH = 5  # people at a step, before a sentence is made of it
KEPT = ("consented", "first_contact", "first_time", "third_time", "six_months")  # where people are won or kept


@dataclass(frozen=True)
class Moved:
    """One move of an episode's line. kind: reached, lost or returned; day: the Danish calendar day."""

    kind: str
    step: str
    day: date
    reason: str = ""


@dataclass(frozen=True)
class StepCount:
    """One step of the bridge, counted over episodes.

    entered: stand in front of it, were lost there, or are beyond it. passed: reached it or went beyond it; a step that
    may be passed over counts as passed. lost: reason code → how many stand lost in front of it. waiting: stand in
    front of it. median_days: whole days from the move before to reaching it; None when nobody has reached it.
    """

    step: str
    entered: int
    passed: int
    waiting: int
    lost: Mapping[str, int] = field(default_factory=dict)
    median_days: float | None = None


def count(path: Sequence[str], lines: Iterable[Sequence[Moved]]) -> tuple[StepCount, ...]:
    """The bridge over these episodes' lines (each in order), step by step along the recipe's path."""
    standing: Counter[tuple[str, str, str]] = Counter()
    waited: dict[str, list[int]] = {}
    for line in lines:
        if not line:
            continue
        last = line[-1]
        standing[last.kind, last.step, last.reason] += 1
        for step, days in days_to_reach(line).items():
            waited.setdefault(step, []).append(days)
    return from_totals(path, standing, {step: median(days) for step, days in waited.items()})


def days_to_reach(line: Sequence[Moved]) -> dict[str, int]:
    """Step → days from the move before to reaching it. Somebody who returned is counted by the latest time."""
    return {made.step: (made.day - before.day).days for before, made in pairwise(line) if made.kind == "reached"}


def from_totals(
    path: Sequence[str], standing: Mapping[tuple[str, str, str], int], median_days: Mapping[str, float]
) -> tuple[StepCount, ...]:
    """The bridge from how many episodes have each (kind, step, reason) as their latest move."""
    in_front: Counter[int] = Counter()
    lost: dict[int, Counter[str]] = {}
    for (kind, step, reason), number in standing.items():
        place = _place(path, step) + (kind == "reached" and step in path)
        in_front[place] += number
        if kind == "lost":
            lost.setdefault(place, Counter())[reason] += number
    counts, beyond = [], in_front[len(path)]
    for place in range(len(path) - 1, -1, -1):
        here = lost.get(place, Counter())
        counts.append(
            StepCount(
                step=path[place],
                entered=beyond + in_front[place],
                passed=beyond,
                waiting=in_front[place] - here.total(),
                lost=dict(sorted(here.items(), key=lambda pair: (-pair[1], pair[0]))),
                median_days=median_days.get(path[place]),
            )
        )
        beyond += in_front[place]
    return tuple(reversed(counts))


def _place(path: Sequence[str], step: str) -> int:
    """Where a step stands on the path; a step of an earlier version stands where it would have stood."""
    if step in path:
        return path.index(step)
    order = STEPS.index(step) if step in STEPS else len(STEPS)
    return sum(STEPS.index(other) < order for other in path)


@dataclass(frozen=True)
class Highlights:
    """What a bridge says at a glance; None where it says nothing. Steps with fewer than five people say nothing.

    best: the step most get past. worst: the step most are lost at, with its largest reason. waiting: the step most
    wait in front of.
    """

    best: StepCount | None
    worst: StepCount | None
    waiting: StepCount | None

    @property
    def worst_reason(self) -> str:
        """The code of the largest reason at the worst step; empty without one."""
        return next(iter(self.worst.lost)) if self.worst else ""


def highlights(counts: Sequence[StepCount]) -> Highlights:
    """What goes well, where most are lost, and where most wait."""
    told = [each for each in counts if each.entered >= ENOUGH]
    some_way = [each for each in told if each.step in KEPT and each.passed and each.passed < each.entered]
    losing = [each for each in told if each.lost]
    standing = [each for each in told if each.waiting and each.step != "reported"]
    return Highlights(
        best=max(some_way, key=lambda each: each.passed / each.entered, default=None),
        worst=max(losing, key=lambda each: sum(each.lost.values()), default=None),
        waiting=max(standing, key=lambda each: each.waiting, default=None),
    )


def stones(counts: Iterable[StepCount], language: str = "da") -> tuple[Stone, ...]:
    """The counts as stones of the figure; losses keep their codes, see `in_words`."""
    return tuple(
        Stone(
            step=each.step,
            label=step_word(each.step, language),
            entered=each.entered,
            passed=each.passed,
            lost=dict(each.lost),
            median_days=each.median_days,
        )
        for each in counts
    )


def in_words(bridge: Iterable[Stone], language: str = "da") -> tuple[Stone, ...]:
    """The same stones with label and reasons in a reader's words."""
    return tuple(
        replace(
            stone,
            label=step_word(stone.step, language),
            lost=_reasons_in_words(stone.lost, language),
        )
        for stone in bridge
    )


def _reasons_in_words(lost: Mapping[str, int | None], language: str) -> dict[str, int | None]:
    """Codes that read the same become one, hidden when any of them is."""
    worded: dict[str, int | None] = {}
    for code, number in lost.items():
        word = reason_word(code, language)
        before = worded.get(word, 0)
        worded[word] = None if before is None or number is None else before + number
    return worded


def as_json(bridge: Iterable[Stone]) -> list[dict[str, Any]]:
    """The bridge as contracts.md fixes it: step, entered, passed, lost, median_days. A hidden count is null."""
    return [
        {
            "step": stone.step,
            "entered": stone.entered,
            "passed": stone.passed,
            "lost": dict(stone.lost),
            "median_days": _whole(stone.median_days),
        }
        for stone in bridge
    ]


def step_word(step: str, language: str = "da") -> str:
    """A step in words."""
    words = STEP_WORDS[step]
    return words.en if language == "en" else words.da


def reason_word(code: str, language: str = "da") -> str:
    """A reason of loss in words; an unknown code is "andet" rather than a code."""
    reason = REASONS.get(code, REASONS["other"])
    return reason.en if language == "en" else reason.da


def _whole(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) else number
