"""Numbers set beside each other: two figures of one thing, coverage, and programmes over the country. Plain Python.

Everything here is made of numbers that a report has told already (insight.evaluation.telling_rules), so nothing that
is computed from them can tell more of anybody than the reports did (docs/decisions/018).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brobygger.insight.analyses import words
from brobygger.insight.analyses.change_rules import share
from brobygger.insight.analyses.comparison_rules import drawn_in
from brobygger.insight.analyses.estimate import LEVEL, Estimate
from brobygger.insight.evaluation.published_rules import Numbers

# What several figures can be about: steps of the bridge, and what seed 001 and 004 count beside them.
THINGS = ("found", "screened", "asked", "consented", "first_time", "six_months", "trained", "volunteers", "other")
OUTCOMES = ("loneliness", "mood")


@dataclass(frozen=True)
class Told:
    """One outcome's mean change as a report told it, with its 95 % interval and how many stand behind it."""

    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Beside:
    """One programme among others: its own mean change (None: not told) and the same drawn towards the common mean."""

    own: Told | None
    drawn: Estimate


def figures_of(numbers: Numbers) -> dict[str, Any]:
    """The told numbers that may be shown to the country; hidden ones are None."""
    return {
        "found": numbers.found,
        "first_time": numbers.box.started,
        "six_months": numbers.came_past("six_months"),
        "changes": {
            each.outcome: {
                "n": each.people.part, "value": each.change.value, "low": each.change.low, "high": each.change.high,
            }
            for each in numbers.changes
            if each.change is not None and each.change.value is not None and each.people.part is not None
        },
    }  # fmt: skip


def told_change(figures: Mapping[str, Any], outcome: str) -> Told | None:
    """One outcome of `figures_of`; None without an interval, for then nothing can be weighed."""
    given = figures.get("changes", {}).get(outcome)
    if not given or given["low"] is None or given["high"] is None or given["high"] <= given["low"]:
        return None
    return Told(given["n"], given["value"], given["low"], given["high"])


def among(programmes: Sequence[Told | None]) -> list[Beside]:
    """Each programme drawn towards the common mean, in the order given (empirical Bayes, DerSimonian–Laird).

    The variance is taken from the told interval (Student's t with n − 1): rounded numbers in, so the answer is as
    exact as what was told. Fewer than two programmes with an interval: the sentence that says so.
    """
    usable = [one for one in programmes if one is not None]
    if len(usable) < 2:
        return [Beside(one, words.AMONG_PROGRAMMES.unknown(one.n if one else 0, _why(one))) for one in programmes]
    drawn = iter(drawn_in([one.value for one in usable], [_variance(one) for one in usable],
                          [one.n for one in usable]).drawn)  # fmt: skip
    return [
        Beside(one, next(drawn) if one else words.AMONG_PROGRAMMES.unknown(0, words.NOT_TOLD)) for one in programmes
    ]


def _why(one: Told | None) -> Any:
    return words.ONE_PROGRAMME if one else words.NOT_TOLD


def _variance(one: Told) -> float:
    from scipy.special import stdtrit

    half = (one.high - one.low) / 2
    return float(half / stdtrit(one.n - 1, (1 + LEVEL) / 2)) ** 2


def coverage(came: int | None, target: int | None) -> Estimate:
    """The share of the target group who have been there (0–1). None of it is guessed: why_not says what lacks."""
    if target is None:
        return words.COVERAGE.unknown(0, words.NO_TARGET)
    if came is None:
        return words.COVERAGE.unknown(target, words.NOT_TOLD)
    if came > target:
        return words.COVERAGE.unknown(target, words.MORE_THAN_ALL)
    found = share(came, target)
    return words.COVERAGE.known(target, came / target, found.low, found.high)


def differ(numbers: Iterable[int | None]) -> bool:
    """Whether figures of one thing are not the same number; hidden ones say nothing."""
    return len({number for number in numbers if number is not None}) > 1
