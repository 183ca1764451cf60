"""How long: the share still there, or still waiting, day by day (Kaplan–Meier). Plain Python.

Lines are counted as (days, whether it happened) → persons: those to whom it has not happened are followed so far.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brobygger.insight.analyses import words
from brobygger.insight.analyses.estimate import LEVEL, Estimate, Meaning

Spans = Mapping[tuple[int, bool], int]


@dataclass(frozen=True)
class Curve:
    """The share to whom it has not happened, at chosen days, and the day it has happened to half.

    happened: of `n` persons. points: day → share (0–1).
    """

    n: int
    happened: int
    points: Mapping[int, Estimate]
    median: Estimate


@dataclass(frozen=True)
class _Step:
    day: int
    share: float
    low: float | None
    high: float | None


def curve(spans: Spans, days: Sequence[int], meaning: Meaning) -> Curve:
    """The curve at the given days, with log-log intervals (Greenwood's variance). Spans below 0 days are left out.

    Raises ValueError for a count below nought.
    """
    if min(spans.values(), default=0) < 0:
        raise ValueError("a count below nought")
    kept = {span: n for span, n in spans.items() if n and span[0] >= 0}
    n = sum(kept.values())
    happened = sum(count for (_day, done), count in kept.items() if done)
    if not n:
        nobody = meaning.unknown(0, words.NOBODY)
        return Curve(0, 0, dict.fromkeys(days, nobody), words.MEDIAN_WAIT.unknown(0, words.NOBODY))
    steps = _steps(kept)
    last = max(day for day, _done in kept)
    return Curve(n, happened, {day: _point(steps, day, last, n, meaning) for day in days}, _median(steps, n))


def _point(steps: Sequence[_Step], day: int, last: int, n: int, meaning: Meaning) -> Estimate:
    before = [step for step in steps if step.day <= day]
    if day > last and (not before or before[-1].share > 0):
        return meaning.unknown(n, words.NOT_REACHED)
    if not before:
        return meaning.known(n, 1.0, why_not=words.NOBODY_LEFT_YET)
    found = before[-1]
    why = words.EVERYBODY_DID if found.low is None else None
    return meaning.known(n, found.share, found.low, found.high, why_not=why)


def _median(steps: Sequence[_Step], n: int) -> Estimate:
    """The first day the curve is at a half or below; its interval is where the curve's interval holds a half."""
    half = 0.5 + 1e-12  # a share that is a half on paper may be a hair above it in binary
    day = next((step.day for step in steps if step.share <= half), None)
    if day is None:
        return words.MEDIAN_WAIT.unknown(n, words.MEDIAN_NOT_REACHED)
    low = next((step.day for step in steps if step.low is not None and step.low <= half), None)
    high = next((step.day for step in steps if step.high is not None and step.high <= half), None)
    return words.MEDIAN_WAIT.known(n, day, low, high)


def _steps(spans: Spans) -> list[_Step]:
    """The days on which it happened to somebody."""
    import warnings

    import numpy as np
    from scipy import stats

    days, done, counts = (np.array(column) for column in zip(*((d, e, n) for (d, e), n in spans.items()), strict=True))
    if not done.any():
        return []
    together = stats.CensoredData(
        uncensored=np.repeat(days[done], counts[done]).astype(float),
        right=np.repeat(days[~done], counts[~done]).astype(float),
    )
    function = stats.ecdf(together).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no interval where the share is 1 or 0: NaN, told as None
        interval = function.confidence_interval(confidence_level=LEVEL, method="log-log")
    ended = set(days[done].tolist())
    rows = zip(
        function.quantiles.tolist(), function.probabilities.tolist(), interval.low.probabilities.tolist(),
        interval.high.probabilities.tolist(), strict=True,
    )  # fmt: skip
    return [_Step(int(day), share, *_finite(low, high)) for day, share, low, high in rows if day in ended]


def _finite(low: float, high: float) -> tuple[float | None, float | None]:
    return (low, high) if low == low and high == high else (None, None)
