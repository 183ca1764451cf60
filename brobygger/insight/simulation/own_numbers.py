"""A running programme's own numbers as assumptions, where there are enough of them; else the recipe's stay."""

from __future__ import annotations

from collections.abc import Iterable

from brobygger.insight.evaluation.rules import StepCount
from brobygger.insight.simulation.words import Assumption
from brobygger.registry.recipes.words import REASONS, STEP_WORDS, Words

ENOUGH = 30  # people whose way past a step is known; fewer say more of chance than of the programme


def own_numbers(counts: Iterable[StepCount], *, weeks: float) -> dict[str, Assumption]:
    """Losses of each step where at least 30 went on or were lost, and how many are found a week.

    counts: the programme's bridge. weeks: how long it has run. A step some of whose people still stand in front of it
    is counted by the others.
    """
    found: dict[str, Assumption] = {}
    for place, count in enumerate(counts):
        if place == 0 and count.passed >= ENOUGH and weeks >= 1:
            source = Words(f"jeres egne tal: {count.passed} fundet", f"your own numbers: {count.passed} found")
            label = Words("Fundne", "Found")
            value = round(count.passed / weeks, 2)
            found["arrivals.per_week"] = Assumption("arrivals.per_week", value, "persons_a_week", label, source)
        known = count.passed + sum(count.lost.values())
        if place and known >= ENOUGH:
            found |= _losses(count, known)
    return found


def _losses(count: StepCount, known: int) -> dict[str, Assumption]:
    """Each reason's share; a step nobody is lost at says so with a share of nothing."""
    # Places are counted in the simulation itself: whoever got none is not lost a second time by a share.
    lost = {reason: number for reason, number in count.lost.items() if reason != "no_place"} or {"other": 0}
    step = STEP_WORDS[count.step]
    made = {}
    for reason, number in lost.items():
        why = REASONS.get(reason, REASONS["other"])
        key = f"lost.{count.step}.{why.code}"
        label = Words(
            f"Tabt før “{step.da.lower()}”: {why.da.lower()}", f"Lost before “{step.en.lower()}”: {why.en.lower()}"
        )
        source = Words(f"jeres egne tal: {number} af {known}", f"your own numbers: {number} of {known}")
        made[key] = Assumption(key, round(number / known, 4), "share", label, source)
    return made
